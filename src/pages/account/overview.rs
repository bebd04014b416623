//! The whole account at a glance.

use super::{Trouble, attempt, sessions::Sessions};
use crate::{
    components::{
        account_form::failure_words,
        drawings::{Drawing, Icon},
        empty::Empty,
        toasts::use_toasts,
    },
    device::{browser, files},
    paths,
    state::{session::FormError, use_app},
};
use leptos::{prelude::*, task::spawn_local};
use sync::account::AccountView;

/// What the server said of the account; `None` while it is asked.
type Seen = RwSignal<Option<Result<AccountView, FormError>>>;

/// The account, once the server has answered.
#[component]
pub fn Overview() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(person::title))));
    let seen: Seen = RwSignal::new(None);
    let look = move || {
        spawn_local(async move {
            seen.try_set(Some(app.session.look().await));
        });
    };
    look();
    let again = Callback::new(move |()| look());
    let shown = move || match seen.get() {
        None => view! { <p role="status">{t!(person::asking)}</p> }.into_any(),
        Some(Err(error)) => {
            let logged_out = error == FormError::LoggedOut;
            let title = move || match logged_out {
                true => text!(app::session_ended),
                false => text!(person::not_shown),
            };
            view! {
                <div role="alert">
                    <Empty dead_end=true title text=move || failure_words(&error)>
                        {if logged_out {
                            view! {
                                <a
                                    class="button is-primary"
                                    href=paths::and_back(paths::LOGIN, paths::ACCOUNT)
                                >
                                    {t!(account::log_in)}
                                </a>
                            }
                                .into_any()
                        } else {
                            view! {
                                <button
                                    class="button is-primary"
                                    type="button"
                                    on:click=move |_| look()
                                >
                                    {t!(app::try_again)}
                                </button>
                            }
                                .into_any()
                        }}
                    </Empty>
                </div>
            }
            .into_any()
        }
        Some(Ok(account)) => view! {
            <Address account=account.clone() />
            <Password />
            <Digest on=account.digest />
            <Sessions sessions=account.sessions again />
            <Data />
            <Close />
        }
        .into_any(),
    };
    view! {
        <div class="page">
            <a class="back" href=paths::SETTINGS>
                <Drawing icon=Icon::Back />
                {t!(person::to_self)}
            </a>
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(person::title)}
                </h1>
            </header>
            {shown}
        </div>
    }
}

/// The address, and whether it is known to be the person's.
#[component]
fn Address(account: AccountView) -> impl IntoView {
    let (app, toasts) = (use_app(), use_toasts());
    let failure = RwSignal::new(None);
    let send = move |_| {
        attempt(failure, app.session.send_verify_mail(), move |()| {
            toasts.say(text!(person::verify_sent));
        });
    };
    let unverified = (!account.verified).then(|| {
        view! {
            <div class="notice is-warn">
                <p class="notice-text">
                    <strong>{t!(person::unverified)}</strong>
                    {t!(person::unverified_text)}
                </p>
                <button class="button" type="button" on:click=send>
                    {t!(person::send_verify)}
                </button>
            </div>
        }
    });
    view! {
        <section class="panel" aria-labelledby="address-h">
            <h2 id="address-h">{t!(account::email)}</h2>
            {unverified}
            <Trouble title=t!(person::not_sent) failure />
            <p>
                <b>{account.email}</b>
                " "
                {account.verified.then(|| view! { <small>{t!(person::verified)}</small> })}
            </p>
            <div class="button-row">
                <a class="button" href=paths::account_step("email")>
                    {t!(person::change_email)}
                </a>
            </div>
        </section>
    }
}

#[component]
fn Password() -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="password-h">
            <h2 id="password-h">{t!(account::password)}</h2>
            <p>{t!(person::password_text)}</p>
            <div class="button-row">
                <a class="button" href=paths::account_step("password")>
                    {t!(person::change_password)}
                </a>
            </div>
        </section>
    }
}

/// The switch of the daily digest. It stands as the server says.
#[component]
fn Digest(on: bool) -> impl IntoView {
    let (app, toasts) = (use_app(), use_toasts());
    let (on, failure) = (RwSignal::new(on), RwSignal::new(None));
    let switch = move |_| {
        let wanted = !on.get_untracked();
        on.set(wanted);
        let work = async move {
            let done = app.session.want_digest(wanted).await;
            if done.is_err() {
                on.try_set(!wanted);
            }
            done
        };
        attempt(failure, work, move |()| {
            toasts.say(if wanted {
                text!(person::digest_on)
            } else {
                text!(person::digest_off)
            });
        });
    };
    view! {
        <section class="panel" aria-labelledby="digest-h">
            <h2 id="digest-h">{t!(person::digest)}</h2>
            <p>{t!(person::digest_text)}</p>
            <Trouble title=t!(person::not_changed) failure />
            <label class="option">
                <input type="checkbox" prop:checked=move || on.get() on:change=switch />
                <span>{t!(person::digest_want)}</span>
            </label>
        </section>
    }
}

/// Everything as a file.
#[component]
fn Data() -> impl IntoView {
    let (app, toasts) = (use_app(), use_toasts());
    let failure = RwSignal::new(None);
    let take = move |_| {
        attempt(failure, app.session.everything(), move |text| {
            if files::save("engawa-account.json", &text) {
                toasts.say(text!(person::data_saved));
            } else {
                failure.set(Some(FormError::Other));
            }
        });
    };
    view! {
        <section class="panel" aria-labelledby="data-h">
            <h2 id="data-h">{t!(person::data)}</h2>
            <p>{t!(person::data_text)}</p>
            <Trouble title=t!(person::not_fetched) failure />
            <div class="button-row">
                <button class="button" type="button" on:click=take>
                    {t!(person::data_take)}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Close() -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="close-h">
            <h2 id="close-h">{t!(person::close)}</h2>
            <p>{t!(person::close_lead)}</p>
            <div class="button-row">
                <a class="button is-danger" href=paths::account_step("close")>
                    {t!(person::close_go)}
                </a>
            </div>
        </section>
    }
}
