//! The estimate of the work, told or changed.

use crate::components::words::jobs;
use domain::typed;
use leptos::prelude::*;

/// The steps of the estimate, in minutes: hours, or minutes for small pieces.
const HOUR: u32 = 60;

/// The estimate, where it is changed elsewhere.
#[component]
pub fn Estimate(
    /// In minutes.
    minutes: Signal<Option<u32>>,
) -> impl IntoView {
    move || {
        let minutes = minutes.get()?;
        Some(view! { <span>{text!(posting::estimated, jobs::duration(minutes))}</span> })
    }
}

/// The estimate as the person changes it: typed, or step by step.
#[component]
pub fn Stepper(
    /// In minutes.
    minutes: Signal<Option<u32>>,
    /// Called with each change.
    change: Callback<Option<u32>>,
    /// It counts minutes, not hours.
    in_minutes: bool,
) -> impl IntoView {
    let step = if in_minutes { 1 } else { HOUR };
    let read = move |typed: &str| match in_minutes {
        true => typed::whole_number(typed).and_then(|minutes| u32::try_from(minutes).ok()),
        false => typed::hours_in_minutes(typed),
    };
    let written = move |minutes: Option<u32>| match minutes {
        Some(minutes) if in_minutes => minutes.to_string(),
        Some(minutes) => jobs::hours(minutes),
        None => String::new(),
    };
    let typed = RwSignal::new(written(minutes.get_untracked()));
    // Follows a change from elsewhere, but never rewrites what is being typed.
    Effect::new(move |_| {
        let minutes = minutes.get();
        if typed.with_untracked(|typed| read(typed)) != minutes {
            typed.set(written(minutes));
        }
    });
    let composing = StoredValue::new(false);
    let take = move |text: String| {
        if !composing.get_value() {
            change.run(read(&text).filter(|minutes| *minutes > 0));
            typed.set(text);
        }
    };
    let by = move |up: bool| {
        let now = minutes.get_untracked().unwrap_or(0);
        let next = if up {
            now.saturating_add(step)
        } else {
            now.saturating_sub(step)
        };
        if next > 0 {
            typed.set(written(Some(next)));
            change.run(Some(next));
        }
    };
    let less = move || {
        if in_minutes {
            text!(posting::minute_less)
        } else {
            text!(posting::hour_less)
        }
    };
    let more = move || {
        if in_minutes {
            text!(posting::minute_more)
        } else {
            text!(posting::hour_more)
        }
    };
    let unit = move || {
        if in_minutes {
            text!(posting::minutes)
        } else {
            text!(posting::hours)
        }
    };
    view! {
        <div class="stepper" role="group" aria-label=t!(posting::estimate)>
            <label for="money-hours">{t!(posting::estimate)}</label>
            <button class="button" type="button" aria-label=less on:click=move |_| by(false)>
                "−"
            </button>
            <input
                class="input"
                id="money-hours"
                inputmode="decimal"
                autocomplete="off"
                maxlength="12"
                prop:value=typed
                on:compositionstart=move |_| composing.set_value(true)
                on:compositionend=move |event| {
                    composing.set_value(false);
                    take(event_target_value(&event));
                }
                on:input=move |event| take(event_target_value(&event))
            />
            <button class="button" type="button" aria-label=more on:click=move |_| by(true)>
                "+"
            </button>
            <span>{unit}</span>
        </div>
    }
}
