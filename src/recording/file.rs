//! A file of blocks.

use super::stacks::Stacks;
use super::trouble::{Trouble, Unreadable, found};
use crate::events::Nanos;
use crate::probe::wire::{Block, Fault, HEAD_BYTES, Head, Hello, Kind, Read};
use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Bytes looked through at once for the next block, where one cannot be read: few at first, as it is
/// mostly near, and more from time to time.
const SEARCHED: std::ops::RangeInclusive<usize> = 1 << 10..=1 << 20;

/// Troubles that are told one by one.
const MOST_TROUBLES: usize = 100;

/// A recording, opened.
#[derive(Debug)]
pub struct Recording {
    file: File,
    path: PathBuf,
    is_being_written: bool,
    hello: Hello,
    places: Vec<Place>,
    /// The numbers of the runtimes that they are about.
    runtimes: Vec<u16>,
    troubles: Vec<Trouble>,
    names: Vec<String>,
    stacks: Stacks,
}

/// A block of a file.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where its head begins, in bytes.
    pub offset: u64,
    /// Its head.
    pub head: Head,
}

/// Whoever writes a recording has it locked.
fn is_locked(file: &File) -> bool {
    let locked = file.try_lock_shared();
    if locked.is_ok() {
        // At the latest it ends with the file.
        let _ = file.unlock();
    }
    matches!(locked, Err(TryLockError::WouldBlock))
}

/// The same file.
impl PartialEq for Recording {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Recording {
    /// Looks where the blocks of a file are.
    pub(super) fn of(file: File, path: &Path) -> Result<Self, Unreadable> {
        let io = |error| Unreadable::io(path, error);
        let length = file.metadata().map_err(io)?.len();
        let mut recording = Self {
            is_being_written: is_locked(&file),
            file,
            path: path.to_owned(),
            hello: Hello::default(),
            places: Vec::new(),
            runtimes: Vec::new(),
            troubles: Vec::new(),
            names: Vec::new(),
            stacks: Stacks::default(),
        };
        recording.hello = recording.first()?;
        recording.look_for_blocks(length).map_err(io)?;
        recording.runtimes = recording.numbers();
        Ok(recording)
    }

    /// Who wrote it.
    pub fn hello(&self) -> &Hello {
        &self.hello
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether more of it was still to come when it was opened.
    pub const fn is_being_written(&self) -> bool {
        self.is_being_written
    }

    /// Its blocks, in the order they were written in.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// What cannot be read of it, as far as that is known without reading all of it.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// The numbers of its runtimes, in order.
    pub fn runtimes(&self) -> &[u16] {
        &self.runtimes
    }

    fn numbers(&self) -> Vec<u16> {
        let all: BTreeSet<u16> = self.places.iter().map(|place| place.head.runtime).collect();
        all.into_iter().filter(|runtime| *runtime != 0).collect()
    }

    /// What its runtimes are called, in the order of their numbers, where they have names.
    pub fn runtime_names(&self) -> &[String] {
        &self.names
    }

    /// Adds what is known of the trace it was made from.
    pub(super) fn made_from(mut self, names: Vec<String>, troubles: Vec<Trouble>) -> Self {
        self.names = names;
        self.troubles = troubles;
        self.troubles.truncate(MOST_TROUBLES);
        self
    }

    /// The latest moment it tells of.
    pub fn end(&self) -> Nanos {
        let moments = self.places.iter().map(|place| place.head.last);
        moments.max().unwrap_or_default()
    }

    pub(super) const fn stacks(&self) -> &Stacks {
        &self.stacks
    }

    /// Reads one block. A stack is read as an event that tells what was found there.
    ///
    /// # Errors
    /// When it is damaged, or the file has become shorter.
    pub fn block(&self, place: &Place) -> Result<Block, Trouble> {
        Ok(match self.as_written(place)? {
            Block::Other(bytes) if place.head.kind == Kind::Stack as u8 => {
                let told = self
                    .stacks
                    .told(&self.hello, (place.offset, place.head.last), &bytes);
                let events = told.into_iter().collect();
                Block::Events(Read {
                    events,
                    ..Read::default()
                })
            }
            block => block,
        })
    }

    /// Reads one block, and finds nothing out about a stack.
    fn as_written(&self, place: &Place) -> Result<Block, Trouble> {
        let trouble = |fault| Trouble {
            file: None,
            offset: place.offset,
            fault,
        };
        let mut payload = vec![0; place.head.length()];
        self.file
            .read_exact_at(&mut payload, place.offset + HEAD_BYTES as u64)
            .map_err(|_| trouble(Fault::Torn(payload.len() as u64)))?;
        Block::read(&place.head, &payload).map_err(trouble)
    }

    /// The first block says who writes.
    fn first(&self) -> Result<Hello, Unreadable> {
        let path = || self.path.clone();
        let mut bytes = [0; HEAD_BYTES];
        let count = read_at(&self.file, &mut bytes, 0).map_err(|error| Unreadable::Io {
            path: path(),
            error,
        })?;
        let fault = |fault| Unreadable::Fault {
            path: path(),
            fault,
        };
        let head = match Head::read(&bytes[..count]) {
            Ok((head, _)) => head,
            Err(fault) if count == 0 || fault == Fault::NotABlock => {
                let found = found(&bytes[..count]);
                return Err(Unreadable::Other {
                    path: path(),
                    found,
                });
            }
            Err(torn) => return Err(fault(torn)),
        };
        let place = Place { offset: 0, head };
        match self
            .as_written(&place)
            .map_err(|trouble| fault(trouble.fault))?
        {
            Block::Hello(hello) => Ok(hello),
            _ => Err(fault(Fault::Senseless("its first block"))),
        }
    }

    fn look_for_blocks(&mut self, length: u64) -> io::Result<()> {
        let mut offset = 0;
        let mut search = Search::of(length);
        let mut bytes = [0; HEAD_BYTES];
        while offset < length {
            let count = read_at(&self.file, &mut bytes, offset)?;
            let fault = match Head::read(&bytes[..count]) {
                Ok((head, _)) => {
                    let end = offset + (HEAD_BYTES + head.length()) as u64;
                    if end <= length && self.follows(&head) {
                        self.places.push(Place { offset, head });
                        offset = end;
                        continue;
                    }
                    Fault::Torn(end.saturating_sub(length))
                }
                Err(fault) => fault,
            };
            // Those before may have said a wrong length.
            let mut trouble = Trouble {
                file: None,
                offset,
                fault,
            };
            while let Some(Err(before)) = self.places.last().map(|last| self.as_written(last)) {
                self.places.pop();
                trouble = before;
            }
            let from = trouble.offset + 1;
            if self.troubles.len() < MOST_TROUBLES {
                self.troubles.push(trouble);
            }
            match self.next_whole(from, &mut search)? {
                Some(next) => offset = next,
                None => break,
            }
        }
        Ok(())
    }

    /// Whether this one comes next in the stream, or what is missing is not the fault of the one
    /// before.
    fn follows(&self, head: &Head) -> bool {
        self.places.last().is_none_or(|last| {
            last.head.sequence.wrapping_add(1) == head.sequence || self.as_written(last).is_ok()
        })
    }

    /// The next place at or behind this one where a block is whole, its sum with it.
    fn next_whole(&self, from: u64, search: &mut Search) -> io::Result<Option<u64>> {
        let mut bytes = vec![0; *SEARCHED.start()];
        let mut from = from;
        while from < search.length {
            let count = read_at(&self.file, &mut bytes, from)?;
            for index in memchr_all(b"KBLK", &bytes[..count]) {
                let offset = from + index as u64;
                let mut head = [0; HEAD_BYTES];
                let read = read_at(&self.file, &mut head, offset)?;
                let Ok((head, _)) = Head::read(&head[..read]) else {
                    continue;
                };
                let place = Place { offset, head };
                if !search.affords(&place) {
                    continue;
                }
                if self.as_written(&place).is_ok() {
                    return Ok(Some(offset));
                }
            }
            if count < bytes.len() {
                break;
            }
            // The next one may begin in the last bytes.
            from += (count - 3) as u64;
            bytes.resize((count * 2).min(*SEARCHED.end()), 0);
        }
        Ok(None)
    }
}

/// What it costs to look for blocks in a file of so many bytes.
struct Search {
    length: u64,
    /// Bytes that may still be read to see whether a block is whole.
    left: u64,
}

impl Search {
    /// In a file that says nothing but lies each byte could be the head of a long block: all of
    /// them together are read a few times, not more.
    const fn of(length: u64) -> Self {
        let left = length.saturating_mul(4);
        Self { length, left }
    }

    /// Whether a block may be read; one that would end behind the file is not.
    fn affords(&mut self, place: &Place) -> bool {
        let bytes = (HEAD_BYTES + place.head.length()) as u64;
        let is_inside = place.offset + bytes <= self.length;
        let left = self.left.checked_sub(bytes).filter(|_| is_inside);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }
}

fn memchr_all<'a>(wanted: &'a [u8], bytes: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let windows = bytes.windows(wanted.len()).enumerate();
    windows.filter_map(move |(index, window)| (window == wanted).then_some(index))
}

/// As many bytes as there are.
pub(super) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut count = 0;
    while count < bytes.len() {
        match file.read_at(&mut bytes[count..], offset + count as u64) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}
