//! One fault at a time, told as a story: what docs/reliability.md numbers.

use simulator::{
    Mutant, Town,
    deeds::Deed,
    event::{At, Event, Nonsense},
    play,
};

const HOME: At = At(0, 0);

/// One person with two devices, two desks, small pages.
fn town() -> Town {
    Town {
        people: 2,
        devices: 3,
        tabs: 2,
        jobs: 8,
        desks: 2,
        page: 2,
        push: 3,
        shared_drafts: false,
        programs: 0,
    }
}

/// Writes and sends proposals for some jobs, with stars between.
fn busy(at: At, jobs: std::ops::Range<u8>) -> Vec<Event> {
    jobs.flat_map(|job| {
        [
            Event::Does(
                at,
                Deed::Writes(job, u32::from(at.0) * 100 + u32::from(job)),
            ),
            Event::Does(at, Deed::Sends(job)),
            Event::Does(at, Deed::Stars(job)),
        ]
    })
    .collect()
}

fn all(parts: impl IntoIterator<Item = Vec<Event>>) -> Vec<Event> {
    parts.into_iter().flatten().collect()
}

fn plays(events: Vec<Event>) {
    if let Err(broken) = play(&town(), &events, None) {
        panic!("{broken}\n{events:#?}");
    }
}

/// The events with another put between any two of them, in turn.
fn at_every_step(events: &[Event], fault: &[Event]) {
    for place in 0..=events.len() {
        let mut told = events.to_vec();
        told.splice(place..place, fault.iter().cloned());
        plays(told);
    }
}

/// A device opens, does things, and syncs step by step.
fn step_by_step() -> Vec<Event> {
    let steps = (0..90).map(|_| Event::Runs(HOME, 1)).collect();
    let opening = vec![Event::Runs(HOME, 40)];
    all([opening, busy(HOME, 0..4), steps])
}

#[test]
fn reliability_2_a_device_may_die_between_any_two_steps() {
    at_every_step(&step_by_step(), &[Event::Dies(HOME), Event::Opens(HOME)]);
    at_every_step(
        &step_by_step(),
        &[Event::PowerFails(0, 0), Event::Opens(HOME)],
    );
}

/// The server dies at each await of two pushes (three stars, three proposals) and of the pulls
/// behind them.
fn deaths_of_the_server() -> impl Iterator<Item = Vec<Event>> {
    let begin = all([
        vec![Event::Runs(HOME, 40)],
        busy(HOME, 0..3),
        vec![Event::Disk(0); 12],
        vec![Event::Runs(HOME, 8)],
    ]);
    let points = (0..40).flat_map(|steps| (0..40).map(move |awaits| (steps, awaits)));
    points.map(move |(steps, awaits)| {
        let mut told = begin.clone();
        told.extend(vec![Event::Runs(HOME, 1); steps]);
        told.extend([
            Event::Arrives(0),
            Event::Serves(0, awaits),
            Event::Restarts,
            Event::Runs(HOME, 30),
        ]);
        told
    })
}

#[test]
fn reliability_2_a_server_may_die_at_any_await() {
    deaths_of_the_server().for_each(plays);
}

#[test]
fn a_store_that_judges_in_another_commit_is_found_by_the_deaths_of_the_server() {
    let mutant = Some(Mutant::JudgedInAnotherCommit);
    let mut told = deaths_of_the_server();
    assert!(told.any(|events| play(&town(), &events, mutant).is_err()));
}

#[test]
fn reliability_3_any_answer_may_come_instead() {
    for with in [
        Nonsense::Refused,
        Nonsense::Conflict,
        Nonsense::TooMany,
        Nonsense::Broken,
    ] {
        at_every_step(&step_by_step(), &[Event::Answers(0, with)]);
    }
    at_every_step(&step_by_step(), &[Event::Cuts(0)]);
}

/// A server that is too old for stars refuses them alone; what stands behind them is done.
#[test]
fn reliability_3_a_poison_command_is_refused_and_blocks_nothing() {
    let mut told = vec![Event::Knows(false), Event::Runs(HOME, 40)];
    told.extend(busy(HOME, 0..4));
    told.extend(vec![Event::Runs(HOME, 80); 4]);
    let lived = play(&town(), &told, None).unwrap();
    assert_eq!(lived.judged, 8, "{lived:?}");
}

/// Half of the batch is refused: its jobs have closed meanwhile. The reply is lost, the push is
/// repeated, and each refusal comes back to its draft.
#[test]
fn reliability_4_half_of_a_batch_fails_and_the_reply_is_lost() {
    let closing = vec![
        Event::Runs(HOME, 40),
        Event::Closes(0, true),
        Event::Closes(2, true),
    ];
    let told = all([closing, busy(HOME, 0..4), vec![Event::Runs(HOME, 1); 90]]);
    at_every_step(&told, &[Event::Loses(0)]);
    let lived = play(&town(), &told, None).unwrap();
    assert_eq!(lived.refusals, 2, "{lived:?}");
}

#[test]
fn reliability_5_a_clock_may_be_off_by_ten_years() {
    for days in [-3650, -365, -1, 1, 365, 3650] {
        at_every_step(&step_by_step(), &[Event::Clock(0, days)]);
    }
}

/// With what was done before the backup, after it, and after the restore; whether or not the
/// outbox was empty when the device heard of it.
#[test]
fn reliability_6_a_restored_server_takes_up_every_outbox() {
    let begin = all([
        vec![Event::Runs(HOME, 40)],
        busy(HOME, 0..2),
        vec![Event::Runs(HOME, 100), Event::BacksUp],
        busy(HOME, 2..4),
    ]);
    for done in 0..60 {
        for heard in [0, 60] {
            let mut told = begin.clone();
            told.extend(vec![Event::Runs(HOME, 1); done]);
            told.extend([
                Event::Restores,
                Event::Wakes(HOME),
                Event::Runs(HOME, heard),
            ]);
            told.extend(busy(HOME, 4..6));
            told.push(Event::Runs(HOME, 60));
            plays(told);
        }
    }
}

/// The server is newer than the app, or older; the outbox is full. It waits, and drains when they
/// speak alike.
#[test]
fn reliability_6_an_app_of_another_form_keeps_its_outbox() {
    at_every_step(&step_by_step(), &[Event::Form(2)]);
    at_every_step(&step_by_step(), &[Event::Form(2), Event::Updates(0)]);
    at_every_step(
        &step_by_step(),
        &[Event::Form(2), Event::Updates(0), Event::Form(1)],
    );
}

/// Somebody is away while rows go, and comes back when the server does not know of them any more:
/// with an empty outbox or a full one, in the midst of any exchange.
#[test]
fn reliability_6_who_was_away_too_long_begins_anew_and_keeps_the_outbox() {
    let second = At(2, 0);
    let took_off = |jobs: std::ops::Range<u8>| -> Vec<Event> {
        jobs.map(|job| Event::Does(HOME, Deed::Unstars(job)))
            .collect()
    };
    let began = all([
        vec![Event::Runs(HOME, 40), Event::Runs(second, 40)],
        busy(HOME, 0..4),
        vec![
            Event::Runs(HOME, 250),
            Event::Wakes(second),
            Event::Runs(second, 250),
        ],
        took_off(0..3),
        vec![Event::Runs(HOME, 250)],
    ]);
    let told = all([
        began,
        busy(second, 4..6),
        vec![Event::Runs(second, 1); 60],
        took_off(3..4),
        vec![Event::Runs(HOME, 1); 40],
    ]);
    at_every_step(&told, &[Event::Forgets, Event::Forgets]);
    let mutant = Some(Mutant::FloorNotTold);
    let mut forgets = told;
    let back = forgets.len() - 100;
    forgets.splice(back..back, [Event::Forgets, Event::Forgets]);
    assert!(play(&town(), &forgets, mutant).is_err());
}

/// Somebody else fills two desks; the person joins, leaves, and what was sent moves between the
/// desks, while their first sync goes on page by page.
#[test]
fn reliability_7_access_may_change_between_any_two_pages() {
    let other = At(1, 0);
    let desk = |who| [Event::Revokes(who, 0), Event::Revokes(who, 1)];
    let mut told = vec![Event::Runs(other, 40)];
    told.extend(desk(0));
    told.extend(desk(1));
    told.extend(busy(other, 0..8));
    told.extend(vec![Event::Runs(other, 250); 4]);
    told.extend([Event::Grants(0, 0), Event::Grants(0, 1), Event::Wakes(HOME)]);
    told.extend(vec![Event::Runs(HOME, 1); 50]);
    for fault in [
        [Event::Revokes(0, 0), Event::Wakes(HOME)],
        [Event::Revokes(0, 0), Event::Grants(0, 0)],
        [Event::Moves(1, 0), Event::Moves(2, 1)],
        [Event::Revokes(0, 1), Event::Moves(3, 1)],
    ] {
        at_every_step(&told, &fault);
    }
}

/// The simulated half of number 18: one person writes the same draft on two devices and sends both.
#[test]
fn reliability_18_a_draft_sent_on_two_devices_is_sent_once_and_both_texts_are_kept() {
    let second = At(2, 0);
    let told = all([
        vec![Event::Runs(HOME, 40), Event::Runs(second, 40)],
        busy(HOME, 0..3),
        busy(second, 0..3),
        [Event::Runs(HOME, 1), Event::Runs(second, 1)].repeat(60),
    ]);
    let lived = play(&town(), &told, None).unwrap();
    assert_eq!(lived.refusals, 3, "{lived:?}");
}

/// Two tabs of one device write in one draft, none of them having heard of the other, and one sends.
#[test]
fn reliability_13_two_tabs_write_in_one_draft_and_both_texts_are_kept() {
    let other = At(0, 1);
    let told = all([
        vec![Event::Runs(HOME, 40), Event::Runs(other, 40)],
        vec![
            Event::Does(HOME, Deed::Writes(0, 1)),
            Event::Does(other, Deed::Writes(0, 2)),
            Event::Hides(other),
            Event::Deaf(HOME),
            Event::Does(HOME, Deed::Writes(0, 3)),
            Event::Does(HOME, Deed::Sends(0)),
            Event::Does(other, Deed::Writes(0, 4)),
        ],
        [Event::Runs(HOME, 1), Event::Runs(other, 1)].repeat(60),
    ]);
    for fault in [
        vec![Event::Dies(other), Event::Opens(other)],
        vec![Event::Fills(0), Event::Runs(HOME, 3), Event::Frees(0)],
        vec![
            Event::PowerFails(0, 0),
            Event::Opens(HOME),
            Event::Opens(other),
        ],
        vec![Event::Does(other, Deed::Discards(0))],
    ] {
        at_every_step(&told, &fault);
    }
}

/// Nobody touches anything once the network is back.
#[test]
fn reliability_20_the_queue_reaches_zero_by_itself() {
    let offline = [Event::Runs(HOME, 6), Event::Loses(0)].repeat(30);
    plays(all([
        vec![Event::Runs(HOME, 40)],
        busy(HOME, 0..8),
        offline,
    ]));
}
