//! What the server refused: said where it happened, with the reason, and with what the person
//! meant, so that nothing of it is lost.

use super::{
    answers::days,
    composer,
    words::{self, commands::what},
};
use crate::{
    device::browser,
    paths,
    state::{replica::About, use_app},
};
use domain::{Command, ContractId, ProposalId};
use leptos::prelude::*;
use sync::Refused;

/// What was refused of the kind that `of` says.
#[component]
fn RefusedOf(of: impl Fn(&Command) -> bool + Send + Sync + 'static) -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        let mut found = app.replica.refused();
        found.retain(|refused| of(&refused.command));
        found
    });
    view! {
        <For each=move || found.get() key=|refused| refused.id let:refused>
            <RefusedView refused />
        </For>
    }
}

/// What of a proposal's page was refused.
#[component]
pub fn RefusedHere(
    /// Whose page this is.
    id: ProposalId,
) -> impl IntoView {
    view! { <RefusedOf of=move |command| About::of(command).is_of(id) /> }
}

/// What of a contract's page was refused.
#[component]
pub fn RefusedContract(
    /// Whose page this is.
    id: ContractId,
) -> impl IntoView {
    view! { <RefusedOf of=move |command| About::of(command) == About::Contract(id) /> }
}

#[component]
fn RefusedView(refused: Refused) -> impl IntoView {
    let app = use_app();
    let id = refused.id;
    let Refused {
        command, refusal, ..
    } = refused;
    let title = {
        let command = command.clone();
        move || text!(deal::refused, what(&command))
    };
    let kept = match &command {
        Command::SendMessage { text, .. } => Some(text.clone()),
        Command::DeclineProposal { note, .. } if !note.is_empty() => Some(note.clone()),
        Command::EditProposal { offer, .. } => Some(offer.message.clone()),
        Command::OfferTerms { terms, .. } => Some(text!(
            desk::terms,
            words::yen(terms.amount),
            days(terms.days)
        )),
        _ => None,
    };
    // A message goes back to where it was written.
    let again = match command {
        Command::SendMessage { proposal, text, .. } => Some((proposal, text)),
        _ => None,
    };
    // It stays for as long as the disk takes; a second tap says nothing more.
    let taken_up = RwSignal::new(false);
    let put_aside = move |_| {
        taken_up.set(true);
        app.replica.put_aside(id);
        browser::after_paint(|| browser::focus("h1[tabindex]"));
    };
    view! {
        <div class="notice is-error" role="alert">
            <div class="notice-text">
                <strong>{title}</strong>
                <p>{move || words::refusal(&refusal)}</p>
                {kept.map(|kept| view! { <blockquote class="refused-words">{kept}</blockquote> })}
            </div>
            {again
                .map(|(proposal, text)| {
                    let form = composer::form(proposal);
                    view! {
                        <button
                            class="button"
                            type="button"
                            disabled=move || taken_up.get()
                            on:click=move |_| {
                                taken_up.set(true);
                                composer::add(form, &text);
                                app.replica.put_aside(id);
                            }
                        >
                            {t!(thread::write_again)}
                        </button>
                    }
                })}
            <button class="button is-plain" type="button" on:click=put_aside>
                {t!(deal::understood)}
            </button>
        </div>
    }
}

/// Above every screen: that something was refused, and the way to it. What has no page of its own
/// is said here.
#[component]
pub fn RefusedNotices() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| app.replica.refused());
    let shown = move |refused: Refused| {
        let place = match About::of(&refused.command) {
            About::Proposal(id) | About::Message(id, _) => Some(paths::proposal(id)),
            About::Contract(id) => Some(paths::work(id)),
            About::Job(_)
            | About::Program(_)
            | About::SignUp(_)
            | About::Certificate(_)
            | About::Space(_)
            | About::Booking(_)
            | About::Own => None,
        };
        match place {
            Some(place) => {
                let said = text!(deal::refused, what(&refused.command));
                view! {
                    <div class="notice is-error">
                        <p class="notice-text">
                            <strong>{said}</strong>
                            {words::refusal(&refused.refusal)}
                        </p>
                        <a class="button" href=place>
                            {t!(deal::see_it)}
                        </a>
                    </div>
                }
                .into_any()
            }
            None => view! { <RefusedView refused /> }.into_any(),
        }
    };
    // On its own page it is said where it happened.
    let here = leptos_router::hooks::use_location();
    let elsewhere = move || {
        let (path, search) = (here.pathname.get(), here.search.get());
        let mut found = found.get();
        found.retain(|refused| match About::of(&refused.command) {
            About::Proposal(id) | About::Message(id, _) => {
                let id = id.to_string();
                !path.contains(&id) && !search.contains(&id)
            }
            About::Contract(id) => !path.contains(&id.to_string()),
            About::Job(_)
            | About::Program(_)
            | About::SignUp(_)
            | About::Certificate(_)
            | About::Space(_)
            | About::Booking(_)
            | About::Own => true,
        });
        found
    };
    move || elsewhere().into_iter().map(shown).collect_view()
}
