//! A draft as it lies on a device.

use super::{Draft, Share};
use domain::{
    DraftId, JobId, Refusal, Timestamp,
    draft::{Fields, Subject},
    refusal::Field,
};
use serde::Deserialize;

use crate::MutationId;

/// A draft as it lies on a device, in today's form or in the first one, which only knew proposals.
#[derive(Deserialize)]
pub(super) struct Stored {
    id: DraftId,
    subject: Option<Subject>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    fields: Fields,
    edited_at: Timestamp,
    sending: Option<MutationId>,
    refusal: Option<Refusal>,
    written_on: Option<Fields>,
    #[serde(default)]
    seen: Fields,
    // The first form.
    job: Option<JobId>,
    #[serde(default)]
    job_title: String,
    #[serde(default)]
    desk_name: String,
    #[serde(default)]
    sample: bool,
    message: Option<String>,
    amount: Option<String>,
    days: Option<String>,
    hours: Option<String>,
    questions: Option<String>,
}

impl From<Stored> for Draft {
    fn from(stored: Stored) -> Self {
        let mut fields = stored.fields;
        for (field, text) in [
            (Field::Message, stored.message),
            (Field::Amount, stored.amount),
            (Field::Days, stored.days),
            (Field::Hours, stored.hours),
            (Field::Questions, stored.questions),
        ] {
            fields.extend(text.map(|text| (field, text)));
        }
        let of_proposal = || Subject::Proposal {
            job: stored.job.unwrap_or(JobId(stored.id.0)),
            desk_name: stored.desk_name,
            sample: stored.sample,
        };
        Self {
            id: stored.id,
            subject: stored.subject.unwrap_or_else(of_proposal),
            title: if stored.title.is_empty() {
                stored.job_title
            } else {
                stored.title
            },
            fields,
            edited_at: stored.edited_at,
            sending: stored.sending,
            refusal: stored.refusal,
            written_on: stored.written_on,
            seen: stored.seen,
            share: Share::default(),
        }
    }
}
