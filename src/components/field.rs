//! A field of a form: its name, a hint, what is wrong with it, and the control.

use leptos::prelude::*;

/// A labelled field. The control inside carries `id`, and `described_by` as its
/// `aria-describedby`.
#[component]
pub fn Field(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// The accessible name, and nothing else.
    #[prop(into)]
    label: ViewFn,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    /// What is wrong with it; `None` when nothing is.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>{move || label.run()}</label>
            {hint
                .map(|hint| {
                    view! {
                        <p class="hint" id=hint_id(&id)>
                            {move || hint.run()}
                        </p>
                    }
                })}
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="error" id=error_id(&id)>
                                {error}
                            </p>
                        }
                    })
            }} {children()}
        </div>
    }
}

/// The id of a field's hint.
pub fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

/// The id of what is wrong with a field.
pub fn error_id(id: &str) -> String {
    format!("{id}-error")
}

/// `aria-describedby` of a control: its hint and, when there is one, its error.
pub fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    let parts: Vec<String> = [
        has_hint.then(|| hint_id(id)),
        has_error.then(|| error_id(id)),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Keeps Enter from submitting a form while it only ends a composition.
pub fn hold_composing_enter(event: leptos::ev::KeyboardEvent) {
    // Safari ends the composition before the key arrives; 229 is its mark.
    if event.key() == "Enter" && (event.is_composing() || event.key_code() == 229) {
        event.prevent_default();
    }
}
