//! A desk's invitations, from the side of who is invited: what they say, and the answers.

use super::{
    delivery::DeliveryChip,
    reason_form::{Asking, ReasonForm},
    toasts::use_toasts,
    words::{self, deals},
};
use crate::{device::browser, paths, state::use_app};
use board::Query;
use domain::{
    Command, InvitationId, JobId,
    invitation::{Answer, Invitation, NoReason},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

/// Those that ask something of the person: no answer yet, later, or accepted and not written.
#[component]
pub fn Invitations() -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        let mut own = app.replica.invitations();
        own.retain(|invitation| {
            let written = app.replica.proposal_id(invitation.job);
            let is_declined = matches!(invitation.answer, Some(Answer::Decline { .. }));
            !is_declined && app.replica.delivery(written).is_none()
        });
        own.iter().map(|own| own.id).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <section class="proposal-group" aria-labelledby="invitations-h">
                <h2 id="invitations-h">{t!(deal::invitations)}</h2>
                <ul class="proposal-list" role="list" aria-labelledby="invitations-h">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <InvitationView id />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn InvitationView(id: InvitationId) -> impl IntoView {
    let app = use_app();
    let invitation = Memo::new(move |_| {
        let mut own = app.replica.invitations().into_iter();
        own.find(|invitation| invitation.id == id)
    });
    let waiting = Memo::new(move |_| {
        app.replica.waiting_to(
            |command| matches!(command, Command::AnswerInvitation { invitation, .. } if *invitation == id),
        )
    });
    let head = move || {
        let Invitation {
            job,
            job_title,
            desk_name,
            note,
            sent_at,
            ..
        } = invitation.get()?;
        Some(view! {
            <h3>
                <a href=paths::job(job, &Query::default())>{job_title}</a>
            </h3>
            <p class="meta">
                <span>{text!(deal::invitation_from, desk_name)}</span>
                <span>{text!(deal::invitation_sent, words::moment(sent_at))}</span>
            </p>
            {(!note.is_empty()).then(|| view! { <blockquote class="note">{note}</blockquote> })}
        })
    };
    view! {
        <li class="proposal-item">
            <p class="chips">
                <DeliveryChip delivery=waiting />
            </p>
            {head}
            <AnswerInvitation invitation />
        </li>
    }
}

/// The answers: accept, later, decline with a reason.
#[component]
fn AnswerInvitation(invitation: Memo<Option<Invitation>>) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let declining = RwSignal::new(false);
    let answer = Memo::new(move |_| invitation.with(|own| own.as_ref().and_then(|own| own.answer)));
    let accepted = move || answer.get() == Some(Answer::Accept);
    let title = Memo::new(move |_| {
        invitation.with(|own| {
            own.as_ref()
                .map(|own| own.job_title.clone())
                .unwrap_or_default()
        })
    });
    let write = move || {
        let Some(Invitation {
            id, job, answer, ..
        }) = invitation.get_untracked()
        else {
            return;
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let Ok(job) = app.board.job(job).await else {
                toasts.say(text!(desk::not_here));
                return;
            };
            if answer != Some(Answer::Accept) {
                let command = Command::AnswerInvitation {
                    invitation: id,
                    answer: Answer::Accept,
                };
                // A device that does not store is told of by its health.
                let _ = app.replica.act(command).await;
            }
            let draft = app.replica.begin_draft(&job);
            navigate(&paths::proposal(draft), Default::default());
        });
    };
    let accept = write.clone();
    let later = move |_| {
        if let Some(Invitation { id, .. }) = invitation.get_untracked() {
            app.replica.do_it(Command::AnswerInvitation {
                invitation: id,
                answer: Answer::Later,
            });
        }
    };
    let decline = move |_| {
        declining.set(true);
        browser::after_paint(|| browser::focus("form.reason h3"));
    };
    let said = move || match answer.get() {
        Some(Answer::Later) => Some(text!(deal::said_later)),
        Some(Answer::Accept) => Some(text!(deal::said_accept)),
        _ => None,
    };
    view! {
        {move || said().map(|said| view! { <p class="answering-said">{said}</p> })}
        <Show
            when=move || declining.get()
            fallback=move || {
                let (write, accept) = (write.clone(), accept.clone());
                view! {
                    <div class="button-row">
                        {move || match accepted() {
                            true => {
                                let write = write.clone();
                                view! {
                                    <button
                                        class="button is-primary"
                                        type="button"
                                        on:click=move |_| write()
                                    >
                                        {t!(proposal::write)}
                                    </button>
                                }
                                    .into_any()
                            }
                            false => {
                                let accept = accept.clone();
                                view! {
                                    <button
                                        class="button is-primary"
                                        type="button"
                                        aria-label=move || {
                                            text!(deal::accept_invitation_of, title.get())
                                        }
                                        on:click=move |_| accept()
                                    >
                                        {t!(deal::accept_invitation)}
                                    </button>
                                    <button
                                        class="button"
                                        type="button"
                                        aria-label=move || text!(deal::later_of, title.get())
                                        on:click=later
                                    >
                                        {t!(deal::later)}
                                    </button>
                                    <button
                                        class="button is-plain"
                                        type="button"
                                        aria-label=move || text!(deal::refuse_of, title.get())
                                        on:click=decline
                                    >
                                        {t!(deal::refuse)}
                                    </button>
                                }
                                    .into_any()
                            }
                        }}
                    </div>
                }
            }
        >
            <Decline invitation declining />
        </Show>
    }
}

#[component]
fn Decline(invitation: Memo<Option<Invitation>>, declining: RwSignal<bool>) -> impl IntoView {
    let id = invitation.get_untracked().map(|own| own.id);
    id.map(|id| {
        let asking = Asking {
            form: format!("refuse:{id}"),
            title: t!(deal::refuse_title),
            told: Some(t!(deal::refuse_told)),
            reasons: NoReason::ALL
                .map(|reason| (reason, deals::no_reason as fn(_) -> _))
                .to_vec(),
            note: None,
            button: t!(deal::refuse),
        };
        let command = move |(reason, _)| Command::AnswerInvitation {
            invitation: id,
            answer: Answer::Decline { reason },
        };
        let done = Callback::new(move |_| {
            declining.set(false);
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        });
        view! { <ReasonForm asking command done /> }
    })
}

/// Beside a posting and above a draft: that the person is invited.
#[component]
pub fn InvitedHere(
    /// To which job.
    job: JobId,
    /// The proposal is being written: the invitation goes with it.
    #[prop(optional)]
    writing: bool,
) -> impl IntoView {
    let app = use_app();
    let invitation = Memo::new(move |_| {
        let found = app.replica.invitation(app.session.person(), job)?;
        let is_declined = matches!(found.answer, Some(Answer::Decline { .. }));
        (!is_declined).then_some(found)
    });
    move || {
        let Invitation {
            desk_name,
            note,
            answer,
            ..
        } = invitation.get()?;
        let said = match writing {
            true => text!(deal::with_invitation, desk_name),
            false => text!(deal::invitation_here, desk_name),
        };
        let asks = !writing && answer != Some(Answer::Accept);
        Some(view! {
            <div class="notice is-new">
                <div class="notice-text">
                    <strong>{said}</strong>
                    {(!note.is_empty())
                        .then(|| view! { <blockquote class="note">{note}</blockquote> })}
                </div>
                {asks
                    .then(|| {
                        view! {
                            <a class="button" href=paths::PROPOSALS>
                                {t!(deal::to_answer)}
                            </a>
                        }
                    })}
            </div>
        })
    }
}
