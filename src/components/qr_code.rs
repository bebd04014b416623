//! A QR code, drawn on the device.

use leptos::prelude::*;
use qrcodegen::{QrCode as Code, QrCodeEcc};
use std::fmt::Write as _;

/// The empty margin that readers want, in modules (ISO/IEC 18004).
const MARGIN: i32 = 4;

/// A QR code. It is dark on white in every theme: some readers take nothing else.
#[component]
pub fn QrCode(
    /// What it says to who reads it.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for who does not see it.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    // A text beyond 2,331 bytes fits no code; ours are addresses.
    let drawn = Memo::new(move |_| text.with(|text| drawn(text)));
    move || {
        let (side, path) = drawn.get()?;
        Some(view! {
            <svg
                class="qr-code"
                role="img"
                aria-label=name
                viewBox=format!("0 0 {side} {side}")
                shape-rendering="crispEdges"
            >
                <rect width=side height=side fill="#fff"></rect>
                <path d=path fill="#000"></path>
            </svg>
        })
    }
}

/// The side in modules, margin included, and the dark modules as one path.
fn drawn(text: &str) -> Option<(i32, String)> {
    // 15 in 100 may be hidden, by a thumb or by glare.
    let code = Code::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let dark = (x..code.size())
                .take_while(|x| code.get_module(*x, y))
                .count();
            let run = i32::try_from(dark).unwrap_or(0);
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN);
            }
            x += run.max(1);
        }
    }
    Some((code.size() + 2 * MARGIN, path))
}
