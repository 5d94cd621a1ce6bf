//! Whether this process is the one that is observed, or a copy of it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The process that had a hub first, 0 before.
static USED_IN: AtomicU32 = AtomicU32::new(0);

/// There was a hub.
static USED: AtomicBool = AtomicBool::new(false);

/// There is a hub from here on.
pub(super) fn is_used_here() {
    if !is_used() {
        USED_IN.store(std::process::id(), Ordering::Relaxed);
        USED.store(true, Ordering::Relaxed);
    }
}

/// Whether there was a hub yet, in this process or in one that it was forked from. As a byte that
/// can be kept as it is: this is all that is asked where nothing is observed.
#[inline]
pub(super) fn is_used() -> bool {
    USED.load(Ordering::Relaxed)
}

/// Whether there was a hub in the process that this one was forked from. Of what observes it is
/// then only a copy here: without its threads, and with locks that these may have held.
pub(crate) fn is_forked() -> bool {
    let process = USED_IN.load(Ordering::Relaxed);
    process != 0 && process != std::process::id()
}
