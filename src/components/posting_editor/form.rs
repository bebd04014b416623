//! The form of a posting. Fields that belong to a kind come with it.

use super::{
    Editor,
    choices::{CategoryChoice, ClosingDay, DeskChoice, KindChoice, Marks},
    control::TextField,
    control_id,
    findings::Findings,
    go_to,
};
use crate::{
    components::{
        draft_control::Lines,
        draft_state::SaveState,
        field::hold_composing_enter,
        money::{Money, NetLine},
        versions::Versions,
        words,
    },
    device::browser,
    pages::posting::body::{basis, estimate},
    paths,
    state::use_app,
};
use domain::{
    job::JobKind,
    net::NetPay,
    refusal::{Field, Invalid},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;

const LINE: Lines = Lines::Many("textarea is-line");
const SHORT: Lines = Lines::Many("textarea is-short");

/// The form.
#[component]
pub fn PostingForm(
    /// The posting.
    editor: Editor,
) -> impl IntoView {
    let (kind, id) = (editor.kind(), editor.id);
    let has = move |field: Field| Memo::new(move |_| words::editor::belongs(field, kind.get()));
    let (quota, weekly) = (has(Field::Quota), has(Field::WeeklyHours));
    let effort_hint = move || match kind.get() {
        JobKind::Task => text!(editor::effort_task_hint),
        JobKind::Contest => text!(editor::effort_contest_hint),
        _ => text!(editor::effort_hint),
    };
    let due_hint = move || match kind.get() {
        JobKind::Contest => text!(editor::due_contest_hint),
        _ => text!(editor::due_hint),
    };
    let rights_hint = move || match kind.get() {
        JobKind::Contest => text!(editor::rights_contest_hint),
        _ => text!(editor::rights_hint),
    };
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        editor.asked.set(true);
        match editor
            .written
            .with_untracked(|written| written.problems.is_empty())
        {
            true => navigate(&paths::posting_check(id), Default::default()),
            false => browser::after_paint(|| browser::focus(".error-summary")),
        }
    };
    let (pay, minutes) = paid(editor);
    let number = Lines::Number("numeric");
    view! {
        <ToMend editor />
        <Versions id />
        <form class="draft-layout" novalidate on:submit=submit on:keydown=hold_composing_enter>
            <div class="draft-form">
                <DeskChoice editor />
                <KindChoice editor />
                <Part title=t!(editor::about_work)>
                    <TextField editor field=Field::Title hint=t!(editor::title_hint) lines=LINE />
                    <CategoryChoice editor />
                    <TextField
                        editor
                        field=Field::Description
                        hint=t!(editor::description_hint)
                        lines=Lines::Many("textarea")
                    />
                    <SaveState id draft=editor.draft />
                    <TextField editor field=Field::Tags hint=t!(editor::tags_hint) lines=LINE />
                </Part>
                <Part title=t!(editor::about_pay)>
                    <div class="draft-numbers">
                        <TextField
                            editor
                            field=Field::Amount
                            hint=t!(editor::amount_hint)
                            lines=Lines::Number("text")
                            unit=t!(proposal::yen_unit)
                        />
                        <Show when=move || quota.get()>
                            <TextField
                                editor
                                field=Field::Quota
                                hint=t!(editor::quota_hint)
                                lines=number
                                unit=t!(editor::pieces)
                            />
                        </Show>
                        <TextField
                            editor
                            field=Field::Effort
                            hint=effort_hint
                            lines=Lines::Number("text")
                            unit=t!(posting::hours)
                        />
                        <Show when=move || weekly.get()>
                            <TextField
                                editor
                                field=Field::WeeklyHours
                                hint=t!(editor::weekly_hint)
                                lines=Lines::Number("text")
                                unit=t!(posting::hours)
                            />
                        </Show>
                    </div>
                    <TextField
                        editor
                        field=Field::PayDay
                        hint=t!(editor::pay_day_hint)
                        lines=LINE
                        example=|_| text!(editor::pay_day_example)
                    />
                    <TextField
                        editor
                        field=Field::PayMeans
                        hint=t!(editor::optional)
                        lines=LINE
                        example=|_| text!(editor::pay_means_example)
                    />
                </Part>
                <Part title=t!(editor::about_time)>
                    <ClosingDay editor />
                    <TextField editor field=Field::Due hint=due_hint lines=LINE />
                    <TextField editor field=Field::Place hint=t!(editor::place_hint) lines=LINE />
                </Part>
                <Part title=t!(editor::about_rules)>
                    <TextField
                        editor
                        field=Field::Costs
                        hint=t!(editor::costs_hint)
                        lines=SHORT
                        example=|_| text!(editor::costs_example)
                    />
                    <TextField
                        editor
                        field=Field::Rights
                        hint=rights_hint
                        lines=SHORT
                        example=|kind| match kind {
                            JobKind::Contest => text!(editor::rights_contest_example),
                            _ => text!(editor::rights_example),
                        }
                    />
                    <TextField
                        editor
                        field=Field::Contact
                        hint=t!(editor::contact_hint)
                        lines=LINE
                    />
                </Part>
                <Part title=t!(editor::about_ease)>
                    <Marks editor />
                </Part>
            </div>
            <aside class="draft-side" aria-label=t!(editor::findings)>
                <WorkersSee editor pay minutes />
                <Findings editor />
            </aside>
            <div class="actionbar">
                <Show when=move || pay.get().is_some()>
                    <NetLine pay minutes label=t!(editor::workers_see) />
                </Show>
                <button class="button is-primary" type="submit">
                    {t!(editor::next)}
                </button>
            </div>
        </form>
    }
}

/// Some fields under a heading.
#[component]
fn Part(#[prop(into)] title: ViewFn, children: Children) -> impl IntoView {
    view! {
        <section class="form-part">
            <h2>{move || title.run()}</h2>
            {children()}
        </section>
    }
}

/// What reaches a worker, and the time that it pays for.
pub fn paid(editor: Editor) -> (Signal<Option<NetPay>>, Signal<Option<u32>>) {
    let fees = use_app().fees;
    let pay = Signal::derive(move || {
        editor.written.with(|written| {
            let offered = written.job.pay.filter(|pay| pay.min > domain::Yen(0));
            offered.filter(|pay| pay.max <= domain::Yen::MAX)?;
            fees.with(|fees| written.job.net(fees)).map(|(net, _)| net)
        })
    });
    let minutes = Signal::derive(move || editor.written.with(|written| estimate(&written.job)));
    (pay, minutes)
}

/// What workers will reckon.
#[component]
fn WorkersSee(
    editor: Editor,
    pay: Signal<Option<NetPay>>,
    minutes: Signal<Option<u32>>,
) -> impl IntoView {
    let kind = editor.kind();
    let basis = Signal::derive(move || {
        editor.written.with(|written| {
            let offered = written.job.pay?;
            Some(basis(written.job.kind, offered))
        })
    });
    view! { <Money pay minutes kind basis title=t!(editor::workers_see) /> }
}

/// What has to be mended before it can be published, each with a way to it.
#[component]
fn ToMend(editor: Editor) -> impl IntoView {
    let problems = Memo::new(move |_| {
        let found = editor.written.with(|written| written.problems.clone());
        if editor.asked.get() {
            found
        } else {
            Vec::new()
        }
    });
    let kind = editor.kind();
    let line = move |Invalid { field, problem }: Invalid| {
        let said = move || {
            text!(
                app::field_problem,
                words::editor::field(field, kind.get()),
                words::editor::wrong(field, &problem)
            )
        };
        view! {
            <li>
                <a
                    href=format!("#{}", control_id(field))
                    on:click=move |click| {
                        // The router would only scroll.
                        click.prevent_default();
                        go_to(field);
                    }
                >
                    {said}
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || problems.with(|found| !found.is_empty())>
            <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="to-mend-h">
                <h2 id="to-mend-h">{move || text!(editor::to_mend, problems.with(Vec::len))}</h2>
                <ul>{move || problems.get().into_iter().map(line).collect_view()}</ul>
                <p>{t!(proposal::to_mend_kept)}</p>
            </div>
        </Show>
    }
}
