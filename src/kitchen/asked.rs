//! The word that is asked for on the spot: what is typed, and its row of the analogy.
//!
//! Drawn by `ui::widget::asked`, on whatever screen is shown.

use super::analogy::{self, Row};
use super::sentences::asked as say;
use crate::app::App;

/// What is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedView {
    /// It is being typed.
    Typed {
        /// So far.
        text: String,
        /// What is meant perhaps.
        words: Vec<&'static str>,
        /// Which of them was taken.
        taken: Option<usize>,
    },
    /// It has a row.
    Known {
        /// The two words: `clip = LIFO slot`, that which was asked for first.
        words: String,
        /// What it is.
        meaning: &'static str,
        /// Where the picture ends there.
        limit: Option<String>,
    },
    /// It has none.
    Unknown(String),
}

/// `None`: nothing is asked for.
pub fn view(app: &App) -> Option<AskedView> {
    if let Some(line) = app.typing.word() {
        let (words, taken) = app.word_choices();
        return Some(AskedView::Typed {
            text: line.text.clone(),
            words,
            taken,
        });
    }
    let asked = app.asked.as_deref()?;
    let register = app.register;
    Some(match analogy::find(asked) {
        Some(row) => AskedView::Known {
            words: both(row, asked),
            meaning: row.meaning,
            limit: analogy::limit(row).map(|limit| say::picture_ends(register, limit)),
        },
        None => AskedView::Unknown(say::unknown(register, asked, analogy::nearest(asked))),
    })
}

fn both(row: &Row, asked: &str) -> String {
    match analogy::is_kitchen_word(row, asked) {
        true => format!("{} = {}", row.kitchen, row.tokio),
        false => format!("{} = {}", row.tokio, row.kitchen),
    }
}

#[cfg(test)]
mod tests;
