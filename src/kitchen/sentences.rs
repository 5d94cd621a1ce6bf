//! THE table of sentences: each once, in the words of the kitchen and in Tokio's.
//!
//! A row makes a function that takes the register first and then what the sentence is about.
//! Both forms are said of the same facts, so they claim the same: `~` stands in both or in
//! none. The Tokio form has the field's words alone. Rows of one theme are in one file.

pub(crate) mod asked;
pub(crate) mod bakery;
pub(crate) mod by_hand;
pub(crate) mod cards;
pub(crate) mod chains;
pub(crate) mod chefs;
pub(crate) mod code;
pub(crate) mod events;
pub(crate) mod findings;
pub(crate) mod lesson;
pub(crate) mod names;
pub(crate) mod notices;
pub(crate) mod order;
pub(crate) mod questions;
pub(crate) mod refused;
pub(crate) mod shift;
pub(crate) mod steps;
pub(crate) mod timeline;
pub(crate) mod wakes;

/// Makes a function of each row, and a list of all for the tests. `both` is for a sentence
/// that needs no word of either register.
macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),* $(,)?) $forms:tt)+) => {
        $(
            $(#[$doc])*
            // Some rows are called alike, and each says what it has a word for.
            #[allow(unused_variables)]
            pub(crate) fn $name(register: $crate::app::Register, $($arg: $type),*) -> String {
                match register {
                    $crate::app::Register::Analogy => form!(say kitchen $forms),
                    $crate::app::Register::Tokio => form!(say tokio $forms),
                }
            }
        )+

        #[cfg(any(test, feature = "internals"))]
        pub(super) const ROWS: &[super::Row] = &[
            $(super::Row {
                theme: module_path!(),
                name: stringify!($name),
                kitchen: form!(kitchen $forms),
                tokio: form!(tokio $forms),
            }),+
        ];
    };
}

/// One form of a row, as it is written or (`say`) with what is put in. Names in a text are found
/// only where the text itself stands in `format!`.
macro_rules! form {
    (say kitchen { kitchen: $kitchen:literal, tokio: $tokio:literal $(,)? }) => {
        format!($kitchen)
    };
    (say tokio { kitchen: $kitchen:literal, tokio: $tokio:literal $(,)? }) => {
        format!($tokio)
    };
    (say $register:ident { both: $both:literal $(,)? }) => {
        format!($both)
    };
    (kitchen { kitchen: $kitchen:literal, tokio: $tokio:literal $(,)? }) => {
        $kitchen
    };
    (tokio { kitchen: $kitchen:literal, tokio: $tokio:literal $(,)? }) => {
        $tokio
    };
    ($register:ident { both: $both:literal $(,)? }) => {
        $both
    };
}

use {form, sentences};

/// A row as it is written, with the names of what is put in.
#[cfg(any(test, feature = "internals"))]
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The file it is in, as a path of modules.
    pub theme: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// In the words of the kitchen.
    pub kitchen: &'static str,
    /// In Tokio's.
    pub tokio: &'static str,
}

/// Every row.
#[cfg(any(test, feature = "internals"))]
pub fn rows() -> impl Iterator<Item = &'static Row> {
    let themes = [
        asked::ROWS,
        bakery::ROWS,
        by_hand::ROWS,
        cards::ROWS,
        chains::ROWS,
        chefs::ROWS,
        code::ROWS,
        events::ROWS,
        findings::ROWS,
        lesson::ROWS,
        names::ROWS,
        notices::ROWS,
        order::ROWS,
        questions::ROWS,
        refused::ROWS,
        shift::ROWS,
        steps::ROWS,
        timeline::ROWS,
        wakes::ROWS,
    ];
    themes.into_iter().flatten()
}
