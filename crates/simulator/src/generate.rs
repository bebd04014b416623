//! A seed becomes a town and all that happens in it.

use crate::{
    deeds::Deed,
    event::{At, Event, Nonsense},
    random::Random,
    town::Town,
};

/// How often somebody does something on each device.
pub const ACTIONS: usize = 200;

/// The story of a seed: five devices, each with [`ACTIONS`] actions of its person, and around them
/// whatever goes wrong.
pub fn story(seed: u64) -> (Town, Vec<Event>) {
    let mut random = Random::new(seed);
    let town = Town::of(&mut random);
    let mut maker = Maker {
        // Some runs are calm, some are wild, and in most only some things go wrong.
        faults: (0..FAULTS).filter(|_| random.once_in(2)).collect(),
        every: 2 + random.below(20),
        words: 0,
        random,
        town,
    };
    let mut left = ACTIONS * usize::from(maker.town.devices);
    let mut events = Vec::with_capacity(left * 3);
    while left > 0 {
        let at = maker.at();
        // People do several things in a row, and then nothing for a while.
        for _ in 0..=maker.random.below(6) {
            let tab = maker.tab_of(at);
            events.push(maker.deed(tab));
            left = left.saturating_sub(1);
        }
        for _ in 0..=maker.random.below(5) {
            events.push(maker.progress());
        }
        if maker.random.once_in(maker.every) {
            events.extend(maker.fault());
        }
    }
    (maker.town, events)
}

/// How many kinds of faults there are.
const FAULTS: u8 = 16;

struct Maker {
    random: Random,
    town: Town,
    faults: Vec<u8>,
    every: usize,
    words: u32,
}

impl Maker {
    fn at(&mut self) -> At {
        At(
            self.random.small(self.town.devices),
            self.random.small(self.town.tabs),
        )
    }

    fn tab_of(&mut self, at: At) -> At {
        At(at.0, self.random.small(self.town.tabs))
    }

    fn message(&mut self) -> u8 {
        self.random.small(64)
    }

    fn deed(&mut self, at: At) -> Event {
        let job = self.random.small(self.town.jobs);
        // One draft is written in one tab, unless the town is made for more.
        let desk = if self.town.shared_drafts {
            at
        } else {
            At(at.0, job % self.town.tabs)
        };
        match self.random.below(21) {
            0 | 1 => Event::Does(at, Deed::Stars(job)),
            2 | 3 => Event::Does(at, Deed::Unstars(job)),
            4 => Event::Does(desk, Deed::Discards(job)),
            5..8 => Event::Does(desk, Deed::Sends(job)),
            8..12 => {
                self.words += 1;
                Event::Does(desk, Deed::Writes(job, self.words))
            }
            12..19 => Event::Does(at, self.answer()),
            _ => Event::Does(at, self.seat()),
        }
    }

    /// What somebody does about a program.
    fn seat(&mut self) -> Deed {
        let program = self.random.small(self.town.programs);
        match self.random.below(3) {
            0 => Deed::StaysAway(program),
            _ => Deed::SignsUp(program),
        }
    }

    /// What somebody does about a proposal that they see.
    fn answer(&mut self) -> Deed {
        let proposal = self.random.small(32);
        self.words += 1;
        match self.random.below(9) {
            0..3 => Deed::Says(proposal, self.words),
            3 | 4 => Deed::Reads(proposal),
            5 | 6 => Deed::Offers(proposal, self.words),
            7 => match self.random.below(4) {
                0 => Deed::Declines(proposal),
                1 => Deed::Withdraws(proposal),
                _ => Deed::Reads(proposal),
            },
            _ => Deed::Accepts(proposal),
        }
    }

    /// What happens on any day.
    fn progress(&mut self) -> Event {
        let at = self.at();
        match self.random.below(20) {
            0..10 => Event::Runs(at, 1 + self.random.small(40)),
            10..13 => Event::Runs(at, 1 + self.random.small(4)),
            13 => Event::Disk(at.0),
            14 => Event::Hides(at),
            15 => Event::Wakes(at),
            16 => Event::Arrives(self.message()),
            17 => Event::Serves(self.message(), 1 + self.random.small(12)),
            18 => Event::Overtakes(self.message()),
            _ => Event::Opens(at),
        }
    }

    /// Everybody at once: the server works on several requests side by side, now on this one, now
    /// on that.
    fn rush(&mut self) -> Vec<Event> {
        let steps = 12 + self.random.below(12);
        let step = |_| {
            let arrives = Event::Arrives(self.message());
            let awaits = 1 + self.random.small(16);
            [arrives, Event::Serves(self.message(), awaits)]
        };
        (0..steps).flat_map(step).collect()
    }

    /// Something goes wrong, of the kinds that go wrong in this run.
    fn fault(&mut self) -> Vec<Event> {
        let at = self.at();
        let kinds = self.faults.len();
        let kind = self.random.below(kinds);
        let message = self.message();
        let (people, desks) = (self.town.people, self.town.desks);
        let (who, desk) = (self.random.small(people), self.random.small(desks));
        let yes = self.random.once_in(2);
        match self.faults.get(kind) {
            None => vec![],
            Some(0) => vec![Event::Loses(message)],
            Some(1) => vec![Event::Doubles(message)],
            Some(2) => vec![Event::Cuts(message)],
            Some(3) => {
                let all = [
                    Nonsense::Refused,
                    Nonsense::Conflict,
                    Nonsense::TooMany,
                    Nonsense::Broken,
                ];
                let with = all.get(self.random.below(all.len())).copied();
                vec![Event::Answers(message, with.unwrap_or(Nonsense::Broken))]
            }
            Some(4) => vec![Event::Dies(at)],
            Some(5) => vec![
                Event::PowerFails(at.0, self.random.small(4)),
                Event::Opens(at),
            ],
            Some(6) if yes => vec![Event::Fills(at.0)],
            Some(6) => (0..self.town.devices).map(Event::Frees).collect(),
            Some(7) => vec![
                // In the midst of something, if there is anything.
                Event::Arrives(message),
                Event::Serves(message, 1 + self.random.small(20)),
                Event::Restarts,
            ],
            Some(8) if yes => vec![Event::BacksUp],
            Some(8) => vec![Event::Restores],
            Some(14) => vec![Event::Forgets],
            Some(15) => self.rush(),
            Some(9) if yes => vec![Event::Grants(who, desk)],
            Some(9) => vec![Event::Revokes(who, desk)],
            Some(10) if yes => vec![Event::Closes(self.random.small(self.town.jobs), true)],
            Some(10) => {
                let moved = self.random.small(64);
                vec![
                    Event::Moves(moved, desk),
                    Event::Closes(self.random.small(self.town.jobs), false),
                ]
            }
            Some(11) => {
                let days = [-3650, -365, -1, 1, 365, 3650];
                let days = days.get(self.random.below(days.len())).copied();
                vec![
                    Event::Clock(at.0, days.unwrap_or(1)),
                    Event::Passes(self.random.small(20)),
                ]
            }
            Some(12) => vec![Event::Session(at.0, yes), Event::Deaf(at)],
            Some(_) => match self.random.below(6) {
                0 => vec![Event::Form(2)],
                1 => vec![Event::Form(1)],
                2 => vec![Event::Knows(false)],
                3 => vec![Event::Knows(true)],
                _ => vec![Event::Updates(at.0)],
            },
        }
    }
}
