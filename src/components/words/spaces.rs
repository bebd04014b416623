//! Words for spaces and visits to them.

use domain::Refusal;

/// Why a visit was refused; `None` where the word for proposals says it.
pub fn refusal(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::SpaceNotFound => text!(space::refused_not_found),
        Refusal::SpaceShut => text!(space::refused_shut),
        Refusal::NoPlace => text!(space::refused_no_place),
        Refusal::AlreadyBooked => text!(space::refused_already_booked),
        Refusal::AlreadyIn => text!(space::refused_already_in),
        _ => return None,
    })
}
