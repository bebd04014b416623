//! The whole of a run: devices, network, server, and what happens to them.

mod beyond;
mod healing;

use crate::{
    Mutant,
    disk::{Begun, Disk, Outcome, Why, Wish},
    event::{At, Event},
    memory::MemoryStore,
    network::{Message, Network, RequestId},
    oracle::{Broken, Oracle, Seen, check_page, words_on},
    server::Server,
    tab::{Phase, Tab, Told, fresh},
    town::{BEGIN, Town},
};
use domain::{Timestamp, Write};
use std::collections::BTreeMap;

/// One device.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) disk: Disk,
    pub(crate) tabs: Vec<Tab>,
    /// The tab that syncs.
    pub(crate) lock: Option<usize>,
    /// How far its clock is off, in milliseconds.
    off: i64,
    pub(crate) logged_in: bool,
    /// The form of rows and commands that its app knows.
    form: u32,
}

/// The whole of a run.
pub(crate) struct World {
    pub(crate) town: Town,
    pub(crate) mutant: Option<Mutant>,
    /// Milliseconds since the beginning.
    pub(crate) now: i64,
    pub(crate) devices: Vec<Device>,
    pub(crate) network: Network,
    pub(crate) server: Server,
    pub(crate) oracle: Oracle,
    /// The requests that the server works on.
    asked: BTreeMap<RequestId, Message>,
}

impl World {
    /// The town at the beginning, every tab open.
    pub(crate) fn new(town: &Town, mutant: Option<Mutant>) -> Self {
        let store = MemoryStore::new("epoch 0", mutant);
        let mut server = Server::new(store, usize::from(town.page));
        server.write(town.rows().into_iter().map(Write::Put).collect());
        let device = |number: usize| {
            let contents = fresh(town.owner(number), number);
            let tabs = (0..town.tabs).map(|_| Tab::new(contents.clone()));
            Device {
                tabs: tabs.collect(),
                disk: Disk::new(contents),
                lock: None,
                off: 0,
                logged_in: true,
                form: sync::protocol::SCHEMA,
            }
        };
        let mut world = Self {
            devices: (0..usize::from(town.devices)).map(device).collect(),
            town: town.clone(),
            mutant,
            now: 0,
            network: Network::default(),
            server,
            oracle: Oracle::default(),
            asked: BTreeMap::new(),
        };
        for device in 0..world.devices.len() {
            for tab in 0..usize::from(town.tabs) {
                world.open(device, tab);
            }
        }
        world
    }

    pub(crate) fn tab(&mut self, device: usize, tab: usize) -> Option<&mut Tab> {
        self.devices.get_mut(device)?.tabs.get_mut(tab)
    }

    /// What a device takes for the time.
    pub(crate) fn device_clock(&self, device: usize) -> Option<Timestamp> {
        let off = self.devices.get(device)?.off;
        Some(Timestamp(BEGIN.0 + self.now + off))
    }

    pub(crate) fn form_of(&self, device: usize) -> u32 {
        self.devices.get(device).map_or(0, |device| device.form)
    }

    fn find(&self, at: At) -> (usize, usize) {
        let device = usize::from(at.0) % self.devices.len().max(1);
        (
            device,
            usize::from(at.1) % usize::from(self.town.tabs.max(1)),
        )
    }

    fn device(&mut self, number: u8) -> Option<&mut Device> {
        let place = usize::from(number).checked_rem(self.devices.len())?;
        self.devices.get_mut(place)
    }

    /// Lets an event happen.
    pub(crate) fn happen(&mut self, event: &Event) -> Result<(), Broken> {
        self.now += 20;
        match event {
            Event::Does(at, deed) => {
                let (device, tab) = self.find(*at);
                self.does(device, tab, deed);
            }
            Event::Runs(at, steps) => {
                let (device, tab) = self.find(*at);
                for _ in 0..*steps {
                    if !self.step(device, tab)? {
                        break;
                    }
                }
            }
            Event::Disk(device) => {
                let (device, _) = self.find(At(*device, 0));
                self.disk_step(device)?;
            }
            Event::Hides(at) => {
                let (device, tab) = self.find(*at);
                self.save_pending(device, tab);
            }
            Event::Wakes(at) => {
                let (device, tab) = self.find(*at);
                self.wake(device, tab);
            }
            Event::Deaf(at) => {
                let (device, tab) = self.find(*at);
                if let Some(here) = self.tab(device, tab) {
                    let hint = here
                        .inbox
                        .iter()
                        .position(|told| matches!(told, Told::Hint));
                    hint.and_then(|hint| here.inbox.remove(hint));
                }
            }
            Event::Dies(at) => {
                let (device, tab) = self.find(*at);
                self.die(device, tab);
            }
            Event::Opens(at) => {
                let (device, tab) = self.find(*at);
                self.open(device, tab);
            }
            Event::PowerFails(device, kept) => {
                let (device, _) = self.find(At(*device, 0));
                for tab in 0..usize::from(self.town.tabs) {
                    self.die(device, tab);
                }
                if let Some(here) = self.devices.get_mut(device) {
                    here.disk.lose_power(usize::from(*kept));
                }
            }
            Event::Fills(device) => self.fill(*device, true),
            Event::Frees(device) => self.fill(*device, false),
            Event::Clock(device, days) => {
                if let Some(here) = self.device(*device) {
                    here.off = i64::from(*days) * Timestamp::DAY;
                }
            }
            Event::Session(device, logged_in) => self.session(*device, *logged_in),
            Event::Updates(device) => self.update(*device),
            Event::Passes(minutes) => self.now += i64::from(*minutes) * 60_000,
            _ => self.elsewhere(event)?,
        }
        Ok(())
    }

    /// A tab gets on by one step. `false`: it has nothing to do.
    pub(crate) fn step(&mut self, device: usize, tab: usize) -> Result<bool, Broken> {
        let now = self.now;
        let Some(here) = self.tab(device, tab) else {
            return Ok(false);
        };
        if !here.open {
            return Ok(false);
        }
        if let Some(told) = here.inbox.pop_front() {
            self.hear(device, tab, told)?;
            return Ok(true);
        }
        if self.disk_step(device)? || self.take_lock(device, tab) {
            return Ok(true);
        }
        let phase = self.tab(device, tab).map(|tab| tab.phase);
        if let Some(Phase::Pushing(id) | Phase::Pulling(id)) = phase {
            return Ok(self.get_on(id));
        }
        // A quarter of a second after the last key.
        if self.save_pending(device, tab) {
            return Ok(true);
        }
        let due = |tab: &mut Tab| tab.timer.take_if(|due| *due <= now);
        if self.tab(device, tab).and_then(due).is_some() {
            self.wake(device, tab);
            return Ok(true);
        }
        Ok(false)
    }

    /// A request, or its reply, gets on.
    fn get_on(&mut self, id: RequestId) -> bool {
        if self.server.works_on(id) {
            for (id, reply) in self.server.finish(id) {
                self.reply(id, reply);
            }
            return true;
        }
        match self.network.of(id) {
            Some(message) => {
                self.arrive(message);
                true
            }
            None => false,
        }
    }

    /// The device's disk does the transaction that was begun first.
    pub(crate) fn disk_step(&mut self, device: usize) -> Result<bool, Broken> {
        let (mutant, life) = (self.mutant, self.server.life);
        let Some(here) = self.devices.get_mut(device) else {
            return Ok(false);
        };
        let Some(Begun {
            tab,
            life: of,
            wish,
        }) = here.disk.queue.pop_front()
        else {
            return Ok(false);
        };
        let pulled = match &wish {
            Wish::Store { pulled, .. } => Some(*pulled),
            _ => None,
        };
        let seen = Seen::of(&wish, life);
        // An answer of a server that was restored since says that it has what it has no more.
        let outdated = pulled.is_some_and(|pulled| pulled.life != life);
        let before = outdated.then(|| words_on(&here.disk));
        let outcome = here.disk.run((tab, of), wish, mutant);
        if let Some(mut gone) = before {
            let after = words_on(&here.disk);
            gone.retain(|word| !after.contains(word));
            self.oracle.discarded(gone);
        }
        self.oracle
            .saw((device, tab), &here.disk, &seen, &outcome)?;
        if let (Some(pulled), Outcome::Stored { stored: true, .. }) = (pulled, &outcome) {
            check_page(&self.server.store, life, &here.disk, pulled)?;
        }
        if let Some(tab) = here.tabs.get_mut(tab)
            && tab.life == of
        {
            tab.inbox.push_back(Told::Disk(outcome));
        }
        Ok(true)
    }

    /// Begins a transaction.
    pub(crate) fn wish(&mut self, device: usize, tab: usize, wish: Wish) {
        let Some(here) = self.devices.get_mut(device) else {
            return;
        };
        let life = here.tabs.get(tab).map_or(0, |tab| tab.life);
        let begin = |wish| Begun { tab, life, wish };
        if self.mutant == Some(Mutant::PullStoredInTwo)
            && let Wish::Store { followed, .. } = &wish
        {
            let first = begin(Wish::Cursors(followed.clone()));
            here.disk.queue.push_back(first);
        }
        here.disk.queue.push_back(begin(wish));
    }

    fn open(&mut self, device: usize, tab: usize) {
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        if here.open {
            return;
        }
        here.die();
        here.open = true;
        here.life += 1;
        self.read(device, tab, Why::Opening);
    }

    fn die(&mut self, device: usize, tab: usize) {
        let Some(here) = self.devices.get_mut(device) else {
            return;
        };
        // What it began and the disk did not do never happens.
        here.disk.queue.retain(|begun| begun.tab != tab);
        if here.lock == Some(tab) {
            here.lock = None;
        }
        if let Some(tab) = here.tabs.get_mut(tab) {
            tab.die();
        }
        self.oracle.died(device, tab);
    }

    fn fill(&mut self, device: u8, full: bool) {
        if let Some(here) = self.device(device) {
            here.disk.full = full;
        }
    }

    fn session(&mut self, number: u8, logged_in: bool) {
        let Some(here) = self.device(number) else {
            return;
        };
        let before = std::mem::replace(&mut here.logged_in, logged_in);
        if logged_in && !before {
            self.wake_device(number);
        }
    }

    fn wake_device(&mut self, number: u8) {
        let (device, _) = self.find(At(number, 0));
        for tab in 0..usize::from(self.town.tabs) {
            self.wake(device, tab);
        }
    }

    /// The pages are loaded anew, with what is typed saved first as a page that goes does.
    fn update(&mut self, number: u8) {
        let form = self.server.form;
        let (device, _) = self.find(At(number, 0));
        for tab in 0..usize::from(self.town.tabs) {
            self.save_pending(device, tab);
        }
        while self.disk_step(device).unwrap_or(false) {}
        for tab in 0..usize::from(self.town.tabs) {
            let was_open = self.tab(device, tab).is_some_and(|tab| tab.open);
            self.die(device, tab);
            if was_open {
                self.open(device, tab);
            }
        }
        if let Some(here) = self.devices.get_mut(device) {
            here.form = form;
        }
    }
}
