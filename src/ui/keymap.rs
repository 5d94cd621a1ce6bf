//! The one table of keys: it drives input, footer hints, the help screen and the docs.
//!
//! Keys of recipes come from the menu; every other key is a row of `table`.

mod hints;
mod names;
mod table;
#[cfg(test)]
mod tests;

pub use hints::{Context, Hint, hints};
pub use names::Keys;

use crate::app::{Action, App, Screen, allowed};
use crate::order::RecipeInfo;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use table::{Binding, Press, bindings};

/// A row of the help screen.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpRow {
    /// The heading it belongs under.
    pub group: &'static str,
    /// Its keys, as they are printed.
    pub keys: String,
    /// What they do.
    pub meaning: String,
    /// What a click on the row asks for.
    pub action: Option<Action>,
}

/// The action of a key press.
pub fn action(key: KeyEvent, app: &App) -> Option<Action> {
    let lesson = match app.course() {
        None => Lesson::None,
        Some(_) if app.awaits_answer() => Lesson::Asks,
        Some(_) => Lesson::Played,
    };
    let action = resolve_in(lesson, key, app.screen, app.typing.is_on(), &app.menu);
    action.filter(|action| app.allows(*action))
}

/// What keys may mean besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lesson {
    /// No lesson is played.
    None,
    /// One is.
    Played,
    /// It waits for an answer.
    Asks,
}

impl Lesson {
    /// The rows that come before all others.
    fn bindings(self) -> impl Iterator<Item = &'static Binding> {
        let played = table::IN_LESSON.iter().filter(move |_| self != Self::None);
        let asks = table::ANSWERS.iter().filter(move |_| self == Self::Asks);
        played.chain(asks)
    }
}

fn resolve_in(
    lesson: Lesson,
    key: KeyEvent,
    screen: Screen,
    typing: bool,
    menu: &[&'static RecipeInfo],
) -> Option<Action> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let press = press(key)?;
    if typing {
        return typed(press);
    }
    let repeated = key.kind == KeyEventKind::Repeat;
    let of_lesson = lesson
        .bindings()
        .find(|binding| fits(binding, press, screen));
    of_lesson
        .or_else(|| bound(press, screen))
        .map(|binding| binding.action)
        .or_else(|| recipe(press, screen, menu).map(|recipe| Action::HandIn(recipe.name)))
        // A key held down moves a selection; it does not order a thousand tasks.
        .filter(|action| !repeated || may_repeat(action))
}

/// The key without what does not matter; `None` for combinations nothing is bound to.
fn press(key: KeyEvent) -> Option<Press> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    if key
        .modifiers
        .intersects(KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::META)
    {
        return None;
    }
    match key.code {
        KeyCode::Char(c) if control => Some(Press::Control(c.to_ascii_lowercase())),
        KeyCode::Char(c) => Some(Press::Char(c)),
        code if control => Some(Press::Code(code)).filter(|_| code == KeyCode::Enter),
        code => Some(Press::Code(code)),
    }
}

/// While a line is typed every character is text.
fn typed(press: Press) -> Option<Action> {
    if let Press::Char(c) = press {
        return Some(Action::Type(c));
    }
    let found = table::TYPING.iter().find(|(key, _)| *key == press);
    found.map(|(_, action)| *action)
}

fn bound(press: Press, screen: Screen) -> Option<&'static Binding> {
    bindings().find(|binding| fits(binding, press, screen))
}

fn fits(binding: &Binding, press: Press, screen: Screen) -> bool {
    binding.on.contains(&screen) && binding.keys.contains(&press)
}

fn recipe(
    press: Press,
    screen: Screen,
    menu: &[&'static RecipeInfo],
) -> Option<&'static RecipeInfo> {
    let Press::Char(c) = press else { return None };
    if !table::ORDERING.contains(&screen) {
        return None;
    }
    menu.iter().copied().find(|recipe| recipe.key() == Some(c))
}

fn may_repeat(action: &Action) -> bool {
    matches!(
        action,
        Action::SelectNext
            | Action::SelectPrevious
            | Action::SelectNextWorker
            | Action::Scroll(_)
            | Action::Scrub(_)
            | Action::Step { .. }
            | Action::Zoom { .. }
    )
}

fn printed(keys: &[Press]) -> String {
    let names: Vec<_> = keys.iter().map(|press| names::printed(*press)).collect();
    names.join(" ")
}

/// The rows of the help where orders can be given, or where they cannot.
pub fn help_where(can_order: bool, menu: &[&'static RecipeInfo]) -> Vec<HelpRow> {
    let mut rows = help(menu);
    rows.retain(|row| row.action.is_none_or(|action| allowed(can_order, action)));
    rows
}

/// Every key, grouped, for `tokio-kitchen list`.
pub fn help(menu: &[&'static RecipeInfo]) -> Vec<HelpRow> {
    let orders = menu.iter().filter_map(|recipe| {
        Some(HelpRow {
            group: "Orders",
            keys: recipe.key()?.to_string(),
            meaning: format!("{}: {}", recipe.name, recipe.summary),
            action: Some(Action::HandIn(recipe.name)),
        })
    });
    let of_lessons = table::IN_LESSON.iter().chain(&table::ANSWERS);
    let keys = bindings()
        .chain(of_lessons)
        .filter(|binding| binding.in_help)
        .map(|binding| HelpRow {
            group: binding.group,
            keys: printed(binding.keys),
            meaning: binding.meaning.to_owned(),
            action: Some(binding.action),
        });
    let mouse = table::MOUSE.iter().map(|(keys, meaning)| HelpRow {
        group: "Mouse",
        keys: (*keys).to_owned(),
        meaning: (*meaning).to_owned(),
        action: None,
    });
    let mut rows: Vec<_> = orders.chain(keys).chain(mouse).collect();
    // Whoever looks for a key finds all of its sort in one place, in the order of their first.
    let mut groups = Vec::new();
    for row in &rows {
        if !groups.contains(&row.group) {
            groups.push(row.group);
        }
    }
    rows.sort_by_key(|row| groups.iter().position(|group| *group == row.group));
    rows
}
