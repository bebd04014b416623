//! 見送る: the client says no, with a reason that the worker is told.

use super::{
    reason_form::{Asking, ReasonForm},
    words::deals,
};
use domain::{Command, ProposalId, proposal::DeclineReason};
use leptos::prelude::*;

/// The form.
#[component]
pub fn DeclineForm(
    /// Which proposal.
    id: ProposalId,
    /// Called when it was sent or given up.
    done: Callback<()>,
) -> impl IntoView {
    let asking = Asking {
        form: format!("decline:{id}"),
        title: t!(deal::decline_title),
        told: Some(t!(deal::decline_told)),
        reasons: DeclineReason::ALL
            .map(|reason| (reason, deals::decline_reason as fn(_) -> _))
            .to_vec(),
        note: Some(t!(deal::note)),
        button: t!(deal::decline),
    };
    let command = move |(reason, note)| Command::DeclineProposal {
        proposal: id,
        reason,
        note,
    };
    let done = Callback::new(move |_| done.run(()));
    view! { <ReasonForm asking command done /> }
}
