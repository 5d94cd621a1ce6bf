//! What there is to order: descriptions only, the tasks themselves live in `recipes`.

use super::Param;

/// The description of a recipe.
#[derive(Debug)]
pub struct RecipeInfo {
    /// Its name, as scenarios and reports write it; also the name of its kind of task.
    pub name: &'static str,
    /// Where it is found, and with it what orders it.
    pub origin: Origin,
    /// Whether each of its tasks blocks a thread: many at once hold up everything.
    pub blocks: bool,
    /// One line: what it does and what it shows.
    pub summary: &'static str,
    /// Its source file, as the compiler names it in [`Site::file`](crate::events::Site::file).
    pub file: &'static str,
    /// The source itself.
    pub source: &'static str,
    /// Its parameters.
    pub params: &'static [ParamInfo],
    /// The kinds of its tasks, of those they spawn, and of their jobs: its own name first, the
    /// others as their functions are called.
    pub kinds: &'static [&'static str],
}

/// Where a recipe is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// On the menu: this key orders it.
    Menu(char),
    /// Among those of the lessons: scenarios order it, no key does.
    Lesson,
    /// In a scenario file, which is the only one to order it. Its source is that file with all
    /// lines but its own left blank.
    Written,
}

impl RecipeInfo {
    /// The key that orders it, if one does.
    pub fn key(&self) -> Option<char> {
        match self.origin {
            Origin::Menu(key) => Some(key),
            Origin::Lesson | Origin::Written => None,
        }
    }

    /// Whether it was written in a scenario file.
    pub fn is_written(&self) -> bool {
        self.origin == Origin::Written
    }
}

/// The description of one parameter of a recipe.
#[derive(Debug)]
pub struct ParamInfo {
    /// Its name.
    pub name: &'static str,
    /// The value it takes if none is given; also tells its type.
    pub default: Param,
    /// Smallest value.
    pub min: Param,
    /// Largest value.
    pub max: Param,
    /// One line: what it means.
    pub meaning: &'static str,
}
