//! Playing a story.

use crate::{
    Broken, Mutant,
    deeds::{COMMANDS, number},
    event::Event,
    town::Town,
    world::World,
};

/// What a run that kept every property has lived through.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lived {
    /// Commands queued, by their number ([`crate::deeds::number`]).
    pub commands: [usize; COMMANDS],
    /// Refusals that were told.
    pub refusals: usize,
    /// What the server judged.
    pub judged: usize,
    /// Milliseconds of the town's time.
    pub time: i64,
}

/// Plays a story to its end, and looks whether everything that must be true is.
pub fn play(town: &Town, events: &[Event], mutant: Option<Mutant>) -> Result<Lived, Broken> {
    let mut world = World::new(town, mutant);
    for event in events {
        world.happen(event)?;
    }
    world.heal()?;
    world.check_the_end()?;
    let mut lived = Lived {
        refusals: world.oracle.refusals_shown(),
        judged: world.server.store.judgements().len(),
        time: world.now,
        ..Lived::default()
    };
    for command in world.oracle.commands() {
        if let Some(count) = number(command)
            .ok()
            .and_then(|place| lived.commands.get_mut(place))
        {
            *count += 1;
        }
    }
    Ok(lived)
}
