//! Feeds of postings: made, changed, ended, and going on again under the same id.

use domain::{
    Command, FeedId, Refusal, Row, Timestamp, Write, apply,
    command::Stop,
    feed::{Feed, MAX_ORIGINS, Origin},
    refusal::{Field, Invalid, Problem},
    town::{FEED, NOW, OTHER_DESK, Town, Who, feed},
};
use uuid::Uuid;

fn saves(town: &Town, feed: Feed, now: Timestamp) -> Result<Feed, Stop> {
    let feed = Box::new(feed);
    let writes = apply(&Command::SaveFeed { feed }, Who::Member.actor(), now, town)?;
    match writes.as_slice() {
        [Write::Put(Row::Feed(feed))] => Ok(feed.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_feed_that_ended_goes_on_under_its_id_when_it_is_saved_again() {
    let mut town = Town::new();
    let end = Command::EndFeed { feed: FEED };
    let later = NOW.plus_days(1);
    let writes = apply(&end, Who::Member.actor(), later, &town).unwrap();
    town.write(writes);
    // Twice is once.
    assert_eq!(apply(&end, Who::Owner.actor(), later, &town), Ok(vec![]));
    let again = saves(&town, feed(), later.plus_days(1)).unwrap();
    assert_eq!((again.id, again.ended_at), (FEED, None));
    assert_eq!(
        (again.made_at, again.edited_at),
        (NOW, Some(later.plus_days(1)))
    );
}

#[test]
fn what_a_device_says_of_moments_and_names_does_not_count() {
    let said = Feed {
        id: FeedId(Uuid::from_u128(0x888)),
        desk_name: "だれか".into(),
        title: " 配信 ".into(),
        made_at: Timestamp(0),
        edited_at: Some(Timestamp(0)),
        ended_at: Some(Timestamp(0)),
        ..feed()
    };
    let kept = saves(&Town::new(), said, NOW).unwrap();
    assert_eq!(
        (kept.desk_name.as_str(), kept.title.as_str()),
        ("油津商店", "配信")
    );
    assert_eq!(
        (kept.made_at, kept.edited_at, kept.ended_at),
        (NOW, None, None)
    );
}

#[test]
fn a_feed_is_moved_to_no_other_desk_and_takes_no_others_id() {
    let moved = Feed {
        desk: OTHER_DESK,
        ..feed()
    };
    let saved = Command::SaveFeed {
        feed: Box::new(moved),
    };
    for who in [Who::Member, Who::OtherMember] {
        let answer = apply(&saved, who.actor(), NOW, &Town::new());
        assert_eq!(answer, Err(Refusal::NotAllowed.into()), "{who:?}");
    }
    // An id that follows from a name is not chosen.
    let id = FeedId(Uuid::new_v5(&Uuid::NAMESPACE_URL, b"feed"));
    let named = saves(&Town::new(), Feed { id, ..feed() }, NOW);
    assert_eq!(named, Err(Refusal::NotAllowed.into()));
}

#[test]
fn a_feed_names_a_title_and_not_too_many_sites() {
    let origin = |number: usize| format!("https://a{number}.jp").parse::<Origin>().unwrap();
    let nameless = Feed {
        title: " ".into(),
        ..feed()
    };
    let many = Feed {
        origins: (0..=MAX_ORIGINS).map(origin).collect(),
        ..feed()
    };
    for (wrong, field, problem) in [
        (nameless, Field::Title, Problem::Missing),
        (many, Field::Website, Problem::TooMany { max: MAX_ORIGINS }),
    ] {
        let expected = Refusal::Invalid(Invalid { field, problem });
        assert_eq!(saves(&Town::new(), wrong, NOW), Err(expected.into()));
    }
}
