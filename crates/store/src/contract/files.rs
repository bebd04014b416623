//! Files that people send along with a sign-up.

use super::{
    Shared,
    made::{NOW, desk, group, person, place, program, pushed, pushing, put, register},
};
use crate::{Brought, FileError, file, forget_files, keep_file};
use domain::{
    Command, DraftId, FileId, Kind, PersonId, Refusal, RosterId, Row, RowKey, Scope, SignUpId,
    Timestamp,
    draft::{Edit, Subject},
    file::{Attached, FileFormat, LOOSE_DAYS, MAX_LOOSE},
    program::{Answer, Answers, Ask, Judging, Program, Question, QuestionNo, Selection},
    refusal::{Field, Invalid, Problem},
    sign_up::Application,
};
use std::collections::BTreeSet;
use sync::protocol::Outcome;
use uuid::Uuid;

const BYTES: &[u8] = b"%PDF-1.7 the plan";

fn id(number: u128) -> FileId {
    FileId(Uuid::from_u128(0x0f00 + number))
}

fn key(file: FileId) -> RowKey {
    RowKey {
        kind: Kind::File,
        id: file.0,
    }
}

async fn brings(store: &Shared, by: PersonId, file: FileId, now: Timestamp) {
    let brought = Brought {
        id: file,
        format: FileFormat::Pdf,
        bytes: BYTES,
    };
    keep_file(store.as_ref(), by, brought, now).await.unwrap();
}

/// Whether there is a file, with its row and with what is in it.
async fn is_there(store: &Shared, file: FileId) -> bool {
    let mut snapshot = store.snapshot().await.unwrap();
    let row = snapshot.row(key(file)).await.unwrap();
    let bytes = snapshot.file_bytes(file).await.unwrap();
    assert_eq!(
        row.is_some(),
        bytes.is_some(),
        "a row and its bytes go together"
    );
    row.is_some()
}

/// A program whose form asks for a file.
fn asking() -> Program {
    Program {
        form: vec![Question {
            no: QuestionNo(1),
            text: "企画書".into(),
            help: String::new(),
            ask: Ask::File,
            required: true,
            only_if: None,
        }],
        ..program(10, 0)
    }
}

fn named(file: FileId) -> Attached {
    Attached {
        file,
        format: FileFormat::Pdf,
        size: u32::try_from(BYTES.len()).unwrap(),
        name: "企画書.pdf".into(),
    }
}

fn signs_up(attached: Attached) -> Option<Command> {
    Some(Command::SignUp {
        program: asking().id,
        application: Application {
            answers: Answers::from([(QuestionNo(1), Answer::File(attached))]),
            ..Application::default()
        },
    })
}

fn sign_up_of(number: u128) -> SignUpId {
    SignUpId::of(person(number), RosterId::of(asking().id, None))
}

fn not_here() -> Outcome {
    Outcome::Refused(Refusal::Invalid(Invalid {
        field: Field::Answer(QuestionNo(1)),
        problem: Problem::NotHere,
    }))
}

/// Brought twice, as after an answer that was lost, it is there once; another cannot take its id, and
/// what is no file is not kept.
pub async fn a_file_is_brought_once_and_goes_with_its_row(store: Shared) {
    register(&store, &[person(1), person(2)]).await;
    brings(&store, person(1), id(1), NOW).await;
    brings(&store, person(1), id(1), NOW).await;
    assert!(is_there(&store, id(1)).await);
    let again = Brought {
        id: id(1),
        format: FileFormat::Pdf,
        bytes: b"%PDF-another",
    };
    let foreign = keep_file(store.as_ref(), person(2), again, NOW).await;
    assert!(matches!(foreign, Err(FileError::Foreign)), "{foreign:?}");
    for bytes in [&b""[..], b"<script>"] {
        let unfit = Brought {
            id: id(2),
            bytes,
            ..again
        };
        let unfit = keep_file(store.as_ref(), person(1), unfit, NOW).await;
        assert!(matches!(unfit, Err(FileError::Unfit)), "{unfit:?}");
    }
    let stranger = keep_file(store.as_ref(), person(9), again, NOW).await;
    assert!(matches!(stranger, Err(FileError::Foreign)), "{stranger:?}");
    super::made::write(&store, vec![domain::Write::Delete(key(id(1)))]).await;
    assert!(!is_there(&store, id(1)).await);
}

/// A person's drafts hold some files, not any number of them; what a draft names does not make way.
pub async fn of_files_that_nothing_names_the_oldest_make_way(store: Shared) {
    register(&store, &[person(1)]).await;
    let names = |number| Command::SaveDraft {
        draft: DraftId::of_sign_up(person(1), asking().id),
        subject: Subject::SignUp {
            program: asking().id,
            desk_name: "日南市役所".into(),
            sample: false,
        },
        title: String::new(),
        edits: vec![Edit {
            field: Field::Answer(QuestionNo(1)),
            from: String::new(),
            to: named(id(number)).text(),
            settles: Vec::new(),
        }],
    };
    let saves = pushing(group(1), 1, vec![Some(names(1))]);
    assert_eq!(pushed(&store, person(1), &saves).await, [Outcome::Applied]);
    let many = u128::try_from(MAX_LOOSE).unwrap() + 2;
    for number in 0..many {
        let at = Timestamp(NOW.0 + i64::try_from(number).unwrap());
        brings(&store, person(1), id(number), at).await;
    }
    for number in 0..many {
        let is_gone = number == 0 || number == 2;
        assert_eq!(is_there(&store, id(number)).await, !is_gone, "{number}");
    }
}

/// A sign-up takes a file that its person has brought, and no other; taken back, nothing of it stays.
pub async fn a_file_goes_with_a_sign_up_and_when_that_is_taken_back(store: Shared) {
    register(&store, &[person(1), person(2)]).await;
    put(&store, vec![Row::Program(asking())]).await;
    let signs = |number, file| pushing(group(number), 1, vec![signs_up(named(id(file)))]);
    // It did not arrive.
    assert_eq!(pushed(&store, person(1), &signs(1, 1)).await, [not_here()]);
    brings(&store, person(1), id(1), NOW).await;
    // Another's; and one that is not what was brought.
    assert_eq!(pushed(&store, person(2), &signs(2, 1)).await, [not_here()]);
    let longer = Attached {
        size: 99,
        ..named(id(1))
    };
    let request = pushing(group(1), 2, vec![signs_up(longer), signs_up(named(id(1)))]);
    let outcomes = pushed(&store, person(1), &request).await;
    assert_eq!(outcomes, [not_here(), Outcome::Applied]);
    let row = store
        .snapshot()
        .await
        .unwrap()
        .row(key(id(1)))
        .await
        .unwrap();
    let Some(Row::File(kept)) = row else {
        panic!("{row:?}");
    };
    assert_eq!(kept.sign_up, Some(sign_up_of(1)));
    let withdraws = Command::WithdrawSignUp {
        sign_up: sign_up_of(1),
    };
    let request = pushing(group(1), 4, vec![Some(withdraws)]);
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [Outcome::Applied]
    );
    assert!(!is_there(&store, id(1)).await);
}

/// The desk has it through the sign-up, judged blindly too, and then without its name.
pub async fn whoever_reads_the_sign_up_has_the_file_and_nobody_else(store: Shared) {
    register(&store, &[person(1), person(2), person(3)]).await;
    let office = desk("日南市役所");
    let blind = Program {
        selection: Selection::Review(Judging {
            blind: true,
            ..Judging::default()
        }),
        ..asking()
    };
    put(&store, vec![Row::Program(blind), place(person(2), office)]).await;
    brings(&store, person(1), id(1), NOW).await;
    let request = pushing(group(1), 1, vec![signs_up(named(id(1)))]);
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [Outcome::Applied]
    );
    let own = BTreeSet::from([Scope::Person(person(1))]);
    let jury = BTreeSet::from([Scope::Person(person(2)), Scope::Desk(office)]);
    let other = BTreeSet::from([Scope::Person(person(3))]);
    let through = Some(sign_up_of(1));
    let mut snapshot = store.snapshot().await.unwrap();
    for (scopes, through, name) in [
        (&own, None, Some(None)),
        (&own, through, Some(Some("企画書.pdf"))),
        (&jury, None, None),
        (&jury, Some(sign_up_of(3)), None),
        (&jury, through, Some(Some("file.pdf"))),
        (&other, None, None),
        (&other, through, None),
    ] {
        let had = file(snapshot.as_mut(), scopes, id(1), through)
            .await
            .unwrap();
        let had = had.map(|had| {
            assert_eq!(had.bytes, BYTES);
            had.name
        });
        let had = had.as_ref().map(|name| name.as_deref());
        assert_eq!(had, name, "{scopes:?} {through:?}");
    }
}

/// Files that no sign-up has are forgotten after some weeks, and those that one has are kept.
pub async fn files_that_nothing_names_are_forgotten(store: Shared) {
    register(&store, &[person(1)]).await;
    put(&store, vec![Row::Program(asking())]).await;
    let later = NOW.plus_days(LOOSE_DAYS);
    brings(&store, person(1), id(1), NOW).await;
    brings(&store, person(1), id(2), NOW).await;
    brings(&store, person(1), id(3), later).await;
    let request = pushing(group(1), 1, vec![signs_up(named(id(1)))]);
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [Outcome::Applied]
    );
    forget_files(store.as_ref(), later).await.unwrap();
    assert!(is_there(&store, id(2)).await, "not a moment too early");
    let touched = forget_files(store.as_ref(), Timestamp(later.0 + 1))
        .await
        .unwrap();
    assert_eq!(
        touched.keys().collect::<Vec<_>>(),
        [&Scope::Person(person(1))]
    );
    let there = [
        is_there(&store, id(1)).await,
        is_there(&store, id(2)).await,
        is_there(&store, id(3)).await,
    ];
    assert_eq!(there, [true, false, true]);
}
