//! `tokio-kitchen check`: a recording is judged.

use super::Ended;
use super::replay::{self, Hearer};
use crate::claim::Claim;
use crate::config::{self, CheckFormat};
use crate::events::{Event, Nanos, Sample};
use crate::gate::report::{self, Report};
use crate::gate::{Folders, Gate, Glob, Judged, Rules, Verdict};
use crate::plain::escaped;
use crate::probe::wire::Tick;
use crate::recording::Recording;
use anyhow::Context;
use std::io::{Write, stderr, stdout};

/// Judges a recording and prints what it came to.
///
/// # Errors
/// When stdout cannot be written.
pub fn check(config: &config::Check, claims: &[Claim]) -> anyhow::Result<Ended> {
    let recording = match Recording::open(&config.file) {
        Ok(recording) => recording,
        Err(error) => return refused(&error.to_string()),
    };
    let wanted = config.runtime;
    if wanted.is_some_and(|wanted| !recording.runtimes().contains(&wanted)) {
        return refused(&no_such_runtime(wanted, &recording));
    }
    let rules = rules(config, claims, &recording);
    let report = judged(config, &rules, &recording);
    let text = match config.format {
        CheckFormat::Text => report::text(&report),
        CheckFormat::Json => report::json(&report)?,
        CheckFormat::Junit => report::junit(&report),
        CheckFormat::Github => report::github(&report),
    };
    let written = stdout().write_all(text.as_bytes());
    written.context("cannot write the report to stdout")?;
    Ok(match report.verdict() {
        Verdict::Kept => Ended::Well,
        Verdict::Broken => Ended::Broken,
        Verdict::CannotTell => Ended::CannotTell,
    })
}

/// Why there is nothing to be told of the runtime that was asked for, if one was.
pub(super) fn no_such_runtime(wanted: Option<u16>, recording: &Recording) -> String {
    let file = recording.path().display();
    let known: Vec<_> = recording.runtimes().iter().map(u16::to_string).collect();
    match (wanted, known.is_empty()) {
        (Some(wanted), false) => format!(
            "--runtime: found {wanted}; expected one of {file}: {}",
            known.join(", ")
        ),
        _ => format!("{file}: found no runtime in it; expected one"),
    }
}

/// It is no recording that can be judged.
pub(super) fn refused(why: &str) -> anyhow::Result<Ended> {
    let _ = writeln!(stderr(), "tokio-kitchen: {}", escaped(why));
    Ok(Ended::CannotTell)
}

fn rules(config: &config::Check, claims: &[Claim], recording: &Recording) -> Rules {
    // The check is run at the root of a repository, mostly; the program below it.
    let here = std::env::current_dir().unwrap_or_default();
    let folders = [
        here.to_string_lossy().into_owned(),
        recording.hello().folder.clone(),
    ];
    Rules {
        max_stall: config.max_stall.map(Nanos::from_duration),
        stall_after: Nanos::from_duration(config.stall_after),
        claims: claims.to_vec(),
        ignore: config.ignore.iter().map(|text| Glob::new(text)).collect(),
        after: Nanos::from_duration(config.after),
        folders: Folders::new(folders),
    }
}

fn judged(config: &config::Check, rules: &Rules, recording: &Recording) -> Report {
    let (mut runtimes, mut end) = replay::sorted(recording);
    let wanted = |runtime: &u16| config.runtime.is_none_or(|wanted| wanted == *runtime);
    runtimes.retain(|runtime, _| wanted(runtime));
    if runtimes.len() > 1 {
        // What is damaged may be of any runtime, and each is judged and let go before the next.
        for places in runtimes.values() {
            end.look(recording, places);
        }
    }
    let told = runtimes.into_iter().map(|(runtime, places)| {
        let mut gate = Gate::new(runtime, rules);
        let missing = replay::tell(recording, &places, &mut end, &mut gate);
        let doubts: Vec<String> = end.doubts().into_iter().chain(missing).collect();
        gate.conclude(&doubts)
    });
    let runtimes: Vec<Judged> = told.collect();
    let refused = match runtimes.iter().map(|judged| judged.polls).sum() {
        _ if runtimes.is_empty() => {
            Some("it has no runtime: was the program built and run with the probe?")
        }
        0_u64 => Some("no poll is told that held a worker: there is nothing to judge"),
        _ => None,
    };
    let mut notes = end.notes;
    if !end.is_told && runtimes.iter().any(|judged| !judged.is_ended) {
        let why = match recording.is_being_written() {
            true => "it is still being written: what comes from now on is not judged",
            false => {
                "the recording does not tell that the program ended: what came after its last \
                 look is not in it"
            }
        };
        notes.push(why.into());
    }
    if config.is_default {
        let rule = "no rule was given, so it is \"no stall over 100ms\" (--max-stall, --expect)";
        notes.push(rule.into());
    }
    Report {
        file: config.file.to_string_lossy().into_owned(),
        refused,
        runtimes,
        notes,
    }
}

impl Hearer for Gate {
    fn coming(&mut self, sample: &Sample) {
        Self::coming(self, sample);
    }

    fn hear(&mut self, events: &mut [Event]) {
        Self::hear(self, events);
    }

    fn frame(&mut self, tick: Tick) {
        let Tick {
            now,
            sample,
            delivery,
            ..
        } = tick;
        Self::frame(self, now, sample, delivery);
    }
}
