//! Words for what a person did, and where they did it.

use crate::{
    paths,
    state::{
        App,
        replica::{About, Hand},
    },
};
use board::Query;
use domain::{Command, JobId, ProposalId, proposal::Side};

/// What was meant, in the words of its button.
pub fn what(command: &Command) -> &'static str {
    match command {
        Command::SubmitProposal { .. } => text!(device::what_proposal),
        Command::EditProposal { .. } => text!(deal::edit),
        Command::WithdrawProposal { .. } => text!(deal::withdraw),
        Command::DeclineProposal { .. } => text!(deal::decline),
        Command::OfferTerms { .. } => text!(deal::offer),
        Command::AcceptTerms { .. } => text!(deal::accept),
        Command::SendMessage { .. } => text!(thread::send),
        Command::AmendNotice { .. } => text!(contract::save),
        Command::AgreeContract { .. } => text!(contract::agree),
        Command::SupplementNotice { .. } => text!(contract::supplement),
        Command::StarJob { .. } => text!(device::what_star),
        Command::UnstarJob { .. } => text!(device::what_unstar),
        Command::PublishJob { .. } => text!(device::what_publish),
        Command::EditJob { .. } => text!(device::what_edit_job),
        Command::CloseJob { .. } => text!(device::what_close),
        Command::ReopenJob { .. } => text!(device::what_reopen),
        Command::InviteWorker { .. } => text!(device::what_invite),
        Command::AnswerInvitation { .. } => text!(device::what_answer),
        Command::OpenDesk { .. } => text!(device::what_open_desk),
        Command::RevokeKiosk { .. } => text!(kiosk::desk_revoke),
        Command::EndKioskLogin { .. } => text!(kiosk::log_out_there),
        Command::OfferSeat { .. }
        | Command::RetractSeat { .. }
        | Command::TakeSeat { .. }
        | Command::SetRole { .. }
        | Command::LeaveDesk { .. } => text!(device::what_members),
        Command::SavePhrase { .. } | Command::DeletePhrase { .. } => text!(device::what_phrase),
        Command::Block { .. } => text!(safety::block),
        Command::Unblock { .. } => text!(safety::unblock),
        Command::Report { .. } => text!(safety::report),
        Command::SaveDraft { .. } | Command::DeleteDraft { .. } => text!(device::what_draft),
        Command::MarkRead { .. } => text!(device::what_read),
        Command::PublishProgram { .. } => text!(program::what_publish),
        Command::EditProgram { .. } => text!(program::what_edit),
        Command::SignUp { .. } => text!(program::sign_up),
        Command::WithdrawSignUp { .. } => text!(program::withdraw),
        Command::DecideSignUp { .. } => text!(program::what_decide),
        Command::GiveScore { .. } => text!(choosing::what_score),
        Command::PublishResults { .. } => text!(choosing::what_results),
        Command::SeeSignUp { .. } => text!(choosing::what_seen),
        Command::SaveFeed { .. } => text!(feed::what_save),
        Command::EndFeed { .. } => text!(feed::what_end),
        Command::MarkAttendance { .. } => text!(door::what_mark),
        Command::UnmarkAttendance { .. } => text!(door::what_unmark),
        Command::GrantCertificate { .. } => text!(certificate::what_grant),
        Command::RenewCertificate { .. } => text!(certificate::what_renew),
        Command::RevokeCertificate { .. } => text!(certificate::what_revoke),
        Command::OpenCalendarLink { .. } => text!(calendar::what_open),
        Command::CloseCalendarLink { .. } => text!(calendar::what_close),
        Command::ReportIncome { .. } => text!(cohort::record),
        Command::PublishSpace { .. } => text!(space::what_publish),
        Command::EditSpace { .. } => text!(space::what_edit),
        Command::BookVisit { .. } => text!(space::what_book),
        Command::CancelBooking { .. } => text!(space::what_cancel),
        Command::CheckIn { .. } => text!(space::what_check_in),
        Command::CheckOut { .. } => text!(space::what_check_out),
        Command::BookStay { .. } => text!(stay::what_book),
        Command::CancelStay { .. } => text!(stay::what_cancel),
    }
}

/// What it is about, by its name: the posting's title, the desk's name.
pub fn about(app: App, command: &Command) -> Option<String> {
    let job_of = |id: ProposalId| {
        let sent = app.replica.proposal(id).map(|proposal| proposal.job_title);
        sent.or_else(|| app.replica.draft(id).map(|draft| draft.title))
    };
    match command {
        Command::PublishJob { job } | Command::EditJob { job } => Some(job.title.clone()),
        Command::PublishProgram { program } | Command::EditProgram { program } => {
            Some(program.title.clone())
        }
        Command::SaveFeed { feed } => Some(feed.title.clone()),
        Command::EndFeed { feed } => app.replica.feed(*feed).map(|feed| feed.title),
        Command::PublishSpace { space } | Command::EditSpace { space } => Some(space.name.clone()),
        Command::OpenDesk { name, .. }
        | Command::Block { name, .. }
        | Command::SavePhrase { name, .. } => Some(name.clone()),
        Command::SaveDraft { title, .. } => Some(title.clone()),
        Command::MarkRead { proposal, .. } => job_of(*proposal),
        Command::StarJob { job }
        | Command::UnstarJob { job }
        | Command::SubmitProposal { job, .. }
        | Command::CloseJob { job }
        | Command::ReopenJob { job, .. }
        | Command::InviteWorker { job, .. } => title_of(app, *job),
        Command::CancelStay { stay } => app.replica.stay_of(*stay).map(|it| it.program_title),
        _ => match About::of(command) {
            About::Proposal(id) | About::Message(id, _) => job_of(id),
            About::Contract(id) => app.replica.contract(id).and_then(|it| job_of(it.proposal)),
            About::Job(id) => title_of(app, id),
            About::Program(id) => {
                let draft = app.replica.draft(app.replica.sign_up_draft(id));
                draft.map(|draft| draft.title)
            }
            About::SignUp(id) => app.replica.sign_up(id).map(|it| it.program_title),
            About::Certificate(id) => {
                let certificate = app.replica.certificate(id);
                certificate.map(|it| it.attested.program_title)
            }
            About::Space(id) => app.spaces.get(id).map(|space| space.name),
            About::Booking(id) => app.replica.booking(id).map(|it| it.space_name),
            About::Own => None,
        },
    }
}

/// Where it was done; `None` where no screen shows it.
pub fn place(app: App, command: &Command) -> Option<String> {
    let at_desk = |id: ProposalId| {
        let proposal = app.replica.proposal(id)?;
        let hand = app.replica.hand(&proposal)?;
        matches!(
            hand,
            Hand {
                side: Side::Client,
                ..
            }
        )
        .then(|| paths::arrived(id))
    };
    let of_proposal = |id| Some(at_desk(id).unwrap_or_else(|| paths::proposal(id)));
    match command {
        Command::SubmitProposal { job, .. } => of_proposal(app.replica.proposal_id(*job)),
        Command::StarJob { job } | Command::UnstarJob { job } => {
            Some(paths::job(*job, &Query::default()))
        }
        Command::MarkRead { proposal, .. } => of_proposal(*proposal),
        Command::Block { .. } | Command::Unblock { .. } => Some(paths::SETTINGS.to_owned()),
        Command::OpenDesk { .. } | Command::InviteWorker { .. } => Some(paths::DESK.to_owned()),
        Command::OfferSeat { .. }
        | Command::RetractSeat { .. }
        | Command::RevokeKiosk { .. }
        | Command::EndKioskLogin { .. }
        | Command::TakeSeat { .. }
        | Command::SetRole { .. }
        | Command::LeaveDesk { .. } => Some(paths::desk_of("members")),
        // What is not published yet has no screen of its own.
        Command::PublishJob { .. }
        | Command::EditJob { .. }
        | Command::CloseJob { .. }
        | Command::ReopenJob { .. } => Some(paths::desk_of("postings")),
        Command::SaveFeed { .. } | Command::EndFeed { .. } => Some(paths::desk_of("feeds")),
        Command::PublishProgram { .. } | Command::EditProgram { .. } => {
            Some(paths::desk_of("programs"))
        }
        // Whose program it is sees them there.
        Command::MarkAttendance { sign_up, session }
        | Command::UnmarkAttendance { sign_up, session } => {
            let program = app.replica.sign_up(*sign_up)?.program;
            Some(paths::door(program, Some(*session)))
        }
        Command::GrantCertificate { sign_up, .. } => {
            Some(paths::attest(app.replica.sign_up(*sign_up)?.program))
        }
        Command::RenewCertificate { certificate, .. }
        | Command::RevokeCertificate { certificate } => Some(paths::attest(
            app.replica.certificate(*certificate)?.program,
        )),
        Command::OpenCalendarLink { .. } | Command::CloseCalendarLink { .. } => {
            Some(paths::SETTINGS.to_owned())
        }
        Command::ReportIncome { sign_up, .. } => {
            Some(paths::cohort(app.replica.sign_up(*sign_up)?.program))
        }
        Command::BookStay { sign_up, .. } => {
            let sign_up = app.replica.sign_up(*sign_up)?;
            Some(paths::stay(sign_up.program))
        }
        Command::CancelStay { stay } => {
            let stay = app.replica.stay_of(*stay)?;
            Some(paths::stay(stay.program))
        }
        Command::AnswerInvitation { .. } => Some(paths::PROPOSALS.to_owned()),
        Command::DecideSignUp { .. }
        | Command::GiveScore { .. }
        | Command::PublishResults { .. } => Some(paths::desk_of("programs")),
        Command::SavePhrase { .. } | Command::DeletePhrase { .. } => {
            Some(paths::PHRASES.to_owned())
        }
        Command::SaveDraft { draft, .. } => {
            let draft = app.replica.draft(*draft)?;
            let proposal = draft.proposal().map(paths::proposal);
            let sign_up = draft.program().map(paths::sign_up);
            let program = draft.announced().map(|_| paths::program_draft(draft.id));
            proposal
                .or(sign_up)
                .or(program)
                .or_else(|| Some(paths::posting_draft(draft.id)))
        }
        Command::EditProposal { .. }
        | Command::WithdrawProposal { .. }
        | Command::DeclineProposal { .. }
        | Command::OfferTerms { .. }
        | Command::AcceptTerms { .. }
        | Command::SendMessage { .. }
        | Command::AmendNotice { .. }
        | Command::AgreeContract { .. }
        | Command::SupplementNotice { .. }
        | Command::Report { .. }
        | Command::SignUp { .. }
        | Command::WithdrawSignUp { .. }
        | Command::SeeSignUp { .. }
        | Command::PublishSpace { .. }
        | Command::EditSpace { .. }
        | Command::BookVisit { .. }
        | Command::CancelBooking { .. }
        | Command::CheckIn { .. }
        | Command::CheckOut { .. }
        | Command::DeleteDraft { .. } => match About::of(command) {
            About::Proposal(id) | About::Message(id, _) => of_proposal(id),
            About::Contract(id) => Some(paths::work(id)),
            About::Job(id) => Some(paths::job(id, &Query::default())),
            About::Program(id) => Some(paths::program(id)),
            About::SignUp(id) => {
                let sign_up = app.replica.sign_up(id);
                sign_up.map(|sign_up| paths::program(sign_up.program))
            }
            About::Certificate(id) => Some(paths::certificate(id)),
            About::Space(id) => Some(paths::space(id)),
            About::Booking(id) => app.replica.booking(id).map(|it| paths::space(it.space)),
            About::Own => None,
        },
    }
}

fn title_of(app: App, job: JobId) -> Option<String> {
    let draft = app.replica.draft(app.replica.proposal_id(job));
    let on_board = || {
        app.board.with(|board| {
            board
                .card(board.locate(job)?)
                .map(|card| card.title.to_owned())
        })
    };
    draft.map(|draft| draft.title).or_else(on_board)
}
