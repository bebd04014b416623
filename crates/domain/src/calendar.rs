//! iCalendar (RFC 5545): sessions as calendar programs take them, from the server as a feed and from
//! the device as a file.

use crate::{
    Day, Timestamp,
    program::{Position, Program, Session, SessionNo},
};

/// Whether somebody goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It takes place, or there is a seat.
    Confirmed,
    /// On the waiting list, or in review.
    Tentative,
}

/// When something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// From one day to another; both are part of it.
    Days(Day, Day),
    /// From a moment to another.
    Moments(Timestamp, Timestamp),
}

/// One entry of a calendar.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// Names it for ever: a calendar that reads it again changes what it has.
    pub uid: String,
    /// When it was last changed.
    pub stamp: Timestamp,
    /// When it is.
    pub when: When,
    /// What it is, in a line.
    pub summary: String,
    /// More of it; may be empty.
    pub description: String,
    /// Where; may be empty.
    pub location: String,
    /// Where on the map.
    pub position: Option<Position>,
    /// Its page.
    pub url: String,
    /// Whether somebody goes.
    pub status: Status,
}

impl Event {
    /// A session of a program. `site` is where the pages are: `https://engawa.example.jp`.
    pub fn of_session(program: &Program, session: &Session, status: Status, site: &str) -> Self {
        let (first, last) = (session.from, session.to);
        let when = match (session.begins, session.ends) {
            (Some(begins), Some(ends)) => When::Moments(begins.on(first), ends.on(last)),
            // Until when is not said: at the latest until the day is over.
            (Some(begins), None) if first < last => {
                When::Moments(begins.on(first), last.plus(1).start())
            }
            (Some(begins), None) => When::Moments(begins.on(first), begins.on(first)),
            (None, _) => When::Days(first, last),
        };
        let venue = session.venue.as_ref();
        let lines = |parts: &[&str], between: &str| {
            let parts = parts.iter().filter(|part| !part.is_empty());
            parts.copied().collect::<Vec<_>>().join(between)
        };
        Self {
            uid: format!("{}-{}@engawa", program.id, session.no.0),
            stamp: program.edited_at.unwrap_or(program.posted_at),
            when,
            summary: program.title.clone(),
            description: lines(&[&session.note, &program.desk_name, &program.contact], "\n"),
            location: venue.map_or_else(String::new, |venue| {
                lines(&[&venue.name, &venue.address], " ")
            }),
            position: venue.and_then(|venue| venue.position),
            url: format!("{site}/programs/{}", program.id),
            status,
        }
    }
}

/// What a program has for a calendar: one session, or all of them.
pub fn events(
    program: &Program,
    session: Option<SessionNo>,
    status: Status,
    site: &str,
) -> Vec<Event> {
    let sessions = program.sessions.iter();
    let wanted = sessions.filter(|one| session.is_none_or(|no| no == one.no));
    wanted
        .map(|session| Event::of_session(program, session, status, site))
        .collect()
}

/// Japan has had no summer time since 1951, so one rule says all of its zone.
const TOKYO: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Tokyo",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "TZNAME:JST",
    "END:STANDARD",
];

/// A calendar of these entries, as a file. `name` is what calendar programs call it.
pub fn write(name: &str, events: &[Event]) -> String {
    let mut file = File(String::new());
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Engawa//Engawa//JA");
    file.line("CALSCALE:GREGORIAN");
    file.line("METHOD:PUBLISH");
    file.text("NAME", name);
    // What RFC 7986 calls NAME, for programs that are older.
    file.text("X-WR-CALNAME", name);
    file.line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    file.line("X-PUBLISHED-TTL:PT6H");
    TOKYO.iter().for_each(|line| file.line(line));
    file.line("END:VTIMEZONE");
    events.iter().for_each(|event| file.event(event));
    file.line("END:VCALENDAR");
    file.0
}

/// Octets of a line, without its end.
const LINE: usize = 75;

struct File(String);

impl File {
    /// A line, folded where it is long: never inside a character, though RFC 5545 would allow it.
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for sign in line.chars() {
            if octets + sign.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(sign);
            octets += sign.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn text(&mut self, name: &str, text: &str) {
        self.line(&format!("{name}:{}", escaped(text)));
    }

    fn event(&mut self, event: &Event) {
        self.line("BEGIN:VEVENT");
        self.text("UID", &event.uid);
        self.line(&format!("DTSTAMP:{}", utc(event.stamp)));
        match event.when {
            When::Days(first, last) => {
                self.line(&format!("DTSTART;VALUE=DATE:{}", digits(first)));
                // The day after the last, as a calendar counts.
                self.line(&format!("DTEND;VALUE=DATE:{}", digits(last.plus(1))));
            }
            When::Moments(begins, ends) => {
                self.line(&format!("DTSTART;TZID=Asia/Tokyo:{}", tokyo(begins)));
                if begins < ends {
                    self.line(&format!("DTEND;TZID=Asia/Tokyo:{}", tokyo(ends)));
                }
            }
        }
        self.text("SUMMARY", &event.summary);
        if !event.location.is_empty() {
            self.text("LOCATION", &event.location);
        }
        if let Some(Position {
            latitude,
            longitude,
        }) = event.position
        {
            self.line(&format!("GEO:{latitude};{longitude}"));
        }
        if !event.description.is_empty() {
            self.text("DESCRIPTION", &event.description);
        }
        self.line(&format!("URL:{}", event.url));
        self.line(match event.status {
            Status::Confirmed => "STATUS:CONFIRMED",
            Status::Tentative => "STATUS:TENTATIVE",
        });
        self.line("END:VEVENT");
    }
}

/// A text as RFC 5545, 3.3.11 has it; what no text may hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push(sign),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

fn digits(day: Day) -> String {
    let (year, month, day) = day.parts();
    format!("{year:04}{month:02}{day:02}")
}

/// The time on a clock in Japan.
fn tokyo(moment: Timestamp) -> String {
    let day = Day::of(moment);
    let seconds = moment.0.saturating_sub(day.start().0) / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hour:02}{minute:02}{second:02}", digits(day))
}

fn utc(moment: Timestamp) -> String {
    const JAPAN: i64 = 9 * 60 * 60 * 1000;
    let shifted = tokyo(Timestamp(moment.0.saturating_sub(JAPAN)));
    format!("{shifted}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ClockTime;
    use proptest::prelude::*;

    fn event() -> Event {
        Event {
            uid: "a@engawa".into(),
            // 2026-11-23T00:00:00Z
            stamp: Timestamp(1_795_392_000_000),
            when: When::Days(
                Day::new(2026, 12, 3).unwrap(),
                Day::new(2026, 12, 4).unwrap(),
            ),
            summary: "はじめての在宅ワーク".into(),
            description: String::new(),
            location: String::new(),
            position: None,
            url: "https://engawa.example.jp/programs/a".into(),
            status: Status::Confirmed,
        }
    }

    #[test]
    fn a_day_ends_where_the_next_begins_and_a_moment_is_told_by_the_clock_in_tokyo() {
        let file = write("日南市", &[event()]);
        assert!(file.contains("DTSTAMP:20261123T000000Z\r\n"), "{file}");
        assert!(file.contains("DTSTART;VALUE=DATE:20261203\r\nDTEND;VALUE=DATE:20261205\r\n"));
        let day = Day::new(2026, 12, 31).unwrap();
        let late = |hour, minute| ClockTime::new(hour, minute).unwrap().on(day);
        let when = When::Moments(late(22, 0), late(25, 30));
        let file = write("", &[Event { when, ..event() }]);
        assert!(
            file.contains("DTSTART;TZID=Asia/Tokyo:20261231T220000\r\n"),
            "{file}"
        );
        assert!(
            file.contains("DTEND;TZID=Asia/Tokyo:20270101T013000\r\n"),
            "{file}"
        );
    }

    #[test]
    fn what_would_begin_a_line_of_its_own_does_not() {
        let summary = "a\r\nEND:VCALENDAR\u{0}, b; c\\".to_owned();
        let file = write("", &[Event { summary, ..event() }]);
        assert!(
            file.contains("SUMMARY:a\\nEND:VCALENDAR\\, b\\; c\\\\\r\n"),
            "{file}"
        );
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_octets_and_unfolded_it_is_whole(text in "\\PC{0,300}") {
            let file = write(&text, &[Event { summary: text.clone(), ..event() }]);
            prop_assert!(file.ends_with("\r\n"));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{line}");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let whole = file.replace("\r\n ", "");
            let line = format!("\r\nSUMMARY:{}\r\n", escaped(&text));
            prop_assert!(whole.contains(&line));
        }
    }
}
