//! The Trace Event format of Chrome, in JSON.

use super::row::{Draw, Row, Slice};
use crate::events::Nanos;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// Writes one JSON object with a list of all.
pub(super) struct Chrome<W> {
    to: W,
    is_first: bool,
    /// The threads that stand for rows.
    rows: HashMap<Row, u32>,
}

impl<W: Write> Chrome<W> {
    pub(super) fn new(mut to: W) -> io::Result<Self> {
        to.write_all(b"{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n")?;
        Ok(Self {
            to,
            is_first: true,
            rows: HashMap::new(),
        })
    }

    fn put(&mut self, event: &Value) -> io::Result<()> {
        if !std::mem::take(&mut self.is_first) {
            self.to.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut self.to, event)?;
        Ok(())
    }
}

/// Microseconds, which the format counts in.
fn micros(at: Nanos) -> f64 {
    at.0 as f64 / 1e3
}

impl<W: Write> Draw for Chrome<W> {
    fn runtime(&mut self, number: u16, name: &str) -> io::Result<()> {
        self.put(&json!({
            "ph": "M", "name": "process_name", "pid": number, "args": {"name": name},
        }))
    }

    fn row(&mut self, row: Row) -> io::Result<()> {
        let thread = self.rows.len() as u32 + 1;
        self.rows.insert(row, thread);
        let pid = row.runtime;
        self.put(&json!({
            "ph": "M", "name": "thread_name", "pid": pid, "tid": thread,
            "args": {"name": row.name()},
        }))?;
        self.put(&json!({
            "ph": "M", "name": "thread_sort_index", "pid": pid, "tid": thread,
            "args": {"sort_index": row.rank()},
        }))
    }

    fn slice(&mut self, slice: Slice) -> io::Result<()> {
        let (pid, tid) = (slice.row.runtime, self.rows.get(&slice.row).copied());
        let mut about = serde_json::Map::new();
        if let Some(task) = slice.task {
            about.insert("task".into(), task.get().into());
        }
        if let Some(place) = slice.place {
            about.insert("place".into(), place.into());
        }
        if let Some(outcome) = slice.outcome {
            about.insert("outcome".into(), outcome.into());
        }
        self.put(&json!({
            "ph": "X", "name": slice.name, "pid": pid, "tid": tid, "ts": micros(slice.start),
            "dur": micros(slice.end.since(slice.start)), "args": about,
        }))?;
        for arrow in slice.from {
            self.put(&json!({
                "ph": "s", "cat": "wake", "name": "wake", "id": arrow.number, "pid": pid,
                "tid": tid, "ts": micros(arrow.at),
            }))?;
        }
        if let Some(arrow) = slice.to {
            self.put(&json!({
                "ph": "f", "bp": "e", "cat": "wake", "name": "wake", "id": arrow.number,
                "pid": pid, "tid": tid, "ts": micros(slice.start),
            }))?;
        }
        Ok(())
    }

    fn count(&mut self, runtime: u16, name: &'static str, at: Nanos, count: u64) -> io::Result<()> {
        self.put(&json!({
            "ph": "C", "name": name, "pid": runtime, "ts": micros(at), "args": {"value": count},
        }))
    }

    fn end(&mut self) -> io::Result<()> {
        self.to.write_all(b"\n]}\n")
    }
}
