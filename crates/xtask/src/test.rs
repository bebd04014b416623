//! `test`: everything that must hold, and it stops at the first thing that does not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::place::Place;
use crate::steps::Stages;
use crate::tools::browser::Browsers;
use crate::{app, lint, openapi, process, setup, sizes, soak, steps};

/// How many seeds the simulator plays (docs/reliability.md).
const SIMULATED: u64 = 10_000;
/// A file of browser tests that takes longer hangs: the longest takes three minutes.
const FILE_MAY_TAKE: Duration = Duration::from_secs(15 * 60);

/// The browser tests to run: these files, and in them the tests of this name.
#[derive(Debug, PartialEq, Eq)]
struct Selection {
    files: Vec<PathBuf>,
    name: Option<String>,
}

pub(crate) fn test(place: &Place, quick: bool, filter: Option<&str>) -> Result<(), Error> {
    let mut stages = Stages::default();
    if quick {
        stages.run("setup", || setup::for_native_tests(place))?;
        stages.run("formatting", || lint::formatting(place))?;
        steps::say(stages.table(None));
        // The last, so that its own closing lines end the output.
        return stages.run("native tests", || process::run(&mut native(place, filter)));
    }

    let browsers = stages.run("setup", || setup::everything(place))?;
    let selection = select(browser_tests(place), filter, |file| {
        fs::read_to_string(file).unwrap_or_default()
    });
    let is_whole = filter.is_none();
    let tries_app = is_whole || !selection.files.is_empty();
    thread::scope(|scope| {
        // Most of the time only one core can build the app: the others lint and test meanwhile.
        let app = tries_app.then(|| scope.spawn(|| app::build(place)));
        if is_whole {
            stages.run("lint", || lint::beside_native_tests(place))?;
            stages.run("clippy and native tests", || {
                process::run(lint::looks_on(&mut native(place, None)))
            })?;
        } else {
            stages.run("native tests", || process::run(&mut native(place, filter)))?;
        }
        // They have built the server and the simulator: what follows tries those, and builds neither
        // a second time for release.
        if is_whole {
            stages.run("simulated runs", || {
                soak::play(&place.debug_simulator(), SIMULATED, 0)
            })?;
        }
        match app {
            Some(app) => stages.run("rest of the app's build", || {
                app.join().unwrap_or(Err(Error::Panicked))?;
                sizes::show(place)
            }),
            None => Ok(()),
        }
    })?;
    if is_whole {
        stages.run("every endpoint", || {
            openapi::try_some(place, &place.debug_server())
        })?;
    }
    // Before the last stage, so that node's own closing lines end the output.
    steps::say(stages.table(None));
    if selection.files.is_empty() {
        return Ok(());
    }
    stages.run("browser tests", || {
        process::run(&mut node_test(place, &browsers, &selection))
    })
}

fn native(place: &Place, filter: Option<&str>) -> Command {
    let mut cargo = process::cargo(&place.root);
    cargo
        .args(["test", "--workspace", "--exclude", "engawa"])
        .args(filter)
        .args(["--", "--quiet"]);
    cargo
}

/// The files of `tests` that hold browser tests, in order.
fn browser_tests(place: &Place) -> Vec<PathBuf> {
    let entries = place.tests().read_dir().into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    files
}

/// A filter names a file; failing that, it names tests in the files that mention it.
fn select(files: Vec<PathBuf>, filter: Option<&str>, read: impl Fn(&Path) -> String) -> Selection {
    let Some(filter) = filter else {
        return Selection { files, name: None };
    };
    let is_named = |file: &PathBuf| {
        file.file_name()
            .is_some_and(|name| name.to_string_lossy().contains(filter))
    };
    if files.iter().any(is_named) {
        return Selection {
            files: files.into_iter().filter(is_named).collect(),
            name: None,
        };
    }
    Selection {
        files: files
            .into_iter()
            .filter(|file| read(file).contains(filter))
            .collect(),
        name: Some(filter.to_owned()),
    }
}

fn node_test(place: &Place, browsers: &Browsers, selection: &Selection) -> Command {
    let mut node = process::command("node");
    node.current_dir(place.tests())
        .args(["--test", "--test-reporter=spec"])
        // A story waits more than it works: two files at once keep two cores busy.
        .arg("--test-concurrency=2")
        .arg(format!("--test-timeout={}", FILE_MAY_TAKE.as_millis()))
        .env("ENGAWA_BIN", place.debug_server())
        .env("CHROMIUM", &browsers.for_stories)
        .env("WHOLE_CHROMIUM", &browsers.whole);
    if let Some(name) = &selection.name {
        node.arg(format!("--test-name-pattern={}", literally(name)));
    }
    node.args(&selection.files);
    node
}

/// Node takes a regular expression; a person types a name.
fn literally(name: &str) -> String {
    name.chars().fold(String::new(), |mut escaped, character| {
        if r"\^$.|?*+()[]{}/".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<PathBuf> {
        ["tests/drafts.test.mjs", "tests/search.test.mjs"]
            .map(PathBuf::from)
            .to_vec()
    }

    fn read(file: &Path) -> String {
        let drafts = file.to_string_lossy().contains("drafts");
        if drafts {
            "test('a draft survives', …)".to_owned()
        } else {
            String::new()
        }
    }

    #[test]
    fn without_a_filter_everything_runs() {
        let all = select(files(), None, read);
        assert_eq!(all.files, files());
        assert_eq!(all.name, None);
    }

    #[test]
    fn a_filter_names_a_file_or_a_test_in_it() {
        let file = select(files(), Some("search"), read);
        assert_eq!(file.files, [PathBuf::from("tests/search.test.mjs")]);
        assert_eq!(file.name, None);
        let test = select(files(), Some("a draft survives"), read);
        assert_eq!(test.files, [PathBuf::from("tests/drafts.test.mjs")]);
        assert_eq!(test.name.as_deref(), Some("a draft survives"));
        assert!(select(files(), Some("nowhere"), read).files.is_empty());
    }

    #[test]
    fn a_name_is_taken_literally() {
        assert_eq!(literally("送信 (1/2)"), r"送信 \(1\/2\)");
    }
}
