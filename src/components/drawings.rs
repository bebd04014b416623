//! Icons and scenes: single-colour drawings that stand beside words, never alone.

use leptos::prelude::*;

/// What a drawing is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named after what they show")]
pub enum Icon {
    Search,
    Filter,
    Star,
    Pen,
    Desk,
    Person,
    Close,
    Back,
    Next,
    Calendar,
    Work,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Search => "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20 20",
            Icon::Filter => "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5",
            Icon::Star => {
                "m12 4 2.4 5.1 5.6.7-4.1 3.8 1.1 5.5L12 16.4l-5 2.7 1.1-5.5L4 9.8l5.6-.7z"
            }
            Icon::Pen => "M5 4h9l5 5v11H5zM14 4v5h5M8.5 13h7M8.5 16.5h5",
            Icon::Desk => "M4 13 6.5 5h11L20 13v6H4zM4 13h5l1 2.5h4l1-2.5h5",
            Icon::Person => {
                "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5z"
            }
            Icon::Close => "M6 6l12 12M18 6 6 18",
            Icon::Back => "m14.5 5-7 7 7 7",
            Icon::Next => "m9.5 5 7 7-7 7",
            Icon::Calendar => "M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4",
            Icon::Work => "M3.5 8h17v11h-17zM9 8V5h6v3M3.5 13h17",
        }
    }
}

/// A drawing of 24 by 24; decoration for assistive technology.
#[component]
pub fn Drawing(
    /// What it is of.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path()></path>
        </svg>
    }
}

/// The house mark: a veranda between a home and its town.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg viewBox="48 80 416 336" aria-hidden="true">
            <path d="M72 150 118 92h276l46 58z" fill="#234a8c"></path>
            <path d="M72 150h368v20H72z" fill="#1a3769"></path>
            <path d="M104 170h20v168h-20zM388 170h20v168h-20z" fill="#9a6b34"></path>
            <path d="M124 170h140v168H124z" fill="#fffdf9"></path>
            <path d="M124 170h140v168H124zM171 170v168M217 170v168M124 226h140M124 282h140" fill="none" stroke="#c9975b" stroke-width="12"></path>
            <path d="M60 338h392v42H60z" fill="#dcb783"></path>
            <path d="M60 380h392v24H60z" fill="#b98c54"></path>
        </svg>
    }
}

/// An empty place that is calm: a veranda.
#[component]
pub fn Veranda() -> impl IntoView {
    view! {
        <svg class="scene" viewBox="0 0 240 150" aria-hidden="true">
            <circle class="light" cx="168" cy="58" r="30"></circle>
            <path class="thin" d="M18 22h204M26 22v92M214 22v92"></path>
            <path class="paper" d="M32 28h76v86H32z"></path>
            <path class="thin" d="M57 28v86M83 28v86M32 57h76M32 86h76"></path>
            <path class="wood" d="M10 114h220v12H10z"></path>
            <path class="thin" d="M54 114v12M104 114v12M154 114v12M198 114v12M18 126v14M222 126v14"></path>
            <path class="cloth" d="M128 114c0-8 8-11 20-11s20 3 20 11z"></path>
            <path class="paper" d="M182 114v-9h14v9zM196 107c5 0 5 5 0 5"></path>
            <path class="leafy" d="M200 22c-2 14-12 18-20 18 2-10 10-17 20-18z"></path>
        </svg>
    }
}

/// A way that ends here: stepping stones.
#[component]
pub fn Stones() -> impl IntoView {
    view! {
        <svg class="scene" viewBox="0 0 240 150" aria-hidden="true">
            <circle class="light" cx="140" cy="52" r="34"></circle>
            <path class="wood" d="M10 60h84v10H10z"></path>
            <path class="thin" d="M20 70v60M84 70v60M34 60v10M62 60v10"></path>
            <ellipse class="paper" cx="116" cy="128" rx="22" ry="8"></ellipse>
            <ellipse class="paper" cx="164" cy="118" rx="16" ry="6"></ellipse>
            <ellipse class="paper" cx="202" cy="108" rx="12" ry="4.5"></ellipse>
            <path class="leafy" d="M216 92c-2-14 4-22 14-26 2 12-2 22-14 26zM212 92c-8-4-12-10-12-20 10 2 14 10 12 20z"></path>
        </svg>
    }
}
