//! A tablet at a space's door: paired with the space, used by people with their phones, and when
//! whoever stood there has gone.

use crate::{
    DeskId, KioskId, KioskLoginId, PairingId, PersonId, SpaceId, Timestamp,
    row::{Kind, Row, RowKey, Write},
};
use serde::{Deserialize, Serialize};

/// Without a touch for so long, a kiosk asks whether somebody is there, in milliseconds.
pub const STILL_MILLIS: i64 = 60_000;
/// So long it asks, in milliseconds. Then everything is wiped.
pub const WARNING_MILLIS: i64 = 10_000;

/// How long a kiosk was still.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stillness {
    /// Somebody is there.
    Used,
    /// Perhaps nobody is: it is wiped in so many seconds, 1 to 10.
    Warning(u32),
    /// Nobody is there any more.
    Over,
}

/// How a kiosk stands at `now` that was touched last at `touched`. A tablet that slept has long been
/// left when it wakes; one whose clock was put back was touched just now.
pub fn stillness(touched: Timestamp, now: Timestamp) -> Stillness {
    let still = now.0.saturating_sub(touched.0);
    let left = STILL_MILLIS + WARNING_MILLIS - still;
    match left {
        ..=0 => Stillness::Over,
        // Rounded up: while it says 1 there is time.
        1..=WARNING_MILLIS => {
            Stillness::Warning(u32::try_from((left + 999) / 1000).unwrap_or_default())
        }
        _ => Stillness::Used,
    }
}

/// A code for pairing counts for so long, in milliseconds.
pub const PAIRING_MILLIS: i64 = 10 * 60_000;
/// A phone has so long to approve, in milliseconds.
pub const ASKED_MILLIS: i64 = 5 * 60_000;
/// Who logs in at a kiosk is logged in for so long at most, in milliseconds.
pub const LOGIN_MILLIS: i64 = 60 * 60_000;

/// A tablet that stands at a space's door. The members of its desk see it, and may end that.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kiosk {
    /// Follows from its token.
    pub id: KioskId,
    /// The desk whose space it is.
    pub desk: DeskId,
    /// The space.
    pub space: SpaceId,
    /// The space's name when it was paired.
    pub space_name: String,
    /// Who paired it: it acts in their name, and lapses when they may not act for the desk any more.
    pub by: PersonId,
    /// When that was.
    pub paired_at: Timestamp,
    /// Who logs in there now, or asks to: one at a time.
    pub login: Option<KioskLoginId>,
}

/// A code that was made and not typed yet. Only who made it reads the row, which does not hold the
/// code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pairing {
    /// Follows from the code.
    pub id: PairingId,
    /// Who made it; it lapses when they may not act for the space's desk any more.
    pub by: PersonId,
    /// For which space.
    pub space: SpaceId,
    /// The space's name.
    pub space_name: String,
    /// It counts before this moment.
    pub until: Timestamp,
}

/// Somebody logs in at a kiosk with their phone. Until they have, the row is nobody's to read; then it
/// is theirs, and they can end it from there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KioskLogin {
    /// Follows from the code that the kiosk shows.
    pub id: KioskLoginId,
    /// Where.
    pub kiosk: KioskId,
    /// Whose space it stands in.
    pub desk: DeskId,
    /// The space's name.
    pub space_name: String,
    /// SHA-256, in hexadecimal, of the token that the kiosk alone has.
    pub token: String,
    /// Who approved it.
    pub person: Option<PersonId>,
    /// It can be approved, or is good for something, before this moment.
    pub until: Timestamp,
}

impl Kiosk {
    /// Somebody wants to log in there. Who did before is logged out.
    pub fn asks(self, login: KioskLogin) -> Vec<Write> {
        let former = self.login.map(delete_login);
        let asked = Kiosk {
            login: Some(login.id),
            ..self
        };
        former
            .into_iter()
            .chain([
                Write::Put(Row::KioskLogin(login)),
                Write::Put(Row::Kiosk(asked)),
            ])
            .collect()
    }

    /// The visitor has left.
    pub fn forgets(self) -> Vec<Write> {
        match self.login {
            None => Vec::new(),
            Some(login) => vec![
                delete_login(login),
                Write::Put(Row::Kiosk(Kiosk {
                    login: None,
                    ..self
                })),
            ],
        }
    }

    /// It is no kiosk any more, and nobody is logged in there.
    pub fn revoked(self) -> Vec<Write> {
        let kiosk = Write::Delete(RowKey {
            kind: Kind::Kiosk,
            id: self.id.0,
        });
        self.login
            .map(delete_login)
            .into_iter()
            .chain([kiosk])
            .collect()
    }
}

fn delete_login(id: KioskLoginId) -> Write {
    Write::Delete(RowKey {
        kind: Kind::KioskLogin,
        id: id.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOUCHED: Timestamp = Timestamp(1_795_478_400_000);

    fn after(millis: i64) -> Stillness {
        stillness(TOUCHED, Timestamp(TOUCHED.0 + millis))
    }

    #[test]
    fn a_kiosk_waits_a_minute_asks_ten_seconds_and_forgets() {
        assert_eq!(after(0), Stillness::Used);
        assert_eq!(after(59_999), Stillness::Used);
        assert_eq!(after(60_000), Stillness::Warning(10));
        assert_eq!(after(60_001), Stillness::Warning(10));
        assert_eq!(after(69_000), Stillness::Warning(1));
        assert_eq!(after(69_999), Stillness::Warning(1));
        assert_eq!(after(70_000), Stillness::Over);
    }

    #[test]
    fn a_tablet_that_slept_forgets_at_once_and_a_clock_put_back_forgets_nothing() {
        assert_eq!(after(8 * 3600 * 1000), Stillness::Over);
        assert_eq!(after(-3600 * 1000), Stillness::Used);
    }
}
