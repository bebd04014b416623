//! PostgreSQL's programs, for the tests of the store in it. The tests start a server of their own.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::apt;
use crate::error::Error;
use crate::{process, steps};

/// Where Debian puts them, in a folder for each version; the tests look there too.
const DEBIAN: &str = "/usr/lib/postgresql";

const HOW: &str = "On Debian: `sudo apt-get install postgresql`; on Fedora: \
     `sudo dnf install postgresql-server`; on macOS: `brew install postgresql`. Or set POSTGRES_BIN \
     to the folder that holds initdb.";

/// PostgreSQL, installed where this machine lets us.
pub(crate) fn provide() -> Result<(), Error> {
    let start = Instant::now();
    let name = "PostgreSQL";
    if is_there() {
        steps::there(name, start);
        return Ok(());
    }
    if apt::can_install() {
        steps::step(name, || apt::install(&["postgresql"]))?;
    }
    if is_there() {
        return Ok(());
    }
    Err(Error::Missing {
        what: name.to_owned(),
        needed_for: "the tests of the store in it",
        how: HOW.to_owned(),
    })
}

fn is_there() -> bool {
    if let Some(named) = env::var_os("POSTGRES_BIN").filter(|named| !named.is_empty()) {
        return PathBuf::from(named).join("initdb").is_file();
    }
    process::on_path("initdb").is_some() || has_version(Path::new(DEBIAN))
}

fn has_version(place: &Path) -> bool {
    fs::read_dir(place)
        .into_iter()
        .flatten()
        .flatten()
        .any(|version| version.path().join("bin/initdb").is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_versions_has_none() {
        assert!(!has_version(Path::new("/nowhere")));
        assert!(!has_version(&env::temp_dir()));
    }
}
