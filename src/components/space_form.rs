//! Entering a space, or changing it: what is typed stays on this device until it is sent.

use super::{
    field::{Field, hold_composing_enter},
    form::{Form, FormField, NotStored, wrong},
    words::spaces,
};
use crate::{device::browser, paths};
use domain::{
    Command, DeskId, SpaceId, Timestamp, refusal,
    space::{
        Equipment, Space,
        written::{self, ON_HOLIDAYS, YES},
    },
    weekday::Weekday,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;

/// The form of a space.
#[component]
pub fn SpaceForm(
    /// The space as it is; `None` is a new one.
    space: Option<Space>,
    /// Whose it is, or will be.
    desk: DeskId,
    /// The desk's name.
    desk_name: String,
) -> impl IntoView {
    let is_new = space.is_none();
    let before = space.unwrap_or_else(|| {
        let id = SpaceId(browser::new_id());
        Space::blank(id, Some(desk), desk_name, Timestamp::default())
    });
    // A new one is written once at a time for each desk.
    let name = match is_new {
        true => format!("space-new:{desk}"),
        false => format!("space:{}", before.id),
    };
    let begun = before.clone();
    let form = Form::new(name, move || written::texts(&begun));
    let before = StoredValue::new(before);
    let read = Memo::new(move |_| before.with_value(|before| written::read(&form.texts(), before)));
    let problems = Signal::derive(move || read.with(|read| read.clone().err().unwrap_or_default()));
    let count = move || {
        let count = problems.with(Vec::len);
        (form.asked.get() && count > 0).then(|| {
            view! { <p class="form-error" role="alert">{text!(space::form_wrong, count)}</p> }
        })
    };
    let navigate = StoredValue::new_local(use_navigate());
    let back = move || {
        navigate.with_value(|navigate| navigate(&paths::desk_of("spaces"), Default::default()));
    };
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        let Ok(space) = read.get_untracked() else {
            browser::after_paint(|| browser::focus("form [aria-invalid]"));
            return;
        };
        let space = Box::new(space);
        let command = match is_new {
            true => Command::PublishSpace { space },
            false => Command::EditSpace { space },
        };
        form.queue(command, back);
    };
    let error = move |field| wrong(form, problems, field);
    let weekday = move |weekday: Weekday| {
        let name = move || text!(space::form_hours, spaces::weekday(weekday));
        view! { <FormField form control=written::hours_of(weekday) label=name error=error(refusal::Field::OpeningHours) /> }
    };
    let holidays = form.text(written::HOLIDAYS);
    let does = move |(word, does): (&'static str, domain::opening_hours::OnHolidays)| {
        view! {
            <option value=word selected=move || holidays.with(|chosen| chosen == word)>
                {move || spaces::on_holidays(does)}
            </option>
        }
    };
    view! {
        <form class="draft-form" novalidate on:submit=send on:keydown=hold_composing_enter>
            <FormField
                form
                control=written::NAME
                label=t!(space::form_name)
                error=error(refusal::Field::Name)
            />
            <FormField
                form
                control=written::KANA
                label=t!(space::form_kana)
                error=error(refusal::Field::Kana)
            />
            <div class="draft-numbers">
                <FormField
                    form
                    control=written::TOWN
                    label=t!(space::form_town)
                    hint=t!(space::form_town_hint)
                    error=error(refusal::Field::Town)
                />
                <FormField
                    form
                    control=written::TOWN_NAME
                    label=t!(space::form_town_name)
                    hint=t!(space::form_town_name_hint)
                />
            </div>
            <FormField
                form
                control=written::ADDRESS
                label=t!(space::form_address)
                error=error(refusal::Field::Address)
            />
            <FormField
                form
                control=written::BUILDING
                label=t!(space::form_building)
                error=error(refusal::Field::Building)
            />
            <div class="draft-numbers">
                <FormField
                    form
                    control=written::LATITUDE
                    label=t!(space::form_latitude)
                    hint=t!(space::form_position_hint)
                    error=error(refusal::Field::Position)
                />
                <FormField form control=written::LONGITUDE label=t!(space::form_longitude) />
            </div>
            <FormField
                form
                control=written::PHONE
                label=t!(space::form_phone)
                error=error(refusal::Field::Phone)
            />
            <fieldset class="field">
                <legend>{t!(space::hours)}</legend>
                <p class="hint">{t!(space::form_hours_hint)}</p>
                <div class="space-week">{Weekday::ALL.map(weekday).collect_view()}</div>
            </fieldset>
            <Field id=written::HOLIDAYS label=t!(space::form_holidays)>
                <select
                    class="select"
                    id=written::HOLIDAYS
                    on:change=move |event| form.set(written::HOLIDAYS, event_target_value(&event))
                >
                    <option value="" selected=move || holidays.with(String::is_empty)>
                        {t!(space::on_holidays_unsaid)}
                    </option>
                    {ON_HOLIDAYS.map(does).collect_view()}
                </select>
            </Field>
            <FormField
                form
                control=written::YEAR_END
                label=t!(space::form_year_end)
                hint=t!(space::form_year_end_hint)
            />
            <FormField
                form
                control=written::EXCEPTIONS
                label=t!(space::form_exceptions)
                hint=t!(space::form_exceptions_hint)
                long="textarea is-short"
            />
            <FormField
                form
                control=written::HOURS_NOTE
                label=t!(space::form_hours_note)
                long="textarea is-short"
            />
            <EquipmentField form />
            <FormField
                form
                control=written::QUOTA
                label=t!(space::form_quota)
                hint=t!(space::form_quota_hint)
                unit=t!(space::form_quota_unit)
                error=error(refusal::Field::Quota)
            />
            <FormField
                form
                control=written::DESCRIPTION
                label=t!(space::form_description)
                long="textarea"
                error=error(refusal::Field::Description)
            />
            <FormField
                form
                control=written::WEBSITE
                label=t!(space::form_website)
                error=error(refusal::Field::Website)
            />
            {(!is_new).then(|| view! { <ClosedField form /> })}
            {count}
            <NotStored form />
            <div class="actionbar">
                <button
                    class="button is-plain"
                    type="button"
                    on:click=move |_| {
                        form.clear();
                        back();
                    }
                >
                    {t!(space::leave)}
                </button>
                <button class="button is-primary" type="submit">
                    {move || if is_new { text!(space::save) } else { text!(space::save_edit) }}
                </button>
            </div>
        </form>
    }
}

#[component]
fn EquipmentField(form: Form) -> impl IntoView {
    let chosen = form.text(written::EQUIPMENT);
    let has = move |item: Equipment| {
        chosen.with(|chosen| chosen.split_whitespace().any(|word| word == item.word()))
    };
    let toggle = move |item: Equipment| {
        let words = Equipment::ALL.iter().filter(|one| {
            let is_ticked = untrack(|| has(**one));
            is_ticked != (**one == item)
        });
        let words: Vec<&str> = words.map(|one| one.word()).collect();
        form.set(written::EQUIPMENT, words.join(" "));
    };
    let option = move |item: &'static Equipment| {
        let item = *item;
        view! {
            <label class="option">
                <input
                    type="checkbox"
                    prop:checked=move || has(item)
                    on:change=move |_| toggle(item)
                />
                {move || spaces::equipment(item)}
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{t!(space::equipment)}</legend>
            <div class="program-kinds">{Equipment::ALL.iter().map(option).collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn ClosedField(form: Form) -> impl IntoView {
    let closed = form.text(written::CLOSED);
    view! {
        <label class="option">
            <input
                type="checkbox"
                prop:checked=move || closed.with(|closed| closed == YES)
                on:change=move |event| {
                    let said = if event_target_checked(&event) { YES } else { "" };
                    form.set(written::CLOSED, said.to_owned());
                }
            />
            {t!(space::form_closed)}
        </label>
    }
}
