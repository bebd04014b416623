//! A control of a draft. What is typed goes into the draft at each input, also while an IME composes;
//! nothing is written back into a control that has the focus, so the cursor stays.

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

/// How much a control takes.
#[derive(Clone, Copy)]
pub enum Lines {
    /// A number, with the keyboard that phones show for it: numeric, decimal.
    Number(&'static str),
    /// Many lines; the class says how many are seen at once.
    Many(&'static str),
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

/// The control.
#[component]
pub fn DraftControl(
    /// Its id.
    #[prop(into)]
    id: String,
    /// How much it takes.
    lines: Lines,
    /// What the draft has.
    text: Memo<String>,
    /// Called with each change.
    on_text: Callback<String>,
    /// `aria-describedby`.
    #[prop(into)]
    described_by: Signal<Option<String>>,
    /// Something is wrong with it.
    #[prop(into)]
    invalid: Signal<bool>,
) -> impl IntoView {
    let focused = RwSignal::new(false);
    let shared = view! {
        <{..}
            id=id
            autocomplete="off"
            aria-describedby=described_by
            aria-invalid=move || invalid.get().then_some("true")
            on:input=move |event| on_text.run(event_target_value(&event))
            on:focus=move |_| focused.set(true)
            on:blur=move |_| focused.set(false)
        />
    };
    let value = text.get_untracked();
    match lines {
        Lines::Number(inputmode) => {
            let control = NodeRef::<Input>::new();
            follow(control, text, focused);
            view! {
                <input
                    {..shared}
                    class="input is-number"
                    inputmode=inputmode
                    node_ref=control
                    prop:value=value
                />
            }
            .into_any()
        }
        Lines::Many(class) => {
            let control = NodeRef::<Textarea>::new();
            follow(control, text, focused);
            view! { <textarea {..shared} class=class node_ref=control prop:value=value></textarea> }
                .into_any()
        }
    }
}
