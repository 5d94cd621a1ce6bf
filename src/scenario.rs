//! Scripts of orders: which recipes are ordered when, and what is done to their tasks.
//!
//! Owns the fields of the TOML format, their checks and the built-in scripts; [`Player`] turns a script
//! into commands by a clock it is given. Used by the program without a screen and by the
//! one with. Knows recipes by their descriptions only; it must not know the engine, the
//! model or screens.
//!
//! ```
//! use tokio_kitchen::events::Nanos;
//! use tokio_kitchen::order::Command;
//! use tokio_kitchen::scenario::{Player, Scenario};
//!
//! let text = "[[order]]\nrecipe = \"simmer\"\nevery = \"1s\"\ntimes = 2\n";
//! let script = Scenario::parse("two.toml", text)?;
//! let mut player = Player::new(&script, 1.0);
//! let first = player.advance(Nanos::ZERO);
//! assert!(matches!(&first[..], [Command::Spawn(order)] if order.recipe == "simmer"));
//! assert_eq!(player.advance(Nanos::from_millis(1_500)).len(), 1);
//! assert!(player.all_ordered());
//!
//! let mistake = Scenario::parse("bad.toml", "[[order]]\nrecipe = \"simer\"\n");
//! assert!(mistake.unwrap_err().to_string().starts_with("bad.toml:2:"));
//! # Ok::<(), tokio_kitchen::document::Mistake>(())
//! ```

mod expect;
mod kinds;
mod parse;
mod player;
pub mod recipe;
mod runtime;
#[cfg(test)]
mod tests;

pub use player::Player;

use crate::claim::Claim;
use crate::document::{self, Mistake, one_of, quoted};
use crate::events::{Flavor, Nanos};
use crate::order::{Book, Order, Settings};
use std::sync::Arc;

/// Longest time a script may name.
pub const LONGEST: Nanos = Nanos::from_millis(24 * 3_600_000);

/// A script, checked: every recipe and parameter exists, every number is in range.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Built-in name, or the path it was read from.
    pub name: String,
    /// One line.
    pub title: String,
    /// What there is to see, in a sentence or two.
    pub about: String,
    /// What it asks of the runtime; flags given by the user win.
    pub setup: Setup,
    /// Its own recipes.
    pub book: Arc<Book>,
    /// The orders, as written.
    pub orders: Vec<Planned>,
    /// The acts, as written.
    pub acts: Vec<PlannedAct>,
    /// What is claimed of a run of it.
    pub expects: Vec<Claim>,
}

/// What a script asks of the runtime.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Setup {
    /// Number of workers.
    pub workers: Option<u16>,
    /// Which scheduler.
    pub flavor: Option<Flavor>,
    /// What else is set in its builder.
    pub settings: Settings,
    /// The script is over after this time, whatever is still alive; stretched by the tempo.
    pub limit: Option<Nanos>,
    /// Tempo to begin with.
    pub tempo: Option<f64>,
}

/// An order with its time. All times of a script are stretched by the tempo.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// When it is given first.
    pub at: Nanos,
    /// How long after one time it is given again.
    pub every: Nanos,
    /// How many times it is given, at least once.
    pub times: u32,
    /// The order.
    pub order: Order,
}

impl Planned {
    /// How many tasks it asks for in all.
    pub fn total(&self) -> u64 {
        u64::from(self.order.count) * u64::from(self.times)
    }
}

/// An act with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedAct {
    /// When.
    pub at: Nanos,
    /// What.
    pub act: Act,
}

/// What a script can do besides ordering.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// Abort a task.
    Abort(Target),
    /// Drop the handle of a task.
    DropHandle(Target),
    /// Close the runtime, gracefully or at once.
    Close {
        /// Whether tasks are asked to finish first.
        graceful: bool,
    },
    /// Change the tempo.
    Tempo(f64),
    /// Finish, and start again with so many workers.
    Workers(u16),
}

/// A task, as a script points at it: the nth one (from 0) of the nth order (from 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// Index in [`Scenario::orders`].
    pub order: usize,
    /// Which task of that order, in spawn order.
    pub nth: u32,
}

/// The scripts that come with the program: name and text.
const BUILT_IN: [(&str, &str); 8] = [
    (
        "first-shift",
        include_str!("../assets/scenarios/first-shift.toml"),
    ),
    (
        "tutorial",
        include_str!("../assets/scenarios/tutorial.toml"),
    ),
    ("stall", include_str!("../assets/scenarios/stall.toml")),
    ("trapped", include_str!("../assets/scenarios/trapped.toml")),
    ("freeze", include_str!("../assets/scenarios/freeze.toml")),
    ("bakery", include_str!("../assets/scenarios/bakery.toml")),
    ("rush", include_str!("../assets/scenarios/rush.toml")),
    (
        "everything",
        include_str!("../assets/scenarios/everything.toml"),
    ),
];

/// Names of the scripts that come with the program.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

impl Scenario {
    /// A built-in script by name, or a script from a TOML file by path.
    ///
    /// # Errors
    /// When there is no such script, the file cannot be read, or it has a mistake.
    pub fn load(name: &str) -> Result<Self, Mistake> {
        if let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Self::parse(name, text);
        }
        let looks_like_a_path = name.contains(['/', '\\', '.']);
        if !looks_like_a_path && !std::path::Path::new(name).exists() {
            let expected = format!("{}, or a TOML file", one_of(name, names()));
            return Err(Mistake::new("scenario", quoted(name), expected));
        }
        let known: Vec<_> = names().collect();
        let expected = format!("a TOML file, or one of {}", known.join(", "));
        Self::parse(name, &document::read(name, &expected)?)
    }

    /// Reads a script from its text; `name` is what errors call the file.
    ///
    /// # Errors
    /// When the text has a mistake: the first one found.
    pub fn parse(name: &str, text: &str) -> Result<Self, Mistake> {
        parse::scenario(name, text)
    }
}
