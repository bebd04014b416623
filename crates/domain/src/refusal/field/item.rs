//! Items of lists in a draft, and their parts.

macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $all:ident: $($(#[$doc:meta])* $variant:ident = $word:literal,)* $(+ $($rest:tt)*)?) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            $($($rest)*)?
        }

        impl $name {
            /// Each that has a word of its own.
            pub const $all: &[$name] = &[$($name::$variant),*];

            fn named(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn own_word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                    #[allow(unreachable_patterns, reason = "a list may have nothing beside")]
                    _ => "",
                }
            }
        }
    };
}

words! {
    /// A list of items that a draft holds.
    List, ALL:
    /// The sessions of a program.
    Session = "session",
    /// The questions of its form.
    Question = "question",
    /// By what is judged who gets a seat.
    Criterion = "criterion",
    /// The towns that it is of. A town's number is its code without the check digit.
    Town = "town",
    /// The towns whose residents it is for.
    Resident = "resident",
    /// The lodgings in which its people stay.
    Lodging = "lodging",
}

words! {
    /// A part of an item.
    Part, PLAIN:
    /// Where it stands in its list: the lowest comes first. [`Part::REMOVED`] takes it out.
    Rank = "rank",
    /// What it is called.
    Name = "name",
    /// Its first day.
    From = "from",
    /// Its last day.
    To = "to",
    /// When it begins.
    Begins = "begins",
    /// When it ends.
    Ends = "ends",
    /// What else is to be said.
    Note = "note",
    /// Whether it is online.
    Online = "online",
    /// The place's name.
    Venue = "venue",
    /// Where that is.
    Address = "address",
    /// How to get there.
    Access = "access",
    /// How many it is for.
    Capacity = "capacity",
    /// Who may look on.
    Observers = "observers",
    /// How many may, who sign up.
    ObserverSeats = "observer_seats",
    /// Places for children.
    Childcare = "childcare",
    /// What is asked.
    Text = "text",
    /// What helps to answer.
    Help = "help",
    /// What kind of answer is wanted.
    Ask = "ask",
    /// Whether it has to be answered.
    Required = "required",
    /// When it is asked at all.
    OnlyIf = "only_if",
    /// The least.
    Least = "least",
    /// The most.
    Most = "most",
    /// Its rooms, a line each.
    Rooms = "rooms",
    /// Its house rules.
    Rules = "rules",
    /// Whom to call.
    Contact = "contact",
    /// How much it counts.
    Weight = "weight",
    +
    /// One of the options to choose from, by its number: `option_2`. The lowest comes first.
    Option(u16),
}

const OPTION: &str = "option_";

impl List {
    /// The stable word.
    pub fn word(self) -> &'static str {
        self.own_word()
    }

    /// The list of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::named(word)
    }
}

impl Part {
    /// The text of [`Part::Rank`], or of an option, that was taken out. What else was written stays,
    /// so that it can be brought back.
    pub const REMOVED: &'static str = "-";

    /// The part of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        let option = || Some(Self::Option(word.strip_prefix(OPTION)?.parse().ok()?));
        Self::named(word).or_else(option)
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Option(number) => write!(f, "{OPTION}{number}"),
            part => f.write_str(part.own_word()),
        }
    }
}
