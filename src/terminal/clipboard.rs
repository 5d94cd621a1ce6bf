//! The clipboard of the terminal's user, reached through the terminal itself (OSC 52), so
//! also from another machine.
//!
//! No terminal says whether it took a copy. Some are known not to.

use super::OUTLET;
use crossterm::QueueableCommand;
use crossterm::clipboard::CopyToClipboard;

/// What became of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// It was handed to the terminal.
    Sent,
    /// It was handed to tmux, which passes it on only with its option `set-clipboard on`.
    SentToTmux,
    /// This terminal is known to take none.
    NotTaken,
}

/// What the terminal says of itself in variables.
#[derive(Clone, Debug, Default)]
struct Surroundings {
    term: String,
    program: String,
    tmux: bool,
    screen: bool,
}

impl Surroundings {
    fn look() -> Self {
        let text = |name| std::env::var(name).unwrap_or_default();
        let is_set = |name| std::env::var_os(name).is_some();
        Self {
            term: text("TERM"),
            program: text("TERM_PROGRAM"),
            tmux: is_set("TMUX"),
            screen: is_set("STY"),
        }
    }

    fn copy(&self) -> Copy {
        if self.tmux {
            return Copy::SentToTmux;
        }
        // The console has no clipboard; screen swallows the sequence; Apple's terminal
        // ignores it.
        match self.term == "linux" || self.screen || self.program == "Apple_Terminal" {
            true => Copy::NotTaken,
            false => Copy::Sent,
        }
    }
}

/// Hands the text to the terminal's clipboard, where that can be.
pub fn copy(text: &str) -> Copy {
    let copy = Surroundings::look().copy();
    if copy == Copy::NotTaken {
        return copy;
    }
    let mut bytes = Vec::new();
    match bytes.queue(CopyToClipboard::to_clipboard_from(text)) {
        Ok(_) => OUTLET.send(bytes),
        Err(_) => return Copy::NotTaken,
    }
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_that_take_no_copy_are_known() {
        let term = |term: &str, program: &str, tmux, screen| {
            Surroundings {
                term: term.into(),
                program: program.into(),
                tmux,
                screen,
            }
            .copy()
        };
        assert_eq!(term("xterm-256color", "", false, false), Copy::Sent);
        assert_eq!(term("tmux-256color", "tmux", true, false), Copy::SentToTmux);
        assert_eq!(term("linux", "", false, false), Copy::NotTaken);
        assert_eq!(term("screen", "", false, true), Copy::NotTaken);
        let apple = term("xterm-256color", "Apple_Terminal", false, false);
        assert_eq!(apple, Copy::NotTaken);
    }
}
