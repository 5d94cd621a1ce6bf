//! A text that names keys by what they do.
//!
//! The kitchen does not know which key does what; whoever draws the text puts the name of
//! the key there, from the one table of keys. So no text can name a wrong one.

use crate::app::Action;
use std::borrow::Cow;

/// Part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// As it stands.
    Words(Cow<'static, str>),
    /// The name of the key that does this.
    Key(Action),
}

/// A text that names keys by what they do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(Vec<Piece>);

impl Text {
    /// Its parts in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The text, and then these words.
    #[must_use]
    pub fn words(mut self, words: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(Piece::Words(words.into()));
        self
    }

    /// The text, and then the name of the key that does this.
    #[must_use]
    pub fn key(mut self, action: Action) -> Self {
        self.0.push(Piece::Key(action));
        self
    }
}

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Self {
        Self::default().words(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::default().words(words)
    }
}
