//! Whether the built app is older than what it is built from.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::place::Place;

/// Files and folders beside `crates` that the app is built from.
const INPUTS: [&str; 11] = [
    "src",
    "style",
    "public",
    "locales",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    // They decide what the files of a release build hold.
    "crates/xtask/src/split.rs",
    "crates/xtask/src/split",
];

/// Crates that never reach the app. A crate that is not named here counts, to be safe.
const NOT_IN_APP: [&str; 3] = ["server", "store", "xtask"];

/// Folders in a crate that never reach what it builds.
const NOT_BUILT: [&str; 4] = ["tests", "benches", "examples", "target"];

/// What xtask notes about the release build that it made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    /// When the build began: what changed after that is not in it.
    begun: SystemTime,
    /// The age of the index.html that it left: another one is somebody else's build.
    index: SystemTime,
}

/// Those of the app's inputs that exist.
pub(crate) fn inputs(place: &Place) -> Vec<PathBuf> {
    let in_crates = entries(&place.root.join("crates"))
        .filter(|(name, _)| is_in_app(name))
        .flat_map(|(_, path)| entries(&path))
        .filter(|(name, _)| !NOT_BUILT.contains(&name.as_str()))
        .map(|(_, path)| path);
    INPUTS
        .iter()
        .map(|name| place.root.join(name))
        .filter(|path| path.exists())
        .chain(in_crates)
        .collect()
}

/// What a folder holds, by name; nothing where it cannot be read.
fn entries(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> + use<> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, entry.path())
    })
}

fn is_in_app(name: &str) -> bool {
    // `store-sqlite` and its siblings go with `store`.
    !NOT_IN_APP.iter().any(|other| {
        name == *other
            || name
                .strip_prefix(other)
                .is_some_and(|rest| rest.starts_with('-'))
    })
}

/// Whether `dist` holds a release build of everything as it is now.
pub(crate) fn is_fresh(place: &Place) -> bool {
    let newest = inputs(place)
        .iter()
        .filter_map(|input| newest_in(input))
        .max();
    is_current(newest, read_stamp(place), changed(&index(place)))
}

/// A deleted input shows in the age of its folder.
fn is_current(newest: Option<SystemTime>, stamp: Option<Stamp>, index: Option<SystemTime>) -> bool {
    match (newest, stamp, index) {
        (Some(newest), Some(stamp), Some(index)) => stamp.index == index && newest < stamp.begun,
        _ => false,
    }
}

/// Notes that the release build which began at this time is in `dist`.
pub(crate) fn note(place: &Place, begun: SystemTime) -> Result<(), Error> {
    let index = index(place);
    let index = fs::metadata(&index)
        .and_then(|meta| meta.modified())
        .map_err(Error::file("read", &index))?;
    let path = stamp_path(place);
    fs::create_dir_all(place.notes()).map_err(Error::file("create", place.notes()))?;
    fs::write(&path, Stamp { begun, index }.to_text()).map_err(Error::file("write", &path))
}

fn read_stamp(place: &Place) -> Option<Stamp> {
    Stamp::from_text(&fs::read_to_string(stamp_path(place)).ok()?)
}

fn stamp_path(place: &Place) -> PathBuf {
    place.notes().join("app-release")
}

fn index(place: &Place) -> PathBuf {
    place.dist().join("index.html")
}

impl Stamp {
    fn to_text(self) -> String {
        format!("{}\n{}\n", nanos(self.begun), nanos(self.index))
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut times = text.lines().map(|line| {
            let nanos = line.parse().ok()?;
            SystemTime::UNIX_EPOCH.checked_add(Duration::from_nanos(nanos))
        });
        Some(Self {
            begun: times.next()??,
            index: times.next()??,
        })
    }
}

fn nanos(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map(|since| since.as_nanos())
        .unwrap_or_default()
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

/// The latest change in a file, or in a folder and everything below it.
fn newest_in(path: &Path) -> Option<SystemTime> {
    let below = entries(path).filter_map(|(_, path)| newest_in(&path));
    below.chain(changed(path)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn fresh_when_nothing_changed_since_the_build_began() {
        let stamp = Stamp {
            begun: at(10),
            index: at(20),
        };
        assert!(is_current(Some(at(9)), Some(stamp), Some(at(20))));
        // Changed while the build ran: the build may have missed it.
        assert!(!is_current(Some(at(15)), Some(stamp), Some(at(20))));
        assert!(!is_current(Some(at(10)), Some(stamp), Some(at(20))));
        assert!(!is_current(Some(at(30)), Some(stamp), Some(at(20))));
        // Somebody ran `trunk build` by hand since.
        assert!(!is_current(Some(at(9)), Some(stamp), Some(at(25))));
        // Never built, or `dist` was removed.
        assert!(!is_current(Some(at(9)), None, Some(at(20))));
        assert!(!is_current(Some(at(9)), Some(stamp), None));
        assert!(!is_current(None, Some(stamp), Some(at(20))));
    }

    #[test]
    fn a_stamp_reads_back_to_the_nanosecond() {
        let stamp = Stamp {
            begun: at(1_795_426_000) + Duration::from_nanos(123_456_789),
            index: at(1_795_426_100) + Duration::from_nanos(1),
        };
        assert_eq!(Stamp::from_text(&stamp.to_text()), Some(stamp));
        assert_eq!(Stamp::from_text("12\n"), None);
        assert_eq!(Stamp::from_text("a\nb\n"), None);
    }

    #[test]
    fn server_side_crates_do_not_make_the_app_stale() {
        for name in ["server", "store", "store-sqlite", "store-postgres", "xtask"] {
            assert!(!is_in_app(name), "{name}");
        }
        for name in ["domain", "sync", "board", "formats", "storefront"] {
            assert!(is_in_app(name), "{name}");
        }
    }

    #[test]
    fn a_change_deep_in_a_crate_counts_but_not_one_in_its_tests() {
        let root = std::env::temp_dir().join(format!("xtask-newest-{}", std::process::id()));
        let write = |path: &str, later: u64| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "").unwrap();
            let time = SystemTime::now() + Duration::from_secs(later);
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(time).unwrap();
        };
        write("src/pages/jobs.rs", 1_000);
        write("crates/domain/src/a/b/new.rs", 2_000);
        write("crates/domain/tests/newer.rs", 3_000);
        write("crates/store-sqlite/src/newest.rs", 4_000);
        let place = Place {
            target: root.join("target"),
            tools: root.join("tools"),
            root: root.clone(),
        };
        let newest = inputs(&place).iter().filter_map(|i| newest_in(i)).max();
        assert_eq!(newest, changed(&root.join("crates/domain/src/a/b/new.rs")));
        fs::remove_dir_all(&root).unwrap();
    }
}
