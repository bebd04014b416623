//! Several tabs of one device write in one draft.
//!
//! A tab saves what was typed without looking at what lies on the device: its page may be about to
//! go, and then nobody waits for an answer. So each tab saves into a place of its own ([`Typed`]),
//! and whoever reads the draft lays them together ([`Draft::laid_together`]).

use super::{Draft, both, is_prose};
use domain::{draft::Fields, refusal::Field};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a tab writes over. What is typed there replaces this, and nothing else.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Over {
    /// The texts that it showed before the first key.
    from: Fields,
    /// What it has saved since, and may lie on the device.
    saved: BTreeMap<Field, Vec<String>>,
}

/// A draft as one tab saves it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Typed {
    /// As that tab shows it.
    pub draft: Draft,
    /// What that was written over.
    pub over: Over,
}

impl Over {
    /// Nothing was typed yet, and the tab shows these texts.
    pub fn shown(fields: &Fields) -> Self {
        Self {
            from: fields.clone(),
            saved: BTreeMap::new(),
        }
    }

    /// The tab saves these texts.
    pub fn save(&mut self, fields: &Fields) {
        for (field, text) in fields {
            let saved = self.saved.entry(*field).or_default();
            if !saved.contains(text) {
                saved.push(text.clone());
            }
        }
    }

    fn from(&self, field: Field) -> &str {
        self.from.get(&field).map_or("", String::as_str)
    }

    fn saved(&self, field: Field) -> &[String] {
        self.saved.get(&field).map_or(&[], Vec::as_slice)
    }
}

impl Typed {
    /// What a tab shows, which was written over that.
    pub fn new(draft: &Draft, over: &Over) -> Self {
        Self {
            draft: draft.written(),
            over: over.clone(),
        }
    }

    /// Whether nothing of this text is unknown to the tab.
    fn knows(&self, field: Field, text: &str) -> bool {
        let mine = self.draft.text(field);
        let goes_on = is_prose(field) && mine.starts_with(text);
        text.trim().is_empty()
            || goes_on
            || text == mine
            || text == self.over.from(field)
            || self.over.saved(field).iter().any(|saved| saved == text)
    }

    /// Whether the tab knows everything that the draft says.
    pub fn knows_all_of(&self, draft: &Draft) -> bool {
        let mut fields = draft.fields.iter();
        fields.all(|(field, text)| self.knows(*field, text))
    }
}

impl Draft {
    /// The draft of what lies on the device: as it was laid together before, and what tabs have
    /// saved since. What was written on another's text comes after it.
    pub fn laid_together(stored: Option<Draft>, mut typed: Vec<Typed>) -> Option<Draft> {
        let mut laid = stored;
        while !typed.is_empty() {
            let whole = laid.as_ref();
            let knows = |typed: &Typed| whole.is_none_or(|whole| typed.knows_all_of(whole));
            let next = typed.remove(typed.iter().position(knows).unwrap_or(0));
            laid = Some(match laid {
                Some(whole) => whole.with(&next),
                None => next.draft,
            });
        }
        laid
    }

    /// This draft with what a tab has typed. Where somebody else wrote meanwhile, both texts stand
    /// one below the other; of a number, the one that is saved last.
    fn with(mut self, typed: &Typed) -> Self {
        let Draft {
            fields,
            edited_at,
            written_on,
            seen,
            ..
        } = &typed.draft;
        if *edited_at >= self.edited_at {
            self.seen.clone_from(seen);
        }
        for (field, mine) in fields {
            let there = self.text(*field).to_owned();
            let replaces = typed.knows(*field, &there);
            let untyped = mine.trim().is_empty() || mine == typed.over.from(*field);
            if !replaces && (untyped || says(&there, mine)) {
                // Nothing that is missing was typed here; what another wrote counts.
                continue;
            }
            if replaces || !is_prose(*field) {
                let on = written_on.as_ref().and_then(|on| on.get(field));
                if let Some(written_on) = &mut self.written_on {
                    match on {
                        Some(on) => drop(written_on.insert(*field, on.clone())),
                        None => drop(written_on.remove(field)),
                    }
                }
                self.set(*field, mine.clone());
            } else {
                // What this tab had typed before, and stands there beside the other's text, goes on.
                let mut before = typed.over.saved(*field).iter().rev();
                let goes_on = before.find_map(|saved| beside(&there, saved));
                let rest = goes_on.unwrap_or(&there);
                self.set(*field, both(rest, mine));
            }
        }
        self.edited_at = self.edited_at.max(*edited_at);
        self
    }
}

/// What stands above or below a text, if it stands there as a whole.
fn beside<'a>(whole: &'a str, text: &str) -> Option<&'a str> {
    let above = whole
        .strip_suffix(text)
        .and_then(|rest| rest.strip_suffix("\n\n"));
    above.or_else(|| whole.strip_prefix(text)?.strip_prefix("\n\n"))
}

/// Whether a text says all that another says, in the same place.
fn says(whole: &str, text: &str) -> bool {
    whole.starts_with(text) || beside(whole, text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{DeskId, DraftId, Timestamp, draft::Subject};
    use uuid::Uuid;

    fn draft(text: &str) -> Draft {
        let desk = DeskId(Uuid::from_u128(1));
        let subject = Subject::Posting { desk, job: None };
        let id = DraftId(Uuid::from_u128(2));
        let mut draft = Draft::empty(id, subject, String::new(), Timestamp(0));
        draft.set(Field::Message, text);
        draft.written()
    }

    /// What a tab saves that showed a text, and saved others since.
    fn tab(shown: &[&str], typed: &str) -> Typed {
        let (first, saved) = shown.split_first().unwrap_or((&"", &[]));
        let mut over = Over::shown(&draft(first).fields);
        for text in saved {
            over.save(&draft(text).fields);
        }
        Typed::new(&draft(typed), &over)
    }

    fn laid(stored: &str, typed: Vec<Typed>) -> String {
        let laid = Draft::laid_together(Some(draft(stored)), typed);
        laid.map(|draft| draft.text(Field::Message).to_owned())
            .unwrap_or_default()
    }

    #[test]
    fn what_is_typed_in_one_tab_takes_the_place_of_what_it_showed() {
        assert_eq!(laid("朝", vec![tab(&["朝"], "朝と昼")]), "朝と昼");
        assert_eq!(laid("朝", vec![tab(&["朝"], "夜")]), "夜");
        assert_eq!(laid("朝", vec![tab(&["朝"], "")]), "");
    }

    #[test]
    fn what_two_tabs_typed_without_seeing_each_other_stands_one_below_the_other() {
        let both = vec![tab(&["朝"], "昼"), tab(&["朝"], "夜")];
        assert_eq!(laid("朝", both), "昼\n\n夜");
    }

    #[test]
    fn the_order_in_which_they_lie_does_not_matter_where_one_goes_on_from_the_other() {
        let first = tab(&["朝"], "朝と昼");
        let second = tab(&["朝と昼"], "昼だけ");
        assert_eq!(laid("朝", vec![first.clone(), second.clone()]), "昼だけ");
        assert_eq!(laid("朝", vec![second, first]), "昼だけ");
    }

    #[test]
    fn who_goes_on_typing_does_not_say_it_twice() {
        // The other tab's text has come to lie beside what this one saved a moment ago.
        assert_eq!(
            laid("昼\n\n夜", vec![tab(&["朝", "夜"], "夜も")]),
            "昼\n\n夜も"
        );
        assert_eq!(
            laid("夜\n\n昼", vec![tab(&["朝", "夜"], "夜も")]),
            "昼\n\n夜も"
        );
    }

    #[test]
    fn a_tab_that_typed_nothing_new_takes_nothing_away() {
        assert_eq!(laid("昼", vec![tab(&["朝"], "朝")]), "昼");
        assert_eq!(laid("昼", vec![tab(&["朝"], "")]), "昼");
    }

    #[test]
    fn what_could_not_be_saved_at_first_is_not_taken_for_nothing() {
        assert_eq!(laid("昼", vec![tab(&["朝", "夜"], "夜")]), "昼\n\n夜");
    }

    #[test]
    fn what_is_saved_beside_nothing_is_the_draft() {
        let alone = Draft::laid_together(None, vec![tab(&[], "朝")]);
        assert_eq!(alone, Some(draft("朝")));
        assert_eq!(Draft::laid_together(None, vec![]), None);
    }
}
