//! Accounts, checking and backing up.

use crate::engawa::{Place, text};

const HARU: [&str; 6] = [
    "account",
    "create",
    "--email",
    "haru@example.jp",
    "--name",
    "佐野 はる",
];

#[test]
fn an_account_takes_its_password_from_standard_input() {
    let place = Place::new();
    let short = place.run_with(&HARU, "short\n");
    assert!(
        short.code == 1 && short.err.contains("password has at least 10"),
        "{short:?}"
    );
    let opened = place.run_with(&HARU, "縁側でひとやすみする\n");
    assert_eq!(
        opened.last(),
        ("opened an account for haru@example.jp", 0),
        "{opened:?}"
    );
    assert!(!format!("{opened:?}").contains("縁側"));
    let again = place.run_with(&HARU, "縁側でひとやすみする\n");
    assert!(
        again.code == 1 && again.err.contains("has an account already"),
        "{again:?}"
    );
}

#[test]
fn a_person_who_has_an_account_joins_a_desk() {
    let place = Place::new();
    place.run_with(&HARU, "縁側でひとやすみする\n");
    let mut joining = HARU.to_vec();
    joining.extend(["--desk", "日南市役所"]);
    for _ in 0..2 {
        let joined = place.run(&joining);
        assert_eq!(
            joined.last(),
            ("haru@example.jp is a member of 日南市役所", 0),
            "{joined:?}"
        );
    }
    assert_eq!(place.run(&["check"]).last(), ("everything is sound", 0));
}

#[test]
fn a_backup_is_a_store_of_its_own() {
    let (here, there) = (Place::new(), Place::new());
    here.run_with(&HARU, "縁側でひとやすみする\n");
    std::fs::create_dir(there.data()).unwrap();
    let to = there.data().join("engawa.sqlite");
    let copied = here.run(&["backup", text(&to)]);
    assert_eq!(copied.code, 0, "{copied:?}");
    assert_eq!(here.run(&["backup", text(&to)]).code, 1);
    assert_eq!(there.run(&["check"]).last(), ("everything is sound", 0));
}

#[test]
fn where_there_is_no_store_none_is_made_up() {
    let place = Place::new();
    for command in [["check", "--log=off"], ["export", "jobs"]] {
        let ended = place.run(&command);
        assert!(
            ended.code == 1 && ended.err.contains("holds no store"),
            "{ended:?}"
        );
    }
    assert!(!place.data().exists());
}

#[test]
fn damage_ends_with_two() {
    let place = Place::new();
    place.run_with(&HARU, "縁側でひとやすみする\n");
    let file = place.data().join("engawa.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    // The person's name, as it lies in the file.
    let at = bytes
        .windows(6)
        .position(|window| window == "佐野".as_bytes())
        .unwrap();
    bytes[at - 1] = b'}';
    std::fs::write(&file, bytes).unwrap();
    let ended = place.run(&["check"]);
    assert!(ended.code == 2 && ended.err.contains("person"), "{ended:?}");
}

#[test]
fn help_teaches_by_examples() {
    let place = Place::new();
    for command in [
        vec![],
        vec!["serve"],
        vec!["backup"],
        vec!["restore"],
        vec!["import", "jobs"],
        vec!["account", "create"],
    ] {
        let mut arguments = command.clone();
        arguments.push("--help");
        let help = place.run(&arguments);
        assert!(
            help.code == 0 && help.out.contains("engawa "),
            "{command:?}"
        );
        assert!(help.out.contains("ENGAWA_"), "{command:?}");
    }
    assert_eq!(place.run(&["dance"]).code, 2);
}
