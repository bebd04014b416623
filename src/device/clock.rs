//! The device's clock, and timers.

use domain::Timestamp;

/// Now, by the device's clock. People read it; nothing is ordered by it.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// Milliseconds since the page began, rising steadily whatever the wall clock does.
pub fn since_start() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.now())
}

/// Resolves after `milliseconds`.
pub async fn sleep(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}
