//! The network of a run: messages that wait to arrive, and all that can happen to them.

use crate::server::{Ask, Reply};

/// A request's number. A doubled one gets a number of its own, and its reply nobody waits for.
pub(crate) type RequestId = u64;

/// Where a message goes.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    /// To the server.
    Request(Ask),
    /// Back to the tab.
    Reply(Reply),
}

/// A message on its way.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: RequestId,
    pub(crate) device: usize,
    pub(crate) tab: usize,
    /// Which life of the tab asked.
    pub(crate) life: u32,
    /// Which life of the server answered.
    pub(crate) server: u32,
    pub(crate) way: Way,
}

/// The messages on their way.
#[derive(Debug, Default)]
pub(crate) struct Network {
    messages: Vec<Message>,
    last: RequestId,
}

impl Network {
    /// A number that no request has.
    pub(crate) fn number(&mut self) -> RequestId {
        self.last += 1;
        self.last
    }

    pub(crate) fn send(&mut self, message: Message) {
        self.messages.push(message);
    }

    /// Takes the message of a number (any number means one, when there is one).
    pub(crate) fn nth(&mut self, number: u8) -> Option<Message> {
        let place = usize::from(number).checked_rem(self.messages.len())?;
        Some(self.messages.remove(place))
    }

    /// Takes the message of a request, on its way there or back.
    pub(crate) fn of(&mut self, id: RequestId) -> Option<Message> {
        let place = self.messages.iter().position(|message| message.id == id)?;
        Some(self.messages.remove(place))
    }

    /// Puts a message first.
    pub(crate) fn overtake(&mut self, number: u8) {
        if let Some(message) = self.nth(number) {
            self.messages.insert(0, message);
        }
    }

    /// Takes everything.
    pub(crate) fn clear(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.messages)
    }
}
