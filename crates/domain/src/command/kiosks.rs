//! Kiosks: revoked by their desk; what somebody began there, ended from their phone.

use super::{Judged, Room};
use crate::{
    KioskId, KioskLoginId, Refusal,
    desk::{Role, place_at},
    row::{Kind, Row, RowKey, Write},
};

impl Room<'_> {
    pub(super) fn revoke_kiosk(&self, id: KioskId) -> Judged {
        match self.row(Kind::Kiosk, id.0)? {
            Some(Row::Kiosk(kiosk)) => {
                place_at(self.rows, self.actor.person, kiosk.desk, Role::Member)?;
                // Who is logged in there sees so on their phone; it is good for nothing any more.
                Ok(vec![Write::Delete(RowKey {
                    kind: Kind::Kiosk,
                    id: id.0,
                })])
            }
            // Which tablets there are is not said to others.
            _ => Err(Refusal::NotAllowed.into()),
        }
    }

    pub(super) fn end_kiosk_login(&self, id: KioskLoginId) -> Judged {
        let ends = match self.row(Kind::KioskLogin, id.0)? {
            Some(Row::KioskLogin(login)) => login.person == Some(self.actor.person),
            _ => false,
        };
        let login = Write::Delete(RowKey {
            kind: Kind::KioskLogin,
            id: id.0,
        });
        Ok(ends.then_some(login).into_iter().collect())
    }
}
