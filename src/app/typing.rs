//! The line being typed.

mod claim_line;
mod word_line;

pub use claim_line::{ClaimLine, ClaimMistake};
pub use word_line::WordLine;

use super::edge::Edge;
use super::{App, Screen};
use crate::claim::LONGEST_CLAIM;
use crate::plain::is_harmful;

/// Longest text of a line but for a claim: more does not fit.
const MOST: usize = 40;

/// What the keys of a keyboard write into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Typing {
    /// Nothing: keys are orders.
    #[default]
    Nothing,
    /// The search text of the list or help shown, which is searched while it is typed.
    Search,
    /// The address of a moment to go to.
    Address(String),
    /// A claim about the run.
    Claim(ClaimLine),
    /// A word that is to be explained.
    Word(WordLine),
}

impl Typing {
    /// Whether keys write text.
    pub fn is_on(&self) -> bool {
        *self != Self::Nothing
    }

    /// The address typed so far, if one is typed.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Address(text) => Some(text),
            Self::Nothing | Self::Search | Self::Claim(_) | Self::Word(_) => None,
        }
    }

    /// The claim typed so far, if one is typed.
    pub fn claim(&self) -> Option<&ClaimLine> {
        match self {
            Self::Claim(line) => Some(line),
            Self::Nothing | Self::Search | Self::Address(_) | Self::Word(_) => None,
        }
    }

    /// The word typed so far, if one is typed.
    pub fn word(&self) -> Option<&WordLine> {
        match self {
            Self::Word(line) => Some(line),
            Self::Nothing | Self::Search | Self::Address(_) | Self::Claim(_) => None,
        }
    }

    /// The longest line, in characters.
    const fn longest(&self) -> usize {
        match self {
            Self::Claim(_) => LONGEST_CLAIM,
            Self::Nothing | Self::Search | Self::Address(_) | Self::Word(_) => MOST,
        }
    }
}

impl App {
    pub(super) fn type_search(&mut self) {
        self.typing = Typing::Search;
    }

    fn line(&mut self) -> Option<&mut String> {
        if self.screen == Screen::Story && self.typing == Typing::Search {
            self.search_story_anew();
            return Some(&mut self.story.search);
        }
        match &mut self.typing {
            Typing::Nothing => None,
            Typing::Search => {
                if self.screen == Screen::Help {
                    return Some(&mut self.help_search);
                }
                // Other tasks are found from now on: the page begins at the first of them,
                // wherever the one is that was selected.
                self.scroll = 0;
                self.edge = Some(Edge::First);
                Some(&mut self.search)
            }
            Typing::Address(text) => Some(text),
            Typing::Claim(line) => Some(line.text_mut()),
            Typing::Word(line) => Some(line.text_mut()),
        }
    }

    pub(super) fn type_char(&mut self, c: char) {
        if is_harmful(c) {
            return;
        }
        let longest = self.typing.longest();
        if let Some(line) = self.line()
            && line.chars().count() < longest
        {
            line.push(c);
        }
    }

    pub(super) fn erase(&mut self) {
        if let Some(line) = self.line() {
            line.pop();
        }
    }

    pub(super) fn erase_all(&mut self) {
        if let Some(line) = self.line() {
            line.clear();
        }
    }

    pub(super) fn submit(&mut self) {
        match std::mem::take(&mut self.typing) {
            Typing::Address(text) => self.go_to(&text),
            Typing::Claim(line) => self.submit_claim(line),
            Typing::Word(line) => self.submit_word(&line),
            Typing::Search => self.found(),
            Typing::Nothing => {}
        }
    }

    /// Stops typing, without what was typed; `false` if nothing is typed.
    pub(super) fn stop_typing(&mut self) -> bool {
        match std::mem::take(&mut self.typing) {
            Typing::Nothing => return false,
            Typing::Search => self.clear_search(),
            Typing::Address(_) | Typing::Claim(_) | Typing::Word(_) => {}
        }
        true
    }

    pub(super) fn clear_search(&mut self) {
        match self.screen {
            Screen::Story => self.clear_story_search(),
            Screen::Help => {
                // The text stays where it is.
                self.help_search.clear();
                self.hit = None;
            }
            _ => {
                self.search.clear();
                self.scroll = 0;
                self.edge = Some(Edge::First);
            }
        }
    }
}
