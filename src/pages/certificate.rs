//! A certificate, as anybody sees it who has its link: what it attests, and whether it still counts.

use crate::{
    components::{empty::Empty, qr_code::QrCode, toasts::use_toasts, words},
    device::{
        browser, clock,
        network::{self, NetworkError},
    },
    paths,
    state::use_app,
};
use domain::{
    CertificateId, Day, Timestamp,
    certificate::{Attested, Attests, Standing},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use sync::protocol::ProblemKind;

/// What the server said, and when by the device's clock.
type Answer = Result<(Attested, Timestamp), NetworkError>;

/// The page of a certificate.
#[component]
pub fn CertificatePage() -> impl IntoView {
    let app = use_app();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let id = params.with(|params| params.get("id"))?;
        id.parse::<CertificateId>().ok()
    });
    let answer = RwSignal::new(None::<Answer>);
    let ask = move || {
        let Some(asked) = id.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let said = network::certificate(asked).await;
            if id.try_get_untracked() == Some(Some(asked)) {
                answer.try_set(Some(said.map(|it| (it, clock::now()))));
            }
        });
    };
    Effect::new(move |_| {
        id.track();
        answer.set(None);
        ask();
    });
    // Whose it is has it on the device, too.
    let own = Memo::new(move |_| Some(app.replica.certificate(id.get()?)?.attested));
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(certificate::page))));
    let unknown = || {
        view! {
            <Empty
                heading=true
                dead_end=true
                title=t!(certificate::unknown)
                text=t!(certificate::unknown_text)
            />
        }
        .into_any()
    };
    let body = move || {
        let Some(id) = id.get() else {
            return unknown();
        };
        match (answer.get(), own.get()) {
            (Some(Ok((attested, at))), _) => {
                view! { <Document id attested checked_at=Some(at) /> }.into_any()
            }
            (Some(Err(error)), _) if error.kind() == Some(ProblemKind::NotFound) => unknown(),
            (_, Some(attested)) => view! { <Document id attested checked_at=None /> }.into_any(),
            (None, None) => {
                view! { <p class="lead" role="status">{t!(app::loading)}</p> }.into_any()
            }
            (Some(Err(_)), None) => view! {
                <Empty
                    heading=true
                    dead_end=true
                    title=t!(certificate::unreachable)
                    text=t!(certificate::unreachable_text)
                >
                    <button class="button is-primary" type="button" on:click=move |_| ask()>
                        {t!(app::try_again)}
                    </button>
                </Empty>
            }
            .into_any(),
        }
    };
    view! { <div class="page certificate-page">{body}</div> }
}

#[component]
fn Document(
    id: CertificateId,
    attested: Attested,
    /// When the server said so; `None` where only the device does.
    checked_at: Option<Timestamp>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let address = browser::origin() + &paths::certificate(id);
    let copied = address.clone();
    let date = |day: Day| words::date(day.start());
    let (class, standing) = match attested.standing(Day::of(app.now.get_untracked())) {
        Standing::Valid => ("standing is-valid", text!(certificate::valid).to_owned()),
        Standing::Expired => (
            "standing is-over",
            text!(
                certificate::expired,
                attested.expires_on.map(date).unwrap_or_default()
            ),
        ),
        Standing::Revoked => (
            "standing is-over",
            text!(
                certificate::revoked,
                attested.revoked_at.map(words::date).unwrap_or_default()
            ),
        ),
    };
    let is_void = class.ends_with("is-over");
    let checked = match checked_at {
        Some(at) => text!(certificate::checked, words::moment(at)),
        None => text!(certificate::unchecked).to_owned(),
    };
    let title = match attested.attests {
        Attests::Completion => text!(certificate::completion),
        Attests::Badge => text!(certificate::badge),
    };
    let says = match attested.attests {
        Attests::Completion => text!(certificate::says_completion, attested.program_title),
        Attests::Badge => text!(certificate::says_badge, attested.program_title),
    };
    let period = match (attested.from, attested.to) {
        (Some(from), Some(to)) if from == to => Some(date(from)),
        (Some(from), Some(to)) => Some(text!(program::until, date(from), date(to))),
        _ => None,
    };
    let rows = [
        (
            text!(certificate::period),
            period.filter(|_| attested.attests == Attests::Completion),
        ),
        (
            text!(certificate::granted_on),
            Some(words::date(attested.granted_at)),
        ),
        (
            text!(certificate::expires_on),
            attested.expires_on.map(date),
        ),
        (text!(certificate::desk), Some(attested.desk_name.clone())),
    ];
    let row = |(name, said): (&'static str, Option<String>)| {
        said.map(|said| {
            view! {
                <div class="paper-row">
                    <dt>{name}</dt>
                    <dd>{said}</dd>
                </div>
            }
        })
    };
    let sample = attested
        .sample
        .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> });
    let printed = address.clone();
    let code_name = Signal::derive(|| text!(certificate::code).to_owned());
    view! {
        <p class="verified" role="status">
            <strong class=class>{standing.clone()}</strong>
            <span>{checked}</span>
        </p>
        <article class="paper certificate" class:is-void=is_void>
            <header>
                <h1 class="certificate-title" tabindex="-1">
                    {title}
                </h1>
                {sample}
            </header>
            <p class="certificate-name">
                {match attested.attests {
                    Attests::Completion => text!(certificate::to, attested.name),
                    Attests::Badge => attested.name.clone(),
                }}
            </p>
            <p class="certificate-says">{says}</p>
            <dl class="paper-rows">{rows.map(row).collect_view()}</dl>
            <footer class="certificate-verify">
                <QrCode text=address name=code_name />
                <p>{t!(certificate::verify)} <br /> <code>{printed}</code></p>
            </footer>
        </article>
        <div class="button-row">
            {(!is_void)
                .then(|| {
                    view! {
                        <button
                            class="button is-primary"
                            type="button"
                            on:click=move |_| browser::print()
                        >
                            {t!(certificate::print)}
                        </button>
                    }
                })}
            <button
                class="button"
                type="button"
                on:click=move |_| {
                    browser::copy(&copied);
                    toasts.say(text!(certificate::copied));
                }
            >
                {t!(certificate::copy)}
            </button>
        </div>
    }
}
