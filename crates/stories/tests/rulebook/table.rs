//! The authorization table, tried line by line.

use domain::{
    Kind, Refusal, Rows,
    town::{
        Town, Who,
        examples::row_of,
        table::{Answer, Deed, line_of, readers},
    },
};

#[test]
fn everybody_hears_what_the_table_says() {
    let town = Town::new();
    for deed in Deed::ALL {
        for (who, expected) in Who::ALL.into_iter().zip(deed.answers()) {
            assert_eq!(
                deed.tried_by(who, &town),
                expected,
                "{who:?} tries {deed:?}"
            );
        }
    }
}

#[test]
fn every_line_tries_the_command_that_it_is_about() {
    for deed in Deed::ALL {
        let command = deed.example();
        assert!(deed.is_of(&command), "{deed:?}: {command:?}");
        assert!(line_of(&command).is_of(&command), "{deed:?}");
    }
}

#[test]
fn every_command_is_open_to_somebody() {
    for deed in Deed::ALL {
        if line_of(&deed.example()) == *deed {
            assert!(deed.answers().contains(&Answer::Done), "{deed:?}");
        }
    }
}

#[test]
fn a_row_of_each_kind_is_told_to_its_readers_and_to_nobody_else() {
    let town = Town::new();
    for kind in Kind::ALL {
        let row = town.get(row_of(kind)).unwrap();
        let row = row.unwrap_or_else(|| panic!("the town has a {kind:?}"));
        for who in Who::ALL {
            assert_eq!(
                who.may_read(&row),
                readers(kind).contains(&who),
                "{who:?} reads {kind:?}"
            );
        }
    }
}

/// Who guesses an id learns nothing from the answer: it is the same where there is no such row.
#[test]
fn a_guessed_id_is_answered_alike_whether_there_is_such_a_row_or_not() {
    let (full, mut bare) = (Town::new(), Town::people_only());
    // Postings and programs are everybody's, and who sits where decides what is theirs.
    for (key, row) in &full.rows {
        if matches!(
            key.kind,
            Kind::Job | Kind::Program | Kind::Space | Kind::Membership
        ) {
            bare.rows.insert(*key, row.clone());
        }
    }
    for deed in Deed::ALL {
        // An offered place at the desk is taken by its id alone; a phrase's id is random.
        if matches!(deed, Deed::TakeSeat | Deed::SavePhrase) {
            continue;
        }
        // Roles are the desk's own, and there is no desk without them.
        for who in [Who::Stranger, Who::OtherWorker, Who::OtherMember] {
            let (there, gone) = (deed.tried_by(who, &full), deed.tried_by(who, &bare));
            assert_eq!(there, gone, "{who:?} tries {deed:?}");
        }
    }
    // The same for a place at a desk.
    let nobody_sits = Town::people_only();
    for deed in [
        Deed::SetRole,
        Deed::LowerOwner,
        Deed::LeaveDesk,
        Deed::RemoveOwner,
    ] {
        assert_eq!(
            deed.tried_by(Who::Stranger, &nobody_sits),
            Answer::Refused(Refusal::NotAllowed),
            "{deed:?}"
        );
    }
}
