//! A terms notice as the texts of a form, and back.

use super::pay_rule;
use crate::state::replica::jotting::Texts;
use domain::{
    Day,
    contract::{Delivery, Item, Notice},
    pay_date::Subcontract,
    refusal::{Field, Invalid, Problem},
};

/// The texts of a notice, with the field each belongs to; in the order of the form.
pub const TEXTS: [(&str, Field); 8] = [
    ("work", Field::Work),
    ("means", Field::PayMeans),
    ("costs", Field::Costs),
    ("rights", Field::Rights),
    ("changes", Field::Changes),
    ("defects", Field::Defects),
    ("personal", Field::PersonalData),
    ("contact", Field::Contact),
];
/// Whether something that may be absent is there: any text says yes.
pub const YES: &str = "yes";
/// Names of the other texts.
pub const RECEIPT: Dated = Dated {
    is: "receipt",
    later: "receipt-later",
    reason: "receipt-reason",
    by: "receipt-by",
};
/// Of the inspection.
pub const INSPECTION: Dated = Dated {
    is: "inspection",
    later: "inspection-later",
    reason: "inspection-reason",
    by: "inspection-by",
};
/// Whether it is inspected.
pub const INSPECTED: &str = "inspected";
/// Whether there is a place, and which.
pub const AT: &str = "at-place";
/// The place.
pub const PLACE: &str = "place";
/// Whether the client was given the work by another.
pub const PASSED_ON: &str = "passed-on";
/// The original client.
pub const UPSTREAM: &str = "upstream";
/// When the original client pays.
pub const UPSTREAM_DUE: &str = "upstream-due";

/// The names of the texts of a day that may be settled later.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named after `Item`")]
pub struct Dated {
    pub is: &'static str,
    pub later: &'static str,
    pub reason: &'static str,
    pub by: &'static str,
}

/// A notice as texts.
pub fn written(notice: &Notice) -> Texts {
    let mut texts = Texts::new();
    let mut put = |name: &str, text: String| {
        texts.insert(name.to_owned(), text);
    };
    let mut dated = |names: Dated, item: &Item<Day>| match item {
        Item::Is(day) => put(names.is, day.to_string()),
        Item::Later { reason, by } => {
            put(names.later, YES.to_owned());
            put(names.reason, reason.clone());
            put(names.by, by.to_string());
        }
    };
    dated(RECEIPT, &notice.receipt);
    if let Some(inspection) = &notice.inspection {
        dated(INSPECTION, inspection);
        put(INSPECTED, YES.to_owned());
    }
    if let Delivery::At(place) = &notice.place {
        put(AT, YES.to_owned());
        put(PLACE, place.clone());
    }
    if let Some(upstream) = &notice.subcontract {
        put(PASSED_ON, YES.to_owned());
        put(UPSTREAM, upstream.client.clone());
        put(UPSTREAM_DUE, upstream.due.to_string());
    }
    put(pay_rule::CONTROL, pay_rule::written(notice.pay));
    let said = [
        &notice.work,
        &notice.means,
        &notice.costs,
        &notice.rights,
        &notice.changes,
        &notice.defects,
        &notice.personal_data,
        &notice.contact,
    ];
    for ((name, _), text) in TEXTS.iter().zip(said) {
        put(name, text.clone());
    }
    texts
}

/// The notice that the texts say, and what of it cannot be read. What the acceptance settled stays
/// as it is in `before`.
pub fn read(texts: &Texts, before: &Notice) -> (Notice, Vec<Invalid>) {
    let text = |name: &str| texts.get(name).cloned().unwrap_or_default();
    let says = |name: &str| text(name) == YES;
    let mut unread = Vec::new();
    let mut day = |name: &str, field: Field| -> Day {
        text(name).parse().unwrap_or_else(|_| {
            let problem = Problem::Missing;
            unread.push(Invalid { field, problem });
            before.commissioned_on
        })
    };
    let mut dated = |names: Dated, field: Field| {
        if says(names.later) {
            Item::Later {
                reason: text(names.reason),
                by: day(names.by, field),
            }
        } else {
            Item::Is(day(names.is, field))
        }
    };
    let receipt = dated(RECEIPT, Field::Receipt);
    let inspection = says(INSPECTED).then(|| dated(INSPECTION, Field::Inspection));
    let subcontract = says(PASSED_ON).then(|| Subcontract {
        client: text(UPSTREAM),
        due: day(UPSTREAM_DUE, Field::Upstream),
    });
    let notice = Notice {
        client: before.client.clone(),
        worker: before.worker.clone(),
        commissioned_on: before.commissioned_on,
        amount: before.amount,
        unit: before.unit,
        work: text("work"),
        receipt,
        place: match says(AT) {
            true => Delivery::At(text(PLACE)),
            false => Delivery::Online,
        },
        inspection,
        pay: pay_rule::read(&text(pay_rule::CONTROL)),
        means: text("means"),
        subcontract,
        costs: text("costs"),
        rights: text("rights"),
        changes: text("changes"),
        defects: text("defects"),
        personal_data: text("personal"),
        contact: text("contact"),
    };
    (notice, unread)
}
