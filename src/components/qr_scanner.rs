//! Reads QR codes with the camera. Typing is always the other way: it stands below, whatever the
//! camera does.

use crate::device::camera::{Camera, CameraError};
use leptos::{html::Video, prelude::*, task::spawn_local};

/// A code that went out of sight for so long, in milliseconds, is read anew.
const FORGOTTEN: i64 = 2_000;

/// How the camera is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Off,
    Starting,
    Looking,
    Failed(CameraError),
}

/// A camera that reads codes, with the other way below.
#[component]
pub fn QrScanner(
    /// Takes what a code says, once for each time that it comes into sight.
    on_read: Callback<String>,
    /// The camera starts by itself: the person has just asked for it.
    #[prop(optional)]
    at_once: bool,
    /// Typing.
    children: Children,
) -> impl IntoView {
    let state = RwSignal::new(State::Off);
    let video = NodeRef::<Video>::new();
    let camera = StoredValue::new_local(None::<Camera>);
    let last = StoredValue::new((String::new(), 0));
    let found = move |text: String| {
        let now = crate::device::clock::now().0;
        let before = last.try_update_value(|last| {
            let before = std::mem::replace(last, (text.clone(), now));
            (before.0 == text && now - before.1 < FORGOTTEN).then_some(())
        });
        // The screen may be gone.
        if before == Some(None) {
            on_read.run(text);
        }
    };
    let failed = move |error| {
        camera.try_set_value(None);
        state.try_set(State::Failed(error));
    };
    let start = move || {
        if matches!(state.get_untracked(), State::Starting | State::Looking) {
            return;
        }
        state.set(State::Starting);
        let Some(video) = video.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let opened = Camera::open(video, found, failed).await;
            // Stopped, or gone, while it started: dropping it turns it off.
            if state.try_get_untracked() != Some(State::Starting) {
                return;
            }
            match opened {
                Ok(opened) => {
                    camera.set_value(Some(opened));
                    state.set(State::Looking);
                }
                Err(error) => state.set(State::Failed(error)),
            }
        });
    };
    let stop = move || {
        camera.set_value(None);
        state.set(State::Off);
    };
    on_cleanup(move || {
        camera.try_set_value(None);
    });
    if at_once {
        // Once its picture has a place.
        Effect::new(move |_| {
            if video.get().is_some() {
                start();
            }
        });
    }
    let is_on = move || matches!(state.get(), State::Starting | State::Looking);
    let said = move || match state.get() {
        State::Off => "",
        State::Starting => text!(qr::starting),
        State::Looking => text!(qr::looking),
        State::Failed(error) => match error {
            CameraError::Missing => text!(qr::missing),
            CameraError::Refused => text!(qr::refused),
            CameraError::Busy => text!(qr::busy),
            CameraError::NoReader => text!(qr::no_reader),
        },
    };
    view! {
        <div class="qr-scanner">
            <div class="qr-picture" hidden=move || !is_on()>
                <video node_ref=video autoplay muted playsinline aria-label=t!(qr::picture)></video>
            </div>
            <p role="status" class="qr-said">
                {said}
            </p>
            <div class="button-row">
                <button
                    class="button is-primary"
                    type="button"
                    on:click=move |_| if is_on() { stop() } else { start() }
                >
                    {move || if is_on() { text!(qr::stop) } else { text!(qr::start) }}
                </button>
            </div>
            {children()}
        </div>
    }
}
