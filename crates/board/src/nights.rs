//! Choosing nights of a room on a calendar.

use domain::{Day, Month, stay::Nights, weekday::Weekday};

/// A month as weeks from Sunday on; `None` where a day is of another month.
pub fn weeks(month: Month) -> Vec<[Option<Day>; 7]> {
    let Some(first) = month.first_day() else {
        return Vec::new();
    };
    let before = match Weekday::of(first) {
        Weekday::Sunday => 0,
        weekday => weekday as i64 + 1,
    };
    let is_within = |day: &Day| Month::of(*day) == month;
    // Six weeks hold every month.
    let weeks = (0..6).map(|week: i64| {
        std::array::from_fn(|place| {
            let place = i64::try_from(place).unwrap_or(0);
            Some(first.plus(week * 7 + place - before)).filter(is_within)
        })
    });
    weeks
        .filter(|week: &[Option<Day>; 7]| week.iter().any(Option::is_some))
        .collect()
}

/// What is chosen once a night is pressed: up to it, where the nights from the first one on are free and
/// not more than `longest`, else it alone. The only one that is chosen is given up.
pub fn choose(chosen: Option<Nights>, night: Day, free: &[Nights], longest: u8) -> Option<Nights> {
    let alone = Nights {
        from: night,
        to: night.plus(1),
    };
    let Some(before) = chosen else {
        return Some(alone);
    };
    if before == alone {
        return None;
    }
    let longer = Nights {
        from: before.from,
        to: alone.to,
    };
    let is_first_of = before.count() == 1 && before.from < night;
    let fits = longer.count() <= i64::from(longest);
    let is_free = free.iter().any(|free| free.contains(longer));
    Some(if is_first_of && fits && is_free {
        longer
    } else {
        alone
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(day: i8) -> Day {
        Day::new(2026, 7, day).unwrap()
    }

    fn nights(from: i8, to: i8) -> Nights {
        Nights {
            from: day(from),
            to: day(to),
        }
    }

    #[test]
    fn a_month_begins_on_its_weekday() {
        // The first of July 2026 is a Wednesday.
        let weeks = weeks(Month::of(day(1)));
        assert_eq!(weeks.len(), 5);
        let first = [
            None,
            None,
            None,
            Some(day(1)),
            Some(day(2)),
            Some(day(3)),
            Some(day(4)),
        ];
        assert_eq!(weeks[0], first);
        assert_eq!(weeks[1][0], Some(day(5)));
        assert_eq!(weeks[4][5], Some(day(31)));
        assert_eq!(weeks[4][6], None);
    }

    #[test]
    fn the_second_press_makes_it_longer_where_nobody_is_between() {
        let free = [nights(1, 10), nights(12, 31)];
        let pressed = |chosen, night| choose(chosen, day(night), &free, 5);
        let one = pressed(None, 3);
        assert_eq!(one, Some(nights(3, 4)));
        assert_eq!(pressed(one, 5), Some(nights(3, 6)));
        // Too long, over somebody's night, or earlier: anew.
        assert_eq!(pressed(one, 8), Some(nights(8, 9)));
        assert_eq!(pressed(Some(nights(9, 10)), 12), Some(nights(12, 13)));
        assert_eq!(pressed(one, 2), Some(nights(2, 3)));
        assert_eq!(pressed(one, 3), None);
        assert_eq!(pressed(Some(nights(3, 6)), 7), Some(nights(7, 8)));
    }

    proptest! {
        #[test]
        fn every_day_of_a_month_stands_once_under_its_weekday(year in 1900i16..2200, month in 1i8..=12) {
            let first = Day::new(year, month, 1).unwrap();
            let weeks = weeks(Month::of(first));
            let mut next = first;
            for (place, found) in weeks.iter().flat_map(|week| week.iter().enumerate()) {
                let Some(found) = found else { continue };
                prop_assert_eq!(*found, next);
                prop_assert_eq!(Weekday::of(*found) == Weekday::Sunday, place == 0);
                next = next.plus(1);
            }
            prop_assert_eq!(next.of_month(), 1);
        }
    }
}
