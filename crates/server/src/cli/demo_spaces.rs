//! The sample spaces of `engawa demo`.

use super::demo_programs::BadSample;
use domain::{Day, DeskId, SpaceId, Timestamp, space::Space};
use serde::Deserialize;
use serde_json::{Map, Value};

const FILE: &str = include_str!("../../../../demo/spaces.json");

/// The file. What a space leaves out is as in a blank one.
#[derive(Deserialize)]
struct Set {
    spaces: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    identifier: String,
    desk_name: String,
    /// Days for which it is accredited from today on.
    #[serde(default)]
    accredited_days: Option<i64>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// The spaces as samples, entered on the day of `now`.
pub(super) fn spaces(now: Timestamp) -> Result<Vec<Space>, BadSample> {
    let set: Set = serde_json::from_str(FILE).map_err(BadSample::of("demo/spaces.json"))?;
    set.spaces.into_iter().map(|said| said.space(now)).collect()
}

impl Said {
    fn space(self, now: Timestamp) -> Result<Space, BadSample> {
        let desk = DeskId::of_name(&self.desk_name);
        let id = SpaceId::of_source(&self.desk_name, &self.identifier);
        let today = Day::of(now);
        // Entered the evening before: loading it again on the same day changes nothing.
        let blank = Space::blank(id, Some(desk), self.desk_name, today.start());
        let json = BadSample::of("demo/spaces.json");
        let mut all = match serde_json::to_value(blank).map_err(json)? {
            Value::Object(all) => all,
            _ => Map::new(),
        };
        all.extend(self.rest);
        let json = BadSample::of("demo/spaces.json");
        let mut space: Space = serde_json::from_value(Value::Object(all)).map_err(json)?;
        space.accredited = self.accredited_days.map(|days| today.plus(days));
        space.sample = true;
        space.identifier = Some(self.identifier.clone());
        match space.check() {
            Ok(()) => Ok(space),
            Err(wrong) => Err(BadSample::Wrong {
                file: "demo/spaces.json",
                identifier: self.identifier,
                wrong,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_are_spaces_of_several_towns() {
        let spaces = spaces(Timestamp(1_830_000_000_000)).unwrap();
        assert!(
            spaces
                .iter()
                .all(|space| space.sample && space.town.is_some())
        );
        assert!(spaces.iter().any(|space| space.quota > 0));
        let names: std::collections::BTreeSet<_> = spaces.iter().map(|space| space.id).collect();
        assert_eq!(names.len(), spaces.len());
    }
}
