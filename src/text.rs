//! Every sentence of the app, from the locale files (`locales/`), checked when the app is built.
//!
//! `t!(room::key)` gives a closure for a view, which follows the language; `text!(room::key)` gives
//! the text now. Arguments follow in the order in which the Japanese text names them.

use crate::state::language::Language;

include!(concat!(env!("OUT_DIR"), "/text.rs"));

/// The text in the language in use; tracked where it is read reactively.
#[macro_export]
macro_rules! text {
    ($room:ident :: $key:ident $(, $argument:expr)* $(,)?) => {
        $crate::text::$room::$key($crate::state::language::current() $(, $argument)*)
    };
}

/// A closure that gives the text in the language in use, for views.
#[macro_export]
macro_rules! t {
    ($room:ident :: $key:ident $(, $argument:expr)* $(,)?) => {
        move || $crate::text!($room::$key $(, $argument)*)
    };
}
