//! `tokio-kitchen compare` of two recordings: each told once more, and reported as a run is.

use super::super::claims::ClaimReport;
use super::super::replay::{self, Hearer};
use super::super::report::{self, Earlier, Report};
use super::super::session::alive;
use super::super::{Ended, check};
use crate::claim::{Claim, Claims};
use crate::compare::{Comparison, MOMENTS, NAMES, Play};
use crate::config::{CompareReport, Recordings, Side};
use crate::events::{Event, Nanos, Sample, What};
use crate::findings::Findings;
use crate::model::Model;
use crate::plain::escaped;
use crate::probe::wire::Tick;
use crate::recording::Recording;
use crate::stage::{Instant, Listener, Stage};
use anyhow::Context;
use std::io::{Write, stderr, stdout};
use std::path::Path;

/// Puts two recordings side by side and prints the comparison on stdout.
///
/// # Errors
/// When stdout cannot be written.
pub fn compare_recordings(config: &Recordings, claims: &[Claim]) -> anyhow::Result<Ended> {
    let mut notes = Vec::new();
    let mut plays = [Vec::new(), Vec::new()];
    let side = |file: &Path| Side {
        name: escaped(&file.to_string_lossy()).into_owned(),
        script: String::new(),
        arguments: Vec::new(),
    };
    let sides = config.files.each_ref().map(|file| side(file));
    for ((name, file), plays) in NAMES.iter().zip(&config.files).zip(&mut plays) {
        let recording = match Recording::open(file) {
            Ok(recording) => recording,
            Err(error) => return check::refused(&error.to_string()),
        };
        let runtimes = recording.runtimes();
        let first = config.runtime.or(runtimes.first().copied());
        let Some(runtime) = first.filter(|runtime| runtimes.contains(runtime)) else {
            return check::refused(&check::no_such_runtime(config.runtime, &recording));
        };
        if config.runtime.is_none() && runtimes.len() > 1 {
            notes.push(format!(
                "{name} has {} runtimes: this is runtime {runtime} (--runtime).",
                runtimes.len()
            ));
        }
        let (report, doubts) = reported(&recording, runtime, config, claims);
        notes.extend(doubts.iter().map(|doubt| format!("{name}: {doubt}.")));
        plays.push(Play::read(&serde_json::to_vec(&report)?)?);
    }
    let comparison = Comparison {
        sides: &sides,
        plays: &plays,
        recordings: Some(&notes),
    };
    let text = match config.report {
        CompareReport::Text => comparison.text(),
        CompareReport::Json => comparison.json()?,
    };
    let written = stdout().write_all(text.as_bytes());
    written.context("cannot write the comparison to stdout")?;
    let broken = comparison.broken();
    for line in &broken {
        let _ = writeln!(stderr(), "tokio-kitchen: {}", escaped(line));
    }
    Ok(match broken.is_empty() {
        true => Ended::Well,
        false => Ended::Broken,
    })
}

/// What a runtime did, as the report of a run; and why that may not be all.
fn reported(
    recording: &Recording,
    runtime: u16,
    config: &Recordings,
    claims: &[Claim],
) -> (Report, Vec<String>) {
    let stall_after = Nanos::from_duration(config.stall_after);
    let mut fold = Fold {
        stage: Stage::new(stall_after),
        ears: Ears::default(),
    };
    let moments = MOMENTS.iter().filter_map(|moment| moment.parse().ok());
    let claims = Claims::new(claims.iter().cloned().chain(moments), stall_after);
    fold.stage.claims_mut().extend(claims);
    let (runtimes, mut end) = replay::sorted(recording);
    let places = runtimes.get(&runtime).map_or(&[][..], Vec::as_slice);
    let missing = replay::tell(recording, places, &mut end, &mut fold);
    let mut doubts = end.doubts();
    doubts.extend(missing);
    (fold.report(), doubts)
}

/// A runtime, as far as it is told.
struct Fold {
    stage: Stage,
    ears: Ears,
}

#[derive(Default)]
struct Ears {
    earlier: Earlier,
    findings: Findings,
    /// When the first runtime was built.
    began: Option<Nanos>,
    /// When the last task or job ended.
    ended: Nanos,
    last: Nanos,
}

impl Listener for Ears {
    fn before(&mut self, event: &Event, model: &Model) {
        if let What::RunStarted(_) = event.what {
            self.earlier.add(model.workers());
            self.began.get_or_insert(event.at);
        }
    }

    fn after(&mut self, event: &Event, model: &Model) {
        self.last = self.last.max(event.at);
        if event.what.ends().is_some() {
            self.ended = self.ended.max(event.at);
        }
        self.findings.learn(model);
    }
}

impl Hearer for Fold {
    fn coming(&mut self, sample: &Sample) {
        self.stage.claims_mut().looked(sample);
    }

    fn hear(&mut self, events: &mut [Event]) {
        self.stage.hear(events, None, &mut self.ears);
    }

    fn frame(&mut self, tick: Tick) {
        let Tick {
            now,
            sample,
            delivery,
            ..
        } = tick;
        self.stage.frame(now, sample, delivery, None);
        let newest = self.stage.newest();
        self.ears.findings.watch(&newest.model, &newest.now);
    }
}

impl Fold {
    /// As of a run that ended when its last task did, or is cut where the recording ends.
    fn report(mut self) -> Report {
        self.stage.conclude();
        let Instant { model, now, mark } = self.stage.newest();
        let counters = model.counters();
        let is_cut = counters.alive() > 0 || counters.blocking.alive() > 0;
        let until = match is_cut {
            true => now.at.max(self.ears.last),
            false => self.ears.ended,
        };
        let end = report::End {
            elapsed: until.since(self.ears.began.unwrap_or_default()),
            delivery: mark.delivery,
            cut: is_cut.then_some(0),
            now: now.clone(),
            num_alive_tasks: None,
            earlier: self.ears.earlier,
            alive: alive(model),
            refused: 0,
            suspended: self.stage.gaps().total(),
            sample: mark.sample.clone(),
        };
        let mut report = report::of(model, &self.ears.findings, &end);
        report.tokio_unstable = model.run().is_some_and(|run| run.unstable);
        // What a recording may not have is told beside it.
        report.check.holds = true;
        let verdicts = self.stage.verdicts();
        let verdicts = verdicts.map(|(claim, verdict)| ClaimReport::of(claim, verdict));
        report.claims = verdicts.collect();
        report
    }
}
