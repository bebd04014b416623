//! Words for spaces: equipment, opening hours, visits.

use super::{day, time};
use domain::{
    Day, Refusal, Timestamp,
    holiday::{Holiday, holiday_of},
    opening_hours::{Interval, OnHolidays, OpeningHours},
    refusal::Field,
    space::{Equipment, Space},
    visit::{Half, Span, Standing},
    weekday::Weekday,
};

/// What a space has.
pub fn equipment(item: Equipment) -> &'static str {
    match item {
        Equipment::Wifi => text!(space::equipment_wifi),
        Equipment::Power => text!(space::equipment_power),
        Equipment::Monitor => text!(space::equipment_monitor),
        Equipment::Printer => text!(space::equipment_printer),
        Equipment::MeetingRoom => text!(space::equipment_meeting_room),
        Equipment::Booth => text!(space::equipment_booth),
        Equipment::KidsSpace => text!(space::equipment_kids_space),
        Equipment::Parking => text!(space::equipment_parking),
        Equipment::Eating => text!(space::equipment_eating),
        Equipment::Wheelchair => text!(space::equipment_wheelchair),
        Equipment::WheelchairLoan => text!(space::equipment_wheelchair_loan),
        Equipment::CaneLoan => text!(space::equipment_cane_loan),
        Equipment::AccessibleToilet => text!(space::equipment_accessible_toilet),
        Equipment::StepFree => text!(space::equipment_step_free),
        Equipment::TactilePaving => text!(space::equipment_tactile_paving),
        Equipment::Braille => text!(space::equipment_braille),
        Equipment::AssistanceDogs => text!(space::equipment_assistance_dogs),
        Equipment::Subtitles => text!(space::equipment_subtitles),
        Equipment::Writing => text!(space::equipment_writing),
        Equipment::PriorityParking => text!(space::equipment_priority_parking),
        Equipment::Ostomate => text!(space::equipment_ostomate),
        Equipment::NursingRoom => text!(space::equipment_nursing_room),
        Equipment::ChangingTable => text!(space::equipment_changing_table),
        Equipment::StrollerLoan => text!(space::equipment_stroller_loan),
        Equipment::Stroller => text!(space::equipment_stroller),
    }
}

/// A weekday: 月.
pub fn weekday(of: Weekday) -> &'static str {
    match of {
        Weekday::Monday => text!(space::weekday_monday),
        Weekday::Tuesday => text!(space::weekday_tuesday),
        Weekday::Wednesday => text!(space::weekday_wednesday),
        Weekday::Thursday => text!(space::weekday_thursday),
        Weekday::Friday => text!(space::weekday_friday),
        Weekday::Saturday => text!(space::weekday_saturday),
        Weekday::Sunday => text!(space::weekday_sunday),
    }
}

/// A public holiday.
pub fn holiday(of: Holiday) -> &'static str {
    match of {
        Holiday::NewYear => text!(space::holiday_new_year),
        Holiday::ComingOfAge => text!(space::holiday_coming_of_age),
        Holiday::Foundation => text!(space::holiday_foundation),
        Holiday::EmperorsBirthday => text!(space::holiday_emperors_birthday),
        Holiday::VernalEquinox => text!(space::holiday_vernal_equinox),
        Holiday::Showa => text!(space::holiday_showa),
        Holiday::Constitution => text!(space::holiday_constitution),
        Holiday::Greenery => text!(space::holiday_greenery),
        Holiday::Children => text!(space::holiday_children),
        Holiday::Marine => text!(space::holiday_marine),
        Holiday::Mountain => text!(space::holiday_mountain),
        Holiday::RespectForTheAged => text!(space::holiday_respect_for_the_aged),
        Holiday::AutumnalEquinox => text!(space::holiday_autumnal_equinox),
        Holiday::Sports => text!(space::holiday_sports),
        Holiday::Culture => text!(space::holiday_culture),
        Holiday::LabourThanksgiving => text!(space::holiday_labour_thanksgiving),
        Holiday::Substitute => text!(space::holiday_substitute),
        Holiday::Citizens => text!(space::holiday_citizens),
    }
}

/// What holidays do to the hours.
pub fn on_holidays(does: OnHolidays) -> &'static str {
    match does {
        OnHolidays::Closed => text!(space::on_holidays_closed),
        OnHolidays::AsSunday => text!(space::on_holidays_as_sunday),
        OnHolidays::AsUsual => text!(space::on_holidays_as_usual),
        OnHolidays::Unsaid => text!(space::on_holidays_unsaid),
    }
}

/// A minute of the day as a clock of Japan shows it: 9:00, 26:00.
fn minute(of: u16) -> String {
    format!("{}:{:02}", of / 60, of % 60)
}

/// The hours of a day: 9:00〜12:00、13:00〜17:00, or that it is closed.
pub fn hours(intervals: &[Interval]) -> String {
    if intervals.is_empty() {
        return text!(space::closed_day).to_owned();
    }
    let each = intervals.iter().map(|interval| {
        let (from, to) = (minute(interval.from()), minute(interval.to()));
        format!("{from}〜{to}")
    });
    each.collect::<Vec<_>>().join("、")
}

/// Whether it is open, and until when: a shape and a text. `None` where nobody knows.
pub fn open(space: &Space, now: Timestamp) -> Option<(&'static str, String)> {
    let hours = space.hours.as_ref()?;
    let today = Day::of(now);
    if hours.holidays == OnHolidays::Unsaid
        && holiday_of(today).is_some()
        && !hours.exceptions.contains_key(&today)
    {
        return Some(("seats is-waiting", text!(space::holiday_unsaid).to_owned()));
    }
    let next = hours
        .next_change(now)
        .map(|change| match Day::of(change.at) {
            at if at == today => time(change.at),
            // Midnight ends the day before.
            at if !change.opens && at == today.plus(1) && at.start() == change.at => {
                minute(24 * 60)
            }
            _ => format!("{} {}", day(change.at), time(change.at)),
        });
    Some(match (hours.is_open(now), next) {
        (true, Some(at)) => ("seats is-free", text!(space::open_until, at)),
        (true, None) => ("seats is-free", text!(space::open_always).to_owned()),
        (false, Some(at)) => ("seats is-full", text!(space::shut_until, at)),
        (false, None) => ("seats is-full", text!(space::shut).to_owned()),
    })
}

/// Why a day's hours are not those of its weekday; `None` where they are.
pub fn special(hours: &OpeningHours, of: Day) -> Option<&'static str> {
    if hours.exceptions.contains_key(&of) {
        let named = holiday_of(of).map(holiday);
        return Some(named.unwrap_or(text!(space::special)));
    }
    match holiday_of(of) {
        Some(named) => Some(holiday(named)),
        None => hours.is_year_end(of).then_some(text!(space::year_end)),
    }
}

/// Half a day.
pub fn half(half: Half) -> &'static str {
    match half {
        Half::Morning => text!(space::half_morning),
        Half::Afternoon => text!(space::half_afternoon),
    }
}

/// Half a day with its times: 午前 9:00〜13:00.
pub fn half_of(of: Half, span: Span) -> String {
    text!(space::half_of, half(of), time(span.begins), time(span.ends))
}

/// How a booking stands: a shape and a word.
pub fn standing(of: Standing) -> (&'static str, &'static str) {
    match of {
        Standing::Ahead => ("state is-sent", text!(space::standing_ahead)),
        Standing::Late => ("state is-waiting", text!(space::standing_late)),
        Standing::In => ("state is-open", text!(space::standing_in)),
        Standing::Left => ("state", text!(space::standing_left)),
        Standing::Released => ("state is-failed", text!(space::standing_released)),
        Standing::Cancelled => ("state", text!(space::standing_cancelled)),
    }
}

/// How many places are free: a shape and a text.
pub fn free(count: u32) -> (&'static str, String) {
    match count {
        0 => ("seats is-full", text!(space::full).to_owned()),
        count => (
            "seats is-free",
            text!(space::free, usize::try_from(count).unwrap_or(usize::MAX)),
        ),
    }
}

/// A field of a space's form; `None` where it is another's.
pub fn field(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Kana => text!(space::field_kana),
        Field::Nickname => text!(space::field_nickname),
        Field::Position => text!(space::field_position),
        Field::Address => text!(space::field_address),
        Field::Building => text!(space::field_building),
        Field::Phone => text!(space::field_phone),
        Field::CorporateNumber => text!(space::field_corporate_number),
        Field::OpeningHours => text!(space::field_opening_hours),
        Field::Equipment => text!(space::field_equipment),
        Field::Town => text!(space::field_town),
        Field::Website => text!(space::field_website),
        Field::Quota => text!(space::field_quota),
        _ => return None,
    })
}

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
