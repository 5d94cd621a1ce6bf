//! Whose stacks are read: those of this process, or those that another one has sent.

use super::maps::Mapping;
use crate::probe::thread::bytes_at;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(super) enum Process {
    /// This one: its memory can be read.
    #[default]
    Own,
    /// Another one: its code is read from the files it was loaded from.
    Other {
        /// Its number.
        pid: u32,
        /// Its program, for when it has ended.
        program: PathBuf,
        /// When that was written, in nanoseconds since 1970; 0 if it is not known.
        built: u64,
        /// What was in its memory when it sent the newest stack.
        maps: String,
    },
}

impl Process {
    /// What is in its memory.
    pub(super) fn maps(&self) -> Option<String> {
        match self {
            Self::Own => std::fs::read_to_string("/proc/self/maps").ok(),
            Self::Other { maps, .. } => Some(maps.clone()),
        }
    }

    /// Its program, by the name that the maps have.
    pub(super) fn program(&self) -> PathBuf {
        match self {
            Self::Own => std::fs::read_link("/proc/self/exe").unwrap_or_default(),
            Self::Other { pid, program, .. } => {
                let link = std::fs::read_link(format!("/proc/{pid}/exe"));
                link.unwrap_or_else(|_| program.clone())
            }
        }
    }

    /// Whether a file that was written then may be its program.
    pub(super) fn may_be_program(&self, written: Option<SystemTime>) -> bool {
        let built = match self {
            Self::Own | Self::Other { built: 0, .. } => return true,
            Self::Other { built, .. } => *built,
        };
        let since_1970 = written.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        since_1970.is_some_and(|since| since.as_nanos() == u128::from(built))
    }

    /// Where its program can be read, whatever has happened to its path.
    pub(super) fn program_file(&self) -> PathBuf {
        match self {
            Self::Own => "/proc/self/exe".into(),
            Self::Other { pid, program, .. } => {
                let link = PathBuf::from(format!("/proc/{pid}/exe"));
                match link.exists() {
                    true => link,
                    false => program.clone(),
                }
            }
        }
    }

    /// Bytes of code at an address, which lies in this part of that file.
    pub(super) fn code(
        &self,
        (part, file): (&Mapping, Option<&File>),
        address: u64,
        length: usize,
    ) -> Option<Vec<u8>> {
        if matches!(self, Self::Own) {
            return bytes_at(address, length);
        }
        let inside = address.checked_sub(part.range.start)?;
        let mut bytes = vec![0; length];
        let read = file?
            .read_at(&mut bytes, part.offset.checked_add(inside)?)
            .ok()?;
        bytes.truncate(read);
        Some(bytes)
    }
}
