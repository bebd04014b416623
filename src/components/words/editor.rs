//! Words of the form in which a client writes a posting: its fields, and what is found in them.

use super::{category, deals::day, kind, life_stage, problem, yen};
use domain::{
    Category, Refusal, Yen,
    job::{GuidelineItem, JobKind, LifeStage},
    pay_date::NoPayRule,
    posting_text::Ease,
    refusal::{Field, Problem},
    typed,
};

/// A field's name in the form of a posting of that kind.
pub fn field(field: Field, of: JobKind) -> &'static str {
    match field {
        Field::Organization => text!(editor::desk),
        Field::Kind => text!(editor::about_kind),
        Field::Title => text!(editor::title),
        Field::Category => text!(editor::category),
        Field::Description => text!(editor::description),
        Field::Tags => text!(editor::tags),
        Field::Amount => match of {
            JobKind::Fixed => text!(editor::amount_fixed),
            JobKind::Hourly => text!(editor::amount_hourly),
            JobKind::Task => text!(editor::amount_task),
            JobKind::Contest => text!(editor::amount_contest),
        },
        Field::Quota => text!(editor::quota),
        Field::Effort => text!(editor::effort),
        Field::WeeklyHours => text!(editor::weekly),
        Field::PayDay => text!(editor::pay_day),
        Field::PayMeans => text!(editor::pay_means),
        Field::ClosesAt => text!(editor::closes),
        Field::Due if of == JobKind::Contest => text!(editor::due_contest),
        Field::Due => text!(editor::due),
        Field::Place => text!(editor::place),
        Field::Costs => text!(editor::costs),
        Field::Rights => text!(editor::rights),
        Field::Contact => text!(editor::contact),
        Field::Flag => text!(editor::easy),
        Field::LifeStages => text!(editor::stages),
        other => super::field(other),
    }
}

/// Why a posting of that kind was refused.
pub fn refusal(refusal: &Refusal, of: JobKind) -> String {
    match refusal {
        Refusal::Invalid(wrong) => text!(
            app::field_problem,
            field(wrong.field, of),
            problem(&wrong.problem)
        ),
        other => super::refusal(other),
    }
}

/// A mark's name.
pub fn ease(ease: Ease) -> &'static str {
    match ease {
        Ease::Beginner => text!(board::beginner),
        Ease::NoCalls => text!(board::no_calls),
        Ease::Naptime => text!(board::naptime),
    }
}

/// What a field's text means to people, where it is a word of ours.
pub fn said(field: Field, text: &str) -> String {
    let words = |name: fn(&str) -> Option<&'static str>| {
        let names: Vec<&str> = text.split(' ').filter_map(name).collect();
        names.join(text!(posting::and))
    };
    match field {
        Field::Kind => words(|word| JobKind::from_word(word).map(kind)),
        Field::Category => words(|word| Category::from_word(word).map(category)),
        Field::LifeStages => words(|word| LifeStage::from_word(word).map(life_stage)),
        Field::Flag => words(|word| {
            let mut all = Ease::ALL.into_iter();
            all.find(|one| one.word() == word).map(ease)
        }),
        Field::Amount => match typed::range(text) {
            Some((min, max)) if min < max => text!(posting::range, yen(Yen(min)), yen(Yen(max))),
            Some((amount, _)) => yen(Yen(amount)),
            None => text.to_owned(),
        },
        Field::ClosesAt => text.parse().map_or_else(|_| text.to_owned(), day),
        _ => text.to_owned(),
    }
}

/// Whether a posting of a kind has that field.
pub fn belongs(field: Field, to: JobKind) -> bool {
    match field {
        Field::Quota => to == JobKind::Task,
        Field::WeeklyHours => matches!(to, JobKind::Fixed | JobKind::Hourly),
        _ => true,
    }
}

/// The field that an item of the guideline is written in first.
pub fn field_of(item: GuidelineItem) -> Field {
    match item {
        GuidelineItem::Work => Field::Description,
        GuidelineItem::Due => Field::Due,
        GuidelineItem::Reward => Field::Amount,
        GuidelineItem::Costs => Field::Costs,
        GuidelineItem::Rights => Field::Rights,
        GuidelineItem::Contact => Field::Contact,
    }
}

/// Why the words for a payment day do not do: the rule, and what it means.
pub fn no_pay_day(why: NoPayRule) -> (&'static str, &'static str) {
    match why {
        NoPayRule::Limit => (text!(editor::pay_limit), text!(editor::pay_limit_why)),
        NoPayRule::Unread => (text!(editor::pay_unread), text!(editor::pay_unread_why)),
    }
}

/// What is wrong with a field of a posting.
pub fn wrong(field: Field, found: &Problem) -> String {
    match (field, found) {
        (Field::PayDay, Problem::TooLate) => text!(editor::pay_late_why).to_owned(),
        (_, found) => problem(found),
    }
}
