//! Puts any number of events in order of time, with bounded memory.
//!
//! Threads write their events in batches, up to half a minute late and so in no order of time
//! together. Pieces of [`PIECE`] events are sorted and, where there is more than one, put into
//! an unnamed file, from which they are merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;

/// Events sorted at once: 24 MiB of them.
const PIECE: usize = 1 << 20;

/// Events of a piece that are read at once.
const READ: usize = 1 << 11;

/// An event of a trace, with its names as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) at: u64,
    pub(super) task: u32,
    pub(super) other: u32,
    pub(super) worker: u16,
    pub(super) process: u8,
    pub(super) kind: u8,
}

const BYTES: usize = 20;

impl Record {
    fn bytes(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes[..8].copy_from_slice(&self.at.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.task.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.other.to_le_bytes());
        bytes[16..18].copy_from_slice(&self.worker.to_le_bytes());
        (bytes[18], bytes[19]) = (self.process, self.kind);
        bytes
    }

    fn read(bytes: &[u8; BYTES]) -> Self {
        Self {
            at: u64::from_le_bytes(part(bytes, 0)),
            task: u32::from_le_bytes(part(bytes, 8)),
            other: u32::from_le_bytes(part(bytes, 12)),
            worker: u16::from_le_bytes(part(bytes, 16)),
            process: bytes[18],
            kind: bytes[19],
        }
    }
}

fn part<const N: usize>(bytes: &[u8; BYTES], from: usize) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&bytes[from..from + N]);
    part
}

/// Takes events in any order.
pub(super) struct Sorter {
    piece: Vec<Record>,
    most: usize,
    file: Option<File>,
    pieces: Vec<Piece>,
    written: u64,
}

/// A sorted row of events in the file.
struct Piece {
    offset: u64,
    left: usize,
    /// What is read of it, the next one last.
    read: Vec<Record>,
}

impl Default for Sorter {
    fn default() -> Self {
        Self::of(PIECE)
    }
}

impl Sorter {
    fn of(most: usize) -> Self {
        Self {
            piece: Vec::new(),
            most,
            file: None,
            pieces: Vec::new(),
            written: 0,
        }
    }

    /// Takes one more.
    pub(super) fn push(&mut self, record: Record) -> io::Result<()> {
        if self.piece.len() == self.most {
            self.put_aside()?;
        }
        self.piece.push(record);
        Ok(())
    }

    /// All of them, in order of time; those of the same moment in the order they came in.
    pub(super) fn sorted(mut self) -> io::Result<Sorted> {
        if self.file.is_some() {
            self.put_aside()?;
        } else {
            self.piece.sort_by_key(|record| record.at);
            self.piece.reverse();
            let all = std::mem::take(&mut self.piece);
            self.pieces = vec![Piece {
                offset: 0,
                left: 0,
                read: all,
            }];
        }
        let mut sorted = Sorted {
            file: self.file,
            pieces: self.pieces,
            heads: BinaryHeap::new(),
        };
        for number in 0..sorted.pieces.len() {
            sorted.head(number)?;
        }
        Ok(sorted)
    }

    fn put_aside(&mut self) -> io::Result<()> {
        self.piece.sort_by_key(|record| record.at);
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        let mut bytes = Vec::with_capacity(READ * BYTES);
        for part in self.piece.chunks(READ) {
            bytes.clear();
            part.iter()
                .for_each(|record| bytes.extend_from_slice(&record.bytes()));
            file.write_all(&bytes)?;
        }
        self.pieces.push(Piece {
            offset: self.written,
            left: self.piece.len(),
            read: Vec::new(),
        });
        self.written += (self.piece.len() * BYTES) as u64;
        self.piece.clear();
        Ok(())
    }
}

/// Events in order of time.
pub(super) struct Sorted {
    file: Option<File>,
    pieces: Vec<Piece>,
    /// When the next event of each piece was.
    heads: BinaryHeap<Reverse<(u64, usize)>>,
}

impl Sorted {
    /// The next one; `None` behind the last.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        let Some(Reverse((_, number))) = self.heads.pop() else {
            return Ok(None);
        };
        let record = self.pieces[number].read.pop();
        self.head(number)?;
        Ok(record)
    }

    fn head(&mut self, number: usize) -> io::Result<()> {
        let piece = &mut self.pieces[number];
        if piece.read.is_empty()
            && let Some(file) = &self.file
        {
            let count = piece.left.min(READ);
            let mut bytes = vec![0; count * BYTES];
            file.read_exact_at(&mut bytes, piece.offset)?;
            piece.offset += bytes.len() as u64;
            piece.left -= count;
            let (records, _) = bytes.as_chunks::<BYTES>();
            piece.read.extend(records.iter().rev().map(Record::read));
        }
        if let Some(next) = piece.read.last() {
            self.heads.push(Reverse((next.at, number)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_piece_comes_back_in_order_of_time() {
        for (count, most) in [(0, 10), (7, 10), (10, 10), (10_000, 3_000), (10_001, 1)] {
            let mut sorter = Sorter::of(most);
            let mut expected = Vec::new();
            for number in 0..count {
                let record = Record {
                    at: u64::from(number) * 7_919 % 101,
                    task: number,
                    other: !number,
                    worker: number as u16,
                    process: number as u8,
                    kind: 3,
                };
                expected.push(record);
                sorter.push(record).expect("room");
            }
            expected.sort_by_key(|record| record.at);
            let mut sorted = sorter.sorted().expect("room");
            let mut found = Vec::new();
            while let Some(record) = sorted.next().expect("it was written") {
                found.push(record);
            }
            assert!(found == expected, "{count} {most}");
        }
    }
}
