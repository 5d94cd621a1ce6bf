//! All hubs of the process, and whose task an id is.

use super::Hub;
use std::ops::Range;
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock, Weak};

/// Hubs by slot - 1. Slots are never used twice, so an old task cannot reach a new hub.
static HUBS: RwLock<Vec<Weak<Hub>>> = RwLock::new(Vec::new());

/// Makes a hub that has the next slot.
pub(super) fn register(hub: impl FnOnce(u16) -> Hub) -> Arc<Hub> {
    let mut hubs = HUBS.write().unwrap_or_else(PoisonError::into_inner);
    let slot = u16::try_from(hubs.len() + 1).expect("fewer than 65,535 probes in one process");
    let hub = Arc::new(hub(slot));
    hubs.push(Arc::downgrade(&hub));
    hub
}

/// Ids come in blocks of 1,024 that belong to one hub.
const BLOCK_BITS: u32 = 10;

/// Which hub a block of ids belongs to, by slot; 0 for none. Zeroed memory that takes
/// room only where it is touched.
static OWNERS: [AtomicU16; 1 << (32 - BLOCK_BITS)] =
    [const { AtomicU16::new(0) }; 1 << (32 - BLOCK_BITS)];

pub(super) fn new_block(slot: u16) -> Range<u32> {
    static NEXT: LazyLock<AtomicU32> = LazyLock::new(|| AtomicU32::new(0));
    let last = (1 << (32 - BLOCK_BITS)) - 1;
    let Ok(block) = NEXT.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| {
        (next < last).then_some(next + 1)
    }) else {
        return 0..0;
    };
    OWNERS[block as usize].store(slot, Ordering::Relaxed);
    let start = block << BLOCK_BITS;
    // Id 0 stands for "no task".
    start.max(1)..start + (1 << BLOCK_BITS)
}

/// Slot of the hub a task belongs to.
#[inline]
pub(in crate::probe) fn owner_slot(task: u32) -> u16 {
    OWNERS[(task >> BLOCK_BITS) as usize].load(Ordering::Relaxed)
}

/// The hub of a task, if it still exists.
pub(in crate::probe) fn owner(task: u32) -> Option<Arc<Hub>> {
    let slot = usize::from(owner_slot(task)).checked_sub(1)?;
    HUBS.read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(slot)?
        .upgrade()
}
