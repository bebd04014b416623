//! Signs typed on the screen: large keys, and a field that takes a keyboard's as well.

use super::drawings::{Drawing, Icon};
use crate::text::Said;
use leptos::prelude::*;

/// The keys of six digits.
pub const DIGITS: &str = "1234567890";
/// The keys of a short code, as its signs are.
pub const SIGNS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A pad for a code of a fixed length.
#[component]
pub fn KioskPad(
    /// What is typed.
    typed: RwSignal<String>,
    /// The name of the whole.
    name: Said,
    /// The name of the field.
    field: Said,
    /// The keys.
    keys: &'static str,
    /// Signs of a whole code.
    length: usize,
    /// Takes a whole code.
    on_whole: Callback<String>,
) -> impl IntoView {
    let take = move |text: String| {
        let signs = text
            .chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '-');
        let text: String = signs.take(length).collect();
        let is_whole = text.chars().count() == length;
        typed.set(text.clone());
        if is_whole {
            on_whole.run(text);
        }
    };
    let press = move |sign: char| {
        let mut text = typed.get_untracked();
        if text.chars().count() < length {
            text.push(sign);
            take(text);
        }
    };
    let key = move |sign: char| {
        view! {
            <button class="kiosk-key" type="button" on:click=move |_| press(sign)>
                {sign.to_string()}
            </button>
        }
    };
    view! {
        <section class="kiosk-pad" class:is-wide=length.gt(&6) aria-label=name>
            <input
                class="input kiosk-typed"
                type="text"
                // The keys below are its keyboard on a tablet.
                inputmode="none"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                aria-label=field
                prop:value=typed
                on:input=move |event| take(event_target_value(&event))
            />
            <div class="kiosk-keys">
                {keys.chars().map(key).collect_view()}
                <button
                    class="kiosk-key"
                    type="button"
                    aria-label=t!(kiosk::erase_sign)
                    on:click=move |_| {
                        typed
                            .update(|text| {
                                text.pop();
                            });
                    }
                >
                    <Drawing icon=Icon::Back />
                </button>
            </div>
        </section>
    }
}
