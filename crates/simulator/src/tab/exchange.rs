//! The exchange with the server: `src/state/sync.rs`, one step at a time.

use super::{Failure, Phase, Status};
use crate::{
    Mutant,
    disk::{AsSeen, Followed, Pulled, Why, Wish},
    network::{Message, RequestId, Way},
    oracle::Broken,
    server::{Ask, Reply},
    world::World,
};
use domain::DraftId;
use sync::{
    Draft, Mutation,
    protocol::{ProblemKind, PullResponse, PushResponse},
};

/// How long after the last key a draft is shared, in milliseconds. The app waits longer; an event
/// takes 20, and a story needs no hundred of them for that.
const RESTS: i64 = 60;

impl World {
    /// A reason to sync.
    pub(crate) fn wake(&mut self, device: usize, tab: usize) -> Option<()> {
        let logged_in = self.devices.get(device)?.logged_in;
        let here = self.tab(device, tab)?;
        if !here.open || !here.ready {
            return None;
        }
        if here.phase != Phase::Idle {
            here.again = true;
        } else if logged_in {
            here.again = false;
            here.phase = Phase::WantsLock;
        } else {
            here.status = Status::SessionEnded;
        }
        Some(())
    }

    /// The tab takes the lock, if it wants it and nobody has it.
    pub(crate) fn take_lock(&mut self, device: usize, tab: usize) -> bool {
        let Some(here) = self.devices.get_mut(device) else {
            return false;
        };
        let wants = here.tabs.get(tab).map(|tab| tab.phase) == Some(Phase::WantsLock);
        if !wants || here.lock.is_some() {
            return false;
        }
        here.lock = Some(tab);
        self.read_before_push(device, tab);
        true
    }

    pub(super) fn read_before_push(&mut self, device: usize, tab: usize) {
        if let Some(here) = self.tab(device, tab) {
            here.phase = Phase::Reading;
        }
        self.read(device, tab, Why::Exchange);
    }

    /// What was written in drafts, and has rested, goes into the outbox, one draft after the other.
    pub(super) fn share_drafts(&mut self, device: usize, tab: usize) {
        let Some(now) = self.device_clock(device) else {
            return;
        };
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        let ready = |draft: &&sync::Draft| {
            let rests = (0..RESTS).contains(&(now.0 - draft.edited_at.0));
            !rests && draft.save_command().is_some()
        };
        let drafts = here.memory.drafts.values().filter(ready);
        here.sharing = drafts.map(|draft| draft.id).collect();
        here.phase = Phase::Sharing;
        self.share_next(device, tab);
    }

    fn share_next(&mut self, device: usize, tab: usize) {
        let Some(made_at) = self.device_clock(device) else {
            return;
        };
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        let Some(id) = here.sharing.pop_front() else {
            return self.push_or_pull(device, tab);
        };
        let as_seen = AsSeen::of(&here.memory, made_at);
        let wish = Wish::Share { id, as_seen };
        self.wish(device, tab, wish);
    }

    pub(super) fn shared(
        &mut self,
        device: usize,
        tab: usize,
        id: DraftId,
        queued: Option<(Mutation, Draft)>,
    ) {
        if let (Some(here), Some((mutation, shared))) = (self.tab(device, tab), queued) {
            here.memory.outbox.insert(mutation.id, mutation);
            if let Some(draft) = here.memory.drafts.get_mut(&id) {
                draft.share = shared.share;
            }
        }
        self.share_next(device, tab);
    }

    pub(super) fn push_or_pull(&mut self, device: usize, tab: usize) {
        let most = usize::from(self.town.push);
        let form = self.form_of(device);
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        match here.memory.push() {
            Some(mut push) => {
                push.mutations.truncate(most);
                push.schema = form;
                let body = serde_json::to_vec(&push).unwrap_or_default();
                let id = self.ask(device, tab, Ask::Push(body));
                self.set_phase(device, tab, Phase::Pushing(id));
            }
            None => self.begin_pull(device, tab),
        }
    }

    pub(super) fn begin_pull(&mut self, device: usize, tab: usize) {
        if let Some(here) = self.tab(device, tab) {
            here.before = here.memory.outbox.len();
        }
        self.pull(device, tab);
    }

    pub(super) fn pull(&mut self, device: usize, tab: usize) {
        let form = self.form_of(device);
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        let mut pull = here.memory.pull();
        pull.schema = form;
        let body = serde_json::to_vec(&pull).unwrap_or_default();
        let id = self.ask(device, tab, Ask::Pull(body));
        self.set_phase(device, tab, Phase::Pulling(id));
    }

    pub(super) fn ask(&mut self, device: usize, tab: usize, ask: Ask) -> RequestId {
        let id = self.network.number();
        let life = self.tab(device, tab).map_or(0, |tab| tab.life);
        let (way, server) = (Way::Request(ask), self.server.life);
        self.network.send(Message {
            id,
            device,
            tab,
            life,
            server,
            way,
        });
        id
    }

    pub(super) fn answered(
        &mut self,
        device: usize,
        tab: usize,
        id: RequestId,
        answer: Result<Reply, Failure>,
        server: u32,
    ) -> Result<(), Broken> {
        let Some(here) = self.tab(device, tab) else {
            return Ok(());
        };
        let phase = here.phase;
        let asked = matches!(phase, Phase::Pushing(asked) | Phase::Pulling(asked) if asked == id);
        if !asked {
            // Somebody else's, or of a request that was given up.
            return Ok(());
        }
        let body = answer.and_then(|reply| match reply.body {
            Ok(body) => Ok((body, reply.moment)),
            Err(problem) => Err(Failure::Problem(problem)),
        });
        let failure = match (phase, body) {
            (_, Err(failure)) => failure,
            (Phase::Pushing(_), Ok((body, _))) => {
                match serde_json::from_slice::<PushResponse>(&body) {
                    Ok(pushed) => {
                        if self.mutant == Some(Mutant::OutboxLeftWithTheReply) {
                            self.forget_outbox(device, tab, &pushed);
                        }
                        self.begin_pull(device, tab);
                        return Ok(());
                    }
                    Err(_) => Failure::Unreadable,
                }
            }
            (_, Ok((body, moment))) => match serde_json::from_slice::<PullResponse>(&body) {
                Ok(pulled) => {
                    let more = pulled.more;
                    let pulled_at = Pulled {
                        life: server,
                        moment,
                        more,
                    };
                    self.absorb(device, tab, pulled, pulled_at);
                    return Ok(());
                }
                Err(_) => Failure::Unreadable,
            },
        };
        self.attempt_failed(device, tab, failure);
        Ok(())
    }

    /// A mutant: what the server says it has is taken out of the outbox at once.
    pub(super) fn forget_outbox(&mut self, device: usize, tab: usize, pushed: &PushResponse) {
        if let Some(here) = self.devices.get_mut(device) {
            for result in &pushed.results {
                here.disk.contents.outbox.remove(&result.id);
                if let Some(tab) = here.tabs.get_mut(tab) {
                    tab.memory.outbox.remove(&result.id);
                }
            }
        }
    }

    pub(super) fn absorb(
        &mut self,
        device: usize,
        tab: usize,
        mut pulled: PullResponse,
        at: Pulled,
    ) {
        let mutant = self.mutant;
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        if mutant == Some(Mutant::KeepsWhatWasLeft) {
            pulled.scopes_left.clear();
        }
        if mutant == Some(Mutant::SettlesBeforeTheLastPage) && pulled.more {
            pulled.last_mutation = here.memory.outbox.keys().copied().max().unwrap_or_default();
        }
        if mutant == Some(Mutant::RefusalsIgnored) {
            pulled.refused.clear();
        }
        let changes = here.memory.absorb(pulled);
        here.pulls += 1;
        let wish = Wish::Store {
            followed: Followed::of(&here.memory),
            changes,
            pulled: at,
        };
        here.phase = Phase::Storing;
        self.wish(device, tab, wish);
    }

    pub(super) fn stored(
        &mut self,
        device: usize,
        tab: usize,
        stored: bool,
        news: bool,
        more: bool,
    ) {
        if !stored {
            return self.attempt_failed(device, tab, Failure::Storage);
        }
        if news {
            self.tell_tabs(device, tab);
        }
        if more {
            return self.pull(device, tab);
        }
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        let after = here.memory.outbox.len();
        if after == 0 {
            here.failures = 0;
            here.timer = None;
            here.status = Status::UpToDate;
            self.finish_attempt(device, tab);
        } else if after >= here.before {
            self.attempt_failed(device, tab, Failure::Unsettled);
        } else {
            self.read_before_push(device, tab);
        }
    }

    pub(super) fn attempt_failed(&mut self, device: usize, tab: usize, failure: Failure) {
        match failure {
            Failure::Problem(ProblemKind::NotLoggedIn | ProblemKind::OtherPerson) => {
                self.set_status(device, tab, Status::SessionEnded);
            }
            Failure::Problem(ProblemKind::Schema) => self.wait(device, tab, Status::Outdated),
            Failure::Storage => self.wait(device, tab, Status::DeviceFails),
            Failure::Problem(_)
            | Failure::Unreachable
            | Failure::Unreadable
            | Failure::Unsettled => {
                self.wait(device, tab, Status::Waiting);
            }
        }
        self.finish_attempt(device, tab);
    }

    /// Tries again by itself, after a while that doubles with each failure.
    fn wait(&mut self, device: usize, tab: usize, status: Status) {
        let now = self.now;
        if let Some(here) = self.tab(device, tab) {
            here.failures = here.failures.saturating_add(1);
            let doubled = 1_000i64 << here.failures.min(20).saturating_sub(1);
            here.timer = Some(now + doubled.min(5 * 60 * 1000));
            here.status = status;
        }
    }

    pub(super) fn finish_attempt(&mut self, device: usize, tab: usize) {
        let Some(here) = self.devices.get_mut(device) else {
            return;
        };
        if here.lock == Some(tab) {
            here.lock = None;
        }
        let Some(tab_here) = here.tabs.get_mut(tab) else {
            return;
        };
        tab_here.phase = Phase::Idle;
        if std::mem::take(&mut tab_here.again) {
            self.wake(device, tab);
        }
    }

    pub(super) fn set_phase(&mut self, device: usize, tab: usize, phase: Phase) {
        if let Some(here) = self.tab(device, tab) {
            here.phase = phase;
        }
    }

    pub(super) fn set_status(&mut self, device: usize, tab: usize, status: Status) {
        if let Some(here) = self.tab(device, tab) {
            here.status = status;
        }
    }
}
