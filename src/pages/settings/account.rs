//! The account, or the way to one.

use crate::{components::log_out::LogOut, paths, state::use_app};
use leptos::prelude::*;

/// Logging out, registering, logging in.
#[component]
pub fn AccountPanel() -> impl IntoView {
    let app = use_app();
    let registered = Memo::new(move |_| app.session.is_registered());
    view! {
        <section class="panel" aria-labelledby="account-h">
            <h2 id="account-h">{t!(account::account)}</h2>
            <Show when=move || registered.get() fallback=NoAccount>
                <p>
                    <a href=paths::ACCOUNT>{t!(person::to_account)}</a>
                </p>
                <LogOut />
            </Show>
        </section>
    }
}

#[component]
fn NoAccount() -> impl IntoView {
    let link = |path| paths::and_back(path, paths::SETTINGS);
    view! {
        <p>{t!(account::account_text)}</p>
        <div class="button-row">
            <a class="button is-primary" href=link(paths::REGISTER)>
                {t!(account::register)}
            </a>
            <a class="button" href=link(paths::LOGIN)>
                {t!(account::log_in)}
            </a>
        </div>
    }
}
