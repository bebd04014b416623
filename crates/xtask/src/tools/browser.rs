//! A Chromium for the browser tests, and fonts that can draw Japanese.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf, absolute};
use std::time::Instant;

use super::apt;
use crate::error::Error;
use crate::{process, steps};

/// Names on PATH, the plainest first.
const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Places that need not be on PATH.
const PLACES: [&str; 6] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Chromium without a window: the same pages for a fifth less of a core's time.
const WITHOUT_WINDOW: &str = "chromium-headless-shell";

const HOW: &str = "On Debian: `sudo apt-get install chromium fonts-noto-cjk`; on Fedora: \
     `sudo dnf install chromium google-noto-sans-cjk-fonts`; on macOS: `brew install --cask chromium`. \
     Or set CHROMIUM to the program of a Chromium or Chrome you have.";

/// The browser, installed together with the fonts where this machine lets us.
pub(crate) fn provide() -> Result<PathBuf, Error> {
    let start = Instant::now();
    let found = find()?;
    let fonts = has_japanese_fonts();
    let mut wanted = Vec::new();
    if found.is_none() {
        wanted.push("chromium");
    }
    if !fonts {
        wanted.push("fonts-noto-cjk");
    }
    let name = "Chromium and Japanese fonts";
    match found {
        Some(browser) if fonts => {
            steps::there(name, start);
            return Ok(browser);
        }
        Some(browser) if !apt::can_install() => {
            steps::there("Chromium", start);
            steps::say("  no Japanese font was found: pictures will show boxes for Japanese text.");
            steps::say("  On Debian: `sudo apt-get install fonts-noto-cjk`.");
            return Ok(browser);
        }
        _ => {}
    }
    if apt::can_install() {
        steps::step(name, || apt::install(&wanted))?;
    }
    find()?.ok_or_else(|| Error::Missing {
        what: "Chromium".to_owned(),
        needed_for: "the browser tests",
        how: HOW.to_owned(),
    })
}

/// The programs of the browser that people have, and of the one that plays most stories: the same one
/// without a window, where this machine has it or lets us install it.
pub(crate) struct Browsers {
    pub(crate) whole: PathBuf,
    pub(crate) for_stories: PathBuf,
}

/// Both browsers, installed where this machine lets us.
pub(crate) fn provide_both() -> Result<Browsers, Error> {
    let whole = provide()?;
    let for_stories = match named() {
        Some(_) => None,
        None => provide_without_window(),
    };
    Ok(Browsers {
        for_stories: for_stories.unwrap_or_else(|| whole.clone()),
        whole,
    })
}

fn provide_without_window() -> Option<PathBuf> {
    let start = Instant::now();
    let name = "Chromium without a window";
    let find = || process::on_path(WITHOUT_WINDOW).filter(|path| starts(path));
    if let Some(found) = find() {
        steps::there(name, start);
        return Some(found);
    }
    if apt::can_install() {
        // A child of Debian may not have it; the stories are played with a window then.
        let _ = steps::step(name, || apt::install(&[WITHOUT_WINDOW]));
    }
    find()
}

/// The program that CHROMIUM names.
fn named() -> Option<OsString> {
    env::var_os("CHROMIUM").filter(|value| !value.is_empty())
}

/// The one named by CHROMIUM, or the first that is there and starts.
fn find() -> Result<Option<PathBuf>, Error> {
    if let Some(named) = named() {
        let named = absolute(&named).unwrap_or_else(|_| PathBuf::from(named));
        if process::is_program(&named) {
            return Ok(Some(named));
        }
        return Err(Error::Missing {
            what: format!("the program {} that CHROMIUM names", named.display()),
            needed_for: "the browser tests",
            how: "Unset CHROMIUM, or set it to the program of a Chromium or Chrome.".to_owned(),
        });
    }
    Ok(candidates(process::on_path).find(|path| starts(path)))
}

fn candidates(on_path: impl Fn(&str) -> Option<PathBuf>) -> impl Iterator<Item = PathBuf> {
    NAMES
        .into_iter()
        .filter_map(on_path)
        .chain(PLACES.into_iter().map(PathBuf::from))
}

/// Ubuntu's `chromium` may be no more than a note that asks for snap.
fn starts(browser: &Path) -> bool {
    process::is_program(browser)
        && process::answer(process::command(browser).arg("--version")).is_some()
}

/// macOS brings its own fonts.
fn has_japanese_fonts() -> bool {
    cfg!(target_os = "macos")
        || process::answer(process::command("fc-list").arg(":lang=ja"))
            .is_some_and(|fonts| !fonts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_comes_before_the_usual_places() {
        let on_path =
            |name: &str| (name == "google-chrome").then(|| PathBuf::from("/opt/bin/google-chrome"));
        let all: Vec<_> = candidates(on_path).collect();
        assert_eq!(all.first(), Some(&PathBuf::from("/opt/bin/google-chrome")));
        assert_eq!(all.get(1), Some(&PathBuf::from("/usr/bin/chromium")));
        assert_eq!(all.len(), 1 + PLACES.len());
    }
}
