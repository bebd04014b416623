//! Words for what two sides settle: days, payment rules, reasons, where a proposal stands.

use super::date;
use domain::{
    Day,
    invitation::{Answer, NoReason},
    lure::Rule,
    pay_date::PayRule,
    proposal::{DeclineReason, Proposal, Side, State},
    safety::Wrong,
};

/// A day: 2026年12月25日.
pub fn day(day: Day) -> String {
    date(day.start())
}

/// A day as documents write it: 2026年12月25日(令和8年).
pub fn document_day(at: Day) -> String {
    // Reiwa began on 1 May 2019; no document of ours is older.
    let (year, ..) = at.parts();
    text!(contract::document_day, day(at), year - 2018)
}

/// A day of the month: 25日, 末日.
pub fn of_month(day: u8) -> String {
    match day {
        0..31 => text!(deal::of_month, day),
        _ => text!(deal::month_end).to_owned(),
    }
}

/// The month in which it is paid, from the one that closes.
pub fn months(months: u8) -> &'static str {
    match months {
        0 => text!(deal::this_month),
        1 => text!(deal::next_month),
        _ => text!(deal::month_after_next),
    }
}

/// When it is paid.
pub fn pay_rule(rule: PayRule) -> String {
    match rule {
        PayRule::On(on) => day(on),
        PayRule::AfterReceipt { days: 0 } => text!(deal::on_receipt).to_owned(),
        PayRule::AfterReceipt { days } => text!(deal::after_receipt, usize::from(days)),
        PayRule::Monthly {
            closes,
            months: after,
            pays,
        } => {
            text!(
                deal::monthly,
                of_month(closes),
                months(after),
                of_month(pays)
            )
        }
    }
}

/// When it is paid, where the terms may leave that to the posting.
pub fn pay_or_posting(rule: Option<PayRule>) -> String {
    rule.map_or_else(|| text!(deal::as_posted).to_owned(), pay_rule)
}

/// Why a client declined.
pub fn decline_reason(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::AnotherChosen => text!(deal::reason_another),
        DeclineReason::Conditions => text!(deal::reason_conditions),
        DeclineReason::Skills => text!(deal::reason_skills),
        DeclineReason::Schedule => text!(deal::reason_schedule),
        DeclineReason::NotNeeded => text!(deal::reason_not_needed),
        DeclineReason::Other => text!(deal::reason_other),
    }
}

/// Why an invitation is declined.
pub fn no_reason(reason: NoReason) -> &'static str {
    match reason {
        NoReason::NoTime => text!(deal::no_time),
        NoReason::Conditions => text!(deal::no_conditions),
        NoReason::NotMyWork => text!(deal::no_my_work),
        NoReason::Unsaid => text!(deal::no_unsaid),
    }
}

/// What was said to an invitation, as its desk reads it.
pub fn invitation_answer(answer: Option<Answer>) -> String {
    match answer {
        None => text!(desk::answer_none).to_owned(),
        Some(Answer::Later) => text!(desk::answer_later).to_owned(),
        Some(Answer::Accept) => text!(desk::answer_accept).to_owned(),
        Some(Answer::Decline { reason }) => text!(desk::answer_decline, no_reason(reason)),
    }
}

/// Why something is reported.
pub fn wrong(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Money => text!(safety::wrong_money),
        Wrong::Unpaid => text!(safety::wrong_unpaid),
        Wrong::Contact => text!(safety::wrong_contact),
        Wrong::Untrue => text!(safety::wrong_untrue),
        Wrong::Harassment => text!(safety::wrong_harassment),
        Wrong::Other => text!(safety::wrong_other),
    }
}

/// A rule that a text touches: its name, and what it means.
pub fn lure(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::Link => (text!(safety::link), text!(safety::link_why)),
        Rule::Email => (text!(safety::email), text!(safety::leads_off_why)),
        Rule::Phone => (text!(safety::phone), text!(safety::leads_off_why)),
        Rule::Messenger => (text!(safety::messenger), text!(safety::leads_off_why)),
        Rule::PaymentOutside => (text!(safety::payment), text!(safety::payment_why)),
        Rule::UnpaidTest => (text!(safety::unpaid_test), text!(safety::unpaid_test_why)),
        Rule::WorkFirst => (text!(safety::work_first), text!(safety::work_first_why)),
        Rule::AdvanceFee => (text!(safety::advance_fee), text!(safety::advance_fee_why)),
    }
}

/// Where a proposal stands, in a few words, and the shape that goes with them.
pub fn standing(proposal: &Proposal, side: Side) -> (&'static str, &'static str) {
    let own = proposal.offered_by() == side;
    match (&proposal.state, side) {
        (State::Withdrawn { .. }, _) => ("state is-ended", text!(deal::is_withdrawn)),
        (State::Declined { .. }, _) => ("state is-ended", text!(deal::is_declined)),
        (State::Accepted { .. }, _) => ("state is-sent", text!(deal::is_accepted)),
        (State::Open, _) if !proposal.turns.is_empty() && own => {
            ("state is-open", text!(deal::awaits_other))
        }
        (State::Open, _) if !proposal.turns.is_empty() => ("state is-turn", text!(deal::has_terms)),
        (State::Open, Side::Client) => ("state is-turn", text!(deal::is_new)),
        (State::Open, Side::Worker) if proposal.read_at.is_some() => {
            ("state is-open", text!(deal::is_read))
        }
        (State::Open, Side::Worker) => ("state is-open", text!(deal::is_unread)),
    }
}

/// 33,000円 ・ 14日.
pub fn amount_and_days(amount: domain::Yen, days: u32) -> String {
    text!(
        desk::terms,
        super::yen(amount),
        crate::components::answers::days(days)
    )
}
