//! What of a file cannot be read.

use crate::probe::wire::Fault;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

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

/// What a file is that is no recording.
pub(super) fn found(bytes: &[u8]) -> String {
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
