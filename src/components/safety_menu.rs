//! Block and report: a small menu beside a thread and a posting.

use super::{
    form::{Form, FormField, wrong},
    toasts::use_toasts,
    words::{self, deals},
};
use crate::{
    device::{browser, database::StorageError},
    state::{
        replica::{Hand, jotting::Texts},
        use_app,
    },
};
use domain::{
    Command, DeskId, ProposalId, ReportId,
    proposal::{MAX_NOTE, Proposal, Side},
    refusal::{Field, Invalid, Problem},
    safety::{About, Party, Wrong},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

const NOTE: &str = "report-note";

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
                                                browser::focus("form.report h3");
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
    let app = use_app();
    let toasts = use_toasts();
    let name = match about {
        About::Job(id) => format!("report:{id}"),
        About::Proposal(id) => format!("report:{id}"),
        About::Message(id) => format!("report:{id}"),
    };
    let form = Form::new(name, Texts::new);
    let note = form.text(NOTE);
    let chosen = RwSignal::new(None::<Wrong>);
    let failure = RwSignal::new(None::<StorageError>);
    let problems = Signal::derive(move || {
        let too_long = note.with(|note| note.chars().count() > MAX_NOTE);
        let problem = Problem::TooLong { max: MAX_NOTE };
        let field = Field::Note;
        let found = too_long.then_some(Invalid { field, problem });
        found.into_iter().collect::<Vec<_>>()
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        let Some(wrong) = chosen.get_untracked() else {
            browser::focus("form.report input");
            return;
        };
        if problems.with_untracked(|found| !found.is_empty()) {
            return;
        }
        let command = Command::Report {
            id: ReportId(browser::new_id()),
            about,
            wrong,
            note: note.get_untracked(),
        };
        spawn_local(async move {
            match app.replica.act(command).await {
                Ok(()) => {
                    form.clear();
                    toasts.say(text!(safety::reported));
                    done.try_run(());
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    let choice = move |wrong: Wrong| {
        view! {
            <label class="option">
                <input
                    type="radio"
                    name="report-reason"
                    prop:checked=move || chosen.get() == Some(wrong)
                    on:change=move |_| chosen.set(Some(wrong))
                />
                {move || deals::wrong(wrong)}
            </label>
        }
    };
    let missing = move || {
        (form.asked.get() && chosen.get().is_none())
            .then(|| view! { <p class="form-error" role="alert">{t!(deal::choose_reason)}</p> })
    };
    let not_stored = move || {
        failure.get().map(|error| {
            view! { <p class="form-error" role="alert">{words::storage_error(&error)}</p> }
        })
    };
    view! {
        <form class="report" novalidate on:submit=send>
            <h3 tabindex="-1">{t!(safety::report)}</h3>
            <fieldset>
                <legend>{t!(deal::reason)}</legend>
                {missing}
                {Wrong::ALL.map(choice).collect_view()}
            </fieldset>
            <FormField
                form
                control=NOTE
                label=t!(safety::note)
                long="textarea is-short"
                error=wrong(form, problems, Field::Note)
            />
            {not_stored}
            <div class="button-row">
                <button class="button is-danger" type="submit">
                    {t!(safety::send_report)}
                </button>
                <button class="button is-plain" type="button" on:click=move |_| done.run(())>
                    {t!(deal::leave_it)}
                </button>
            </div>
        </form>
    }
}
