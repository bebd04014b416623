//! A query as the pairs of a URL: what a person found can be kept, shared and come back to.

use crate::query::{MAX_TEXT, Place, Query, Sort};
use domain::{Category, Yen, job::JobKind, job::LifeStage};

/// The value of a filter that is on.
const ON: &str = "1";

impl Query {
    /// The pairs of a URL's query, unescaped. What is not asked for is left out.
    pub fn to_url(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut put = |key: &str, value: String| pairs.push((key.to_owned(), value));
        if !self.text.is_empty() {
            put("q", self.text.clone());
        }
        self.kinds
            .iter()
            .for_each(|kind| put("kind", kind.word().to_owned()));
        self.categories
            .iter()
            .for_each(|category| put("category", category.word().to_owned()));
        if let Some(place) = &self.place {
            put(
                "place",
                match place {
                    Place::Prefecture(number) => format!("{number:02}"),
                    Place::Town(code) => code.as_str().to_owned(),
                },
            );
        }
        for (key, number) in [
            ("hourly", self.hourly_floor.map(|yen| yen.0)),
            ("pay", self.pay_floor.map(|yen| yen.0)),
            ("hours", self.weekly_hours.map(i64::from)),
            ("closes", self.closes_within_days.map(i64::from)),
        ] {
            if let Some(number) = number {
                put(key, number.to_string());
            }
        }
        self.life_stages
            .iter()
            .for_each(|stage| put("stage", stage.word().to_owned()));
        for (key, on) in [
            ("remote", self.remote),
            ("beginner", self.beginner),
            ("no_calls", self.no_calls),
            ("naptime", self.naptime),
            ("closed", self.closed),
            ("starred", self.starred),
        ] {
            if on {
                put(key, ON.to_owned());
            }
        }
        if self.sort != Sort::default() {
            put("sort", self.sort.word().to_owned());
        }
        pairs
    }

    /// Reads the pairs of a URL's query. What is not understood is passed over: an old or a broken
    /// link still leads to the board.
    pub fn from_url(pairs: &[(String, String)]) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            let yen = || {
                value
                    .parse()
                    .ok()
                    .map(Yen)
                    .filter(|yen| (Yen(0)..=Yen::MAX).contains(yen))
            };
            match key.as_str() {
                "q" => query.text = value.chars().take(MAX_TEXT).collect(),
                "kind" => query.kinds.extend(JobKind::from_word(value)),
                "category" => query.categories.extend(Category::from_word(value)),
                "place" => query.place = place(value),
                "hourly" => query.hourly_floor = yen(),
                "pay" => query.pay_floor = yen(),
                "hours" => query.weekly_hours = value.parse().ok().filter(|hours| *hours <= 168),
                "closes" => query.closes_within_days = value.parse().ok(),
                "stage" => query.life_stages.extend(LifeStage::from_word(value)),
                "remote" => query.remote = value == ON,
                "beginner" => query.beginner = value == ON,
                "no_calls" => query.no_calls = value == ON,
                "naptime" => query.naptime = value == ON,
                "closed" => query.closed = value == ON,
                "starred" => query.starred = value == ON,
                "sort" => query.sort = Sort::from_word(value).unwrap_or_default(),
                _ => {}
            }
        }
        query
    }
}

fn place(value: &str) -> Option<Place> {
    if value.len() == 6 {
        return value.parse().ok().map(Place::Town);
    }
    value
        .parse()
        .ok()
        .filter(|number| (1..=47).contains(number))
        .map(Place::Prefecture)
}
