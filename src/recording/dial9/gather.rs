//! Reads all segments of a trace once: its events as records, and what they name.

use super::bytes::Stop;
use super::files::{self, Segment};
use super::frames::{Field, Frames, Kind, Told};
use super::names::{NO_TASK, NO_WORKER, Names, Process, clean};
use super::sorted::{Record, Sorter};
use crate::probe::wire::Fault;
use crate::recording::trouble::Trouble;
use std::io;

/// What is told of a segment when it ends: whether all is in it that happened then.
pub(super) const COMPLETE: &str = "segment.complete";

/// Processes of a trace that are told apart.
const MOST_PROCESSES: usize = 255;

/// Kinds of record: the numbers of kinds of event.
pub(super) mod code {
    pub(in super::super) const POLL_START: u8 = 0;
    pub(in super::super) const POLL_END: u8 = 1;
    pub(in super::super) const PARK: u8 = 2;
    pub(in super::super) const UNPARK: u8 = 3;
    pub(in super::super) const SPAWN: u8 = 4;
    pub(in super::super) const TERMINATE: u8 = 5;
    pub(in super::super) const WAKE: u8 = 6;
    pub(in super::super) const METRICS: u8 = 7;
}

/// All there is in a trace, its events in no order.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) processes: Vec<Process>,
    /// Names of runtimes in samples of their queues.
    pub(super) sampled: Vec<(u8, Option<String>)>,
    pub(super) names: Names,
    pub(super) records: Sorter,
    pub(super) troubles: Vec<Trouble>,
    /// Events that could not be told: there are too many workers or tasks.
    pub(super) left_out: u64,
}

impl Gathered {
    /// Reads all of these files.
    ///
    /// # Errors
    /// When there is no room for what is in them. What cannot be read is a trouble.
    pub(super) fn from(segments: &[Segment]) -> io::Result<Self> {
        let mut all = Self::default();
        for segment in segments {
            let Some(process) = all.process(&segment.process) else {
                all.trouble(segment, 0, Fault::Senseless("one process more"));
                continue;
            };
            all.segment(segment, process)?;
        }
        Ok(all)
    }

    fn process(&mut self, name: &str) -> Option<u8> {
        let name = clean(name);
        let known = self.processes.iter().position(|one| one.name == name);
        if known.is_none() && self.processes.len() < MOST_PROCESSES {
            let mut process = Process::default();
            process.name = name;
            self.processes.push(process);
            return Some((self.processes.len() - 1) as u8);
        }
        known.map(|known| known as u8)
    }

    fn segment(&mut self, segment: &Segment, process: u8) -> io::Result<()> {
        if let Some(of) = self.processes.get_mut(usize::from(process)) {
            of.about.remove(COMPLETE);
        }
        let opened = files::opened(&segment.path).map_err(|_| Stop::Io);
        let mut frames = match opened.and_then(Frames::new) {
            Ok(frames) => frames,
            Err(stop) => {
                self.trouble(segment, 0, fault(&stop));
                return Ok(());
            }
        };
        loop {
            match frames.next() {
                Ok(Some(told)) => self.told(process, told)?,
                Ok(None) => return Ok(()),
                Err(stop) => {
                    self.trouble(segment, frames.offset(), fault(&stop));
                    return Ok(());
                }
            }
        }
    }

    fn trouble(&mut self, segment: &Segment, offset: u64, fault: Fault) {
        let name = segment.path.file_name().unwrap_or_default();
        self.troubles.push(Trouble {
            file: Some(clean(&name.to_string_lossy())),
            offset,
            fault,
        });
    }

    fn told(&mut self, process: u8, told: Told) -> io::Result<()> {
        let Some(of) = self.processes.get_mut(usize::from(process)) else {
            return Ok(());
        };
        match told.kind {
            Kind::Metadata => of.learn(told),
            Kind::Clock => of.set_clock(&told),
            _ => {
                of.first = Some(of.first.map_or(told.at, |first| first.min(told.at)));
                let is_sample = matches!(told.kind, Kind::Queue | Kind::Metrics);
                match self.record(process, &told) {
                    Some(record) => self.records.push(record)?,
                    None => self.left_out += u64::from(!is_sample),
                }
            }
        }
        Ok(())
    }

    /// An event with numbers for names; `None` for one without its subject.
    fn record(&mut self, process: u8, told: &Told) -> Option<Record> {
        let of = self.processes.get_mut(usize::from(process))?;
        let worker = of.worker(told.number(Field::Worker));
        let mut record = Record {
            at: told.at,
            task: NO_TASK,
            other: 0,
            worker,
            process,
            kind: code::METRICS,
        };
        let names = &mut self.names;
        let mut task = || names.task(process, told.number(Field::Task));
        record.kind = match told.kind {
            Kind::PollStart | Kind::Spawn | Kind::Terminate | Kind::Wake => {
                record.task = task();
                match told.kind {
                    Kind::PollStart => code::POLL_START,
                    Kind::Spawn => code::SPAWN,
                    Kind::Terminate => code::TERMINATE,
                    _ => code::WAKE,
                }
            }
            Kind::PollEnd => code::POLL_END,
            Kind::Park => code::PARK,
            Kind::Unpark => code::UNPARK,
            Kind::Queue | Kind::Metrics | Kind::Metadata | Kind::Clock => code::METRICS,
        };
        match record.kind {
            code::POLL_START | code::SPAWN => {
                self.names.shown(record.task, worker, told.text.as_deref());
            }
            code::WAKE => {
                self.names.woken(record.task);
                record.other = self.names.task(process, told.number(Field::Waker));
            }
            code::PARK | code::UNPARK => {
                let thread = told.number(Field::Thread).unwrap_or(0);
                record.other = u32::try_from(thread).unwrap_or(0);
            }
            code::METRICS => {
                record.worker = self.sample_of(process, told)?;
                record.task = told.number(Field::Queued)?.try_into().ok()?;
                record.other = told.number(Field::Alive)?.try_into().ok()?;
            }
            _ => {}
        }
        let has_task = record.task != NO_TASK;
        let has_worker = record.worker != NO_WORKER;
        match record.kind {
            code::POLL_START => has_task && has_worker,
            code::POLL_END | code::PARK | code::UNPARK => has_worker,
            code::METRICS => true,
            _ => has_task,
        }
        .then_some(record)
    }

    /// Of which runtime a sample is.
    fn sample_of(&mut self, process: u8, told: &Told) -> Option<u16> {
        let name = match told.kind {
            Kind::Metrics => Some(clean(told.text.as_deref()?)),
            _ => None,
        };
        let of = (process, name);
        if let Some(known) = self.sampled.iter().position(|one| *one == of) {
            return Some(known as u16);
        }
        (self.sampled.len() < MOST_PROCESSES).then(|| {
            self.sampled.push(of);
            (self.sampled.len() - 1) as u16
        })
    }
}

fn fault(stop: &Stop) -> Fault {
    match stop {
        Stop::Cut => Fault::Senseless("the last frame, which the end of the file cuts off,"),
        Stop::Senseless(what) => Fault::Senseless(what),
        Stop::Io => Fault::Senseless("the file"),
    }
}
