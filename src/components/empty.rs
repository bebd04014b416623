//! A place where nothing is yet: a calm drawing, what it is, and the one next step.

use super::drawings::{Stones, Veranda};
use leptos::prelude::*;

/// An empty place.
#[component]
pub fn Empty(
    /// What is so; the screen's heading where `heading` says so.
    #[prop(into)]
    title: ViewFn,
    /// What follows from it.
    #[prop(into)]
    text: ViewFn,
    /// This is the screen's own heading.
    #[prop(optional)]
    heading: bool,
    /// The way ends here (a page that is not there).
    #[prop(optional)]
    dead_end: bool,
    /// The one next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="empty">
            {if dead_end { view! { <Stones /> }.into_any() } else { view! { <Veranda /> }.into_any() }}
            {if heading {
                view! { <h1 tabindex="-1">{move || title.run()}</h1> }.into_any()
            } else {
                view! { <h2>{move || title.run()}</h2> }.into_any()
            }} <p>{move || text.run()}</p>
            {children.map(|children| view! { <div class="button-row">{children()}</div> })}
        </section>
    }
}
