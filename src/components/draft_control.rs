//! The controls of a draft. What is typed goes into the draft at each input, also while an IME
//! composes; nothing is written back into a control that has the focus, so the cursor stays.

use leptos::{
    html::{ElementType, Input, Textarea},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys,
};

/// What a control has in common for us.
trait Typed: AsRef<web_sys::Element> {
    fn text(&self) -> String;
    fn set_text(&self, text: &str);
}

impl Typed for web_sys::HtmlInputElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

impl Typed for web_sys::HtmlTextAreaElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

/// Shows what another tab wrote, unless somebody types here.
fn follow<E>(control: NodeRef<E>, text: Memo<String>, focused: RwSignal<bool>)
where
    E: ElementType,
    E::Output: Typed + JsCast + Clone + 'static,
{
    Effect::new(move |_| {
        let text = text.get();
        if let Some(control) = control.get()
            && !focused.get()
            && control.text() != text
        {
            control.set_text(&text);
        }
    });
}

/// A field of one line.
#[component]
pub fn DraftInput(
    /// Its id.
    id: &'static str,
    /// What the draft has.
    text: Memo<String>,
    /// Called with each change.
    #[prop(into)]
    on_text: Callback<String>,
    /// The keyboard that phones show: numeric, decimal.
    inputmode: &'static str,
    /// `aria-describedby`.
    #[prop(into)]
    described_by: Signal<Option<String>>,
    /// Something is wrong with it.
    #[prop(into)]
    invalid: Signal<bool>,
) -> impl IntoView {
    let control = NodeRef::<Input>::new();
    let focused = RwSignal::new(false);
    follow(control, text, focused);
    view! {
        <input
            class="input is-number"
            id=id
            node_ref=control
            inputmode=inputmode
            autocomplete="off"
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get().then_some("true")
            prop:value=text.get_untracked()
            on:input=move |event| on_text.run(event_target_value(&event))
            on:focus=move |_| focused.set(true)
            on:blur=move |_| focused.set(false)
        />
    }
}

/// A field of many lines.
#[component]
pub fn DraftText(
    /// Its id.
    id: &'static str,
    /// Its class.
    class: &'static str,
    /// What the draft has.
    text: Memo<String>,
    /// Called with each change.
    #[prop(into)]
    on_text: Callback<String>,
    /// `aria-describedby`.
    #[prop(into)]
    described_by: Signal<Option<String>>,
    /// Something is wrong with it.
    #[prop(into)]
    invalid: Signal<bool>,
) -> impl IntoView {
    let control = NodeRef::<Textarea>::new();
    let focused = RwSignal::new(false);
    follow(control, text, focused);
    view! {
        <textarea
            class=class
            id=id
            node_ref=control
            autocomplete="off"
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get().then_some("true")
            prop:value=text.get_untracked()
            on:input=move |event| on_text.run(event_target_value(&event))
            on:focus=move |_| focused.set(true)
            on:blur=move |_| focused.set(false)
        ></textarea>
    }
}
