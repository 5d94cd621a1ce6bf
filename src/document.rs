//! TOML documents that people write, read field by field: whatever is wrong with one is
//! said with its file and line, what was found, what was expected, and what was most
//! likely meant.
//!
//! It knows no document in particular: [`scenario`](crate::scenario) says which fields a
//! scenario has. No clock, no runtime, no screen; only `read` touches a file.

mod fields;
mod mistake;
mod nearest;
mod place;

pub(crate) use fields::{Field, Fields, Source, Table};
pub use mistake::Mistake;
pub(crate) use mistake::{clean, nearest, one_of, quoted};
pub(crate) use nearest::closest;

use std::io::Read;

/// A document is a page or two; more is a mistake (a wrong file, a device).
const MAX_BYTES: u64 = 1 << 20;

/// The text of a file; `expected` says what else could have been named.
///
/// # Errors
/// When the file cannot be read, is far too large, or is no text.
pub(crate) fn read(path: &str, expected: &str) -> Result<String, Mistake> {
    let bytes = bytes(path).map_err(|error| Mistake::unreadable(path, &error, expected))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        Mistake::no_text(path, &error.as_bytes()[..valid])
    })
}

fn bytes(path: &str) -> std::io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}
