//! Writing a proposal at a kiosk: the phone says whose it is, and has it two seconds after the last key.

use crate::{
    components::{
        empty::Empty,
        posting_at_hand::{AtHand, job_at_hand},
        qr_code::QrCode,
        words,
    },
    device::browser,
    paths,
    state::kiosk::{Handed, Login, use_kiosk},
};
use domain::{Job, JobId, job::MAX_DESCRIPTION, refusal::Field, short_code::ShortCode};
use leptos::{prelude::*, task::spawn_local};

/// Writing for a posting.
#[component]
pub fn Write(
    /// Which.
    id: JobId,
) -> impl IntoView {
    let kiosk = use_kiosk();
    let found = job_at_hand(id);
    let job = Memo::new(move |_| found.with(AtHand::job_cloned));
    // Whoever comes here wants to.
    Effect::new(move |_| {
        if untrack(|| kiosk.login()) == Login::Out {
            kiosk.ask_login();
        }
    });
    let login = Memo::new(move |_| kiosk.login());
    let shown = move || match (login.get(), job.get()) {
        (Login::In { name, .. }, Some(job)) => view! { <Form job name /> }.into_any(),
        (Login::In { .. }, None) => view! { <p role="status">{t!(app::loading)}</p> }.into_any(),
        (Login::Asked(asked), _) => view! { <Ask code=asked.code /> }.into_any(),
        (Login::Asking, _) => view! { <p role="status">{t!(app::loading)}</p> }.into_any(),
        (Login::Out | Login::Failed, _) => view! {
            <Empty dead_end=true title=t!(kiosk::no_login) text=t!(kiosk::no_login_text)>
                <button
                    class="button is-primary"
                    type="button"
                    on:click=move |_| kiosk.ask_login()
                >
                    {t!(app::try_again)}
                </button>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <h1 class="kiosk-title" tabindex="-1">
            {t!(kiosk::write)}
        </h1>
        {shown}
    }
}

/// The code that the phone reads.
#[component]
fn Ask(code: ShortCode) -> impl IntoView {
    let address = browser::origin() + &paths::approve(code);
    view! {
        <section class="kiosk-ask" aria-labelledby="ask-h">
            <h2 id="ask-h">{t!(kiosk::approve_on_phone)}</h2>
            <p>{t!(kiosk::approve_text)}</p>
            <QrCode text=address name=Signal::derive(|| text!(kiosk::take_code).to_owned()) />
            <p>
                {move || text!(kiosk::or_type, browser::origin() + paths::APPROVE)}
                " "
                <strong class="kiosk-code">{code.to_string()}</strong>
            </p>
            <p role="status">{t!(kiosk::waits_for_phone)}</p>
        </section>
    }
}

#[component]
fn Form(job: Job, name: String) -> impl IntoView {
    let kiosk = use_kiosk();
    kiosk.write_for(&job);
    let stands = move || match kiosk.handed() {
        Handed::Nothing => String::new(),
        Handed::Here => text!(kiosk::here_only).to_owned(),
        Handed::Going => text!(kiosk::going).to_owned(),
        Handed::Given(at) => text!(kiosk::given, words::time(at)),
    };
    let send = move |_| {
        spawn_local(async move {
            kiosk.hand_over().await;
        });
    };
    view! {
        <p class="lead">{job.title.clone()}</p>
        <p>{move || text!(kiosk::goes_to, name.clone())}</p>
        <div class="field">
            <label for="kiosk-message">{t!(proposal::message)}</label>
            <textarea
                class="textarea"
                id="kiosk-message"
                autocomplete="off"
                spellcheck="false"
                maxlength=MAX_DESCRIPTION
                prop:value=move || kiosk.written(Field::Message)
                on:input=move |event| kiosk.write(Field::Message, event_target_value(&event))
            ></textarea>
        </div>
        <div class="field">
            <label for="kiosk-amount">{t!(kiosk::amount)}</label>
            <input
                class="input is-number"
                id="kiosk-amount"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                maxlength="20"
                prop:value=move || kiosk.written(Field::Amount)
                on:input=move |event| kiosk.write(Field::Amount, event_target_value(&event))
            />
        </div>
        <p class="kiosk-said" role="status">
            {stands}
        </p>
        <button class="button is-primary" type="button" on:click=send>
            {t!(kiosk::hand_over)}
        </button>
    }
}
