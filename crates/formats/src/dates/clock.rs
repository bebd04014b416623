//! Times of day as files write them.

use crate::numbers::narrow;
use domain::{opening_hours, program::ClockTime};

/// Reads a time of day: 9:00, ９：００, 9:00:00, 9時, 9時30分, 午前8時30分, 午後2:00, 正午. What goes on past
/// midnight may count on (25:30). 午前12時 is noon by law and midnight to many: it is none.
pub(crate) fn read(text: &str) -> Option<ClockTime> {
    let text: String = narrow(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if text == "正午" {
        return ClockTime::new(12, 0);
    }
    let (later, text) = match (text.strip_prefix("午前"), text.strip_prefix("午後")) {
        (Some(rest), _) => (Some(0), rest),
        (_, Some(rest)) => (Some(12), rest),
        (None, None) => (None, text.as_str()),
    };
    // Seconds, as a spreadsheet adds them.
    let text = match text.strip_suffix(":00") {
        Some(rest) if rest.contains(':') => rest,
        _ => text,
    };
    let minutes = opening_hours::time(text).ok()?;
    let (hour, minute) = (minutes / 60, minutes % 60);
    match later {
        None => ClockTime::new(hour, minute),
        Some(later) if hour < 12 => ClockTime::new(hour + later, minute),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_time_however_it_is_written() {
        for (text, time) in [
            ("9:00", "09:00"),
            ("13：00", "13:00"),
            ("０９：３０", "09:30"),
            ("13:00:00", "13:00"),
            ("午前8時30分", "08:30"),
            ("午後０時１５分", "12:15"),
            ("午後2:00", "14:00"),
            ("\n18:00", "18:00"),
            ("正午", "12:00"),
            ("24:00", "24:00"),
            ("25:30", "25:30"),
        ] {
            let read = read(text).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some(time), "{text}");
        }
        for text in [
            "",
            "15:000",
            "1030",
            "午前12時",
            "午後13時",
            "①10:00②14:00",
            "17:00(金、土は19:00まで)",
            "13:00:30",
            "-",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
