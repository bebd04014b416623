//! The town's tablet, a code for another one, and the worker's phone.

use super::{DESK, KIOSK, NOW, SPACE, Who};
use crate::{
    KioskLoginId, PairingId, Row,
    kiosk::{Kiosk, KioskLogin, Pairing},
    one_time_code::CodeSecret,
    short_code::ShortCode,
    visit_code::VisitCode,
};

const SPACE_NAME: &str = "油津コワーキング";

/// The worker's login at the tablet.
pub(super) fn login() -> KioskLoginId {
    KioskLoginId::of(ShortCode::new([1; 5]))
}

/// The code that the owner made.
pub(super) fn pairing() -> PairingId {
    PairingId::of(ShortCode::new([2; 5]))
}

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::Kiosk(Kiosk {
            id: KIOSK,
            desk: DESK,
            space: SPACE,
            space_name: SPACE_NAME.into(),
            by: Who::Owner.id(),
            paired_at: NOW,
            login: Some(login()),
        }),
        Row::Pairing(Pairing {
            id: pairing(),
            by: Who::Owner.id(),
            space: SPACE,
            space_name: SPACE_NAME.into(),
            until: NOW.plus_days(1),
        }),
        Row::KioskLogin(KioskLogin {
            id: login(),
            kiosk: KIOSK,
            desk: DESK,
            space_name: SPACE_NAME.into(),
            token: String::new(),
            person: Some(Who::Worker.id()),
            until: NOW.plus_days(1),
        }),
        Row::VisitCode(VisitCode::new(
            Who::Worker.id(),
            CodeSecret::new([3; 32]),
            NOW,
        )),
    ]
}
