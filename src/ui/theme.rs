//! Styles by meaning. Every state is a word and a shape first: `mono` must lose nothing.
use crate::kitchen::code::TokenKind;
use crate::kitchen::scene::{ChefState, Outcome};
use ratatui::style::{Color, Modifier, Style};

/// The styles of the program, by what they mean.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "each name is the meaning; a sentence would only repeat it"
)]
pub struct Theme {
    pub text: Style,
    pub dim: Style,
    pub title: Style,
    pub border: Style,
    pub cooking: Style,
    pub stalled: Style,
    pub parked: Style,
    pub ready: Style,
    pub pending: Style,
    pub blocking: Style,
    pub served: Style,
    pub binned: Style,
    pub burnt: Style,
    pub unclaimed: Style,
    pub selected: Style,
    pub key: Style,
    pub notice: Style,
    pub error: Style,
    pub measured: Style,
    pub inferred: Style,
    pub mark_here: Style,
    pub travel: Style,
}

/// Grey that stays legible on a black ground; "bright black" is invisible in some palettes.
const GREY: Color = Color::Indexed(246);
/// Lines stand back behind what they frame.
const LINE: Color = Color::Indexed(240);

impl Theme {
    /// For dark backgrounds: the terminal's own 16 colours for meaning, two greys for the rest.
    pub fn dark() -> Self {
        let fg = |color: Color| Style::new().fg(color);
        let bold = Modifier::BOLD;
        Self {
            text: Style::new(),
            dim: fg(GREY),
            title: fg(Color::White).add_modifier(bold),
            border: fg(LINE),
            cooking: fg(Color::Green),
            stalled: fg(Color::LightRed).add_modifier(bold),
            parked: fg(GREY),
            ready: fg(Color::Yellow),
            pending: fg(Color::Cyan),
            blocking: fg(Color::LightMagenta),
            served: fg(Color::Green),
            binned: fg(Color::Yellow),
            burnt: fg(Color::LightRed),
            unclaimed: fg(Color::LightMagenta),
            selected: Style::new().add_modifier(Modifier::REVERSED),
            key: fg(Color::LightYellow).add_modifier(bold),
            notice: fg(Color::Yellow),
            error: fg(Color::LightRed).add_modifier(bold),
            measured: Style::new(),
            inferred: fg(GREY),
            mark_here: fg(Color::LightRed).add_modifier(bold),
            travel: fg(Color::White).add_modifier(bold),
        }
    }

    /// No colour at all: bold, dim and reverse only.
    pub fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let dim = plain.add_modifier(Modifier::DIM);
        Self {
            text: plain,
            dim,
            title: bold,
            border: dim,
            cooking: plain,
            stalled: bold.add_modifier(Modifier::REVERSED),
            parked: dim,
            ready: bold,
            pending: plain,
            blocking: plain,
            served: plain,
            binned: plain,
            burnt: bold,
            unclaimed: plain,
            selected: plain.add_modifier(Modifier::REVERSED),
            key: bold,
            notice: bold,
            error: bold.add_modifier(Modifier::REVERSED),
            measured: plain,
            inferred: dim,
            mark_here: bold,
            travel: bold,
        }
    }

    /// The style of a chef's state.
    pub fn chef(&self, state: ChefState) -> Style {
        match state {
            ChefState::Cooking => self.cooking,
            ChefState::Stalled => self.stalled,
            ChefState::Parked | ChefState::Home => self.parked,
            ChefState::Looking => self.text,
        }
    }

    /// The style of what became of a card.
    pub fn outcome(&self, outcome: Outcome) -> Style {
        match outcome {
            Outcome::Served => self.served,
            Outcome::Binned => self.binned,
            Outcome::Burnt => self.burnt,
            Outcome::Unclaimed => self.unclaimed,
        }
    }

    /// The style of a piece of source.
    pub fn token(&self, kind: TokenKind) -> Style {
        match kind {
            TokenKind::Plain | TokenKind::Number => self.text,
            TokenKind::Keyword => self.blocking,
            TokenKind::Await => self.pending.add_modifier(Modifier::BOLD),
            TokenKind::Text => self.served,
            TokenKind::Comment => self.dim,
            TokenKind::Call => self.ready,
        }
    }
}
