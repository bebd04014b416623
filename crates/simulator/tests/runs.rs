//! Whole runs: five devices, two hundred actions each, and all that can go wrong.

use simulator::{
    Lived, Town,
    deeds::COMMANDS,
    event::Event,
    generate::{ACTIONS, story},
    kept, play,
    random::Random,
};

/// How many seeds an ordinary `cargo test` plays. `cargo xtask test` plays ten thousand.
const SEEDS: u64 = 150;

fn lived(seed: u64) -> Lived {
    let (town, events) = story(seed);
    play(&town, &events, None).unwrap_or_else(|broken| panic!("seed {seed} breaks {broken}"))
}

/// Numbers 1, 3, 5, 6, 7 and 20 of docs/reliability.md, many at once.
#[test]
fn reliability_1_many_devices_with_bad_luck_lose_nothing_and_agree_in_the_end() {
    let mut sum = Lived::default();
    for seed in 0..SEEDS {
        let lived = lived(seed);
        sum.judged += lived.judged;
        sum.refusals += lived.refusals;
    }
    // A town in which little happens would prove little.
    let seeds = usize::try_from(SEEDS).unwrap();
    assert!(sum.judged > seeds * 200, "{sum:?}");
    assert!(sum.refusals > seeds * 5, "{sum:?}");
}

#[test]
fn every_command_is_done() {
    let mut done = [0; COMMANDS];
    for seed in 0..10 {
        for (sum, count) in done.iter_mut().zip(lived(seed).commands) {
            *sum += count;
        }
    }
    assert!(done.iter().all(|count| *count > 0), "{done:?}");
}

#[test]
fn a_seed_tells_the_same_story_every_time() {
    for seed in [3, 77] {
        assert_eq!(story(seed), story(seed));
        assert_eq!(lived(seed), lived(seed));
    }
}

#[test]
fn a_story_is_five_devices_with_two_hundred_actions_each() {
    let (town, events) = story(1);
    let deeds = events
        .iter()
        .filter(|event| matches!(event, Event::Does(..)));
    assert_eq!(town.devices, 5);
    assert!(deeds.count() >= 5 * ACTIONS);
}

#[test]
fn a_kept_story_reads_back() {
    let (town, events) = story(5);
    let text = kept::write("what it found", &town, &events);
    assert_eq!(kept::read(&text).unwrap(), (town, events));
    assert!(kept::read("# nothing\n").is_err());
    assert!(kept::read("{}").is_err());
}

#[test]
fn any_part_of_a_story_is_a_story() {
    let (town, events) = story(9);
    let mut random = Random::new(1);
    for _ in 0..20 {
        let part: Vec<Event> = events
            .iter()
            .filter(|_| random.once_in(3))
            .cloned()
            .collect();
        play(&town, &part, None).unwrap();
    }
    play(
        &Town {
            people: 1,
            devices: 1,
            tabs: 1,
            ..town
        },
        &events,
        None,
    )
    .unwrap();
}
