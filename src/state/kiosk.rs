//! A tablet at a space's door: what it shows, who is still there, and what goes when they leave.

use super::{App, language};
use crate::device::{clock, guard};
use domain::{
    JobId, ProgramId, Timestamp,
    kiosk::{Stillness, stillness},
};
use leptos::{prelude::*, task::spawn_local};

/// How often it is looked whether somebody is still there, in milliseconds.
const LOOK_EVERY: u32 = 500;

/// What a kiosk shows. It is in no address and no title: browsers write those down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// What one may do here.
    Home,
    /// The postings.
    Jobs,
    /// A posting.
    Job(JobId),
    /// The programs.
    Programs,
    /// A program.
    Program(ProgramId),
    /// Coming in and going out.
    Seat,
    /// For those who work here.
    Staff,
}

impl Screen {
    /// Where one came from.
    pub fn back(self) -> Self {
        match self {
            Self::Job(_) => Self::Jobs,
            Self::Program(_) => Self::Programs,
            _ => Self::Home,
        }
    }
}

/// The tablet. Nothing of it is on the disk.
#[derive(Clone, Copy)]
pub struct KioskState {
    /// Counts visitors: what one of them did hangs below their number on the screen, and goes with it.
    visit: RwSignal<u64>,
    screen: RwSignal<Screen>,
    /// An address to take along, in place of following it.
    taken: RwSignal<Option<String>>,
    /// When somebody touched the screen last; nobody is there before the first time.
    touched: RwSignal<Option<Timestamp>>,
    stillness: RwSignal<Stillness>,
    /// All was wiped, and nobody touched anything since.
    is_wiped: RwSignal<bool>,
}

/// The kiosk that this page is.
pub fn use_kiosk() -> KioskState {
    expect_context()
}

impl KioskState {
    /// Turns the page into a kiosk.
    pub(super) fn provide(_app: App) {
        let kiosk = Self {
            visit: RwSignal::new(0),
            screen: RwSignal::new(Screen::Home),
            taken: RwSignal::new(None),
            touched: RwSignal::new(None),
            stillness: RwSignal::new(Stillness::Used),
            is_wiped: RwSignal::new(false),
        };
        provide_context(kiosk);
        guard::lock_in(move |address| kiosk.take_along(address));
        guard::when_touched(move || kiosk.touch());
        spawn_local(async move {
            loop {
                clock::sleep(LOOK_EVERY).await;
                kiosk.look();
            }
        });
    }

    /// The number of the visitor.
    pub fn visit(self) -> u64 {
        self.visit.get()
    }

    /// What is shown.
    pub fn screen(self) -> Screen {
        self.screen.get()
    }

    /// Shows something else.
    pub fn show(self, screen: Screen) {
        self.taken.set(None);
        self.screen.set(screen);
    }

    /// The address that somebody takes along.
    pub fn taken(self) -> Option<String> {
        self.taken.get()
    }

    /// Shows an address for a phone to read.
    pub fn take_along(self, address: String) {
        self.taken.set(Some(address));
    }

    /// The address was read, or is not wanted.
    pub fn put_down(self) {
        self.taken.set(None);
    }

    /// How long nobody touched anything.
    pub fn stillness(self) -> Stillness {
        self.stillness.get()
    }

    /// Whether all was just wiped.
    pub fn is_wiped(self) -> bool {
        self.is_wiped.get()
    }

    /// Somebody touched the screen.
    fn touch(self) {
        self.touched.set(Some(clock::now()));
        if self.stillness.get_untracked() != Stillness::Used {
            self.stillness.set(Stillness::Used);
        }
        if self.is_wiped.get_untracked() {
            self.is_wiped.set(false);
        }
    }

    fn look(self) {
        let Some(touched) = self.touched.get_untracked() else {
            return;
        };
        let now = clock::now();
        if now < touched {
            self.touched.set(Some(now));
        }
        match stillness(touched, now) {
            Stillness::Over => self.wipe(),
            found if self.stillness.get_untracked() != found => self.stillness.set(found),
            _ => {}
        }
    }

    /// 終了して消去: whatever the visitor did is gone when this returns, network or not.
    pub fn wipe(self) {
        self.taken.set(None);
        self.screen.set(Screen::Home);
        self.touched.set(None);
        self.stillness.set(Stillness::Used);
        self.is_wiped.set(true);
        language::begin_anew();
        self.visit.update(|visit| *visit += 1);
    }
}
