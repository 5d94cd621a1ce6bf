//! `tokio-kitchen` shows a real Tokio scheduler as a professional kitchen: worker threads
//! are chefs, tasks are recipe cards. This is its library, with which an application watches
//! its own runtime; the program is its first user, and its binary a thin caller.
//!
//! # Watching your own application
//!
//! Build the runtime through a probe, spawn through it, and read what happened. A model folds
//! the events into workers, tasks and queues, and can be asked at any time:
//!
//! ```
//! use std::time::Duration;
//! use tokio_kitchen::events::Nanos;
//! use tokio_kitchen::findings::{FindingKind, Findings};
//! use tokio_kitchen::model::Model;
//! use tokio_kitchen::probe::{self, Probe};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (probe, mut reader) = Probe::new();
//! let runtime = probe.build(tokio::runtime::Builder::new_multi_thread().enable_all())?;
//! runtime.block_on(async {
//!     probe::spawn_as("polite", probe::sleep(Duration::from_millis(1))).await?;
//!     // It blocks its worker: nothing else can run there meanwhile.
//!     probe::spawn_as("rude", async { std::thread::sleep(Duration::from_millis(20)) }).await
//! })?;
//! drop(runtime);
//!
//! // A poll of 10 ms or more is a stall.
//! let mut model = Model::new(Nanos::from_millis(10));
//! let mut findings = Findings::default();
//! // While the runtime works: `drain`, many times a second.
//! reader.drain_all(|event| {
//!     model.apply(&event);
//!     findings.learn(&model);
//! });
//!
//! assert_eq!(model.counters().completed, 2);
//! let stalls = findings.all().filter(|finding| finding.kind == FindingKind::Stall);
//! let culprits: Vec<_> = stalls
//!     .filter_map(|stall| model.task(stall.task?))
//!     .map(|task| model.kind(task.kind))
//!     .collect();
//! assert!(culprits.contains(&"rude"));
//! # Ok(())
//! # }
//! ```
//!
//! | Module | For |
//! |---|---|
//! | [`probe`] | observing a runtime: build, spawn, name what is awaited, read; its limits and how it works |
//! | [`events`] | what a probe tells: [`Event`](events::Event)s, and what each worker does [`Now`](events::Now), stalled or not |
//! | [`model`] | the events folded into a picture of the runtime: [`Model`](model::Model) |
//! | [`findings`] | what in it deserves a look: stalls, panics, long waits ... |
//! | [`camera`] | a bounded history of events, and the model of any moment in it |
//! | [`stack`] | which line holds a poll that lasts long, and what its thread does |
//!
//! The first two are the package `tokio-kitchen-probe`, which an application can have alone: it
//! stands in for Tokio. None of these knows of kitchens. `examples/observe.rs` prints what the
//! tasks of a small application do, line by line.
//!
//! # How the program is built
//!
//! All other modules are the program's own and private. This package's tests and benches reach
//! them by the Cargo feature `internals`, which promises nothing to anybody else.
//!
//! ## Threads
//!
//! ```text
//!  main thread                       observed Tokio runtime (N workers + blocking pool)
//!  ───────────                       ──────────────────────────────────────────────────
//!  terminal in ─► Message ─► update  recipes run as real tasks, wrapped by the probe
//!                    │                      │ open chunks of records, one per thread
//!                    ├─► Command ─► engine ─┤ (spawn, abort, close …; a thread of its own)
//!                    ▼                      ▼
//!      Stage::hear(events) ◄─ mpsc ─ Reader (merges the threads' records by time)
//!                    │                now-cells: one per worker, "polling task T since t",
//!                 Scene ◄──────────── read by the UI without any message
//!                    ▼
//!              ui::draw(&Scene)      beside it: input, signal and screen-writing threads,
//!                                    the loopback server
//! ```
//!
//! - The UI owns the main thread and never runs on the observed runtime: it stays alive
//!   when every worker is stalled.
//! - Nothing the program does for itself runs on, wakes or spawns onto that runtime: a
//!   poke from outside changes what is being watched.
//! - Live is the view at the newest moment. A moment of the past is the fold of the events
//!   up to it, with the polls in progress then: the same pictures, from a copy of the model
//!   that is taken back and forth, while the newest one goes on.
//! - The right-hand side is a `source` to whoever loops: an engine and its probe, the probe
//!   of another runtime, or a script. All take events in through one `stage`.
//! - A stalled worker cannot send. What it does now is read from its now-cell; what it did
//!   comes through the channel.
//!
//! ## Modules
//!
//! | Module | Owns | May import |
//! |---|---|---|
//! | [`probe`] | the package in `probe/`: watching tasks, standing in for Tokio; its own map is in its `lib.rs` | tokio |
//! | [`events`] | of that package: ids, times, events, and what a worker does now; plain values | std |
//! | `order` | orders and what the engine says back, what there is to order, what tokio-metrics reports; plain values | events |
//! | `limits` | the numbers that several modules must agree on; known to all | std |
//! | `recipes` | the real tasks, one per file, plain Tokio by the stand-in; the loopback server they talk to | events, order, probe, threads, tokio |
//! | [`stack`] | which line holds a poll, while it is held: stacks read, walked and named | events, probe, threads |
//! | `engine` | the observed runtime: build, commands, close; tokio-metrics' monitors | events, order, probe, recipes, threads, tokio |
//! | `document` | TOML documents read field by field, and what is wrong with them | events |
//! | `scenario` | TOML scripts of orders, and what they claim | events, document, order, recipes, claim |
//! | [`model`] | the pure fold of events | events |
//! | [`findings`] | what is worth a jump, found in the model: stalls, panics, long waits ... | events, model |
//! | [`camera`] | the view in time: the bounded history, going to any moment of it | events, model, findings |
//! | `claim` | sentences about a run, proven or refuted by a moment of it; pure | events, document, model, camera |
//! | `lesson` | lessons of the course: a guess, runs, what was seen of them; pure | events, document, order, model, claim, scenario |
//! | `stage` | the one place where events are taken in: the newest moment, with or without a history; what is claimed of the run | events, order, model, findings, camera, claim |
//! | `gate` | what a recording must be like: stalls judged poll by poll, and claims; reports of it; pure | events, document, model, claim, stage |
//! | `app` | `App`, `Message`, `update`: state without terminal, runtime or clock | events, order, model, findings, camera, claim, lesson, scenario, stage |
//! | `kitchen` | the analogy: `App` to `Scene`, the narrator; the only bridge to kitchen words | events, document, order, model, findings, camera, claim, lesson, app |
//! | `ui` | `draw(&Scene)`, keys, themes, screens, widgets | kitchen, app's actions, findings, events, order, lesson, compare |
//! | `source` | where events come from and commands go: the engine, another runtime, a script; cuts out time in which the process stood still | events, order, probe, engine, stack, recording, remote, threads |
//! | `recording` | files of what was told of a program: where their blocks are, read from any place; written as it is told; the stacks in them, named | events, files, probe, stack |
//! | `remote` | programs that can be attached to, and a connection to one: bounded, whatever it says | events, plain, probe, threads |
//! | `export` | recordings in the formats of other programs | config, events, files, model, probe, recording |
//! | `terminal` | raw mode, signals, panics; the only user of raw mode | threads, crossterm, ratatui |
//! | `threads` | threads from the system: started, or told which could not be had | std |
//! | `plain` | what may reach a terminal; known to all | std |
//! | `files` | files written whole or not at all | std |
//! | `opening` | a runtime of its own for a script: the one before closed, another opened; what there is here for lessons | events, lesson, model, order, scenario, source |
//! | `compare` | two scenarios put side by side: rounds in processes of their own, when a difference counts; words for text, JSON and a screen | config |
//! | `config` | what the user chose, and the defaults; plain values | events, order |
//! | `event_loop` | take events in from a source, update, draw; the only loop; owns the clock | all but cli, headless, bench |
//! | `headless` | scenarios without a terminal, reports | engine, model, app, lesson, scenario, config, kitchen, compare, opening, recording, remote, gate and what these know |
//! | `bench` | what watching costs, measured: the rows of `tokio-kitchen bench` | all but cli, headless |
//! | `cli` | flags and subcommands; known to `program` only | all |
//! | `program` | arguments, the job, the exit code: all that `main` calls | cli, config, headless, bench, event_loop, export, remote |
//!
//! A test scans `use` lines and keeps this table true. `CONTRIBUTING.md` says where a new kind
//! of anything goes.

// What is public in a private module is so for the tests, which see it with `internals`.
#![cfg_attr(not(feature = "internals"), allow(unreachable_pub, unused_imports))]

pub mod camera;
pub mod findings;
pub mod model;
pub mod stack;

/// What observes a runtime, under the name by which this crate knows it.
#[doc(inline)]
pub use kitchen_probe as probe;
#[doc(inline)]
pub use kitchen_probe::events;

#[doc(hidden)]
pub use program::run as run_program;

mod compare;
mod files;
mod opening;
mod plain;
mod program;
#[cfg(test)]
mod testkit;
mod threads;

/// Modules that are private, and public with a feature. Named `cfg_if`, and called in this form,
/// since `cargo fmt` finds the files of modules in no other macro.
macro_rules! cfg_if {
    (if #[cfg($open:meta)] { $(mod $module:ident;)+ }) => {
        $(
            #[cfg($open)]
            #[doc(hidden)]
            pub mod $module;
            #[cfg(not($open))]
            mod $module;
        )+
    };
}

// The program's own: each is public where this package's tests and benches ask for that.
cfg_if! {
    if #[cfg(feature = "internals")] {
        mod app;
        mod bench;
        mod claim;
        mod cli;
        mod config;
        mod document;
        mod engine;
        mod event_loop;
        mod gate;
        mod export;
        mod headless;
        mod kitchen;
        mod lesson;
        mod limits;
        mod order;
        mod recipes;
        mod recording;
        mod remote;
        mod scenario;
        mod source;
        mod stage;
        mod terminal;
        mod ui;
    }
}
