//! Choosing nights of a room on a calendar.

use domain::{Day, stay::Nights};

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
}
