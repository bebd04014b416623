//! A month of programs: how many there are on each day, and the way to those of a day.

use crate::{
    components::{
        month_table::MonthTable,
        words::{self, spaces},
    },
    paths,
    state::{board::lower, use_app},
};
use board::catalogue::Wanted;
use domain::{Day, Month, holiday::holiday_of, weekday::Weekday};
use leptos::prelude::*;

/// The list, or the calendar.
#[component]
pub fn Views(
    /// What is looked for.
    wanted: Memo<Wanted>,
) -> impl IntoView {
    let app = use_app();
    let view = move |is_month: bool, name: crate::text::Said| {
        let href = move || {
            let month = is_month.then(|| Month::at(app.now.get()));
            let kept = wanted.with(|wanted| wanted.month.filter(|_| is_month));
            paths::programs(&Wanted {
                month: kept.or(month),
                ..without_days(&wanted.get())
            })
        };
        let is_on = move || wanted.with(|wanted| wanted.month.is_some()) == is_month;
        view! {
            <a href=href data-noscroll="" aria-current=move || is_on().then_some("true")>
                {name}
            </a>
        }
    };
    view! {
        <nav class="views" aria-label=t!(program::views)>
            {view(false, t!(program::as_list))} {view(true, t!(program::as_calendar))}
        </nav>
    }
}

/// A month in weeks. A day leads to what there is on it, and back to the whole month.
#[component]
pub fn ProgramCalendar(
    /// What is looked for.
    wanted: Memo<Wanted>,
) -> impl IntoView {
    let app = use_app();
    let month = Memo::new(move |_| {
        let named = wanted.with(|wanted| wanted.month);
        named.unwrap_or_else(|| Month::at(app.now.get()))
    });
    let counts = Memo::new(move |_| {
        let (month, now) = (month.get(), app.now.get());
        app.programs
            .with(|all| wanted.with(|wanted| all.days(wanted, month, now, lower)))
    });
    let to = move |months: i32, name: crate::text::Said| {
        let href = move || {
            paths::programs(&Wanted {
                month: Some(month.get().plus(months)),
                ..without_days(&wanted.get())
            })
        };
        view! {
            <a class="button is-plain" href=href data-noscroll="">
                {name}
            </a>
        }
    };
    let cell = move |day| view! { <CalendarDay day wanted counts /> }.into_any();
    let named = move || words::month(month.get());
    view! {
        <section class="month" aria-labelledby="month-h">
            <header>
                {to(-1, t!(program::month_before))}
                <h2 id="month-h">{named}</h2>
                {to(1, t!(program::month_after))}
            </header>
            <MonthTable caption=named month=Signal::derive(move || Some(month.get())) cell />
        </section>
    }
}

#[component]
fn CalendarDay(day: Day, wanted: Memo<Wanted>, counts: Memo<Counts>) -> impl IntoView {
    let app = use_app();
    let (_, _, number) = day.parts();
    let is_rest = Weekday::of(day) == Weekday::Sunday || holiday_of(day).is_some();
    let is_saturday = Weekday::of(day) == Weekday::Saturday;
    let is_today = move || Day::of(app.now.get()) == day;
    let is_chosen = move || wanted.with(Wanted::day) == Some(day);
    let count = Memo::new(move |_| counts.with(|counts| counts.get(&day).copied()));
    let said = move |count: usize| {
        let holiday = holiday_of(day).map(spaces::holiday);
        let named = text!(program::on_day, words::day(day.start()), count);
        match holiday {
            Some(holiday) => format!("{named} {holiday}"),
            None => named,
        }
    };
    let href = move || {
        let chosen = (!is_chosen()).then_some(day);
        paths::programs(&Wanted {
            from: chosen,
            to: chosen,
            ..wanted.get()
        })
    };
    let inside = move || match count.get() {
        Some(count) => view! {
            <a
                href=href
                data-noscroll=""
                aria-current=move || is_chosen().then_some("true")
            >
                <span aria-hidden="true">{number}</span>
                <b aria-hidden="true">{words::number(count)}</b>
                <span class="visually-hidden">{said(count)}</span>
            </a>
        }
        .into_any(),
        None => view! { <span>{number}</span> }.into_any(),
    };
    view! {
        <td class:is-rest=is_rest class:is-saturday=is_saturday class:is-today=is_today>
            {inside}
        </td>
    }
}

/// How many programs there are on each day.
type Counts = std::collections::BTreeMap<Day, usize>;

/// The same, whatever the day.
fn without_days(wanted: &Wanted) -> Wanted {
    Wanted {
        from: None,
        to: None,
        month: None,
        ..wanted.clone()
    }
}
