use super::*;
use crate::k_anonymous::LEAST;
use proptest::prelude::*;

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn within(text: &str) -> Timestamp {
    month(text).first_day().expect("a day").start().plus_days(9)
}

/// The twelve months before December 2026.
fn told() -> Vec<Month> {
    months(within("2026-12"))
}

fn story(signed_up: &str) -> Story {
    Story {
        since: Some(within(signed_up)),
        signed_up: BTreeSet::from([month(signed_up)]),
        ..Story::default()
    }
}

fn line(outcomes: &Outcomes, measure: Measure, of: &str) -> Shown {
    let at = outcomes.months.iter().position(|one| *one == month(of));
    let line = outcomes.lines.iter().find(|line| line.measure == measure);
    line.expect("a line").people[at.expect("told")]
}

#[test]
fn only_months_that_are_over_are_told() {
    let told = told();
    assert_eq!(
        (told.len(), told[0], told[11]),
        (12, month("2025-12"), month("2026-11"))
    );
    // Midnight in Japan begins the next month.
    let first = month("2026-12").first_day().expect("a day").start();
    assert_eq!(
        months(Timestamp(first.0 - 1)).last(),
        Some(&month("2026-10"))
    );
    assert_eq!(months(first).last(), Some(&month("2026-11")));
}

#[test]
fn four_people_are_not_told_from_nobody_and_five_are_five() {
    for (people, shown) in [
        (0, Shown::FewerThan(5)),
        (4, Shown::FewerThan(5)),
        (5, Shown::Exactly(5)),
    ] {
        let found = outcomes(&vec![story("2026-10"); people], told());
        assert_eq!(line(&found, Measure::SignUps, "2026-10"), shown, "{people}");
    }
}

#[test]
fn a_first_proposal_counts_when_it_came_after_the_sign_up_and_in_its_month() {
    let proposed = |at: &str| Story {
        proposed: Some(within(at)),
        ..story("2026-09")
    };
    let stories = [vec![proposed("2026-10"); 6], vec![proposed("2026-08"); 7]].concat();
    let found = outcomes(&stories, told());
    assert_eq!(
        line(&found, Measure::FirstProposals, "2026-10"),
        Shown::Exactly(6)
    );
    assert_eq!(
        line(&found, Measure::FirstProposals, "2026-08"),
        Shown::FewerThan(5)
    );
    assert_eq!(
        line(&found, Measure::FirstProposals, "2026-09"),
        Shown::FewerThan(5)
    );
}

#[test]
fn incomes_fall_into_bands_from_the_month_of_the_sign_up() {
    let earns = |amount, of: &str| Story {
        income: BTreeMap::from([(month(of), Yen(amount))]),
        ..story("2026-09")
    };
    let stories = [
        vec![earns(9_999, "2026-10"); 5],
        vec![earns(50_000, "2026-10"); 6],
        vec![earns(200_000, "2026-10"); 4],
        // Nothing is no income, and what came before the sign-up is not its outcome.
        vec![earns(0, "2026-10"); 9],
        vec![earns(50_000, "2026-08"); 9],
    ]
    .concat();
    let found = outcomes(&stories, told());
    let at = |of: &str| {
        found
            .months
            .iter()
            .position(|one| *one == month(of))
            .expect("told")
    };
    let bands = |of: &str| {
        found
            .incomes
            .iter()
            .map(|line| line.people[at(of)])
            .collect::<Vec<_>>()
    };
    let few = Shown::FewerThan(5);
    assert_eq!(
        bands("2026-10"),
        [Shown::Exactly(5), few, Shown::Exactly(6), few, few]
    );
    assert_eq!(bands("2026-08"), [few; 5]);
    let bounds: Vec<_> = found
        .incomes
        .iter()
        .map(|line| (line.from, line.below))
        .collect();
    assert_eq!(bounds[0], (None, Some(Yen(10_000))));
    assert_eq!(bounds[4], (Some(Yen(200_000)), None));
}

fn a_month() -> impl Strategy<Value = Month> {
    (0i32..16).prop_map(|months| month("2025-11").plus(months))
}

fn a_moment() -> impl Strategy<Value = Timestamp> {
    (0i64..480).prop_map(|days| within("2025-11").plus_days(days))
}

fn a_story() -> impl Strategy<Value = Story> {
    let months = || proptest::collection::btree_set(a_month(), 0..3);
    let income = proptest::collection::btree_map(a_month(), (0i64..300_000).prop_map(Yen), 0..4);
    let moments = (
        proptest::option::of(a_moment()),
        proptest::option::of(a_moment()),
    );
    (a_moment(), months(), months(), months(), moments, income).prop_map(
        |(since, signed_up, moves, stays, (proposed, contracted), income)| Story {
            since: Some(since),
            signed_up,
            moves,
            stays,
            proposed,
            contracted,
            income,
        },
    )
}

fn all_shown(outcomes: &Outcomes) -> Vec<Shown> {
    let lines = outcomes.lines.iter().flat_map(|line| line.people.clone());
    lines
        .chain(outcomes.incomes.iter().flat_map(|line| line.people.clone()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No count below five, whatever people did.
    #[test]
    fn nobody_sees_below_five(stories in proptest::collection::vec(a_story(), 0..40)) {
        for shown in all_shown(&outcomes(&stories, told())) {
            if let Shown::Exactly(people) = shown {
                prop_assert!(people >= LEAST);
            }
        }
    }

    /// What was said of a month stays as it was as months go by and people do new things, so that
    /// nobody learns a hidden count from two answers.
    #[test]
    fn what_was_said_of_a_month_is_said_again(stories in proptest::collection::vec(a_story(), 0..40)) {
        let (was, now) = (months(within("2026-11")), months(within("2026-12")));
        let shared = was.len() - 1;
        let (was, now) = (outcomes(&stories, was), outcomes(&stories, now));
        let pairs = was.lines.iter().zip(&now.lines);
        for (was, now) in pairs {
            prop_assert_eq!(&was.people[1..], &now.people[..shared]);
        }
        for (was, now) in was.incomes.iter().zip(&now.incomes) {
            prop_assert_eq!(&was.people[1..], &now.people[..shared]);
        }
    }

    /// Every single person could be another: where a count is hidden, taking one of those whom it
    /// counts away changes nothing of it.
    #[test]
    fn one_person_more_or_less_does_not_show_in_a_hidden_count(
        stories in proptest::collection::vec(a_story(), 1..20),
    ) {
        let all = all_shown(&outcomes(&stories, told()));
        let without = all_shown(&outcomes(&stories[1..], told()));
        for (all, without) in all.into_iter().zip(without) {
            if let Shown::FewerThan(_) = all {
                prop_assert_eq!(without, all);
            }
        }
    }
}
