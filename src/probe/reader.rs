//! The reading end: merges all threads' records by time into events.

use super::chunk::{CHUNK_RECORDS, Chunk};
use super::clock::{self, Ticks};
use super::decode;
use super::hub::{Handover, Hub};
use super::intern;
use super::record::{Record, Tag};
use super::writer::{NO_WORKER, Shed, Stream};
use crate::protocol::{
    Delivery, Event, InHand, KindId, Nanos, Now, SiteId, TaskId, TextId, What, WorkerId,
};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::mpsc::UnboundedReceiver;

/// A writer reads the clock some nanoseconds before it publishes. Records younger than
/// this wait for the next drain, so that a slower thread's earlier record is not missed.
const SETTLING: u64 = 20_000;

/// The receiving end of a probe. There is one; it belongs to the thread that draws or reports.
pub struct Reader {
    hub: Arc<Hub>,
    incoming: UnboundedReceiver<Handover>,
    streams: Vec<StreamReader>,
    announced: Announced,
    delivered: u64,
    unreadable: u64,
    last_at: Nanos,
}

/// How many names, places and texts were announced.
#[derive(Default)]
struct Announced {
    kinds: usize,
    sites: usize,
    texts: usize,
}

/// One thread's records, in order.
struct StreamReader {
    stream: Arc<Stream>,
    chunks: VecDeque<Arc<Chunk>>,
    /// Records read of the first chunk, and published ones known.
    read: u32,
    len: u32,
    worker: u32,
    shed: Shed,
}

/// How far to read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Settled,
    TheEnd,
}

impl Reader {
    pub(super) fn new(hub: Arc<Hub>, incoming: UnboundedReceiver<Handover>) -> Self {
        Self {
            hub,
            incoming,
            streams: Vec::new(),
            announced: Announced::default(),
            delivered: 0,
            unreadable: 0,
            last_at: Nanos::ZERO,
        }
    }

    /// Gives `f` every event that is complete by now, in order of time. Returns how many.
    pub fn drain(&mut self, f: impl FnMut(Event)) -> usize {
        self.read(Until::Settled, f)
    }

    /// The same, without leaving the last microseconds for the next time: for the end of a run.
    pub fn drain_all(&mut self, f: impl FnMut(Event)) -> usize {
        self.read(Until::TheEnd, f)
    }

    fn read(&mut self, until: Until, mut f: impl FnMut(Event)) -> usize {
        let limit = match until {
            Until::Settled => Ticks(clock::now().0.saturating_sub(SETTLING)).min(self.hub.hold()),
            Until::TheEnd => Ticks(u64::MAX),
        };
        self.receive();
        let mut heads = BinaryHeap::new();
        for (index, stream) in self.streams.iter_mut().enumerate() {
            stream.refresh();
            if let Some(record) = stream.peek(&self.hub) {
                heads.push(Reverse((record.end(), index)));
            }
        }
        // After the lengths were read: whatever the records name is in the tables by now.
        let mut count = self.announce(&mut f);
        let mut notes = self.hub.take_notes(limit).into_iter().peekable();
        while let Some(Reverse((at, index))) = heads.pop() {
            if at > limit {
                break;
            }
            let next = heads
                .peek()
                .map_or(Ticks(u64::MAX), |Reverse((at, _))| *at)
                .min(limit);
            let mut at = at;
            loop {
                while let Some((_, what)) = notes.next_if(|(noted, _)| *noted <= at) {
                    count += self.give(at, what, &mut f);
                }
                count += self.take_one(index, &mut f);
                match self.streams[index].peek(&self.hub) {
                    Some(record) if record.end() <= next => at = record.end(),
                    Some(record) => {
                        heads.push(Reverse((record.end(), index)));
                        break;
                    }
                    None => break,
                }
            }
        }
        for (at, what) in notes {
            count += self.give(at, what, &mut f);
        }
        count + self.tell_shed(&mut f)
    }

    fn receive(&mut self) {
        while let Ok(Handover { stream, chunk }) = self.incoming.try_recv() {
            let number = stream.number as usize;
            // Streams are numbered in order, but their first chunks may arrive out of it.
            if number >= self.streams.len() {
                let known = self.streams.len();
                let missing = self.hub.streams().into_iter().skip(known);
                self.streams.extend(missing.map(StreamReader::new));
            }
            self.streams[number].chunks.push_back(chunk);
        }
    }

    /// Announces names, places and texts not announced yet.
    fn announce(&mut self, f: &mut impl FnMut(Event)) -> usize {
        let tables = intern::tables();
        let at = self.last_at;
        let mut news = Vec::new();
        for (number, name) in tables
            .kinds
            .values
            .iter()
            .enumerate()
            .skip(self.announced.kinds)
        {
            let id = KindId::new(u16::try_from(number).unwrap_or(u16::MAX));
            news.push(What::Kind {
                id,
                name: name.clone(),
            });
        }
        for (number, site) in tables
            .sites
            .values
            .iter()
            .enumerate()
            .skip(self.announced.sites)
        {
            news.push(What::Site {
                id: SiteId::new(number as u32),
                site: site.clone(),
            });
        }
        for (number, text) in tables
            .texts
            .values
            .iter()
            .enumerate()
            .skip(self.announced.texts)
        {
            news.push(What::Text {
                id: TextId::new(number as u32),
                text: text.clone(),
            });
        }
        self.announced = Announced {
            kinds: tables.kinds.values.len(),
            sites: tables.sites.values.len(),
            texts: tables.texts.values.len(),
        };
        drop(tables);
        let count = news.len();
        news.into_iter().for_each(|what| f(Event { at, what }));
        count
    }

    fn give(&mut self, at: Ticks, what: What, f: &mut impl FnMut(Event)) -> usize {
        self.last_at = at.since(self.hub.started);
        f(Event {
            at: self.last_at,
            what,
        });
        1
    }

    /// Takes the next record of a stream, with its `Extra`, and gives its event.
    fn take_one(&mut self, index: usize, f: &mut impl FnMut(Event)) -> usize {
        let stream = &mut self.streams[index];
        let Some(record) = stream.next(&self.hub) else {
            return 0;
        };
        if record.tag == Tag::Worker {
            stream.worker = record.a;
            return 0;
        }
        let extra = decode::has_extra(record)
            .then(|| stream.next(&self.hub))
            .flatten();
        // A thread of an earlier runtime says nothing about the workers of this one.
        let is_present = stream.stream.run == self.hub.runs.load(Ordering::Relaxed);
        let worker = if is_present { stream.worker } else { NO_WORKER };
        match decode::event(record, extra, worker, self.hub.started) {
            Some(what) => {
                self.delivered += 1;
                self.give(record.end(), what, f)
            }
            None => {
                self.unreadable += 1;
                0
            }
        }
    }

    /// Tells what was counted instead of kept since the last drain.
    fn tell_shed(&mut self, f: &mut impl FnMut(Event)) -> usize {
        let mut count = 0;
        for stream in &mut self.streams {
            let shed = stream.stream.shed();
            if shed == stream.shed {
                continue;
            }
            let before = std::mem::replace(&mut stream.shed, shed);
            let what = What::Coalesced {
                worker: stream.stream.worker().map(WorkerId::new),
                polls: shed.polls - before.polls,
                busy: shed.busy.since(before.busy),
                wakes: shed.wakes - before.wakes,
            };
            f(Event {
                at: self.last_at,
                what,
            });
            count += 1;
        }
        count
    }

    /// The polls in progress on the present runtime's workers, read from memory: it wakes
    /// nothing and works while every worker is stalled.
    pub fn now(&self) -> Now {
        let workers = self
            .hub
            .workers
            .load(Ordering::Acquire)
            .min(self.hub.cells.len());
        let in_hand = |(task, since, site): (u32, Ticks, Option<u32>)| {
            Some(InHand {
                task: TaskId::new(task)?,
                since: since.since(self.hub.started),
                site: site.map(SiteId::new),
            })
        };
        let workers = self.hub.cells[..workers]
            .iter()
            .map(|cell| cell.read().and_then(in_hand))
            .collect();
        // After the cells: no poll in them began later than this.
        Now {
            at: clock::now().since(self.hub.started),
            workers,
        }
    }

    /// The accounts of the pipeline so far.
    pub fn delivery(&self) -> Delivery {
        Delivery {
            emitted: self.hub.emitted(),
            delivered: self.delivered,
            coalesced: self.hub.coalesced(),
            dropped: self.unreadable,
        }
    }
}

impl StreamReader {
    fn new(stream: Arc<Stream>) -> Self {
        Self {
            stream,
            chunks: VecDeque::new(),
            read: 0,
            len: 0,
            worker: NO_WORKER,
            shed: Shed::default(),
        }
    }

    /// Looks again how much is published.
    fn refresh(&mut self) {
        self.len = self.chunks.front().map_or(0, |chunk| chunk.len());
    }

    /// The next record, without taking it. Gives chunks back that are read to their end.
    fn peek(&mut self, hub: &Hub) -> Option<Record> {
        while self.read == self.len {
            let chunk = self.chunks.front()?;
            if self.read < CHUNK_RECORDS && !chunk.is_closed() {
                return None;
            }
            // A chunk is closed after its last record was published.
            self.len = chunk.len();
            if self.read < self.len {
                continue;
            }
            hub.give_back(self.chunks.pop_front()?);
            self.read = 0;
            self.refresh();
        }
        self.chunks.front()?.read(self.read)
    }

    fn next(&mut self, hub: &Hub) -> Option<Record> {
        let record = self.peek(hub)?;
        self.read += 1;
        Some(record)
    }
}
