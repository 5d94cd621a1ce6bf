//! Memory of this process, read through `/proc/self/mem`: what is not there is an error of a
//! read, never a fault.

use super::proc::{self, At, Line, OsThread};

/// A part of a thread's stack, as bytes, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawStack {
    /// The next instruction.
    pub pc: u64,
    /// The stack pointer: the address of the first of the bytes.
    pub sp: u64,
    /// The base pointer, if it is known.
    pub bp: Option<u64>,
    /// The stack from `sp` upwards, at most [`STACK_BYTES`].
    pub bytes: Vec<u8>,
}

/// No more of a stack is copied: below are the innermost calls, which are asked for.
pub const STACK_BYTES: usize = 64 << 10;

/// The longest path that is read, less one.
const PATH: usize = 256;

/// Where a thread sleeps, and its stack there; the thread is not touched. `None` if it does not
/// sleep, or has run meanwhile: what was read then would be of two moments.
pub fn stack_of_sleeper(thread: OsThread) -> Option<(At, RawStack)> {
    let before = state(thread)?;
    let (Line::InCall { sp, pc, .. } | Line::Asleep { sp, pc }) = before.0 else {
        return None;
    };
    let at = proc::at(&before.0);
    let bytes = bytes_at(sp, STACK_BYTES)?;
    let bp = None;
    let stack = RawStack { pc, sp, bp, bytes };
    (state(thread)? == before).then_some((at, stack))
}

/// Where the thread is, and a count that grows when it runs: its time on a processor, to the
/// nanosecond.
fn state(thread: OsThread) -> Option<(Line, String)> {
    let line = Line::of(thread)?;
    Some((line, thread.file("schedstat")?))
}

/// Up to so many bytes of this process's memory from an address on: fewer where it ends.
pub fn bytes_at(address: u64, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    let read = read_at(&mut bytes, address)?;
    bytes.truncate(read);
    Some(bytes)
}

/// A text of C.
pub(super) fn text_at(address: u64) -> Option<String> {
    let bytes = bytes_at(address, PATH)?;
    let end = bytes.iter().position(|byte| *byte == 0)?;
    Some(String::from_utf8_lossy(&bytes[..end]).into_owned())
}

#[cfg(target_os = "linux")]
fn read_at(bytes: &mut [u8], address: u64) -> Option<usize> {
    use std::os::unix::fs::FileExt;
    let memory = std::fs::File::open("/proc/self/mem").ok()?;
    memory.read_at(bytes, address).ok()
}

#[cfg(not(target_os = "linux"))]
fn read_at(_bytes: &mut [u8], _address: u64) -> Option<usize> {
    None
}
