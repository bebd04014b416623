//! Every story that once broke something, played again for ever.

use simulator::{kept, play};
use std::{fs, path::Path};

#[test]
fn what_was_mended_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut played = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with('#'),
            "{} says what it found",
            file.display()
        );
        let (town, events) = kept::read(&text).unwrap();
        if let Err(broken) = play(&town, &events, None) {
            panic!("{}: {broken}", file.display());
        }
        played += 1;
    }
    assert!(played > 0);
}
