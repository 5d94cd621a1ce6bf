//! The stack of a thread, as bytes.

use super::memory::bytes_at;
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
