//! Traces of Perfetto: a row of packets, with track events and interned names.
//!
//! The numbers of fields are those of `protos/perfetto/trace/` in Perfetto's sources:
//! `trace_packet.proto`, `interned_data/interned_data.proto`, and in `track_event/`
//! `track_descriptor.proto`, `track_event.proto`, `debug_annotation.proto`.

use super::proto::Message;
use super::row::{Draw, Row, Slice};
use crate::events::Nanos;
use std::collections::HashMap;
use std::io::{self, Write};

mod packet {
    pub(super) const PACKET: u32 = 1;
    pub(super) const TIMESTAMP: u32 = 8;
    pub(super) const SEQUENCE: u32 = 10;
    pub(super) const TRACK_EVENT: u32 = 11;
    pub(super) const INTERNED: u32 = 12;
    pub(super) const FLAGS: u32 = 13;
    pub(super) const TRACK: u32 = 60;
    /// Of `FLAGS`: names begin here, and names from before are needed.
    pub(super) const BEGINS: u64 = 1;
    pub(super) const NEEDS: u64 = 2;
}

mod track {
    pub(super) const UUID: u32 = 1;
    pub(super) const NAME: u32 = 2;
    pub(super) const PROCESS: u32 = 3;
    pub(super) const PARENT: u32 = 5;
    pub(super) const COUNTER: u32 = 8;
    pub(super) const CHILDREN: u32 = 11;
    pub(super) const RANK: u32 = 12;
    pub(super) const MERGING: u32 = 15;
    /// Of `CHILDREN`: by their ranks.
    pub(super) const BY_RANK: u64 = 3;
    /// Of `MERGING`: each row by itself.
    pub(super) const NONE: u64 = 2;
    /// In `PROCESS`.
    pub(super) const PID: u32 = 1;
    pub(super) const PROCESS_NAME: u32 = 6;
}

mod event {
    pub(super) const ANNOTATION: u32 = 4;
    pub(super) const TYPE: u32 = 9;
    pub(super) const NAME: u32 = 10;
    pub(super) const TRACK: u32 = 11;
    pub(super) const COUNT: u32 = 30;
    pub(super) const FLOW: u32 = 47;
    pub(super) const FLOW_ENDS: u32 = 48;
    /// Of `TYPE`.
    pub(super) const BEGIN: u64 = 1;
    pub(super) const END: u64 = 2;
    pub(super) const COUNTER: u64 = 4;
    /// In `ANNOTATION`.
    pub(super) const KEY: u32 = 1;
    pub(super) const NUMBER: u32 = 3;
    pub(super) const TEXT: u32 = 17;
}

/// Lists of interned names.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u32)]
enum List {
    Names = 2,
    Keys = 3,
    Texts = 29,
}

/// Names that are remembered; after so many they begin anew.
const MOST_NAMES: usize = 1 << 16;

/// Writes packets.
pub(super) struct Perfetto<W> {
    to: W,
    names: HashMap<(List, String), u64>,
    /// Names that are new in the packet at hand.
    new: Message,
    begins: bool,
    counters: HashMap<(u16, &'static str), u64>,
}

impl<W: Write> Perfetto<W> {
    pub(super) fn new(to: W) -> io::Result<Self> {
        Ok(Self {
            to,
            names: HashMap::new(),
            new: Message::default(),
            begins: true,
            counters: HashMap::new(),
        })
    }

    /// The number of a name.
    fn name(&mut self, list: List, name: &str) -> u64 {
        let next = self.names.len() as u64 + 1;
        *self
            .names
            .entry((list, name.to_owned()))
            .or_insert_with(|| {
                self.new.message(list as u32, |entry| {
                    entry.number(1, next).text(2, name);
                });
                next
            })
    }

    fn track(&mut self, fill: impl FnOnce(&mut Message)) -> io::Result<()> {
        let mut packet = Message::default();
        packet.message(packet::TRACK, fill);
        self.put(packet)
    }

    fn event(&mut self, at: Nanos, event: &Message) -> io::Result<()> {
        let mut packet = Message::default();
        packet.number(packet::TIMESTAMP, at.0);
        packet.put(packet::TRACK_EVENT, event);
        if !self.new.is_empty() {
            let new = std::mem::take(&mut self.new);
            packet.put(packet::INTERNED, &new);
        }
        self.put(packet)
    }

    fn put(&mut self, mut packet: Message) -> io::Result<()> {
        packet.number(packet::SEQUENCE, 1);
        let flags = match std::mem::take(&mut self.begins) {
            true => packet::BEGINS | packet::NEEDS,
            false => packet::NEEDS,
        };
        packet.number(packet::FLAGS, flags);
        let mut outer = Message::default();
        outer.put(packet::PACKET, &packet);
        self.to.write_all(&outer.take())
    }

    fn annotations(&mut self, slice: &Slice, event: &mut Message) {
        if let Some(task) = slice.task {
            let key = self.name(List::Keys, "task");
            event.message(event::ANNOTATION, |note| {
                note.number(event::KEY, key);
                note.number(event::NUMBER, task.get().into());
            });
        }
        let texts = [
            ("place", slice.place.as_deref()),
            ("outcome", slice.outcome),
        ];
        for (key, text) in texts {
            let Some(text) = text else { continue };
            let (key, text) = (self.name(List::Keys, key), self.name(List::Texts, text));
            event.message(event::ANNOTATION, |note| {
                note.number(event::KEY, key).number(event::TEXT, text);
            });
        }
    }
}

/// The number of the row of a runtime, of a row of it, or of a counter.
fn uuid(runtime: u16, below: u64) -> u64 {
    u64::from(runtime) << 40 | below
}

fn uuid_of(row: Row) -> u64 {
    uuid(row.runtime, 1 << 32 | u64::from(row.rank()))
}

impl<W: Write> Draw for Perfetto<W> {
    fn runtime(&mut self, number: u16, name: &str) -> io::Result<()> {
        self.track(|of| {
            of.number(track::UUID, uuid(number, 0));
            of.number(track::CHILDREN, track::BY_RANK);
            of.message(track::PROCESS, |process| {
                process.number(track::PID, number.into());
                process.text(track::PROCESS_NAME, name);
            });
        })
    }

    fn row(&mut self, row: Row) -> io::Result<()> {
        self.track(|of| {
            of.number(track::UUID, uuid_of(row));
            of.text(track::NAME, &row.name());
            of.number(track::PARENT, uuid(row.runtime, 0));
            of.number(track::RANK, row.rank().into());
            of.number(track::MERGING, track::NONE);
        })
    }

    fn slice(&mut self, slice: Slice) -> io::Result<()> {
        if self.names.len() > MOST_NAMES {
            self.names.clear();
            self.begins = true;
        }
        let row = uuid_of(slice.row);
        let mut begin = Message::default();
        begin.number(event::TYPE, event::BEGIN);
        begin.number(event::NAME, self.name(List::Names, &slice.name));
        begin.number(event::TRACK, row);
        self.annotations(&slice, &mut begin);
        for arrow in &slice.from {
            begin.fixed(event::FLOW, arrow.number);
        }
        if let Some(arrow) = slice.to {
            begin.fixed(event::FLOW_ENDS, arrow.number);
        }
        self.event(slice.start, &begin)?;
        let mut end = Message::default();
        end.number(event::TYPE, event::END);
        end.number(event::TRACK, row);
        self.event(slice.end, &end)
    }

    fn count(&mut self, runtime: u16, name: &'static str, at: Nanos, count: u64) -> io::Result<()> {
        let place = self.counters.len() as u64 + 1;
        let known = self.counters.get(&(runtime, name)).copied();
        let counter = match known {
            Some(known) => known,
            None => {
                let counter = uuid(runtime, place);
                self.counters.insert((runtime, name), counter);
                self.track(|of| {
                    of.number(track::UUID, counter);
                    of.text(track::NAME, name);
                    of.number(track::PARENT, uuid(runtime, 0));
                    of.message(track::COUNTER, |_| {});
                })?;
                counter
            }
        };
        let mut event = Message::default();
        event.number(event::TYPE, event::COUNTER);
        event.number(event::TRACK, counter);
        event.number(event::COUNT, count);
        self.event(at, &event)
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
