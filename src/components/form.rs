//! A form that is no draft: what is typed stays on this device, key by key, until it is sent.

use super::{
    draft_control::{DraftControl, Lines},
    field::{Field, described_by},
    words,
};
use crate::{
    device::database::StorageError,
    state::{ReplicaState, replica::jotting::Texts, use_app},
};
use domain::{
    Command,
    refusal::{self, Invalid},
};
use leptos::{prelude::*, task::spawn_local};

/// What is typed into a form.
#[derive(Clone, Copy)]
pub struct Form {
    replica: ReplicaState,
    name: StoredValue<String>,
    begin: Signal<Texts>,
    /// Whether the person already wanted to go on and is told what is wrong.
    pub asked: RwSignal<bool>,
    failure: RwSignal<Option<StorageError>>,
}

impl Form {
    /// The form of this name, which begins with these texts.
    pub fn new(name: String, begin: impl Fn() -> Texts + Send + Sync + 'static) -> Self {
        Self {
            replica: use_app().replica,
            name: StoredValue::new(name),
            begin: Signal::derive(begin),
            asked: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// All texts.
    pub fn texts(self) -> Texts {
        let typed = self.name.with_value(|name| self.replica.jotting(name));
        typed.unwrap_or_else(|| self.begin.get())
    }

    /// One text; empty when there is none.
    pub fn text(self, control: &'static str) -> Memo<String> {
        Memo::new(move |_| self.texts().remove(control).unwrap_or_default())
    }

    /// One text now; empty when there is none.
    pub fn now(self, control: &str) -> String {
        untrack(|| self.texts()).remove(control).unwrap_or_default()
    }

    /// Changes one text.
    pub fn set(self, control: &str, text: String) {
        let mut texts = untrack(|| self.texts());
        texts.insert(control.to_owned(), text);
        self.name.with_value(|name| self.replica.jot(name, texts));
    }

    /// Queues what the form comes to, empties it and goes on. When the device does not store it,
    /// what was typed stays, and [`NotStored`] says so.
    pub fn queue(self, command: Command, then: impl FnOnce() + 'static) {
        spawn_local(async move {
            match self.replica.act(command).await {
                Ok(()) => {
                    self.clear();
                    then();
                }
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    /// Forgets what was typed: it was sent, or is not wanted.
    pub fn clear(self) {
        self.asked.try_set(false);
        self.failure.try_set(None);
        self.name
            .with_value(|name| self.replica.clear_jotting(name));
    }
}

/// What is wrong with a field, once the person has been told.
pub fn wrong(
    form: Form,
    problems: Signal<Vec<Invalid>>,
    field: refusal::Field,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        if !form.asked.get() {
            return None;
        }
        problems.with(|found| {
            let invalid = found.iter().find(|invalid| invalid.field == field)?;
            Some(words::problem(&invalid.problem))
        })
    })
}

/// Says that the device did not store what the form would send.
#[component]
pub fn NotStored(
    /// The form.
    form: Form,
) -> impl IntoView {
    move || {
        form.failure.get().map(|error| {
            view! { <p class="form-error" role="alert">{words::storage_error(&error)}</p> }
        })
    }
}

/// A field of one line, or of many.
#[component]
pub fn FormField(
    /// The form.
    form: Form,
    /// The name of its text, and the control's id.
    control: &'static str,
    /// Its name.
    #[prop(into)]
    label: ViewFn,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The unit behind a number; the control is then a number's.
    #[prop(optional, into)]
    unit: Option<ViewFn>,
    /// Many lines: the class of the text area.
    #[prop(optional)]
    long: Option<&'static str>,
    /// A day of the calendar.
    #[prop(optional)]
    date: bool,
) -> impl IntoView {
    let text = form.text(control);
    let on_text = Callback::new(move |text: String| form.set(control, text));
    let hinted = hint.is_some();
    let described_by = Signal::derive(move || described_by(control, hinted, error.get().is_some()));
    let invalid = Signal::derive(move || error.get().is_some());
    let input = match (long, date, unit) {
        (Some(class), ..) => {
            view! { <DraftControl id=control lines=Lines::Many(class) text on_text described_by invalid /> }.into_any()
        }
        (None, true, _) => view! {
            <input
                class="input is-date"
                type="date"
                id=control
                prop:value=text
                aria-describedby=move || described_by.get()
                aria-invalid=move || invalid.get().then_some("true")
                on:change=move |event| on_text.run(event_target_value(&event))
            />
        }
        .into_any(),
        (None, false, Some(unit)) => view! {
            <div class="affix">
                <DraftControl id=control lines=Lines::Number("numeric") text on_text described_by invalid />
                <span aria-hidden="true">{move || unit.run()}</span>
            </div>
        }
        .into_any(),
        (None, false, None) => {
            view! { <DraftControl id=control lines=Lines::Many("textarea is-line") text on_text described_by invalid /> }
                .into_any()
        }
    };
    match hint {
        Some(hint) => view! {
            <Field id=control label hint error>
                {input}
            </Field>
        }
        .into_any(),
        None => view! {
            <Field id=control label error>
                {input}
            </Field>
        }
        .into_any(),
    }
}
