//! Drafts on several devices, and phrases: nothing that was typed is lost.

use crate::shelf::Story;
use domain::{
    Command, DraftId, JobId, Kind, PhraseId, ProposalId, Refusal, Row, Timestamp,
    draft::{Draft, Edit, MAX_DRAFT, MAX_OTHERS, Subject},
    job::MAX_DESCRIPTION,
    proposal::Offer,
    refusal::{Field, Invalid, Problem},
    town::{DESK, FREE_JOB, PHRASE, Who, draft, examples},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn edit(from: &str, to: &str) -> Edit {
    Edit {
        field: Field::Message,
        from: from.into(),
        to: to.into(),
        settles: Vec::new(),
    }
}

fn save(edits: Vec<Edit>) -> Command {
    Command::SaveDraft {
        draft: draft(),
        subject: Subject::Proposal {
            job: FREE_JOB,
            desk_name: "油津商店".into(),
            sample: false,
        },
        title: "港のちらしのデザイン".into(),
        edits,
    }
}

fn kept(story: &Story) -> Draft {
    match story.row(Kind::Draft, draft().0) {
        Some(Row::Draft(draft)) => draft,
        other => panic!("a draft was expected: {other:?}"),
    }
}

fn versions(story: &Story) -> (String, Vec<String>) {
    let draft = kept(story);
    let text = |field| draft.fields.get(field).cloned().unwrap_or_default();
    let others = draft.others.get(&Field::Message).cloned();
    (text(&Field::Message), others.unwrap_or_default())
}

#[test]
fn two_devices_that_wrote_the_same_field_keep_both_versions() {
    let mut story = Story::begins();
    story
        .does(Who::Worker, save(vec![edit("書きかけ", "電話で書いた")]))
        .unwrap();
    let begun = kept(&story).revision;
    story
        .does(Who::Worker, save(vec![edit("書きかけ", "机で書いた")]))
        .unwrap();
    assert_eq!(
        versions(&story),
        ("電話で書いた".into(), vec!["机で書いた".into()])
    );
    // One tap joins them.
    let joined = Edit {
        settles: vec!["電話で書いた".into(), "机で書いた".into()],
        ..edit("電話で書いた", "電話と机で書いた")
    };
    story.does(Who::Worker, save(vec![joined])).unwrap();
    assert_eq!(versions(&story), ("電話と机で書いた".into(), Vec::new()));
    assert_eq!(kept(&story).revision, begun + 2);
}

/// A device that writes on offline, unaware of the other version, adds one version and not one
/// for every save; else its ninth save would be refused.
#[test]
fn a_device_that_writes_on_keeps_one_version() {
    let mut story = Story::begins();
    story
        .does(Who::Worker, save(vec![edit("書きかけ", "電話で書いた")]))
        .unwrap();
    let mut typed = "書きかけ".to_owned();
    for _ in 0..3 * MAX_OTHERS {
        let next = format!("{typed}。");
        story
            .does(Who::Worker, save(vec![edit(&typed, &next)]))
            .unwrap();
        typed = next;
    }
    assert_eq!(versions(&story), ("電話で書いた".into(), vec![typed]));
}

#[test]
fn fields_that_one_device_changed_each_need_no_choice() {
    let mut story = Story::begins();
    let days = Edit {
        field: Field::Days,
        ..edit("", "１４日")
    };
    story
        .does(Who::Worker, save(vec![edit("書きかけ", "書いた")]))
        .unwrap();
    story.does(Who::Worker, save(vec![days])).unwrap();
    let draft = kept(&story);
    assert_eq!(
        draft.fields,
        BTreeMap::from([
            (Field::Message, "書いた".to_owned()),
            (Field::Days, "１４日".to_owned())
        ])
    );
    assert!(draft.others.is_empty());
}

/// A pasted sign that cannot be kept is refused; taking it out again is not.
#[test]
fn a_text_is_judged_by_what_it_becomes() {
    let mut story = Story::begins();
    assert!(matches!(
        story.does(Who::Worker, save(vec![edit("書きかけ", "貼った\u{b}")])),
        Err(Refusal::Invalid(_))
    ));
    story
        .does(Who::Worker, save(vec![edit("貼った\u{b}", "貼った")]))
        .unwrap();
    assert_eq!(versions(&story).1, ["貼った"]);
}

/// A proposal's draft has an id that follows from worker and job: a stranger who saved one there
/// first would keep its worker from saving theirs.
#[test]
fn nobody_takes_the_id_of_anothers_draft() {
    let mut story = Story::begins();
    let theirs = DraftId::of_proposal(ProposalId::of(Who::OtherWorker.id(), FREE_JOB));
    for subject in [
        Subject::Proposal {
            job: FREE_JOB,
            desk_name: "油津商店".into(),
            sample: false,
        },
        Subject::Posting {
            desk: DESK,
            job: None,
        },
    ] {
        let grab = Command::SaveDraft {
            draft: theirs,
            subject,
            title: String::new(),
            edits: Vec::new(),
        };
        assert_eq!(story.does(Who::Stranger, grab), Err(Refusal::NotAllowed));
    }
    let own = Command::SaveDraft {
        draft: theirs,
        subject: Subject::Proposal {
            job: FREE_JOB,
            desk_name: "油津商店".into(),
            sample: false,
        },
        title: String::new(),
        edits: Vec::new(),
    };
    story.does(Who::OtherWorker, own).unwrap();
    // Nor a proposal's draft about another job.
    let elsewhere = Command::SaveDraft {
        draft: draft(),
        subject: Subject::Proposal {
            job: JobId(Uuid::nil()),
            desk_name: "油津商店".into(),
            sample: false,
        },
        title: String::new(),
        edits: Vec::new(),
    };
    assert_eq!(story.does(Who::Worker, elsewhere), Err(Refusal::NotAllowed));
}

#[test]
fn a_draft_ends_somewhere_and_says_so_without_losing_what_it_has() {
    let mut story = Story::begins();
    let before = kept(&story);
    let too_long = |max| {
        Err(Refusal::Invalid(Invalid {
            field: if max == MAX_DRAFT {
                Field::Text
            } else {
                Field::Message
            },
            problem: Problem::TooLong { max },
        }))
    };
    let long = "長".repeat(MAX_DESCRIPTION + 1);
    assert_eq!(
        story.does(Who::Worker, save(vec![edit("書きかけ", &long)])),
        too_long(MAX_DESCRIPTION)
    );
    // Many fields, each within its bounds.
    let everywhere: Vec<Edit> = [
        Field::Title,
        Field::Description,
        Field::Due,
        Field::PayDay,
        Field::PayMeans,
        Field::Costs,
        Field::Rights,
        Field::Contact,
        Field::Tags,
        Field::Place,
        Field::Note,
    ]
    .map(|field| Edit {
        field,
        ..edit("", &"長".repeat(MAX_DESCRIPTION))
    })
    .into();
    assert_eq!(
        story.does(Who::Worker, save(everywhere)),
        too_long(MAX_DRAFT)
    );
    let too_many = vec![edit("", ""); 101];
    assert!(matches!(
        story.does(Who::Worker, save(too_many)),
        Err(Refusal::Invalid(Invalid {
            problem: Problem::TooMany { max: 100 },
            ..
        }))
    ));
    assert_eq!(kept(&story), before);
    // A field takes so many versions, and refuses the next one by name.
    for device in 0..=MAX_OTHERS {
        let version = edit("書きかけ", &format!("第{device}版"));
        story.does(Who::Worker, save(vec![version])).unwrap();
    }
    assert!(matches!(
        story.does(Who::Worker, save(vec![edit("書きかけ", "もう一つ")])),
        Err(Refusal::Invalid(Invalid {
            problem: Problem::TooMany { max: MAX_OTHERS },
            ..
        }))
    ));
}

#[test]
fn throwing_a_draft_away_spares_what_another_device_added() {
    let mut story = Story::begins();
    let throw = |revision| Command::DeleteDraft {
        draft: draft(),
        revision,
    };
    story
        .does(Who::Worker, save(vec![edit("書きかけ", "もっと")]))
        .unwrap();
    assert_eq!(
        story.does(Who::Worker, throw(1)),
        Err(Refusal::DraftChanged)
    );
    story.does(Who::Worker, throw(2)).unwrap();
    assert_eq!(story.row(Kind::Draft, draft().0), None);
    story.does(Who::Worker, throw(2)).unwrap();
}

fn sending(offer: Offer) -> Command {
    Command::SubmitProposal {
        job: FREE_JOB,
        offer,
    }
}

#[test]
fn a_draft_goes_with_the_proposal_that_says_all_of_it() {
    let mut story = Story::begins();
    let offer = Offer {
        message: " 書きかけ ".into(),
        ..examples::offer()
    };
    let typed = |field, text: &str| Edit {
        field,
        ..edit("", text)
    };
    story
        .does(
            Who::Worker,
            save(vec![
                typed(Field::Amount, "３３，０００円"),
                typed(Field::Days, "14日"),
                typed(Field::Hours, "10時間"),
            ]),
        )
        .unwrap();
    story.does(Who::Worker, sending(offer)).unwrap();
    assert_eq!(story.row(Kind::Draft, draft().0), None);
}

#[test]
fn what_the_proposal_does_not_say_stays_in_the_draft() {
    for (field, text) in [
        (Field::Message, "ほかの端末で"),
        (Field::Questions, "紙は?"),
        (Field::Amount, "四万"),
        (Field::Days, "20"),
        (Field::Hours, "12"),
        (Field::Note, "あとで足す"),
    ] {
        let mut story = Story::begins();
        let offer = Offer {
            message: "書きかけ".into(),
            ..examples::offer()
        };
        let from = if field == Field::Message {
            "書きかけ"
        } else {
            ""
        };
        let added = Edit {
            field,
            ..edit(from, text)
        };
        story.does(Who::Worker, save(vec![added])).unwrap();
        story.does(Who::Worker, sending(offer)).unwrap();
        assert!(kept(&story).fields.values().any(|kept| kept == text));
    }
}

#[test]
fn phrases_are_ones_own() {
    let mut story = Story::begins();
    let keep = |id, text: &str| Command::SavePhrase {
        id,
        name: "結び".into(),
        text: text.into(),
    };
    let new = PhraseId(Uuid::from_u128(0x31));
    story
        .does(Who::Worker, keep(new, "よろしくお願いします。\n"))
        .unwrap();
    let row = story.row(Kind::Phrase, new.0);
    assert_eq!(
        story.does(Who::Stranger, keep(new, "奪う")),
        Err(Refusal::NotAllowed)
    );
    for id in [new, PHRASE] {
        story
            .does(Who::Stranger, Command::DeletePhrase { id })
            .unwrap();
        assert!(story.row(Kind::Phrase, id.0).is_some());
    }
    assert_eq!(story.row(Kind::Phrase, new.0), row);
    assert!(matches!(
        story.does(Who::Worker, keep(new, " ")),
        Err(Refusal::Invalid(_))
    ));
    story
        .does(Who::Worker, Command::DeletePhrase { id: new })
        .unwrap();
    assert_eq!(story.row(Kind::Phrase, new.0), None);
}

/// Few texts, so that devices meet on the same ones.
fn text() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", " ", "春", "夏", "秋", "冬", "年"]).prop_map(str::to_owned)
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let field = prop::sample::select(vec![Field::Message, Field::Days]);
    (field, text(), text(), prop::collection::vec(text(), 0..3)).prop_map(
        |(field, from, to, settles)| Edit {
            field,
            from,
            to,
            settles,
        },
    )
}

fn empty() -> Draft {
    Draft {
        id: draft(),
        person: Who::Worker.id(),
        subject: Subject::Proposal {
            job: FREE_JOB,
            desk_name: "油津商店".into(),
            sample: false,
        },
        title: String::new(),
        fields: BTreeMap::new(),
        others: BTreeMap::new(),
        revision: 0,
        edited_at: Timestamp(0),
    }
}

/// All versions of all fields that say something.
fn said(draft: &Draft) -> BTreeSet<(Field, String)> {
    let fields = draft.fields.iter().map(|(field, text)| (*field, text));
    let others = draft.others.iter();
    let others = others.flat_map(|(field, texts)| texts.iter().map(move |text| (*field, text)));
    fields
        .chain(others)
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(field, text)| (field, text.clone()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// What was typed stays until an edit settles it or was written on from it.
    #[test]
    fn no_merge_loses_a_text(edits in prop::collection::vec(any_edit(), 0..30)) {
        let mut draft = empty();
        let mut typed = BTreeSet::new();
        for edit in &edits {
            draft.take(std::slice::from_ref(edit)).unwrap();
            for settled in &edit.settles {
                typed.remove(&(edit.field, settled.clone()));
            }
            if edit.from != edit.to {
                typed.remove(&(edit.field, edit.from.clone()));
                if !edit.to.trim().is_empty() {
                    typed.insert((edit.field, edit.to.clone()));
                }
            }
            let said = said(&draft);
            prop_assert!(typed.is_subset(&said), "{:?} of {:?} after {:?}", said, typed, edit);
            for (field, others) in &draft.others {
                prop_assert!(!others.is_empty());
                let distinct: BTreeSet<_> = others.iter().collect();
                prop_assert_eq!(distinct.len(), others.len());
                prop_assert!(!others.contains(&draft.fields[field]));
                prop_assert!(others.iter().all(|other| !other.trim().is_empty()));
            }
        }
    }

    /// The answer to a push was lost, and a device of another kind sends the same once more.
    #[test]
    fn the_same_edits_taken_twice_change_nothing(
        before in prop::collection::vec(any_edit(), 0..10),
        typed in prop::collection::vec(text(), 1..8),
        other in any_edit(),
    ) {
        let mut once = empty();
        for edit in &before {
            once.take(std::slice::from_ref(edit)).unwrap();
        }
        // One device's saves of one field, each written on from the one before, or one edit of all sorts.
        let saves: Vec<Edit> = typed.windows(2).map(|pair| edit(&pair[0], &pair[1])).collect();
        for edits in [saves, vec![other]] {
            let mut draft = once.clone();
            draft.take(&edits).unwrap();
            let mut twice = draft.clone();
            twice.take(&edits).unwrap();
            prop_assert_eq!(&twice.fields, &draft.fields);
            prop_assert_eq!(said(&twice), said(&draft));
        }
    }
}
