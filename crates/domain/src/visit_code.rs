//! What a person's phone makes its six digits of, and which of them were used.

use crate::{
    KioskId, PersonId, Timestamp,
    one_time_code::{Code, CodeSecret, NotVerified, Step, verify},
};
use serde::{Deserialize, Serialize};

/// How many steps of 30 seconds a phone's clock may be off.
pub const WINDOW: u8 = 2;

/// The secret of a person's six digits. Only they receive it; the server draws it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitCode {
    /// Whose.
    pub person: PersonId,
    /// The secret.
    pub secret: CodeSecret,
    /// When it was drawn. An older one counts no more.
    pub made_at: Timestamp,
    /// The last code that was used.
    #[serde(default)]
    pub used: Option<Used>,
}

/// A code that was used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Used {
    /// Of which step.
    pub step: Step,
    /// When it was shown.
    pub shown_at: Timestamp,
    /// Where.
    pub kiosk: KioskId,
}

/// Whether a code that is right was new.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It counts now.
    Now,
    /// It is told again: the same code, shown at the same moment and place.
    Before,
}

impl VisitCode {
    /// A new secret of a person. What was used of an earlier one says nothing of it.
    pub fn new(person: PersonId, secret: CodeSecret, now: Timestamp) -> Self {
        Self {
            person,
            secret,
            made_at: now,
            used: None,
        }
    }

    /// Uses up a code that was shown at `shown_at`, by a clock that is right.
    pub fn take(
        &mut self,
        code: Code,
        shown_at: Timestamp,
        kiosk: KioskId,
    ) -> Result<Taken, NotVerified> {
        let last = self.used.map(|used| used.step);
        match verify(&self.secret, code, shown_at, WINDOW, last) {
            Ok(step) => {
                self.used = Some(Used {
                    step,
                    shown_at,
                    kiosk,
                });
                Ok(Taken::Now)
            }
            Err(NotVerified::Used) if self.is_told_again(shown_at, kiosk) => Ok(Taken::Before),
            Err(why) => Err(why),
        }
    }

    fn is_told_again(&self, shown_at: Timestamp, kiosk: KioskId) -> bool {
        let same = |used: Used| used.shown_at == shown_at && used.kiosk == kiosk;
        self.used.is_some_and(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::one_time_code::{STEP_MILLIS, code_at};

    const DOOR: KioskId = KioskId(uuid::Uuid::from_u128(9));
    const NOW: Timestamp = Timestamp(1_795_478_400_000);

    fn own() -> VisitCode {
        let person = PersonId(uuid::Uuid::from_u128(1));
        VisitCode::new(person, CodeSecret::new([7; 32]), NOW)
    }

    fn steps(count: i64) -> Timestamp {
        Timestamp(NOW.0 + count * STEP_MILLIS)
    }

    #[test]
    fn a_phone_a_minute_off_checks_in_and_one_two_minutes_off_does_not() {
        for (off, is_right) in [(-3, false), (-2, true), (0, true), (2, true), (3, false)] {
            let mut own = own();
            let code = code_at(&own.secret, steps(off));
            assert_eq!(own.take(code, NOW, DOOR).is_ok(), is_right, "{off} steps");
        }
    }

    #[test]
    fn a_code_counts_once_and_a_new_secret_begins_anew() {
        let mut own = own();
        let code = code_at(&own.secret, NOW);
        assert_eq!(own.take(code, NOW, DOOR), Ok(Taken::Now));
        // The kiosk's message is repeated; somebody who saw the code is not heard.
        assert_eq!(own.take(code, NOW, DOOR), Ok(Taken::Before));
        let elsewhere = KioskId(uuid::Uuid::from_u128(8));
        assert_eq!(own.take(code, NOW, elsewhere), Err(NotVerified::Used));
        assert_eq!(own.take(code, steps(1), DOOR), Err(NotVerified::Used));
        let mut renewed = VisitCode::new(own.person, CodeSecret::new([8; 32]), steps(1));
        assert_eq!(renewed.take(code, NOW, DOOR), Err(NotVerified::Wrong));
        let code = code_at(&renewed.secret, NOW);
        assert_eq!(renewed.take(code, NOW, DOOR), Ok(Taken::Now));
    }
}
