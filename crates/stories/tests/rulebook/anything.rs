//! Whatever people do, in whatever order, with whatever ids: what holds throughout.

use crate::{generated::deed, shelf::Story};
use domain::{
    Command, Day, DeskId, Kind, ProposalId, Refusal, Row, RowKey, Scope, Timestamp, Write, apply,
    contract::Contract,
    desk::Role,
    draw::{self, Draw},
    posting_text,
    program::Program,
    proposal::{Proposal, Side, State},
    roster::Admission,
    safety::Party,
    sign_up::{Part, SignUp, State as Waits},
    town::{LEFT_OPEN_JOB, Who},
    visit::{Booking, Half, Held, Stay},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What the posting of a proposal says.
fn posting_of(story: &Story, id: ProposalId) -> Option<String> {
    let Some(Row::Proposal(proposal)) = story.row(Kind::Proposal, id.0) else {
        return None;
    };
    match story.row(Kind::Job, proposal.job.0) {
        Some(Row::Job(job)) => Some(posting_text::hash(&job)),
        _ => None,
    }
}

/// Fills in what the person saw.
fn looked(story: &Story, command: Command) -> Command {
    let proposal = |id: ProposalId| match story.row(Kind::Proposal, id.0) {
        Some(Row::Proposal(proposal)) => proposal.seen(),
        _ => domain::proposal::Seen::default(),
    };
    match command {
        Command::OfferTerms {
            proposal: id,
            terms,
            ..
        } => Command::OfferTerms {
            proposal: id,
            seen: proposal(id),
            terms,
        },
        Command::AcceptTerms { proposal: id, .. } => Command::AcceptTerms {
            proposal: id,
            seen: proposal(id),
            posting: posting_of(story, id),
        },
        Command::AgreeContract { contract, .. } => Command::AgreeContract {
            contract,
            hash: match story.row(Kind::Contract, contract.0) {
                Some(Row::Contract(contract)) => contract.notice.hash(),
                _ => String::new(),
            },
        },
        // Who enters a contest gives the entry a title, and nobody else does.
        Command::SignUp {
            program,
            mut application,
        } => {
            let announces = match story.row(Kind::Program, program.0) {
                Some(Row::Program(program)) => program.announces(),
                _ => false,
            };
            if announces && application.part == Part::Participant {
                application.title = "ちいさな商店".into();
            }
            Command::SignUp {
                program,
                application,
            }
        }
        command => command,
    }
}

/// The server does its part: it holds every draw that is due.
fn draws(story: &mut Story) -> Vec<Write> {
    let row = |kind, id| story.row(kind, id);
    let due: Vec<Program> = story
        .town
        .rows
        .values()
        .filter_map(|row| match row {
            Row::Program(program) if draw::is_due(program, story.now) => Some(program.clone()),
            _ => None,
        })
        .collect();
    let mut all = Vec::new();
    for program in due {
        let Some(Row::Urn(urn)) = row(Kind::Urn, program.id.0) else {
            continue;
        };
        let rosters = draw::rosters(&program).into_iter();
        let rosters = rosters.filter_map(|id| match row(Kind::Roster, id.0) {
            Some(Row::Roster(roster)) => Some(roster),
            _ => None,
        });
        let sign_up = |id: domain::SignUpId| match row(Kind::SignUp, id.0) {
            Some(Row::SignUp(sign_up)) => Some(sign_up),
            _ => None,
        };
        all.extend(draw::hold(
            &program,
            &urn,
            rosters.collect(),
            sign_up,
            story.now,
        ));
    }
    story.town.write(all.clone());
    all
}

type Rows = BTreeMap<RowKey, Row>;

/// The scopes that a person follows, by the rows.
fn scopes(rows: &Rows, who: Who) -> Vec<Scope> {
    let places = rows.values().filter_map(|row| match row {
        Row::Membership(place) if place.person == who.id() => Some(Scope::Desk(place.desk)),
        _ => None,
    });
    Scope::OPEN
        .into_iter()
        .chain([Scope::Person(who.id())])
        .chain(places)
        .collect()
}

fn role_at(rows: &Rows, who: Who, desk: DeskId) -> Option<Role> {
    rows.values().find_map(|row| match row {
        Row::Membership(place) if place.person == who.id() && place.desk == desk => {
            Some(place.role)
        }
        _ => None,
    })
}

/// The desk whose own a row is.
fn desk_of(row: &Row) -> Option<DeskId> {
    match row {
        Row::Job(job) => Some(job.desk),
        Row::Desk(desk) => Some(desk.id),
        Row::Membership(place) => Some(place.desk),
        Row::Seat(seat) => Some(seat.desk),
        Row::Program(program) => Some(program.desk),
        Row::Space(space) => space.desk,
        Row::Kiosk(kiosk) => Some(kiosk.desk),
        Row::Block(block) => match block.by {
            Party::Desk(desk) => Some(desk),
            Party::Person(_) => None,
        },
        _ => None,
    }
}

fn reads(scopes: &[Scope], row: &Row) -> bool {
    row.audience().iter().any(|scope| scopes.contains(scope))
}

/// What a write may do, whoever makes it.
fn check_write(
    before: &Rows,
    after: &Rows,
    who: Who,
    command: &Command,
    write: &Write,
) -> Result<(), TestCaseError> {
    let was = before.get(&write.key());
    let takes_seat = matches!(command, Command::TakeSeat { .. });
    let (then, now) = (scopes(before, who), scopes(after, who));
    match write {
        Write::Put(now) if is_of_a_roster(write) => {
            return check_roster_write(was, now, who, &then);
        }
        // Who takes an entry back takes what the desk reads of it.
        Write::Delete(key) if key.kind == Kind::Anonymous => {
            let kind = Kind::SignUp;
            let own = after.get(&RowKey { kind, id: key.id });
            prop_assert!(own.is_some_and(|row| reads(&now, row)), "{own:?}");
            return Ok(());
        }
        _ => {}
    }
    if let Write::Put(row) = write {
        let both = [then.as_slice(), now.as_slice()].concat();
        prop_assert!(reads(&both, row), "its author may not read {row:?}");
        prop_assert_eq!(row.key(), write.key());
    }
    if let Some(was) = was {
        prop_assert!(
            reads(&then, was) || takes_seat,
            "changes {was:?} without reading it"
        );
        let fixed = matches!(was, Row::Person(_) | Row::Message(_) | Row::Report(_));
        prop_assert!(!fixed, "changes {was:?}");
    }
    let now_is = after.get(&write.key());
    for row in was.into_iter().chain(now_is) {
        let Some(desk) = desk_of(row) else { continue };
        let opens = matches!(command, Command::OpenDesk { desk: opened, .. } if *opened == desk);
        // Who holds a seat's id may take it; anybody may leave.
        let comes_or_goes = takes_seat
            || matches!(row, Row::Membership(place)
                if place.person == who.id() && now_is.is_none());
        let least = match row {
            Row::Membership(_) | Row::Seat(_) | Row::Desk(_) => Role::Owner,
            _ => Role::Member,
        };
        prop_assert!(
            opens || comes_or_goes || role_at(before, who, desk) >= Some(least),
            "{who:?} without the role changes {row:?}"
        );
    }
    Ok(())
}

/// Who comes and goes moves others up, though they read nothing of them.
fn is_of_a_roster(write: &Write) -> bool {
    let moves = [
        Kind::SignUp,
        Kind::Anonymous,
        Kind::Roster,
        Kind::Vacancy,
        Kind::Booking,
        Kind::DayPlan,
        Kind::Occupancy,
        Kind::Guestbook,
        Kind::TakenNights,
    ];
    moves.contains(&write.key().kind)
}

fn check_roster_write(
    was: Option<&Row>,
    now: &Row,
    who: Who,
    scopes: &[Scope],
) -> Result<(), TestCaseError> {
    if let Row::Booking(now) = now {
        return check_booking_write(was, now, who, scopes);
    }
    let Row::SignUp(now) = now else {
        return Ok(());
    };
    let desk_acts = scopes.contains(&Scope::Desk(now.desk));
    if now.person == who.id() || desk_acts {
        return Ok(());
    }
    // Of another's sign-up only the place changes.
    let Some(Row::SignUp(was)) = was else {
        return Err(TestCaseError::fail("signs somebody else up"));
    };
    prop_assert!(matches!(was.state, Waits::Waiting { .. }), "{was:?}");
    prop_assert!(!now.state.is_over(), "{now:?}");
    let seated_at = match now.state {
        Waits::Accepted { at } => was.seated_at.or(Some(at)),
        _ => was.seated_at,
    };
    let moved = SignUp {
        state: now.state.clone(),
        news_at: now.news_at,
        seated_at,
        ..was.clone()
    };
    prop_assert_eq!(&moved, now);
    Ok(())
}

/// Of another's booking nothing changes, but that they did not come.
fn check_booking_write(
    was: Option<&Row>,
    now: &Booking,
    who: Who,
    scopes: &[Scope],
) -> Result<(), TestCaseError> {
    if now.person == who.id() || scopes.contains(&Scope::Desk(now.desk)) {
        return Ok(());
    }
    let Some(Row::Booking(was)) = was else {
        return Err(TestCaseError::fail("books for somebody else"));
    };
    prop_assert!(matches!(was.stay, Stay::Booked { .. }), "{was:?}");
    prop_assert!(matches!(now.stay, Stay::Released { .. }), "{now:?}");
    let released = Booking {
        stay: now.stay,
        ..was.clone()
    };
    prop_assert_eq!(&released, now);
    Ok(())
}

/// Nobody gets a place that is not there; who has one stands in the plan, and nobody else; and
/// everybody is told how many they are.
fn check_plans(before: &Rows, after: &Rows, now: Timestamp) -> Result<(), TestCaseError> {
    let row = |rows: &Rows, kind, id| rows.get(&RowKey { kind, id }).cloned();
    for one in after.values() {
        match one {
            Row::Booking(booking) => {
                let Some(Row::DayPlan(plan)) = row(after, Kind::DayPlan, booking.plan().0) else {
                    return Err(TestCaseError::fail("a booking without a plan"));
                };
                let held = plan.held.iter().find(|held| held.booking == booking.id);
                let should = Held::of(booking.id, booking.half, booking.stay);
                prop_assert_eq!(held.copied(), should, "{:?}", booking);
            }
            Row::DayPlan(plan) => {
                let (Some(Row::Space(space)), Some(Row::Occupancy(told))) = (
                    row(after, Kind::Space, plan.space.0),
                    row(after, Kind::Occupancy, plan.space.0),
                ) else {
                    return Err(TestCaseError::fail("a plan of nothing"));
                };
                let was = match row(before, Kind::DayPlan, plan.id.0) {
                    Some(Row::DayPlan(was)) => Some(was),
                    _ => None,
                };
                for half in Half::ALL {
                    let was = was.as_ref().map_or(0, |was| was.taken(half));
                    let taken = plan.taken(half);
                    prop_assert!(taken <= was || taken <= space.quota, "{plan:?}");
                }
                if plan.day >= Day::of(now) {
                    let counts = told.days.get(&plan.day).cloned().unwrap_or_default();
                    prop_assert_eq!(counts, plan.counts());
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Who has a room has a seat and stands in the guestbook, and nobody else; no room has two guests; and
/// everybody is told which are taken.
fn check_guestbooks(after: &Rows) -> Result<(), TestCaseError> {
    let row = |kind, id| after.get(&RowKey { kind, id });
    for one in after.values() {
        match one {
            Row::Stay(stay) => {
                let Some(Row::Guestbook(book)) = row(Kind::Guestbook, stay.program.0) else {
                    return Err(TestCaseError::fail("a stay without a guestbook"));
                };
                let guests = book.guests.iter();
                let entries = guests.filter(|guest| guest.stay == stay.id).count();
                prop_assert_eq!(entries, usize::from(stay.holds()), "{:?}", stay);
                let has_seat = matches!(row(Kind::SignUp, stay.sign_up.0),
                    Some(Row::SignUp(sign_up)) if matches!(sign_up.state, Waits::Accepted { .. }));
                prop_assert!(has_seat || !stay.holds(), "{stay:?}");
            }
            Row::Guestbook(book) => {
                for (place, guest) in book.guests.iter().enumerate() {
                    let mut others = book.guests.iter().skip(place + 1);
                    let shares = others.any(|other| {
                        other.nights.overlaps(guest.nights)
                            && (other.lodging, other.room) == (guest.lodging, guest.room)
                    });
                    prop_assert!(!shares, "{book:?}");
                }
                let told = row(Kind::TakenNights, book.program.0);
                prop_assert_eq!(told, Some(&Row::TakenNights(book.told())));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Everybody on a roster hears of it, and nobody else.
fn check_rosters(after: &Rows) -> Result<(), TestCaseError> {
    let row = |kind, id| after.get(&RowKey { kind, id });
    for one in after.values() {
        match one {
            Row::SignUp(sign_up) => {
                let roster = match row(Kind::Roster, sign_up.roster().0) {
                    Some(Row::Roster(roster)) => Some(roster),
                    _ => None,
                };
                let looks_on = roster.is_some_and(|roster| roster.observing.contains(&sign_up.id));
                let place = roster.and_then(|roster| roster.admission_of(sign_up.id));
                let draws = roster.is_some_and(|roster| {
                    let entered = roster.entered.iter();
                    entered.filter(|entry| entry.sign_up == sign_up.id).count() == 1
                });
                prop_assert_eq!(draws, sign_up.state == Waits::InDraw, "{:?}", sign_up);
                let anonymous = row(Kind::Anonymous, sign_up.id.0);
                let is_judged = matches!(sign_up.state, Waits::InReview | Waits::Refused { .. });
                prop_assert_eq!(anonymous.is_some(), sign_up.blind && is_judged);
                let fits = match sign_up.state {
                    Waits::Accepted { .. } => looks_on || place == Some(Admission::Seat),
                    Waits::Waiting { place: told } => place == Some(Admission::Waiting(told)),
                    Waits::InReview
                    | Waits::InDraw
                    | Waits::Lost { .. }
                    | Waits::Refused { .. }
                    | Waits::Withdrawn { .. } => place.is_none() && !looks_on,
                };
                prop_assert!(fits, "{sign_up:?} {place:?}");
            }
            Row::Roster(roster) => {
                let told = row(Kind::Vacancy, roster.id.0);
                prop_assert_eq!(told, Some(&Row::Vacancy(roster.vacancy())));
            }
            // What is told of an entry that is judged blindly tells nobody whose it is.
            Row::Anonymous(seen) => {
                let told = serde_json::to_string(seen).unwrap();
                for who in Who::ALL.into_iter().filter(|who| *who != Who::Nobody) {
                    let is_said = told.contains(who.name()) || told.contains(&who.id().to_string());
                    prop_assert!(!is_said, "{told}");
                }
            }
            Row::Draw(Draw {
                commitment, held, ..
            }) => {
                let verified = held.as_ref().map(|held| held.verify(commitment));
                prop_assert!(verified.is_none_or(|told| told.is_ok()), "{verified:?}");
            }
            _ => {}
        }
    }
    Ok(())
}

fn alternates(proposal: &Proposal) -> bool {
    proposal
        .turns
        .iter()
        .zip([Side::Client, Side::Worker].into_iter().cycle())
        .all(|(turn, side)| turn.by == side)
}

/// What holds from one moment to the next.
fn check_rows(before: &Rows, after: &Rows) -> Result<(), TestCaseError> {
    for row in before.values() {
        let now = after.get(&row.key());
        match (row, now) {
            (Row::Proposal(was), Some(Row::Proposal(now))) => {
                prop_assert!(now.turns.starts_with(&was.turns), "a turn is lost");
                if was.state != State::Open {
                    prop_assert_eq!(was, now);
                }
            }
            (Row::Contract(was), Some(Row::Contract(now))) => {
                if was.is_agreed() {
                    // Of the agreed text nothing changes; what it left open is settled beside it.
                    let told = now.supplements.iter();
                    let kept = told.take(was.supplements.len()).cloned().collect();
                    let at_first = Contract {
                        supplements: kept,
                        ..now.clone()
                    };
                    prop_assert_eq!(was, &at_first);
                    prop_assert_eq!(now.supplemented().problems(), []);
                }
                prop_assert_eq!(was.notice.amount, now.notice.amount);
            }
            (Row::Job(was), Some(Row::Job(now))) => prop_assert_eq!(was.desk, now.desk),
            (Row::Draft(was), Some(Row::Draft(now))) => prop_assert_eq!(was.person, now.person),
            (Row::Proposal(_) | Row::Contract(_) | Row::Job(_) | Row::Desk(_), now)
            | (Row::Message(_) | Row::Report(_), now @ None) => {
                prop_assert!(now.is_some(), "{row:?} is gone");
            }
            _ => {}
        }
    }
    for row in after.values() {
        match row {
            Row::Proposal(proposal) => {
                prop_assert!(alternates(proposal));
                let contract = domain::ContractId::of(proposal.id).0;
                let key = RowKey {
                    kind: Kind::Contract,
                    id: contract,
                };
                let accepted = matches!(proposal.state, State::Accepted { .. });
                prop_assert_eq!(accepted, after.contains_key(&key));
            }
            Row::Contract(contract) => {
                let person = |side: &Option<domain::contract::Agreement>| {
                    side.as_ref().map(|agreed| agreed.person)
                };
                prop_assert_ne!(person(&contract.client), Some(contract.worker));
                if contract.is_agreed() {
                    prop_assert_eq!(contract.notice.problems(), []);
                    prop_assert_eq!(person(&contract.by_worker), Some(contract.worker));
                }
            }
            Row::Desk(desk) => {
                let owner = Who::ALL
                    .into_iter()
                    .any(|who| role_at(after, who, desk.id) == Some(Role::Owner));
                prop_assert!(owner, "{desk:?} has no owner");
            }
            _ => {}
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_people_do_the_rules_hold(deeds in prop::collection::vec(deed(), 1..80)) {
        let mut story = Story::begins();
        for (who, command, looks) in deeds {
            let command = if looks { looked(&story, command) } else { command };
            let before = story.town.rows.clone();
            story.now = Timestamp(story.now.0 + 60_000);
            let Ok(writes) = story.asks(who, &command) else {
                continue;
            };
            story.town.write(writes.clone());
            for write in &writes {
                check_write(&before, &story.town.rows, who, &command, write)?;
            }
            check_rows(&before, &story.town.rows)?;
            check_rosters(&story.town.rows)?;
            check_plans(&before, &story.town.rows, story.now)?;
            check_guestbooks(&story.town.rows)?;
            draws(&mut story);
            check_rosters(&story.town.rows)?;
        }
    }

    /// At any moment, even one that no calendar has.
    #[test]
    fn no_command_at_no_moment_breaks_the_rulebook(
        (who, command, _) in deed(),
        now in any::<i64>(),
    ) {
        let story = Story::begins();
        let command = looked(&story, command);
        let _ = apply(&command, who.actor(), Timestamp(now), &story.town);
        let told = serde_json::to_string(&command).unwrap();
        prop_assert_eq!(serde_json::from_str::<Command>(&told).unwrap(), command);
    }
}

/// The property would be worth little if the generated people were always refused.
#[test]
fn the_generated_people_get_things_done() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut done: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..360 {
        let mut story = Story::begins();
        let deeds = prop::collection::vec(deed(), 80);
        for (who, command, _) in deeds.new_tree(&mut runner).unwrap().current() {
            let command = looked(&story, command);
            let name = format!("{command:?}");
            let name = name.split(' ').next().unwrap_or_default().to_owned();
            let outcome = story.does(who, command);
            if outcome.is_ok() {
                *done.entry(name).or_default() += 1;
            }
            assert_ne!(outcome, Err(Refusal::Unknown));
        }
        // The town begins with one.
        let agreed = story.town.rows.values().any(|row| {
            matches!(row, Row::Contract(contract) if contract.is_agreed() && contract.job != LEFT_OPEN_JOB)
        });
        *done
            .entry("a contract agreed by both".to_owned())
            .or_default() += usize::from(agreed);
    }
    for deed in domain::town::table::Deed::ALL {
        let name = format!("{:?}", deed.example());
        let name = name.split(' ').next().unwrap_or_default().to_owned();
        assert!(
            done.get(&name).is_some_and(|times| *times > 3),
            "{name}: {done:?}"
        );
    }
    assert!(done["a contract agreed by both"] > 20, "{done:?}");
}
