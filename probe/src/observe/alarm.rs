//! Wakes the reading thread while it sleeps, when a worker parks or unparks, or a job of
//! the blocking pool begins or ends.
//!
//! Set by the reader, rung on that thread, once nothing of the probe is borrowed there: the
//! callback is the application's, and may itself use the probe. A reader that is awake
//! costs the thread a fence and a load.

use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Wake = Arc<dyn Fn() + Send + Sync>;

/// See the module's text.
#[derive(Default)]
pub(super) struct Alarm {
    asleep: AtomicBool,
    /// Locked where the reader sleeps, never while it is called.
    wake: Mutex<Option<Wake>>,
}

impl Alarm {
    /// How to wake the reader; the first one given holds.
    pub(super) fn set_wake(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.wake().get_or_insert_with(|| Arc::new(wake));
    }

    /// The reader is gone: nobody is to be woken any more.
    pub(super) fn forget_wake(&self) {
        let wake = self.wake().take();
        // What the callback owns may use the probe when it is dropped.
        drop(wake);
    }

    fn wake(&self) -> MutexGuard<'_, Option<Wake>> {
        self.wake.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// There is news, and it is published. Whether that woke the reader.
    #[inline]
    pub(super) fn ring(&self) -> bool {
        // Either this sees that the reader sleeps, or the reader sees what was published.
        fence(Ordering::SeqCst);
        self.asleep.load(Ordering::Relaxed) && self.wake_up()
    }

    #[cold]
    fn wake_up(&self) -> bool {
        let is_first = self.asleep.swap(false, Ordering::Relaxed);
        let wake = is_first.then(|| self.wake().clone()).flatten();
        if let Some(wake) = &wake {
            wake();
        }
        wake.is_some()
    }
}
