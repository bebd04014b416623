//! Finding PostgreSQL's programs.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// How to get them.
pub const HOW: &str = "On Debian: `sudo apt-get install postgresql`; on Fedora: \
     `sudo dnf install postgresql-server`; on macOS: `brew install postgresql`. Or set \
     POSTGRES_BIN to the folder of a PostgreSQL's programs.";

/// Where systems put them, in a folder for each version.
const PLACES: [&str; 3] = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

/// PostgreSQL is not installed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("PostgreSQL's initdb and postgres were not found. {HOW}")]
pub struct NoPrograms;

/// The folder of `initdb` and `postgres`: the one that POSTGRES_BIN names, one on PATH, or the
/// newest where systems put them.
pub fn find() -> Result<PathBuf, NoPrograms> {
    if let Some(named) = env::var_os("POSTGRES_BIN").filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named))
            .filter(|folder| holds_them(folder))
            .ok_or(NoPrograms);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(PLACES.iter().flat_map(|place| versions(Path::new(place))))
        .find(|folder| holds_them(folder))
        .ok_or(NoPrograms)
}

fn holds_them(folder: &Path) -> bool {
    ["initdb", "postgres"]
        .iter()
        .all(|program| folder.join(program).is_file())
}

/// The `bin` folders of the versions in a place, the newest first.
fn versions(place: &Path) -> Vec<PathBuf> {
    let number = |folder: &Path| -> u32 {
        let name = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let digits: String = name
            .unwrap_or_default()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        digits.parse().unwrap_or_default()
    };
    let mut folders: Vec<PathBuf> = fs::read_dir(place)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|folder| {
            place.ends_with("postgresql")
                || folder
                    .file_name()
                    .is_some_and(|name| name.to_string_lossy().starts_with("postgresql"))
        })
        .collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(number(folder)));
    folders
        .into_iter()
        .map(|folder| folder.join("bin"))
        .collect()
}
