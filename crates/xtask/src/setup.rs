//! What each command needs before it can begin.

use std::path::PathBuf;

use crate::error::Error;
use crate::place::Place;
use crate::tools::browser::Browsers;
use crate::tools::{binaryen, browser, cargo_tools, node, postgres, rust};

/// What building the app and the server needs.
pub(crate) fn for_build(place: &Place) -> Result<(), Error> {
    rust::wasm_target()?;
    cargo_tools::trunk().provide(place)?;
    for_split(place)
}

/// What cutting the built app into parts needs.
pub(crate) fn for_split(place: &Place) -> Result<(), Error> {
    node::check()?;
    cargo_tools::wasm_split().provide(place)?;
    cargo_tools::wasm_bindgen(place)?.provide(place)?;
    binaryen::provide(place)
}

/// What the checks of formatting and style need.
pub(crate) fn for_lint(place: &Place) -> Result<(), Error> {
    rust::wasm_target()?;
    rust::components(place)
}

/// What the native tests need beside that.
pub(crate) fn for_native_tests(place: &Place) -> Result<(), Error> {
    for_lint(place)?;
    postgres::provide()
}

/// What the browser runs need beside a built app; answers with the browser.
pub(crate) fn for_browser(place: &Place) -> Result<PathBuf, Error> {
    node::check()?;
    node::test_packages(place)?;
    browser::provide()
}

/// All of it.
pub(crate) fn everything(place: &Place) -> Result<Browsers, Error> {
    for_build(place)?;
    rust::components(place)?;
    postgres::provide()?;
    node::test_packages(place)?;
    browser::provide_both()
}
