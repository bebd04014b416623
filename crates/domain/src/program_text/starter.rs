//! What a program of each kind begins with. The kinds are one model: choosing one only fills in
//! texts, and none that the organizer has written.

use super::{reading::items, signing::Way};
use crate::{
    draft::Fields,
    profile::{ProfileItem, YES},
    program::{Attendance, Judging, ProgramKind, Selection},
    program_text::sessions::Watching,
    refusal::{Field, List, Part},
};
use std::collections::BTreeSet;

/// What a lodging begins with: from when one may come, by when one goes, and most nights of one stay.
pub const LODGING: [(Part, &str); 3] = [
    (Part::Begins, "15:00"),
    (Part::Ends, "10:00"),
    (Part::Most, "7"),
];

#[derive(Default)]
struct Starter(Fields);

impl Starter {
    fn set(&mut self, field: Field, text: &str) {
        self.0.insert(field, text.to_owned());
    }

    /// The first item of a list.
    fn begin(&mut self, list: List, parts: &[(Part, &str)]) {
        for (part, text) in [&[(Part::Rank, "1")], parts].concat() {
            self.set(Field::Item(list, 1, part), text);
        }
    }
}

/// The texts that a new program of a kind begins with.
pub fn starter(kind: ProgramKind) -> Fields {
    let mut texts = Starter::default();
    let (one, all) = (Attendance::One.word(), Attendance::All.word());
    let review = Selection::Review(Judging::default()).word();
    let morning = [(Part::Begins, "10:00"), (Part::Ends, "12:00")];
    texts.set(Field::Kind, kind.word());
    texts.set(Field::SignUpBy, Way::Engawa.word());
    texts.set(Field::Asks, ProfileItem::Phone.word());
    texts.set(Field::Selection, Selection::FirstCome.word());
    match kind {
        ProgramKind::Seminar => {
            texts.set(Field::Attendance, one);
            texts.set(Field::Waitlist, "5");
            let seats = [(Part::Capacity, "20"), (Part::Childcare, "5")];
            texts.begin(List::Session, &[morning, seats].concat());
        }
        ProgramKind::Course => {
            texts.set(Field::Attendance, all);
            texts.set(Field::Capacity, "15");
            texts.set(Field::Waitlist, "5");
            let observers = [(Part::Observers, Watching::Free.word())];
            texts.begin(List::Session, &[&morning[..], &observers].concat());
        }
        ProgramKind::Cohort => {
            texts.set(Field::Attendance, all);
            texts.set(Field::Capacity, "10");
            texts.set(Field::Goal, "200000");
            texts.set(Field::WeeklyHours, "20");
            texts.set(Field::Selection, review);
        }
        ProgramKind::TrialStay => {
            texts.set(Field::Attendance, all);
            texts.set(Field::Capacity, "2");
            texts.set(Field::Selection, review);
            texts.begin(List::Lodging, &LODGING);
        }
        ProgramKind::Contest => {
            texts.set(Field::Attendance, all);
            texts.set(Field::Selection, review);
            texts.set(Field::Blind, YES);
            texts.set(Field::Announces, YES);
        }
        ProgramKind::Accreditation => {
            texts.set(Field::Attendance, all);
            texts.set(Field::Selection, review);
        }
        ProgramKind::JobFeed => {
            texts.set(Field::Attendance, all);
            texts.set(Field::Asks, "");
            texts.set(Field::SignUpBy, Way::Other.word());
        }
    }
    texts.0
}

/// The texts that change in a draft when that kind is chosen: what the other kind had filled in
/// goes, what this one fills in comes. What the organizer wrote stays.
pub fn chosen(fields: &Fields, kind: ProgramKind) -> Fields {
    let said = |field: &Field| fields.get(field).map_or("", |text| text.trim());
    let before = ProgramKind::from_word(said(&Field::Kind)).unwrap_or_default();
    let (old, new) = (starter(before), starter(kind));
    // A session or a lodging that says when or where is the organizer's already.
    let is_own = |list, number| {
        let told = [Part::From, Part::Venue, Part::Name, Part::Address];
        told.into_iter()
            .any(|part| !said(&Field::Item(list, number, part)).is_empty())
    };
    let is_kept = |list| {
        let mut numbers = items(fields, list).into_iter();
        numbers.any(|number| is_own(list, number))
    };
    let touched: BTreeSet<Field> = old.keys().chain(new.keys()).copied().collect();
    let changes = touched.into_iter().filter_map(|field| {
        if matches!(field, Field::Item(list, ..) if is_kept(list)) {
            return None;
        }
        let now = said(&field);
        let filled_in = old.get(&field).map_or("", String::as_str);
        if ![filled_in, "", Part::REMOVED].contains(&now) {
            return None;
        }
        let none = match field {
            Field::Item(_, _, Part::Rank) => Part::REMOVED,
            _ => "",
        };
        let text = new.get(&field).map_or(none, String::as_str);
        (text != now).then(|| (field, text.to_owned()))
    });
    changes.collect()
}
