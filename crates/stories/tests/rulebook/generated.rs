//! What people might do: commands of every kind, by anybody, with ids out of few and odd values.

use domain::{
    BookingId, CalendarLinkId, CertificateId, Command, Day, DeskId, FeedId, InvitationId, Job,
    JobId, KioskLoginId, MembershipId, MessageId, Month, ProgramId, ProposalId, ReportId, SeatId,
    SpaceId, StayId, Timestamp, Yen,
    contract::Notice,
    desk::Role,
    draft::{Edit, Subject},
    feed::Feed,
    invitation::Answer,
    pay_date::PayRule,
    profile::ProfileItem,
    program::{CriterionNo, LodgingNo, Program, RoomNo, SessionNo},
    proposal::{DeclineReason, Offer, Terms},
    refusal::Field,
    results::Award,
    review::Points,
    safety::{About, Party, Wrong},
    short_code::ShortCode,
    sign_up::{Application, Part, Verdict},
    space::Space,
    town::{
        AGREED_JOB, BADGE, CALENDAR, CONTEST, COUNTERED_JOB, DESK, FEED, FREE_JOB, FREE_PROGRAM,
        INVITED_JOB, JOB, KIOSK, LEFT_OPEN_JOB, LOTTERY, NOW, OTHER_DESK, PROGRAM,
        REVIEWED_PROGRAM, SEAT, SPACE, TRIAL, Who, examples, feed, job, nights, program, sign_up,
        space, trial, without_a_room,
    },
    visit::Half,
};
use proptest::{prelude::*, sample::select};
use uuid::Uuid;

// Strategies are boxed: nested by value they are more than a test's stack holds.

/// An id out of few, so that people meet, or one that they have no business with.
fn few() -> impl Strategy<Value = Uuid> {
    (0u128..3).prop_map(|n| Uuid::from_u128(0x7000 + n))
}

fn who() -> BoxedStrategy<Who> {
    prop_oneof![
        3 => select(vec![Who::Worker, Who::Owner, Who::Member]),
        2 => select(Who::ALL.to_vec())
    ]
    .boxed()
}

fn a_job() -> impl Strategy<Value = JobId> {
    prop_oneof![
        6 => select(vec![JOB, COUNTERED_JOB, AGREED_JOB, INVITED_JOB, FREE_JOB]),
        1 => few().prop_map(JobId),
    ]
}

fn a_desk() -> impl Strategy<Value = DeskId> {
    prop_oneof![3 => Just(DESK), 1 => Just(OTHER_DESK), 2 => few().prop_map(DeskId)]
}

fn a_proposal() -> BoxedStrategy<ProposalId> {
    (who(), a_job())
        .prop_map(|(who, job)| {
            let proposes = [Who::Worker, Who::OtherWorker, Who::Stranger];
            let who = if proposes.contains(&who) {
                who
            } else {
                Who::Worker
            };
            ProposalId::of(who.id(), job)
        })
        .boxed()
}

fn a_contract() -> impl Strategy<Value = domain::ContractId> {
    prop_oneof![
        Just(ProposalId::of(Who::Worker.id(), AGREED_JOB)),
        Just(ProposalId::of(Who::Worker.id(), LEFT_OPEN_JOB)),
        a_proposal()
    ]
    .prop_map(domain::ContractId::of)
}

fn a_place() -> impl Strategy<Value = MembershipId> {
    (who(), a_desk()).prop_map(|(who, desk)| MembershipId::of(who.id(), desk))
}

fn a_seat() -> impl Strategy<Value = SeatId> {
    prop_oneof![Just(SEAT), few().prop_map(SeatId)]
}

fn a_party() -> impl Strategy<Value = Party> {
    prop_oneof![
        who().prop_map(|who| Party::Person(who.id())),
        a_desk().prop_map(Party::Desk)
    ]
}

fn a_role() -> impl Strategy<Value = Role> {
    select(Role::ALL.to_vec())
}

fn a_moment() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        (-3i64..400).prop_map(|days| NOW.plus_days(days)),
        any::<i64>().prop_map(Timestamp)
    ]
}

fn a_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(vec!["", "はい", "いいえ", "LINEで"]).prop_map(str::to_owned),
        1 => "\\PC{0,20}",
        1 => any::<String>(),
    ]
}

fn an_offer() -> BoxedStrategy<Offer> {
    prop_oneof![
        2 => Just(examples::offer()),
        1 => (a_text(), any::<i64>(), any::<u32>()).prop_map(|(message, amount, days)| Offer {
            message,
            amount: Yen(amount),
            days,
            ..examples::offer()
        })
    ]
    .boxed()
}

fn some_terms() -> BoxedStrategy<Terms> {
    let rule = prop_oneof![
        3 => Just(None),
        1 => any::<u8>().prop_map(|days| Some(PayRule::AfterReceipt { days })),
        1 => any::<(u8, u8, u8)>()
            .prop_map(|(closes, months, pays)| Some(PayRule::Monthly { closes, months, pays })),
    ];
    (0i64..4, 0u32..1_200, rule)
        .prop_map(|(amount, days, pay)| Terms {
            amount: Yen(amount),
            days,
            pay,
        })
        .boxed()
}

fn a_notice() -> BoxedStrategy<Notice> {
    (a_text(), -30i64..30)
        .prop_map(|(means, moved)| {
            let notice = examples::notice();
            Notice {
                means: if means.is_empty() {
                    "銀行振込".into()
                } else {
                    means
                },
                receipt: domain::contract::Item::Is(notice.commissioned_on.plus(14 + moved)),
                ..notice
            }
        })
        .boxed()
}

fn a_posting() -> BoxedStrategy<Job> {
    (
        a_job(),
        a_desk(),
        a_text(),
        proptest::option::of(a_moment()),
    )
        .prop_map(|(id, desk, title, closes_at)| Job {
            desk,
            title: if title.is_empty() {
                "仕事".into()
            } else {
                title
            },
            closes_at,
            ..job(id)
        })
        .boxed()
}

fn of_a_proposal() -> BoxedStrategy<Command> {
    prop_oneof![
        1 => (a_job(), an_offer()).prop_map(|(job, offer)| Command::SubmitProposal { job, offer }),
        2 => (a_proposal(), an_offer())
            .prop_map(|(proposal, offer)| Command::EditProposal { proposal, offer }),
        1 => a_proposal().prop_map(|proposal| Command::WithdrawProposal { proposal }),
        1 => (a_proposal(), select(DeclineReason::ALL.to_vec()), a_text()).prop_map(
            |(proposal, reason, note)| Command::DeclineProposal {
                proposal,
                reason,
                note
            }
        ),
        // What had been seen is filled in when it is done.
        4 => (a_proposal(), some_terms()).prop_map(|(proposal, terms)| Command::OfferTerms {
            proposal,
            seen: domain::proposal::Seen::default(),
            terms
        }),
        2 => a_proposal().prop_map(|proposal| Command::AcceptTerms {
            proposal,
            seen: domain::proposal::Seen::default(),
            posting: None,
        }),
        1 => (few(), a_proposal(), a_text()).prop_map(|(id, proposal, text)| Command::SendMessage {
            id: MessageId(id),
            proposal,
            text
        }),
        1 => (a_proposal(), a_moment())
            .prop_map(|(proposal, up_to)| Command::MarkRead { proposal, up_to }),
        2 => (a_contract(), a_notice()).prop_map(|(contract, notice)| Command::AmendNotice {
            contract,
            notice: Box::new(notice)
        }),
        1 => (a_contract(), -3..400i64, any::<bool>()).prop_map(|(contract, days, is_receipt)| {
            let day = domain::Day::of(NOW).plus(days);
            Command::SupplementNotice {
                contract,
                settled: match is_receipt {
                    true => domain::contract::Settled::Receipt(day),
                    false => domain::contract::Settled::Inspection(day),
                },
            }
        }),
        3 => a_contract().prop_map(|contract| Command::AgreeContract {
            contract,
            hash: String::new()
        }),
    ]
    .boxed()
}

fn of_a_desk() -> BoxedStrategy<Command> {
    prop_oneof![
        3 => a_posting().prop_map(|job| Command::PublishJob { job: Box::new(job) }),
        1 => a_posting().prop_map(|job| Command::EditJob { job: Box::new(job) }),
        1 => a_job().prop_map(|job| Command::CloseJob { job }),
        1 => (a_job(), proptest::option::of(a_moment()))
            .prop_map(|(job, closes_at)| Command::ReopenJob { job, closes_at }),
        1 => (a_job(), a_proposal(), a_text())
            .prop_map(|(job, via, note)| Command::InviteWorker { job, via, note }),
        1 => a_job().prop_map(|job| Command::AnswerInvitation {
            invitation: InvitationId::of(Who::Worker.id(), job),
            answer: Answer::Later
        }),
        1 => (a_desk(), a_text()).prop_map(|(desk, name)| Command::OpenDesk { desk, name }),
        1 => (a_seat(), a_desk(), a_role())
            .prop_map(|(seat, desk, role)| Command::OfferSeat { seat, desk, role }),
        1 => a_seat().prop_map(|seat| Command::RetractSeat { seat }),
        1 => Just(Command::RevokeKiosk { kiosk: KIOSK }),
        1 => Just(Command::EndKioskLogin { login: KioskLoginId::of(ShortCode::new([1; 5])) }),
        2 => a_seat().prop_map(|seat| Command::TakeSeat { seat }),
        2 => (a_place(), a_role())
            .prop_map(|(membership, role)| Command::SetRole { membership, role }),
        2 => a_place().prop_map(|membership| Command::LeaveDesk { membership }),
    ]
    .boxed()
}

fn of_ones_own() -> BoxedStrategy<Command> {
    let about = prop_oneof![
        1 => a_job().prop_map(About::Job),
        1 => a_proposal().prop_map(About::Proposal),
        1 => few().prop_map(|id| About::Message(MessageId(id)))
    ];
    let desk = || proptest::option::of(a_desk());
    prop_oneof![
        1 => a_job().prop_map(|job| Command::StarJob { job }),
        1 => a_job().prop_map(|job| Command::UnstarJob { job }),
        1 => (who(), a_job(), a_job(), any::<bool>(), a_text(), a_text()).prop_map(|(who, of, other, own, from, to)| {
            let job = if own { of } else { other };
            Command::SaveDraft {
                draft: domain::DraftId::of_proposal(ProposalId::of(who.id(), of)),
                subject: Subject::Proposal { job, desk_name: "油津商店".into(), sample: false },
                title: String::new(),
                edits: vec![Edit {
                    field: Field::Message,
                    from,
                    to,
                    settles: Vec::new(),
                }],
            }
        }),
        1 => (a_proposal(), 0u64..4).prop_map(|(id, revision)| Command::DeleteDraft {
            draft: domain::DraftId::of_proposal(id),
            revision
        }),
        1 => (few(), a_text(), a_text()).prop_map(|(id, name, text)| Command::SavePhrase {
            id: domain::PhraseId(id),
            name,
            text
        }),
        1 => few().prop_map(|id| Command::DeletePhrase {
            id: domain::PhraseId(id)
        }),
        1 => (desk(), a_party(), a_text()).prop_map(|(desk, against, name)| Command::Block {
            desk,
            against,
            name
        }),
        2 => (desk(), a_party()).prop_map(|(desk, against)| Command::Unblock { desk, against }),
        1 => (few(), about).prop_map(|(id, about)| Command::Report {
            id: ReportId(id),
            about,
            wrong: Wrong::Other,
            note: String::new()
        }),
    ]
    .boxed()
}

fn a_program() -> impl Strategy<Value = ProgramId> {
    prop_oneof![
        8 => select(vec![PROGRAM, FREE_PROGRAM, REVIEWED_PROGRAM, LOTTERY, CONTEST, TRIAL]),
        1 => few().prop_map(ProgramId),
    ]
}

fn a_written_program() -> BoxedStrategy<Program> {
    (a_program(), a_text(), 0u32..4, 0u32..4, 0i64..120)
        .prop_map(|(id, title, seats, waitlist, minutes)| {
            let mut written = if id == TRIAL { trial() } else { program(id) };
            if !title.is_empty() {
                written.title = title;
            }
            written.waitlist = waitlist;
            // A draw may be held while they go on.
            if written.closes_at.is_some() {
                written.closes_at = Some(Timestamp(NOW.0 + minutes * 60_000));
            }
            for session in &mut written.sessions {
                session.capacity = Some(seats);
            }
            written
        })
        .boxed()
}

/// What a program asks for is filled in when it is done.
fn an_application() -> BoxedStrategy<Application> {
    let phone = prop_oneof![8 => Just("0987-23-4567".to_owned()), 1 => a_text()];
    (1u16..3, phone, 0u8..4, any::<bool>())
        .prop_map(|(session, phone, children, looks_on)| Application {
            session: Some(SessionNo(session)),
            part: if looks_on {
                Part::Observer
            } else {
                Part::Participant
            },
            children,
            about: [(ProfileItem::Phone, phone)].into(),
            ..Application::default()
        })
        .boxed()
}

fn a_sign_up() -> impl Strategy<Value = domain::SignUpId> {
    (who(), a_program()).prop_map(|(who, program)| sign_up(who, program))
}

fn some_points() -> impl Strategy<Value = Points> {
    prop_oneof![
        4 => (0u16..6, 0u16..6)
            .prop_map(|(one, other)| [(CriterionNo(1), one), (CriterionNo(2), other)].into()),
        1 => prop::collection::btree_map((0u16..4).prop_map(CriterionNo), any::<u16>(), 0..4),
    ]
}

fn an_award() -> impl Strategy<Value = Award> {
    let entry = prop_oneof![
        3 => who().prop_map(|who| sign_up(who, CONTEST)),
        1 => a_sign_up(),
    ];
    (entry, 0u16..4, a_text()).prop_map(|(sign_up, rank, prize)| Award {
        sign_up,
        rank,
        prize,
    })
}

fn of_choosing() -> BoxedStrategy<Command> {
    let entry = || prop_oneof![a_sign_up(), Just(sign_up(Who::Worker, CONTEST))];
    prop_oneof![
        2 => (entry(), some_points(), a_text()).prop_map(|(sign_up, points, note)| {
            Command::GiveScore { sign_up, points, note }
        }),
        1 => (prop_oneof![4 => Just(CONTEST), 1 => a_program()], prop::collection::vec(an_award(), 0..3))
            .prop_map(|(program, mut awards)| {
                let others = awards.split_off(awards.len().min(1));
                let others = others.iter().map(|award| award.sign_up).collect();
                Command::PublishResults { program, awards, others }
            }),
        3 => (a_sign_up(), a_moment())
            .prop_map(|(sign_up, up_to)| Command::SeeSignUp { sign_up, up_to }),
    ]
    .boxed()
}

fn of_a_program() -> BoxedStrategy<Command> {
    let verdict = prop_oneof![
        Just(Verdict::Accept),
        Just(Verdict::Wait),
        a_text().prop_map(|note| Verdict::Refuse { note }),
    ];
    prop_oneof![
        2 => a_written_program().prop_map(|program| Command::PublishProgram { program: Box::new(program) }),
        2 => a_written_program().prop_map(|program| Command::EditProgram { program: Box::new(program) }),
        5 => (a_program(), an_application())
            .prop_map(|(program, application)| Command::SignUp { program, application }),
        2 => a_sign_up().prop_map(|sign_up| Command::WithdrawSignUp { sign_up }),
        2 => (a_sign_up(), verdict)
            .prop_map(|(sign_up, verdict)| Command::DecideSignUp { sign_up, verdict }),
        4 => of_choosing(),
    ]
    .boxed()
}

fn of_a_feed() -> BoxedStrategy<Command> {
    let of = prop_oneof![Just(FEED), few().prop_map(FeedId)];
    let saved = (of.clone(), a_desk(), a_text()).prop_map(|(id, desk, title)| {
        let feed = Feed {
            id,
            desk,
            title,
            ..feed()
        };
        Command::SaveFeed {
            feed: Box::new(feed),
        }
    });
    prop_oneof![saved, of.prop_map(|feed| Command::EndFeed { feed })].boxed()
}
fn of_a_door() -> BoxedStrategy<Command> {
    let session = || (1u16..3).prop_map(SessionNo);
    let certificate = || {
        let new = few().prop_map(CertificateId);
        prop_oneof![1 => Just(BADGE), 2 => new]
    };
    let link = || {
        let new = few().prop_map(CalendarLinkId);
        prop_oneof![1 => Just(CALENDAR), 2 => new]
    };
    let day = || (-2i64..5_000).prop_map(|days| Day::of(NOW).plus(days));
    let months = || prop_oneof![3 => Just(0), 1 => -3i32..3];
    let amount = || prop_oneof![4 => 0i64..400_000, 1 => -5_000i64..2_000_000_000];
    prop_oneof![
        3 => (a_sign_up(), session())
            .prop_map(|(sign_up, session)| Command::MarkAttendance { sign_up, session }),
        2 => (a_sign_up(), session())
            .prop_map(|(sign_up, session)| Command::UnmarkAttendance { sign_up, session }),
        3 => (certificate(), a_sign_up(), proptest::option::of(a_text()), proptest::option::of(day()))
            .prop_map(|(certificate, sign_up, name, expires_on)| Command::GrantCertificate {
                certificate, sign_up, name, expires_on,
            }),
        1 => (certificate(), day())
            .prop_map(|(certificate, expires_on)| Command::RenewCertificate { certificate, expires_on }),
        2 => certificate().prop_map(|certificate| Command::RevokeCertificate { certificate }),
        1 => link().prop_map(|link| Command::OpenCalendarLink { link }),
        1 => link().prop_map(|link| Command::CloseCalendarLink { link }),
        12 => (a_sign_up(), months(), proptest::option::of(amount()))
            .prop_map(|(sign_up, months, amount)| Command::ReportIncome {
                sign_up,
                month: Month::at(NOW).plus(months),
                amount: amount.map(Yen),
            }),
    ]
    .boxed()
}

fn a_space() -> impl Strategy<Value = SpaceId> {
    prop_oneof![8 => Just(SPACE), 1 => few().prop_map(SpaceId)]
}

fn a_written_space() -> BoxedStrategy<Space> {
    (a_space(), a_text(), 0u32..4, any::<bool>(), 0u8..8)
        .prop_map(|(id, name, quota, has_hours, closed)| {
            let mut written = space(id);
            if !name.is_empty() {
                written.name = name;
            }
            written.quota = quota;
            written.closed = closed == 0;
            if !has_hours {
                written.hours = None;
                written.quota = 0;
            }
            written
        })
        .boxed()
}

/// Today, as the town stands, and a few days around it.
fn a_day() -> impl Strategy<Value = Day> {
    prop_oneof![
        6 => Just(0i64),
        2 => Just(1),
        1 => select(vec![-1, 30, 31, 40_000]),
    ]
    .prop_map(|days| Day::of(NOW).plus(days))
}

fn a_half() -> impl Strategy<Value = Half> {
    select(Half::ALL.to_vec())
}

fn a_booking() -> impl Strategy<Value = BookingId> {
    (who(), a_space(), a_day(), a_half())
        .prop_map(|(who, space, day, half)| BookingId::of(who.id(), space, day, half))
}

/// Somewhere around the time of the story.
fn at_the_door() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        8 => (-30i64..120).prop_map(|minutes| Timestamp(NOW.0 + minutes * 60_000)),
        1 => any::<i64>().prop_map(Timestamp),
    ]
}

fn of_a_space() -> BoxedStrategy<Command> {
    let door = || (a_space(), who(), at_the_door());
    prop_oneof![
        1 => a_written_space().prop_map(|space| Command::PublishSpace { space: Box::new(space) }),
        1 => a_written_space().prop_map(|space| Command::EditSpace { space: Box::new(space) }),
        5 => (a_space(), a_day(), a_half())
            .prop_map(|(space, day, half)| Command::BookVisit { space, day, half }),
        2 => a_booking().prop_map(|booking| Command::CancelBooking { booking }),
        4 => door().prop_map(|(space, who, at)| Command::CheckIn { space, person: who.id(), at }),
        2 => door().prop_map(|(space, who, at)| Command::CheckOut { space, person: who.id(), at }),
    ]
    .boxed()
}

fn of_a_stay() -> BoxedStrategy<Command> {
    let of = || {
        let seated = select(vec![Who::Worker, Who::OtherWorker]);
        prop_oneof![
            4 => seated.prop_map(|who| sign_up(who, TRIAL)),
            2 => Just(without_a_room()),
            1 => a_sign_up(),
        ]
    };
    let when = (8i64..20, -1i64..7).prop_map(|(from, count)| nights(from, count));
    prop_oneof![
        4 => (of(), 1u16..4, when).prop_map(|(sign_up, room, nights)| Command::BookStay {
            sign_up,
            lodging: LodgingNo(1),
            room: RoomNo(room),
            nights,
        }),
        1 => of().prop_map(|sign_up| Command::CancelStay { stay: StayId::of(sign_up) }),
    ]
    .boxed()
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![4 => of_a_proposal(), 3 => of_a_desk(), 2 => of_a_program(), 2 => of_a_space(), 1 => of_a_feed(), 1 => of_a_door(), 1 => of_a_stay(), 1 => of_ones_own()]
}

/// What somebody does, and whether they looked before they answered.
pub(crate) fn deed() -> impl Strategy<Value = (Who, Command, bool)> {
    (who(), any_command(), proptest::bool::weighted(0.8))
}
