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

pub(crate) mod expect;
mod kinds;
mod parse;
mod player;
pub mod recipe;
mod runtime;
#[cfg(test)]
mod tests;

pub(crate) use parse::PART;
pub use player::Player;

use crate::claim::Claim;
use crate::document::{self, Fields, Mistake, Source, one_of, quoted};
use crate::events::{Flavor, Nanos};
use crate::order::{Book, Order, Settings};
use std::borrow::Cow;
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
    /// Line and column, from 1, of those of the claims that its text makes: they are the first.
    pub expect_places: Vec<(usize, usize)>,
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
const BUILT_IN: [(&str, &str); 9] = [
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
    (
        "deadlock",
        include_str!("../assets/scenarios/deadlock.toml"),
    ),
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
        Self::parse(name, &Self::text(name)?)
    }

    /// The text of a script, unread.
    ///
    /// # Errors
    /// When there is no such script, or the file cannot be read.
    pub fn text(name: &str) -> Result<Cow<'static, str>, Mistake> {
        if let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Ok((*text).into());
        }
        let looks_like_a_path = name.contains(['/', '\\', '.']);
        if !looks_like_a_path && !std::path::Path::new(name).exists() {
            let expected = format!("{}, or a TOML file", one_of(name, names()));
            return Err(Mistake::new("scenario", quoted(name), expected));
        }
        let known: Vec<_> = names().collect();
        let expected = format!("a TOML file, or one of {}", known.join(", "));
        document::read(name, &expected).map(Cow::Owned)
    }

    /// Reads a script from its text; `name` is what errors call the file.
    ///
    /// # Errors
    /// When the text has a mistake: the first one found.
    pub fn parse(name: &str, text: &str) -> Result<Self, Mistake> {
        parse::scenario(name, text)
    }

    /// Reads a script out of a table of another document, with [these](PART) of its fields.
    /// `unstable`: it is played only where Tokio is unstable, so it may ask for what is not here.
    ///
    /// # Errors
    /// When it has a mistake: the first one found.
    pub(crate) fn part(fields: &Fields<'_>, unstable: bool) -> Result<Self, Mistake> {
        parse::of(fields.source, fields, unstable || cfg!(tokio_unstable))
    }

    /// Whether a run of it can decide the claims its text makes, where a poll of at least
    /// `stall_after` is a stall and there are at most so many workers.
    ///
    /// # Errors
    /// When it cannot: the first such claim.
    pub fn can_decide(&self, stall_after: Nanos, workers: u16) -> Result<(), Mistake> {
        for (claim, place) in self.expects.iter().zip(&self.expect_places) {
            claim
                .can_be_decided(stall_after, workers)
                .map_err(|wrong| Mistake::at(&self.name, *place, wrong.found, wrong.expected))?;
        }
        Ok(())
    }

    /// The most workers a run of it has that begins with so many.
    pub fn most_workers(&self, begun: u16) -> u16 {
        let later = self.acts.iter().filter_map(|planned| match planned.act {
            Act::Workers(workers) => Some(workers),
            _ => None,
        });
        later.fold(begun, u16::max)
    }

    /// Lays lines of a `[runtime]` table, such as `runtime.workers = 2`, over what this script
    /// asks of the runtime; `place` is what errors call them. Gives what the lines say of
    /// workers and scheduler.
    ///
    /// # Errors
    /// When the lines have a mistake; nothing has changed then.
    pub fn lay_over(
        &mut self,
        place: &str,
        lines: &str,
    ) -> Result<(Option<u16>, Option<Flavor>), Mistake> {
        let source = Source {
            name: place,
            text: lines,
        };
        let mut setup = self.setup;
        let said = runtime::lay_over(&mut setup, source)?;
        self.setup = setup;
        Ok((said.workers, said.flavor))
    }
}
