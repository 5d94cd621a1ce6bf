//! `tokio-kitchen` shows a real Tokio scheduler as a professional kitchen: worker threads
//! are chefs, tasks are recipe cards. This is its library; the binary is a thin caller.
//!
//! # For your own application
//!
//! [`probe`] observes any Tokio runtime and gives its life as [`events::Event`]s;
//! [`model`] folds them into workers, tasks and queues. Neither knows of kitchens.
//! See the example at the top of [`probe`].
//!
//! # Threads
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
//! - The right-hand side is a [`source`] to whoever loops: an engine and its probe, the probe
//!   of another runtime, or a script. All take events in through one [`stage`].
//! - A stalled worker cannot send. What it does now is read from its now-cell; what it did
//!   comes through the channel.
//!
//! # Modules
//!
//! | Module | Owns | May import |
//! |---|---|---|
//! | [`events`] | ids, times, events, and what a worker does now; plain values | std |
//! | [`order`] | orders and what the engine says back, what there is to order, what tokio-metrics reports; plain values | events |
//! | [`limits`] | the numbers that several modules must agree on; known to all | std |
//! | [`probe`] | watching tasks: future and waker wrappers, observed awaits, now-cells, reader | events, tokio |
//! | [`recipes`] | the real tasks, one per file, and the loopback server they talk to | events, order, probe, threads, tokio |
//! | [`engine`] | the observed runtime: build, commands, close; tokio-metrics' monitors | events, order, probe, recipes, threads, tokio |
//! | [`document`] | TOML documents read field by field, and what is wrong with them | events |
//! | [`scenario`] | TOML scripts of orders | events, document, order, recipes |
//! | [`model`] | the pure fold of events | events |
//! | [`findings`] | what is worth a jump, found in the model: stalls, panics, long waits ... | events, model |
//! | [`camera`] | the view in time: the bounded history, going to any moment of it | events, model, findings |
//! | [`stage`] | the one place where events are taken in: the newest moment, with or without a history | events, order, model, findings, camera |
//! | [`app`] | `App`, `Message`, `update`: state without terminal, runtime or clock | events, order, model, findings, camera, stage |
//! | [`kitchen`] | the analogy: `App` to `Scene`, the narrator; the only bridge to kitchen words | events, order, model, findings, camera, app |
//! | [`ui`] | `draw(&Scene)`, keys, themes, screens, widgets | kitchen, app's actions, findings, events, order |
//! | [`source`] | where events come from and commands go: the engine, another runtime, a script | events, order, probe, engine |
//! | [`terminal`] | raw mode, signals, panics; the only user of raw mode | threads, crossterm, ratatui |
//! | `threads` | threads from the system: started, or told which could not be had | std |
//! | [`config`] | what the user chose, and the defaults; plain values | events |
//! | [`event_loop`] | take events in from a source, update, draw; the only loop; owns the clock | all but cli, headless, bench |
//! | [`headless`] | scenarios without a terminal, reports | engine, model, scenario, config, kitchen and what these know |
//! | [`mod@bench`] | what watching costs, measured: the rows of `tokio-kitchen bench` | all but cli, headless |
//! | [`cli`] | flags and subcommands; known to `main` only | all |
//!
//! A test scans `use` lines and keeps this table true.

pub mod app;
pub mod bench;
pub mod camera;
pub mod cli;
pub mod config;
pub mod document;
pub mod engine;
pub mod event_loop;
pub mod events;
pub mod findings;
pub mod headless;
pub mod kitchen;
pub mod limits;
pub mod model;
pub mod order;
pub mod probe;
pub mod recipes;
pub mod scenario;
pub mod source;
pub mod stage;
pub mod terminal;
#[cfg(test)]
mod testkit;
mod threads;
pub mod ui;
