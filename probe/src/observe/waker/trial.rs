//! Learns Tokio's vtable of task wakers, and tries whether wakes through ours arrive.

use super::{OBSERVED, TOKIO, index, is_tokio, under};
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::OnceLock;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use tokio::task::LocalSet;

/// A number that the table gives back. No waker tells of it: it is taken out before one is called.
const NUMBER: u32 = 1;

/// Whether wakes of observed tasks are seen in this process.
///
/// The first call learns Tokio's vtable, so whoever observes tasks asks before there are any.
pub(in crate::observe) fn are_seen() -> bool {
    static SEEN: OnceLock<bool> = OnceLock::new();
    *SEEN.get_or_init(|| {
        let seen = try_one();
        if !seen {
            // No waker is under ours: the only one that was is gone.
            TOKIO.store(std::ptr::null_mut(), Ordering::Relaxed);
        }
        seen
    })
}

/// Runs a task to its end, which comes with a wake through our vtable.
///
/// A `LocalSet` needs no runtime and runs inside any: it is polled here by hand.
fn try_one() -> bool {
    let mut set = LocalSet::new();
    let kept = std::rc::Rc::default();
    let task = set.spawn_local(Trial {
        kept: std::rc::Rc::clone(&kept),
        polls: 0,
    });
    run(&mut set);
    let Some(waker) = kept.take() else {
        return false;
    };
    let address = waker.data().addr();
    let is_known = index::get(address) == NUMBER;
    index::set(address, 0);
    waker.wake();
    run(&mut set);
    let mut task = pin!(task);
    let end = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    // Polled once more, and after the wake only.
    is_known && matches!(end, Poll::Ready(Ok(2)))
}

fn run(set: &mut LocalSet) {
    // What it has to do is done in one poll.
    let _ = Pin::new(set).poll(&mut Context::from_waker(Waker::noop()));
}

/// The first poll keeps its waker under our vtable, the second one is ready.
struct Trial {
    kept: std::rc::Rc<std::cell::Cell<Option<Waker>>>,
    polls: u32,
}

impl Future for Trial {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        self.polls += 1;
        if self.polls > 1 {
            return Poll::Ready(self.polls);
        }
        let waker = cx.waker();
        let vtable = std::ptr::from_ref(waker.vtable()).cast_mut();
        TOKIO.store(vtable, Ordering::Relaxed);
        index::set(waker.data().addr(), NUMBER);
        let valid = is_tokio(waker);
        let observed = under(&OBSERVED, valid, waker, |cx| cx.waker().clone());
        self.kept.set(Some(observed));
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokio has what the observed waker leans on.
    #[test]
    fn a_wake_arrives() {
        assert!(are_seen());
        assert!(!TOKIO.load(Ordering::Relaxed).is_null());
    }

    #[test]
    fn a_trial_needs_no_runtime_and_works_inside_one() {
        assert!(try_one());
        let mut build = tokio::runtime::Builder::new_multi_thread();
        let runtime = build.worker_threads(1).build().unwrap();
        assert!(runtime.block_on(async { try_one() }));
        let inside = runtime.spawn(async { try_one() });
        assert!(runtime.block_on(inside).unwrap());
        let set = LocalSet::new();
        let local = set.spawn_local(async { try_one() });
        assert!(set.block_on(&runtime, local).unwrap());
    }
}
