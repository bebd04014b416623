//! One screen a file.

pub mod account;
pub mod board;
pub mod certificate;
pub mod contract;
pub mod desk;
pub mod kiosk;
pub mod login;
pub mod new_posting;
pub mod not_found;
pub mod phrases;
pub mod posting;
pub mod program;
pub mod programs;
pub mod proposal;
pub mod proposals;
pub mod register;
pub mod reset;
pub mod settings;
pub mod sign_up;
pub mod unsubscribe;
pub mod verify;
pub mod work;
