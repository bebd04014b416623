//! Files that are sent along: which are taken, how a draft names one, and whose they are.

use crate::shelf::Story;
use domain::{
    Command, FileId, Kind, Refusal, Row,
    file::{Attached, File, FileFormat, MAX_BYTES, Unfit},
    program::{Answer, Answers, Ask, Question, QuestionNo},
    refusal::{Field, Invalid, Problem},
    sign_up::Application,
    town::{
        FREE_PROGRAM, NOW, REVIEWED_PROGRAM, Who, attached, examples::row_of, sign_up as id_of,
    },
};
use proptest::prelude::*;
use uuid::Uuid;

const ID: FileId = FileId(Uuid::from_u128(0xf1));

fn chosen(name: &str, bytes: &[u8]) -> Result<FileFormat, Unfit> {
    Attached::chosen(ID, name, bytes).map(|attached| attached.format)
}

#[test]
fn a_file_is_what_is_in_it_and_not_what_it_is_called() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    for (name, bytes, format) in [
        ("企画書.pdf", &b"%PDF-1.7\n"[..], FileFormat::Pdf),
        (
            "IMG_0001.JPG",
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            FileFormat::Jpeg,
        ),
        ("写真", b"\x89PNG\r\n\x1a\n\0\0", FileFormat::Png),
        ("a.webp", b"RIFF\x1a\0\0\0WEBPVP8 ", FileFormat::Webp),
        ("IMG_0002.HEIC", heic, FileFormat::Heic),
        ("a.jpg", b"%PDF-1.4", FileFormat::Pdf),
        ("履歴書.DOCX", b"PK\x03\x04\x14\0", FileFormat::Docx),
        ("収支.xlsx", b"PK\x03\x04\x14\0", FileFormat::Xlsx),
        ("発表.pptx", b"PK\x03\x04\x14\0", FileFormat::Pptx),
    ] {
        assert_eq!(chosen(name, bytes), Ok(format), "{name}");
    }
    for (name, bytes) in [
        ("a.pdf", &b"<html><script>"[..]),
        ("a.docx", b"<svg xmlns="),
        // An archive of something else, and one with programs in it.
        ("a.zip", b"PK\x03\x04\x14\0"),
        ("a.docm", b"PK\x03\x04\x14\0"),
        ("docx", b"PK\x03\x04\x14\0"),
        ("a.exe", b"MZ\x90\0"),
        ("a.webp", b"RIFF\x1a\0\0\0WAVEfmt "),
    ] {
        assert_eq!(chosen(name, bytes), Err(Unfit::Format), "{name}");
    }
    assert_eq!(chosen("a.pdf", b""), Err(Unfit::Empty));
    let mut long = b"%PDF-".to_vec();
    long.resize(usize::try_from(MAX_BYTES).unwrap(), 0);
    assert_eq!(chosen("a.pdf", &long), Ok(FileFormat::Pdf));
    long.push(0);
    assert_eq!(chosen("a.pdf", &long), Err(Unfit::TooLarge));
}

#[test]
fn a_name_that_is_cut_at_a_space_ends_before_it() {
    let name = format!("{} page 2.pdf", "a".repeat(199));
    let attached = Attached::chosen(ID, &name, b"%PDF-1.7").unwrap();
    assert_eq!(attached.name, "a".repeat(199));
    assert_eq!(Attached::read(&attached.text()), Some(attached));
}

proptest! {
    #[test]
    fn whatever_a_file_is_called_a_draft_names_it_and_reads_it_again(name in "\\PC{0,260}|[ -~\n\t]{0,20}") {
        let attached = Attached::chosen(ID, &name, b"%PDF-1.7").unwrap();
        prop_assert_eq!(Attached::read(&attached.text()), Some(attached.clone()));
        prop_assert!(Answer::File(attached.clone()).is_said_by(&attached.text()));
        let question = Question {
            no: QuestionNo(2),
            text: "企画書".into(),
            help: String::new(),
            ask: Ask::File,
            required: true,
            only_if: None,
        };
        prop_assert_eq!(question.check(&Answer::File(attached)), Ok(()));
    }

    #[test]
    fn a_text_that_is_not_quite_one_names_no_file(text in "[0-9a-fA-F]{8}-0000-7000-8000-00000000000[0-9a-fA-F] (pdf|png|exe) [+0]?[0-9]{1,11} ?[ -~あ-ん]{0,9}") {
        if let Some(attached) = Attached::read(&text) {
            prop_assert_eq!(attached.text(), text.trim());
        }
    }
}

/// Somebody signs up with a file.
fn sends(program: domain::ProgramId, attached: Attached) -> Command {
    let Command::SignUp { application, .. } = domain::town::table::Deed::SignUp.example() else {
        panic!("a sign-up")
    };
    let application = Application {
        answers: Answers::from([(QuestionNo(2), Answer::File(attached))]),
        ..application
    };
    Command::SignUp {
        program,
        application,
    }
}

fn brought(story: &mut Story, who: Who) -> Attached {
    let named = Attached {
        file: ID,
        ..attached()
    };
    story.town.put(Row::File(File {
        id: ID,
        person: who.id(),
        format: named.format,
        size: named.size,
        sent_at: NOW,
        sign_up: None,
    }));
    named
}

fn file(story: &Story) -> Option<File> {
    match story.row(Kind::File, ID.0) {
        Some(Row::File(file)) => Some(file),
        None => None,
        other => panic!("{other:?}"),
    }
}

fn not_here() -> Result<(), Refusal> {
    Err(Refusal::Invalid(Invalid {
        field: Field::Answer(QuestionNo(2)),
        problem: Problem::NotHere,
    }))
}

#[test]
fn a_file_is_sent_by_who_brought_it_and_with_one_sign_up() {
    let mut story = Story::begins();
    let named = brought(&mut story, Who::Stranger);
    // Another's, and one that nobody brought.
    assert_eq!(
        story.does(Who::Worker, sends(FREE_PROGRAM, named.clone())),
        not_here()
    );
    let absent = Attached {
        file: FileId(Uuid::from_u128(0xf2)),
        ..named.clone()
    };
    assert_eq!(
        story.does(Who::Stranger, sends(FREE_PROGRAM, absent)),
        not_here()
    );
    story
        .does(Who::Stranger, sends(FREE_PROGRAM, named.clone()))
        .unwrap();
    let kept = file(&story).unwrap();
    assert_eq!(kept.sign_up, Some(id_of(Who::Stranger, FREE_PROGRAM)));
    // It would go when the first is taken back.
    assert_eq!(
        story.does(Who::Stranger, sends(REVIEWED_PROGRAM, named)),
        not_here()
    );
    let sign_up = id_of(Who::Stranger, FREE_PROGRAM);
    story
        .does(Who::Stranger, Command::WithdrawSignUp { sign_up })
        .unwrap();
    assert_eq!(file(&story), None);
}

#[test]
fn who_judges_blindly_does_not_read_the_name_of_a_file() {
    let story = Story::begins();
    let Some(Row::Anonymous(seen)) = story.row(Kind::Anonymous, row_of(Kind::Anonymous).id) else {
        panic!("an entry")
    };
    let Some(Answer::File(named)) = seen.answers.get(&QuestionNo(2)) else {
        panic!("a file")
    };
    assert_eq!(named.file, attached().file);
    assert_eq!(named.name, "file.pdf");
}
