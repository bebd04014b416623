//! Words for what the domain names: amounts, kinds, refusals. The only place that maps a type to a
//! text.

pub mod amounts;
pub mod commands;
pub mod deals;
pub mod editor;
pub mod jobs;
pub mod program_editor;
pub mod programs;
pub mod proposals;
pub mod spaces;
pub mod stays;

use crate::{
    device::{database::StorageError, intl},
    state::{language, sync::SyncStatus},
};
use domain::{
    Category, Kind, Month, Refusal, Timestamp, Yen,
    job::{GuidelineItem, JobKind, LifeStage},
    refusal::{Field, Invalid, List, Part, Problem},
};

fn tag() -> &'static str {
    language::current().tag()
}

/// An amount: 12,000円 / ¥12,000.
pub fn yen(amount: Yen) -> String {
    intl::yen(tag(), amount)
}

/// A number in groups of three.
pub fn number(count: usize) -> String {
    intl::number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A day: 11月23日(月).
pub fn day(at: Timestamp) -> String {
    intl::day(tag(), at)
}

/// A month: 2026年11月.
pub fn month(of: Month) -> String {
    let (year, number) = of.parts();
    text!(outcome::month_of, year, number)
}

/// A day in full: 2026年11月23日.
pub fn date(at: Timestamp) -> String {
    intl::date(tag(), at)
}

/// A moment: 11月23日 9:05.
pub fn moment(at: Timestamp) -> String {
    intl::moment(tag(), at)
}

/// A time of day: 9:05.
pub fn time(at: Timestamp) -> String {
    intl::time(tag(), at)
}

/// How a job is paid.
pub fn kind(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Fixed => text!(board::kind_fixed),
        JobKind::Hourly => text!(board::kind_hourly),
        JobKind::Task => text!(board::kind_task),
        JobKind::Contest => text!(board::kind_contest),
    }
}

/// A field of work.
pub fn category(category: Category) -> &'static str {
    match category {
        Category::Writing => text!(board::category_writing),
        Category::DataEntry => text!(board::category_data_entry),
        Category::Translation => text!(board::category_translation),
        Category::Design => text!(board::category_design),
        Category::Photo => text!(board::category_photo),
        Category::Video => text!(board::category_video),
        Category::Audio => text!(board::category_audio),
        Category::Web => text!(board::category_web),
        Category::App => text!(board::category_app),
        Category::Marketing => text!(board::category_marketing),
        Category::Secretarial => text!(board::category_secretarial),
        Category::Accounting => text!(board::category_accounting),
        Category::Research => text!(board::category_research),
        Category::Support => text!(board::category_support),
        Category::Education => text!(board::category_education),
        Category::Craft => text!(board::category_craft),
        Category::Other => text!(board::category_other),
    }
}

/// A life stage.
pub fn life_stage(stage: LifeStage) -> &'static str {
    match stage {
        LifeStage::Pregnancy => text!(board::stage_pregnancy),
        LifeStage::AfterBirth => text!(board::stage_after_birth),
        LifeStage::Settled => text!(board::stage_settled),
    }
}

/// An item of the guideline.
pub fn guideline_item(item: GuidelineItem) -> &'static str {
    match item {
        GuidelineItem::Work => text!(posting::item_work),
        GuidelineItem::Due => text!(posting::item_due),
        GuidelineItem::Reward => text!(posting::item_reward),
        GuidelineItem::Costs => text!(posting::item_costs),
        GuidelineItem::Rights => text!(posting::item_rights),
        GuidelineItem::Contact => text!(posting::item_contact),
    }
}

/// How the device and the server stand, with what waits.
pub fn sync_status(status: SyncStatus, waiting: usize) -> String {
    match status {
        SyncStatus::DeviceFails => text!(app::sync_device_fails).to_owned(),
        SyncStatus::SessionEnded => text!(app::sync_session_ended).to_owned(),
        SyncStatus::Outdated => text!(app::sync_outdated).to_owned(),
        SyncStatus::Offline if waiting > 0 => text!(app::sync_offline_waiting, waiting),
        SyncStatus::Offline => text!(app::sync_offline).to_owned(),
        SyncStatus::Syncing if waiting > 0 => text!(app::sync_sending, waiting),
        SyncStatus::DeviceOnly => text!(app::sync_device_only).to_owned(),
        SyncStatus::NoRoom(_) => text!(app::sync_no_room).to_owned(),
        _ if waiting > 0 => text!(app::sync_waiting, waiting),
        SyncStatus::Syncing => text!(app::sync_syncing).to_owned(),
        SyncStatus::Waiting(_) => text!(app::sync_unreachable).to_owned(),
        SyncStatus::UpToDate(at) => text!(app::sync_up_to_date, time(at)),
    }
}

/// Why the device did not store something.
pub fn storage_error(error: &StorageError) -> &'static str {
    match error {
        StorageError::Full => text!(app::storage_full),
        StorageError::Unavailable(_) => text!(app::storage_unavailable),
        StorageError::NotFetched => text!(app::storage_not_fetched),
        StorageError::Blocked => text!(device::blocked),
        StorageError::Outdated => text!(app::outdated),
        StorageError::Lost => text!(device::lost),
        StorageError::Unreadable(_) => text!(device::damaged),
        StorageError::Closed | StorageError::Held | StorageError::Other(_) => {
            text!(app::storage_failed)
        }
    }
}

/// Why the server refused.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotRegistered => text!(proposal::refused_not_registered).to_owned(),
        Refusal::JobNotFound => text!(proposal::refused_job_not_found).to_owned(),
        Refusal::JobClosed {
            closed_at: Some(at),
        } => {
            text!(proposal::refused_job_closed_at, moment(*at))
        }
        Refusal::JobClosed { closed_at: None } => text!(proposal::refused_job_closed).to_owned(),
        Refusal::AlreadySent => text!(proposal::refused_already_sent).to_owned(),
        Refusal::Invalid(wrong) => invalid(wrong),
        Refusal::NotAllowed => text!(proposal::refused_not_allowed).to_owned(),
        Refusal::Gone => text!(proposal::refused_gone).to_owned(),
        Refusal::AlreadyRead => text!(proposal::refused_already_read).to_owned(),
        Refusal::Ended => text!(proposal::refused_ended).to_owned(),
        Refusal::NotYourTurn => text!(proposal::refused_not_your_turn).to_owned(),
        Refusal::TermsChanged => text!(proposal::refused_terms_changed).to_owned(),
        Refusal::PostingChanged => text!(proposal::refused_posting_changed).to_owned(),
        Refusal::NoticeChanged => text!(proposal::refused_notice_changed).to_owned(),
        Refusal::NotAccepted => text!(proposal::refused_not_accepted).to_owned(),
        Refusal::Left => text!(proposal::refused_left).to_owned(),
        Refusal::ProgramNotFound
        | Refusal::SignUpClosed
        | Refusal::SignUpOpen
        | Refusal::DrawNotReady
        | Refusal::Full
        | Refusal::NoChildcare
        | Refusal::NotEligible { .. } => programs::refusal(refusal).unwrap_or_default(),
        Refusal::SpaceNotFound
        | Refusal::SpaceShut
        | Refusal::NoPlace
        | Refusal::AlreadyBooked
        | Refusal::AlreadyIn => spaces::refusal(refusal).unwrap_or_default().to_owned(),
        Refusal::NoSeat | Refusal::StayBooked | Refusal::NightsTaken { .. } => {
            stays::refusal(refusal).unwrap_or_default()
        }
        Refusal::LastOwner => text!(proposal::refused_last_owner).to_owned(),
        Refusal::DraftChanged => text!(proposal::refused_draft_changed).to_owned(),
        Refusal::TooMany { kind, most } => too_many(*kind, *most),
        Refusal::TooMuch { kind: _, most } => text!(
            proposal::refused_too_much,
            number(usize::try_from(most / 1_000_000).unwrap_or(usize::MAX))
        ),
        Refusal::Unknown => text!(proposal::refused_unknown).to_owned(),
    }
}

/// That there is no room for one more, and what to do.
fn too_many(kind: Kind, most: u32) -> String {
    let can_go = matches!(
        kind,
        Kind::Star | Kind::Draft | Kind::Phrase | Kind::Seat | Kind::Block | Kind::Membership
    );
    if can_go {
        text!(
            proposal::refused_too_many_remove,
            number(usize::try_from(most).unwrap_or(usize::MAX))
        )
    } else {
        text!(
            proposal::refused_too_many,
            number(usize::try_from(most).unwrap_or(usize::MAX))
        )
    }
}

/// What is wrong with a value, with the field's name.
pub fn invalid(invalid: &Invalid) -> String {
    text!(
        app::field_problem,
        field(invalid.field),
        wrong(invalid.field, &invalid.problem)
    )
}

/// What is wrong with a field. What people have taken by signing up stays theirs.
pub fn wrong(field: Field, found: &Problem) -> String {
    let said = match (field, found) {
        (Field::Item(List::Session, _, Part::Rank) | Field::Session, Problem::Settled) => {
            text!(program_editor::session_taken)
        }
        (Field::Selection, Problem::Settled) => text!(program_editor::selection_taken),
        (Field::Attendance, Problem::Settled) => text!(program_editor::attendance_taken),
        (Field::Lodging, Problem::Settled) => text!(program_editor::room_taken),
        (_, found) => return problem(found),
    };
    said.to_owned()
}

/// What is wrong with a value.
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Missing => text!(app::problem_missing).to_owned(),
        Problem::Malformed => text!(app::problem_malformed).to_owned(),
        Problem::TooShort { min } => text!(app::problem_too_short, number(*min)),
        Problem::TooLong { max } => text!(app::problem_too_long, number(*max)),
        Problem::TooMany { max } => text!(app::problem_too_many, number(*max)),
        Problem::OutOfRange { min, max } => {
            text!(
                app::problem_out_of_range,
                intl::number(*min),
                intl::number(*max)
            )
        }
        Problem::Taken => text!(app::problem_taken).to_owned(),
        Problem::TooLate => text!(app::problem_too_late).to_owned(),
        Problem::NoDay => text!(app::problem_no_day).to_owned(),
        Problem::Past => text!(app::problem_past).to_owned(),
        Problem::TooEarly => text!(cohort::problem_too_early).to_owned(),
        Problem::Settled => text!(app::problem_settled).to_owned(),
        Problem::NotHere => text!(file::not_here).to_owned(),
    }
}

/// A field's name, as its form shows it.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Message => text!(proposal::message),
        Field::Amount => text!(proposal::amount),
        Field::Days => text!(proposal::days),
        Field::Hours => text!(proposal::hours),
        Field::Questions => text!(proposal::questions),
        Field::Name => text!(account::name),
        Field::Email => text!(account::email),
        Field::Password => text!(account::password),
        Field::Note => text!(deal::note),
        Field::Text => text!(thread::write),
        Field::Work => text!(contract::work),
        Field::Receipt => text!(contract::receipt),
        Field::Place => text!(contract::place),
        Field::Inspection => text!(contract::inspection),
        Field::PayDay => text!(contract::pay),
        Field::PayMeans => text!(contract::means),
        Field::Upstream => text!(contract::upstream),
        Field::Costs => text!(contract::costs),
        Field::Rights => text!(contract::rights),
        Field::Changes => text!(contract::changes),
        Field::Defects => text!(contract::defects),
        Field::PersonalData => text!(contract::personal_data),
        Field::Contact => text!(contract::contact),
        Field::Session => text!(program::which),
        Field::Childcare => text!(program::children),
        Field::About(item) => programs::item(item),
        Field::Selection => text!(choosing::field_selection),
        Field::Criteria => text!(choosing::field_criteria),
        Field::Prize => text!(choosing::field_prize),
        Field::Month => text!(cohort::month),
        Field::Lodging => text!(stay::lodging),
        Field::GuestRoom => text!(stay::room),
        Field::Nights => text!(stay::nights),
        Field::HouseRules => text!(stay::house_rules),
        // A posting's own fields have their names in its form (`words::editor`).
        _ => spaces::field(field).unwrap_or(text!(app::field_other)),
    }
}
