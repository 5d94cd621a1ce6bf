//! The workers of the present runtime: how many, and the numbers they get where Tokio does not
//! tell which is which.

use super::{Hub, lock};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// See the module's text.
#[derive(Default)]
pub(super) struct Workers {
    /// 0 until the runtime is built.
    count: AtomicUsize,
    is_current_thread: AtomicBool,
    numbers: Mutex<Numbers>,
}

/// Numbers that threads have got.
#[derive(Default)]
struct Numbers {
    /// From here on nobody has got any.
    next: u32,
    /// Given back, lower than that.
    free: Vec<u32>,
}

impl Workers {
    /// A new runtime is being built.
    pub(super) fn reset(&self) {
        self.count.store(0, Ordering::Release);
        self.is_current_thread.store(false, Ordering::Release);
        *lock(&self.numbers) = Numbers::default();
    }
}

impl Hub {
    /// The present runtime has so many workers.
    pub(in crate::observe) fn has_workers(&self, count: usize, is_current_thread: bool) {
        let workers = &self.workers;
        workers
            .is_current_thread
            .store(is_current_thread, Ordering::Release);
        workers.count.store(count, Ordering::Release);
    }

    /// Workers of the present runtime, 0 while it is being built.
    pub(in crate::observe) fn worker_count(&self) -> usize {
        self.workers.count.load(Ordering::Acquire)
    }

    /// Whether the present runtime is run by whoever calls `block_on`.
    pub(in crate::observe) fn is_current_thread(&self) -> bool {
        self.workers.is_current_thread.load(Ordering::Acquire)
    }

    /// A number for a thread that has become a worker; none if all have theirs.
    pub(in crate::observe) fn take_worker(&self) -> Option<u32> {
        let mut numbers = lock(&self.workers.numbers);
        if let Some(free) = numbers.free.pop() {
            return Some(free);
        }
        // While it is being built there is no thread but its workers'.
        let all = match self.worker_count() {
            0 => u16::MAX.into(),
            count => u32::try_from(count).unwrap_or(u32::MAX),
        };
        let next = numbers.next;
        numbers.next += u32::from(next < all);
        (next < all).then_some(next)
    }

    /// That thread is no worker any more, and another one is.
    pub(in crate::observe) fn give_worker_back(&self, worker: u32) {
        lock(&self.workers.numbers).free.push(worker);
    }
}
