//! Wakes the reading thread while it sleeps, when a worker parks or unparks, or a job of
//! the blocking pool begins or ends.
//!
//! Set by the reader, rung by the writer of that thread. A reader that is awake costs the
//! thread a fence and a load.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering, fence};

/// See the module's text.
#[derive(Default)]
pub(super) struct Alarm {
    asleep: AtomicBool,
    wake: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

impl Alarm {
    /// How to wake the reader; the first one given holds.
    pub(super) fn set_wake(&self, wake: impl Fn() + Send + Sync + 'static) {
        let _ = self.wake.set(Box::new(wake));
    }

    /// From now on the next ring wakes the reader, once. What was written before this
    /// must be looked for afterwards.
    pub(super) fn fall_asleep(&self) {
        self.asleep.store(true, Ordering::SeqCst);
        fence(Ordering::SeqCst);
    }

    pub(super) fn stay_awake(&self) {
        self.asleep.store(false, Ordering::Relaxed);
    }

    /// There is news, and it is published.
    #[inline]
    pub(super) fn ring(&self) {
        // Either this sees that the reader sleeps, or the reader sees what was published.
        fence(Ordering::SeqCst);
        if self.asleep.load(Ordering::Relaxed)
            && self.asleep.swap(false, Ordering::Relaxed)
            && let Some(wake) = self.wake.get()
        {
            wake();
        }
    }
}
