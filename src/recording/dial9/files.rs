//! Which files a trace is in, and which of them one process wrote.

use super::frames::MAGIC;
use crate::recording::file::read_at;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// Folders in folders that are looked through.
const DEEPEST: u8 = 8;

/// Files and folders that are looked at, and files of a trace that are read.
const MOST_ENTRIES: usize = 100_000;
const MOST_FILES: usize = 10_000;

/// No byte of a packed segment makes more than so many.
const MOST_PACKED: u64 = 256;

const GZIP: [u8; 2] = [0x1F, 0x8B];

/// A file of a trace.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) path: PathBuf,
    /// The folder and the name that the files of one process have in common, below what was
    /// opened.
    pub(super) process: String,
    /// Counts up with the files of a process.
    index: u64,
}

/// Whether a file, or anything in a folder, is a trace.
pub(crate) fn is_trace(path: &Path) -> bool {
    match path.is_dir() {
        true => segments(path).is_ok_and(|found| !found.is_empty()),
        false => is_segment(path).unwrap_or(false),
    }
}

/// The files of a trace, those of one process together and in their order.
pub(super) fn segments(path: &Path) -> io::Result<Vec<Segment>> {
    let mut paths = Vec::new();
    match path.is_dir() {
        true => look_through(path, DEEPEST, &mut 0, &mut paths)?,
        false => paths.push(path.to_owned()),
    }
    let mut found: Vec<_> = paths.into_iter().map(|file| named(path, file)).collect();
    found.sort_by(|a, b| (&a.process, a.index, &a.path).cmp(&(&b.process, b.index, &b.path)));
    // A segment that is packed may still be there unpacked.
    found.dedup_by(|packed, whole| {
        packed.process == whole.process
            && packed.path.extension().is_some_and(|end| end == "gz")
            && packed.path.with_extension("") == whole.path
    });
    Ok(found)
}

fn look_through(
    folder: &Path,
    depth: u8,
    seen: &mut usize,
    found: &mut Vec<PathBuf>,
) -> io::Result<()> {
    for entry in folder.read_dir()? {
        *seen += 1;
        if *seen > MOST_ENTRIES || found.len() >= MOST_FILES {
            break;
        }
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() && depth > 0 {
            look_through(&path, depth - 1, seen, found)?;
        } else if kind.is_file() && is_segment(&path).unwrap_or(false) {
            found.push(path);
        }
    }
    Ok(())
}

fn named(below: &Path, path: PathBuf) -> Segment {
    let within = path.strip_prefix(below).unwrap_or(&path);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bare = name.trim_end_matches(".active").trim_end_matches(".gz");
    let bare = bare.trim_end_matches(".bin");
    let stem = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let index = bare[stem.len()..].parse().unwrap_or(u64::MAX);
    let stem = stem.trim_end_matches(['.', '-']);
    let folder = within.parent().unwrap_or(Path::new(""));
    let process = folder.join(stem).to_string_lossy().into_owned();
    Segment {
        path,
        process,
        index,
    }
}

/// Whether a file begins as a trace does, packed or not.
fn is_segment(path: &Path) -> io::Result<bool> {
    // A pipe would wait for somebody who writes into it.
    if !path.metadata()?.is_file() {
        return Ok(false);
    }
    let file = File::open(path)?;
    let mut first = [0; MAGIC.len()];
    let count = read_at(&file, &mut first, 0)?;
    let first = &first[..count];
    if !first.starts_with(&GZIP) {
        return Ok(first.starts_with(&MAGIC[..4]));
    }
    let mut inner = [0; MAGIC.len()];
    unpacked(file)?.read_exact(&mut inner)?;
    Ok(inner.starts_with(&MAGIC[..4]))
}

/// What is in a file.
pub(super) fn opened(path: &Path) -> io::Result<Box<dyn Read>> {
    let file = File::open(path)?;
    let mut first = [0; GZIP.len()];
    let count = read_at(&file, &mut first, 0)?;
    Ok(match first[..count] == GZIP {
        true => Box::new(unpacked(file)?),
        false => Box::new(file),
    })
}

fn unpacked(file: File) -> io::Result<impl Read> {
    let most = file.metadata()?.len().saturating_mul(MOST_PACKED);
    let from = flate2::read::MultiGzDecoder::new(BufReader::new(file));
    Ok(Bounded { from, left: most })
}

/// Reads so many bytes and fails if there are more.
struct Bounded<R> {
    from: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && self.from.read(&mut [0])? > 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let most = bytes
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = self.from.read(&mut bytes[..most])?;
        self.left -= count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_process_have_a_name_in_common() {
        for (path, process, index) in [
            ("/t/trace.0.bin", "trace", 0),
            ("/t/trace.12.bin.gz", "trace", 12),
            ("/t/trace.3.bin.active", "trace", 3),
            ("/t/a/abcd-17/trace.2.bin", "a/abcd-17/trace", 2),
            ("/t/b/1733000000-4.bin.gz", "b/1733000000", 4),
            ("/t/one", "one", u64::MAX),
        ] {
            let segment = named(Path::new("/t"), path.into());
            assert_eq!((&*segment.process, segment.index), (process, index));
        }
    }
}
