//! Node.js, and the npm packages of the end-to-end tests.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Instant, SystemTime};

use super::NODE_MAJOR;
use super::turn::Turn;
use crate::error::Error;
use crate::place::Place;
use crate::{process, steps};

/// Node and npm are not ours to install; without them, says how.
pub(crate) fn check() -> Result<(), Error> {
    let start = Instant::now();
    let missing = |what: String| Error::Missing {
        what,
        needed_for: "wasm-opt and the browser tests",
        how: format!(
            "Install Node.js {NODE_MAJOR} or newer with npm: on Debian `apt-get install nodejs npm`, \
             on macOS `brew install node`."
        ),
    };
    let version = process::answer(process::command("node").arg("--version"))
        .ok_or_else(|| missing("Node.js".to_owned()))?;
    if major(&version).is_none_or(|major| major < NODE_MAJOR) {
        return Err(missing(format!("a newer Node.js than {version}")));
    }
    if process::on_path("npm").is_none() {
        return Err(missing("npm".to_owned()));
    }
    steps::there(&format!("node {version}"), start);
    Ok(())
}

/// `v20.20.2` is 20.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// npm without chatter, and without running any package's install scripts.
pub(super) fn npm(folder: &Path) -> Command {
    let mut npm = process::command("npm");
    npm.current_dir(folder).args([
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
    ]);
    npm
}

/// The packages of `tests`, as its lock file names them.
pub(crate) fn test_packages(place: &Place) -> Result<(), Error> {
    let tests = place.tests();
    if !tests.join("package.json").is_file() {
        return Ok(());
    }
    let changed = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    // npm writes this file last, so it also says that the install was finished.
    let installed = tests.join("node_modules").join(".package-lock.json");
    let locked = tests.join("package-lock.json");
    let is_there = || is_current(changed(&installed), changed(&locked));
    steps::provide("npm packages of the tests", is_there, || {
        let _turn = Turn::take(place)?;
        if is_there() {
            return Ok(());
        }
        process::run(npm(&tests).arg("ci"))
    })
}

fn is_current(installed: Option<SystemTime>, locked: Option<SystemTime>) -> bool {
    matches!((installed, locked), (Some(installed), Some(locked)) if installed >= locked)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.17.0"), Some(8));
        assert_eq!(major("what"), None);
        assert_eq!(major(""), None);
    }

    #[test]
    fn packages_are_current_when_no_older_than_the_lock() {
        let early = SystemTime::UNIX_EPOCH;
        let late = early + Duration::from_secs(1);
        assert!(is_current(Some(late), Some(early)));
        assert!(is_current(Some(late), Some(late)));
        assert!(!is_current(Some(early), Some(late)));
        assert!(!is_current(None, Some(late)));
        assert!(!is_current(Some(late), None));
    }
}
