//! A contract and its terms notice (取引条件明示書).
//!
//! Freelance Act, article 3: nine items, given at once, in writing or electronically. The MHLW
//! guideline for self-employed telework adds those from `costs` on. Kept for three years.

use crate::{
    ContractId, Day, DeskId, JobId, PersonId, ProposalId, Timestamp, Yen, hash,
    job::{MAX_DESCRIPTION, MAX_SHORT, MAX_TITLE, PayUnit, check_text, required},
    pay_date::{self, PayDate, PayRule, Subcontract},
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};

/// A contract. Its worker and its desk may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contract {
    /// Follows from the proposal.
    pub id: ContractId,
    /// The proposal that was accepted.
    pub proposal: ProposalId,
    /// For which job.
    pub job: JobId,
    /// The job's title.
    pub job_title: String,
    /// The client's desk.
    pub desk: DeskId,
    /// The worker.
    pub worker: PersonId,
    /// What both agree to.
    pub notice: Notice,
    /// The client's agreement.
    pub client: Option<Agreement>,
    /// The worker's agreement.
    pub by_worker: Option<Agreement>,
    /// What the agreed notice left open and the client settled since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplements: Vec<Supplement>,
    /// When the terms were accepted.
    pub made_at: Timestamp,
    /// For a demo job: shown as 見本.
    pub sample: bool,
}

/// One side's agreement to a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Who agreed.
    pub person: PersonId,
    /// Their name as it was.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// [`Notice::hash`] of what they agreed to.
    pub hash: String,
}

/// 補充: an item that the agreed notice left open, settled since (article 3-1, proviso: at once when
/// it is). It stands beside the text that both agreed to, which stays as it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Supplement {
    /// What is settled.
    pub settled: Settled,
    /// When the worker was told.
    pub at: Timestamp,
    /// Who settled it, by their name as it was.
    pub name: String,
}

/// An item that a notice may leave open, with its day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// 4: the date of receipt.
    Receipt(Day),
    /// 6: the date on which inspection ends.
    Inspection(Day),
}

impl Settled {
    /// The day.
    pub fn day(self) -> Day {
        match self {
            Self::Receipt(day) | Self::Inspection(day) => day,
        }
    }

    /// Which item it is.
    pub fn field(self) -> Field {
        match self {
            Self::Receipt(_) => Field::Receipt,
            Self::Inspection(_) => Field::Inspection,
        }
    }
}

/// An item of the notice: settled, or why not yet and by when it will be (article 3-1, proviso).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Item<T> {
    /// Settled.
    Is(T),
    /// It cannot be settled yet.
    Later {
        /// Why.
        reason: String,
        /// When it will be.
        by: Day,
    },
}

/// Where the work is done or delivered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Over the network.
    Online,
    /// At a place.
    At(String),
}

/// The terms notice. Numbers are those of the law's nine items.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// 1: the client's name.
    pub client: String,
    /// 1: the worker's name.
    pub worker: String,
    /// 2: date of commission.
    pub commissioned_on: Day,
    /// 3: what is delivered or done.
    pub work: String,
    /// 4: date of receipt.
    pub receipt: Item<Day>,
    /// 5: place.
    pub place: Delivery,
    /// 6: date inspection ends; `None` when nothing is inspected.
    pub inspection: Option<Item<Day>>,
    /// 7: amount, yen with tax.
    pub amount: Yen,
    /// 7: what the amount is for.
    pub unit: PayUnit,
    /// 8: how the payment date follows from receipt; `None` pays on the day of receipt.
    pub pay: Option<PayRule>,
    /// 9: means of payment.
    pub means: String,
    /// Work that the client itself was given.
    pub subcontract: Option<Subcontract>,
    /// Who bears which costs.
    pub costs: String,
    /// Intellectual property.
    pub rights: String,
    /// What happens on change.
    pub changes: String,
    /// On defects and delay.
    pub defects: String,
    /// Personal data.
    pub personal_data: String,
    /// Whom to ask, with address.
    pub contact: String,
}

/// Longest text of the work in characters: a posting's title and description.
pub const MAX_WORK: usize = MAX_TITLE + 2 + MAX_DESCRIPTION;
/// Years for which a contract stays readable.
pub const KEPT_YEARS: u8 = 3;

impl Notice {
    /// 8: the payment date, once the date of receipt is settled.
    pub fn pay_date(&self) -> Option<PayDate> {
        match &self.receipt {
            Item::Is(receipt) => Some(pay_date::pay_date(
                self.pay,
                *receipt,
                self.subcontract.as_ref(),
            )),
            Item::Later { .. } => None,
        }
    }

    /// SHA-256, in hexadecimal, of the notice as JSON in the order of its fields.
    pub fn hash(&self) -> String {
        hash::of(self)
    }

    /// Everything that keeps the notice from being agreed to.
    pub fn problems(&self) -> Vec<Invalid> {
        let mut found = Vec::new();
        let mut note = |result: Result<(), Invalid>| found.extend(result.err());
        note(needed(Field::Work, &self.work, MAX_WORK));
        note(settled(Field::Receipt, &self.receipt));
        // Nothing is received before it is commissioned.
        if matches!(&self.receipt, Item::Is(receipt) if *receipt < self.commissioned_on) {
            note(Err(Invalid {
                field: Field::Receipt,
                problem: Problem::Past,
            }));
        }
        if let Some(inspection) = &self.inspection {
            note(settled(Field::Inspection, inspection));
        }
        if let (Item::Is(receipt), Some(Item::Is(inspection))) = (&self.receipt, &self.inspection)
            && inspection < receipt
        {
            note(Err(Invalid {
                field: Field::Inspection,
                problem: Problem::Past,
            }));
        }
        if let Delivery::At(place) = &self.place {
            note(needed(Field::Place, place, MAX_SHORT));
        }
        let by_itself = self.pay.and_then(pay_date::problem);
        let pay = match (by_itself, self.pay_date()) {
            // What is passed on may be paid later than the rule alone could be.
            (Some(Problem::TooLate), Some(date)) if self.subcontract.is_some() => {
                date.is_late().then_some(Problem::TooLate)
            }
            (Some(problem), _) => Some(problem),
            (None, date) => date
                .is_some_and(PayDate::is_late)
                .then_some(Problem::TooLate),
        };
        if let Some(problem) = pay {
            note(Err(Invalid {
                field: Field::PayDay,
                problem,
            }));
        }
        if let Some(upstream) = &self.subcontract {
            note(needed(Field::Upstream, &upstream.client, MAX_SHORT));
        }
        for (field, text) in [
            (Field::PayMeans, &self.means),
            (Field::Costs, &self.costs),
            (Field::Rights, &self.rights),
            (Field::Changes, &self.changes),
            (Field::Defects, &self.defects),
            (Field::PersonalData, &self.personal_data),
            (Field::Contact, &self.contact),
        ] {
            note(needed(field, text, MAX_SHORT));
        }
        found
    }
}

impl Contract {
    /// Whether both sides agreed to the notice as it stands.
    pub fn is_agreed(&self) -> bool {
        let hash = self.notice.hash();
        [&self.client, &self.by_worker].into_iter().all(|side| {
            side.as_ref()
                .is_some_and(|agreement| agreement.hash == hash)
        })
    }
}

impl Contract {
    /// Since when both sides have agreed.
    pub fn agreed_at(&self) -> Option<Timestamp> {
        let (client, worker) = (self.client.as_ref()?, self.by_worker.as_ref()?);
        Some(client.at.max(worker.at))
    }

    /// The notice with what was settled since: what counts now. Not what was agreed to, which is
    /// [`Contract::notice`].
    pub fn supplemented(&self) -> Notice {
        let settled = self.supplements.iter().map(|one| one.settled);
        settled.fold(self.notice.clone(), |notice, one| notice.with(one))
    }
}

impl Notice {
    /// The items that are still open, each with the reason and the day for which it is planned.
    pub fn open_items(&self) -> Vec<(Field, &str, Day)> {
        let items = [
            (Field::Receipt, Some(&self.receipt)),
            (Field::Inspection, self.inspection.as_ref()),
        ];
        let open = items.into_iter().filter_map(|(field, item)| match item? {
            Item::Later { reason, by } => Some((field, reason.as_str(), *by)),
            Item::Is(_) => None,
        });
        open.collect()
    }

    /// The notice with an item settled.
    #[must_use]
    pub fn with(self, settled: Settled) -> Self {
        match settled {
            Settled::Receipt(day) => Self {
                receipt: Item::Is(day),
                ..self
            },
            Settled::Inspection(day) => Self {
                inspection: Some(Item::Is(day)),
                ..self
            },
        }
    }
}

fn needed(field: Field, text: &str, max: usize) -> Result<(), Invalid> {
    // Its length first: what is missing may be added later, and is kept till then.
    check_text(field, text, max).and_then(|()| required(field, text))
}

fn settled<T>(field: Field, item: &Item<T>) -> Result<(), Invalid> {
    match item {
        Item::Is(_) => Ok(()),
        Item::Later { reason, .. } => needed(field, reason, MAX_SHORT),
    }
}
