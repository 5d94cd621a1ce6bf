//! Recipes that somebody has written as steps: what was read, checked, as plain values.

use super::RecipeInfo;
use crate::events::Nanos;
use std::sync::Arc;

/// The recipes of a scenario file, and what all tasks of a run share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// Shared things, by the number that steps have of them.
    pub shared: Vec<Shared>,
    /// Recipes, by the number that steps have of them.
    pub recipes: Vec<Program>,
}

/// Something that all tasks of a run share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: Thing,
}

/// What tasks can share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A `tokio::sync::Mutex`.
    Mutex,
    /// A `tokio::sync::RwLock`.
    RwLock,
    /// A `tokio::sync::Semaphore` with so many permits.
    Semaphore(u32),
    /// A `tokio::sync::mpsc::channel` with room for so many values.
    Channel(u32),
    /// A `tokio::sync::Notify`.
    Notify,
}

/// A recipe as it was written.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its name, its file, and its lines there.
    pub info: &'static RecipeInfo,
    /// The line of its head.
    pub place: Place,
    /// What a task of it does.
    pub steps: Vec<Step>,
    /// The most tasks that can be because of one, itself included.
    pub most_alive: u32,
}

impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.info, other.info)
            && (self.place, &self.steps) == (other.place, &other.steps)
    }
}

/// Where in the file of its recipe something is, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// Line.
    pub line: u32,
    /// Column, in characters.
    pub column: u32,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where it is written.
    pub place: Place,
    /// What is done.
    pub verb: Verb,
}

/// What a step does. Spans are before tempo; a `usize` is a number in the [`Book`].
#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    /// Waits on a timer.
    Sleep(Nanos),
    /// Takes a lock: a mutex, or a read-write lock to write.
    Lock(usize),
    /// Takes a read-write lock to read.
    Read(usize),
    /// Gives a lock back.
    Unlock(usize),
    /// Takes a permit.
    Permit(usize),
    /// Gives a permit back.
    Release(usize),
    /// Sends a value.
    Send(usize),
    /// Receives a value.
    Receive(usize),
    /// Signals one who waits, or all.
    Notify {
        /// The signal.
        signal: usize,
        /// All who wait now.
        all: bool,
    },
    /// Waits for a signal.
    Wait(usize),
    /// Yields so many times.
    Yield(u32),
    /// Spawns tasks of a recipe.
    Spawn {
        /// Which recipe.
        recipe: usize,
        /// How many.
        count: u32,
        /// The handles are kept, to be joined; else they are dropped at once.
        keep: bool,
    },
    /// Awaits the handles that are kept of a recipe.
    Join(usize),
    /// Goes all ways at once, until one is at its end.
    Select(Vec<Vec<Step>>),
    /// Takes these steps, but no longer than this.
    Timeout(Nanos, Vec<Step>),
    /// Takes these steps so many times.
    Repeat(u32, Vec<Step>),
    /// Has a thread of the blocking pool take these steps, and awaits it.
    SpawnBlocking(Arc<[SyncStep]>),
    /// Takes these steps without its worker.
    BlockInPlace(Vec<SyncStep>),
    /// What needs no `.await`.
    Sync(SyncVerb),
}

/// A step that can be taken outside of async code.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncStep {
    /// Where it is written.
    pub place: Place,
    /// What is done.
    pub verb: SyncVerb,
}

/// What a step without `.await` does. Spans are before tempo.
#[derive(Clone, Debug, PartialEq)]
pub enum SyncVerb {
    /// Computes for so long.
    Work(Nanos),
    /// Blocks its thread for so long.
    Block(Nanos),
    /// Prints a line.
    Print(String),
    /// Panics.
    Panic(String),
    /// Takes these steps so many times; in async code it is a [`Verb`].
    Repeat(u32, Vec<SyncStep>),
}
