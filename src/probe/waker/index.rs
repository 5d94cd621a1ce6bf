//! From a task's address to its id, without a lock: how a wake finds whose it is.
//!
//! A waker carries one pointer, to Tokio's task cell. Cells are aligned to a pair of
//! cache lines and never overlap, so the pointer without its low bits is a key no two
//! live tasks share. A two-level table maps it to the id: a page of 4 MiB covers 128 MiB
//! of addresses and only its touched parts take memory, so a task costs about 8 bytes.
//!
//! The entry is written at the task's first poll, before any waker of it can exist. A
//! waker holds a reference to the cell, so the cell is not freed, nor its address given
//! to another task, while the waker can still be called: the answer is exact.

use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

/// Alignment of Tokio's task cell, as a power of two (`runtime/task/core.rs`).
const ALIGN_BITS: u32 = if cfg!(any(
    target_arch = "x86_64",
    target_arch = "aarch64",
    target_arch = "powerpc64"
)) {
    7
} else {
    5
};
const PAGE_BITS: u32 = 20;
const TOP_BITS: u32 = 20;

struct Page([AtomicU32; 1 << PAGE_BITS]);

/// All zero, so it takes memory only where it is touched.
static TOP: [AtomicPtr<Page>; 1 << TOP_BITS] =
    [const { AtomicPtr::new(std::ptr::null_mut()) }; 1 << TOP_BITS];

/// Where an address is kept; `None` beyond the covered 47 bits of user addresses.
fn place(address: usize) -> Option<(usize, usize)> {
    let key = address >> ALIGN_BITS;
    let top = key >> PAGE_BITS;
    (top < TOP.len()).then_some((top, key & ((1 << PAGE_BITS) - 1)))
}

fn page(top: usize) -> Option<&'static Page> {
    let page = TOP[top].load(Ordering::Acquire);
    // SAFETY: the pointer is null or comes from `Box::into_raw` in `page_or_new`, was
    // published with release order after the page was whole, and is never freed.
    unsafe { page.as_ref() }
}

fn page_or_new(top: usize) -> &'static Page {
    if let Some(page) = page(top) {
        return page;
    }
    // SAFETY: `Page` is an array of `AtomicU32`, for which all-zero bytes are valid.
    let fresh = Box::into_raw(unsafe { Box::<Page>::new_zeroed().assume_init() });
    let null = std::ptr::null_mut();
    match TOP[top].compare_exchange(null, fresh, Ordering::AcqRel, Ordering::Acquire) {
        // SAFETY: just made above, whole, and never freed once published.
        Ok(_) => unsafe { &*fresh },
        Err(theirs) => {
            // SAFETY: `fresh` was not published, so this is its only owner; `theirs` is
            // a published page, see `page`.
            unsafe {
                drop(Box::from_raw(fresh));
                &*theirs
            }
        }
    }
}

/// Notes whose task lives at an address. False if the address cannot be kept.
pub(super) fn set(address: usize, task: u32) -> bool {
    let Some((top, slot)) = place(address) else {
        return false;
    };
    page_or_new(top).0[slot].store(task, Ordering::Relaxed);
    true
}

/// The task at an address, 0 if none was noted.
///
/// Relaxed is enough: a waker reached this thread by some synchronisation that began
/// after the first poll wrote the entry.
#[inline]
pub(super) fn get(address: usize) -> u32 {
    let Some((top, slot)) = place(address) else {
        return 0;
    };
    page(top).map_or(0, |page| page.0[slot].load(Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_apart() {
        let base = 0x1234_5678_0000_usize;
        let step = 1 << ALIGN_BITS;
        assert!(set(base, 5) && set(base + step, 6));
        assert_eq!(
            (get(base), get(base + step), get(base + 2 * step)),
            (5, 6, 0)
        );
        assert!(set(base, 9));
        assert_eq!(get(base + step - 1), 9);
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn an_address_out_of_reach_is_refused() {
        assert!(!set(usize::MAX, 1));
        assert_eq!(get(usize::MAX), 0);
    }
}
