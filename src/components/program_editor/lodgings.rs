//! Where people stay who try a town out: lodgings one by one, and the seat that comes with them.

use super::{Editor, control::Control, item::Item};
use crate::{
    components::{question_control::Way, words::stays},
    state::use_app,
};
use domain::{
    program::{LodgingNo, ProgramKind},
    program_text,
    refusal::{Field, List, Part},
};
use leptos::prelude::*;

/// The lodgings of a trial stay; nothing for other kinds, unless they have some already.
#[component]
pub fn Lodgings(
    /// The program.
    editor: Editor,
) -> impl IntoView {
    let app = use_app();
    app.spaces.follow();
    let applies = Memo::new(move |_| {
        let has_some = editor.base.with(|base| !base.lodgings.is_empty());
        let is_stay = |written: &domain::program_check::Written| {
            written.program.kind == ProgramKind::TrialStay
        };
        has_some || editor.written.with(is_stay)
    });
    let numbers = editor.items(List::Lodging);
    let error = editor.wrong(Field::Lodging);
    let add = move |_| {
        let usual = program_text::LODGING.map(|(part, text)| (part, text.to_owned()));
        editor.add_item(List::Lodging, usual.into(), Part::Name);
    };
    // The spaces of the desk, where it has some.
    let spaces = Memo::new(move |_| {
        let desk = editor.desk.get().map(|place| place.desk);
        let own = app.spaces.with(|all| {
            let own = all
                .spaces()
                .filter(|space| space.desk == desk && desk.is_some());
            let own = own.map(|space| (space.id.to_string(), space.name.clone()));
            own.collect::<Vec<_>>()
        });
        let none = (String::new(), text!(stay::no_seat_included).to_owned());
        (!own.is_empty()).then(|| [vec![none], own].concat())
    });
    let seat = move || {
        spaces.get().map(|spaces| {
            view! { <Control editor field=Field::Workspace way=Way::Pick(spaces) /> }
        })
    };
    view! {
        <Show when=move || applies.get()>
            <section class="form-lodgings" aria-labelledby="lodgings-h">
                <h3 id="lodgings-h">{t!(stay::lodgings)}</h3>
                {move || error.get().map(|error| view! { <p class="error">{error}</p> })}
                <ol class="form-items" aria-label=t!(stay::lodgings)>
                    <For each=move || numbers.get() key=|number| *number let:number>
                        <Lodging editor number />
                    </For>
                </ol>
                <div class="button-row">
                    <button class="button" type="button" id="add-lodging" on:click=add>
                        {t!(stay::add_lodging)}
                    </button>
                </div>
                {seat}
            </section>
        </Show>
    }
}

#[component]
fn Lodging(editor: Editor, number: u16) -> impl IntoView {
    let list = List::Lodging;
    let at = move |part| Field::Item(list, number, part);
    let name = Memo::new(move |_| editor.item_name(list, number).unwrap_or_default());
    let named = editor.text(at(Part::Name));
    let says = Signal::derive(move || {
        let rooms = editor.written.with(|written| {
            let lodging = written.program.lodging(LodgingNo(number))?;
            (!lodging.rooms.is_empty()).then(|| stays::rooms(lodging))
        });
        match rooms {
            Some(rooms) => text!(stay::lodging_says, named.get(), rooms),
            None => named.get(),
        }
    });
    view! {
        <Item editor list number name says stays=None>
            <Control editor field=at(Part::Name) way=Way::Line />
            <Control editor field=at(Part::Address) way=Way::Lines />
            <Control
                editor
                field=at(Part::Rooms)
                way=Way::Lines
                hint=text!(stay::rooms_hint)
            />
            <div class="draft-numbers">
                <Control editor field=at(Part::From) way=Way::Day />
                <Control editor field=at(Part::To) way=Way::Day />
            </div>
            <Control
                editor
                field=at(Part::Most)
                way=Way::Number(text!(stay::nights_unit))
            />
            <div class="draft-numbers">
                <Control editor field=at(Part::Begins) way=Way::Time />
                <Control editor field=at(Part::Ends) way=Way::Time />
            </div>
            <Control
                editor
                field=at(Part::Rules)
                way=Way::Text
                hint=text!(stay::rules_hint)
            />
            <Control editor field=at(Part::Contact) way=Way::Line />
        </Item>
    }
}
