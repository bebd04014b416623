//! Who lives in the town of a run, and what there is to do.

use crate::random::Random;
use domain::{
    Day, DeskId, Job, JobId, MembershipId, PersonId, ProgramId, Row, Timestamp,
    desk::{Membership, Role},
    person::Person,
    program::{ClockTime, Observers, Program, Session, SessionNo},
};
use serde::{Deserialize, Serialize};
use sync::GroupId;
use uuid::Uuid;

/// The moment at which runs begin: 2026-11-23 in Japan.
pub const BEGIN: Timestamp = Timestamp(1_795_400_000_000);

/// The size of a run. It is kept with the story.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Town {
    /// How many people. Device `n` is that of person `n % people`.
    pub people: u8,
    /// How many devices.
    pub devices: u8,
    /// How many tabs a device has at most.
    pub tabs: u8,
    /// How many jobs there are to propose for.
    pub jobs: u8,
    /// How many desks post them. Job `n` is that of desk `n % desks`.
    pub desks: u8,
    /// Rows in a page of a pull.
    pub page: u8,
    /// Mutations in a push.
    pub push: u8,
    /// Whether one draft may be written in two tabs at once.
    pub shared_drafts: bool,
    /// How many programs there are to sign up for. Program `n` is that of desk `n % desks`.
    #[serde(default)]
    pub programs: u8,
}

impl Town {
    /// The town of a seed.
    pub fn of(random: &mut Random) -> Self {
        Self {
            people: 2 + random.small(3),
            devices: 5,
            tabs: 1 + random.small(3),
            jobs: 6 + random.small(10),
            desks: 1 + random.small(3),
            page: 1 + random.small(7),
            push: 1 + random.small(12),
            shared_drafts: random.once_in(2),
            programs: 1 + random.small(3),
        }
    }

    /// Whose a device is.
    pub fn owner(&self, device: usize) -> PersonId {
        person((device % usize::from(self.people.max(1))) as u8)
    }

    /// The posting of a number.
    pub(crate) fn posting(&self, number: u8) -> Option<Job> {
        let name = desk_name(number % self.desks.max(1));
        // Some close while the run goes on.
        let closes_at = (number % 5 == 4).then(|| BEGIN.plus_days(1));
        serde_json::from_value(serde_json::json!({
            "id": job(number), "desk": DeskId::of_name(name), "desk_name": name, "kind": "fixed",
            "title": format!("広報紙の記事 {number}"), "description": "", "category": "writing",
            "tags": [], "pay": null, "quota": null, "effort_minutes": null, "weekly_hours": null,
            "workplace": { "remote": true, "town": null, "area": null }, "posted_at": BEGIN,
            "closes_at": closes_at, "closed": false, "due": null, "pay_day": null,
            "pay_means": null, "costs": null, "rights": null, "contact": null, "life_stages": [],
            "beginner": false, "no_calls": false, "naptime": false, "sample": false,
            "identifier": null
        }))
        .ok()
    }

    /// The program of a number: one session, long after the run, with few seats.
    fn program(&self, number: u8) -> Program {
        let name = desk_name(number % self.desks.max(1));
        let day = Day::of(BEGIN.plus_days(10_000));
        let id = program(number);
        Program {
            title: format!("在宅ワークセミナー {number}"),
            sessions: vec![Session {
                no: SessionNo(1),
                from: day,
                to: day,
                begins: ClockTime::new(10, 0),
                ends: ClockTime::new(12, 0),
                note: String::new(),
                online: true,
                venue: None,
                capacity: u32::try_from(seats_of(id)).ok(),
                observers: Observers::default(),
                childcare: None,
            }],
            waitlist: PLACES_TO_WAIT as u32,
            ..Program::blank(id, DeskId::of_name(name), name.to_owned(), BEGIN)
        }
    }

    /// What the server holds at first: the people, the postings, the programs, and one place at each desk.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let people = (0..self.people).map(|number| {
            let id = person(number);
            let (name, email) = (format!("佐野 {number}"), format!("{number}@example.jp"));
            Row::Person(Person { id, name, email })
        });
        let jobs = (0..self.jobs).filter_map(|number| self.posting(number).map(Row::Job));
        // Nobody proposes to their own desk: the last person begins as everybody's client.
        let places = (0..self.desks).map(|desk| place(self.people.saturating_sub(1), desk));
        let programs = (0..self.programs).map(|number| Row::Program(self.program(number)));
        people.chain(jobs).chain(programs).chain(places).collect()
    }
}

/// The person of a number.
pub fn person(number: u8) -> PersonId {
    PersonId(Uuid::from_u128(0x0100 + u128::from(number)))
}

/// The job of a number.
pub fn job(number: u8) -> JobId {
    JobId(Uuid::from_u128(0x0300 + u128::from(number)))
}

/// The program of a number.
pub fn program(number: u8) -> ProgramId {
    ProgramId(Uuid::from_u128(0x0500 + u128::from(number)))
}

/// The seats of a program: one or two.
pub(crate) fn seats_of(program: ProgramId) -> usize {
    1 + usize::from(program.0.as_u128() % 2 == 1)
}

/// The places on the waiting list of each program.
pub(crate) const PLACES_TO_WAIT: usize = 1;

/// How stories call a job.
pub(crate) fn place_of(job: JobId) -> String {
    format!("job {}", job.0.as_u128().wrapping_sub(0x0300))
}

/// The outbox of a device.
pub(crate) fn group(device: usize) -> GroupId {
    GroupId(Uuid::from_u128(0x0200 + device as u128))
}

fn desk_name(number: u8) -> &'static str {
    match number % 3 {
        0 => "日南市役所",
        1 => "油津商店街",
        _ => "飫肥の宿",
    }
}

/// The desk of a number.
pub fn desk(number: u8) -> DeskId {
    DeskId::of_name(desk_name(number))
}

/// A person's place at a desk.
pub(crate) fn place(who: u8, number: u8) -> Row {
    let (person, desk) = (person(who), desk(number));
    Row::Membership(Membership {
        id: MembershipId::of(person, desk),
        person,
        desk,
        person_name: String::new(),
        desk_name: desk_name(number).to_owned(),
        role: Role::Member,
    })
}
