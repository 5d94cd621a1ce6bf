//! Files with code: the frames of their functions, their names and lines. Each is read once,
//! wherever in memory it is.

use super::frames::Frames;
use super::lines::Lines;
use object::{Object, ObjectSection, ObjectSegment, ReadCache};
use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Of no more bytes is kept what is known: the largest programs with all their lines have a
/// quarter of it.
const MOST_BYTES: u64 = 4 << 30;

/// So many bytes, and files (each is open), are kept that were in memory at another time only.
const MOST_BYTES_UNUSED: u64 = 256 << 20;
const MOST_UNUSED: usize = 256;

/// No program is made for addresses above this one: the system has none to give.
const HIGHEST: u64 = 1 << 56;

/// Files that were read; nothing for one in which nothing can be read.
#[derive(Default)]
pub(super) struct CodeFiles(BTreeMap<Which, Option<CodeFile>>);

/// Which file, and as it was when.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Which {
    device: u64,
    inode: u64,
    bytes: u64,
    written: (i64, i64),
}

impl Which {
    fn of(about: &Metadata) -> Self {
        Self {
            device: about.dev(),
            inode: about.ino(),
            bytes: about.len(),
            written: (about.mtime(), about.mtime_nsec()),
        }
    }
}

/// A file with code.
pub(super) struct CodeFile {
    /// The address of its first byte, by its own account.
    lowest: u64,
    frames: Frames,
    lines: Option<Lines>,
    file: File,
}

impl CodeFiles {
    /// Reads the file at a path, if it is the one with this number and was not read yet.
    pub(super) fn open(&mut self, path: &Path, inode: u64) -> Option<Which> {
        let is_it = |about: &Metadata| about.is_file() && about.ino() == inode;
        // Whoever opens a pipe waits for who writes.
        std::fs::metadata(path).ok().filter(is_it)?;
        let file = File::open(path).ok()?;
        let about = file.metadata().ok().filter(is_it)?;
        let which = Which::of(&about);
        if !self.0.contains_key(&which) {
            let has_room = self.bytes(|_| true).saturating_add(which.bytes) <= MOST_BYTES;
            let read = has_room.then(|| CodeFile::read(file)).flatten();
            self.0.insert(which, read);
        }
        self.get(which).map(|_| which)
    }

    pub(super) fn get(&self, which: Which) -> Option<&CodeFile> {
        self.0.get(&which)?.as_ref()
    }

    /// Forgets those that are not used, if they are many: a program may load a file again.
    pub(super) fn tidy(&mut self, is_used: impl Fn(Which) -> bool) {
        let unused = self.0.keys().filter(|which| !is_used(**which)).count();
        if unused > MOST_UNUSED || self.bytes(|which| !is_used(which)) > MOST_BYTES_UNUSED {
            self.0.retain(|which, _| is_used(*which));
        }
    }

    /// Bytes of these.
    fn bytes(&self, are_these: impl Fn(Which) -> bool) -> u64 {
        let read = self
            .0
            .iter()
            .filter(|(which, file)| file.is_some() && are_these(**which));
        read.fold(0, |sum, (which, _)| sum.saturating_add(which.bytes))
    }
}

impl CodeFile {
    /// `None` if it is none.
    fn read(file: File) -> Option<Self> {
        let length = file.metadata().ok()?.len();
        let cache = ReadCache::new(file.try_clone().ok()?);
        let object = object::File::parse(&cache).ok()?;
        // Many parts that lie over one another would be more than the file is.
        let parts = object.sections().filter_map(|part| part.file_range());
        let sum = parts.fold(0_u64, |sum, (_, bytes)| sum.saturating_add(bytes));
        if sum > length {
            return None;
        }
        let lowest = object.segments().map(|segment| segment.address()).min()?;
        let lowest = Some(lowest & !0xfff).filter(|lowest| *lowest < HIGHEST)?;
        Some(Self {
            lowest,
            frames: Frames::of(&object, lowest),
            lines: Lines::of(&object),
            file,
        })
    }

    /// What is added to its own addresses where it begins in memory at this one.
    pub(super) fn shift(&self, start: u64) -> Option<u64> {
        start.checked_sub(self.lowest)
    }

    pub(super) const fn lines(&self) -> Option<&Lines> {
        self.lines.as_ref()
    }

    pub(super) const fn file(&self) -> &File {
        &self.file
    }

    pub(super) const fn frames(&self) -> &Frames {
        &self.frames
    }
}
