//! The names of keys, by what they do: texts on screen take them from here.

use super::table::{ANSWERS, IN_LESSON, Press, TYPING, bindings};
use crate::app::{Action, Screen};
use crate::kitchen::text::{Piece, Text};
use crate::order::RecipeInfo;
use crossterm::event::KeyCode;

/// Names keys by what they do.
#[derive(Clone, Copy, Debug)]
pub struct Keys<'a> {
    menu: &'a [&'static RecipeInfo],
}

impl Keys<'static> {
    /// Where no recipe is named: those have their keys from the menu.
    pub const FIXED: Self = Self { menu: &[] };
}

impl<'a> Keys<'a> {
    /// The keys of the table and those of the menu.
    pub fn new(menu: &'a [&'static RecipeInfo]) -> Self {
        Self { menu }
    }

    /// The name of the key that does this, the first if there are several.
    pub fn name(&self, action: Action) -> String {
        let press = self.press(action);
        press.map_or_else(|| "(no key)".to_owned(), printed)
    }

    /// The name of the key that does this on a screen; of any screen if none does there.
    pub fn name_on(&self, screen: Screen, action: Action) -> String {
        let mut there = bindings().filter(|binding| binding.on.contains(&screen));
        let bound = there.find(|binding| binding.action == action);
        let press = bound.and_then(|binding| binding.keys.first());
        press.map_or_else(|| self.name(action), |press| printed(*press))
    }

    fn press(&self, action: Action) -> Option<Press> {
        if let Action::HandIn(name) = action {
            let recipe = self.menu.iter().find(|recipe| recipe.name == name);
            return recipe.and_then(|recipe| recipe.key()).map(Press::Char);
        }
        let of_lessons = IN_LESSON.iter().chain(&ANSWERS);
        let mut all = bindings().chain(of_lessons);
        let bound = all.find(|binding| binding.action == action);
        let typed = || TYPING.iter().find(|(_, typed)| *typed == action);
        match bound {
            Some(binding) => binding.keys.first().copied(),
            None => typed().map(|(press, _)| *press),
        }
    }

    /// Where the names of keys stand in the text as it is [told](Self::tell): from and to which
    /// byte.
    pub fn spans(&self, text: &Text) -> Vec<(usize, usize)> {
        let mut at = 0;
        let mut spans = Vec::new();
        for piece in text.pieces() {
            let from = at;
            match piece {
                Piece::Words(words) => at += words.len(),
                Piece::Key(action) => {
                    at += self.name(*action).len();
                    spans.push((from, at));
                }
            }
        }
        spans
    }

    /// The text with the names of its keys.
    pub fn tell(&self, text: &Text) -> String {
        let mut told = String::new();
        for piece in text.pieces() {
            match piece {
                Piece::Words(words) => told += words,
                Piece::Key(action) => told += &self.name(*action),
            }
        }
        told
    }
}

/// A key as it is printed.
pub(super) fn printed(press: Press) -> String {
    match press {
        Press::Char(' ') => "Space".to_owned(),
        Press::Char(c) => c.to_string(),
        Press::Control(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
        Press::Code(KeyCode::PageDown) => "PgDn".to_owned(),
        Press::Code(KeyCode::PageUp) => "PgUp".to_owned(),
        Press::Code(KeyCode::BackTab) => "Shift-Tab".to_owned(),
        Press::Code(code) => code.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_gets_the_names_of_its_keys_from_the_table_and_the_menu() {
        let menu: Vec<_> = crate::recipes::all()
            .iter()
            .map(|recipe| &recipe.info)
            .collect();
        let text = Text::from("press ")
            .key(Action::HandIn("simmer"))
            .words(", then ")
            .key(Action::Toggle(Screen::Inspector))
            .words(" and ")
            .key(Action::Submit);
        assert_eq!(
            Keys::new(&menu).tell(&text),
            "press 1, then Enter and Enter"
        );
        assert_eq!(Keys::FIXED.name(Action::HandIn("simmer")), "(no key)");
        assert_eq!(Keys::FIXED.name(Action::Pause), "Space");
        assert_eq!(Keys::FIXED.name(Action::Erase), "Backspace");
    }
}
