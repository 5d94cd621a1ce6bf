//! One scenario being played: orders go out by its clock, events come in.

use super::report::{self, Earlier, Report};
use super::story::Story;
use crate::config::Run;
use crate::engine::Engine;
use crate::events::{Event, Nanos, TaskId, What};
use crate::model::{Model, Place};
use crate::order::{self, Command};
use crate::probe::Reader;
use crate::scenario::{Player, Scenario};
use anyhow::bail;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often events are read and the script's clock is set.
const STEP: Duration = Duration::from_millis(4);

/// How often the last reading is repeated until Tokio's own count and the events agree:
/// Tokio forgets a task a moment after the task's last event.
const LAST_READINGS: u32 = 100;
/// No further reading begins after this: with millions alive one takes a while, and
/// tasks that are just being spawned may never let the counts agree.
const LAST_MOMENT: Nanos = Nanos::from_millis(300);

/// A thread of the blocking pool begins a job sooner than this.
const STRANDED_AFTER: Nanos = Nanos::from_millis(5_000);

/// A scenario being played.
pub(super) struct Session<'a> {
    engine: &'a Engine,
    reader: Reader,
    model: Model,
    player: Player,
    story: Option<Story>,
    limit: Option<Nanos>,
    refused: u64,
    earlier: Earlier,
    /// Whether tasks were asked to finish when the runtime was last closed.
    graceful: bool,
    /// The time of the last event.
    last_event: Nanos,
}

impl<'a> Session<'a> {
    /// Ready to begin.
    pub(super) fn new(
        engine: &'a Engine,
        reader: Reader,
        config: &Run,
        scenario: &Scenario,
    ) -> Self {
        Self {
            engine,
            reader,
            model: Model::new(Nanos::from_duration(config.runtime.stall_after)),
            player: Player::new(scenario, config.runtime.tempo),
            story: config.plain.then(Story::new),
            limit: config.limit.map(Nanos::from_duration),
            refused: 0,
            earlier: Earlier::default(),
            graceful: false,
            last_event: Nanos::default(),
        }
    }

    /// Plays to the end and gives the report.
    pub(super) fn play(mut self, interrupted: &AtomicBool) -> anyhow::Result<Report> {
        let began = self.reader.now().at;
        loop {
            let now = self.reader.now().at;
            for command in self.player.advance(now) {
                self.engine.send(command);
            }
            // Before the events are read: whatever the engine did is then among them.
            let settled = self.engine.settled();
            self.read(Reading::SoFar)?;
            self.hear_reports()?;
            let out_of_time = self.limit.is_some_and(|limit| now.since(began) >= limit)
                || self.player.over()
                || interrupted.load(Ordering::Relaxed);
            if out_of_time || (settled && self.player.all_ordered() && self.all_ended()?) {
                return self.report(began);
            }
            std::thread::sleep(STEP);
        }
    }

    /// Folds what happened, tells it, and lets the engine take the results of what ended.
    fn read(&mut self, reading: Reading) -> anyhow::Result<()> {
        let Self {
            reader,
            model,
            player,
            story,
            graceful: last_close,
            last_event,
            earlier,
            ..
        } = self;
        let mut ended = Vec::new();
        let hear = |mut event: Event| {
            if let What::RunStarted(_) = event.what {
                earlier.add(model.workers());
            }
            if let What::Polled { task, start, .. } = &mut event.what {
                *start = model.true_start(*task, *start, event.at);
            }
            model.apply(&event);
            *last_event = event.at.max(*last_event);
            note(&event, model, player, &mut ended);
            if let What::Closing { graceful } = event.what {
                *last_close = graceful;
            }
            if let Some(story) = story.as_mut() {
                story.tell(&event, model);
            }
        };
        match reading {
            Reading::SoFar => reader.drain(hear),
            Reading::All => reader.drain_all(hear),
        };
        if let Some(story) = &mut self.story {
            story.print()?;
            let mut now = self.reader.now();
            self.model.put_right(&mut now);
            story.tell_ongoing(&self.model, &now)?;
        }
        if !ended.is_empty() {
            self.engine.send(Command::Collect(ended));
        }
        Ok(())
    }

    fn hear_reports(&mut self) -> anyhow::Result<()> {
        for report in self.engine.reports() {
            match &report {
                order::Report::Refused { count, .. } => {
                    self.refused += count;
                    if let Some(story) = &self.story {
                        story.tell_refused(self.reader.now().at, &report)?;
                    }
                }
                order::Report::Missed(_) => {
                    // Also where no story is told: an act of the script did nothing.
                    let _ = writeln!(std::io::stderr(), "tokio-kitchen: {report}");
                }
                order::Report::Failed(why) => bail!("{why}"),
            }
        }
        Ok(())
    }

    /// No task and no blocking job is alive.
    fn all_ended(&mut self) -> anyhow::Result<bool> {
        if !self.nothing_goes_on() {
            return Ok(false);
        }
        self.read(Reading::All)?;
        Ok(self.nothing_goes_on())
    }

    fn nothing_goes_on(&self) -> bool {
        let counters = self.model.counters();
        let jobs_over = || counters.blocking.alive() == 0 || self.jobs_are_stranded();
        counters.alive() == 0 && jobs_over()
    }

    /// Where the blocking pool gets no thread at all, `spawn_blocking` panics, but Tokio
    /// keeps the job, and nobody is there to begin it. Only a build with `tokio_unstable`
    /// says how many threads there are; else it shows when none begins for long.
    fn jobs_are_stranded(&self) -> bool {
        if self.model.blocking_running_len() > 0 {
            return false;
        }
        let now = self.reader.now().at;
        let threads = self
            .engine
            .sample()
            .and_then(|sample| sample.blocking_threads);
        threads.map_or_else(
            || now.since(self.last_event) > STRANDED_AFTER,
            |threads| threads == 0,
        )
    }

    fn report(mut self, began: Nanos) -> anyhow::Result<Report> {
        let elapsed = self.reader.now().at.since(began);
        let mut left = LAST_READINGS;
        loop {
            self.read(Reading::All)?;
            let end = report::End {
                elapsed,
                delivery: self.reader.delivery(),
                now: self.reader.now(),
                num_alive_tasks: self.num_alive_tasks(),
                alive: alive(&self.model),
                refused: self.refused,
                earlier: self.earlier.clone(),
            };
            left -= 1;
            let late = self.reader.now().at.since(began + elapsed) > LAST_MOMENT;
            if left == 0 || late || end.holds(self.model.counters()) {
                return Ok(report::of(&self.model, &end));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Tokio's own count. A runtime that was closed gracefully ended because that count
    /// had come down to zero; one that was closed at once can no longer be asked.
    fn num_alive_tasks(&self) -> Option<u64> {
        match self.engine.sample() {
            Some(sample) => Some(sample.alive as u64),
            None => self.graceful.then_some(0),
        }
    }
}

/// How far to read the events.
#[derive(Clone, Copy)]
enum Reading {
    /// Those in settled order, while the run goes on.
    SoFar,
    /// To the last one.
    All,
}

/// Counts the tasks alive one by one, to check the counters against.
fn alive(model: &Model) -> u64 {
    let alive = model
        .tasks_from(None)
        .filter(|task| !task.is_blocking_job && !matches!(task.place, Place::Ended(_)));
    alive.count() as u64
}

/// Tells the player of a root task, and notes one that ended.
fn note(event: &Event, model: &Model, player: &mut Player, ended: &mut Vec<TaskId>) {
    if let Some((kind, task)) = event.what.root() {
        return player.note_spawn(model.kind(kind), task);
    }
    let Some(over) = event.what.ends() else {
        return;
    };
    // The engine holds the handles of tasks without a parent, and of no others.
    if model.task(over).is_some_and(|task| task.parent.is_none()) {
        ended.push(over);
    }
}
