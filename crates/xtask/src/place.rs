//! Where things are: the project, its build folder, and the tools that all clones share.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The folders that every command works in.
#[derive(Debug)]
pub(crate) struct Place {
    /// The project's folder.
    pub(crate) root: PathBuf,
    /// Cargo's build folder, `target` unless configured otherwise.
    pub(crate) target: PathBuf,
    /// The tools in the user's cache folder.
    pub(crate) tools: PathBuf,
}

impl Place {
    pub(crate) fn find() -> Result<Self, Error> {
        let root = env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .or_else(|| env::current_dir().ok())
            .and_then(|start| project_above(&start))
            .ok_or(Error::NoProject)?;
        let target = env::current_exe()
            .ok()
            .and_then(|exe| build_folder_of(&exe))
            .unwrap_or_else(|| root.join("target"));
        let tools = cache_folder(
            env::consts::OS,
            env::var_os("XDG_CACHE_HOME"),
            env::var_os("HOME"),
        )
        .ok_or(Error::NoCacheFolder)?
        .join("engawa")
        .join("tools");
        Ok(Self {
            root,
            target,
            tools,
        })
    }

    /// The built app.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The end-to-end tests and their npm packages.
    pub(crate) fn tests(&self) -> PathBuf {
        self.root.join("tests")
    }

    /// What xtask itself remembers between calls.
    pub(crate) fn notes(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The app as cargo built it for release.
    pub(crate) fn app_wasm(&self) -> PathBuf {
        self.target
            .join("wasm32-unknown-unknown")
            .join("app")
            .join("engawa-app.wasm")
    }

    /// The server built for release.
    pub(crate) fn server(&self) -> PathBuf {
        self.target.join("release").join("engawa")
    }

    /// The server built for debugging. `cargo test` leaves it as well.
    pub(crate) fn debug_server(&self) -> PathBuf {
        self.target.join("debug").join("engawa")
    }

    /// The simulator built for release.
    pub(crate) fn simulator(&self) -> PathBuf {
        self.target.join("release").join("soak")
    }

    /// The simulator as `cargo test` leaves it.
    pub(crate) fn debug_simulator(&self) -> PathBuf {
        self.target.join("debug").join("soak")
    }
}

/// The nearest folder at or above `start` that holds the workspace's Cargo.lock.
fn project_above(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file() && folder.join("crates").is_dir())
        .map(|folder| fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf()))
}

/// xtask itself lies in `<build folder>/debug/xtask`: that holds under every way to configure it.
fn build_folder_of(exe: &Path) -> Option<PathBuf> {
    let profile = exe.parent()?;
    let known = profile
        .file_name()
        .is_some_and(|name| name == "debug" || name == "release");
    known.then(|| profile.parent().map(Path::to_path_buf))?
}

/// The user's cache folder; relative values count as unset, as the XDG specification asks.
fn cache_folder(os: &str, xdg: Option<OsString>, home: Option<OsString>) -> Option<PathBuf> {
    let absolute = |value: Option<OsString>| value.map(PathBuf::from).filter(|p| p.is_absolute());
    absolute(xdg).or_else(|| {
        absolute(home).map(|home| match os {
            "macos" => home.join("Library").join("Caches"),
            _ => home.join(".cache"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cache_folder_follows_the_system() {
        let home = || Some(OsString::from("/home/aya"));
        let path = |s: &str| Some(PathBuf::from(s));
        assert_eq!(
            cache_folder("linux", None, home()),
            path("/home/aya/.cache")
        );
        assert_eq!(
            cache_folder("macos", None, home()),
            path("/home/aya/Library/Caches")
        );
        assert_eq!(
            cache_folder("linux", Some("/var/cache/aya".into()), home()),
            path("/var/cache/aya")
        );
        assert_eq!(
            cache_folder("linux", Some("relative".into()), home()),
            path("/home/aya/.cache")
        );
        assert_eq!(
            cache_folder("linux", Some("".into()), home()),
            path("/home/aya/.cache")
        );
        assert_eq!(cache_folder("linux", None, None), None);
    }

    #[test]
    fn build_folder_is_where_xtask_was_built() {
        let of = |s: &str| build_folder_of(Path::new(s));
        assert_eq!(of("/w/target/debug/xtask"), Some("/w/target".into()));
        assert_eq!(of("/tmp/other/release/xtask"), Some("/tmp/other".into()));
        assert_eq!(of("/usr/local/bin/xtask"), None);
    }
}
