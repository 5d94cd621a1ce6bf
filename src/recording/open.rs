//! Opens what may be a recording of our own, or a trace of another program.

use super::dial9;
use super::file::{Recording, read_at};
use super::trouble::Unreadable;
use std::fs::File;
use std::path::Path;

impl Recording {
    /// Opens a recording, and looks where its blocks are; or a trace of dial9: a segment, or a
    /// folder with segments, which is read and told anew first.
    ///
    /// # Errors
    /// When it cannot be read, is something else, or is of a newer format.
    pub fn open(path: &Path) -> Result<Self, Unreadable> {
        let io = |error| Unreadable::io(path, error);
        if !dial9::is_trace(path) {
            if path.is_dir() {
                return Err(Unreadable::Other {
                    path: path.to_owned(),
                    found: "a folder without a trace of dial9".into(),
                });
            }
            return Self::of(File::open(path).map_err(io)?, path);
        }
        let told = dial9::told(path).map_err(io)?;
        let recording = Self::of(told.file, path)?;
        Ok(recording.made_from(told.names, told.troubles))
    }

    /// Whether there is a file that begins as a recording does, or a trace of dial9. What can be
    /// read only once is none.
    pub fn is_at(path: &Path) -> bool {
        let is_file = path.metadata().is_ok_and(|known| known.is_file());
        let mut first = [0; 4];
        let mut read = || read_at(&File::open(path)?, &mut first, 0);
        (is_file && read().is_ok() && first == *b"KBLK") || dial9::is_trace(path)
    }
}
