//! `tokio-kitchen record`: what a program in another process does, written into a file.

use super::{Ended, interruption};
use crate::config::RecordProgram;
use crate::plain::escaped;
use crate::probe::wire::{Bye, Ending, Tick};
use crate::recording::Recorder;
use crate::remote::Found;
use crate::source::{Remote, Source, Until};
use anyhow::Context;
use std::collections::BTreeMap;
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
    };
    let began = Instant::now();
    let ending = loop {
        writing.look(&mut source).with_context(cannot)?;
        if source.begins_anew() {
            break Ending::TooSlow;
        }
        let is_time = config.limit.is_some_and(|limit| began.elapsed() >= limit);
        if source.over() || is_time || interrupted.load(Ordering::Relaxed) {
            break Ending::Ended;
        }
        thread::park_timeout(EVERY);
    };
    let events = writing.events;
    writing.end(&source, ending).with_context(cannot)?;
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
}

impl Writing {
    /// Writes what has come of all runtimes.
    fn look(&mut self, source: &mut Remote) -> io::Result<()> {
        // Takes in what has come.
        source.rest();
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
            let now = source.now();
            let is_busy = count > 0 || now.workers.iter().any(Option::is_some);
            let last = self.told.get(&runtime);
            if is_busy && last.is_none_or(|last| last.elapsed() >= EVERY) {
                self.told.insert(runtime, Instant::now());
                self.recorder.tick(runtime, &tick(source))?;
            }
        }
        Ok(())
    }

    fn end(mut self, source: &Remote, ending: Ending) -> io::Result<()> {
        if source.shown() != 0 {
            self.recorder.tick(source.shown(), &tick(source))?;
        }
        let words = source.ended().and_then(|ended| ended.bye.clone());
        self.recorder.bye(&words.unwrap_or(Bye {
            ending,
            text: String::new(),
        }))
    }
}

fn tick(source: &Remote) -> Tick {
    Tick {
        now: source.now(),
        sample: source.sample(),
        delivery: source.delivery(),
        threads: Vec::new(),
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
