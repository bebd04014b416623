//! The live stream: the server says that something is new, never what.

use futures::{StreamExt, stream::AbortHandle, stream::Abortable};
use gloo_net::eventsource::futures::EventSource;
use sync::protocol::Live;
use wasm_bindgen_futures::spawn_local;

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

/// Listens; the browser reconnects by itself. `None` where the browser has no event streams.
pub fn listen(mut heard: impl FnMut(Live) + 'static) -> Option<LiveStream> {
    let mut source = EventSource::new("/api/live").ok()?;
    let events = source.subscribe("live").ok()?;
    let (listening, registration) = AbortHandle::new_pair();
    spawn_local(async move {
        let mut events = Abortable::new(events, registration);
        while let Some(event) = events.next().await {
            let Ok((_, message)) = event else { continue };
            let Some(text) = message.data().as_string() else {
                continue;
            };
            // A word of a newer server is no reason to stop listening.
            if let Ok(live) = serde_json::from_str::<Live>(&text) {
                heard(live);
            }
        }
        drop(source);
    });
    Some(LiveStream { listening })
}
