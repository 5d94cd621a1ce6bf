//! From a task's address to its id, without a lock: how a wake finds whose it is.
//!
//! A waker carries one pointer, to Tokio's task cell. Cells are aligned to a pair of
//! cache lines and never overlap, so in the pointers the low bits are zero, and the others
//! are a key no two live tasks share. A two-level table maps it to the id: a page of 4 MiB covers 128 MiB
//! of addresses and only its touched parts take memory, so a task costs about 8 bytes.
//!
//! The table reaches as far as memory does that a system hands out unasked: 48 bits on
//! arm64, 47 on x86-64. Addresses beyond are kept in a map behind a lock, which is slower
//! and as exact, as is one whose low bits are not zero, should Tokio align its cells to less.
//! Beyond are addresses with 52 or 57 bits of them, if an allocator asks for such memory, and
//! where it writes tags into the high byte, which belong to the pointer as long as it lives.
//!
//! The entry is written at the task's first poll, before any waker of it can exist. A
//! waker holds a reference to the cell, so the cell is not freed, nor its address given
//! to another task, while the waker can still be called: the answer is exact.

use std::collections::HashMap;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::sync::{LazyLock, PoisonError, RwLock};

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
/// Addresses in the table.
const ADDRESS_BITS: u32 = if usize::BITS < 48 { usize::BITS } else { 48 };
const TOP_BITS: u32 = ADDRESS_BITS - ALIGN_BITS - PAGE_BITS;

struct Page([AtomicU32; 1 << PAGE_BITS]);

/// All zero, so it takes memory only where it is touched.
static TOP: [AtomicPtr<Page>; 1 << TOP_BITS] =
    [const { AtomicPtr::new(std::ptr::null_mut()) }; 1 << TOP_BITS];

/// Tasks at addresses that the table does not reach, or that are not aligned as it needs.
static FAR: LazyLock<RwLock<HashMap<usize, u32>>> = LazyLock::new(RwLock::default);

/// Where an address is kept in the table; `None` beyond its reach.
#[inline]
fn place(address: usize) -> Option<(usize, usize)> {
    // Low bits that are not zero come to the top, where they are beyond.
    let key = address.rotate_right(ALIGN_BITS);
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

/// Notes whose task lives at an address.
pub(super) fn set(address: usize, task: u32) {
    match place(address) {
        Some((top, slot)) => page_or_new(top).0[slot].store(task, Ordering::Relaxed),
        None => set_far(address, task),
    }
}

/// The task at an address, 0 if none was noted.
///
/// Relaxed is enough: a waker reached this thread by some synchronisation that began
/// after the first poll wrote the entry.
#[inline]
pub(super) fn get(address: usize) -> u32 {
    match place(address) {
        Some((top, slot)) => page(top).map_or(0, |page| page.0[slot].load(Ordering::Relaxed)),
        None => get_far(address),
    }
}

// No panic can leave the map half changed.

#[cold]
#[inline(never)]
fn set_far(address: usize, task: u32) {
    let mut far = FAR.write().unwrap_or_else(PoisonError::into_inner);
    far.insert(address, task);
}

#[cold]
#[inline(never)]
fn get_far(address: usize) -> u32 {
    let far = FAR.read().unwrap_or_else(PoisonError::into_inner);
    far.get(&address).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_apart() {
        let base = 0x1234_5678_0000_u64 as usize;
        let step = 1 << ALIGN_BITS;
        set(base, 5);
        set(base + step, 6);
        assert_eq!(
            (get(base), get(base + step), get(base + 2 * step)),
            (5, 6, 0)
        );
        set(base, 9);
        assert_eq!(get(base), 9);
    }

    #[test]
    fn cells_that_are_aligned_to_less_are_told_apart_as_well() {
        let base = 0x2234_5678_0000_u64 as usize;
        let half = 1 << (ALIGN_BITS - 1);
        for (address, task) in [(base, 1), (base + half, 2), (base + 8, 3), (base + 16, 4)] {
            set(address, task);
        }
        let all = [base, base + half, base + 8, base + 16, base + 24];
        assert_eq!(all.map(get), [1, 2, 3, 4, 0]);
        assert!(place(base).is_some());
        assert!(place(base + half).is_none());
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn every_address_a_system_may_give_is_kept() {
        let cell = 1_usize << ALIGN_BITS;
        // The last and the first cell on both sides of what is special.
        let limits = [
            1 << 32,
            1 << 47,
            // arm64, and beyond it arm64 with large addresses, and x86-64 with five levels.
            1 << 48,
            1 << 52,
            1 << 56,
            1 << 57,
            // A tag in the high byte.
            0xB4 << 56 | 0x7F12_3456_7000,
        ];
        let ends = limits.into_iter().flat_map(|limit| [limit - cell, limit]);
        let addresses: Vec<usize> = ends.chain([cell, usize::MAX - (cell - 1)]).collect();
        for (address, task) in addresses.iter().zip(1..) {
            set(*address, task);
        }
        for (address, task) in addresses.iter().zip(1..) {
            assert_eq!(get(*address), task, "{address:#x}");
        }
        assert_eq!(get((1 << 55) + cell), 0);
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn the_table_reaches_as_far_as_memory_that_is_given_unasked() {
        assert!(place((1 << 48) - (1 << ALIGN_BITS)).is_some());
        assert!(place(1 << 48).is_none());
    }
}
