//! The recipes that hints and first steps speak of, by name. The pictures know recipes by
//! their descriptions only; a test holds these names against the recipes themselves.

use crate::app::{Action, Screen};

/// It waits and holds no chef.
pub const SIMMER: &str = "simmer";
/// It blocks its chef.
pub const BLOCK: &str = "block";
/// It blocks a thread of the bakery.
pub const BAKERY: &str = "bakery";
/// It panics.
pub const PANIC: &str = "panic";

/// What a newcomer is told to press, in this order.
pub const FIRST_STEPS: [Action; 7] = [
    Action::HandIn(SIMMER),
    Action::HandIn(BLOCK),
    Action::HandIn(SIMMER),
    Action::HandIn(BAKERY),
    Action::Jump { forth: false },
    Action::Toggle(Screen::Scenarios),
    Action::Toggle(Screen::Help),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn these_recipes_are_there() {
        for name in [SIMMER, BLOCK, BAKERY, PANIC] {
            let known = crate::recipes::all().iter();
            assert_eq!(known.filter(|recipe| recipe.info.name == name).count(), 1);
        }
    }
}
