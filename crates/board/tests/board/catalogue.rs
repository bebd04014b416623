//! Programs on a device, found offline.

use board::{
    catalogue::{Catalogue, Wanted},
    fold::lower,
};
use domain::{
    Day, Month, ProgramId, Timestamp,
    job::LifeStage,
    program::{ClockTime, Program, ProgramKind, Session, SessionNo},
    roster::Roster,
    town::{DESK, FREE_PROGRAM, NOW, program},
};
use proptest::prelude::*;
use uuid::Uuid;

/// A program that begins so many days from now.
fn in_days(number: u128, title: &str, days: i64) -> Program {
    let mut one = program(ProgramId(Uuid::from_u128(number)));
    one.title = title.into();
    for session in &mut one.sessions {
        session.from = Day::of(NOW).plus(days);
        session.to = session.from;
    }
    one
}

fn catalogue(programs: &[Program]) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for program in programs {
        catalogue.put(program.clone(), lower);
    }
    catalogue
}

fn titles(catalogue: &Catalogue, wanted: &Wanted) -> Vec<String> {
    let found = catalogue.find(wanted, NOW, lower);
    let title = |id| catalogue.get(id).unwrap().title.clone();
    found.into_iter().map(title).collect()
}

#[test]
fn what_begins_first_comes_first_and_what_is_over_only_on_request() {
    let mut open = in_days(1, "いつでも", 0);
    open.sessions.clear();
    let all = catalogue(&[
        open,
        in_days(2, "来週", 7),
        in_days(3, "明日", 1),
        in_days(4, "先月", -30),
        in_days(5, "先週", -7),
    ]);
    assert_eq!(
        titles(&all, &Wanted::default()),
        ["明日", "来週", "いつでも"]
    );
    let past = Wanted {
        past: true,
        ..Wanted::default()
    };
    assert_eq!(
        titles(&all, &past),
        ["明日", "来週", "いつでも", "先週", "先月"]
    );
}

#[test]
fn words_are_found_however_they_are_written() {
    let all = catalogue(&[
        in_days(1, "ﾃﾞｰﾀ入力ワークショップ", 1),
        in_days(2, "ちらし", 2),
    ]);
    for text in ["データ", "でーた　わーくしょっぷ", "油津公民館 データ"] {
        let wanted = Wanted {
            text: text.into(),
            ..Wanted::default()
        };
        assert_eq!(titles(&all, &wanted), ["ﾃﾞｰﾀ入力ワークショップ"], "{text}");
    }
}

#[test]
fn conditions_exclude_what_does_not_fit() {
    let mut cohort = in_days(1, "育成", 1);
    cohort.kind = ProgramKind::Cohort;
    cohort.eligibility.life_stages = [LifeStage::Settled].into();
    let mut online = in_days(2, "オンライン", 2);
    for session in &mut online.sessions {
        (session.online, session.venue, session.childcare) = (true, None, None);
    }
    online.towns.clear();
    let all = catalogue(&[cohort, online]);
    let says = |change: &dyn Fn(&mut Wanted)| {
        let mut wanted = Wanted::default();
        change(&mut wanted);
        titles(&all, &wanted)
    };
    assert_eq!(
        says(&|wanted| wanted.kinds = [ProgramKind::Cohort].into()),
        ["育成"]
    );
    assert_eq!(says(&|wanted| wanted.childcare = true), ["育成"]);
    assert_eq!(says(&|wanted| wanted.online = true), ["オンライン"]);
    assert_eq!(
        says(&|wanted| wanted.stage = Some(LifeStage::AfterBirth)),
        ["オンライン"]
    );
    // What belongs nowhere is for every town.
    let tokyo = |wanted: &mut Wanted| wanted.town = "131032".parse().ok();
    assert_eq!(says(&tokyo), ["オンライン"]);
    let nichinan = |wanted: &mut Wanted| wanted.town = "452041".parse().ok();
    assert_eq!(says(&nichinan), ["育成", "オンライン"]);
    assert_eq!(
        all.towns().into_values().collect::<Vec<_>>(),
        ["宮崎県日南市"]
    );
}

#[test]
fn a_day_finds_what_has_a_session_on_it_and_a_month_counts_them() {
    let mut two = in_days(1, "2回", 3);
    let later = Session {
        no: SessionNo(2),
        from: Day::of(NOW).plus(5),
        to: Day::of(NOW).plus(6),
        ..two.sessions[0].clone()
    };
    two.sessions.push(later);
    let mut open = in_days(2, "いつでも", 0);
    open.sessions.clear();
    let all = catalogue(&[two, open, in_days(3, "5日後", 5), in_days(4, "先週", -7)]);
    let on = |from: i64, to: i64| Wanted {
        from: Some(Day::of(NOW).plus(from)),
        to: Some(Day::of(NOW).plus(to)),
        ..Wanted::default()
    };
    assert_eq!(titles(&all, &on(4, 4)), [""; 0]);
    assert_eq!(titles(&all, &on(5, 5)), ["2回", "5日後"]);
    assert_eq!(titles(&all, &on(6, 90)), ["2回"]);
    assert_eq!(titles(&all, &on(-9, 3)), ["2回"]);
    let days = |wanted: &Wanted| {
        let this = Month::at(NOW);
        let months = [this.plus(-1), this, this.plus(1)].into_iter();
        let days = months.flat_map(|month| all.days(wanted, month, NOW, lower));
        days.map(|(day, count)| (Day::of(NOW).until(day), count))
            .collect::<Vec<_>>()
    };
    assert_eq!(days(&Wanted::default()), [(3, 1), (5, 2), (6, 1)]);
    // The day that is chosen does not empty the others, and what is over comes back on request.
    assert_eq!(days(&on(3, 3)), days(&Wanted::default()));
    let past = Wanted {
        past: true,
        ..Wanted::default()
    };
    assert_eq!(days(&past)[0], (-7, 1));
}

#[test]
fn a_program_goes_on_while_one_of_its_sessions_is_ahead() {
    let mut series = in_days(1, "入門講座", -7);
    series.sessions.push(Session {
        no: SessionNo(2),
        from: Day::of(NOW).plus(7),
        to: Day::of(NOW).plus(7),
        begins: ClockTime::new(10, 0),
        ..series.sessions[0].clone()
    });
    let all = catalogue(&[in_days(2, "明後日", 2), series]);
    assert_eq!(titles(&all, &Wanted::default()), ["明後日", "入門講座"]);
}

#[test]
fn how_full_it_is_is_known_beside_it() {
    let mut all = catalogue(&[program(FREE_PROGRAM)]);
    assert_eq!(all.vacancy(FREE_PROGRAM, None), None);
    let vacancy = Roster::new(FREE_PROGRAM, Some(SessionNo(1)), DESK).vacancy();
    all.fill(vacancy);
    assert_eq!(
        all.vacancy(FREE_PROGRAM, Some(SessionNo(1))),
        Some(&vacancy)
    );
    all.remove(FREE_PROGRAM);
    assert!(all.is_empty());
}

proptest! {
    #[test]
    fn what_is_wanted_reads_back_from_its_address(
        text in "\\PC{0,20}", childcare: bool, online: bool, past: bool,
        kinds in proptest::sample::subsequence(ProgramKind::ALL.to_vec(), 0..7),
        stage in proptest::option::of(proptest::sample::select(LifeStage::ALL.to_vec())),
        has_town: bool, days in proptest::collection::vec(proptest::option::of(-400i64..400), 3),
    ) {
        let day = |at: usize| days[at].map(|days| Day::of(NOW).plus(days));
        let wanted = Wanted {
            text,
            kinds: kinds.into_iter().collect(),
            town: has_town.then(|| "452041".parse().unwrap()),
            childcare,
            online,
            stage,
            past,
            from: day(0),
            to: day(1),
            month: day(2).map(Month::of),
        };
        let read = Wanted::from_url(&wanted.to_url());
        prop_assert_eq!(read, wanted);
    }

    #[test]
    fn no_address_breaks_the_list(key in "[a-z]{1,9}|month|from", value in "\\PC{0,40}|[0-9]{1,4}-[0-9]{2}(-[0-9]{2})?", now: i64) {
        let wanted = Wanted::from_url(&[(key, value)]);
        let all = catalogue(&[program(FREE_PROGRAM)]);
        let _ = all.find(&wanted, Timestamp(now), lower);
        let month = wanted.month.unwrap_or(Month::at(Timestamp(now)));
        let _ = all.days(&wanted, month, Timestamp(now), lower);
    }
}
