//! The pieces of the form: a phone shows one at a time.

use domain::refusal::{Field, List};

/// A piece of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    /// What it is, and where.
    What,
    /// When, and for how many.
    When,
    /// Whom it is for.
    Whom,
    /// How one signs up, and who gets a seat.
    SignUp,
    /// Its own questions.
    Questions,
    /// What it costs, and whom to ask.
    More,
}

impl Piece {
    /// Each, in their order.
    pub const ALL: [Piece; 6] = [
        Self::What,
        Self::When,
        Self::Whom,
        Self::SignUp,
        Self::Questions,
        Self::More,
    ];

    /// Which piece a field is on.
    pub fn of(field: Field) -> Self {
        match field {
            Field::Item(List::Session | List::Lodging, ..)
            | Field::Lodging
            | Field::Workspace
            | Field::Session
            | Field::Attendance
            | Field::Capacity
            | Field::Waitlist => Self::When,
            Field::Item(List::Resident, ..)
            | Field::Eligibility
            | Field::Movers
            | Field::AgeFrom
            | Field::AgeTo
            | Field::LifeStages
            | Field::WeeklyHours
            | Field::Skills => Self::Whom,
            Field::SignUpBy
            | Field::Message
            | Field::Selection
            | Field::Blind
            | Field::Announces
            | Field::Criteria
            | Field::Item(List::Criterion, ..)
            | Field::OpensAt
            | Field::ClosesAt
            | Field::Asks => Self::SignUp,
            Field::Item(List::Question, ..) | Field::Questions => Self::Questions,
            Field::Amount | Field::Costs | Field::Contact | Field::Website => Self::More,
            _ => Self::What,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::What => text!(program_editor::piece_what),
            Self::When => text!(program_editor::piece_when),
            Self::Whom => text!(program_editor::piece_whom),
            Self::SignUp => text!(program_editor::piece_sign_up),
            Self::Questions => text!(program_editor::piece_questions),
            Self::More => text!(program_editor::piece_more),
        }
    }

    /// The id of its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::What => "piece-what",
            Self::When => "piece-when",
            Self::Whom => "piece-whom",
            Self::SignUp => "piece-sign-up",
            Self::Questions => "piece-questions",
            Self::More => "piece-more",
        }
    }

    /// The one behind it.
    pub fn next(self) -> Option<Self> {
        let place = Self::ALL.iter().position(|one| *one == self)?;
        Self::ALL.get(place + 1).copied()
    }
}
