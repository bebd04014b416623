//! Opening a desk in an organization's name.

use crate::{
    components::form::{Form, FormField, NotStored, wrong},
    device::browser,
    state::replica::jotting::Texts,
};
use domain::{
    Command, DeskId,
    job::MAX_TITLE,
    refusal::{Field, Invalid, Problem},
    typed,
};
use leptos::{ev::SubmitEvent, prelude::*};

const NAME: &str = "desk-name";
/// The look of a short form with one field.
pub const CLASS: &str = "one-field";

/// The form: the organization's name, and the button.
#[component]
pub fn OpenDesk(
    /// The id that it gets, where something waits for it already.
    #[prop(optional)]
    id: Option<DeskId>,
) -> impl IntoView {
    let form = Form::new("open-desk".to_owned(), Texts::new);
    let name = form.text(NAME);
    let problems = Signal::derive(move || {
        let length = name.with(|name| name.trim().chars().count());
        let problem = match length {
            0 => Problem::Missing,
            1..=MAX_TITLE => return Vec::new(),
            _ => Problem::TooLong { max: MAX_TITLE },
        };
        let field = Field::Organization;
        vec![Invalid { field, problem }]
    });
    let open = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        if problems.with_untracked(|found| !found.is_empty()) {
            browser::after_paint(|| browser::focus("form.one-field [aria-invalid]"));
            return;
        }
        let command = Command::OpenDesk {
            desk: id.unwrap_or_else(|| DeskId(browser::new_id())),
            name: name.with_untracked(|name| typed::one_line(name)),
        };
        form.queue(command, || {});
    };
    view! {
        <form class=CLASS novalidate on:submit=open>
            <FormField
                form
                control=NAME
                label=t!(editor::desk_name)
                hint=t!(editor::desk_name_hint)
                error=wrong(form, problems, Field::Organization)
            />
            <NotStored form />
            <button class="button is-primary" type="submit">
                {t!(editor::open_desk)}
            </button>
        </form>
    }
}
