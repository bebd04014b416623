//! Choosing by points: the ranking, the best at once, and the results of a contest.

use super::{applicant::called, results::Publishing};
use crate::{
    components::words,
    state::{replica::choosing::Applicant, use_app},
};
use domain::{
    Command, ProgramId, SignUpId,
    program::{Judging, Program},
    review::{Hundredths, Standing, ranking},
    sign_up::Verdict,
};
use leptos::prelude::*;

/// What a desk that chooses sees of a program, beside those who signed up.
#[component]
pub fn Reviewing(
    /// Which program.
    id: ProgramId,
    /// The program itself.
    program: Memo<Option<Program>>,
    /// Everybody who signed up for it.
    sign_ups: Memo<Vec<Applicant>>,
) -> impl IntoView {
    let app = use_app();
    let judging =
        Memo::new(move |_| program.with(|it| it.as_ref().and_then(|it| it.judging().cloned())));
    let standings = Memo::new(move |_| {
        let judging = judging.get().unwrap_or_default();
        let scores = app.replica.scores(id);
        sign_ups.with(|all| {
            let ids: Vec<SignUpId> = all
                .iter()
                .filter(|one| {
                    one.is_in_review() || scores.iter().any(|score| score.sign_up == one.id)
                })
                .map(|one| one.id)
                .collect();
            ranking(&judging, &ids, &scores)
        })
    });
    let is_blind = move || judging.with(|it| it.as_ref().is_some_and(|it| it.blind));
    // A checklist says what was found, and not who is better.
    let ranks = move || {
        let by_points = |it: &Judging| !it.criteria.is_empty() && !it.is_checklist();
        judging.with(|it| it.as_ref().is_some_and(by_points))
    };
    let announces = move || judging.with(|it| it.as_ref().is_some_and(|it| it.announces));
    view! {
        <Show when=is_blind>
            <p class="hint">{t!(choosing::desk_blind)}</p>
        </Show>
        <Show when=ranks>
            <Ranking judging sign_ups standings />
        </Show>
        <Show when=announces>
            <Publishing id program sign_ups standings />
        </Show>
    }
}

/// A number in hundredths, as people read it.
fn points(Hundredths(number): Hundredths) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

/// The ranking. It shows what others gave, so it waits until one has given one's own points; who
/// judges nobody may look at once.
#[component]
fn Ranking(
    judging: Memo<Option<Judging>>,
    sign_ups: Memo<Vec<Applicant>>,
    standings: Memo<Vec<Standing>>,
) -> impl IntoView {
    let app = use_app();
    let looks = RwSignal::new(false);
    let left = Memo::new(move |_| {
        sign_ups.with(|all| {
            let open = all.iter().filter(|one| one.is_in_review());
            open.filter(|one| app.replica.own_score(one.id).is_none())
                .count()
        })
    });
    let has_points =
        Memo::new(move |_| standings.with(|all| all.iter().any(|one| one.rank.is_some())));
    let line = move |standing: Standing| {
        let name = sign_ups.with(|all| {
            let one = all.iter().find(|one| one.id == standing.sign_up);
            one.map(called).unwrap_or_default()
        });
        let rank = match standing.rank {
            Some(rank) => text!(
                choosing::rank_of,
                words::number(usize::try_from(rank).unwrap_or(0))
            ),
            None => text!(choosing::unranked).to_owned(),
        };
        let means = judging.get().unwrap_or_default().criteria;
        let means = means.into_iter().map(move |criterion| {
            let mean = standing.means.get(&criterion.no).copied();
            let mean = mean.filter(|_| standing.reviewers > 0).map(points);
            view! { <td class="number">{mean.unwrap_or_default()}</td> }
        });
        let reviewers = words::number(usize::try_from(standing.reviewers).unwrap_or(0));
        let sum = (standing.reviewers > 0).then(|| points(standing.sum));
        view! {
            <tr>
                <td>{rank}</td>
                <th scope="row">{name}</th>
                {means.collect_view()}
                <td class="number">{sum}</td>
                <td class="number">{reviewers}</td>
            </tr>
        }
    };
    let heads = move || {
        let criteria = judging.get().unwrap_or_default().criteria.into_iter();
        let head =
            |criterion: domain::program::Criterion| view! { <th scope="col">{criterion.name}</th> };
        criteria.map(head).collect_view()
    };
    view! {
        <section class="ranking" aria-label=t!(choosing::ranking)>
            <Show
                when=move || left.get() == 0 || looks.get()
                fallback=move || {
                    view! {
                        <p class="hint">{move || text!(choosing::ranking_hidden, left.get())}</p>
                        <button class="button is-plain" type="button" on:click=move |_| looks.set(true)>
                            {t!(choosing::ranking_look)}
                        </button>
                    }
                }
            >
                <Show when=move || has_points.get()>
                    <div class="table-frame" tabindex="0" role="region" aria-label=t!(choosing::ranking)>
                        <table>
                            <caption>{t!(choosing::ranking)}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{t!(choosing::rank)}</th>
                                    <th scope="col">{t!(choosing::applicant)}</th>
                                    {heads}
                                    <th scope="col">{t!(choosing::sum)}</th>
                                    <th scope="col">{t!(choosing::reviewers)}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {move || standings.get().into_iter().map(line).collect_view()}
                            </tbody>
                        </table>
                    </div>
                    <p class="hint">{t!(choosing::ranking_hint)}</p>
                    <Best sign_ups standings />
                </Show>
            </Show>
        </section>
    }
}

/// A yes for so many of the best.
#[component]
fn Best(sign_ups: Memo<Vec<Applicant>>, standings: Memo<Vec<Standing>>) -> impl IntoView {
    let app = use_app();
    // Those who wait for a decision, the best first.
    let open = Memo::new(move |_| {
        standings.with(|standings| {
            let ranked = standings.iter().filter(|one| one.rank.is_some());
            let ranked = ranked.map(|one| one.sign_up);
            sign_ups.with(|all| {
                let is_open =
                    |id: &SignUpId| all.iter().any(|one| one.id == *id && one.is_in_review());
                ranked.filter(is_open).collect::<Vec<SignUpId>>()
            })
        })
    });
    let may_act = Memo::new(move |_| {
        let desk = sign_ups.with(|all| all.first().map(|one| one.desk));
        desk.and_then(|desk| app.replica.role_at(desk))
            .is_some_and(|role| role.may_act())
    });
    let count = RwSignal::new(1usize);
    let chosen = move || count.get().min(open.with(Vec::len));
    let decide = move |_| {
        let best = open.get_untracked().into_iter().take(count.get_untracked());
        for sign_up in best {
            let verdict = Verdict::Accept;
            app.replica
                .do_it(Command::DecideSignUp { sign_up, verdict });
        }
    };
    view! {
        <Show when=move || may_act.get() && open.with(|open| !open.is_empty())>
            <div class="best" role="group" aria-label=t!(choosing::best)>
                <label>
                    <span>{t!(choosing::best_count)}</span>
                    <select
                        class="input"
                        on:change=move |event| {
                            count.set(event_target_value(&event).parse().unwrap_or(1));
                        }
                    >
                        {move || {
                            (1..=open.with(Vec::len))
                                .map(|number| {
                                    view! {
                                        <option
                                            value=number.to_string()
                                            selected=move || chosen() == number
                                        >
                                            {words::number(number)}
                                        </option>
                                    }
                                })
                                .collect_view()
                        }}
                    </select>
                </label>
                <button class="button is-primary" type="button" on:click=decide>
                    {move || text!(choosing::best_decide, chosen())}
                </button>
            </div>
        </Show>
    }
}
