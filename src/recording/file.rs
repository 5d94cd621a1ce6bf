//! A file of blocks.

use crate::events::{Event, Nanos};
use crate::probe::wire::{Block, Bye, Fault, HEAD_BYTES, Head, Hello, Tick};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Bytes looked through at once for the next block, where one cannot be read.
const SEARCHED: usize = 1 << 20;

/// Bytes read to see whether a block is whole, where one is looked for, for each byte of the file;
/// and so many more. A file that says at every place that a long block begins there is not read
/// for each of them.
const TRIED: u64 = 4;
const TRIED_AT_LEAST: u64 = 64 << 20;

/// Troubles that are told one by one.
const MOST_TROUBLES: usize = 100;

/// A recording, opened.
#[derive(Debug)]
pub struct Recording {
    file: File,
    path: PathBuf,
    hello: Hello,
    places: Vec<Place>,
    /// The numbers of the runtimes that they are about.
    runtimes: Vec<u16>,
    troubles: Vec<Trouble>,
    names: Vec<String>,
}

/// A block of a file.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where its head begins, in bytes.
    pub offset: u64,
    /// Its head.
    pub head: Head,
}

/// What cannot be read of a file that can be read otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Which file, where there are several.
    pub file: Option<String>,
    /// Where, in bytes from its beginning.
    pub offset: u64,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file} ")?;
        }
        write!(f, "at byte {}: {}", self.offset, self.fault)
    }
}

/// Why a file cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system says no.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is a file of something else.
    #[error("{}: expected a recording, found {found}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        found: String,
    },
    /// It is a recording, and cannot be read.
    #[error("{}: {fault}", path.display())]
    Fault {
        /// The file.
        path: PathBuf,
        /// Why.
        fault: Fault,
    },
}

impl Unreadable {
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        Self::Io { path, error }
    }
}

/// What a recording holds, one after the other.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Things that happened to a runtime, in order of time.
    Events(u16, Vec<Event>),
    /// What was so when the stream, or a part of it, began: names, and who was alive.
    State(u16, Vec<Event>),
    /// All of a runtime up to a moment was told.
    Tick(u16, Tick),
    /// So many events, or an unknown number (0), are missing here.
    Missing(u16, u64),
    /// The stream ends, and says why.
    Bye(Bye),
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
            file,
            path: path.to_owned(),
            hello: Hello::default(),
            places: Vec::new(),
            runtimes: Vec::new(),
            troubles: Vec::new(),
            names: Vec::new(),
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

    /// What it holds from a block on, whose place in [`places`](Self::places) is given.
    pub fn steps(&self, from: usize) -> Steps<'_> {
        Steps {
            recording: self,
            next: from,
        }
    }

    /// Reads one block.
    ///
    /// # Errors
    /// When it is damaged, or the file has become shorter.
    pub fn block(&self, place: &Place) -> Result<Block, Trouble> {
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
        match self.block(&place).map_err(|trouble| fault(trouble.fault))? {
            Block::Hello(hello) => Ok(hello),
            _ => Err(fault(Fault::Senseless("its first block"))),
        }
    }

    fn look_for_blocks(&mut self, length: u64) -> io::Result<()> {
        let mut offset = 0;
        let mut left = length.saturating_mul(TRIED).max(TRIED_AT_LEAST);
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
            while let Some(Err(before)) = self.places.last().map(|last| self.block(last)) {
                self.places.pop();
                trouble = before;
            }
            let from = trouble.offset + 1;
            if self.troubles.len() < MOST_TROUBLES {
                self.troubles.push(trouble);
            }
            match self.next_whole(from, length, &mut left)? {
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
            last.head.sequence.wrapping_add(1) == head.sequence || self.block(last).is_ok()
        })
    }

    /// The next place at or behind this one where a block is whole, its sum with it. It is looked
    /// for as long as bytes are `left` for that.
    fn next_whole(&self, from: u64, length: u64, left: &mut u64) -> io::Result<Option<u64>> {
        let mut bytes = vec![0; SEARCHED];
        let mut from = from;
        while from < length {
            let count = read_at(&self.file, &mut bytes, from)?;
            for index in memchr_all(b"KBLK", &bytes[..count]) {
                let offset = from + index as u64;
                let mut head = [0; HEAD_BYTES];
                let read = read_at(&self.file, &mut head, offset)?;
                let Ok((head, _)) = Head::read(&head[..read]) else {
                    continue;
                };
                let end = offset + (HEAD_BYTES + head.length()) as u64;
                if end > length {
                    continue;
                }
                let Some(less) = left.checked_sub(end - offset) else {
                    return Ok(None);
                };
                *left = less;
                let place = Place { offset, head };
                if self.block(&place).is_ok() {
                    return Ok(Some(offset));
                }
            }
            if count < SEARCHED {
                break;
            }
            // The next one may begin in the last bytes.
            from += (SEARCHED - 3) as u64;
        }
        Ok(None)
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

/// What a file is that is no recording.
fn found(bytes: &[u8]) -> String {
    match bytes {
        [] => "an empty file".into(),
        [0x1F, 0x8B, ..] => "a gzip file".into(),
        [b'P', b'K', ..] => "a zip file".into(),
        [0x7F, b'E', b'L', b'F', ..] => "a program".into(),
        [b'{', ..] | [b'[', b'{' | b'\n', ..] => "JSON".into(),
        bytes
            if bytes
                .iter()
                .all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace()) =>
        {
            "a text".into()
        }
        _ => "something else".into(),
    }
}

/// What a recording holds, one after the other.
pub struct Steps<'a> {
    recording: &'a Recording,
    next: usize,
}

impl Steps<'_> {
    /// The place of the block that comes next.
    pub fn place(&self) -> usize {
        self.next
    }
}

/// A block that cannot be read is told and passed over.
impl Iterator for Steps<'_> {
    type Item = Result<Step, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(place) = self.recording.places.get(self.next) {
            self.next += 1;
            let runtime = place.head.runtime;
            let step = match self.recording.block(place) {
                Ok(Block::Events(read)) => Step::Events(runtime, read.events),
                Ok(Block::State(read)) => Step::State(runtime, read.events),
                Ok(Block::Tick(tick)) => Step::Tick(runtime, tick),
                Ok(Block::Mark(mark)) => Step::Missing(runtime, mark.lost),
                Ok(Block::Bye(bye)) => Step::Bye(bye),
                Ok(Block::Hello(_) | Block::Other(_)) => continue,
                Err(trouble) => return Some(Err(trouble)),
            };
            return Some(Ok(step));
        }
        None
    }
}
