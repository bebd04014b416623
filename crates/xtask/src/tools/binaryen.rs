//! `wasm-opt`, which makes the app small, from the npm package `binaryen`.

use std::fs;
use std::path::PathBuf;

use super::turn::Turn;
use super::{BINARYEN, answers, node};
use crate::error::Error;
use crate::place::Place;
use crate::{process, steps};

fn folder(place: &Place) -> PathBuf {
    place.tools.join(format!("binaryen-{}", BINARYEN.0))
}

/// The folder for PATH.
pub(crate) fn bin(place: &Place) -> PathBuf {
    folder(place).join("node_modules").join(".bin")
}

/// Installs it unless it is there.
pub(crate) fn provide(place: &Place) -> Result<(), Error> {
    let (version, release) = BINARYEN;
    let is_there = || answers(&bin(place).join("wasm-opt"), version);
    steps::provide(&format!("wasm-opt {version}"), is_there, || {
        let _turn = Turn::take(place)?;
        if is_there() {
            return Ok(());
        }
        // Installed beside its place and moved there whole: half an install never counts.
        let folder = folder(place);
        let fresh = place.tools.join(format!("binaryen-{version}.installing"));
        for old in [&fresh, &folder] {
            if old.exists() {
                fs::remove_dir_all(old).map_err(Error::file("remove", old))?;
            }
        }
        fs::create_dir_all(&fresh).map_err(Error::file("create", &fresh))?;
        process::run(
            node::npm(&place.tools)
                .arg("install")
                .arg("--prefix")
                .arg(&fresh)
                .arg(format!("binaryen@{release}")),
        )?;
        fs::rename(&fresh, &folder).map_err(Error::file("move", &fresh))?;
        if is_there() {
            return Ok(());
        }
        Err(Error::Unanswering {
            what: "wasm-opt",
            version: version.to_owned(),
            folder,
        })
    })
}
