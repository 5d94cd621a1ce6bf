//! The real tasks people order, one per file; the file's own text is what the code
//! panel shows. A recipe is plain Tokio code, where `tokio` is the stand-in that tells what
//! its tasks wait for; it knows nothing of the engine, the model or screens.
//!
//! In these files the async fn comes first and the `use` lines after it, because the
//! code panel shows the file from its top and the task is what people came to read.

/// Prints for whoever watches, as an event of the task, and not on the terminal, which is the
/// screen's.
macro_rules! println {
    ($($text:tt)*) => { $crate::probe::say(&format_args!($($text)*).to_string()) };
}

mod args;
mod bakery;
mod block;
mod board;
mod book;
mod brigade;
mod chop;
mod delivery;
mod delivery_server;
mod gong;
mod hand_over;
mod hatch;
mod kit;
mod knife;
mod lessons;
mod panic;
mod pantry;
mod patience;
mod pots;
mod race;
mod simmer;
mod steps;
mod stir;
mod tasting_menu;
mod torn_ticket;
mod trays;
mod tutorial;

pub use delivery_server::DeliveryServer;
pub use kit::{Kit, Tempo};
pub use steps::{Ordered, Written};

use crate::order::{Params, RecipeInfo};
use crate::probe::named as tokio;
use crate::probe::{JoinHandle, Kind, Line, Probe};
use lessons::LESSONS;
use std::future::Future;
use tokio_metrics::TaskMonitor;

/// The name of the recipe that only waits, for who needs just some task.
pub const SIMMER: &str = simmer::RECIPE.info.name;

/// A recipe: its description and how a task of it is spawned.
#[derive(Debug)]
pub struct Recipe {
    /// What it is called, what it does, which parameters it takes.
    pub info: RecipeInfo,
    /// How many tasks one task of it spawns, those its `children` parameter orders not
    /// counted.
    pub children: u32,
    /// Spawns one task of it from outside the runtime.
    pub spawn: fn(&Spawner<'_>, Kit, &Params) -> JoinHandle<()>,
}

impl Recipe {
    /// The most tasks that can be alive because one task of it was ordered, itself included.
    pub fn most_alive(&self, params: &Params) -> u32 {
        let ordered = self
            .info
            .params
            .iter()
            .find(|param| param.name == "children");
        let ordered = ordered.map_or(0, |param| param.number(params));
        1 + self.children + ordered
    }
}

/// Where root tasks are spawned: a running runtime and the kind of the recipe.
#[derive(Clone, Copy)]
pub struct Spawner<'a> {
    /// The probe that observes the task.
    pub probe: &'a Probe,
    /// The runtime it is spawned on.
    pub handle: &'a ::tokio::runtime::Handle,
    /// The kind of the task.
    pub kind: Kind,
    /// The recipe's `TaskMonitor`, if these tasks are watched by it too.
    pub monitor: Option<&'a TaskMonitor>,
}

impl Spawner<'_> {
    /// Spawns the future as one observed task; the spawn site is the caller's line.
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        match self.monitor {
            Some(monitor) => {
                let bytes = size_of::<F>();
                self.probe
                    .spawn_sized(self.handle, self.kind, bytes, monitor.instrument(future))
            }
            None => self.probe.spawn_on(self.handle, self.kind, future),
        }
    }

    /// As [`spawn`](Self::spawn), where the spawn site is the line of a script.
    fn spawn_at<F>(&self, line: Line, future: F) -> JoinHandle<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let bytes = size_of::<F>();
        let Self {
            probe,
            handle,
            kind,
            ..
        } = *self;
        match self.monitor {
            Some(monitor) => {
                line.spawn_sized(probe, handle, kind, bytes, monitor.instrument(future))
            }
            None => line.spawn_sized(probe, handle, kind, bytes, future),
        }
    }
}

/// Every recipe, in the order of the menu.
pub fn all() -> &'static [Recipe] {
    &ALL
}

/// Descriptions of [all there are](known).
pub fn menu() -> Vec<&'static RecipeInfo> {
    known().map(|recipe| &recipe.info).collect()
}

/// The recipes of the lessons, which no key orders, in the order of the lessons.
pub fn lessons() -> &'static [Recipe] {
    &LESSONS
}

/// All there are: those of the menu, and those of the lessons.
pub fn known() -> impl Iterator<Item = &'static Recipe> {
    ALL.iter().chain(&LESSONS)
}

/// The recipe of that name.
pub fn find(name: &str) -> Option<&'static Recipe> {
    known().find(|recipe| recipe.info.name == name)
}

static ALL: [Recipe; 22] = [
    simmer::RECIPE,
    chop::RECIPE,
    delivery::RECIPE,
    tutorial::RECIPE,
    tasting_menu::RECIPE,
    brigade::RECIPE,
    knife::RECIPE,
    hatch::RECIPE,
    trays::RECIPE,
    race::RECIPE,
    torn_ticket::RECIPE,
    panic::RECIPE,
    block::RECIPE,
    bakery::RECIPE,
    hand_over::RECIPE,
    patience::RECIPE,
    stir::RECIPE,
    book::RECIPE,
    gong::RECIPE,
    pots::RECIPE,
    pantry::RECIPE,
    board::RECIPE,
];

#[cfg(test)]
mod tests;
