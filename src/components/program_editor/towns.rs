//! A list of towns, each found by a part of its name or by its code.

use super::{Editor, control_id};
use crate::{
    components::{
        field::{Field as Labelled, described_by},
        toasts::use_toasts,
        words::program_editor as words,
    },
    device::browser,
    state::towns::{find, use_towns},
};
use domain::{
    place::Town,
    program_text::list_field,
    refusal::{Field, List, Part},
};
use leptos::{ev::KeyboardEvent, prelude::*};

/// How many are offered.
const OFFERED: usize = 8;

/// The towns of a list.
#[component]
pub fn Towns(
    /// The program.
    editor: Editor,
    /// Of which list.
    list: List,
    /// What helps to fill it in.
    hint: &'static str,
) -> impl IntoView {
    let toasts = use_toasts();
    let of = list_field(list);
    let id = control_id(of);
    let typed = RwSignal::new(String::new());
    let towns = use_towns();
    let numbers = editor.items(list);
    let error = editor.wrong(of);
    let offered = Memo::new(move |_| {
        let taken = numbers.get();
        let is_new = |town: &Town| !taken.contains(&town.code.number());
        let found =
            towns.with(|towns| typed.with(|typed| find(towns, typed, OFFERED + taken.len())));
        let mut found: Vec<Town> = found.into_iter().filter(is_new).collect();
        found.truncate(OFFERED);
        found
    });
    let focus_back = {
        let id = id.clone();
        move || {
            let goal = format!("#{id}");
            browser::after_paint(move || browser::focus(&goal));
        }
    };
    let choose = move |town: Town| {
        editor.put_item(list, town.code.number(), vec![(Part::Name, town.name)]);
        typed.set(String::new());
        focus_back();
    };
    let choose = Callback::new(choose);
    let on_key = move |key: KeyboardEvent| {
        if key.key() != "Enter" || key.is_composing() {
            return;
        }
        // Enter takes the first one, and sends no form.
        key.prevent_default();
        let first = offered.with_untracked(|offered| offered.first().cloned());
        if let Some(first) = first {
            choose.run(first);
        }
    };
    let name = move |number: u16| editor.text(Field::Item(list, number, Part::Name));
    let remove = move |number: u16| {
        let rank = Field::Item(list, number, Part::Rank);
        let before = editor.now(rank);
        let named = editor.now(Field::Item(list, number, Part::Name));
        editor.set(rank, Part::REMOVED.to_owned());
        toasts.say_with_undo(text!(program_editor::removed, named), move || {
            editor.set(rank, before.clone());
        });
        let goal = format!("#{}", control_id(of));
        browser::after_paint(move || browser::focus(&goal));
    };
    let described = {
        let id = id.clone();
        move || described_by(&id, true, error.get().is_some())
    };
    let none = Memo::new(move |_| {
        typed.with(|typed| !typed.trim().is_empty()) && offered.with(Vec::is_empty)
    });
    view! {
        <div class="form-towns">
            <ul class="chosen-towns" role="list" aria-label=move || words::field(of)>
                <For each=move || numbers.get() key=|number| *number let:number>
                    <li>
                        <span>{name(number)}</span>
                        <button
                            class="button is-plain"
                            type="button"
                            aria-label=move || {
                                text!(program_editor::remove_of, name(number).get())
                            }
                            on:click=move |_| remove(number)
                        >
                            {t!(program_editor::remove)}
                        </button>
                    </li>
                </For>
            </ul>
            <Labelled id=id.clone() label=move || words::field(of) hint=move || hint error=error>
                <input
                    class="input"
                    type="text"
                    id=id
                    autocomplete="off"
                    aria-describedby=described
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:keydown=on_key
                />
            </Labelled>
            <div role="status">
                <Show when=move || none.get()>
                    <p class="hint">{t!(program_editor::no_town)}</p>
                </Show>
            </div>
            <ul class="offered-towns" role="list" aria-label=t!(program_editor::offered_towns)>
                <For each=move || offered.get() key=|town| town.code.clone() let:town>
                    <li>
                        <Offered town choose />
                    </li>
                </For>
            </ul>
        </div>
    }
}

#[component]
fn Offered(town: Town, choose: Callback<Town>) -> impl IntoView {
    let name = town.name.clone();
    view! {
        <button class="button" type="button" on:click=move |_| choose.run(town.clone())>
            {name}
        </button>
    }
}
