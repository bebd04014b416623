//! A keyboard on the screen, for a tablet whose system has none: kana, letters, digits. The search
//! takes kana for what it sounds like.

use crate::device::keyboard;
use leptos::prelude::*;

/// Kana by columns, as they are learnt. A space stands where there is none.
const KANA: &str = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもや ゆ よらりるれろわをんー、";
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789-.@";
/// Each sign and what the key for marks makes of it, in turn.
const MARKED: &[&str] = &[
    "かが",
    "きぎ",
    "くぐ",
    "けげ",
    "こご",
    "さざ",
    "しじ",
    "すず",
    "せぜ",
    "そぞ",
    "ただ",
    "ちぢ",
    "つっづ",
    "てで",
    "とど",
    "はばぱ",
    "ひびぴ",
    "ふぶぷ",
    "へべぺ",
    "ほぼぽ",
    "あぁ",
    "いぃ",
    "うぅゔ",
    "えぇ",
    "おぉ",
    "やゃ",
    "ゆゅ",
    "よょ",
];

/// What stands after a sign when its mark is changed.
fn marked(sign: char) -> Option<char> {
    let turn = MARKED.iter().find(|turn| turn.contains(sign))?;
    let mut signs = turn.chars().cycle().skip_while(|one| *one != sign);
    signs.nth(1)
}

/// A keyboard below what is typed, where there is none of the system's.
#[component]
pub fn KioskKeyboard(
    /// What is typed.
    words: RwSignal<String>,
) -> impl IntoView {
    let is_wanted = keyboard::is_wanted();
    let kana = RwSignal::new(true);
    let key = move |sign: char| match sign {
        ' ' => view! { <span></span> }.into_any(),
        sign => view! {
            <button
                class="kiosk-key"
                type="button"
                on:click=move |_| words.update(|words| words.push(sign))
            >
                {sign.to_string()}
            </button>
        }
        .into_any(),
    };
    let mark = move |_| {
        words.update(|words| {
            if let Some(sign) = words.pop() {
                words.push(marked(sign).unwrap_or(sign));
            }
        });
    };
    view! {
        <Show when=move || is_wanted.get()>
            <section class="kiosk-keyboard" aria-label=t!(kiosk::keyboard)>
                <div class="kiosk-kana" class:is-letters=move || !kana.get()>
                    {move || {
                        let keys = if kana.get() { KANA } else { LETTERS };
                        keys.chars().map(key).collect_view()
                    }}
                </div>
                <div class="button-row">
                    <button class="button" type="button" on:click=move |_| kana.update(|on| *on = !*on)>
                        {move || if kana.get() { "ABC 123" } else { "かな" }}
                    </button>
                    <Show when=move || kana.get()>
                        <button class="button" type="button" on:click=mark>
                            {t!(kiosk::marks)}
                        </button>
                    </Show>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| words.update(|words| words.push(' '))
                    >
                        {t!(kiosk::space_key)}
                    </button>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| {
                            words
                                .update(|words| {
                                    words.pop();
                                })
                        }
                    >
                        {t!(kiosk::erase_sign)}
                    </button>
                </div>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn the_key_for_marks_goes_round() {
        assert_eq!(marked('は'), Some('ば'));
        assert_eq!(marked('ば'), Some('ぱ'));
        assert_eq!(marked('ぱ'), Some('は'));
        assert_eq!(marked('つ'), Some('っ'));
        assert_eq!(marked('ん'), None);
    }
}
