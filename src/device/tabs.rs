//! Several tabs of one browser: hints that something changed, words between them, and locks.

pub mod locks;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// Words between the tabs that share a name. A hint only: a tab that sleeps hears them late or never.
#[derive(Debug)]
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    /// As long as the tab listens.
    _hears: Option<Closure<dyn Fn(MessageEvent)>>,
}

impl Tabs {
    /// Joins the tabs that share `name`; `heard` is called for each word of another tab.
    pub fn listen(name: &str, heard: impl Fn(&str) + 'static) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        let hears = channel.as_ref().map(|channel| {
            let hears = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                heard(&event.data().as_string().unwrap_or_default());
            });
            channel.set_onmessage(Some(hears.as_ref().unchecked_ref()));
            hears
        });
        Self {
            channel,
            _hears: hears,
        }
    }

    /// Joins the tabs that share `name`; `changed` is called for each hint that something changed.
    pub fn join(name: &str, changed: impl Fn() + 'static) -> Self {
        Self::listen(name, move |_| changed())
    }

    /// Tells the others that something changed.
    pub fn tell(&self) {
        self.say("");
    }

    /// Says something to the others.
    pub fn say(&self, word: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(word));
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
