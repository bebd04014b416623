//! The smallest part of a story that still breaks the same property: delta debugging
//! (Zeller, Hildebrandt 2002).

use crate::{Broken, Mutant, Town, event::Event, run::play};

/// Most runs that shrinking may take.
const RUNS: usize = 10_000;

/// A part of the story, none of whose events can be left out, and what it breaks.
pub fn shrink(
    town: &Town,
    story: Vec<Event>,
    mutant: Option<Mutant>,
    broken: Broken,
) -> (Vec<Event>, Broken) {
    let (mut story, mut broken) = (story, broken);
    let mut runs = 0;
    let mut piece = story.len().div_ceil(2);
    while piece > 0 {
        let mut start = 0;
        let mut smaller = false;
        while start < story.len() {
            let end = start.saturating_add(piece).min(story.len());
            let kept = story.iter().enumerate();
            let rest: Vec<Event> = kept
                .filter(|(place, _)| !(start..end).contains(place))
                .map(|(_, event)| *event)
                .collect();
            runs += 1;
            if runs > RUNS {
                return (story, broken);
            }
            match play(town, &rest, mutant) {
                Err(same) if same.property == broken.property => {
                    (story, broken, smaller) = (rest, same, true);
                }
                _ => start = end,
            }
        }
        piece = match piece {
            1 if smaller => 1,
            1 => 0,
            _ => piece / 2,
        };
    }
    (story, broken)
}
