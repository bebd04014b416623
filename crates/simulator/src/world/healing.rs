//! After the last event all heals, and everything must come right by itself.

use super::World;
use crate::{
    event::At,
    oracle::{Broken, Property, broken},
    tab::Failure,
};

/// How often everybody is woken after all has healed, at most.
const ROUNDS: usize = 12;

impl World {
    /// All faults end; nobody does anything any more. Then everything must come right by itself.
    pub(crate) fn heal(&mut self) -> Result<(), Broken> {
        for message in self.network.clear() {
            self.fail(&message, Failure::Unreachable);
        }
        self.restart();
        (self.server.form, self.server.knows_all) = (sync::protocol::SCHEMA, true);
        for number in 0..self.town.devices {
            self.fill(number, false);
            self.session(number, true);
            let (device, _) = self.find(At(number, 0));
            if self.form_of(device) != self.server.form {
                self.update(number);
            }
            for tab in 0..usize::from(self.town.tabs) {
                self.save_pending(device, tab);
            }
            // Somebody comes back to the device.
            self.open(device, 0);
        }
        self.settle()?;
        // Waits end, and nothing else happens: what is queued leaves by itself.
        for _ in 0..ROUNDS {
            self.now += 10 * 60 * 1000;
            self.settle()?;
        }
        self.check_queues()?;
        // The live streams, opened anew, tell what is new.
        let mut rounds = 0;
        let mut quiet = 0;
        while quiet < 2 {
            rounds += 1;
            if rounds > ROUNDS {
                return broken(
                    Property::TheQueueDrains,
                    format!("not at rest after waking everybody {ROUNDS} times"),
                );
            }
            let before = self.server.store.moment();
            self.now += 10 * 60 * 1000;
            self.settle()?;
            for number in 0..self.town.devices {
                self.wake_device(number);
            }
            self.settle()?;
            // What one shared, the others hear of in the next round.
            let changed = self.server.store.moment() != before;
            quiet = if changed { 0 } else { quiet + 1 };
        }
        Ok(())
    }

    /// Everybody gets on until nobody can.
    fn settle(&mut self) -> Result<(), Broken> {
        // Far more than any run needs: what turns in circles ends, and is told by its queue.
        for _ in 0..10_000 {
            let mut any = false;
            for device in 0..self.devices.len() {
                for tab in 0..usize::from(self.town.tabs) {
                    any |= self.step(device, tab)?;
                }
            }
            if !any {
                return Ok(());
            }
        }
        Ok(())
    }
}
