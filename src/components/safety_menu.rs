//! Block and report: a small menu beside a thread and a posting.

use super::{
    reason_form::{Asking, ReasonForm},
    toasts::use_toasts,
    words::deals,
};
use crate::{
    device::browser,
    state::{replica::Hand, use_app},
};
use domain::{
    Command, DeskId, ProposalId, ReportId,
    proposal::{Proposal, Side},
    safety::{About, Party, Wrong},
};
use leptos::prelude::*;

/// Whom to block, in whose name.
#[derive(Clone, PartialEq, Debug)]
pub struct Blocking {
    /// For which desk; `None` for oneself.
    pub desk: Option<DeskId>,
    /// Whom.
    pub against: Party,
    /// Their name.
    pub name: String,
}

/// The menu beside a thread.
#[component]
pub fn SafetyMenu(
    /// Which proposal.
    id: ProposalId,
    /// The proposal.
    proposal: Memo<Option<Proposal>>,
    /// How the person stands to it.
    hand: Memo<Option<Hand>>,
) -> impl IntoView {
    let blocking = Memo::new(move |_| {
        let (proposal, hand) = (proposal.get()?, hand.get()?);
        if !hand.may_act {
            return None;
        }
        Some(match hand.side {
            Side::Worker => Blocking {
                desk: None,
                against: Party::Desk(proposal.desk),
                name: proposal.desk_name,
            },
            Side::Client => Blocking {
                desk: Some(proposal.desk),
                against: Party::Person(proposal.worker),
                name: proposal.worker_name,
            },
        })
    });
    view! { <Safety about=About::Proposal(id) blocking /> }
}

/// Block and report.
#[component]
pub fn Safety(
    /// What is reported.
    about: About,
    /// Whom to block; `None` where that is not theirs to do.
    #[prop(into)]
    blocking: Signal<Option<Blocking>>,
) -> impl IntoView {
    let app = use_app();
    let reporting = RwSignal::new(false);
    let registered = Memo::new(move |_| app.session.is_registered());
    let close = Callback::new(move |()| {
        reporting.set(false);
        browser::after_paint(|| browser::focus(".safety-menu summary"));
    });
    view! {
        <Show when=move || registered.get()>
            <details class="safety-menu">
                <summary>{t!(safety::menu)}</summary>
                <div class="safety-body">
                    {move || blocking.get().map(|blocking| view! { <BlockHere blocking /> })}
                    <Show
                        when=move || reporting.get()
                        fallback=move || {
                            view! {
                                <div>
                                    <p>{t!(safety::report_text)}</p>
                                    <button
                                        class="button"
                                        type="button"
                                        on:click=move |_| {
                                            reporting.set(true);
                                            browser::after_paint(|| {
                                                browser::focus(".safety-menu form h3");
                                            });
                                        }
                                    >
                                        {t!(safety::report)}
                                    </button>
                                </div>
                            }
                        }
                    >
                        <ReportForm about done=close />
                    </Show>
                </div>
            </details>
        </Show>
    }
}

#[component]
fn BlockHere(blocking: Blocking) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let Blocking {
        desk,
        against,
        name,
    } = blocking;
    let by = move || match desk {
        Some(desk) => Party::Desk(desk),
        None => Party::Person(app.session.person()),
    };
    let blocked = Memo::new(move |_| app.replica.is_blocked(by(), against));
    let unblock = move || app.replica.do_it(Command::Unblock { desk, against });
    let name = StoredValue::new(name);
    let block = move |_| {
        app.replica.do_it(Command::Block {
            desk,
            against,
            name: name.get_value(),
        });
        toasts.say_with_undo(text!(safety::blocked, name.get_value()), unblock);
    };
    move || match blocked.get() {
        true => view! {
            <div>
                <p>{text!(safety::is_blocked, name.get_value())}</p>
                <button class="button" type="button" on:click=move |_| unblock()>
                    {t!(safety::unblock)}
                </button>
            </div>
        }
        .into_any(),
        false => view! {
            <div>
                <p>{text!(safety::block_text, name.get_value())}</p>
                <button class="button" type="button" on:click=block>
                    {t!(safety::block)}
                </button>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn ReportForm(about: About, done: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let form = match about {
        About::Job(id) => format!("report:{id}"),
        About::Proposal(id) => format!("report:{id}"),
        About::Message(id) => format!("report:{id}"),
        About::Program(id) => format!("report:{id}"),
    };
    let asking = Asking {
        form,
        title: t!(safety::report),
        told: None,
        reasons: Wrong::ALL
            .map(|wrong| (wrong, deals::wrong as fn(_) -> _))
            .to_vec(),
        note: Some(t!(safety::note)),
        button: t!(safety::send_report),
    };
    let command = move |(wrong, note)| Command::Report {
        id: ReportId(browser::new_id()),
        about,
        wrong,
        note,
    };
    let done = Callback::new(move |sent| {
        if sent {
            toasts.say(text!(safety::reported));
        }
        done.run(());
    });
    view! { <ReasonForm asking command done /> }
}
