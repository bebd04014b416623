//! Which value it is about.

mod item;

pub use item::{List, Part};

use crate::{profile::ProfileItem, program::QuestionNo};
use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($field:ident = $word:literal,)*) => {
        /// A value that a person or a file gives. As text, and over HTTP, a stable word.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        #[serde(into = "String", try_from = "String")]
        #[expect(missing_docs, reason = "the names are those of the fields")]
        pub enum Field {
            $($field,)*
            /// What a person says of themselves: `about_phone`.
            About(ProfileItem),
            /// The answer to a question of a program's form: `answer_3`.
            Answer(QuestionNo),
            /// A part of one item of a list: `session_3_from`. An item keeps its number when others
            /// come, go or move, so that two devices that edit a list merge item by item.
            Item(List, u16, Part),
        }

        impl Field {
            fn named(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$field),)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for Field {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$field => f.write_str($word),)*
                    Self::About(item) => write!(f, "{ABOUT}{}", item.word()),
                    Self::Answer(QuestionNo(number)) => write!(f, "{ANSWER}{number}"),
                    Self::Item(list, number, part) => {
                        write!(f, "{}_{number}_{part}", list.word())
                    }
                }
            }
        }
    };
}

const ABOUT: &str = "about_";
const ANSWER: &str = "answer_";

fields! {
    Title = "title",
    Organization = "organization",
    Description = "description",
    Kind = "kind",
    Category = "category",
    Tags = "tags",
    Amount = "amount",
    Quota = "quota",
    Effort = "effort",
    WeeklyHours = "weekly_hours",
    Place = "place",
    PostedAt = "posted_at",
    ClosesAt = "closes_at",
    Due = "due",
    PayDay = "pay_day",
    PayMeans = "pay_means",
    Costs = "costs",
    Rights = "rights",
    Contact = "contact",
    LifeStages = "life_stages",
    Flag = "flag",
    Identifier = "identifier",
    Message = "message",
    Days = "days",
    Hours = "hours",
    Questions = "questions",
    Name = "name",
    Email = "email",
    Password = "password",
    Text = "text",
    Note = "note",
    Work = "work",
    Receipt = "receipt",
    Inspection = "inspection",
    Changes = "changes",
    Defects = "defects",
    PersonalData = "personal_data",
    Upstream = "upstream",
    OpensAt = "opens_at",
    Session = "session",
    Starts = "starts",
    Ends = "ends",
    Capacity = "capacity",
    Childcare = "childcare",
    Eligibility = "eligibility",
    Town = "town",
    Website = "website",
    Goal = "goal",
    Selection = "selection",
    Criteria = "criteria",
    Blind = "blind",
    Announces = "announces",
    Prize = "prize",
    Attendance = "attendance",
    Waitlist = "waitlist",
    SignUpBy = "sign_up_by",
    Asks = "asks",
    Movers = "movers",
    AgeFrom = "age_from",
    AgeTo = "age_to",
    Skills = "skills",
    Kana = "kana",
    Nickname = "nickname",
    Address = "address",
    Building = "building",
    Position = "position",
    Phone = "phone",
    CorporateNumber = "corporate_number",
    OpeningHours = "opening_hours",
    Equipment = "equipment",
    Month = "month",
    Mentors = "mentors",
    Lodging = "lodging",
    GuestRoom = "guest_room",
    Nights = "nights",
    HouseRules = "house_rules",
    Workspace = "workspace",
}

/// A word that names no field.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no field: {0}")]
pub struct BadField(String);

impl From<Field> for String {
    fn from(field: Field) -> String {
        field.to_string()
    }
}

impl TryFrom<String> for Field {
    type Error = BadField;
    fn try_from(word: String) -> Result<Self, BadField> {
        let about = || ProfileItem::from_word(word.strip_prefix(ABOUT)?).map(Self::About);
        let answer = || {
            let number = word.strip_prefix(ANSWER)?.parse().ok()?;
            Some(Self::Answer(QuestionNo(number)))
        };
        let item = || {
            let (list, rest) = word.split_once('_')?;
            let (number, part) = rest.split_once('_')?;
            let (list, part) = (List::from_word(list)?, Part::from_word(part)?);
            Some(Self::Item(list, number.parse().ok()?, part))
        };
        Self::named(&word)
            .or_else(about)
            .or_else(answer)
            .or_else(item)
            // `answer_03` would be another text of the same field.
            .filter(|field| field.to_string() == word)
            .ok_or(BadField(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_field_reads_back_from_its_word() {
        for word in [
            "title",
            "weekly_hours",
            "about_birth_date",
            "answer_12",
            "session_3_from",
            "question_65535_only_if",
            "question_2_option_7",
            "town_45204_name",
        ] {
            let field: Field = word.to_owned().try_into().unwrap();
            assert_eq!(field.to_string(), word);
        }
        for word in [
            "",
            "colour",
            "about_colour",
            "answer_",
            "answer_03",
            "answer_70000",
            "session_3",
            "session_03_from",
            "session_70000_from",
            "session_3_colour",
            "colour_3_from",
            "question_2_option_",
            "question_2_option_07",
        ] {
            assert!(Field::try_from(word.to_owned()).is_err(), "{word}");
        }
    }

    proptest! {
        #[test]
        fn every_item_has_a_word_of_its_own(
            list in 0..List::ALL.len(),
            number: u16,
            option: u16,
            part in 0..=Part::PLAIN.len(),
        ) {
            let part = Part::PLAIN.get(part).copied().unwrap_or(Part::Option(option));
            let field = Field::Item(List::ALL[list], number, part);
            prop_assert_eq!(Field::try_from(field.to_string()), Ok(field));
        }

        #[test]
        fn no_word_breaks_a_field(word in "[a-z]{0,9}_?[0-9]{0,6}_?[a-z_]{0,9}[0-9]{0,6}") {
            if let Ok(field) = Field::try_from(word.clone()) {
                prop_assert_eq!(field.to_string(), word);
            }
        }
    }
}
