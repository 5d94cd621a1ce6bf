//! `tokio-kitchen check`: a recording is judged.

use super::Ended;
use crate::claim::Claim;
use crate::config::{self, CheckFormat};
use crate::events::{Event, Nanos};
use crate::gate::report::{self, Report};
use crate::gate::{Folders, Gate, Glob, Judged, Rules, Verdict};
use crate::plain::escaped;
use crate::probe::wire::{Block, Ending, Kind, Tick};
use crate::recording::{Place, Recording, Trouble};
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
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
    if let Some(runtime) = config.runtime
        && !recording.runtimes().contains(&runtime)
    {
        let known: Vec<_> = recording.runtimes().iter().map(u16::to_string).collect();
        let known = match known.is_empty() {
            true => "none at all".to_owned(),
            false => format!("those of the recording: {}", known.join(", ")),
        };
        return refused(&format!("--runtime {runtime}: expected {known}"));
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

/// It is no recording that can be judged.
fn refused(why: &str) -> anyhow::Result<Ended> {
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
    let mut by_runtime: BTreeMap<u16, Vec<&Place>> = BTreeMap::new();
    for place in recording.places() {
        by_runtime
            .entry(place.head.runtime)
            .or_default()
            .push(place);
    }
    let whole = by_runtime.remove(&0).unwrap_or_default();
    let mut end = End::of(recording, &whole);
    let wanted = |runtime: &u16| config.runtime.is_none_or(|wanted| wanted == *runtime);
    by_runtime.retain(|runtime, _| wanted(runtime));
    let folded: Vec<Folded> = by_runtime
        .into_iter()
        .map(|(runtime, places)| fold(Gate::new(runtime, rules), recording, &places, &mut end))
        .collect();
    // What is damaged may be of any runtime.
    let runtimes: Vec<Judged> = folded
        .into_iter()
        .map(|Folded { gate, missing }| {
            let mut doubts = end.doubts();
            doubts.extend(missing);
            gate.conclude(&doubts)
        })
        .collect();
    let none = "it has no runtime: was the program built and run with the probe?";
    let mut notes = end.notes;
    if config.is_default {
        notes.push(
            "no rule was given, so it is \"no stall over 100ms\" (--max-stall, --expect)".into(),
        );
    }
    Report {
        file: config.file.to_string_lossy().into_owned(),
        refused: runtimes.is_empty().then(|| none.to_owned()),
        runtimes,
        notes,
    }
}

/// How the file ends, and what cannot be read of it.
struct End {
    troubles: BTreeSet<String>,
    doubts: Vec<String>,
    notes: Vec<String>,
}

/// Troubles told one by one.
const MOST_TOLD: usize = 10;

impl End {
    fn of(recording: &Recording, whole: &[&Place]) -> Self {
        let mut end = Self {
            troubles: BTreeSet::new(),
            doubts: Vec::new(),
            notes: Vec::new(),
        };
        recording
            .troubles()
            .iter()
            .for_each(|trouble| end.trouble(trouble));
        let mut bye = None;
        for place in whole {
            match recording.block(place) {
                Ok(Block::Bye(told)) => bye = Some(told),
                Ok(Block::Mark(mark)) => end.doubts.push(missing(mark.lost)),
                Ok(_) => {}
                Err(trouble) => end.trouble(&trouble),
            }
        }
        match bye.map(|bye| (bye.ending, bye.text)) {
            None => end.notes.push(
                "the recording has no end: what came after the last look of a program that was \
                 killed is not in it"
                    .into(),
            ),
            Some((Ending::Ended, _)) => {}
            Some((Ending::Panicked, text)) => {
                end.notes
                    .push(format!("the program panicked at the end: {text}"));
            }
            Some((Ending::Continued, _)) => {
                end.notes
                    .push("the recording goes on in another file".into());
            }
            Some((Ending::TooSlow, _)) => {
                let why = "the recording was ended because it could not be written fast enough";
                end.doubts.push(why.into());
            }
        }
        end
    }

    fn trouble(&mut self, trouble: &Trouble) {
        if self.troubles.len() <= MOST_TOLD {
            self.troubles.insert(trouble.to_string());
        }
    }

    fn doubts(&self) -> Vec<String> {
        let told = self.troubles.iter().take(MOST_TOLD);
        let told = told.map(|trouble| format!("the file is damaged {trouble}"));
        let more = (self.troubles.len() > MOST_TOLD).then(|| "there is more damage".to_owned());
        told.chain(more)
            .chain(self.doubts.iter().cloned())
            .collect()
    }
}

fn missing(count: u64) -> String {
    match count {
        0 => "events are missing, and nobody knows how many".into(),
        1 => "1 event is missing".into(),
        count => format!("{count} events are missing"),
    }
}

/// A runtime, told to its end.
struct Folded {
    gate: Gate,
    /// So many events are missing, at least.
    missing: Option<String>,
}

fn fold(mut gate: Gate, recording: &Recording, places: &[&Place], end: &mut End) -> Folded {
    let (mut lost, mut gaps) = (0_u64, 0);
    let mut ticks = Ticks::default();
    for (index, place) in places.iter().enumerate() {
        ticks.look_ahead(index, recording, places, &mut gate);
        match recording.block(place) {
            Ok(Block::Events(read) | Block::State(read)) => hear(&mut gate, read.events),
            Ok(Block::Tick(tick)) => frame(&mut gate, tick),
            Ok(Block::Mark(mark)) => {
                gaps += 1;
                lost = lost.saturating_add(mark.lost);
            }
            Ok(Block::Hello(_) | Block::Bye(_) | Block::Other(_)) => {}
            Err(trouble) => end.trouble(&trouble),
        }
    }
    let missing = (gaps > 0).then(|| missing(lost));
    Folded { gate, missing }
}

/// Events taken in at once: what is remembered of them is small.
const BATCH: usize = 64;

fn hear(gate: &mut Gate, mut events: Vec<Event>) {
    events.chunks_mut(BATCH).for_each(|batch| gate.hear(batch));
}

fn frame(gate: &mut Gate, tick: Tick) {
    let Tick {
        now,
        sample,
        delivery,
        ..
    } = tick;
    gate.frame(now, sample, delivery);
}

/// The ticks of a runtime, one ahead of its events.
#[derive(Default)]
struct Ticks {
    /// Where the next one is looked for.
    next: usize,
}

impl Ticks {
    /// Tells the next look before the block at `index` is.
    fn look_ahead(
        &mut self,
        index: usize,
        recording: &Recording,
        places: &[&Place],
        gate: &mut Gate,
    ) {
        while self.next <= index {
            let rest = &places[self.next.min(places.len())..];
            let found = rest
                .iter()
                .position(|place| place.head.kind == Kind::Tick as u8);
            let Some(found) = found else {
                self.next = usize::MAX;
                return;
            };
            // What is damaged is told when its turn comes.
            if let Ok(Block::Tick(Tick {
                sample: Some(sample),
                ..
            })) = recording.block(rest[found])
            {
                gate.coming(&sample);
            }
            self.next += found + 1;
        }
    }
}
