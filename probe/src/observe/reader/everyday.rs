//! The hot loops of reading: polls, wakes and plain awaits, which nearly all records tell
//! of, are made into events; or polls and wakes are only counted.

use super::sink::Sink;
use crate::events::{Event, Nanos, PollOutcome, SiteId, TaskId, What, WorkerId};
use crate::observe::chunk::Chunk;
use crate::observe::clock::{Scale, Ticks};
use crate::observe::decode;
use crate::observe::record::{Record, Tag, Window, flag};
use crate::observe::stream::Shed;
use std::ops::Range;

/// What stays the same for a while in one stream.
pub(super) struct Everyday {
    pub(super) worker: Option<WorkerId>,
    /// Later records are not read.
    pub(super) until: Ticks,
    pub(super) scale: Scale,
    pub(super) window: Window,
}

/// How far a look at some records went.
#[derive(Default)]
pub(super) struct Ran {
    pub(super) read: u32,
    /// When the last one read was.
    pub(super) last: Option<Nanos>,
    /// The time of the next one, if it stopped because that is later.
    pub(super) later: Option<Ticks>,
}

/// Whether a record is one for [`Everyday`], if it can be read.
#[inline]
pub(super) const fn is_everyday(record: Record) -> bool {
    match record.tag {
        Tag::Poll => record.flags & flag::LONG == 0,
        Tag::Woken | Tag::WaitOver => true,
        Tag::Waiting => record.flags & flag::MORE == 0,
        _ => false,
    }
}

impl Everyday {
    /// Gives the events of the first of these records. It stops before one that is later,
    /// or of another kind.
    #[inline]
    pub(super) fn read(&self, chunk: &Chunk, records: Range<u32>, to: &mut impl Sink) -> Ran {
        let mut ran = Ran::default();
        for position in records {
            let record = chunk.read(position).unpack(self.window);
            let told = Some(record).and_then(|record| {
                let end = record.end();
                if end > self.until {
                    ran.later = Some(end);
                    return None;
                }
                let at = self.scale.nanos(end);
                // Each kind hands on its own event: moving both to one place costs more
                // than making them.
                match record.tag {
                    Tag::Poll if record.flags & flag::LONG == 0 => {
                        let has = |bit: u16| record.flags & bit != 0;
                        let task = TaskId::new(record.a)?;
                        let worker = self.worker.filter(|_| has(flag::CORE));
                        let start = self.scale.nanos(record.at);
                        let outcome = decode::poll_outcome(record.flags)?;
                        to.take(|| Event {
                            at,
                            what: What::Polled {
                                task,
                                worker,
                                start,
                                outcome,
                                self_woken: has(flag::SELF_WOKEN),
                                budget_spent: has(flag::BUDGET),
                            },
                        });
                    }
                    Tag::Woken => {
                        let task = TaskId::new(record.a)?;
                        let by = decode::woken_by(record.flags, TaskId::new(record.b))?;
                        let on = self.worker.filter(|_| record.flags & flag::CORE != 0);
                        to.take(|| Event {
                            at,
                            what: What::Woken { task, by, on },
                        });
                    }
                    Tag::Waiting if record.flags & flag::MORE == 0 => {
                        let task = TaskId::new(record.a)?;
                        to.take(|| Event {
                            at,
                            what: What::Waiting {
                                task,
                                site: SiteId::new(record.b),
                                until: None,
                                on: None,
                            },
                        });
                    }
                    Tag::WaitOver => {
                        let task = TaskId::new(record.a)?;
                        to.take(|| Event {
                            at,
                            what: What::WaitOver {
                                task,
                                site: SiteId::new(record.b),
                                end: decode::wait_end(record.flags),
                            },
                        });
                    }
                    _ => return None,
                }
                Some(at)
            });
            if told.is_none() {
                break;
            }
            ran.last = told;
            ran.read += 1;
        }
        ran
    }

    /// Counts the first of these records instead. It stops before one that is later, or
    /// that something lives or dies by.
    pub(super) fn count(&self, chunk: &Chunk, records: Range<u32>, shed: &mut Shed) -> Ran {
        let mut ran = Ran::default();
        let mut last = None;
        for record in records.map(|position| chunk.read(position).unpack(self.window)) {
            let end = record.end();
            if end > self.until {
                break;
            }
            match record.tag {
                Tag::Poll if decode::poll_outcome(record.flags) == Some(PollOutcome::Pending) => {
                    shed.polls += 1;
                    shed.busy.0 += record.length();
                }
                Tag::Woken => shed.wakes += 1,
                _ => break,
            }
            last = Some(end);
            ran.read += 1;
        }
        ran.last = last.map(|end| self.scale.nanos(end));
        ran
    }
}
