//! The sample programs of `engawa demo`.

use domain::{Day, DeskId, ProgramId, Timestamp, program::Program};
use serde::Deserialize;
use serde_json::{Map, Value};

const PATH: &str = "demo/programs.json";
const FILE: &str = include_str!("../../../../demo/programs.json");

/// Why samples cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadSample {
    #[error("{file}: {error}")]
    Json {
        file: &'static str,
        error: serde_json::Error,
    },
    #[error("{file}: {identifier}: {wrong:?}")]
    Wrong {
        file: &'static str,
        identifier: String,
        wrong: domain::refusal::Invalid,
    },
}

impl BadSample {
    /// A file that is no JSON of this kind.
    pub(super) fn of(file: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |error| Self::Json { file, error }
    }
}

/// The file: programs as they stood on a day. What one leaves out is as in a blank one.
#[derive(Deserialize)]
struct Set {
    as_of: Day,
    programs: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    identifier: String,
    desk_name: String,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// The programs as samples, moved by whole days to the days around `now`.
pub(super) fn programs(now: Timestamp) -> Result<Vec<Program>, BadSample> {
    let set: Set = serde_json::from_str(FILE).map_err(BadSample::of(PATH))?;
    let days = set.as_of.until(Day::of(now));
    set.programs
        .into_iter()
        .map(|said| said.program(days, now))
        .collect()
}

impl Said {
    fn program(self, days: i64, now: Timestamp) -> Result<Program, BadSample> {
        let desk = DeskId::of_name(&self.desk_name);
        let id = ProgramId::of_source(desk, &self.identifier);
        // Announced the evening before: loading it again on the same day changes nothing.
        let posted_at = Day::of(now).start();
        let blank = Program::blank(id, desk, self.desk_name, posted_at);
        let mut all = match serde_json::to_value(blank).map_err(BadSample::of(PATH))? {
            Value::Object(all) => all,
            _ => Map::new(),
        };
        all.extend(self.rest);
        let mut program: Program =
            serde_json::from_value(Value::Object(all)).map_err(BadSample::of(PATH))?;
        for session in &mut program.sessions {
            (session.from, session.to) = (session.from.plus(days), session.to.plus(days));
        }
        for lodging in &mut program.lodgings {
            let nights = &mut lodging.nights;
            (nights.from, nights.to) = (nights.from.plus(days), nights.to.plus(days));
        }
        program.opens_at = program.opens_at.map(|at| at.plus_days(days));
        program.closes_at = program.closes_at.map(|at| at.plus_days(days));
        program.sample = true;
        program.identifier = Some(self.identifier.clone());
        match program.check() {
            Ok(()) => Ok(program),
            Err(wrong) => Err(BadSample::Wrong {
                file: PATH,
                identifier: self.identifier,
                wrong,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::program::ProgramKind;
    use std::collections::BTreeSet;

    #[test]
    fn the_samples_are_of_every_kind_and_lie_around_today() {
        let now = Timestamp(1_830_000_000_000);
        let programs = programs(now).unwrap();
        let kinds: BTreeSet<ProgramKind> = programs.iter().map(|program| program.kind).collect();
        assert_eq!(kinds, ProgramKind::ALL.into());
        let over = programs
            .iter()
            .filter(|program| program.is_over(now))
            .count();
        assert_eq!(over, 1);
        assert!(programs.iter().all(|program| program.sample));
    }
}
