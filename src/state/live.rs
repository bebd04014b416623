//! One live stream a browser: one tab holds it and passes on to the others what it hears. When it
//! closes or sleeps, another takes its place.

use crate::device::{browser, clock, live, tabs::Tabs, tabs::locks};
use domain::PersonId;
use futures::{
    channel::oneshot,
    future::{AbortHandle, Abortable, Either, select},
};
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::{cell::RefCell, pin::pin, rc::Rc};
use sync::protocol::Live;

/// How long the tab that holds the stream has to answer, in milliseconds.
const PATIENCE: u32 = 3_000;
/// How often a tab that somebody looks at makes sure that the stream is held, in milliseconds.
const ASK_EVERY: u32 = 30_000;

/// What tabs say to each other of the stream.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    /// The stream told this.
    Heard(Live),
    /// Is there a tab that holds the stream?
    WhoHolds,
    /// This one does.
    IDo,
}

/// A tab's share in the stream; dropping it leaves.
#[derive(Debug)]
pub(super) struct Listening {
    taking_part: AbortHandle,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.taking_part.abort();
    }
}

/// What a tab knows of the others.
struct Place {
    name: String,
    tabs: Tabs,
    holds: Rc<RefCell<bool>>,
    answered: Rc<RefCell<Option<oneshot::Sender<()>>>>,
}

/// Hears what is new for a person, in this tab or through another, for as long as the result lives.
pub(super) fn listen(person: PersonId, heard: impl Fn(Live) + 'static) -> Listening {
    let (taking_part, registration) = AbortHandle::new_pair();
    let heard: Rc<dyn Fn(Live)> = Rc::new(heard);
    let place = Place::of(person, heard.clone());
    let take_part = Abortable::new(place.take_part(heard), registration);
    spawn_local(async move {
        let _ = take_part.await;
    });
    Listening { taking_part }
}

impl Place {
    fn of(person: PersonId, heard: Rc<dyn Fn(Live)>) -> Rc<Self> {
        let name = format!("engawa-live-{person}");
        Rc::new_cyclic(|this: &std::rc::Weak<Self>| {
            let this = this.clone();
            let listen = move |word: &str| {
                let Some(place) = this.upgrade() else { return };
                match serde_json::from_str(word) {
                    Ok(Word::Heard(live)) => heard(live),
                    Ok(Word::WhoHolds) if *place.holds.borrow() => place.say(&Word::IDo),
                    Ok(Word::IDo) => {
                        if let Some(answered) = place.answered.take() {
                            let _ = answered.send(());
                        }
                    }
                    // A word of another version of the app.
                    Ok(Word::WhoHolds) | Err(_) => {}
                }
            };
            Self {
                tabs: Tabs::listen(&name, listen),
                name,
                holds: Rc::default(),
                answered: Rc::default(),
            }
        })
    }

    fn say(&self, word: &Word) {
        if let Ok(word) = serde_json::to_string(word) {
            self.tabs.say(&word);
        }
    }

    /// Waits for the stream, holds it until it is taken away, and waits again.
    async fn take_part(self: Rc<Self>, heard: Rc<dyn Fn(Live)>) {
        loop {
            let lock = locks::lock(&self.name, self.silence()).await;
            *self.holds.borrow_mut() = true;
            let passing = (self.clone(), heard.clone());
            let stream = live::listen(move |live| {
                let (place, heard) = &passing;
                place.say(&Word::Heard(live.clone()));
                heard(live);
            });
            lock.lost().await;
            drop(stream);
            *self.holds.borrow_mut() = false;
        }
    }

    /// Resolves when somebody looks at this tab and the one that holds the stream does not answer.
    async fn silence(&self) {
        loop {
            let timer = clock::sleep(ASK_EVERY);
            select(pin!(browser::becomes_visible()), pin!(timer)).await;
            if !browser::is_visible() {
                continue;
            }
            let (tell, answered) = oneshot::channel();
            *self.answered.borrow_mut() = Some(tell);
            self.say(&Word::WhoHolds);
            let patience = clock::sleep(PATIENCE);
            if let Either::Right(_) = select(answered, pin!(patience)).await {
                return;
            }
        }
    }
}
