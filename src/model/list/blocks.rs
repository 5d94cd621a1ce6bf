//! The blocks of a list, by number. A block is taken under the lowest number that is free,
//! so which one comes next hangs on nothing but on which are taken.

use crate::events::TaskId;

/// Words of a block: one line of the processor's cache.
pub(super) const BLOCK: usize = 16;

/// Slots of a block: all its words but one.
pub(super) const SLOTS: usize = BLOCK - 1;

/// Entries of a list, next to each other.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Block {
    /// Numbers of tasks; 0 for a hole.
    slots: [u32; SLOTS],
    /// How many are no holes. To look at all slots after a change of one would make the
    /// processor wait for that change.
    used: u32,
}

impl Block {
    const EMPTY: Self = Self {
        slots: [0; SLOTS],
        used: 0,
    };

    #[inline]
    pub(super) const fn slots(&self) -> &[u32; SLOTS] {
        &self.slots
    }

    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Fills a slot that is a hole.
    #[inline(always)]
    pub(super) fn fill(&mut self, slot: usize, number: u32) {
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = number;
            self.used += 1;
        }
    }

    /// Makes a hole of a slot that is none.
    #[inline(always)]
    pub(super) fn clear(&mut self, slot: usize) {
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = 0;
            self.used -= 1;
        }
    }

    /// Gives all but the first `keep` entries to `take`, and takes those kept off `keep`.
    /// How many were given.
    pub(super) fn split_off(&mut self, keep: &mut usize, take: &mut impl FnMut(TaskId)) -> u32 {
        let before = self.used;
        for slot in &mut self.slots {
            let Some(id) = TaskId::new(*slot) else {
                continue;
            };
            if *keep > 0 {
                *keep -= 1;
                continue;
            }
            *slot = 0;
            self.used -= 1;
            take(id);
        }
        before - self.used
    }

    /// Whether the count is right. For tests only.
    fn is_sound(&self) -> bool {
        // Most are empty: one comparison.
        if self.used == 0 {
            return self.slots == [0; BLOCK - 1];
        }
        self.slots.iter().filter(|slot| **slot != 0).count() == self.used as usize
    }
}

/// Blocks of a page: as many as a word has bits.
const PAGE: usize = 64;

/// No block.
pub(super) const NONE: u32 = u32::MAX;

/// Where a block is in its list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) before: u32,
    pub(super) after: u32,
    /// Grows from block to block of a list, front first.
    pub(super) serial: u64,
}

#[derive(Clone, Debug)]
struct Page {
    blocks: [Block; PAGE],
    links: [Link; PAGE],
}

impl Page {
    fn empty() -> Box<Self> {
        const NOWHERE: Link = Link {
            before: NONE,
            after: NONE,
            serial: 0,
        };
        Box::new(Self {
            blocks: [Block::EMPTY; PAGE],
            links: [NOWHERE; PAGE],
        })
    }
}

/// A pool of blocks. What is free is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    /// `None` if no block of it is taken.
    pages: Vec<Option<Box<Page>>>,
    /// A bit per block: whether it is taken.
    taken: Vec<u64>,
    /// No page before this one has a free block.
    room: usize,
    /// An empty page, the last that was left: queues grow and shrink all the time.
    spare: Option<Box<Page>>,
}

const fn split(block: u32) -> (usize, usize) {
    (block as usize / PAGE, block as usize % PAGE)
}

impl Blocks {
    /// A block that is taken; maybe none if it is not.
    #[inline]
    pub(super) fn get(&self, block: u32) -> Option<&Block> {
        let (page, index) = split(block);
        let page = self.pages.get(page)?.as_deref()?;
        Some(&page.blocks[index])
    }

    #[inline]
    pub(super) fn get_mut(&mut self, block: u32) -> Option<&mut Block> {
        let (page, index) = split(block);
        let page = self.pages.get_mut(page)?.as_deref_mut()?;
        Some(&mut page.blocks[index])
    }

    /// Fills a slot of a block that is taken.
    #[inline(always)]
    pub(super) fn fill(&mut self, block: u32, slot: usize, number: u32) {
        let (page, index) = split(block);
        if let Some(Some(page)) = self.pages.get_mut(page) {
            page.blocks[index].fill(slot, number);
        }
    }

    pub(super) fn link(&self, block: u32) -> Option<&Link> {
        let (page, index) = split(block);
        let page = self.pages.get(page)?.as_deref()?;
        Some(&page.links[index])
    }

    pub(super) fn link_mut(&mut self, block: u32) -> Option<&mut Link> {
        let (page, index) = split(block);
        let page = self.pages.get_mut(page)?.as_deref_mut()?;
        Some(&mut page.links[index])
    }

    /// Takes a free block.
    pub(super) fn take(&mut self) -> u32 {
        let rest = &self.taken[self.room..];
        let full = rest.iter().take_while(|word| **word == u64::MAX).count();
        self.room += full;
        let word = self.taken.get(self.room).copied().unwrap_or(0);
        let block = (self.room * PAGE) as u32 + word.trailing_ones();
        self.mark(block);
        block
    }

    /// Notes that a block is taken, and makes its page if there is none.
    fn mark(&mut self, block: u32) {
        let (page, index) = split(block);
        if page >= self.pages.len() {
            self.pages.resize(page + 1, None);
            self.taken.resize(page + 1, 0);
        }
        self.taken[page] |= 1 << index;
        if self.pages[page].is_none() {
            let spare = self.spare.take();
            self.pages[page] = Some(spare.unwrap_or_else(Page::empty));
        }
    }

    /// Gives an empty block back.
    pub(super) fn free(&mut self, block: u32) {
        let (page, index) = split(block);
        self.taken[page] &= !(1 << index);
        self.room = self.room.min(page);
        if self.taken[page] == 0 {
            self.spare = self.pages[page].take();
        }
    }

    /// From now on just these are taken. Those that are not must be empty.
    pub(super) fn take_only(&mut self, blocks: impl Iterator<Item = u32>) {
        self.taken.fill(0);
        self.room = 0;
        blocks.for_each(|block| self.mark(block));
        for (page, taken) in self.pages.iter_mut().zip(&self.taken) {
            if *taken == 0 {
                *page = None;
            }
        }
    }

    /// How many are taken, and whether the others are empty and all know how many entries
    /// they have. Slow: for tests only.
    pub(super) fn count(&self) -> (usize, bool) {
        let taken = self.taken.iter().map(|word| word.count_ones() as usize);
        let mut sound = true;
        for (page, taken) in self.pages.iter().zip(&self.taken) {
            let Some(page) = page else { continue };
            for (index, block) in page.blocks.iter().enumerate() {
                let is_free = taken >> index & 1 == 0;
                sound &= block.is_sound() && (!is_free || block.is_empty());
            }
        }
        (taken.sum(), sound)
    }
}
