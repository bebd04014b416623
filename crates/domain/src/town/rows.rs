//! The town's rows.

use super::{
    AGREED_JOB, COUNTERED_JOB, DESK, FREE_JOB, INVITED_JOB, JOB, LEFT_OPEN_JOB, MESSAGE, NOW,
    OTHER_DESK, PHRASE, REPORT, SEAT, Who, contract, draft, proposal,
};
use crate::{
    BlockId, Category, ContractId, Day, InvitationId, Job, JobId, MembershipId, ProposalId,
    ReadMarkId, Row, StarId, Yen,
    contract::{Agreement, Contract, Delivery, Item, Notice},
    desk::{Desk, Membership, Role, Seat},
    draft::{Draft, Subject},
    invitation::Invitation,
    job::{JobKind, Pay, PayUnit, Workplace},
    pay_date::PayRule,
    person::Star,
    phrase::Phrase,
    proposal::{Proposal, Side, State, Terms, Turn},
    refusal::Field,
    safety::{About, Block, Party, Report, Wrong},
    thread::{Message, ReadMark},
};
use std::collections::{BTreeMap, BTreeSet};

/// A posting of the desk, complete and open without end.
pub fn job(id: JobId) -> Job {
    Job {
        id,
        desk: DESK,
        desk_name: "油津商店".into(),
        kind: JobKind::Fixed,
        title: "港のちらしのデザイン".into(),
        description: "A4片面のちらしを1枚。".into(),
        category: Category::Design,
        tags: vec!["ちらし".into()],
        pay: Some(Pay {
            unit: PayUnit::Total,
            min: Yen(33_000),
            max: Yen(33_000),
        }),
        quota: None,
        effort_minutes: Some(600),
        weekly_hours: None,
        workplace: Workplace {
            remote: true,
            town: None,
            area: None,
        },
        posted_at: NOW,
        closes_at: None,
        closed: false,
        due: Some("2026年12月20日".into()),
        pay_day: Some("毎月末日締め翌月25日払い".into()),
        pay_means: Some("銀行振込".into()),
        costs: Some("発注者".into()),
        rights: Some("検収後に譲渡".into()),
        contact: Some("店主".into()),
        life_stages: BTreeSet::new(),
        beginner: false,
        no_calls: true,
        naptime: true,
        sample: false,
        identifier: None,
        edited_at: None,
        extra: serde_json::Map::new(),
    }
}

pub(super) fn desks() -> Vec<Row> {
    let name = |desk| {
        if desk == DESK {
            "油津商店"
        } else {
            "海の店"
        }
    };
    let desk = |id| {
        Row::Desk(Desk {
            id,
            name: name(id).into(),
            sample: false,
        })
    };
    let seat = Row::Seat(Seat {
        id: SEAT,
        by: Who::Owner.id(),
        desk: DESK,
        desk_name: name(DESK).into(),
        role: Role::Member,
        until: NOW.plus_days(7),
    });
    let places = Who::ALL.into_iter().filter_map(|who| {
        let (desk, role) = who.place()?;
        Some(Row::Membership(Membership {
            id: MembershipId::of(who.id(), desk),
            person: who.id(),
            person_name: who.name().into(),
            desk,
            desk_name: name(desk).into(),
            role,
        }))
    });
    [desk(DESK), desk(OTHER_DESK), seat]
        .into_iter()
        .chain(places)
        .collect()
}

pub(super) fn proposals() -> Vec<Row> {
    let by = |who: Who, job: JobId| Proposal {
        id: ProposalId::of(who.id(), job),
        job,
        job_title: "港のちらしのデザイン".into(),
        desk: DESK,
        desk_name: "油津商店".into(),
        worker: who.id(),
        worker_name: who.name().into(),
        message: "はじめまして。".into(),
        amount: Yen(33_000),
        days: 14,
        questions: String::new(),
        sent_at: NOW,
        edited_at: None,
        read_at: None,
        turns: Vec::new(),
        state: State::Open,
        sample: false,
    };
    let countered = Proposal {
        read_at: Some(NOW),
        turns: vec![Turn {
            by: Side::Client,
            at: NOW,
            terms: Terms {
                amount: Yen(30_000),
                days: 10,
                pay: None,
            },
        }],
        ..by(Who::Worker, COUNTERED_JOB)
    };
    let agreed = Proposal {
        read_at: Some(NOW),
        state: State::Accepted {
            at: NOW,
            by: Side::Client,
        },
        ..by(Who::Worker, AGREED_JOB)
    };
    let left_open = Proposal {
        read_at: agreed.read_at,
        state: agreed.state.clone(),
        ..by(Who::Worker, LEFT_OPEN_JOB)
    };
    [
        by(Who::Worker, JOB),
        by(Who::OtherWorker, JOB),
        countered,
        agreed,
        left_open,
    ]
    .map(Row::Proposal)
    .into()
}

pub(super) fn an_agreed_contract() -> Contract {
    let today = Day::of(NOW);
    Contract {
        id: contract(),
        proposal: proposal(AGREED_JOB),
        job: AGREED_JOB,
        job_title: "港のちらしのデザイン".into(),
        desk: DESK,
        worker: Who::Worker.id(),
        notice: Notice {
            client: "油津商店".into(),
            worker: Who::Worker.name().into(),
            commissioned_on: today,
            work: "A4片面のちらしを1枚。".into(),
            receipt: Item::Is(today.plus(14)),
            place: Delivery::Online,
            inspection: Some(Item::Is(today.plus(21))),
            amount: Yen(33_000),
            unit: PayUnit::Total,
            pay: Some(PayRule::Monthly {
                closes: 31,
                months: 1,
                pays: 25,
            }),
            means: "銀行振込".into(),
            subcontract: None,
            costs: "発注者".into(),
            rights: "検収後に譲渡".into(),
            changes: "話し合って書き直す".into(),
            defects: "一度まで無償で直す".into(),
            personal_data: "扱わない".into(),
            contact: "店主 宮崎県日南市油津".into(),
        },
        client: None,
        by_worker: None,
        supplements: Vec::new(),
        made_at: NOW,
        sample: false,
    }
}

/// Agreed to by both while the day of receipt was open.
pub(super) fn a_contract_left_open() -> Contract {
    let base = an_agreed_contract();
    let notice = Notice {
        receipt: Item::Later {
            reason: "祭りの日が決まってから".into(),
            by: Day::of(NOW).plus(7),
        },
        inspection: None,
        ..base.notice
    };
    let hash = notice.hash();
    let agreed = |who: Who| Agreement {
        person: who.id(),
        name: who.name().into(),
        at: NOW,
        hash: hash.clone(),
    };
    Contract {
        id: ContractId::of(proposal(LEFT_OPEN_JOB)),
        proposal: proposal(LEFT_OPEN_JOB),
        job: LEFT_OPEN_JOB,
        client: Some(agreed(Who::Owner)),
        by_worker: Some(agreed(Who::Worker)),
        notice,
        ..base
    }
}

pub(super) fn an_invitation() -> Invitation {
    let worker = Who::Worker.id();
    Invitation {
        id: InvitationId::of(worker, INVITED_JOB),
        job: INVITED_JOB,
        job_title: "港のちらしのデザイン".into(),
        desk: DESK,
        desk_name: "油津商店".into(),
        worker,
        worker_name: Who::Worker.name().into(),
        note: "またお願いできますか。".into(),
        sent_at: NOW,
        answer: None,
        answered_at: None,
    }
}

pub(super) fn talk() -> [Row; 2] {
    let (thread, worker) = (proposal(JOB), Who::Worker.id());
    [
        Row::Message(Message {
            id: MESSAGE,
            proposal: thread,
            worker,
            desk: DESK,
            by: Side::Worker,
            author: worker,
            author_name: Who::Worker.name().into(),
            text: "紙の大きさはA4でよいですか。".into(),
            sent_at: NOW,
        }),
        Row::ReadMark(ReadMark {
            id: ReadMarkId::of(thread, Side::Worker),
            proposal: thread,
            worker,
            desk: DESK,
            by: Side::Worker,
            up_to: NOW,
            at: NOW,
        }),
    ]
}

pub(super) fn the_workers_own() -> [Row; 5] {
    let person = Who::Worker.id();
    let (by, against) = (Party::Person(person), Party::Desk(OTHER_DESK));
    [
        Row::Star(Star {
            id: StarId::of(person, JOB),
            person,
            job: JOB,
        }),
        Row::Draft(Draft {
            id: draft(),
            person,
            subject: Subject::Proposal {
                job: FREE_JOB,
                desk_name: "油津商店".into(),
                sample: false,
            },
            title: "港のちらしのデザイン".into(),
            fields: BTreeMap::from([(Field::Message, "書きかけ".into())]),
            others: BTreeMap::new(),
            revision: 1,
            edited_at: NOW,
        }),
        Row::Phrase(Phrase {
            id: PHRASE,
            person,
            name: "あいさつ".into(),
            text: "はじめまして。".into(),
        }),
        Row::Block(Block {
            id: BlockId::of(by, against),
            by,
            against,
            name: "海の店".into(),
            at: NOW,
        }),
        Row::Report(Report {
            id: REPORT,
            reporter: person,
            about: About::Job(JOB),
            wrong: Wrong::Untrue,
            note: String::new(),
            at: NOW,
        }),
    ]
}
