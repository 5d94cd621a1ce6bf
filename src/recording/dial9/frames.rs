//! The frames of a segment: what its events are like, the texts they name, and the events.

use super::bytes::{Bytes, Stop};
use super::value::{self, Value};
use std::collections::HashMap;
use std::io::Read;

/// What a segment begins with, and each batch of it; the version of the format is the last byte.
pub(super) const MAGIC: [u8; 5] = *b"TRC\0\x01";

/// Fields of all kinds of event, and bytes of texts, that are kept of one batch.
const MOST_FIELDS: usize = 1 << 20;
const MOST_TEXT: usize = 64 << 20;

/// The kinds of event that are read. There are more, which say nothing of tasks and workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    PollStart,
    PollEnd,
    Park,
    Unpark,
    /// Of all runtimes together, as earlier versions tell it.
    Queue,
    Metrics,
    Spawn,
    Terminate,
    Wake,
    Metadata,
    Clock,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "PollStartEvent" => Self::PollStart,
            "PollEndEvent" => Self::PollEnd,
            "WorkerParkEvent" => Self::Park,
            "WorkerUnparkEvent" => Self::Unpark,
            "QueueSampleEvent" => Self::Queue,
            "RuntimeMetricsEvent" => Self::Metrics,
            "TaskSpawnEvent" => Self::Spawn,
            "TaskTerminateEvent" => Self::Terminate,
            "WakeEventEvent" => Self::Wake,
            "SegmentMetadataEvent" => Self::Metadata,
            "ClockSyncEvent" => Self::Clock,
            _ => return None,
        })
    }
}

/// The fields that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Field {
    Worker,
    Task,
    Waker,
    Thread,
    Queued,
    Alive,
    Realtime,
    Text,
    Pairs,
    Other,
}

impl Field {
    fn of(name: &str) -> Self {
        match name {
            "worker_id" | "target_worker" => Self::Worker,
            "task_id" | "woken_task_id" => Self::Task,
            "waker_task_id" => Self::Waker,
            "tid" => Self::Thread,
            "global_queue" | "global_queue_depth" => Self::Queued,
            "active_tasks" | "alive_tasks" => Self::Alive,
            "realtime_ns" => Self::Realtime,
            "spawn_loc" | "runtime_name" => Self::Text,
            "entries" => Self::Pairs,
            _ => Self::Other,
        }
    }
}

/// An event, as it was written.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) at: u64,
    pub(super) kind: Kind,
    numbers: [Option<u64>; Field::Text as usize],
    pub(super) text: Option<String>,
    pub(super) pairs: Vec<(String, String)>,
}

impl Told {
    pub(super) fn number(&self, field: Field) -> Option<u64> {
        self.numbers.get(field as usize).copied().flatten()
    }
}

struct Schema {
    kind: Option<Kind>,
    is_timed: bool,
    fields: Vec<(u8, Field)>,
}

/// Reads a segment frame by frame.
pub(super) struct Frames<R> {
    bytes: Bytes<R>,
    schemas: HashMap<u16, Schema>,
    fields: usize,
    texts: HashMap<u32, String>,
    length: usize,
    base: u64,
}

impl<R: Read> Frames<R> {
    /// Reads what a segment begins with.
    pub(super) fn new(from: R) -> Result<Self, Stop> {
        let mut bytes = Bytes::new(from);
        match bytes.array()? {
            MAGIC => Ok(Self {
                bytes,
                schemas: HashMap::new(),
                fields: 0,
                texts: HashMap::new(),
                length: 0,
                base: 0,
            }),
            [b'T', b'R', b'C', 0, _] => Err(Stop::Senseless("the version of its format")),
            _ => Err(Stop::Senseless("its first bytes")),
        }
    }

    /// Bytes read so far.
    pub(super) fn offset(&self) -> u64 {
        self.bytes.offset()
    }

    /// The next event of a kind that is read; `None` behind the last one.
    pub(super) fn next(&mut self) -> Result<Option<Told>, Stop> {
        while !self.bytes.is_over()? {
            match self.bytes.byte()? {
                1 => self.schema()?,
                2 => {
                    if let Some(told) = self.event()? {
                        return Ok(Some(told));
                    }
                }
                3 => self.strings()?,
                4 => self.stacks()?,
                5 => self.base = self.bytes.long()?,
                6 => self.annotations()?,
                b'T' => self.batch()?,
                _ => return Err(Stop::Senseless("what follows")),
            }
        }
        Ok(None)
    }

    /// Each batch is as a trace of its own.
    fn batch(&mut self) -> Result<(), Stop> {
        if self.bytes.array::<4>()? != MAGIC[1..] {
            return Err(Stop::Senseless("the beginning of a batch"));
        }
        self.schemas.clear();
        self.texts.clear();
        (self.fields, self.length, self.base) = (0, 0, 0);
        Ok(())
    }

    fn schema(&mut self) -> Result<(), Stop> {
        let id = self.bytes.short()?;
        let length = self.bytes.short()?;
        let name = self.bytes.text(length.into())?;
        let kind = Kind::of(&name);
        let is_timed = self.bytes.byte()? != 0;
        let count = usize::from(self.bytes.short()?);
        self.fields += count;
        if self.fields > MOST_FIELDS {
            return Err(Stop::Senseless("the number of fields"));
        }
        let mut fields = Vec::new();
        for _ in 0..count {
            let length = self.bytes.short()?;
            let name = self.bytes.text(length.into())?;
            let tag = self.bytes.byte()?;
            if !value::is_known(tag) {
                return Err(Stop::Senseless("the type of a field"));
            }
            fields.push((tag, Field::of(&name)));
        }
        let schema = Schema {
            kind,
            is_timed,
            fields,
        };
        self.schemas.insert(id, schema);
        Ok(())
    }

    fn event(&mut self) -> Result<Option<Told>, Stop> {
        let id = self.bytes.short()?;
        let Some(schema) = self.schemas.get(&id) else {
            return Err(Stop::Senseless("an event of a kind that was not told"));
        };
        if schema.is_timed {
            self.base = self.base.saturating_add(self.bytes.three()?);
        }
        let mut told = Told {
            at: self.base,
            kind: schema.kind.unwrap_or(Kind::Clock),
            numbers: [None; Field::Text as usize],
            text: None,
            pairs: Vec::new(),
        };
        for (tag, field) in &schema.fields {
            let value = value::read(*tag, &mut self.bytes)?;
            match (field, value) {
                (Field::Other, _) => {}
                (Field::Text, Value::Text(text)) => told.text = Some(text),
                (Field::Text, Value::Pooled(id)) => told.text = self.texts.get(&id).cloned(),
                (Field::Pairs, Value::Pairs(pairs)) => told.pairs = pairs,
                (field, Value::Number(number)) => {
                    if let Some(place) = told.numbers.get_mut(*field as usize) {
                        *place = Some(number);
                    }
                }
                _ => {}
            }
        }
        Ok(schema.kind.is_some().then_some(told))
    }

    fn strings(&mut self) -> Result<(), Stop> {
        for _ in 0..self.bytes.word()? {
            let id = self.bytes.word()?;
            let length = self.bytes.word()?;
            let text = self.bytes.text(length.into())?;
            self.length += text.len() + size_of::<(u32, String)>();
            if self.length > MOST_TEXT {
                return Err(Stop::Senseless("so much text"));
            }
            self.texts.insert(id, text);
        }
        Ok(())
    }

    fn stacks(&mut self) -> Result<(), Stop> {
        for _ in 0..self.bytes.word()? {
            self.bytes.word()?;
            let count = self.bytes.word()?;
            self.bytes.skip(u64::from(count) * 8)?;
        }
        Ok(())
    }

    fn annotations(&mut self) -> Result<(), Stop> {
        self.bytes.varint()?;
        for _ in 0..self.bytes.short()? {
            self.bytes.short()?;
            let key = self.bytes.short()?;
            self.bytes.skip(key.into())?;
            let value = self.bytes.word()?;
            self.bytes.skip(value.into())?;
        }
        Ok(())
    }
}
