//! The only room that touches the browser: storage, network, clock, tabs, languages.

pub mod board_store;
pub mod browser;
pub mod camera;
pub mod clock;
pub mod database;
pub mod files;
pub mod guard;
pub mod intl;
pub mod keyboard;
pub mod kiosk_store;
pub mod last_words;
pub mod live;
pub mod media;
pub mod network;
pub mod occupant;
pub mod offline;
pub mod open_store;
pub mod preferences;
pub mod quota;
pub mod replica_store;
pub mod tabs;
