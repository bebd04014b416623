//! What is found in a posting while it is written: the six items of the guideline, and what touches a
//! rule; each with a way to its field.

use super::{Editor, control_id, go_to};
use crate::{
    components::words::{self, deals},
    paths,
};
use domain::{
    Job,
    job::GuidelineItem,
    lure::Lure,
    posting_check::Finding,
    refusal::{Field, Invalid, Problem},
};
use leptos::prelude::*;

/// Something to take care of, in words.
#[derive(Clone, PartialEq)]
struct Care {
    field: Field,
    rule: &'static str,
    words: Option<String>,
    why: String,
}

/// The panel.
#[component]
pub fn Findings(
    /// The posting.
    editor: Editor,
    /// The form is another screen; the ways lead there.
    #[prop(optional)]
    elsewhere: bool,
) -> impl IntoView {
    let missing = Memo::new(move |_| editor.written.with(|written| written.job.missing_items()));
    let total = GuidelineItem::ALL.len();
    let done = move || match total - missing.with(Vec::len) {
        count if count == total => text!(editor::six_all).to_owned(),
        count => text!(editor::six, count),
    };
    let item = move |item: GuidelineItem| {
        let is_missing = Memo::new(move |_| missing.with(|missing| missing.contains(&item)));
        let field = Memo::new(move |_| editor.written.with(|w| first_missing(&w.job, item)));
        view! {
            <li class:is-missing=is_missing>
                <Way editor field elsewhere name=move || words::guideline_item(item) />
                <span>
                    {move || match is_missing.get() {
                        true => text!(editor::item_missing),
                        false => text!(editor::item_done),
                    }}
                </span>
            </li>
        }
    };
    // The words of one language or the other: asked for where they are shown.
    let care = move || {
        editor
            .written
            .with(|written| cares(&written.advice, &written.problems))
    };
    let line = move |care: Care| {
        let kind = editor.kind();
        let field = Memo::new(move |_| care.field);
        let name = move || words::editor::field(field.get(), kind.get());
        view! {
            <li>
                <b>{care.rule}</b>
                {care.words.map(|words| view! { " " <q>{words}</q> })}
                <span>{care.why}</span>
                <Way editor field elsewhere name />
            </li>
        }
    };
    view! {
        <section class="panel findings" aria-labelledby="findings-h">
            <h2 id="findings-h">{t!(editor::findings)}</h2>
            <p role="status">{done}</p>
            <ul class="six" role="list">
                {GuidelineItem::ALL.map(item).collect_view()}
            </ul>
            <p class="hint">{t!(editor::six_why)}</p>
            <h3>{t!(editor::care)}</h3>
            {move || {
                let found = care();
                match found.is_empty() {
                    true => view! { <p class="hint">{t!(editor::no_care)}</p> }.into_any(),
                    false => {
                        view! {
                            <ul class="cares" role="list">
                                {found.into_iter().map(line).collect_view()}
                            </ul>
                        }
                            .into_any()
                    }
                }
            }}
        </section>
    }
}

/// A way to a field: it moves the focus there.
#[component]
fn Way(
    editor: Editor,
    field: Memo<Field>,
    elsewhere: bool,
    #[prop(into)] name: ViewFn,
) -> impl IntoView {
    let href = move || match elsewhere {
        true => format!(
            "{}#{}",
            paths::posting_draft(editor.id),
            control_id(field.get())
        ),
        false => format!("#{}", control_id(field.get())),
    };
    view! {
        <a
            href=href
            on:click=move |click| {
                if !elsewhere {
                    // The router would only scroll.
                    click.prevent_default();
                    go_to(field.get_untracked());
                }
            }
        >
            {move || name.run()}
        </a>
    }
}

/// The first field in which something of an item is missing.
fn first_missing(job: &Job, item: GuidelineItem) -> Field {
    let empty = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    match item {
        GuidelineItem::Reward if job.pay.is_none() => Field::Amount,
        GuidelineItem::Reward if empty(&job.pay_day) => Field::PayDay,
        GuidelineItem::Reward if empty(&job.pay_means) => Field::PayMeans,
        item => words::editor::field_of(item),
    }
}

/// What touches a rule, the missing items left out: they have a list of their own.
fn cares(advice: &[Finding], problems: &[Invalid]) -> Vec<Care> {
    let late = problems
        .iter()
        .filter(|invalid| invalid.field == Field::PayDay && invalid.problem == Problem::TooLate);
    let late = late.map(|invalid| Care {
        field: invalid.field,
        rule: text!(editor::pay_late),
        words: None,
        why: text!(editor::pay_late_why).to_owned(),
    });
    let advised = advice.iter().filter_map(|finding| match finding {
        Finding::Lure {
            field,
            lure: Lure { rule, words },
        } => {
            let (rule, why) = deals::lure(*rule);
            Some(Care {
                field: *field,
                rule,
                words: Some(words.clone()),
                why: why.to_owned(),
            })
        }
        Finding::PayDay(why) => {
            let (rule, why) = words::editor::no_pay_day(*why);
            Some(Care {
                field: Field::PayDay,
                rule,
                words: None,
                why: why.to_owned(),
            })
        }
        Finding::Invalid(_) | Finding::Missing(_) => None,
    });
    late.chain(advised).collect()
}
