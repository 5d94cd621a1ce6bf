//! One scenario being played: orders go out by its clock, events come in.

#[cfg(test)]
mod tests;

use super::claims::ClaimReport;
use super::printer::Printer;
use super::record::Record;
use super::report::{self, Earlier, Report};
use super::story::Story;
use crate::claim::Claims;
use crate::config::Run;
use crate::events::{Event, Nanos, What};
use crate::findings::Findings;
use crate::model::{Model, Place};
use crate::order;
use crate::scenario::{Player, Scenario};
use crate::source::{Source, Until};
use crate::stage::{Instant, Listener, Stage};
use anyhow::bail;
use std::io::{self, Write};
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
pub(super) struct Session<'a, S> {
    source: &'a mut S,
    stage: Stage,
    ears: Ears,
    limit: Option<Nanos>,
    printer: &'a mut Printer,
    record: Option<&'a mut Record>,
}

/// Who hears of every event.
struct Ears {
    player: Player,
    story: Option<Story>,
    earlier: Earlier,
    findings: Findings,
    /// Whether tasks were asked to finish when the runtime was last closed.
    graceful: bool,
    /// The time of the last event.
    last_event: Nanos,
}

impl Listener for Ears {
    fn before(&mut self, event: &Event, model: &Model) {
        if let What::RunStarted(_) = event.what {
            self.earlier.add(model.workers());
        }
    }

    fn after(&mut self, event: &Event, model: &Model) {
        self.last_event = event.at.max(self.last_event);
        self.player.hear(event, |kind| model.kind(kind));
        self.findings.learn(model);
        if let What::Closing { graceful } = event.what {
            self.graceful = graceful;
        }
        if let Some(story) = &mut self.story {
            story.tell(event, model);
        }
    }
}

impl<'a, S: Source> Session<'a, S> {
    /// Ready to begin.
    pub(super) fn new(
        source: &'a mut S,
        config: &Run,
        scenario: &Scenario,
        printer: &'a mut Printer,
    ) -> Self {
        let stall_after = Nanos::from_duration(config.runtime.stall_after);
        let mut stage = Stage::new(stall_after);
        let claims = scenario.expects.iter().cloned();
        stage.claims_mut().extend(Claims::new(claims, stall_after));
        Self {
            source,
            printer,
            stage,
            ears: Ears {
                player: Player::new(scenario, config.runtime.tempo),
                story: config.plain.then(|| Story::new(config.words)),
                earlier: Earlier::default(),
                findings: Findings::default(),
                graceful: false,
                last_event: Nanos::ZERO,
            },
            limit: config.limit.map(Nanos::from_duration),
            record: None,
        }
    }

    /// What happens is written down, too.
    pub(super) fn recorded(mut self, record: &'a mut Record) -> Self {
        self.record = Some(record);
        self
    }

    /// Plays to the end and gives the report.
    pub(super) fn play(mut self, interrupted: &AtomicBool) -> anyhow::Result<Report> {
        let began = self.source.now().at;
        loop {
            let now = self.source.now().at;
            self.source.send_all(self.ears.player.advance(now));
            // Before the events are read: whatever the engine did is then among them.
            let settled = self.source.settled();
            self.read(Until::Settled);
            self.hear_reports()?;
            self.record
                .as_mut()
                .map_or(Ok(()), |record| record.check())?;
            self.hand_on(interrupted)?;
            let player = &self.ears.player;
            let out_of_time = self.limit.is_some_and(|limit| now.since(began) >= limit)
                || player.over()
                || interrupted.load(Ordering::Relaxed);
            let all_ordered = settled && player.all_ordered();
            if out_of_time || self.source.over() || (all_ordered && self.all_ended()) {
                let cut = !(all_ordered && self.nothing_goes_on());
                return Ok(self.report(began, cut));
            }
            self.pause(STEP);
        }
    }

    /// Takes in what happened, tells it, and lets the engine take the results of what ended.
    fn read(&mut self, until: Until) {
        let Self {
            source,
            stage,
            ears,
            printer,
            record,
            ..
        } = self;
        // Before the events: to read many takes long, and nothing is known of that time.
        let now = source.now();
        source.take(until, &mut |events| {
            if let Some(record) = record {
                record.hear(events);
            }
            stage.hear(events, None, ears);
        });
        if let Some(story) = &mut ears.story {
            story.print(printer);
        }
        let (sample, delivery) = (source.sample(), source.delivery());
        if let Some(record) = record {
            record.tick(&now, sample.as_ref(), delivery);
        }
        stage.frame(now, sample, delivery, None);
        let newest = stage.newest();
        ears.findings.watch(&newest.model, &newest.now);
        if let Some(story) = &mut ears.story {
            story.tell_ongoing(newest, printer);
        }
        source.send_all(stage.collect());
    }

    /// Prints what was told. A reader who is slow holds up the run, but no interrupt.
    fn hand_on(&mut self, interrupted: &AtomicBool) -> io::Result<()> {
        while !self.printer.hand_on()? && !interrupted.load(Ordering::Relaxed) {
            self.pause(STEP);
        }
        Ok(())
    }

    /// Time for others. The source knows of it, so that it can tell when all stood still.
    fn pause(&self, time: Duration) {
        self.source.waits(time);
        std::thread::sleep(time);
    }

    fn hear_reports(&mut self) -> anyhow::Result<()> {
        for report in self.source.reports() {
            self.stage.reported(&report);
            match &report {
                order::Report::Refused { .. } => {
                    if let Some(story) = &mut self.ears.story {
                        let at = self.source.now().at;
                        story.line(self.printer, at, &report.to_string(), None);
                    }
                }
                order::Report::Missed(_) => {
                    // Also where no story is told: an act of the script did nothing.
                    let _ = writeln!(io::stderr(), "tokio-kitchen: {report}");
                }
                order::Report::Failed(why) => bail!("{why}"),
            }
        }
        Ok(())
    }

    /// No task and no blocking job is alive.
    fn all_ended(&mut self) -> bool {
        if !self.nothing_goes_on() {
            return false;
        }
        self.read(Until::TheEnd);
        self.nothing_goes_on()
    }

    fn nothing_goes_on(&self) -> bool {
        let counters = self.stage.newest().model.counters();
        let jobs_over = || counters.blocking.alive() == 0 || self.jobs_are_stranded();
        counters.alive() == 0 && jobs_over()
    }

    /// Where the blocking pool gets no thread at all, `spawn_blocking` panics, but Tokio
    /// keeps the job, and nobody is there to begin it. Only a build with `tokio_unstable`
    /// says how many threads there are; else it shows when none begins for long.
    fn jobs_are_stranded(&self) -> bool {
        if self.stage.newest().model.blocking_running_len() > 0 {
            return false;
        }
        let now = self.source.now().at;
        let sample = self.source.sample();
        let threads = sample.and_then(|sample| sample.blocking_threads);
        threads.map_or_else(
            || now.since(self.ears.last_event) > STRANDED_AFTER,
            |threads| threads == 0,
        )
    }

    /// The report. `cut`: the run ends while work goes on. Then it is of all events up to a
    /// moment, in order of time: the last of each thread would tell of polls whose spawn another
    /// thread has still to tell of.
    fn report(mut self, began: Nanos, cut: bool) -> Report {
        let mut elapsed = self.source.now().at.since(began);
        let mut left = LAST_READINGS;
        loop {
            let emitted = self.source.delivery().emitted;
            if cut {
                // What was emitted by then is settled a moment later.
                self.pause(Duration::from_millis(1));
                elapsed = self.source.now().at.since(began);
                self.read(Until::Settled);
            } else {
                self.read(Until::TheEnd);
            }
            let Instant { model, now, mark } = self.stage.newest();
            let end = report::End {
                elapsed,
                delivery: mark.delivery,
                cut: cut.then_some(emitted),
                now: now.clone(),
                num_alive_tasks: self.num_alive_tasks(),
                alive: alive(model),
                refused: mark.refused,
                sample: mark.sample.clone(),
                earlier: self.ears.earlier.clone(),
                suspended: self.stage.gaps().total(),
            };
            left -= 1;
            let late = self.source.now().at.since(began + elapsed) > LAST_MOMENT;
            if left == 0 || late || end.holds(model.counters()) {
                let mut report = report::of(model, &self.ears.findings, &end);
                self.stage.conclude();
                let verdicts = self.stage.verdicts();
                report.claims = verdicts
                    .map(|(claim, verdict)| ClaimReport::of(claim, verdict))
                    .collect();
                if let Some(story) = &mut self.ears.story {
                    story.finish(self.printer);
                }
                return report;
            }
            self.pause(Duration::from_millis(1));
        }
    }

    /// Tokio's own count. A runtime that was closed gracefully ended because that count
    /// had come down to zero; one that was closed at once can no longer be asked.
    fn num_alive_tasks(&self) -> Option<u64> {
        match self.source.sample() {
            Some(sample) => Some(sample.alive as u64),
            None => self.ears.graceful.then_some(0),
        }
    }
}

/// Counts the tasks alive one by one, to check the counters against.
pub(super) fn alive(model: &Model) -> u64 {
    let alive = model
        .tasks_from(None)
        .filter(|task| !task.is_blocking_job && !matches!(task.place, Place::Ended(_)));
    alive.count() as u64
}
