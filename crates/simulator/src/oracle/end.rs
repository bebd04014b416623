//! What must be true once all has healed.

use super::{Broken, Property, broken, kept_words, rows::whole, words_on};
use crate::{
    deeds::Expected,
    server::{at_once, shared},
    world::World,
};
use domain::Row;
use std::collections::BTreeSet;

impl World {
    /// Everything that must be true once all has healed.
    pub(crate) fn check_the_end(&self) -> Result<(), Broken> {
        self.check_queues()?;
        let store = &self.server.store;
        match at_once({
            let store = shared(store);
            async move { store.check().await }
        }) {
            Ok(found) if found.is_empty() => {}
            other => return broken(Property::TheServerIsSound, format!("{other:?}")),
        }
        let rows = store.rows();
        for row in &rows {
            if let Row::Proposal(sent) = row
                && !(0..=self.now).contains(&(sent.sent_at.0 - crate::town::BEGIN.0))
            {
                return broken(
                    Property::TheServerIsSound,
                    format!("dated by a device: {sent:?}"),
                );
            }
        }
        self.check_judgements(&rows)?;
        self.check_devices()?;
        self.check_words()
    }

    pub(crate) fn check_queues(&self) -> Result<(), Broken> {
        for (number, device) in self.devices.iter().enumerate() {
            if let Some(first) = device.disk.contents.outbox.values().next() {
                return broken(
                    Property::TheQueueDrains,
                    format!(
                        "device {number} still waits with {first:?}; {:?}",
                        device.tabs.iter().map(|tab| tab.status).collect::<Vec<_>>()
                    ),
                );
            }
        }
        Ok(())
    }

    fn check_judgements(&self, rows: &[Row]) -> Result<(), Broken> {
        let mut expected = Expected::default();
        let mut judged = BTreeSet::new();
        for judgement in self.server.store.judgements() {
            let key = (judgement.group, judgement.mutation);
            let Some(queued) = self.oracle.queued.get(&key) else {
                return broken(Property::ExactlyOnce, format!("nobody queued {key:?}"));
            };
            if !judged.insert(key) {
                return broken(Property::ExactlyOnce, format!("judged twice: {queued:?}"));
            }
            // What the app does by itself nobody meant.
            let waited_for = !queued.command.is_quiet()
                && !queued.unwanted
                && !self.oracle.thrown_away.contains(&key);
            match judgement.refusal {
                None => expected
                    .done(queued.person, &queued.command)
                    .or_else(|how| broken(Property::ExactlyOnce, how))?,
                Some(refusal) if waited_for && !self.oracle.shown.contains(&key) => {
                    return broken(
                        Property::RefusalsAreShown,
                        format!("{refusal:?} of {key:?}: {queued:?}"),
                    );
                }
                Some(_) => {}
            }
        }
        for (key, queued) in &self.oracle.queued {
            if !judged.contains(key) && !self.oracle.thrown_away.contains(key) {
                return broken(
                    Property::ExactlyOnce,
                    format!("never judged: {key:?} {queued:?}"),
                );
            }
        }
        match expected.differs(rows) {
            None => Ok(()),
            Some(how) => broken(Property::ExactlyOnce, how),
        }
    }

    fn check_devices(&self) -> Result<(), Broken> {
        let store = &self.server.store;
        let moment = store.moment();
        for (number, device) in self.devices.iter().enumerate() {
            let disk = &device.disk.contents;
            let scopes = store.scopes_at(disk.person, moment);
            whole(&disk.base, store, &scopes, moment)
                .or_else(|how| broken(Property::AllConverge, format!("device {number}: {how}")))?;
            for tab in device.tabs.iter().filter(|tab| tab.open) {
                let memory = &tab.memory;
                let same = *memory == device.disk.load();
                if !same || !memory.view(&sync::no_postings).overlay.is_empty() {
                    return broken(
                        Property::TheViewIsTheBase,
                        format!("device {number} shows {memory:?} and holds {disk:?}"),
                    );
                }
            }
        }
        Ok(())
    }

    fn check_words(&self) -> Result<(), Broken> {
        let mut found: BTreeSet<u32> = kept_words(&self.server.store).collect();
        for device in &self.devices {
            found.extend(words_on(&device.disk));
        }
        match self
            .oracle
            .words
            .iter()
            .find(|(word, _)| !found.contains(word))
        {
            None => Ok(()),
            Some((word, at)) => broken(
                Property::NothingTypedIsLost,
                format!("w{word}, typed on device {}, tab {}", at.device, at.tab),
            ),
        }
    }
}
