use super::*;
use crate::k_anonymous::LEAST;
use proptest::prelude::*;

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn within(text: &str) -> Timestamp {
    month(text).first_day().expect("a day").start().plus_days(9)
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
    let told = months(within("2026-12"));
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
    // What was noted on its last day may be under way for two more.
    let settled = first.plus_days(LATE);
    assert_eq!(
        months(Timestamp(settled.0 - 1)).last(),
        Some(&month("2026-10"))
    );
    assert_eq!(months(settled).last(), Some(&month("2026-11")));
}

#[test]
fn four_people_are_not_told_from_nobody_and_five_are_five() {
    for (people, shown) in [
        (0, Shown::FewerThan(5)),
        (4, Shown::FewerThan(5)),
        (5, Shown::Exactly(5)),
    ] {
        let found = outcomes(&vec![story("2026-10"); people], within("2026-12"));
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
    let found = outcomes(&stories, within("2026-12"));
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
fn who_came_counts_once_a_month_and_in_a_space_only_after_the_sign_up() {
    let came = Story {
        attended: BTreeSet::from([month("2026-09"), month("2026-10")]),
        visits: vec![
            within("2026-08"),
            within("2026-10"),
            within("2026-10").plus_days(1),
        ],
        ..story("2026-09")
    };
    let found = outcomes(&vec![came; 5], within("2026-12"));
    let of = |measure| ["2026-08", "2026-09", "2026-10"].map(|of| line(&found, measure, of));
    let (few, five) = (Shown::FewerThan(5), Shown::Exactly(5));
    assert_eq!(of(Measure::Attended), [few, five, five]);
    assert_eq!(of(Measure::Spaces), [few, few, five]);
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
    let found = outcomes(&stories, within("2026-12"));
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

fn member(since: &str, income: i64, said: i64) -> Story {
    Story {
        member_since: Some(within(since)),
        income: BTreeMap::from([(month("2026-10"), Yen(income))]),
        said: BTreeMap::from([(month("2026-10"), Yen(said))]),
        ..story("2026-01")
    }
}

fn told_of_members(stories: &[Story]) -> Table {
    let found = outcomes(stories, within("2026-12"));
    let last = found.members.last().expect("told");
    assert_eq!(last.month, month("2026-10"));
    last.people.clone()
}

#[test]
fn members_are_told_by_what_they_earned_and_said_once_the_month_is_settled() {
    let stories = [
        vec![member("2026-10", 0, 0); 6],
        vec![member("2026-01", 20_000, 40_000); 7],
        vec![member("2026-09", 199_999, 1); 20],
        // Not yet members, and members of nothing.
        vec![member("2026-11", 90_000, 0); 9],
        vec![story("2026-10"); 9],
    ];
    let told = told_of_members(&stories.concat());
    let few = Shown::Withheld;
    assert_eq!(
        told.cells,
        [few, few, few, Shown::Exactly(7), few, Shown::Exactly(20)]
    );
    assert_eq!(told.total, Shown::Exactly(33));
    assert_eq!(k_anonymous::middle(&told), Some(5));
}

#[test]
fn of_four_members_nothing_is_told_and_of_five_that_they_are_five() {
    let some = |people| told_of_members(&vec![member("2026-09", 60_000, 0); people]);
    assert_eq!(some(4), told_of_members(&[]));
    assert_eq!(some(4).total, Shown::FewerThan(5));
    assert_eq!(some(5).total, Shown::Exactly(5));
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
    let said = proptest::collection::btree_map(a_month(), (0i64..300_000).prop_map(Yen), 0..4);
    let member = (proptest::option::of(a_moment()), said);
    (
        a_moment(),
        months(),
        months(),
        (months(), months()),
        (moments, proptest::collection::vec(a_moment(), 0..4)),
        income,
        member,
    )
        .prop_map(
            |(
                since,
                signed_up,
                moves,
                (stays, attended),
                ((proposed, contracted), visits),
                income,
                (member_since, said),
            )| Story {
                since: Some(since),
                signed_up,
                moves,
                stays,
                attended,
                visits,
                proposed,
                contracted,
                income,
                member_since,
                said,
            },
        )
}

fn all_shown(outcomes: &Outcomes) -> Vec<Shown> {
    let lines = outcomes.lines.iter().flat_map(|line| line.people.clone());
    let of_members = outcomes.members.iter().flat_map(|month| {
        let Table { cells, total } = month.people.clone();
        cells.into_iter().chain([total])
    });
    lines
        .chain(outcomes.incomes.iter().flat_map(|line| line.people.clone()))
        .chain(of_members)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No count below five, whatever people did.
    #[test]
    fn nobody_sees_below_five(stories in proptest::collection::vec(a_story(), 0..40)) {
        for shown in all_shown(&outcomes(&stories, within("2026-12"))) {
            if let Shown::Exactly(people) = shown {
                prop_assert!(people >= LEAST);
            }
        }
    }

    /// What was said of a month stays as it was as months go by and people do new things, so that
    /// nobody learns a hidden count from two answers.
    #[test]
    fn what_was_said_of_a_month_is_said_again(stories in proptest::collection::vec(a_story(), 0..40)) {
        let (was, now) = (outcomes(&stories, within("2026-11")), outcomes(&stories, within("2026-12")));
        let shared = was.months.len() - 1;
        let pairs = was.lines.iter().zip(&now.lines);
        for (was, now) in pairs {
            prop_assert_eq!(&was.people[1..], &now.people[..shared]);
        }
        prop_assert_eq!(&was.members[1..], &now.members[..shared]);
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
        let alone = |stories: &[Story]| {
            // A table hides otherwise: `k_anonymous::table`.
            let members = Vec::new();
            all_shown(&Outcomes { members, ..outcomes(stories, within("2026-12")) })
        };
        let (all, without) = (alone(&stories), alone(&stories[1..]));
        for (all, without) in all.into_iter().zip(without) {
            if let Shown::FewerThan(_) = all {
                prop_assert_eq!(without, all);
            }
        }
    }
}
