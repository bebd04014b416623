//! What kind of work a posting is about.

use serde::{Deserialize, Serialize};

macro_rules! categories {
    ($($(#[$meta:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// The field of work. Names on screen come from the locale files.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Category { $($(#[$meta])* $name),* }

        impl Category {
            /// Every category, in the order in which screens list them.
            pub const ALL: &[Category] = &[$(Category::$name),*];

            /// The stable word used in files, URLs and over HTTP.
            pub fn word(self) -> &'static str {
                match self { $(Category::$name => $word),* }
            }

            /// The category of a stable word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Category::$name),)* _ => None }
            }
        }
    };
}

categories! {
    /// Articles, interviews, copy, scripts.
    Writing = "writing",
    /// Entry, cleaning, transcription of lists.
    DataEntry = "data_entry",
    /// Translation and proofreading between languages.
    Translation = "translation",
    /// Logos, leaflets, illustration, packaging.
    Design = "design",
    /// Photography and retouching.
    Photo = "photo",
    /// Filming, editing, subtitles.
    Video = "video",
    /// Narration, editing of sound, transcription of speech.
    Audio = "audio",
    /// Sites, shops, content management.
    Web = "web",
    /// Programs for phones and desktops, tests of them.
    App = "app",
    /// Advertising, social media, analysis of visitors.
    Marketing = "marketing",
    /// Schedules, mail, minutes, arrangements.
    Secretarial = "secretarial",
    /// Bookkeeping, invoices, payroll preparation.
    Accounting = "accounting",
    /// Surveys, interviews, desk research.
    Research = "research",
    /// Answers to customers in writing or by voice.
    Support = "support",
    /// Marking, teaching material, tutoring.
    Education = "education",
    /// Sewing, assembly, packing, things made by hand.
    Craft = "craft",
    /// Anything else, and what an import could not place.
    #[default]
    Other = "other",
}
