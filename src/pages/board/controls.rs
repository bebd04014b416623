//! The controls that filters are made of: boxes to check and steps to choose from, each with its
//! live count.

use super::asked::Asked;
use crate::components::words;
use board::{Facets, Query};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Filters that belong together.
#[component]
pub fn Group(
    /// Their name.
    #[prop(into)]
    legend: ViewFn,
    /// The filters.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="filter-group">
            <legend>{move || legend.run()}</legend>
            {children()}
        </fieldset>
    }
}

/// A box to check, with what would be found.
#[component]
pub fn Check(
    /// Its name.
    #[prop(into)]
    words: Signal<&'static str>,
    /// Whether it is checked.
    #[prop(into)]
    checked: Signal<bool>,
    /// What would be found with it.
    #[prop(into)]
    count: Signal<u32>,
    /// Checks it, or not.
    #[prop(into)]
    choose: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="option" class:is-none=move || count.get() == 0>
            <input
                type="checkbox"
                prop:checked=checked
                on:change=move |event| choose.run(event_target_checked(&event))
            />
            <span>{words}</span>
            " "
            <Count count />
        </label>
    }
}

#[component]
fn Count(count: Signal<u32>) -> impl IntoView {
    view! {
        <span class="option-count">
            {move || words::number(count.get() as usize)}
            <span class="visually-hidden">{t!(app::items)}</span>
        </span>
    }
}

/// Something that holds or does not.
#[derive(Clone, Copy)]
pub struct Flag {
    /// Its name.
    pub words: fn() -> &'static str,
    /// Its place in a query.
    pub of: fn(&mut Query) -> &mut bool,
    /// Its live count.
    pub count: fn(&Facets) -> u32,
}

/// A group of such.
#[component]
pub fn Flags(
    /// What is asked for.
    asked: Asked,
    /// The live counts.
    facets: Memo<Facets>,
    /// The group's name.
    #[prop(into)]
    legend: ViewFn,
    /// What can hold.
    flags: Vec<Flag>,
) -> impl IntoView {
    let flag = move |Flag { words, of, count }: Flag| {
        view! {
            <Check
                words=Signal::derive(words)
                checked=Signal::derive(move || *of(&mut asked.query()))
                count=Signal::derive(move || facets.with(count))
                choose=move |on| asked.change(|query| *of(query) = on)
            />
        }
    };
    view! { <Group legend>{flags.into_iter().map(flag).collect_view()}</Group> }
}

/// One of several values that hold as alternatives.
#[component]
pub fn Value<T>(
    /// What is asked for.
    asked: Asked,
    /// The live counts.
    facets: Memo<Facets>,
    /// The value.
    value: T,
    /// Its name.
    words: fn(T) -> &'static str,
    /// Where a query holds such values.
    of: fn(&mut Query) -> &mut BTreeSet<T>,
    /// Where the counts of such values are.
    counts: fn(&Facets) -> &Vec<(T, u32)>,
) -> impl IntoView
where
    T: Copy + Ord + Send + Sync + 'static,
{
    view! {
        <Check
            words=Signal::derive(move || words(value))
            checked=Signal::derive(move || of(&mut asked.query()).contains(&value))
            count=Signal::derive(move || facets.with(|facets| count_of(counts(facets), &value)))
            choose=move |on| {
                asked
                    .change(|query| {
                        let values = of(query);
                        if on { values.insert(value) } else { values.remove(&value) };
                    })
            }
        />
    }
}

/// A limit in steps, of which one holds, or none.
#[component]
pub fn Steps<T>(
    /// The name of the form's radio buttons.
    name: String,
    /// The group's name.
    #[prop(into)]
    legend: ViewFn,
    /// Steps stand below each other, not side by side.
    listed: bool,
    /// What is asked for.
    asked: Asked,
    /// The steps.
    steps: Vec<T>,
    /// A step's name.
    words: fn(T) -> String,
    /// Where a query holds the limit.
    of: fn(&mut Query) -> &mut Option<T>,
    /// What would be found with a step.
    count: impl Fn(T) -> u32 + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let chosen = move || *of(&mut asked.query());
    let (choices, option) = if listed {
        ("", "option")
    } else {
        ("choices", "")
    };
    let choice = {
        let name = name.clone();
        move |step: T| {
            let count = Signal::derive(move || count(step));
            view! {
                <label class=option>
                    <input
                        type="radio"
                        name=name.clone()
                        prop:checked=move || chosen() == Some(step)
                        on:change=move |_| asked.change(|query| *of(query) = Some(step))
                    />
                    <span>{move || words(step)}</span>
                    " "
                    <Count count />
                </label>
            }
        }
    };
    view! {
        <Group legend>
            <div class=choices>
                <label class=option>
                    <input
                        type="radio"
                        name=name
                        prop:checked=move || chosen().is_none()
                        on:change=move |_| asked.change(|query| *of(query) = None)
                    />
                    <span>{t!(board::all)}</span>
                </label>
                {steps.into_iter().map(choice).collect_view()}
            </div>
        </Group>
    }
}

/// The live count of a value.
pub fn count_of<T: PartialEq>(counts: &[(T, u32)], value: &T) -> u32 {
    counts
        .iter()
        .find(|(counted, _)| counted == value)
        .map_or(0, |(_, count)| *count)
}
