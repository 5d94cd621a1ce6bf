//! The loop's surroundings on a bench: a console without a terminal, and a note taker
//! between the loop and what it looks at.

use super::{Running, STALL_AFTER, Seen, canvas};
use crate::bench::clocks;
use crate::event_loop::{Console, Input};
use crate::events::{Delivery, Event, Nanos, Now, Sample, TaskId};
use crate::order::{Command, Report, RuntimeInterval, TaskInterval};
use crate::source::{Source, Until};
use crate::terminal::{Canvas, Signal};
use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// What is noted while the loop runs, all on its own thread.
#[derive(Default)]
pub(super) struct Notes {
    seen: Seen,
    /// Every n-th event is timed.
    every: u64,
    until_next: u64,
    /// When the loop last stopped waiting.
    woke: Option<Instant>,
    /// One moment on both clocks.
    now: Option<(Instant, Nanos)>,
    /// Not shown yet: keys, events, stalls past their threshold.
    keys: Vec<Instant>,
    events: Vec<Nanos>,
    stalls: Vec<Nanos>,
    /// The last stall noted, by task and start.
    known: Option<(TaskId, Nanos)>,
}

impl Notes {
    pub(super) fn new(every: u64) -> Self {
        Self {
            every,
            until_next: every,
            ..Self::default()
        }
    }

    pub(super) fn into_seen(self) -> Seen {
        self.seen
    }

    fn heard(&mut self, event: &Event) {
        self.until_next -= 1;
        if self.until_next == 0 {
            self.until_next = self.every;
            self.events.push(event.at);
        }
    }

    fn looked(&mut self, now: &Now) {
        self.now = Some((Instant::now(), now.at));
        for hand in now.workers.iter().flatten() {
            let threshold = hand.since + Nanos::from_duration(STALL_AFTER);
            if now.at >= threshold && self.known != Some((hand.task, hand.since)) {
                self.known = Some((hand.task, hand.since));
                self.stalls.push(threshold);
            }
        }
    }

    /// A picture is out: whatever was pending is in it.
    fn presented(&mut self) {
        let at = Instant::now();
        if let Some(woke) = self.woke.take() {
            self.seen.frames.push(millis(at - woke));
        }
        let keys = self.keys.drain(..).map(|pressed| millis(at - pressed));
        self.seen.keys.extend(keys);
        let Some((instant, now)) = self.now else {
            return;
        };
        let at = now + Nanos::from_duration(at - instant);
        let since = |then: Nanos| at.since(then).as_millis_f64();
        self.seen.events.extend(self.events.drain(..).map(since));
        self.seen.stalls.extend(self.stalls.drain(..).map(since));
    }
}

/// What the desk hears.
pub(super) enum Word {
    /// A key, and when it was pressed.
    Pressed(Instant, Input),
    /// There is something to look at.
    News,
    /// The screen is switched off.
    Off,
}

/// A console without a terminal.
pub(super) struct Desk {
    inputs: Receiver<Word>,
    notes: Rc<RefCell<Notes>>,
    canvas: Canvas,
    started: Instant,
}

impl Desk {
    pub(super) fn new(inputs: Receiver<Word>, notes: Rc<RefCell<Notes>>) -> Self {
        Self {
            inputs,
            notes,
            canvas: canvas(),
            started: Instant::now(),
        }
    }

    pub(super) fn canvas(&self) -> Canvas {
        self.canvas.clone()
    }
}

impl Console for Desk {
    fn wait(&mut self, at_most: Duration) -> Option<Input> {
        let input = match self.inputs.recv_timeout(at_most) {
            Ok(Word::Pressed(pressed, input)) => {
                self.notes.borrow_mut().keys.push(pressed);
                Some(input)
            }
            Ok(Word::News) | Err(RecvTimeoutError::Timeout) => None,
            Ok(Word::Off) | Err(RecvTimeoutError::Disconnected) => {
                Some(Input::Signal(Signal::Exit(0)))
            }
        };
        self.notes.borrow_mut().woke = Some(Instant::now());
        input
    }

    fn clock(&self) -> Duration {
        self.started.elapsed()
    }

    fn present(&mut self) -> io::Result<()> {
        self.canvas.present()?;
        self.notes.borrow_mut().presented();
        Ok(())
    }
}

/// Passes everything on between the loop and what it looks at, and takes notes.
pub(super) struct Noting<S> {
    inner: S,
    notes: Rc<RefCell<Notes>>,
    live: Arc<Running>,
    heard: u64,
}

impl<S> Noting<S> {
    pub(super) fn new(inner: S, notes: Rc<RefCell<Notes>>, live: Arc<Running>) -> Self {
        Self {
            inner,
            notes,
            live,
            heard: 0,
        }
    }
}

impl<S: Source> Source for Noting<S> {
    fn take(&mut self, until: Until, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        let mut notes = self.notes.borrow_mut();
        let count = self.inner.take(until, &mut |batch| {
            if notes.every != u64::MAX {
                batch.iter().for_each(|event| notes.heard(event));
            }
            hear(batch);
        });
        let frames = notes.seen.frames.len();
        self.live.frames.store(frames, Ordering::Release);
        self.heard += count as u64;
        self.live.events.store(self.heard, Ordering::Release);
        let cpu = u64::try_from(clocks::thread_cpu().as_nanos()).unwrap_or(u64::MAX);
        self.live.cpu.store(cpu, Ordering::Release);
        count
    }

    fn on_news(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.inner.on_news(wake);
    }

    fn rest(&mut self) -> bool {
        self.inner.rest()
    }

    fn now(&self) -> Now {
        let now = self.inner.now();
        self.notes.borrow_mut().looked(&now);
        now
    }

    fn delivery(&self) -> Delivery {
        self.inner.delivery()
    }

    fn sample(&self) -> Option<Sample> {
        let sample = self.inner.sample();
        if let Some(sample) = &sample {
            let parks = sample.workers.iter().map(|worker| worker.parks).sum();
            self.live.parks.store(parks, Ordering::Release);
        }
        sample
    }

    fn intervals(&mut self) -> (Option<RuntimeInterval>, Vec<TaskInterval>) {
        self.inner.intervals()
    }

    fn send(&mut self, command: Command) {
        self.inner.send(command);
    }

    fn reports(&mut self) -> Vec<Report> {
        self.inner.reports()
    }

    fn settled(&self) -> bool {
        self.inner.settled()
    }

    fn over(&self) -> bool {
        self.inner.over()
    }
}
