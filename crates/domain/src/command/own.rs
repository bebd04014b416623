//! What concerns the person alone: stars, drafts, phrases, blocks and reports.

use super::{Judged, Room};
use crate::{
    BlockId, DeskId, DraftId, JobId, PhraseId, ProposalId, Refusal, ReportId, StarId,
    desk::{Role, place_at},
    draft::{Draft, Edit, Subject},
    id::follows_from_a_name,
    job::{MAX_SHORT, MAX_TITLE, check_line, check_text, check_typed, required},
    person::Star,
    phrase::Phrase,
    proposal::{MAX_MESSAGE, MAX_NOTE},
    refusal::{Field, Invalid, Problem},
    row::{Kind, Row, RowKey, Write},
    safety::{About, Block, Party, Report, Wrong},
};
use std::collections::BTreeMap;

impl Room<'_> {
    pub(super) fn star_job(&self, job: JobId) -> Judged {
        Ok(vec![Write::Put(Row::Star(Star {
            id: StarId::of(self.actor.person, job),
            person: self.actor.person,
            job,
        }))])
    }

    pub(super) fn unstar_job(&self, job: JobId) -> Judged {
        Ok(vec![Write::Delete(RowKey {
            kind: Kind::Star,
            id: StarId::of(self.actor.person, job).0,
        })])
    }

    pub(super) fn save_draft(
        &self,
        id: DraftId,
        subject: &Subject,
        title: &str,
        edits: &[Edit],
    ) -> Judged {
        // A draft is its person's own: as typed.
        check_typed(Field::Title, title, MAX_TITLE)?;
        if let Subject::Proposal { desk_name, .. } | Subject::SignUp { desk_name, .. } = subject {
            check_typed(Field::Organization, desk_name, MAX_TITLE)?;
        }
        let max = subject.most_edits();
        if edits.len() > max {
            let (field, problem) = (Field::Text, Problem::TooMany { max });
            return Err(Invalid { field, problem }.into());
        }
        // Whoever took the id of another's draft would keep them from saving theirs.
        let own = match subject {
            Subject::Proposal { job, .. } => {
                id == DraftId::of_proposal(ProposalId::of(self.actor.person, *job))
            }
            Subject::Posting { job: None, .. } => !follows_from_a_name(id.0),
            Subject::Posting { job: Some(job), .. } => {
                id == DraftId::of_edit(self.actor.person, *job)
            }
            Subject::SignUp { program, .. } => {
                id == DraftId::of_sign_up(self.actor.person, *program)
            }
            Subject::Program { program: None, .. } => !follows_from_a_name(id.0),
            Subject::Program {
                program: Some(program),
                ..
            } => id == DraftId::of_program_edit(self.actor.person, *program),
        };
        if !own {
            return Err(Refusal::NotAllowed.into());
        }
        let mut draft = match self.row(Kind::Draft, id.0)? {
            Some(Row::Draft(draft)) if draft.person == self.actor.person => draft,
            Some(_) => return Err(Refusal::NotAllowed.into()),
            None => Draft {
                id,
                person: self.actor.person,
                subject: subject.clone(),
                title: String::new(),
                fields: BTreeMap::new(),
                others: BTreeMap::new(),
                // One that was thrown away and is begun anew does not count from 1 again: another
                // device that throws away what it had seen would take the new one for it.
                revision: u64::try_from(self.now.0).unwrap_or(0),
                edited_at: self.now,
            },
        };
        draft.take(edits)?;
        title.clone_into(&mut draft.title);
        draft.edited_at = self.now;
        Ok(vec![Write::Put(Row::Draft(draft))])
    }

    pub(super) fn delete_draft(&self, id: DraftId, revision: u64) -> Judged {
        match self.row(Kind::Draft, id.0)? {
            Some(Row::Draft(draft)) if draft.person == self.actor.person => {
                if draft.revision > revision {
                    // Another device wrote on: what it wrote stays.
                    return Err(Refusal::DraftChanged.into());
                }
                Ok(vec![Write::Delete(RowKey {
                    kind: Kind::Draft,
                    id: id.0,
                })])
            }
            // Whether another has one is not said: who proposes for what can be guessed.
            _ => Ok(Vec::new()),
        }
    }

    pub(super) fn save_phrase(&self, id: PhraseId, name: &str, text: &str) -> Judged {
        required(Field::Name, name)?;
        check_line(Field::Name, name, MAX_TITLE)?;
        required(Field::Text, text)?;
        check_text(Field::Text, text, MAX_MESSAGE)?;
        if let Some(Row::Phrase(phrase)) = self.row(Kind::Phrase, id.0)?
            && phrase.person != self.actor.person
        {
            return Err(Refusal::NotAllowed.into());
        }
        Ok(vec![Write::Put(Row::Phrase(Phrase {
            id,
            person: self.actor.person,
            name: name.trim().to_owned(),
            text: text.to_owned(),
        }))])
    }

    pub(super) fn delete_phrase(&self, id: PhraseId) -> Judged {
        match self.row(Kind::Phrase, id.0)? {
            Some(Row::Phrase(phrase)) if phrase.person == self.actor.person => {
                Ok(vec![Write::Delete(RowKey {
                    kind: Kind::Phrase,
                    id: id.0,
                })])
            }
            _ => Ok(Vec::new()),
        }
    }

    pub(super) fn block(&self, desk: Option<DeskId>, against: Party, name: &str) -> Judged {
        check_line(Field::Name, name, MAX_SHORT)?;
        let by = self.speaks_for(desk)?;
        if by == against {
            return Err(Refusal::NotAllowed.into());
        }
        Ok(vec![Write::Put(Row::Block(Block {
            id: BlockId::of(by, against),
            by,
            against,
            name: name.to_owned(),
            at: self.now,
        }))])
    }

    pub(super) fn unblock(&self, desk: Option<DeskId>, against: Party) -> Judged {
        let by = self.speaks_for(desk)?;
        Ok(vec![Write::Delete(RowKey {
            kind: Kind::Block,
            id: BlockId::of(by, against).0,
        })])
    }

    /// The person, or a desk where they may answer.
    fn speaks_for(&self, desk: Option<DeskId>) -> Result<Party, super::Stop> {
        Ok(match desk {
            None => Party::Person(self.actor.person),
            Some(desk) => {
                place_at(self.rows, self.actor.person, desk, Role::Member)?;
                Party::Desk(desk)
            }
        })
    }

    /// Refuses what the person may not read: nobody reports what they only guess at.
    fn can_see(&self, about: About) -> Result<(), super::Stop> {
        let (worker, desk) = match about {
            About::Job(id) => match self.row(Kind::Job, id.0)? {
                Some(_) => return Ok(()),
                None => return Err(Refusal::JobNotFound.into()),
            },
            About::Program(id) => match self.row(Kind::Program, id.0)? {
                Some(_) => return Ok(()),
                None => return Err(Refusal::ProgramNotFound.into()),
            },
            About::Proposal(id) => match self.row(Kind::Proposal, id.0)? {
                Some(Row::Proposal(proposal)) => (proposal.worker, proposal.desk),
                _ => return Err(Refusal::NotAllowed.into()),
            },
            About::Message(id) => match self.row(Kind::Message, id.0)? {
                Some(Row::Message(message)) => (message.worker, message.desk),
                _ => return Err(Refusal::NotAllowed.into()),
            },
        };
        if worker != self.actor.person {
            place_at(self.rows, self.actor.person, desk, Role::Viewer)?;
        }
        Ok(())
    }

    pub(super) fn report(&self, id: ReportId, about: About, wrong: Wrong, note: &str) -> Judged {
        self.person()?;
        check_text(Field::Note, note, MAX_NOTE)?;
        self.can_see(about)?;
        if self.row(Kind::Report, id.0)?.is_some() {
            return Err(Refusal::AlreadySent.into());
        }
        Ok(vec![Write::Put(Row::Report(Report {
            id,
            reporter: self.actor.person,
            about,
            wrong,
            note: note.trim().to_owned(),
            at: self.now,
        }))])
    }
}
