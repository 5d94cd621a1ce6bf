//! A file in which somebody else's runtime was recorded.

use super::batches::BATCH;
use super::since::Since;
use super::{Source, Until};
use crate::events::{Delivery, Event, Nanos, Now, Sample, What};
use crate::order::{Command, RecordedAs, Report};
use crate::probe::wire::{Bye, Ending, Tick};
use crate::recording::{Recording, Step};
use crate::threads;
use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// One runtime of a recording, from its beginning or from any later block on. Nothing can be
/// ordered: commands are refused.
pub struct Recorded {
    recording: Arc<Recording>,
    runtime: u16,
    /// The block to be read next, and the one that is no longer read.
    next: usize,
    end: usize,
    /// Events that are read and not handed over.
    left: VecDeque<Event>,
    /// The last tick that was read.
    tick: Tick,
    /// What Tokio had counted before it was recorded.
    since: Since,
    /// When the last event was that was handed over.
    heard: Nanos,
    /// What is wrong with it, as far as it was read.
    faults: Faults,
    reports: Vec<Report>,
}

/// What was found that is missing or cannot be read.
#[derive(Default)]
struct Faults {
    /// All was read once.
    all_known: bool,
    first: Option<String>,
    count: u64,
    /// The stream, or the runtime, has said that it ends.
    ends: bool,
    last_words: Option<String>,
}

impl Faults {
    fn note(&mut self, fault: impl Into<String>) {
        if self.all_known {
            return;
        }
        self.count += 1;
        self.first.get_or_insert_with(|| fault.into());
    }

    /// All of it in a few words, once all is read.
    fn words(&self, is_being_written: bool) -> Option<String> {
        let mut words = Vec::new();
        words.extend(self.last_words.clone());
        match (&self.first, self.count) {
            (Some(first), 0..=1) => words.push(first.clone()),
            (Some(first), count) => words.push(format!("{first}, and {} more", count - 1)),
            (None, _) => {}
        }
        if !self.ends {
            words.push(match is_being_written {
                true => "it was still being written when it was opened".into(),
                false => "it breaks off, and does not tell why".into(),
            });
        }
        (!words.is_empty()).then(|| words.join("; "))
    }
}

impl Recorded {
    /// One runtime of a recording, by its number.
    pub fn new(recording: Arc<Recording>, runtime: u16) -> Self {
        if recording.has_stacks() {
            let names = Arc::clone(&recording);
            let work = move || names.name_stacks();
            if threads::start("the thread that names stacks", "stacks", work).is_err() {
                // Then whoever reads them waits.
                recording.name_stacks();
            }
        }
        let mut faults = Faults::default();
        for trouble in recording.troubles() {
            faults.note(trouble.to_string());
        }
        Self {
            end: recording.places().len(),
            since: since(&recording, runtime),
            recording,
            runtime,
            next: 0,
            left: VecDeque::new(),
            tick: Tick::default(),
            heard: Nanos::ZERO,
            faults,
            reports: Vec::new(),
        }
    }

    /// Reads a block: what it was; `None` after the last one.
    fn read(&mut self) -> Option<Read> {
        let mut steps = self.recording.steps(self.next);
        let step = steps.next().filter(|_| self.next < self.end)?;
        self.next = steps.place();
        Some(match step {
            Ok(Step::Events(runtime, events) | Step::State(runtime, events))
                if runtime == self.runtime =>
            {
                self.left.extend(events);
                Read::Events
            }
            Ok(Step::Tick(runtime, tick)) if runtime == self.runtime => {
                self.tick = tick;
                Read::Tick
            }
            // 0 is all of the program.
            Ok(Step::Missing(runtime, lost)) if [0, self.runtime].contains(&runtime) => {
                self.faults.note(match lost {
                    0 => "events are missing".into(),
                    1 => "1 event is missing".into(),
                    lost => format!("{lost} events are missing"),
                });
                Read::Events
            }
            Ok(Step::Bye(bye)) => {
                self.faults.ends = true;
                self.faults.last_words = last_words(&bye);
                Read::Events
            }
            Ok(_) => Read::Events,
            Err(trouble) => {
                self.faults.note(trouble.to_string());
                Read::Events
            }
        })
    }

    /// Hands over at most so many of the events that are read.
    fn hand_over(&mut self, most: usize, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        let count = self.left.len().min(most);
        let mut left = count;
        while left > 0 {
            let mut batch: Vec<_> = self.left.drain(..left.min(BATCH)).collect();
            left -= batch.len();
            if let Some(last) = batch.last() {
                self.heard = self.heard.max(last.at);
                self.faults.ends |= batch.iter().any(|event| event.what == What::RunEnded);
            }
            hear(&mut batch);
        }
        count
    }

    /// How much of the file is read, in percent.
    fn share(&self) -> u8 {
        let places = self.recording.places();
        let at = |index: usize| places.get(index).map_or(0, |place| place.offset);
        let all = places.last().map_or(0, |place| place.offset).max(1);
        match self.next >= self.end {
            true => 100,
            false => (at(self.next) * 100 / all).min(99) as u8,
        }
    }
}

/// Blocks in which the first tick is looked for.
const BEGINNING: usize = 256;

/// What Tokio had counted by the first tick.
fn since(recording: &Recording, runtime: u16) -> Since {
    let mut since = Since::default();
    let ticks = recording
        .steps(0)
        .take(BEGINNING)
        .filter_map(|step| match step {
            Ok(Step::Tick(of, tick)) if of == runtime => Some(tick),
            _ => None,
        });
    ticks.take(1).for_each(|tick| since.note(&tick));
    since
}

/// What a block was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Events,
    Tick,
}

fn last_words(bye: &Bye) -> Option<String> {
    match bye.ending {
        Ending::Ended => None,
        Ending::Panicked => Some(bye.text.clone()),
        Ending::Continued => Some("it goes on in another file".into()),
        Ending::TooSlow => Some("it was recorded too slowly".into()),
    }
}

impl Source for Recorded {
    /// Up to the next tick at most, unless all is wanted.
    fn take(&mut self, until: Until, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        let enough = match until {
            Until::Enough(enough) => enough,
            Until::Settled | Until::TheEnd => usize::MAX,
        };
        let mut count = 0;
        while count < enough {
            if !self.left.is_empty() {
                count += self.hand_over(enough - count, hear);
                continue;
            }
            if enough < usize::MAX && !self.recording.is_quick(self.next) {
                // Pictures are not held up.
                if count == 0 {
                    thread::sleep(Duration::from_millis(1));
                }
                break;
            }
            match self.read() {
                None => break,
                Some(Read::Tick) if enough < usize::MAX => break,
                Some(_) => {}
            }
        }
        count
    }

    fn has_more(&self) -> bool {
        self.next < self.end || !self.left.is_empty()
    }

    fn place(&self) -> Option<usize> {
        self.left.is_empty().then_some(self.next)
    }

    fn read_again(&mut self, from: usize, until: Option<usize>) {
        self.left.clear();
        self.tick = Tick::default();
        self.heard = Nanos::ZERO;
        self.faults.all_known = true;
        self.next = from;
        let all = self.recording.places().len();
        self.end = until.map_or(all, |until| until.min(all));
    }

    fn rest(&mut self) -> bool {
        !self.has_more()
    }

    fn now(&self) -> Now {
        let tick = &self.tick.now;
        match tick.at >= self.heard {
            true => tick.clone(),
            // Between two ticks it is not known who had what in hand.
            false => Now {
                at: self.heard,
                workers: vec![None; tick.workers.len()],
            },
        }
    }

    fn told(&self) -> Option<Now> {
        Some(self.now())
    }

    fn recorded(&self) -> Option<RecordedAs> {
        let (hello, runtimes) = (self.recording.hello(), self.recording.runtimes());
        let place = runtimes.iter().position(|one| *one == self.runtime);
        let own = place.and_then(|place| self.recording.runtime_names().get(place));
        let name = own.map_or_else(|| hello.name.clone(), |own| format!("{} {own}", hello.name));
        let reads = self.has_more() && !self.faults.all_known;
        Some(RecordedAs {
            name,
            pid: hello.pid,
            runtime: (self.runtime, runtimes.len() as u16),
            read: reads.then(|| self.share()),
            as_it_went: false,
            fault: (!reads)
                .then(|| self.faults.words(self.recording.is_being_written()))
                .flatten(),
        })
    }

    fn delivery(&self) -> Delivery {
        self.tick.delivery
    }

    fn sample(&self) -> Option<Sample> {
        let sample = self.tick.sample.clone()?;
        Some(self.since.count(sample))
    }

    fn send(&mut self, command: Command) {
        self.reports.extend(Report::only_watched(&command));
    }

    fn reports(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.reports)
    }

    fn over(&self) -> bool {
        !self.has_more()
    }
}
