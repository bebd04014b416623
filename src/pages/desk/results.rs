//! 結果の公開: who of a contest gets which prize.

use super::applicant::called;
use crate::{
    components::form::{Form, NotStored},
    state::{
        replica::{choosing::Applicant, jotting::Texts},
        use_app,
    },
};
use domain::{
    Command, ProgramId, SignUpId, program::Program, results::Award, review::Standing,
    sign_up::State,
};
use leptos::{ev::SubmitEvent, prelude::*};

/// The form of a contest's results.
#[component]
pub fn Publishing(
    /// Of which program.
    id: ProgramId,
    /// The program itself.
    program: Memo<Option<Program>>,
    /// Everybody who signed up for it.
    sign_ups: Memo<Vec<Applicant>>,
    /// Where they stand.
    standings: Memo<Vec<Standing>>,
) -> impl IntoView {
    let app = use_app();
    let is_open = Memo::new(move |_| {
        let now = app.now.get();
        program.with(|program| {
            program.as_ref().is_some_and(|program| {
                let parts = program.parts();
                parts.into_iter().any(|part| program.takes(part, now))
            })
        })
    });
    let is_published = Memo::new(move |_| app.programs.with(|all| all.results(id).is_some()));
    let may_act = Memo::new(move |_| {
        let desk = program.with(|it| it.as_ref().map(|it| it.desk));
        desk.and_then(|desk| app.replica.role_at(desk))
            .is_some_and(|role| role.may_act())
    });
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| matches!(command, Command::PublishResults { program, .. } if *program == id);
        app.replica.waiting_to(is_it).is_some()
    });
    // Those who can win, the best first.
    let entries = Memo::new(move |_| {
        standings.with(|standings| {
            sign_ups.with(|all| {
                let can_win = |one: &&Applicant| {
                    one.is_in_review()
                        || matches!(one.state, State::Accepted { .. } | State::Waiting { .. })
                };
                let place = |one: &Applicant| standings.iter().position(|it| it.sign_up == one.id);
                let mut entries: Vec<(usize, SignUpId)> = all
                    .iter()
                    .filter(can_win)
                    .map(|one| (place(one).unwrap_or(usize::MAX), one.id))
                    .collect();
                entries.sort_unstable();
                entries
                    .into_iter()
                    .map(|(_, id)| id)
                    .collect::<Vec<SignUpId>>()
            })
        })
    });
    let form = Form::new(format!("results:{id}"), Texts::new);
    let awards = move || {
        let texts = form.texts();
        let mut awards: Vec<Award> = Vec::new();
        for sign_up in entries.get() {
            let prize = texts
                .get(&sign_up.to_string())
                .map_or("", |text| text.trim());
            if prize.is_empty() {
                continue;
            }
            // Who has the same prize as the one before shares the rank.
            let place = u16::try_from(awards.len() + 1).unwrap_or(u16::MAX);
            let shared = awards.last().filter(|last| last.prize == prize);
            let rank = shared.map_or(place, |last| last.rank);
            let prize = prize.to_owned();
            awards.push(Award {
                sign_up,
                rank,
                prize,
            });
        }
        awards
    };
    let publish = move |event: SubmitEvent| {
        event.prevent_default();
        let awards = untrack(awards);
        let wins = |id: SignUpId| awards.iter().any(|award| award.sign_up == id);
        let others: Vec<SignUpId> = sign_ups.with_untracked(|all| {
            let open = all.iter().filter(|one| one.is_in_review() && !wins(one.id));
            open.map(|one| one.id).collect()
        });
        let command = Command::PublishResults {
            program: id,
            awards,
            others,
        };
        form.queue(command, || {});
    };
    let row = move |of: SignUpId| {
        let name = move || {
            sign_ups.with(|all| {
                all.iter()
                    .find(|one| one.id == of)
                    .map(called)
                    .unwrap_or_default()
            })
        };
        let control = of.to_string();
        let text = {
            let control = control.clone();
            Memo::new(move |_| form.texts().remove(&control).unwrap_or_default())
        };
        view! {
            <label class="prize">
                <span>{name}</span>
                <input
                    class="input"
                    type="text"
                    maxlength="100"
                    aria-label=move || text!(choosing::prize_of, name())
                    placeholder=t!(choosing::prize)
                    prop:value=text
                    on:input=move |event| form.set(&control, event_target_value(&event))
                />
            </label>
        }
    };
    view! {
        <Show when=move || may_act.get()>
            <details class="publishing">
                <summary>{t!(choosing::publish)}</summary>
                <Show when=move || is_published.get()>
                    <p>{t!(choosing::published)}</p>
                </Show>
                <Show
                    when=move || !is_open.get()
                    fallback=|| view! { <p class="hint">{t!(choosing::publish_open)}</p> }
                >
                    <form novalidate on:submit=publish>
                        <p class="hint">{t!(choosing::publish_hint)}</p>
                        <For each=move || entries.get() key=|id| *id let:id>
                            {row(id)}
                        </For>
                        <NotStored form />
                        <Show
                            when=move || waits.get()
                            fallback=move || {
                                view! {
                                    <button class="button is-primary" type="submit">
                                        {move || match is_published.get() {
                                            true => text!(choosing::publish_again),
                                            false => text!(choosing::publish_do),
                                        }}
                                    </button>
                                }
                            }
                        >
                            <p class="hint">{t!(program::desk_waits)}</p>
                        </Show>
                    </form>
                </Show>
            </details>
        </Show>
    }
}
