//! A month in weeks, from Sunday on: what a day holds is its screen's to say.

use super::words::spaces;
use domain::{Day, Month, weekday::Weekday};
use leptos::prelude::*;
use std::sync::Arc;

/// The table.
#[component]
pub fn MonthTable(
    /// What it is of, for who does not see its place.
    #[prop(into)]
    caption: ViewFn,
    /// Which month; without one there are no weeks.
    #[prop(into)]
    month: Signal<Option<Month>>,
    /// The cell of a day.
    cell: impl Fn(Day) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    // One kind of function for every screen: the table is compiled once.
    let cell: Arc<dyn Fn(Day) -> AnyView + Send + Sync> = Arc::new(cell);
    let weeks = move || {
        let week = |days: [Option<Day>; 7]| {
            let day = |day: Option<Day>| match day {
                Some(day) => cell(day),
                None => view! { <td></td> }.into_any(),
            };
            view! { <tr>{days.map(day).collect_view()}</tr> }
        };
        let month = month.get();
        month.map(|month| month.weeks().into_iter().map(week).collect_view())
    };
    let names = || {
        let week = std::iter::successors(Some(Weekday::Sunday), |day| Some(day.next()));
        week.take(7)
            .map(|day| view! { <th scope="col">{move || spaces::weekday(day)}</th> })
            .collect_view()
    };
    view! {
        <table>
            <caption class="visually-hidden">{caption.run()}</caption>
            <thead>
                <tr>{names()}</tr>
            </thead>
            <tbody>{weeks}</tbody>
        </table>
    }
}
