//! The rulebook: what a job, a proposal and a desk are, what a person may do with them, and what
//! the law says about the money. Compiled into the app and into the server, so both decide alike.
//!
//! Pure by design: no clock (the caller says what time it is), no I/O, no async, no randomness
//! (ids are made by the caller).

#![forbid(unsafe_code)]

pub mod attendance;
pub mod bounds;
pub mod calendar;
pub mod calendar_link;
pub mod category;
pub mod certificate;
pub mod command;
pub mod contract;
pub mod day;
pub mod desk;
pub mod draft;
pub mod draw;
pub mod farewell;
pub mod fee;
pub mod feed;
pub mod file;
mod hash;
pub mod holiday;
pub mod id;
pub mod income;
pub mod invitation;
pub mod job;
pub mod k_anonymous;
pub mod kiosk;
pub mod lottery;
pub mod lure;
pub mod money;
pub mod month;
pub mod net;
pub mod one_time_code;
pub mod opening_hours;
pub mod outcomes;
pub mod pay_date;
pub mod person;
pub mod phrase;
pub mod place;
pub mod posting_check;
pub mod posting_text;
pub mod profile;
pub mod program;
pub mod program_check;
pub mod program_text;
pub mod proposal;
pub mod refusal;
pub mod results;
pub mod review;
pub mod roster;
pub mod row;
pub mod safety;
pub mod short_code;
pub mod sign_up;
pub mod space;
pub mod stay;
pub mod thread;
pub mod time;
#[cfg(feature = "town")]
pub mod town;
pub mod typed;
pub mod visit;
pub mod visit_code;
pub mod weekday;
mod width;
pub mod withholding;

pub use category::Category;
pub use command::{Actor, Command, apply};
pub use day::Day;
pub use id::{
    AttendanceId, BlockId, BookingId, CalendarLinkId, CertificateId, ContractId, DayPlanId, DeskId,
    DraftId, FeedId, FileId, IncomeId, InvitationId, JobId, KioskId, KioskLoginId, MembershipId,
    MessageId, PairingId, PersonId, PhraseId, ProgramId, ProposalId, ReadMarkId, ReportId,
    RosterId, ScoreId, SeatId, SignUpId, SpaceId, StarId, StayId,
};
pub use job::Job;
pub use money::Yen;
pub use month::Month;
pub use refusal::Refusal;
pub use row::{Kind, Missing, Row, RowKey, Rows, Scope, Write};
pub use time::Timestamp;
