//! Choosing: lotteries, points, contests, and being told.

use crate::shelf::Story;
use domain::{
    Command, Kind, ProgramId, Refusal, Row, Scope, SignUpId, Timestamp, Write,
    draw::{self, Held},
    lottery::Got,
    program::{Criterion, CriterionNo, Judging, Program, Selection},
    refusal::{Field, Invalid, Problem},
    results::Award,
    review::Points,
    sign_up::{Application, SignUp, State, Verdict},
    town::{
        CONTEST, FREE_PROGRAM, LOTTERY, NOW, REVIEWED_PROGRAM, Who, examples, program,
        sign_up as id_of,
    },
};

/// The people who sign up, beside those who have in the town.
const PEOPLE: [Who; 5] = [
    Who::Worker,
    Who::OtherWorker,
    Who::Stranger,
    Who::Viewer,
    Who::OtherMember,
];

fn enters(program: ProgramId, children: u8) -> Command {
    let Command::SignUp { application, .. } = domain::town::table::Deed::SignUp.example() else {
        panic!("a sign-up")
    };
    let application = Application {
        children,
        ..application
    };
    Command::SignUp {
        program,
        application,
    }
}

fn row(story: &Story, who: Who, program: ProgramId) -> SignUp {
    match story.row(Kind::SignUp, id_of(who, program).0) {
        Some(Row::SignUp(sign_up)) => sign_up,
        other => panic!("{other:?}"),
    }
}

fn state(story: &Story, who: Who, program: ProgramId) -> State {
    row(story, who, program).state
}

/// The town, in which everybody takes part in the lottery; one brings a child.
fn everybody_entered() -> Story {
    let mut story = Story::begins();
    for who in PEOPLE {
        let children = u8::from(who == Who::Stranger);
        if who != Who::OtherWorker {
            story.does(who, enters(LOTTERY, children)).unwrap();
        }
        assert_eq!(state(&story, who, LOTTERY), State::InDraw, "{who:?}");
    }
    story
}

/// What the server does once sign-ups are closed.
fn hold(story: &mut Story) -> Held {
    let Some(Row::Program(program)) = story.row(Kind::Program, LOTTERY.0) else {
        panic!("a lottery")
    };
    story.now = program.closes_at.unwrap();
    assert!(draw::is_due(&program, story.now));
    let Some(Row::Urn(urn)) = story.row(Kind::Urn, LOTTERY.0) else {
        panic!("a draw that is ready")
    };
    let rosters = draw::rosters(&program).into_iter();
    let rosters = rosters.filter_map(|id| match story.row(Kind::Roster, id.0) {
        Some(Row::Roster(roster)) => Some(roster),
        _ => None,
    });
    let sign_up = |id: SignUpId| match story.row(Kind::SignUp, id.0) {
        Some(Row::SignUp(sign_up)) => Some(sign_up),
        _ => None,
    };
    let writes = draw::hold(&program, &urn, rosters.collect(), sign_up, story.now);
    let keys: Vec<_> = writes.iter().map(Write::key).collect();
    assert!(keys.is_sorted(), "in the order in which rows are locked");
    story.town.write(writes);
    match story.row(Kind::Draw, LOTTERY.0) {
        Some(Row::Draw(draw)) => {
            let held = draw.held.unwrap();
            assert_eq!(held.verify(&draw.commitment), Ok(5));
            held
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lottery_says_beforehand_when_it_closes() {
    let mut lottery = program(FREE_PROGRAM);
    lottery.selection = Selection::Lottery;
    let (field, problem) = (Field::ClosesAt, Problem::Missing);
    assert_eq!(lottery.check(), Err(Invalid { field, problem }));
    lottery.closes_at = Some(NOW);
    assert_eq!(lottery.check(), Ok(()));
}

#[test]
fn nobody_signs_up_for_a_lottery_before_its_seed_is_committed_to() {
    let mut story = Story::begins();
    let mut late = program(FREE_PROGRAM);
    (late.selection, late.closes_at) = (Selection::Lottery, Some(NOW.plus_days(2)));
    story.town.put(Row::Program(late));
    let asked = story.does(Who::Stranger, enters(FREE_PROGRAM, 0));
    assert_eq!(asked, Err(Refusal::DrawNotReady));
    let seed = |byte| domain::lottery::Seed::new([byte; 32]);
    let ready = draw::prepare(FREE_PROGRAM, seed(1), seed(2));
    // The commitment is everybody's; the seed is nobody's.
    let audiences: Vec<Vec<Scope>> = ready
        .iter()
        .map(|write| match write {
            Write::Put(row) => row.audience(),
            Write::Delete(key) => panic!("{key:?}"),
        })
        .collect();
    assert_eq!(audiences, [vec![], vec![Scope::Programs]]);
    story.town.write(ready.into());
    assert_eq!(story.does(Who::Stranger, enters(FREE_PROGRAM, 0)), Ok(()));
}

#[test]
fn a_draw_gives_the_seats_in_its_order_and_tells_everybody() {
    let mut story = everybody_entered();
    let held = hold(&mut story);
    let mut places = Vec::new();
    let mut seats = 0;
    for who in PEOPLE {
        let sign_up = row(&story, who, LOTTERY);
        assert_eq!(sign_up.unseen(), Some(story.now));
        let got = held.got(sign_up.ticket.unwrap());
        match sign_up.state {
            State::Accepted { .. } => {
                assert_eq!(got, Some(Got::Seat));
                seats += 1;
            }
            State::Waiting { place } => {
                assert_eq!(got, Some(Got::Place));
                places.push(place);
            }
            other => panic!("{other:?}"),
        }
    }
    places.sort();
    assert_eq!((seats, places), (2, vec![1, 2, 3]));
    assert_eq!(story.row(Kind::Urn, LOTTERY.0), None);
    // What is published tells nobody who they are, though a desk knows people's ids.
    let told = serde_json::to_string(&story.row(Kind::Draw, LOTTERY.0)).unwrap();
    for who in PEOPLE {
        let ids = [who.id().to_string(), id_of(who, LOTTERY).to_string()];
        assert!(ids.iter().all(|id| !told.contains(id)));
    }
    // Who waits moves up as ever.
    let seated = PEOPLE
        .into_iter()
        .find(|who| matches!(state(&story, *who, LOTTERY), State::Accepted { .. }));
    let sign_up = id_of(seated.unwrap(), LOTTERY);
    story
        .does(seated.unwrap(), Command::WithdrawSignUp { sign_up })
        .unwrap();
    let waiting = PEOPLE
        .into_iter()
        .filter(|who| matches!(state(&story, *who, LOTTERY), State::Waiting { .. }));
    assert_eq!(waiting.count(), 2);
}

#[test]
fn who_goes_before_the_draw_simply_leaves_and_draws_no_other_ticket_by_coming_back() {
    let mut story = everybody_entered();
    let before = row(&story, Who::Worker, LOTTERY).ticket;
    let sign_up = id_of(Who::Worker, LOTTERY);
    story
        .does(Who::Worker, Command::WithdrawSignUp { sign_up })
        .unwrap();
    let Some(Row::Vacancy(vacancy)) =
        story.row(Kind::Vacancy, row(&story, Who::Worker, LOTTERY).roster().0)
    else {
        panic!("how many")
    };
    assert_eq!((vacancy.entered, vacancy.seated), (4, 0));
    story.does(Who::Worker, enters(LOTTERY, 0)).unwrap();
    assert_eq!(row(&story, Who::Worker, LOTTERY).ticket, before);
}

#[test]
fn a_draw_that_is_held_is_not_held_again() {
    let mut story = everybody_entered();
    hold(&mut story);
    let mut again = program(LOTTERY);
    again.closes_at = Some(story.now.plus_days(3));
    let edit = |program: &Program| Command::EditProgram {
        program: Box::new(program.clone()),
    };
    let (field, problem) = (Field::ClosesAt, Problem::Settled);
    let settled = Refusal::Invalid(Invalid { field, problem });
    assert_eq!(story.does(Who::Owner, edit(&again)), Err(settled));
    // More seats are for those who wait.
    let mut larger = program(LOTTERY);
    larger.sessions[0].capacity = Some(5);
    story.does(Who::Owner, edit(&larger)).unwrap();
    for who in PEOPLE {
        let state = state(&story, who, LOTTERY);
        assert!(matches!(state, State::Accepted { .. }), "{state:?}");
    }
    // A server whose clock is behind takes nobody any more.
    story.now = NOW;
    let late = story.does(Who::Member, enters(LOTTERY, 0));
    assert_eq!(late, Err(Refusal::SignUpClosed));
}

#[test]
fn a_way_of_choosing_stays_once_somebody_signed_up_for_it() {
    let mut story = everybody_entered();
    let mut first_come = program(LOTTERY);
    first_come.selection = Selection::FirstCome;
    let edit = Command::EditProgram {
        program: Box::new(first_come),
    };
    let (field, problem) = (Field::Selection, Problem::Settled);
    let settled = Refusal::Invalid(Invalid { field, problem });
    assert_eq!(story.does(Who::Owner, edit), Err(settled));
}

fn gives(sign_up: SignUpId, points: [u16; 2]) -> Command {
    let points: Points = (1..).map(CriterionNo).zip(points).collect();
    Command::GiveScore {
        sign_up,
        points,
        note: " よく続きそう ".into(),
    }
}

#[test]
fn each_reviewer_gives_points_of_their_own_and_may_give_them_anew() {
    let mut story = Story::begins();
    let of = id_of(Who::Worker, REVIEWED_PROGRAM);
    let scores = |story: &Story| -> Vec<(String, Vec<u16>)> {
        let rows = story.town.rows.values();
        let mut scores: Vec<_> = rows
            .filter_map(|row| match row {
                Row::Score(score) if score.sign_up == of => Some((
                    score.reviewer_name.clone(),
                    score.points.values().copied().collect(),
                )),
                _ => None,
            })
            .collect();
        scores.sort();
        scores
    };
    story.does(Who::Owner, gives(of, [5, 1])).unwrap();
    story.does(Who::Member, gives(of, [2, 2])).unwrap();
    story.does(Who::Owner, gives(of, [4, 1])).unwrap();
    let name = |who: Who| who.name().to_owned();
    assert_eq!(
        scores(&story),
        [
            (name(Who::Owner), vec![4, 1]),
            (name(Who::Member), vec![2, 2])
        ]
    );
    let (field, problem) = (Field::Criteria, Problem::OutOfRange { min: 0, max: 5 });
    let above = Refusal::Invalid(Invalid { field, problem });
    assert_eq!(story.does(Who::Owner, gives(of, [6, 1])), Err(above));
    let verdict = Verdict::Accept;
    story
        .does(
            Who::Owner,
            Command::DecideSignUp {
                sign_up: of,
                verdict,
            },
        )
        .unwrap();
    let late = story.does(Who::Owner, gives(of, [1, 1]));
    assert_eq!(late, Err(Refusal::Ended));
}

#[test]
fn nobody_judges_themselves_even_where_names_are_hidden() {
    let mut story = Story::begins();
    let mut entry = enters(REVIEWED_PROGRAM, 0);
    story.does(Who::Member, entry.clone()).unwrap();
    let own = id_of(Who::Member, REVIEWED_PROGRAM);
    let told = story.does(Who::Member, gives(own, [5, 5]));
    assert_eq!(told, Err(Refusal::NotAllowed));
    assert_eq!(story.does(Who::Owner, gives(own, [5, 5])), Ok(()));
    if let Command::SignUp {
        program,
        application,
    } = &mut entry
    {
        *program = CONTEST;
        application.title = "わたしの店".into();
    }
    story.now = Timestamp(NOW.0 - 120_000);
    story.does(Who::Member, entry).unwrap();
    let own = id_of(Who::Member, CONTEST);
    let told = story.does(Who::Member, gives(own, [5, 5]));
    assert_eq!(told, Err(Refusal::NotAllowed));
}

/// A reviewed program with three seats and two places to wait, for which everybody signed up.
fn reviewed() -> Story {
    let mut story = Story::begins();
    let mut reviewed = program(FREE_PROGRAM);
    reviewed.selection = Selection::Review(Judging {
        criteria: vec![Criterion {
            no: CriterionNo(1),
            name: "意欲".into(),
            help: String::new(),
            max: 5,
            weight: 1,
        }],
        ..Judging::default()
    });
    reviewed.sessions[0].capacity = Some(3);
    reviewed.waitlist = 2;
    story.town.put(Row::Program(reviewed));
    for who in PEOPLE {
        story.does(who, enters(FREE_PROGRAM, 0)).unwrap();
    }
    story
}

fn decides(story: &mut Story, of: Who, verdict: Verdict) -> Result<(), Refusal> {
    let sign_up = id_of(of, FREE_PROGRAM);
    story.does(Who::Owner, Command::DecideSignUp { sign_up, verdict })
}

#[test]
fn the_desk_leaves_seats_free_on_purpose_and_who_waits_takes_only_those_given_back() {
    let mut story = reviewed();
    decides(&mut story, Who::Worker, Verdict::Accept).unwrap();
    decides(&mut story, Who::Stranger, Verdict::Wait).unwrap();
    decides(&mut story, Who::Viewer, Verdict::Wait).unwrap();
    let full = decides(&mut story, Who::OtherMember, Verdict::Wait);
    assert_eq!(full, Err(Refusal::Full));
    let places = |story: &Story| {
        [Who::Worker, Who::Stranger, Who::Viewer].map(|who| match state(story, who, FREE_PROGRAM) {
            State::Accepted { .. } => 0,
            State::Waiting { place } => place,
            _ => 9,
        })
    };
    assert_eq!(places(&story), [0, 1, 2]);
    // One seat is given back: one moves up, though two are free.
    let sign_up = id_of(Who::Worker, FREE_PROGRAM);
    story
        .does(Who::Worker, Command::WithdrawSignUp { sign_up })
        .unwrap();
    assert_eq!(places(&story), [9, 0, 1]);
    let moved = row(&story, Who::Stranger, FREE_PROGRAM);
    assert_eq!(moved.unseen(), Some(story.now));
    // The desk may seat the other as well.
    decides(&mut story, Who::Viewer, Verdict::Accept).unwrap();
    assert_eq!(places(&story), [9, 0, 0]);
    let again = decides(&mut story, Who::Viewer, Verdict::Accept);
    assert_eq!(again, Err(Refusal::Ended));
}

#[test]
fn whoever_the_desk_seats_those_behind_move_up() {
    let mut story = reviewed();
    decides(&mut story, Who::Stranger, Verdict::Wait).unwrap();
    decides(&mut story, Who::Viewer, Verdict::Wait).unwrap();
    decides(&mut story, Who::Stranger, Verdict::Accept).unwrap();
    let place = |story: &Story| state(story, Who::Viewer, FREE_PROGRAM);
    assert_eq!(place(&story), State::Waiting { place: 1 });
    // A place further is no news.
    assert!(row(&story, Who::Viewer, FREE_PROGRAM).news_at < Some(story.now));
    decides(&mut story, Who::Worker, Verdict::Wait).unwrap();
    let note = String::new();
    decides(&mut story, Who::Viewer, Verdict::Refuse { note }).unwrap();
    let state = state(&story, Who::Worker, FREE_PROGRAM);
    assert_eq!(state, State::Waiting { place: 1 });
}

#[test]
fn who_was_decided_on_is_told_until_they_have_seen_it() {
    let mut story = reviewed();
    assert_eq!(row(&story, Who::Worker, FREE_PROGRAM).unseen(), None);
    decides(&mut story, Who::Worker, Verdict::Accept).unwrap();
    let at = row(&story, Who::Worker, FREE_PROGRAM).unseen();
    assert_eq!(at, Some(story.now));
    let sign_up = id_of(Who::Worker, FREE_PROGRAM);
    let sees = |up_to| Command::SeeSignUp { sign_up, up_to };
    assert_eq!(story.does(Who::Owner, sees(story.now)), Err(Refusal::Gone));
    // Nobody has seen what is to come.
    story.does(Who::Worker, sees(Timestamp(i64::MAX))).unwrap();
    let seen = row(&story, Who::Worker, FREE_PROGRAM);
    assert_eq!((seen.unseen(), seen.seen_at), (None, Some(story.now)));
    let note = String::new();
    decides(&mut story, Who::Worker, Verdict::Refuse { note }).unwrap();
    assert!(row(&story, Who::Worker, FREE_PROGRAM).unseen().is_some());
}

fn anonymous(story: &Story, who: Who) -> Option<Row> {
    story.row(Kind::Anonymous, id_of(who, CONTEST).0)
}

fn publishes(awards: &[(Who, u16)]) -> Command {
    let award = |(who, rank): &(Who, u16)| Award {
        sign_up: id_of(*who, CONTEST),
        rank: *rank,
        prize: "最優秀賞".into(),
    };
    Command::PublishResults {
        program: CONTEST,
        awards: awards.iter().map(award).collect(),
        others: Vec::new(),
    }
}

#[test]
fn names_are_hidden_from_a_desk_until_an_entry_wins_and_stay_so_of_those_that_do_not() {
    let mut story = Story::begins();
    for who in [Who::Worker, Who::OtherWorker] {
        let entry = Row::SignUp(row(&story, who, CONTEST));
        assert_eq!(entry.audience(), [Scope::Person(who.id())]);
        assert!(anonymous(&story, who).is_some_and(|row| Who::Owner.may_read(&row)));
    }
    story
        .does(Who::Owner, publishes(&[(Who::Worker, 1)]))
        .unwrap();
    let winner = Row::SignUp(row(&story, Who::Worker, CONTEST));
    assert!(Who::Owner.may_read(&winner));
    assert_eq!(anonymous(&story, Who::Worker), None);
    let Some(Row::Results(results)) = story.row(Kind::Results, CONTEST.0) else {
        panic!("results")
    };
    let told: Vec<_> = results
        .winners
        .iter()
        .map(|winner| (winner.rank, winner.title.as_str(), winner.name.as_str()))
        .collect();
    assert_eq!(told, [(1, "ちいさな商店", "港の人")]);

    let mut again = publishes(&[(Who::Worker, 1)]);
    if let Command::PublishResults { others, .. } = &mut again {
        *others = vec![id_of(Who::OtherWorker, CONTEST)];
    }
    story.does(Who::Owner, again).unwrap();
    assert_eq!(
        row(&story, Who::OtherWorker, CONTEST).unseen(),
        Some(story.now)
    );
    // The author keeps what they wrote; the desk does not.
    let own = row(&story, Who::OtherWorker, CONTEST);
    assert_eq!(own.application.title, "ちいさな商店");
    assert!(!Who::Owner.may_read(&Row::SignUp(own)));
    match anonymous(&story, Who::OtherWorker) {
        Some(Row::Anonymous(left)) => {
            assert_eq!((left.title.as_str(), left.answers.len()), ("", 0));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn results_are_of_a_closed_contest_and_name_its_entries_once() {
    let mut story = Story::begins();
    let twice = publishes(&[(Who::Worker, 1), (Who::Worker, 2)]);
    let (field, problem) = (Field::Prize, Problem::Taken);
    let taken = Refusal::Invalid(Invalid { field, problem });
    assert_eq!(story.does(Who::Owner, twice), Err(taken));
    let nobody = publishes(&[(Who::Stranger, 1)]);
    assert_eq!(story.does(Who::Owner, nobody), Err(Refusal::Gone));
    let mut open = program(CONTEST);
    open.closes_at = Some(NOW.plus_days(1));
    story.town.put(Row::Program(open));
    let early = story.does(Who::Owner, publishes(&[(Who::Worker, 1)]));
    assert_eq!(early, Err(Refusal::SignUpOpen));
    let other = Command::PublishResults {
        program: REVIEWED_PROGRAM,
        awards: Vec::new(),
        others: Vec::new(),
    };
    let (field, problem) = (Field::Selection, Problem::Malformed);
    let malformed = Refusal::Invalid(Invalid { field, problem });
    assert_eq!(story.does(Who::Owner, other), Err(malformed));
}

#[test]
fn who_takes_a_blind_entry_back_leaves_nothing_at_the_desk() {
    let mut story = Story::begins();
    let sign_up = id_of(Who::Worker, CONTEST);
    story
        .does(Who::Worker, Command::WithdrawSignUp { sign_up })
        .unwrap();
    assert_eq!(anonymous(&story, Who::Worker), None);
    let gone = row(&story, Who::Worker, CONTEST);
    assert_eq!(gone.application.title, "");
    assert!(!Who::Owner.may_read(&Row::SignUp(gone)));
}

#[test]
fn an_entry_has_a_title_where_who_wins_is_announced_and_nowhere_else() {
    let mut story = Story::begins();
    story.now = Timestamp(NOW.0 - 600_000);
    let (field, problem) = (Field::Title, Problem::Missing);
    let untitled = Refusal::Invalid(Invalid { field, problem });
    assert_eq!(story.does(Who::Stranger, enters(CONTEST, 0)), Err(untitled));
    let mut titled = enters(FREE_PROGRAM, 0);
    if let Command::SignUp { application, .. } = &mut titled {
        application.title = "題".into();
    }
    let (field, problem) = (Field::Title, Problem::Malformed);
    let unasked = Refusal::Invalid(Invalid { field, problem });
    assert_eq!(story.does(Who::Stranger, titled), Err(unasked));
    assert_eq!(examples::row_of(Kind::Results).id, CONTEST.0);
}
