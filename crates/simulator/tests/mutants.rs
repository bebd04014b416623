//! The simulator can fail: each fault that is built in on purpose is found.

use simulator::{Mutant, generate::story, play, shrink::shrink};

/// A mutant survives no more seeds than this.
const SEEDS: u64 = 60;

fn caught(mutant: Mutant) {
    let found = (0..SEEDS).any(|seed| {
        let (town, events) = story(seed);
        play(&town, &events, Some(mutant)).is_err()
    });
    assert!(found, "{mutant:?} survives {SEEDS} seeds");
}

macro_rules! mutants {
    ($($name:ident: $mutant:ident,)*) => {
        $(#[test]
        fn $name() {
            caught(Mutant::$mutant);
        })*

        #[test]
        fn every_mutant_is_hunted() {
            let mut hunted = vec![$(Mutant::$mutant),*];
            // Between two commits there is one await; tests/faults.rs tries each in turn.
            hunted.push(Mutant::JudgedInAnotherCommit);
            assert_eq!(hunted, Mutant::ALL);
        }
    };
}

mutants! {
    a_store_that_takes_versions_early_is_found: VersionsTakenEarly,
    a_store_that_forgets_what_it_judged_is_found: ForgetsWhatWasJudged,
    a_device_that_drops_its_outbox_with_the_reply_is_found: OutboxLeftWithTheReply,
    a_device_that_takes_numbers_outside_of_the_transaction_is_found: NumberTakenOutside,
    a_device_that_stores_a_pull_in_two_transactions_is_found: PullStoredInTwo,
    a_device_that_queues_in_haste_is_found: QueuedInHaste,
    a_device_that_keeps_what_it_left_is_found: KeepsWhatWasLeft,
    a_device_that_settles_before_the_last_page_is_found: SettlesBeforeTheLastPage,
    a_device_that_ignores_refusals_is_found: RefusalsIgnored,
    a_device_that_removes_a_draft_when_it_is_sent_is_found: DraftLeftWhenSent,
    a_store_that_does_not_say_what_it_has_forgotten_is_found: FloorNotTold,
}

#[test]
fn a_story_that_breaks_something_is_told_in_few_words() {
    let mutant = Some(Mutant::NumberTakenOutside);
    let (town, events) = story(0);
    let broken = play(&town, &events, mutant).unwrap_err();
    let (short, same) = shrink(&town, events, mutant, broken.clone());
    assert_eq!(same.property, broken.property);
    assert!(short.len() < 10, "{short:#?}");
    assert_eq!(play(&town, &short, mutant), Err(same));
}
