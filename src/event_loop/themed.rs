//! The theme of the run: given, or chosen by what the terminal says of its background.

use crate::config;
use crate::terminal::ground::{Ground, Surroundings};
use crate::ui::theme::Theme;
use std::time::Duration;

/// So long the first picture waits for the terminal's answer; one that comes later changes
/// the colours when it comes.
const ANSWERS_WITHIN: Duration = Duration::from_millis(50);

/// A theme, and what it waits for.
pub(crate) struct Themed {
    theme: Theme,
    /// The terminal is asked, and its answer counts.
    asks: bool,
    /// It answered.
    heard: bool,
}

impl Themed {
    /// The theme on this terminal.
    pub(super) fn of(choice: config::Theme) -> Self {
        Self::on(choice, &Surroundings::look())
    }

    fn on(choice: config::Theme, around: &Surroundings) -> Self {
        if choice != config::Theme::Auto {
            return Self::given(choice);
        }
        if !around.has_colours() {
            return Self::fixed(Theme::mono());
        }
        let guess = around.ground();
        Self {
            theme: guess.map_or_else(Theme::anywhere, suited),
            asks: around.answers(),
            heard: false,
        }
    }

    /// The theme where no terminal can be asked.
    pub(crate) fn given(choice: config::Theme) -> Self {
        Self::fixed(match choice {
            config::Theme::Auto | config::Theme::Dark => Theme::dark(),
            config::Theme::Light => Theme::light(),
            config::Theme::Mono => Theme::mono(),
        })
    }

    fn fixed(theme: Theme) -> Self {
        Self {
            theme,
            asks: false,
            heard: false,
        }
    }

    /// Whether the terminal is to be asked for its background.
    pub(super) fn asks(&self) -> bool {
        self.asks
    }

    /// How long the first picture is still to wait for its colours: nothing once they are
    /// known, or were waited for long enough.
    pub(super) fn settles_in(&self, clock: Duration) -> Duration {
        match self.asks && !self.heard {
            true => ANSWERS_WITHIN.saturating_sub(clock),
            false => Duration::ZERO,
        }
    }

    /// The terminal answered.
    pub(super) fn hear(&mut self, ground: Ground) {
        if self.asks {
            self.heard = true;
            self.theme = suited(ground);
        }
    }

    pub(super) fn theme(&self) -> &Theme {
        &self.theme
    }
}

fn suited(ground: Ground) -> Theme {
    match ground {
        Ground::Dark => Theme::dark(),
        Ground::Light => Theme::light(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(term: &str, color_fg_bg: Option<&str>) -> Surroundings {
        Surroundings {
            term: Some(term.into()),
            color_fg_bg: color_fg_bg.map(str::to_owned),
        }
    }

    fn auto(around: &Surroundings) -> Themed {
        Themed::on(config::Theme::Auto, around)
    }

    #[test]
    fn the_answer_wins_over_the_guess_and_the_choice_over_both() {
        let mut light = auto(&around("xterm-256color", Some("0;15")));
        assert_eq!(light.theme().text, Theme::light().text);
        assert!(light.asks());
        light.hear(Ground::Dark);
        assert_eq!(light.theme().text, Theme::dark().text);

        let mut chosen = Themed::on(config::Theme::Light, &around("xterm", None));
        assert!(!chosen.asks());
        chosen.hear(Ground::Dark);
        assert_eq!(chosen.theme().text, Theme::light().text);
    }

    #[test]
    fn the_first_picture_waits_for_an_answer_but_not_long() {
        let mut theme = auto(&around("xterm", None));
        assert_eq!(theme.settles_in(Duration::ZERO), ANSWERS_WITHIN);
        let nobody_answers = theme.settles_in(ANSWERS_WITHIN);
        assert_eq!(nobody_answers, Duration::ZERO);
        theme.hear(Ground::Dark);
        assert_eq!(theme.settles_in(Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn without_an_answer_the_theme_brings_its_own_ground() {
        let nobody_says = auto(&around("xterm", None));
        assert_ne!(nobody_says.theme().ground, Theme::dark().ground);
        let no_colours = auto(&around("vt220", Some("15;0")));
        assert_eq!(no_colours.theme().title, Theme::mono().title);
        assert!(!no_colours.asks());
    }
}
