//! Pieces that several screens share.

pub mod account_form;
pub mod answers;
pub mod arrival;
pub mod delivery;
pub mod device_facts;
pub mod draft_check;
pub mod draft_control;
pub mod draft_form;
pub mod draft_money;
pub mod draft_state;
pub mod drawings;
pub mod empty;
pub mod field;
pub mod guideline;
pub mod job_card;
pub mod log_out;
pub mod money;
pub mod notices;
pub mod posting_at_hand;
pub mod prefectures;
pub mod sent_proposal;
pub mod shell;
pub mod star;
pub mod toasts;
pub mod virtual_list;
pub mod words;
