//! The reading end: merges all threads' records by time into events.

mod announce;
mod everyday;
mod heads;
mod now;
mod pressure;
mod sink;
mod stream;

use super::clock::{self, Scale, Ticks};
use super::decode;
use super::hub::{Handover, Hub, Runs};
use super::record::{Record, Tag};
use super::registry::User;
use crate::events::{Event, Nanos, What, WorkerId};
use announce::Announced;
use everyday::{Everyday, Ran, is_everyday};
use heads::Heads;
use pressure::Pressure;
use sink::{Batches, Each, Sink};
use std::collections::VecDeque;
use std::sync::Arc;
use stream::StreamReader;
use tokio::sync::mpsc::UnboundedReceiver;

/// A writer reads the clock some nanoseconds before it publishes. Records younger than
/// this wait for the next drain, so that a slower thread's earlier record is not missed.
const SETTLING: u64 = 20_000;

/// The receiving end of a probe. There is one; it belongs to the thread that draws or
/// reports, which must not be a worker of the observed runtime.
pub struct Reader {
    hub: Arc<Hub>,
    /// Keeps the hub open.
    _user: Arc<User>,
    incoming: UnboundedReceiver<Handover>,
    /// In order of their numbers.
    streams: Vec<StreamReader>,
    heads: Heads,
    pressure: Pressure,
    announced: Announced,
    scale: Scale,
    delivered: u64,
    /// Events that were only counted, at the last look.
    coalesced_before: u64,
    /// Chunks that may be unread, in a flood; more are not read but counted.
    allowed: Option<usize>,
    /// Events that were read and only counted.
    skimmed: u64,
    unreadable: u64,
    last_at: Nanos,
    /// Notes taken over that were not given to anybody yet.
    notes: VecDeque<(Ticks, What)>,
}

/// How far to read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Settled,
    TheEnd,
}

impl Reader {
    pub(super) fn new(user: Arc<User>, incoming: UnboundedReceiver<Handover>) -> Self {
        let hub = Arc::clone(user.hub());
        Self {
            scale: Scale::from(hub.started),
            hub,
            _user: user,
            incoming,
            streams: Vec::new(),
            heads: Heads::default(),
            pressure: Pressure::default(),
            announced: Announced::default(),
            delivered: 0,
            coalesced_before: 0,
            allowed: None,
            skimmed: 0,
            unreadable: 0,
            last_at: Nanos::ZERO,
            notes: VecDeque::new(),
        }
    }

    /// Gives `f` every event that is complete by now, in order of time, and returns how many.
    ///
    /// Events of the last 20 microseconds or so are left for the next call: a slower thread may
    /// still be writing an earlier one.
    pub fn drain(&mut self, f: impl FnMut(Event)) -> usize {
        let count = self.read(Until::Settled, usize::MAX, &mut Each(f));
        if count == 0 {
            self.hub.tidy();
        }
        count
    }

    /// Reads about `enough` events and gives `f` some dozens at once, for a loop that has other
    /// things to do. If it returns fewer than `enough`, these were all there are, as with
    /// [`drain`](Self::drain). What is left comes with the next call, in the same order.
    ///
    /// If these calls do not keep up, and 8 MiB of records or all the room there is wait to
    /// be read, the room becomes small (768 KiB and a chunk a thread) until nothing was lost
    /// for half a second: so what is read is young. Of what waits beyond it, polls that did not
    /// end a task and wakes are only counted, as is what finds no room
    /// ([`Probe::with_budget`](super::Probe::with_budget)).
    pub fn drain_some(&mut self, enough: usize, f: impl FnMut(&mut [Event])) -> usize {
        let coalesced = self.coalesced();
        let lost = coalesced != std::mem::replace(&mut self.coalesced_before, coalesced);
        let (unread, threads) = (self.hub.unread(), self.streams.len());
        self.allowed = self.pressure.allowed(clock::now(), lost, unread, threads);
        self.hub.allow(self.allowed.unwrap_or(usize::MAX));
        let mut batches = Batches::new(f);
        let count = self.read(Until::Settled, enough, &mut batches);
        batches.end();
        self.allowed = None;
        if count == 0 {
            self.hub.tidy();
        }
        count
    }

    /// As [`drain`](Self::drain), but to the very last event: for the end of a run, when
    /// nobody writes any more.
    pub fn drain_all(&mut self, f: impl FnMut(Event)) -> usize {
        self.read(Until::TheEnd, usize::MAX, &mut Each(f))
    }

    /// How to wake the reading thread, while it [rests](Self::rest), when a worker parks or
    /// unparks, or a blocking job begins or ends. The first callback given is the one.
    ///
    /// It is called on the worker or on the job's thread, so it must be quick and never wait.
    /// It may use the probe: wake tasks, spawn them, print lines.
    pub fn on_news(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.hub.alarm.set_wake(wake);
    }

    /// Whether the reading thread may sleep: nothing is left to read, and the next time a
    /// worker parks or unparks, or a blocking job begins or ends, it is woken, once. What
    /// workers that are awake do until they park does not wake it.
    pub fn rest(&mut self) -> bool {
        self.hub.alarm.fall_asleep();
        self.receive();
        let hub = &self.hub;
        let has_more = self.streams.iter_mut().any(|stream| {
            stream.refresh();
            stream.peek(hub).is_some()
        });
        if has_more {
            hub.alarm.stay_awake();
        }
        !has_more
    }

    fn read(&mut self, until: Until, enough: usize, to: &mut impl Sink) -> usize {
        let limit = match until {
            Until::Settled => Ticks(clock::now().0.saturating_sub(SETTLING)).min(self.hub.hold()),
            Until::TheEnd => Ticks(u64::MAX),
        };
        self.receive();
        self.hub.stock_up();
        self.look_for_heads();
        // After the lengths were read: whatever the records name is in the tables by now.
        let mut count = self.announced.announce(self.last_at, to);
        let runs = self.hub.runs();
        self.notes.extend(self.hub.take_notes(limit));
        while count < enough {
            let first = self.heads.earliest().filter(|(at, _)| *at <= limit);
            if let Some((at, what)) = self.note_before(first.map(|(at, _)| at)) {
                count += self.give(at, what, to);
                continue;
            }
            let Some((_, index)) = first else { break };
            // All of this stream up to the next one's head, or to the next note.
            let next = self.heads.second().unwrap_or(limit).min(limit);
            let until = self.notes.front().map_or(next, |(at, _)| (*at).min(next));
            let upto = (until, limit);
            let (given, head) = self.read_stream(index, upto, enough - count, runs, to);
            self.heads.replace_earliest(head);
            count += given;
        }
        count += self.tell_shed(limit, to);
        self.retire_spent();
        count
    }

    /// Looks what every stream has to read.
    fn look_for_heads(&mut self) {
        self.heads.clear();
        self.streams.iter_mut().for_each(StreamReader::refresh);
        let now = clock::now();
        for (index, stream) in self.streams.iter_mut().enumerate() {
            if let Some(head) = stream.head(&self.hub, now) {
                self.heads.add(head, index);
            }
        }
    }

    /// The next note, if it is earlier than every record.
    #[inline]
    fn note_before(&mut self, first: Option<Ticks>) -> Option<(Ticks, What)> {
        let (at, _) = self.notes.front()?;
        if first.is_none_or(|first| *at < first) {
            self.notes.pop_front()
        } else {
            None
        }
    }

    fn retire_spent(&mut self) {
        self.streams.retain(|stream| {
            let is_spent = stream.is_spent();
            if is_spent {
                self.hub.retire(&stream.stream);
            }
            !is_spent
        });
    }

    fn receive(&mut self) {
        for stream in &mut self.streams {
            stream.look_if_closed();
        }
        while let Ok(Handover { stream, chunk }) = self.incoming.try_recv() {
            let place = self
                .streams
                .binary_search_by_key(&stream.number, |known| known.stream.number);
            let index = place.unwrap_or_else(|place| {
                self.streams.insert(place, StreamReader::new(stream));
                place
            });
            self.streams[index].add(chunk);
        }
    }

    #[inline]
    fn give(&mut self, at: Ticks, what: What, to: &mut impl Sink) -> usize {
        self.last_at = self.scale.nanos(at);
        to.take(|| Event {
            at: self.last_at,
            what,
        });
        1
    }

    /// Gives at most `most` events of one stream, up to a moment: how many these are, and
    /// the time of its next record. What is only counted may be later, up to the limit.
    fn read_stream(
        &mut self,
        index: usize,
        (until, limit): (Ticks, Ticks),
        most: usize,
        runs: Runs,
        to: &mut impl Sink,
    ) -> (usize, Option<Ticks>) {
        let mut count = 0;
        let head = loop {
            let stream = &mut self.streams[index];
            let Some(record) = stream.peek(&self.hub) else {
                break None;
            };
            let at = record.end();
            if at > until || count == most {
                break Some(at);
            }
            // A thread of an earlier runtime says nothing about the workers of this one.
            let speaks = runs.spoke_for_worker(stream.run, at);
            let worker = stream.worker.filter(|_| speaks);
            if is_everyday(record) {
                let (until, most) = match runs.is_present(stream.run) {
                    true => ((until, Some(limit)), most - count),
                    false => ((at, None), 1),
                };
                let (ran, told) = self.read_everyday(index, worker, until, most, to);
                count += told;
                match (ran.later, ran.read) {
                    (Some(later), _) => break Some(later),
                    (None, 1..) => continue,
                    (None, 0) => {}
                }
            }
            let stream = &mut self.streams[index];
            stream.advance();
            if record.tag == Tag::Worker {
                stream.worker = decode::worker_id(record.a);
                continue;
            }
            if record.tag == Tag::Park && !speaks {
                // It was read, and concerns nobody: it is not lost.
                self.delivered += 1;
                continue;
            }
            let extra = decode::has_extra(record).then(|| stream.take_extra(&self.hub));
            match decode::event(record, extra.flatten(), worker, self.scale) {
                Some(what) => count += self.give(at, what, to),
                None => count += self.give_note(index, record, to),
            }
        };
        self.delivered += count as u64;
        (count, head)
    }

    /// Gives the event of a record that only marks its place.
    #[cold]
    #[inline(never)]
    fn give_note(&mut self, index: usize, record: Record, to: &mut impl Sink) -> usize {
        match self.streams[index].note_at(record) {
            Some(what) => self.give(record.end(), what, to),
            None => {
                self.unreadable += 1;
                0
            }
        }
    }

    /// Reads records of everyday that follow each other in one chunk: how far it came, and how
    /// many events it gave. Up to the limit, if there is one, they may be counted instead.
    #[inline]
    fn read_everyday(
        &mut self,
        index: usize,
        worker: Option<WorkerId>,
        (until, limit): (Ticks, Option<Ticks>),
        mut most: usize,
        to: &mut impl Sink,
    ) -> (Ran, usize) {
        let too_many = self.allowed.is_some_and(|most| self.hub.unread() > most);
        let stream = &mut self.streams[index];
        let window = stream.window();
        let everyday = |until| Everyday {
            worker,
            until,
            scale: self.scale,
            window,
        };
        let mut ran = Ran::default();
        if let Some(limit) = limit.filter(|_| too_many) {
            ran = stream.skim(&everyday(limit));
            self.skimmed += u64::from(ran.read);
            most = 1;
        }
        let mut told = 0;
        if ran.read == 0 {
            // In a flood too: what something lives or dies by.
            let everyday = everyday(until);
            ran = stream.read_on(most, |chunk, records| everyday.read(chunk, records, to));
            told = ran.read as usize;
        }
        self.last_at = ran.last.unwrap_or(self.last_at);
        (ran, told)
    }

    /// Gives the sums of what was counted instead of kept since the last drain, which went up
    /// to this moment. Of these, waits and parks have no event: they are only in
    /// [`Delivery`](crate::events::Delivery).
    fn tell_shed(&mut self, until: Ticks, to: &mut impl Sink) -> usize {
        let mut count = 0;
        let runs = self.hub.runs();
        for stream in &mut self.streams {
            let shed = stream.stream.shed().and(stream.skimmed);
            if shed == stream.shed {
                continue;
            }
            let before = std::mem::replace(&mut stream.shed, shed);
            // Once the next run is told of, its workers are others.
            let speaks = runs.spoke_for_worker(stream.run, until);
            let worker = stream.stream.worker().filter(|_| speaks);
            let what = What::Coalesced {
                worker: worker.map(WorkerId::new),
                polls: shed.polls - before.polls,
                busy: shed.busy.since(before.busy),
                wakes: shed.wakes - before.wakes,
            };
            to.take(|| Event {
                at: self.last_at,
                what,
            });
            count += 1;
        }
        count
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.hub.forget_reader();
    }
}

#[cfg(test)]
mod tests;
