//! What the screens read and what they send: signals over the replica and the board.
//!
//! Components read signals here and call commands here; nothing else touches the device.

pub mod board;
pub mod following;
pub mod kiosk;
pub mod language;
mod live;
pub mod own_postings;
pub mod programs;
pub mod replica;
pub mod session;
pub mod spaces;
pub mod sync;

pub use board::BoardState;
pub use kiosk::{KioskState, use_kiosk};
pub use programs::ProgramsState;
pub use replica::ReplicaState;
pub use session::SessionState;
pub use spaces::SpacesState;
pub use sync::SyncState;

use crate::device::{
    browser, clock, occupant::Occupant, offline, offline::NewVersion, preferences, tabs::locks,
};
use domain::{Timestamp, fee::FeeTable};
use leptos::prelude::*;
use replica::Health;

/// How long the screens wait for a slow device, in milliseconds.
const PATIENCE: u32 = 1_000;

/// Everything that lives as long as the page.
#[derive(Clone, Copy)]
pub struct App {
    /// Whose device this is, and their account.
    pub session: SessionState,
    /// What the person has and does.
    pub replica: ReplicaState,
    /// What everybody may read.
    pub board: BoardState,
    /// What towns offer.
    pub programs: ProgramsState,
    /// Where people may work.
    pub spaces: SpacesState,
    /// How the device and the server stand.
    pub sync: SyncState,
    /// It is known what the person has. Until then the static page stays, so that nothing moves
    /// once the screens are up.
    pub ready: Memo<bool>,
    /// Now, moving every half minute.
    pub now: RwSignal<Timestamp>,
    /// The server's fee table.
    pub fees: RwSignal<FeeTable>,
    /// A new version of the app that waits.
    pub new_version: RwSignal<Option<NewVersion>, LocalStorage>,
}

impl App {
    /// Erases all that Engawa keeps on this device, and begins as somebody new. The session ends too,
    /// now or once there is a network.
    pub async fn wipe(self) {
        preferences::set_to_log_out(self.session.is_registered());
        self.session.end_old().await;
        self.replica.leave().await;
        self.board.forget().await;
        self.programs.forget().await;
        self.spaces.forget().await;
        preferences::forget();
        self.board.refresh();
    }
}

/// Puts everything up and starts what runs beside the screens. At a kiosk no person's database is
/// opened, so that nothing of theirs is ever written.
pub fn provide_app(occupant: Occupant, at_kiosk: bool) -> App {
    let session = SessionState::new(occupant);
    let board = BoardState::new();
    let replica = ReplicaState::new(session, board);
    let programs = ProgramsState::new();
    let spaces = SpacesState::new();
    let sync = SyncState::new(session, replica, board, programs, spaces);
    let waited = RwSignal::new(false);
    let app = App {
        session,
        replica,
        board,
        programs,
        spaces,
        sync,
        ready: Memo::new(move |_| at_kiosk || waited.get() || replica.health() != Health::Opening),
        now: RwSignal::new(clock::now()),
        fees: RwSignal::new(FeeTable::default()),
        new_version: RwSignal::new_local(None),
    };
    provide_context(app);
    browser::set_theme(preferences::theme().attribute());
    locks::let_go_when_frozen();
    if at_kiosk {
        KioskState::provide(app);
    } else {
        replica.start();
    }
    board.start();
    sync.start();
    offline::install(move |found| app.new_version.set(Some(found)));
    leptos::task::spawn_local(async move {
        clock::sleep(PATIENCE).await;
        waited.set(true);
    });
    leptos::task::spawn_local(async move {
        loop {
            clock::sleep(30_000).await;
            app.now.set(clock::now());
        }
    });
    app
}

/// What `provide_app` put up.
pub fn use_app() -> App {
    expect_context()
}
