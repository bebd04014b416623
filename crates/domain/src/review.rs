//! Choosing by points (選考): what each reviewer gives by the program's criteria, and the ranking
//! that follows.

use crate::{
    DeskId, PersonId, ProgramId, ScoreId, SignUpId, Timestamp,
    job::check_text,
    program::{CriterionNo, Judging},
    proposal::MAX_NOTE,
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Points by criterion.
pub type Points = BTreeMap<CriterionNo, u16>;

/// What a reviewer gave somebody who signed up. Members of the desk read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Score {
    /// Follows from sign-up and reviewer.
    pub id: ScoreId,
    /// To whom.
    pub sign_up: SignUpId,
    /// For which program.
    pub program: ProgramId,
    /// Whose.
    pub desk: DeskId,
    /// Who gave it.
    pub reviewer: PersonId,
    /// Their name.
    pub reviewer_name: String,
    /// For every criterion.
    pub points: Points,
    /// Why, in their own words; may be empty.
    pub note: String,
    /// When it was given, or given anew.
    pub at: Timestamp,
}

/// Whether these are points for every criterion and for nothing else, none above its most.
pub fn check(judging: &Judging, points: &Points, note: &str) -> Result<(), Invalid> {
    let field = Field::Criteria;
    let wrong = |problem| Err(Invalid { field, problem });
    for criterion in &judging.criteria {
        match points.get(&criterion.no) {
            None => return wrong(Problem::Missing),
            Some(points) if *points > criterion.max => {
                let (min, max) = (0, criterion.max.into());
                return wrong(Problem::OutOfRange { min, max });
            }
            Some(_) => {}
        }
    }
    // Without criteria there is nothing to give.
    if points.is_empty() || points.keys().any(|no| judging.criterion(*no).is_none()) {
        return wrong(Problem::Malformed);
    }
    check_text(Field::Note, note, MAX_NOTE)
}

/// A number in hundredths: 425 is 4.25.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Hundredths(pub u64);

/// Where somebody stands in the ranking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Who.
    pub sign_up: SignUpId,
    /// From 1; those with equal sums share one. `None`: nobody gave them points yet.
    pub rank: Option<u32>,
    /// How many reviewers gave points.
    pub reviewers: u32,
    /// What they gave in the mean, each criterion by its weight, rounded.
    pub sum: Hundredths,
    /// What they gave in the mean by criterion, rounded.
    pub means: BTreeMap<CriterionNo, Hundredths>,
}

/// The mean of `count` numbers with this sum, rounded half up.
fn mean(sum: u64, count: u64) -> Hundredths {
    let rounded = sum.saturating_mul(200).saturating_add(count);
    Hundredths(rounded.checked_div(count.saturating_mul(2)).unwrap_or(0))
}

/// The ranking of everybody in `sign_ups`, the best first; those with equal sums in the order
/// given, and last those who have no points. Points for what is no criterion any more do not count,
/// and a criterion that came later counts as nothing for those who were judged before.
pub fn ranking<'a>(
    judging: &Judging,
    sign_ups: &[SignUpId],
    scores: impl IntoIterator<Item = &'a Score>,
) -> Vec<Standing> {
    let mut given: BTreeMap<SignUpId, Vec<&Score>> = BTreeMap::new();
    for score in scores {
        given.entry(score.sign_up).or_default().push(score);
    }
    let points = |scores: &[&Score], no: &CriterionNo| -> u64 {
        let points = scores.iter().filter_map(|score| score.points.get(no));
        points.map(|points| u64::from(*points)).sum()
    };
    let mut ranked: Vec<Standing> = sign_ups
        .iter()
        .map(|sign_up| {
            let scores = given.get(sign_up).map_or(&[][..], Vec::as_slice);
            let count = scores.len() as u64;
            let criteria = || judging.criteria.iter();
            let weighted = criteria().map(|criterion| {
                points(scores, &criterion.no).saturating_mul(criterion.weight.into())
            });
            let means = criteria()
                .map(|criterion| (criterion.no, mean(points(scores, &criterion.no), count)));
            Standing {
                sign_up: *sign_up,
                rank: None,
                reviewers: u32::try_from(count).unwrap_or(u32::MAX),
                sum: mean(weighted.sum(), count),
                means: means.collect(),
            }
        })
        .collect();
    ranked.sort_by_key(|standing| (standing.reviewers == 0, std::cmp::Reverse(standing.sum)));
    let mut before: Option<(Hundredths, u32)> = None;
    for (standing, place) in ranked.iter_mut().zip(1..) {
        if standing.reviewers > 0 {
            let shared = before.filter(|(sum, _)| *sum == standing.sum);
            let rank = shared.map_or(place, |(_, rank)| rank);
            standing.rank = Some(rank);
            before = Some((standing.sum, rank));
        }
    }
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Criterion;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn judging() -> Judging {
        let criterion = |(no, weight)| Criterion {
            no: CriterionNo(no),
            name: "新しさ".into(),
            help: String::new(),
            max: 5,
            weight,
        };
        Judging {
            criteria: [(1, 2), (2, 1)].map(criterion).into(),
            ..Judging::default()
        }
    }

    fn id(number: u128) -> SignUpId {
        SignUpId(Uuid::from_u128(number))
    }

    fn score(sign_up: u128, reviewer: u128, points: [u16; 2]) -> Score {
        let (sign_up, reviewer) = (id(sign_up), PersonId(Uuid::from_u128(reviewer)));
        Score {
            id: ScoreId::of(sign_up, reviewer),
            sign_up,
            program: ProgramId(Uuid::nil()),
            desk: DeskId(Uuid::nil()),
            reviewer,
            reviewer_name: String::new(),
            points: (1..).map(CriterionNo).zip(points).collect(),
            note: String::new(),
            at: Timestamp(0),
        }
    }

    #[test]
    fn the_mean_counts_and_equal_sums_share_a_rank() {
        let scores = [
            score(1, 91, [3, 5]),
            score(1, 92, [4, 5]),
            score(2, 91, [4, 4]),
            score(3, 91, [5, 2]),
            score(9, 91, [5, 5]),
        ];
        let ranked = ranking(&judging(), &[id(4), id(3), id(2), id(1)], &scores);
        let told: Vec<_> = ranked
            .iter()
            .map(|one| (one.sign_up.0.as_u128(), one.rank, one.reviewers, one.sum.0))
            .collect();
        assert_eq!(
            told,
            [
                (3, Some(1), 1, 1_200),
                (2, Some(1), 1, 1_200),
                (1, Some(1), 2, 1_200),
                (4, None, 0, 0),
            ]
        );
        assert_eq!(ranked[2].means[&CriterionNo(1)], Hundredths(350));
        let more = [scores.as_slice(), &[score(3, 92, [4, 3])]].concat();
        let ranked = ranking(&judging(), &[id(1), id(2), id(3)], &more);
        let ranks: Vec<_> = ranked.iter().map(|one| one.rank).collect();
        assert_eq!(ranks, [Some(1), Some(1), Some(3)]);
        assert_eq!(ranked[2].sum, Hundredths(1_150), "{ranked:?}");
    }

    #[test]
    fn points_are_for_every_criterion_and_for_nothing_else() {
        let points = |given: &[(u16, u16)]| -> Points {
            given
                .iter()
                .map(|(no, points)| (CriterionNo(*no), *points))
                .collect()
        };
        let check = |given: &[(u16, u16)]| {
            check(&judging(), &points(given), "").map_err(|wrong| wrong.problem)
        };
        assert_eq!(check(&[(1, 0), (2, 5)]), Ok(()));
        assert_eq!(check(&[(1, 0)]), Err(Problem::Missing));
        let (min, max) = (0, 5);
        assert_eq!(
            check(&[(1, 6), (2, 0)]),
            Err(Problem::OutOfRange { min, max })
        );
        assert_eq!(check(&[(1, 1), (2, 1), (3, 1)]), Err(Problem::Malformed));
        assert_eq!(
            super::check(&Judging::default(), &Points::new(), "").map_err(|wrong| wrong.problem),
            Err(Problem::Malformed)
        );
    }

    proptest! {
        /// Everybody is there once; more points never rank lower.
        #[test]
        fn who_has_more_stands_higher(
            given in proptest::collection::vec((0u128..6, 0u128..3, 0u16..6, 0u16..6), 0..20),
        ) {
            let scores: BTreeMap<ScoreId, Score> = given
                .into_iter()
                .map(|(who, by, one, two)| score(who, by, [one, two]))
                .map(|score| (score.id, score))
                .collect();
            let all: Vec<SignUpId> = (0..6).map(id).collect();
            let ranked = ranking(&judging(), &all, scores.values());
            let mut listed: Vec<SignUpId> = ranked.iter().map(|one| one.sign_up).collect();
            listed.sort();
            prop_assert_eq!(listed, all);
            for pair in ranked.windows(2) {
                prop_assert!(pair[0].sum >= pair[1].sum || pair[1].reviewers == 0);
                match (pair[0].rank, pair[1].rank) {
                    (Some(one), Some(other)) => {
                        prop_assert_eq!(one == other, pair[0].sum == pair[1].sum);
                        prop_assert!(one <= other);
                    }
                    (None, other) => prop_assert_eq!(other, None),
                    _ => {}
                }
            }
        }
    }
}
