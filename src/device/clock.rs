//! The device's clock, and timers.

use domain::Timestamp;

/// Now, by the device's clock. People read it; nothing is ordered by it.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// The day in Japan by the device's clock, as file names have it: 2026-11-23.
pub fn today() -> String {
    const JAPAN: f64 = 9.0 * 3600.0 * 1000.0;
    let shifted = js_sys::Date::new(&(js_sys::Date::now() + JAPAN).into());
    let moment: String = shifted.to_iso_string().into();
    moment.chars().take_while(|sign| *sign != 'T').collect()
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
