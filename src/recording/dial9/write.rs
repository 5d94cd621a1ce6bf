//! Writes what is told of a trace as blocks, into a file without a name.

use crate::events::{Delivery, Event, InHand, Nanos, Now, Sample, WorkerId};
use crate::probe::wire::{Bye, Encoder, Ending, Hello, Tick};
use std::fs::File;
use std::io::{self, Write};

/// So much time of the trace is between two ticks, if anything happens in it.
const BETWEEN: Nanos = Nanos::from_millis(50);

/// The most events of a block.
const MOST_EVENTS: usize = 1 << 14;

/// Workers whose threads are told.
const MOST_THREADS: usize = 1 << 10;

/// What is told of one runtime, up to its next block.
#[derive(Default)]
struct Stream {
    events: Vec<Event>,
    hands: Vec<Option<InHand>>,
    threads: Vec<u32>,
    sample: Option<Sample>,
    told: u64,
    ticked: Nanos,
    last: Nanos,
}

/// Writes the blocks of all runtimes.
pub(super) struct Writer {
    file: File,
    encoder: Encoder,
    bytes: Vec<u8>,
    streams: Vec<Stream>,
}

impl Writer {
    /// Writes who writes.
    pub(super) fn new(hello: &Hello, runtimes: usize) -> io::Result<Self> {
        let mut writer = Self {
            file: tempfile::tempfile()?,
            encoder: Encoder::default(),
            bytes: Vec::new(),
            streams: (0..runtimes).map(|_| Stream::default()).collect(),
        };
        writer.encoder.hello(hello, &mut writer.bytes);
        Ok(writer)
    }

    /// Takes an event of a runtime, which is none earlier than the one before.
    pub(super) fn event(&mut self, of: usize, event: Event) -> io::Result<()> {
        let Some(stream) = self.streams.get_mut(of) else {
            return Ok(());
        };
        if stream.told == 0 {
            stream.ticked = event.at;
        }
        stream.last = event.at;
        stream.told += 1;
        stream.events.push(event);
        match stream.events.len() >= MOST_EVENTS {
            true => self.block(of),
            false => Ok(()),
        }
    }

    /// What the workers have in hand at the next tick.
    pub(super) fn hands(&mut self, of: usize, hands: Vec<Option<InHand>>) {
        if let Some(stream) = self.streams.get_mut(of) {
            stream.hands = hands;
        }
    }

    /// The newest sample of a runtime's queues.
    pub(super) fn sample(&mut self, of: usize, sample: Sample) {
        if let Some(stream) = self.streams.get_mut(of) {
            stream.sample = Some(sample);
        }
    }

    /// The system's number of a worker's thread.
    pub(super) fn thread(&mut self, of: usize, worker: WorkerId, thread: u32) {
        let place = worker.index();
        if let Some(stream) = self.streams.get_mut(of)
            && place < MOST_THREADS
        {
            if stream.threads.len() <= place {
                stream.threads.resize(place + 1, 0);
            }
            stream.threads[place] = thread;
        }
    }

    /// Whether a tick belongs before an event at that moment.
    pub(super) fn is_due(&self, of: usize, at: Nanos) -> bool {
        let stream = self.streams.get(of);
        stream.is_some_and(|stream| stream.told > 0 && at.since(stream.ticked) >= BETWEEN)
    }

    /// Writes that all up to a moment is told.
    pub(super) fn tick(&mut self, of: usize, at: Nanos) -> io::Result<()> {
        self.block(of)?;
        let Some(stream) = self.streams.get_mut(of) else {
            return Ok(());
        };
        let at = at.max(stream.last);
        stream.ticked = at;
        let tick = Tick {
            now: Now {
                at,
                workers: stream.hands.clone(),
            },
            sample: stream.sample.clone(),
            delivery: Delivery {
                emitted: stream.told,
                delivered: stream.told,
                ..Delivery::default()
            },
            threads: stream.threads.clone(),
        };
        let number = number(of);
        self.encoder.tick(number, &tick, &mut self.bytes);
        self.write()
    }

    /// Writes what is left of all runtimes, and why there is no more, if that is known.
    pub(super) fn end(&mut self, is_whole: bool) -> io::Result<()> {
        for of in 0..self.streams.len() {
            self.tick(of, Nanos::ZERO)?;
        }
        if is_whole {
            let bye = Bye {
                ending: Ending::Ended,
                text: "the trace ends here".into(),
            };
            self.encoder.bye(&bye, &mut self.bytes);
        }
        self.write()
    }

    /// The file.
    pub(super) fn finish(self) -> io::Result<File> {
        Ok(self.file)
    }

    fn block(&mut self, of: usize) -> io::Result<()> {
        let Some(stream) = self.streams.get_mut(of) else {
            return Ok(());
        };
        for event in stream.events.drain(..) {
            self.encoder.push(&event);
        }
        self.encoder.events(number(of), &mut self.bytes);
        self.write()
    }

    fn write(&mut self) -> io::Result<()> {
        self.file.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

/// Runtimes are numbered from 1.
fn number(of: usize) -> u16 {
    u16::try_from(of + 1).unwrap_or(u16::MAX)
}
