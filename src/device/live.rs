//! The live stream: the server says that something is new, never what.

use super::clock;
use futures::{
    StreamExt,
    future::{AbortHandle, Abortable},
};
use gloo_net::eventsource::{State, futures::EventSource};
use sync::protocol::Live;
use wasm_bindgen_futures::spawn_local;

/// How long after a stream was refused it is asked for again, in milliseconds.
const ASK_AGAIN: u32 = 20_000;

/// A stream that is being listened to; dropping it ends it.
#[derive(Debug)]
pub struct LiveStream {
    listening: AbortHandle,
}

impl Drop for LiveStream {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Listens for as long as the result lives.
pub fn listen(heard: impl FnMut(Live) + 'static) -> LiveStream {
    let (listening, registration) = AbortHandle::new_pair();
    let listen = Abortable::new(stay(heard), registration);
    spawn_local(async move {
        let _ = listen.await;
    });
    LiveStream { listening }
}

/// A browser reconnects a stream that broke, but not one that was refused.
async fn stay(mut heard: impl FnMut(Live)) {
    loop {
        hear(&mut heard).await;
        clock::sleep(ASK_AGAIN).await;
    }
}

/// Hears one stream until it is closed for good.
async fn hear(heard: &mut impl FnMut(Live)) {
    let Ok(mut source) = EventSource::new("/api/live") else {
        return;
    };
    let Ok(mut events) = source.subscribe("live") else {
        return;
    };
    while let Some(event) = events.next().await {
        match event {
            Ok((_, message)) => {
                let text = message.data().as_string().unwrap_or_default();
                // A word of a newer server is no reason to stop listening.
                if let Ok(live) = serde_json::from_str::<Live>(&text) {
                    heard(live);
                }
            }
            Err(_) if source.state() == State::Closed => return,
            Err(_) => {}
        }
    }
}
