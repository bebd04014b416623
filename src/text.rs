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

/// A text that follows the language. One boxed type for all of them, so that what a view does with
/// a text is compiled once and not once for each sentence.
pub type Said = Box<dyn Fn() -> String + Send + Sync>;

/// A text that follows the language, for views.
#[macro_export]
macro_rules! t {
    ($room:ident :: $key:ident $(, $argument:expr)* $(,)?) => {
        std::boxed::Box::new(move || std::string::String::from($crate::text!($room::$key $(, $argument)*)))
            as $crate::text::Said
    };
}
