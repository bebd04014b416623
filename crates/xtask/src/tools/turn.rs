//! One installer at a time: two clones that set up at once take turns.

use std::fs::{self, File, TryLockError};

use crate::error::Error;
use crate::place::Place;
use crate::steps;

/// Held while the tools folder is written to. The system gives it back even after a crash.
#[derive(Debug)]
pub(crate) struct Turn {
    _lock: File,
}

impl Turn {
    pub(crate) fn take(place: &Place) -> Result<Self, Error> {
        let tools = &place.tools;
        fs::create_dir_all(tools).map_err(Error::file("create", tools))?;
        let path = tools.join("lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(Error::file("open", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                steps::say("  another set-up is at work; waiting for it");
                lock.lock().map_err(Error::file("lock", &path))?;
            }
            Err(TryLockError::Error(source)) => {
                return Err(Error::file("lock", &path)(source));
            }
        }
        Ok(Self { _lock: lock })
    }
}
