//! When a space is open: its week, what holidays and year-end do to it, and the days ahead that are
//! otherwise.

use super::words::{self, spaces};
use crate::state::use_app;
use domain::{
    Day,
    opening_hours::{OnHolidays, OpeningHours},
    space::Space,
    weekday::Weekday,
};
use leptos::prelude::*;

/// How far ahead special days are named.
const AHEAD: i64 = 60;
/// Most special days that are named.
const NAMED: usize = 6;

/// The hours of a space.
#[component]
pub fn OpeningWeek(
    /// Which.
    space: Space,
) -> impl IntoView {
    let note = (!space.hours_note.is_empty())
        .then(|| view! { <p class="prose">{space.hours_note.clone()}</p> });
    let week = space.hours.map(|hours| view! { <Week hours /> });
    let unknown =
        (week.is_none() && note.is_none()).then(|| view! { <p>{t!(space::hours_unknown)}</p> });
    view! {
        {week}
        {note}
        {unknown}
    }
}

#[component]
fn Week(hours: OpeningHours) -> impl IntoView {
    let app = use_app();
    let today = Memo::new(move |_| Day::of(app.now.get()));
    let hours = StoredValue::new(hours);
    let row = move |weekday: Weekday| {
        let is_today = move || Weekday::of(today.get()) == weekday;
        let said = hours.with_value(|hours| spaces::hours(hours.week.on(weekday).intervals()));
        view! {
            <div class:is-today=is_today>
                <dt>{move || spaces::weekday(weekday)}</dt>
                <dd>{said}</dd>
            </div>
        }
    };
    let holidays = move || hours.with_value(|hours| spaces::on_holidays(hours.holidays));
    let year_end = hours.with_value(|hours| hours.year_end).map(|closing| {
        let (first, last) = closing.days();
        let day = |(month, day): (u8, u8)| format!("{month}/{day}");
        view! {
            <div>
                <dt>{t!(space::year_end)}</dt>
                <dd>{move || text!(space::year_end_days, day(first), day(last))}</dd>
            </div>
        }
    });
    let special = move || {
        let today = today.get();
        let named = hours.with_value(|hours| {
            let days = (0..=AHEAD).map(|days| today.plus(days));
            let named = days.filter_map(|day| {
                let why = spaces::special(hours, day)?;
                let is_said =
                    hours.holidays != OnHolidays::Unsaid || hours.exceptions.contains_key(&day);
                let does = match is_said {
                    true => spaces::hours(hours.open_on(day)),
                    false => text!(space::on_holidays_unsaid).to_owned(),
                };
                Some((day, why, does))
            });
            named.take(NAMED).collect::<Vec<_>>()
        });
        (!named.is_empty()).then(|| {
            let rows = named.into_iter().map(|(day, why, does)| {
                view! {
                    <li>
                        <b>{words::day(day.start())}</b>
                        " "
                        {why}
                        " "
                        <span>{does}</span>
                    </li>
                }
            });
            view! {
                <h3 id="special-days-h">{t!(space::special_days)}</h3>
                <ul class="special-days" role="list" aria-labelledby="special-days-h">
                    {rows.collect_view()}
                </ul>
            }
        })
    };
    view! {
        <dl class="opening-week">
            {Weekday::ALL.map(row).collect_view()} <div>
                <dt>{t!(space::holidays)}</dt>
                <dd>{holidays}</dd>
            </div> {year_end}
        </dl>
        {special}
    }
}
