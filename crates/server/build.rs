//! The built app is part of the program. Before the app was ever built there is nothing to embed,
//! and the server compiles all the same.

/// Where the app is built to.
const DIST: &str = "../../dist";

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all(DIST)?;
    println!("cargo:rerun-if-changed={DIST}");
    Ok(())
}
