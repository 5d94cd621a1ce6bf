//! The observed waker: Tokio's own waker data under our vtable.
//!
//! This is the one module of the crate with `unsafe`. Its contract:
//!
//! 1. [`TOKIO`] is the vtable of Tokio's own task wakers, which is one static for all of them
//!    (`runtime/task/waker.rs`), or null. It is learnt from a task that was spawned for it
//!    ([`trial`]), never from a waker that somebody hands in: that may be `block_on`'s, or a
//!    combinator's. A waker with any other vtable is passed on under that.
//! 2. A waker under [`OBSERVED`] or [`NAMED`] therefore always holds data that is valid for
//!    the remembered vtable, with exactly one reference count of its own, except the
//!    borrowed one in `under`, which is never dropped.
//! 3. Every function of these two rebuilds Tokio's waker around the same data and lets
//!    it do the work, so counting and thread safety are Tokio's.
//!
//! Nothing is allocated. `will_wake` tells the wakers of the two apart: an await polled now
//! with a name and now without clones its waker anew, which is all that comes of it.

#![expect(
    unsafe_code,
    reason = "wakers are made of raw parts; the contract is above"
)]

mod index;
mod trial;

pub(super) use trial::are_seen;

use super::local;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::task::{Context, RawWaker, RawWakerVTable, Waker};

/// Tokio's vtable for task wakers; null as long as it is not known.
static TOKIO: AtomicPtr<RawWakerVTable> = AtomicPtr::new(std::ptr::null_mut());

static OBSERVED: RawWakerVTable = vtable::<false>();

/// Of the wakers that named awaits are given: a wake tells that it is for one of them.
static NAMED: RawWakerVTable = vtable::<true>();

const fn vtable<const NAMED: bool>() -> RawWakerVTable {
    RawWakerVTable::new(
        clone::<NAMED>,
        wake::<NAMED>,
        wake_by_ref::<NAMED>,
        drop_waker,
    )
}

/// Runs `f` with a context whose waker makes a record when it is called.
///
/// `first`: this is the first poll of the task, whose id is `task`.
#[inline]
pub(super) fn with_observed<R>(
    cx: &mut Context<'_>,
    task: u32,
    first: bool,
    f: impl FnOnce(&mut Context<'_>) -> R,
) -> R {
    let waker = cx.waker();
    let is_observed = is_tokio(waker);
    if first {
        meet(waker, is_observed, task);
    }
    under(&OBSERVED, is_observed, waker, f)
}

/// Runs `f`, which polls what a named await waits for, with a context whose waker tells so when
/// it is called.
#[inline]
pub(crate) fn with_named<R>(waker: &Waker, f: impl FnOnce(&mut Context<'_>) -> R) -> R {
    let is_observed = std::ptr::eq(waker.vtable(), &raw const OBSERVED);
    under(&NAMED, is_observed, waker, f)
}

/// Runs `f`, which polls something else inside of what a named await waits for, with a context
/// whose waker has no name again.
#[inline]
pub(crate) fn without_name<R>(cx: &mut Context<'_>, f: impl FnOnce(&mut Context<'_>) -> R) -> R {
    let waker = cx.waker();
    let is_named = std::ptr::eq(waker.vtable(), &raw const NAMED);
    under(&OBSERVED, is_named, waker, f)
}

/// Runs `f` with the waker under a vtable of ours, or as it is. `valid`: its own vtable is the
/// remembered one, or one of ours.
#[inline]
fn under<R>(
    ours: &'static RawWakerVTable,
    valid: bool,
    waker: &Waker,
    f: impl FnOnce(&mut Context<'_>) -> R,
) -> R {
    // One call of `f` either way, so that it is inlined.
    let vtable = if valid { ours } else { waker.vtable() };
    // SAFETY: the data is valid for its own vtable and, if that is the remembered one, for
    // ours, and so it is if that is one of ours (contracts 1 and 2). The reference count is
    // borrowed from `waker`, and `ManuallyDrop` never gives it back (contract 2).
    let given = ManuallyDrop::new(unsafe { Waker::new(waker.data(), vtable) });
    f(&mut Context::from_waker(&given))
}

/// At a task's first poll: notes whose waker it is, or that its wakes will not be seen.
#[inline]
fn meet(waker: &Waker, is_observed: bool, task: u32) {
    if is_observed {
        index::set(waker.data().addr(), task);
    } else {
        local::has_no_wakes(task);
    }
}

/// Whether a waker has Tokio's task vtable.
#[inline]
fn is_tokio(waker: &Waker) -> bool {
    std::ptr::eq(waker.vtable(), TOKIO.load(Ordering::Relaxed))
}

/// Tokio's waker around the same data, without a count of its own.
///
/// # Safety
/// `data` comes from a waker under [`OBSERVED`] or [`NAMED`].
#[inline]
unsafe fn tokio_waker(data: *const ()) -> ManuallyDrop<Waker> {
    let vtable = TOKIO.load(Ordering::Relaxed);
    // SAFETY: a waker under one of our vtables exists, so `TOKIO` was set, from a `&'static`
    // vtable, and the data is valid for it (contract 2).
    ManuallyDrop::new(unsafe { Waker::new(data, &*vtable) })
}

unsafe fn clone<const NAMED: bool>(data: *const ()) -> RawWaker {
    // SAFETY: `data` is ours by the vtable's contract. The clone's count passes to the
    // raw waker returned.
    let waker = unsafe { tokio_waker(data) };
    std::mem::forget(Waker::clone(&waker));
    RawWaker::new(data, if NAMED { &self::NAMED } else { &OBSERVED })
}

unsafe fn wake<const NAMED: bool>(data: *const ()) {
    local::woken::<NAMED>(index::get(data.addr()));
    // SAFETY: as above; this consumes the count that the observed waker held.
    ManuallyDrop::into_inner(unsafe { tokio_waker(data) }).wake();
}

unsafe fn wake_by_ref<const NAMED: bool>(data: *const ()) {
    local::woken::<NAMED>(index::get(data.addr()));
    // SAFETY: as above; the count stays with the observed waker.
    unsafe { tokio_waker(data) }.wake_by_ref();
}

unsafe fn drop_waker(data: *const ()) {
    // SAFETY: as above; this gives the observed waker's count back.
    drop(ManuallyDrop::into_inner(unsafe { tokio_waker(data) }));
}
