//! National layouts of lists (推奨データセット, 自治体標準オープンデータセット, GIF): a row is an entry, its
//! columns have fixed names.
//!
//! Nothing of a row is lost. What an entry has no field for is kept under the column's name
//! ([`Entry::extra`]); so is the text of a column that the entry would now write otherwise
//! (令和8年4月1日), and it comes back on export as long as it still says the same. The other way round,
//! what an entry says beyond its row stands in one more column, [`REST`].

mod detect;
mod layout;
mod mapped;
mod rows;
mod said;
mod whole;
mod write;

pub(crate) use layout::Layout;
pub(crate) use mapped::{Columns, Field, MappedRows, Sources};
pub(crate) use rows::{Rows, Seen};
pub(crate) use said::{Said, Texts, is_nothing};
pub(crate) use write::Writer;

use crate::{Reason, Refused, refused::Fault};
use domain::{place::Town, refusal};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The column for what a row of the layout cannot say.
pub const REST: &str = "engawa";

/// Most bytes of what is kept of a row beside its fields.
pub(crate) const MAX_KEPT: usize = 32 * 1024;

/// Something that was read, and what is to be said of it although it goes in.
#[derive(Clone, PartialEq, Debug)]
pub struct Entered<T> {
    /// The first line of its record in its file, from 1.
    pub line: u64,
    /// What was read.
    pub value: T,
    /// What was put right, or set aside and kept as words.
    pub remarks: Vec<Refused>,
}

impl<T> Entered<T> {
    pub(crate) fn at(line: u64, value: T, remarks: Vec<Fault>) -> Self {
        let remarks = remarks.into_iter().map(|fault| fault.at(line)).collect();
        Self {
            line,
            value,
            remarks,
        }
    }
}

/// What a row of a list becomes.
pub(crate) trait Entry: Clone + Serialize + DeserializeOwned {
    /// What a column may say of it.
    type Says: Copy + PartialEq + 'static;
    /// What the caller knows and the file does not say.
    type Context;

    /// The column that numbers entries.
    const NUMBER: Self::Says;

    /// What tells it from all others.
    fn identity(&self) -> String;

    /// Fields that depend on what the caller knows.
    const GIVEN: &[&str];

    /// Those that the caller gives now, whatever a file says.
    fn given(context: &Self::Context) -> &'static [&'static str];

    /// The entry that a row says. What is set aside is remarked upon.
    fn read(
        said: &Said<'_, Self::Says>,
        context: &Self::Context,
        remarks: &mut Vec<Fault>,
    ) -> Result<Self, Fault>;

    /// What a column says of it.
    fn say(&self, says: Self::Says) -> String;

    /// What is kept of columns.
    fn extra(&mut self) -> &mut Map<String, Value>;

    /// Whether the text of a column is kept although the entry says it: a name that the caller will
    /// complete.
    fn keeps(&self, says: Self::Says) -> bool;

    /// A column of a coordinate.
    fn is_coordinate(says: Self::Says) -> bool;

    /// Takes from `other` what no list says (when it was announced, when it was edited) and names that
    /// follow from a code, where they fit.
    fn settle(&mut self, other: &Self);

    /// Whether it may enter. `name` gives the file's word for a field.
    fn check(&self, name: impl Fn(refusal::Field) -> String) -> Result<(), Fault>;

    /// The column in which a field stands, in the order of preference.
    fn says_field(field: refusal::Field) -> Option<Self::Says>;
}

/// The cells of a row, each with what it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cells {
    /// Texts of the layout's columns, in its order; `None` where the file lacks the column.
    pub(crate) known: Vec<Option<String>>,
    /// Other columns.
    pub(crate) other: Vec<(String, String)>,
    /// What stands in [`REST`].
    pub(crate) rest: String,
}

/// Refuses more than is kept of a row.
pub(crate) fn check_kept(extra: &Map<String, Value>) -> Result<(), Fault> {
    let size = |(name, value): (&String, &Value)| {
        name.len()
            + value
                .as_str()
                .map_or_else(|| value.to_string().len(), str::len)
    };
    let total: usize = extra.iter().map(size).sum();
    if total <= MAX_KEPT {
        return Ok(());
    }
    let largest = extra.iter().max_by_key(|entry| size(*entry));
    let name = largest.map(|(name, _)| name.clone()).unwrap_or_default();
    Err(Fault::new(name, Reason::TooMuchExtra { max: MAX_KEPT }))
}

/// Gives a municipality the name that it has in `other`, where both are the same and the row's name
/// is a part of it, or no more than its code.
pub(crate) fn settle_town(town: &mut Town, other: &Town) {
    let fits = other.name.contains(&town.name) || town.name == town.code.as_str();
    if town.code == other.code && fits {
        town.name.clone_from(&other.name);
    }
}
