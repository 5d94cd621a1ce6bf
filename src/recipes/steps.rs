//! Recipes that somebody has written as steps in a scenario file: each card of one is a real
//! task that carries its steps out, and each step is told with its line in that file.

mod card;
mod sync;
mod things;

use super::{Kit, Recipe, Spawner};
use crate::events::WaitOn;
use crate::order::{Book, Params, Place, Program, Step, SyncStep, SyncVerb, Verb};
use crate::probe::{JoinHandle, Line};
use card::Card;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use things::Things;

/// The recipes of a scenario file, ready to be carried out.
#[derive(Clone, Debug)]
pub struct Written(Arc<Ready>);

#[derive(Debug)]
struct Ready {
    book: Arc<Book>,
    lines: HashMap<Place, Lines>,
    /// What all cards share that are spawned from now on.
    things: Mutex<Arc<Things>>,
}

/// The lines of a step, as they are told.
#[derive(Clone, Copy, Debug)]
struct Lines {
    /// Of what it does or waits for.
    at: Line,
    /// Of its wait for last orders.
    orders: Line,
    /// Of what it spawns.
    spawn: Line,
}

/// A recipe that can be ordered.
#[derive(Clone, Debug)]
pub enum Ordered {
    /// One of the menu.
    BuiltIn(&'static Recipe),
    /// One of these, by its number.
    Written(Written, usize),
}

/// A step's own short sections cannot be left half done by a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Written {
    /// These recipes, with things to share that nobody has used.
    pub fn new(book: Arc<Book>) -> Self {
        let things = Mutex::new(Arc::new(Things::new(&book.shared)));
        let mut lines = HashMap::new();
        for recipe in &book.recipes {
            let file = recipe.info.file;
            lines.insert(recipe.place, Lines::of(file, recipe.place, WaitOn::Spawn));
            note_lines(file, &recipe.steps, &mut lines);
        }
        Self(Arc::new(Ready {
            book,
            lines,
            things,
        }))
    }

    /// For another runtime: what is shared there is new.
    pub fn renew(&self) {
        *lock(&self.0.things) = Arc::new(Things::new(&self.0.book.shared));
    }

    /// The recipe of that name.
    pub fn find(&self, name: &str) -> Option<Ordered> {
        let recipes = &self.0.book.recipes;
        let number = recipes.iter().position(|recipe| recipe.info.name == name)?;
        Some(Ordered::Written(self.clone(), number))
    }

    fn spawn(&self, to: &Spawner<'_>, kit: Kit, number: usize) -> JoinHandle<()> {
        let things = Arc::clone(&lock(&self.0.things));
        let card = Card::new(Arc::clone(&self.0), things, kit, number);
        to.spawn_at(self.0.lines(self.0.recipe(number).place).spawn, card.run())
    }
}

impl Ready {
    fn recipe(&self, number: usize) -> &Program {
        &self.book.recipes[number]
    }

    fn lines(&self, place: Place) -> Lines {
        self.lines[&place]
    }
}

impl Ordered {
    /// What it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BuiltIn(recipe) => recipe.info.name,
            Self::Written(written, number) => written.0.recipe(*number).info.name,
        }
    }

    /// The most tasks that can be alive because one task of it was ordered, itself included.
    pub fn most_alive(&self, params: &Params) -> u32 {
        match self {
            Self::BuiltIn(recipe) => recipe.most_alive(params),
            Self::Written(written, number) => written.0.recipe(*number).most_alive,
        }
    }

    /// Spawns one task of it from outside the runtime.
    pub fn spawn(&self, to: &Spawner<'_>, kit: Kit, params: &Params) -> JoinHandle<()> {
        match self {
            Self::BuiltIn(recipe) => (recipe.spawn)(to, kit, params),
            Self::Written(written, number) => written.spawn(to, kit, *number),
        }
    }

    /// It is for another runtime.
    pub fn renew(&self) {
        if let Self::Written(written, _) = self {
            written.renew();
        }
    }
}

impl Lines {
    fn of(file: &str, place: Place, on: WaitOn) -> Self {
        let line = |on| Line::new(file, place.line, place.column, on);
        Self {
            at: line(on),
            orders: line(WaitOn::Signal),
            spawn: line(WaitOn::Spawn),
        }
    }
}

fn note_lines(file: &str, steps: &[Step], lines: &mut HashMap<Place, Lines>) {
    for step in steps {
        lines.insert(step.place, Lines::of(file, step.place, told_as(&step.verb)));
        match &step.verb {
            Verb::Select(branches) => {
                for branch in branches {
                    note_lines(file, branch, lines);
                }
            }
            Verb::Timeout(_, steps) | Verb::Repeat(_, steps) => note_lines(file, steps, lines),
            Verb::SpawnBlocking(steps) => note_sync_lines(file, steps, lines),
            Verb::BlockInPlace(steps) => note_sync_lines(file, steps, lines),
            // None of them has steps inside.
            Verb::Sleep(_)
            | Verb::Lock(_)
            | Verb::Read(_)
            | Verb::Unlock(_)
            | Verb::Permit(_)
            | Verb::Release(_)
            | Verb::Send(_)
            | Verb::Receive(_)
            | Verb::Notify { .. }
            | Verb::Wait(_)
            | Verb::Yield(_)
            | Verb::Spawn { .. }
            | Verb::Join(_)
            | Verb::Sync(_) => {}
        }
    }
}

fn note_sync_lines(file: &str, steps: &[SyncStep], lines: &mut HashMap<Place, Lines>) {
    for step in steps {
        lines.insert(step.place, Lines::of(file, step.place, WaitOn::Work));
        if let SyncVerb::Repeat(_, steps) = &step.verb {
            note_sync_lines(file, steps, lines);
        }
    }
}

/// What a step is told as: what it waits for, or else work.
fn told_as(verb: &Verb) -> WaitOn {
    match verb {
        Verb::Sleep(_) | Verb::Timeout(..) => WaitOn::Timer,
        Verb::Lock(_) | Verb::Read(_) => WaitOn::Lock,
        Verb::Permit(_) => WaitOn::Permit,
        Verb::Send(_) | Verb::Receive(_) => WaitOn::Channel,
        Verb::Wait(_) => WaitOn::Signal,
        Verb::Yield(_) => WaitOn::Yield,
        Verb::Join(_) => WaitOn::Join,
        Verb::SpawnBlocking(_) => WaitOn::Blocking,
        Verb::Spawn { .. } => WaitOn::Spawn,
        Verb::Unlock(_)
        | Verb::Release(_)
        | Verb::Notify { .. }
        | Verb::Select(_)
        | Verb::Repeat(..)
        | Verb::BlockInPlace(_)
        | Verb::Sync(_) => WaitOn::Work,
    }
}
