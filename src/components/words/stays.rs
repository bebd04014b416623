//! Words for stays: nights, rooms, and why one was refused.

use super::{day, number};
use domain::{
    Day, Refusal,
    program::{ClockTime, GuestRoom, Lodging},
    refusal::Part,
    stay::Nights,
};

fn count(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or(0)
}

/// Nights with their days: 7月12日(日)から2泊、7月14日(火)に出発.
pub fn nights(nights: Nights) -> String {
    text!(
        stay::from_to,
        day(nights.from.start()),
        count(nights.count()),
        day(nights.to.start())
    )
}

/// How a night of a room is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Night {
    /// It can be chosen.
    Free,
    /// It is chosen.
    Chosen,
    /// Somebody has the room.
    Taken,
    /// It is over, or the house is closed.
    Shut,
}

/// A night, and how it is: 7月12日(日)の夜、空き.
pub fn night(night: Day, is: Night) -> String {
    let night = day(night.start());
    match is {
        Night::Free => text!(stay::night_free, night),
        Night::Chosen => text!(stay::night_chosen, night),
        Night::Taken => text!(stay::night_taken, night),
        Night::Shut => text!(stay::night_shut, night),
    }
}

/// A room, with its beds: 海の間(2人まで).
pub fn room(room: &GuestRoom) -> String {
    text!(stay::room_beds, &room.name, count(room.beds))
}

/// When a lodging is open, and how long one may stay.
pub fn open(lodging: &Lodging) -> String {
    let last = lodging.nights.to.plus(-1);
    text!(
        stay::open_from_to,
        day(lodging.nights.from.start()),
        day(last.start()),
        count(lodging.longest)
    )
}

/// From when and until when one may come and go.
pub fn hours(check_in: Option<ClockTime>, check_out: Option<ClockTime>) -> Option<String> {
    Some(match (check_in, check_out) {
        (Some(from), Some(by)) => text!(stay::hours, from, by),
        (Some(from), None) => text!(stay::hours_in, from),
        (None, Some(by)) => text!(stay::hours_out, by),
        (None, None) => return None,
    })
}

/// Why a stay was refused; `None` where another word says it.
pub fn refusal(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::NoSeat => text!(stay::refused_no_seat).to_owned(),
        Refusal::StayBooked => text!(stay::refused_booked).to_owned(),
        Refusal::NightsTaken { free } if free.is_empty() => {
            text!(stay::refused_taken_none).to_owned()
        }
        Refusal::NightsTaken { free } => {
            let free = free.iter().map(|nights| {
                let (first, last) = (nights.from, nights.to.plus(-1));
                match first == last {
                    true => day(first.start()),
                    false => text!(stay::first_to_last, day(first.start()), day(last.start())),
                }
            });
            let free: Vec<String> = free.collect();
            text!(stay::refused_taken, free.join(text!(stay::and)))
        }
        _ => return None,
    })
}

/// The rooms of a lodging.
pub fn rooms(lodging: &Lodging) -> String {
    let rooms = lodging.rooms.iter().map(room).collect::<Vec<_>>();
    let names = rooms.join(text!(stay::and));
    text!(stay::rooms, lodging.rooms.len(), names)
}

/// How many nights are free, in all.
pub fn free_nights(free: &[Nights]) -> String {
    let nights: i64 = free.iter().map(|nights| nights.count()).sum();
    match nights {
        0 => text!(stay::none_free).to_owned(),
        nights => text!(stay::some_free, number(count(nights))),
    }
}

/// The name of a part of a lodging, in its form.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Name => text!(stay::lodging_name),
        Part::Address => text!(stay::address),
        Part::Rooms => text!(stay::rooms_of),
        Part::From => text!(stay::first_night),
        Part::To => text!(stay::last_departure),
        Part::Most => text!(stay::longest),
        Part::Begins => text!(stay::check_in),
        Part::Ends => text!(stay::check_out),
        Part::Rules => text!(stay::house_rules),
        Part::Contact => text!(stay::contact),
        _ => text!(stay::lodging),
    }
}
