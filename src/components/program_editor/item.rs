//! An item of a list of the form: it comes, goes, moves, and folds away.

use super::{Editor, control_id};
use crate::{
    components::{toasts::use_toasts, words},
    device::browser,
};
use domain::{
    draft::Fields,
    program_text::{items, next_rank},
    refusal::{Field, List, Part},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

impl Editor {
    /// The numbers of a list's items, in their order.
    pub fn items(self, list: List) -> Memo<Vec<u16>> {
        Memo::new(move |_| self.fields.with(|fields| items(fields, list)))
    }

    /// Adds an item that begins with these parts, and opens it.
    pub fn add_item(self, list: List, parts: Vec<(Part, String)>, goal: Part) -> u16 {
        let number = self.free_number(|field, number| {
            matches!(field, Field::Item(of, taken, _) if *of == list && *taken == number)
        });
        self.put_item(list, number, parts);
        self.opened.set(Some((list, number)));
        let goal = control_id(Field::Item(list, number, goal));
        browser::after_paint(move || browser::focus(&format!("#{goal}")));
        number
    }

    /// Puts an item of that number behind the others.
    pub fn put_item(self, list: List, number: u16, parts: Vec<(Part, String)>) {
        let rank = self.fields.with_untracked(|fields| next_rank(fields, list));
        let parts = parts.into_iter().chain([(Part::Rank, rank.to_string())]);
        let texts = parts.map(|(part, text)| (Field::Item(list, number, part), text));
        self.set_all(texts.collect());
    }

    /// A number that is not taken. It is drawn, so that two devices that add something without a
    /// network do not add the same.
    fn free_number(self, is_taken: impl Fn(&Field, u16) -> bool) -> u16 {
        self.fields.with_untracked(|fields| {
            loop {
                let drawn = browser::new_secret().as_u128() & 0xffff;
                let number = u16::try_from(drawn).unwrap_or_default();
                if number > 0 && !fields.keys().any(|field| is_taken(field, number)) {
                    return number;
                }
            }
        })
    }

    /// What an item of a list is called, by its place: 2回目, 質問1. `None` where it is not there, or
    /// the list's items have no such names.
    pub fn item_name(self, list: List, number: u16) -> Option<String> {
        let numbers = self.fields.with(|fields| items(fields, list));
        let place = numbers.iter().position(|one| *one == number)?;
        let place = words::number(place + 1);
        match list {
            List::Session => Some(text!(program::session_of, place)),
            List::Question => Some(text!(program_editor::question_of, place)),
            List::Criterion => Some(text!(program_editor::criterion_of, place)),
            List::Lodging => Some(text!(stay::lodging_no, place)),
            List::Town | List::Resident => None,
        }
    }

    /// Moves an item one place up or down.
    pub fn move_item(self, list: List, number: u16, up: bool) {
        let mut order = self.fields.with_untracked(|fields| items(fields, list));
        let Some(place) = order.iter().position(|one| *one == number) else {
            return;
        };
        let other = match up {
            true => place.checked_sub(1),
            false => Some(place + 1).filter(|other| *other < order.len()),
        };
        let Some(other) = other else { return };
        order.swap(place, other);
        let ranks = (1u32..).zip(order).map(|(rank, number)| {
            let field = Field::Item(list, number, Part::Rank);
            (field, rank.to_string())
        });
        let moved = ranks.filter(|(field, rank)| self.now(*field) != *rank);
        self.set_all(moved.collect::<Fields>());
    }
}

/// An item that can be folded away.
#[component]
pub fn Item(
    /// The program.
    editor: Editor,
    /// Of which list.
    list: List,
    /// Which.
    number: u16,
    /// What it is called among the others.
    name: Memo<String>,
    /// What it says, in a line.
    #[prop(into)]
    says: Signal<String>,
    /// Why it cannot be taken out; `None` where it can.
    #[prop(into)]
    stays: Signal<Option<&'static str>>,
    /// Its order matters.
    #[prop(optional)]
    moves: bool,
    /// What it is made of.
    children: Children,
) -> impl IntoView {
    let toasts = use_toasts();
    let rank = Field::Item(list, number, Part::Rank);
    let order = editor.items(list);
    let alone = order.with_untracked(|order| order.len() == 1);
    let open = RwSignal::new(alone);
    Effect::new(move |_| {
        // One at a time: what is opened folds the others away.
        if let Some((of, one)) = editor.opened.get()
            && of == list
        {
            open.set(one == number);
        }
    });
    let is_first = Memo::new(move |_| order.with(|order| order.first() == Some(&number)));
    let is_last = Memo::new(move |_| order.with(|order| order.last() == Some(&number)));
    let is_wrong = Memo::new(move |_| {
        let is_of_it =
            |field: Field| matches!(field, Field::Item(of, one, _) if of == list && one == number);
        editor.asked.get()
            && editor.written.with(|written| {
                let mut problems = written.problems.iter();
                problems.any(|invalid| is_of_it(invalid.field))
            })
    });
    let remove = move |_| {
        let before = editor.now(rank);
        editor.set(rank, Part::REMOVED.to_owned());
        toasts.say_with_undo(
            text!(program_editor::removed, name.get_untracked()),
            move || {
                editor.set(rank, before.clone());
            },
        );
        let list = format!("#add-{}", list.word());
        browser::after_paint(move || browser::focus(&list));
    };
    let folded = move |event: leptos::ev::Event| {
        let details = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        if let Some(details) = details {
            open.set(details.has_attribute("open"));
        }
    };
    let mover = move |up: bool| {
        let label = move || match up {
            true => text!(program_editor::up_of, name.get()),
            false => text!(program_editor::down_of, name.get()),
        };
        let is_end = if up { is_first } else { is_last };
        view! {
            <button
                class="button is-plain"
                type="button"
                aria-label=label
                aria-disabled=move || is_end.get().then_some("true")
                on:click=move |_| editor.move_item(list, number, up)
            >
                {move || match up {
                    true => text!(program_editor::up),
                    false => text!(program_editor::down),
                }}
            </button>
        }
    };
    view! {
        <li class="form-item" class:is-wrong=is_wrong>
            <details prop:open=open on:toggle=folded>
                <summary>
                    <b>{name}</b>
                    " "
                    <span>{says}</span>
                </summary>
                <div class="form-item-body" role="group" aria-label=name>
                    {children()}
                    <div class="button-row">
                        {moves
                            .then(|| {
                                view! {
                                    {mover(true)}
                                    {mover(false)}
                                }
                            })}
                        <Show
                            when=move || stays.get().is_none()
                            fallback=move || view! { <p class="hint">{move || stays.get()}</p> }
                        >
                            <button
                                class="button is-plain"
                                type="button"
                                id=control_id(rank)
                                aria-label=move || text!(program_editor::remove_of, name.get())
                                on:click=remove
                            >
                                {t!(program_editor::remove)}
                            </button>
                        </Show>
                    </div>
                </div>
            </details>
        </li>
    }
}
