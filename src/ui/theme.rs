//! Styles by meaning. Every state is a word and a shape first: `mono` must lose nothing.
use crate::app::Register;
use crate::kitchen::analogy::{KITCHEN, Labels, labels};
use crate::kitchen::code::TokenKind;
use crate::kitchen::scene::{ChefState, Outcome};
use ratatui::style::{Color, Modifier, Style};

/// The styles of the program, by what they mean.
#[derive(Clone, Debug)]
#[allow(
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
    pub later: Style,
    /// Under everything.
    pub ground: Style,
    /// The short words on the screen: of the kitchen or Tokio's.
    pub words: &'static Labels,
}

/// The colours of a theme: numbers of xterm's table of 256, since the first 16 are the
/// terminal's own and may look like anything.
struct Palette {
    text: u8,
    dim: u8,
    title: u8,
    line: u8,
    green: u8,
    yellow: u8,
    cyan: u8,
    magenta: u8,
    red: u8,
    key: u8,
    /// The background these are for.
    ground: u8,
}

/// Each at least 4.5 to 1 on black and on Solarized Dark; lines at least 3 to 1.
const ON_DARK: Palette = Palette {
    text: 252,
    dim: 248,
    title: 231,
    line: 243,
    green: 114,
    yellow: 221,
    cyan: 80,
    magenta: 177,
    red: 210,
    key: 228,
    ground: 16,
};

/// The same on white and on Solarized Light.
const ON_LIGHT: Palette = Palette {
    text: 235,
    dim: 240,
    title: 16,
    line: 244,
    green: 22,
    yellow: 94,
    cyan: 24,
    magenta: 90,
    red: 124,
    key: 19,
    ground: 231,
};

/// What is wrong must be seen first: white on red, whatever is behind it.
const ALARM: Style = Style::new()
    .fg(Color::Indexed(231))
    .bg(Color::Indexed(160))
    .add_modifier(Modifier::BOLD);

impl Theme {
    /// For dark backgrounds.
    pub fn dark() -> Self {
        Self::of(&ON_DARK)
    }

    /// For light backgrounds.
    pub fn light() -> Self {
        Self::of(&ON_LIGHT)
    }

    fn of(palette: &Palette) -> Self {
        let fg = |number: u8| Style::new().fg(Color::Indexed(number));
        let bold = Modifier::BOLD;
        let (text, dim) = (fg(palette.text), fg(palette.dim));
        Self {
            text,
            dim,
            title: fg(palette.title).add_modifier(bold),
            border: fg(palette.line),
            cooking: fg(palette.green),
            stalled: ALARM,
            parked: dim,
            ready: fg(palette.yellow),
            pending: fg(palette.cyan),
            blocking: fg(palette.magenta),
            served: fg(palette.green),
            binned: fg(palette.yellow),
            burnt: fg(palette.red),
            unclaimed: fg(palette.magenta),
            // Both colours: it stands on cells of any style.
            selected: fg(palette.ground).bg(Color::Indexed(palette.text)),
            key: fg(palette.key).add_modifier(bold),
            notice: fg(palette.yellow),
            error: fg(palette.red).add_modifier(bold),
            measured: text,
            inferred: dim,
            mark_here: fg(palette.red).add_modifier(bold),
            travel: fg(palette.title).add_modifier(bold),
            later: dim,
            ground: Style::new(),
            words: &KITCHEN,
        }
    }

    /// The same with the words of this register.
    #[must_use]
    pub fn told_in(&self, register: Register) -> Self {
        Self {
            words: labels(register),
            ..self.clone()
        }
    }

    /// Where nobody knows the background: as on a dark one, which it brings along.
    pub fn anywhere() -> Self {
        Self {
            ground: Style::new().bg(Color::Indexed(ON_DARK.ground)),
            ..Self::dark()
        }
    }

    /// No colour at all: bold and reverse only. Nothing is faint: how faint would be the
    /// terminal's choice.
    pub fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            text: plain,
            dim: plain,
            title: bold,
            border: plain,
            cooking: plain,
            stalled: bold.add_modifier(Modifier::REVERSED),
            parked: plain,
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
            error: bold,
            measured: plain,
            inferred: plain,
            mark_here: bold,
            travel: bold,
            later: plain,
            ground: plain,
            words: &KITCHEN,
        }
    }

    /// The style of a chef's state.
    pub fn chef(&self, state: ChefState) -> Style {
        match state {
            ChefState::Cooking => self.cooking,
            ChefState::Stalled => self.stalled,
            ChefState::Parked | ChefState::Home => self.parked,
            ChefState::Looking => self.text,
            ChefState::OutOfSight => self.notice,
        }
    }

    /// The style of what became of a card.
    pub fn outcome(&self, outcome: Outcome) -> Style {
        match outcome {
            Outcome::Served => self.served,
            Outcome::Binned => self.binned,
            Outcome::Burnt => self.burnt,
            Outcome::Unclaimed => self.unclaimed,
            Outcome::Gone => self.text,
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
