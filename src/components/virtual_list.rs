//! A long list of equal rows of which only those near the window are mounted. The stylesheet places
//! them (`--n`, `--i`); here is only which ones.

use leptos::{ev, html, prelude::*};
use std::ops::Range;

/// Rows kept mounted on either side of what can be seen.
const BESIDE: f64 = 7.0;
/// What is mounted before anything could be measured.
const AT_FIRST: Range<usize> = 0..12;

/// Which rows stand near the window, whoever scrolls: the window or a part of the page.
#[derive(Clone, Copy)]
pub struct Scroller {
    /// The list.
    pub list: NodeRef<html::Ol>,
    count: Signal<usize>,
    near: RwSignal<Range<usize>>,
}

impl Scroller {
    /// Follows the window as long as the component lives. Where a part of the page scrolls, that
    /// part calls [`Scroller::measure`].
    pub fn follow(count: Signal<usize>) -> Self {
        let scroller = Self {
            list: NodeRef::new(),
            count,
            near: RwSignal::new(AT_FIRST),
        };
        let scroll = window_event_listener(ev::scroll, move |_| scroller.measure());
        let resize = window_event_listener(ev::resize, move |_| scroller.measure());
        on_cleanup(move || {
            scroll.remove();
            resize.remove();
        });
        Effect::new(move |_| {
            count.track();
            scroller.list.track();
            // Once the list is as long as it will be.
            request_animation_frame(move || scroller.measure());
        });
        scroller
    }

    /// The rows to mount.
    pub fn near(self) -> Range<usize> {
        let count = self.count.get();
        let Range { start, end } = self.near.get();
        start.min(count)..end.min(count)
    }

    /// Looks where the list stands. Does nothing while it is not shown.
    pub fn measure(self) {
        let Some(list) = self.list.try_get_untracked().flatten() else {
            return;
        };
        let Some(count) = self.count.try_get_untracked() else {
            return;
        };
        let height = f64::from(list.offset_height());
        if count == 0 || height <= 0.0 {
            return;
        }
        let pitch = height / count as f64;
        let above = -list.get_bounding_client_rect().top();
        let seen = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64())
            .unwrap_or(0.0);
        // Casts saturate: above the list is 0.
        let first = (above / pitch - BESIDE).floor() as usize;
        let last = ((above + seen) / pitch + BESIDE).ceil() as usize;
        if self.near.get_untracked() != (first..last) {
            self.near.set(first..last);
        }
    }
}
