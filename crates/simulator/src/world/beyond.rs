//! What happens beyond the devices: on the way, and at the server.

use super::World;
use crate::{
    event::{Event, Nonsense},
    network::{Message, RequestId, Way},
    oracle::Broken,
    server::{Ask, Reply},
    tab::{Failure, Told},
    town::{BEGIN, desk, job, place},
};
use domain::{Kind, Row, RowKey, Timestamp, Write};
use sync::protocol::{ProblemKind, SCHEMA};

impl World {
    /// What happens on the way and at the server.
    pub(super) fn elsewhere(&mut self, event: &Event) -> Result<(), Broken> {
        match event {
            Event::Loses(number) => {
                if let Some(message) = self.network.nth(*number) {
                    self.fail(&message, Failure::Unreachable);
                }
            }
            Event::Doubles(number) => {
                if let Some(message) = self.network.nth(*number) {
                    let mut double = message.clone();
                    if matches!(double.way, Way::Request(_)) {
                        double.id = self.network.number();
                    }
                    self.network.send(message);
                    self.network.send(double);
                }
            }
            Event::Cuts(number) => {
                if let Some(mut message) = self.network.nth(*number) {
                    cut(&mut message.way);
                    self.network.send(message);
                }
            }
            Event::Overtakes(number) => self.network.overtake(*number),
            Event::Answers(number, with) => {
                if let Some(message) = self.network.nth(*number) {
                    self.fail(&message, nonsense(*with));
                }
            }
            Event::Arrives(number) => {
                if let Some(message) = self.network.nth(*number) {
                    self.arrive(message);
                }
            }
            Event::Serves(number, awaits) => {
                if let Some(id) = self.server.nth(*number)
                    && let Some(reply) = self.server.serve(id, *awaits)
                {
                    self.reply(id, reply);
                }
            }
            Event::Restarts => self.restart(),
            Event::BacksUp => self.server.back_up(),
            Event::Restores => {
                self.restart();
                let before = self.server.store.clone();
                if self.server.restore() {
                    self.oracle.restored(&before, &self.server.store);
                }
            }
            Event::Forgets => {
                let now = Timestamp(BEGIN.0 + self.now);
                for (id, reply) in self.server.forget_gone(now) {
                    self.reply(id, reply);
                }
            }
            Event::Grants(who, desk) => {
                let (who, desk) = (who % self.town.people, desk % self.town.desks);
                self.operate(Write::Put(place(who, desk)));
            }
            Event::Revokes(who, desk) => {
                let (who, desk) = (who % self.town.people, desk % self.town.desks);
                self.operate(Write::Delete(place(who, desk).key()));
            }
            Event::Moves(number, to) => {
                let rows = self.server.store.rows();
                let is_sent = |row: &Row| row.key().kind == Kind::Proposal;
                let sent: Vec<RowKey> = rows
                    .iter()
                    .filter(|row| is_sent(row))
                    .map(Row::key)
                    .collect();
                let place = usize::from(*number).checked_rem(sent.len());
                let to = desk(to % self.town.desks);
                if let Some(key) = place.and_then(|place| sent.get(place)) {
                    self.change(*key, move |row| {
                        if let Row::Proposal(sent) = row {
                            sent.desk = to;
                        }
                    });
                }
            }
            Event::Closes(number, closed) => {
                let key = RowKey {
                    kind: Kind::Job,
                    id: job(number % self.town.jobs).0,
                };
                let closed = *closed;
                self.change(key, move |row| {
                    if let Row::Job(job) = row {
                        job.closed = closed;
                    }
                });
            }
            Event::Form(form) => self.server.form = SCHEMA - 1 + u32::from(*form),
            Event::Knows(all) => self.server.knows_all = *all,
            _ => {}
        }
        Ok(())
    }

    pub(super) fn restart(&mut self) {
        for id in self.server.restart() {
            self.tell_of(id, Failure::Unreachable);
        }
    }

    pub(super) fn operate(&mut self, write: Write) {
        for (id, reply) in self.server.write(vec![write]) {
            self.reply(id, reply);
        }
    }

    fn change(&mut self, key: RowKey, change: impl FnOnce(&mut Row) + Send + 'static) {
        for (id, reply) in self.server.change(key, change) {
            self.reply(id, reply);
        }
    }

    pub(super) fn arrive(&mut self, message: Message) {
        match &message.way {
            Way::Request(ask) => {
                let Some(here) = self.devices.get(message.device) else {
                    return;
                };
                if !here.logged_in {
                    return self.fail(&message, Failure::Problem(ProblemKind::NotLoggedIn));
                }
                let person = here.disk.contents.person;
                let now = Timestamp(BEGIN.0 + self.now);
                self.server.take(message.id, person, ask, now);
                self.asked.insert(message.id, message);
            }
            Way::Reply(reply) => {
                let told = Told::Answer(message.id, Ok(reply.clone()), message.server);
                self.tell(&message, told);
            }
        }
    }

    /// The server has answered.
    pub(super) fn reply(&mut self, id: RequestId, reply: Reply) {
        if let Some(message) = self.asked.remove(&id) {
            let (way, server) = (Way::Reply(reply), self.server.life);
            self.network.send(Message {
                way,
                server,
                ..message
            });
        }
    }

    pub(super) fn tell_of(&mut self, id: RequestId, failure: Failure) {
        if let Some(message) = self.asked.remove(&id) {
            self.fail(&message, failure);
        }
    }

    /// The tab hears that there is no answer.
    pub(super) fn fail(&mut self, message: &Message, failure: Failure) {
        let told = Told::Answer(message.id, Err(failure), message.server);
        self.tell(message, told);
    }

    pub(super) fn tell(&mut self, message: &Message, told: Told) {
        if let Some(tab) = self.tab(message.device, message.tab)
            && tab.life == message.life
        {
            tab.inbox.push_back(told);
        }
    }
}

/// Half of it arrives.
fn cut(way: &mut Way) {
    let body = match way {
        Way::Request(Ask::Push(body) | Ask::Pull(body)) => body,
        Way::Reply(Reply { body: Ok(body), .. }) => body,
        Way::Reply(_) => return,
    };
    body.truncate(body.len() / 2);
}

fn nonsense(with: Nonsense) -> Failure {
    match with {
        Nonsense::Refused => Failure::Unreadable,
        Nonsense::Conflict => Failure::Problem(ProblemKind::Unknown),
        Nonsense::TooMany => Failure::Problem(ProblemKind::TooManyRequests),
        Nonsense::Broken => Failure::Unreachable,
    }
}
