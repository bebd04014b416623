//! The app: from the crate, its styles and index.html to compressed files in `dist`.

use std::time::{Instant, SystemTime};

use crate::error::Error;
use crate::place::Place;
use crate::{freshness, precompress, process, steps, tools};

/// Builds the app for release unless it is built already.
pub(crate) fn build(place: &Place) -> Result<(), Error> {
    let start = Instant::now();
    if freshness::is_fresh(place) {
        steps::there("app", start);
    } else {
        steps::step("app (trunk build --release)", || {
            let begun = SystemTime::now();
            process::run(
                tools::trunk(place)?
                    .args(["build", "--release", "--dist"])
                    .arg(place.dist()),
            )?;
            freshness::note(place, begun)
        })?;
    }
    precompress::precompress(&place.dist())
}
