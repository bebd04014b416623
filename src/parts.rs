//! Parts of the app that are fetched when they are first needed, and how they are awaited.
//!
//! A release build cuts each part out of the program into a file of its own (`cargo xtask split`);
//! the service worker keeps them all, so that they open without a network too. Other builds hold
//! everything in one file, and nothing has to be fetched.

use crate::{components::empty::Empty, device::browser};
use leptos::{prelude::*, task::spawn_local};
use std::future::Future;

/// A part could not be fetched.
#[cfg(split)]
pub use leptos::wasm_split::SplitLoaderError as Unreachable;

/// A part could not be fetched. It never happens where nothing is cut out.
#[cfg(not(split))]
#[derive(Clone, Copy, Debug)]
pub enum Unreachable {}

/// A screen that is part of a part.
pub type Screen = fn() -> AnyView;

/// Functions whose code, with all that only they call, is a part: `part! { account: fn f() -> T = …; }`
/// is `async fn f() -> Result<T, Unreachable>`, and functions of one part are fetched together.
macro_rules! part {
    ($part:ident: $($(#[$doc:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty = $body:expr;)+) => {
        $(
            $(#[$doc])*
            #[cfg(split)]
            #[::leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
            $visible fn $name($($argument: $type),*) -> Result<$result, $crate::parts::Unreachable> {
                Ok($body)
            }

            $(#[$doc])*
            #[cfg(not(split))]
            $visible async fn $name($($argument: $type),*) -> Result<$result, $crate::parts::Unreachable> {
                Ok($body)
            }
        )+
    };
}

/// A screen whose part may have to be fetched first. Where it cannot be, that is said.
pub fn later<Coming>(load: fn() -> Coming) -> impl Fn() -> AnyView + Copy
where
    Coming: Future<Output = Result<Screen, Unreachable>> + 'static,
{
    move || {
        fetched(
            load,
            |show| show(),
            |retry| view! { <NoScreen retry /> }.into_any(),
        )
    }
}

/// A piece of a screen whose part may have to be fetched first; `show` turns the part into the piece.
pub fn piece<Part, Coming>(
    load: fn() -> Coming,
    show: impl Fn(Part) -> AnyView + Send + 'static,
) -> AnyView
where
    Part: Copy + Send + Sync + 'static,
    Coming: Future<Output = Result<Part, Unreachable>> + 'static,
{
    fetched(load, show, |retry| view! { <NoPiece retry /> }.into_any())
}

fn fetched<Part, Coming>(
    load: fn() -> Coming,
    show: impl Fn(Part) -> AnyView + Send + 'static,
    refuse: fn(Callback<()>) -> AnyView,
) -> AnyView
where
    Part: Copy + Send + Sync + 'static,
    Coming: Future<Output = Result<Part, Unreachable>> + 'static,
{
    let part = RwSignal::new(None);
    let fetch = move || {
        part.set(None);
        spawn_local(async move {
            let fetched = load().await.map_err(|_| ());
            // Nobody waits for it any more when the signal is gone.
            part.try_set(Some(fetched));
        });
    };
    fetch();
    let shown = move || match part.get() {
        Some(Ok(part)) => show(part),
        Some(Err(())) => refuse(Callback::new(move |()| fetch())),
        None => view! { <p class="page" aria-busy="true"></p> }.into_any(),
    };
    shown.into_any()
}

/// The screen is not on the device yet, and the server did not answer.
#[component]
fn NoScreen(retry: Callback<()>) -> impl IntoView {
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(app::not_fetched))));
    browser::after_paint(|| browser::focus("h1[tabindex]"));
    view! {
        <div class="page" role="alert">
            <Empty
                heading=true
                dead_end=true
                title=t!(app::not_fetched)
                text=t!(app::not_fetched_text)
            >
                <Retry retry />
            </Empty>
        </div>
    }
}

/// A piece of a screen is not on the device yet, and the server did not answer.
#[component]
fn NoPiece(retry: Callback<()>) -> impl IntoView {
    view! {
        <div role="alert">
            <p>{t!(app::not_fetched)}</p>
            <div class="button-row">
                <Retry retry />
            </div>
        </div>
    }
}

#[component]
fn Retry(retry: Callback<()>) -> impl IntoView {
    view! {
        <button class="button is-primary" type="button" on:click=move |_| retry.run(())>
            {t!(app::try_again)}
        </button>
        // A newer version may have taken the place of the one that this page is of.
        <button class="button" type="button" on:click=|_| browser::reload()>
            {t!(app::reload)}
        </button>
    }
}
