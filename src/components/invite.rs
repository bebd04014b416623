//! A desk invites who proposed to it before to another of its postings.

use super::{
    delivery::DeliveryChip,
    form::{Form, FormField, NotStored, wrong},
    toasts::use_toasts,
    words::deals,
};
use crate::state::{own_postings::own_postings, replica::jotting::Texts, use_app};
use domain::{
    Command, InvitationId, JobId, ProposalId,
    desk::Role,
    proposal::{MAX_NOTE, Proposal},
    refusal::{Field, Invalid, Problem},
};
use leptos::{ev::SubmitEvent, prelude::*};

const NOTE: &str = "invite-note";
const JOB: &str = "invite-job";

/// The menu below a proposal that arrived.
#[component]
pub fn Invite(
    /// The proposal.
    proposal: Proposal,
) -> impl IntoView {
    let app = use_app();
    let (via, worker, desk) = (proposal.id, proposal.worker, proposal.desk);
    let own = own_postings();
    let may_act = Memo::new(move |_| app.replica.role_at(desk).is_some_and(Role::may_act));
    // Open ones, for which nothing stands between the two yet.
    let free = Memo::new(move |_| {
        let now = app.now.get();
        let mut own = own.get();
        own.retain(|posting| {
            posting.desk == desk
                && posting.is_open(now)
                && app.replica.invitation(worker, posting.id).is_none()
                && invited_soon(via, posting.id).is_none()
                && app
                    .replica
                    .proposal(ProposalId::of(worker, posting.id))
                    .is_none()
        });
        own.into_iter()
            .map(|posting| (posting.id, posting.title))
            .collect::<Vec<_>>()
    });
    let begun = Memo::new(move |_| {
        let own = own.get().into_iter().filter(|posting| posting.desk == desk);
        let stands = own.filter_map(|posting| {
            let sent = app.replica.invitation(worker, posting.id);
            let waits = invited_soon(via, posting.id);
            (sent.is_some() || waits.is_some()).then(|| {
                let answer = sent.and_then(|sent| sent.answer);
                (posting.title, answer, waits)
            })
        });
        stands.collect::<Vec<_>>()
    });
    let line = |(title, answer, waits)| {
        view! {
            <li>
                {text!(desk::invited_state, title, deals::invitation_answer(answer))} " "
                <DeliveryChip delivery=Signal::stored(waits) />
            </li>
        }
    };
    view! {
        <Show when=move || begun.with(|begun| !begun.is_empty())>
            <ul class="invited" role="list">
                {move || begun.get().into_iter().map(line).collect_view()}
            </ul>
        </Show>
        <Show when=move || may_act.get() && free.with(|free| !free.is_empty())>
            <details class="safety-menu invite">
                <summary>{t!(desk::invite)}</summary>
                <div class="safety-body">
                    <InviteForm via free />
                </div>
            </details>
        </Show>
    }
}

/// How an invitation that waits stands.
fn invited_soon(earlier: ProposalId, to: JobId) -> Option<sync::Delivery> {
    use_app().replica.waiting_to(|command| {
        matches!(command, Command::InviteWorker { job, via, .. } if *job == to && *via == earlier)
    })
}

#[component]
fn InviteForm(via: ProposalId, free: Memo<Vec<(JobId, String)>>) -> impl IntoView {
    let toasts = use_toasts();
    let form = Form::new(format!("invite:{via}"), Texts::new);
    let note = form.text(NOTE);
    let job = form.text(JOB);
    let chosen = Memo::new(move |_| {
        let typed: Option<JobId> = job.with(|job| job.parse().ok());
        free.with(|free| {
            let is_free = |job: &JobId| free.iter().any(|(id, _)| id == job);
            typed.filter(is_free).or(free.first().map(|(id, _)| *id))
        })
    });
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
        let Some(job) = chosen.get_untracked() else {
            return;
        };
        if problems.with_untracked(|found| !found.is_empty()) {
            return;
        }
        let note = note.get_untracked();
        let command = Command::InviteWorker { job, via, note };
        form.queue(command, move || toasts.say(text!(desk::invited)));
    };
    let options = move || {
        let first = chosen.get();
        let option = |(id, title): (JobId, String)| {
            view! {
                <option value=id.to_string() selected=first == Some(id)>
                    {title}
                </option>
            }
        };
        free.get().into_iter().map(option).collect_view()
    };
    view! {
        <form class="reason" novalidate on:submit=send>
            <p>{t!(desk::invite_text)}</p>
            <div class="field">
                <label for=JOB>{t!(desk::invite_to)}</label>
                <select
                    class="select"
                    id=JOB
                    on:change=move |event| form.set(JOB, event_target_value(&event))
                >
                    {options}
                </select>
            </div>
            <FormField
                form
                control=NOTE
                label=t!(desk::invite_note)
                hint=t!(deal::note_hint)
                long="textarea is-short"
                error=wrong(form, problems, Field::Note)
            />
            <NotStored form />
            <button class="button is-primary" type="submit">
                {t!(desk::invite_send)}
            </button>
        </form>
    }
}

/// Whether a proposal answers an invitation, said to its desk.
#[component]
pub fn ByInvitation(
    /// The proposal.
    id: ProposalId,
) -> impl IntoView {
    let app = use_app();
    let invited = Memo::new(move |_| {
        let proposal = app.replica.proposal(id)?;
        app.replica
            .invitation(proposal.worker, proposal.job)
            .map(|invitation: domain::invitation::Invitation| -> InvitationId { invitation.id })
    });
    view! {
        <Show when=move || invited.get().is_some()>
            <p class="answering-said">{t!(desk::by_invitation)}</p>
        </Show>
    }
}
