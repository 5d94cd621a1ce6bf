//! `tokio-kitchen record`: what a program in another process does, written into a file.

use super::{Ended, interruption};
use crate::config::RecordProgram;
use crate::plain::escaped;
use crate::probe::wire::{Bye, Ending};
use crate::recording::Recorder;
use crate::remote::Found;
use crate::source::{Remote, Source, Until};
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write, stderr};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

/// A tick so often at most: what is killed loses no more.
const EVERY: Duration = Duration::from_millis(50);
/// Events taken at once of each runtime.
const AT_ONCE: usize = 1 << 14;

/// Records until the program ends, the time is over, or an interrupt.
///
/// # Errors
/// When the program does not say who it is, or the file cannot be written.
pub fn record(config: &RecordProgram) -> anyhow::Result<Ended> {
    let interrupted = interruption().context("cannot listen for signals")?;
    let found = Found {
        pid: config.pid,
        path: config.socket.clone(),
    };
    let mut source = Remote::attach(&found, config.stall_after)?;
    let here = thread::current();
    source.on_news(move || here.unpark());
    let recorder = Recorder::create(&config.file, config.force, source.hello());
    let cannot = || format!("cannot write {}", escaped(&config.file.to_string_lossy()));
    let mut writing = Writing {
        recorder: recorder.with_context(cannot)?,
        events: 0,
        told: BTreeMap::new(),
        since: BTreeSet::new(),
    };
    let began = Instant::now();
    let ending = loop {
        let has_more = writing.look(&mut source).with_context(cannot)?;
        if source.begins_anew() {
            break Ending::TooSlow;
        }
        let is_over = source.ended().is_some() && !has_more;
        let is_time = config.limit.is_some_and(|limit| began.elapsed() >= limit);
        if is_over || is_time || interrupted.load(Ordering::Relaxed) {
            break Ending::Ended;
        }
        if !has_more {
            thread::park_timeout(EVERY);
        }
    };
    let events = writing.events;
    writing.end(&mut source, ending).with_context(cannot)?;
    tell(config, &source, (events, began.elapsed()), ending);
    Ok(match ending {
        Ending::TooSlow => Ended::Broken,
        _ => Ended::Well,
    })
}

struct Writing {
    recorder: Recorder,
    events: u64,
    /// When the last tick of each runtime was.
    told: BTreeMap<u16, Instant>,
    /// Runtimes of which something was told since then.
    since: BTreeSet<u16>,
}

impl Writing {
    /// Writes what has come of all runtimes; whether there may be more of it.
    fn look(&mut self, source: &mut Remote) -> io::Result<bool> {
        // Takes in what has come.
        source.rest();
        let mut has_more = false;
        for runtime in source.runtimes() {
            source.show(runtime);
            let mut written = Ok(());
            let recorder = &mut self.recorder;
            let count = source.take(Until::Enough(AT_ONCE), &mut |events| {
                if written.is_ok() {
                    written = recorder.hear(runtime, events);
                }
            });
            written?;
            self.events += count as u64;
            has_more |= count >= AT_ONCE;
            let now = source.now();
            if count > 0 || now.workers.iter().any(Option::is_some) {
                self.since.insert(runtime);
            }
            let last = self.told.get(&runtime);
            let is_due = last.is_none_or(|last| last.elapsed() >= EVERY);
            if count < AT_ONCE && is_due && self.since.remove(&runtime) {
                self.told.insert(runtime, Instant::now());
                self.tick(runtime, source)?;
            }
        }
        Ok(has_more)
    }

    /// All that was told of the runtime is written.
    fn tick(&mut self, runtime: u16, source: &Remote) -> io::Result<()> {
        match source.newest_tick() {
            Some(tick) => self.recorder.tick(runtime, tick),
            None => Ok(()),
        }
    }

    fn end(mut self, source: &mut Remote, ending: Ending) -> io::Result<()> {
        for runtime in source.runtimes() {
            source.show(runtime);
            if source.rest() {
                self.tick(runtime, source)?;
            }
        }
        let words = source.ended().and_then(|ended| ended.bye.clone());
        self.recorder.bye(&words.unwrap_or(Bye {
            ending,
            text: String::new(),
        }))
    }
}

fn tell(config: &RecordProgram, source: &Remote, (events, lasted): (u64, Duration), end: Ending) {
    let file = config.file.to_string_lossy();
    let file = escaped(&file);
    let seconds = lasted.as_secs_f64();
    // Where nobody reads it, it is not missed.
    let _ = match end {
        Ending::TooSlow => writeln!(
            stderr(),
            "tokio-kitchen: {} events came too fast and are missing; {file} ends before them, \
             with {events} events",
            source.lost()
        ),
        _ => writeln!(
            stderr(),
            "tokio-kitchen: {events} events of {seconds:.1} s are in {file}"
        ),
    };
}
