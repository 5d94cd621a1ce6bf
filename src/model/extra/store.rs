//! Where the extras are: pages of them, found by number, with the free ones chained up.

use super::Extra;
use crate::model::journal::{Before, Journal};

/// Extras of a page: growing never moves those that are there.
const PAGE: usize = 1_024;

/// All extras in use.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Extras {
    pages: Vec<Vec<Extra>>,
    free: Vec<u32>,
    len: usize,
    journal: Journal<u32, Extra>,
    /// The free numbers of the segment's beginning, if the model remembers.
    free_before: Option<FreeBefore>,
}

/// The stack of free numbers when the segment began. Who gets which number must come out
/// the same when events are folded again, so the stack comes back in its order.
#[derive(Clone, Debug)]
struct FreeBefore {
    /// So many at its bottom never left it.
    rest: usize,
    /// Those above, the top one first.
    taken: Vec<u32>,
    /// Numbers there were, free or in use.
    numbers: usize,
}

/// What the extras were when a segment began, as far as they changed.
#[derive(Clone, Debug)]
pub(in crate::model) struct ExtrasBefore {
    free: Option<FreeBefore>,
    /// `None` for those that were free.
    changed: Before<u32, Extra>,
}

impl ExtrasBefore {
    /// The memory behind it, in bytes.
    pub(in crate::model) fn heap_bytes(&self) -> usize {
        let free = self.free.as_ref().map_or(0, |free| free.taken.capacity());
        let behind = self.changed.iter().flat_map(|(_, extra)| extra);
        size_of_val(&*self.changed)
            + free * size_of::<u32>()
            + behind.map(Extra::heap_bytes).sum::<usize>()
    }
}

const fn split(number: u32) -> (usize, usize) {
    (number as usize / PAGE, number as usize % PAGE)
}

impl Extras {
    /// How many were noted in the present segment.
    pub(in crate::model) fn noted(&self) -> usize {
        self.journal.len()
    }

    pub(in crate::model) fn get(&self, number: u32) -> Option<&Extra> {
        let (page, slot) = split(number);
        self.pages.get(page)?.get(slot)
    }

    /// One in use, for changing it.
    pub(in crate::model) fn get_mut(&mut self, number: u32) -> Option<&mut Extra> {
        let place = place(&mut self.pages, number)?;
        self.journal.note(number, || Some(place.clone()));
        Some(place)
    }

    /// Keeps an extra and gives its number.
    pub(in crate::model) fn add(&mut self, extra: Extra) -> u32 {
        self.len += 1;
        if let Some(number) = self.take_free()
            && let Some(place) = place(&mut self.pages, number)
        {
            self.journal.note(number, || None);
            *place = extra;
            return number;
        }
        if self.pages.last().is_none_or(|page| page.len() == PAGE) {
            self.pages.push(Vec::with_capacity(PAGE));
        }
        let page = self.pages.len() - 1;
        let slot = self.pages[page].len();
        self.pages[page].push(extra);
        let number = (page * PAGE + slot) as u32;
        self.journal.note(number, || None);
        number
    }

    fn take_free(&mut self) -> Option<u32> {
        let number = self.free.pop()?;
        if let Some(before) = &mut self.free_before
            && self.free.len() < before.rest
        {
            before.rest -= 1;
            before.taken.push(number);
        }
        Some(number)
    }

    /// Gives one back.
    pub(in crate::model) fn remove(&mut self, number: u32) {
        let Some(place) = place(&mut self.pages, number) else {
            return;
        };
        let before = std::mem::take(place);
        self.journal.note(number, || Some(before));
        self.free.push(number);
        self.len -= 1;
        // Not at once: one task that waits again and again would allocate each time.
        if self.len == 0 && self.pages.len() > 1 {
            self.give_back();
        }
    }

    /// None is in use: gives all memory back.
    #[cold]
    fn give_back(&mut self) {
        if let Some(before) = &mut self.free_before {
            self.free.truncate(before.rest);
            before.taken.extend(self.free.iter().rev());
            before.rest = 0;
        }
        self.free = Vec::new();
        self.pages = Vec::new();
    }

    /// How many are in use.
    pub(in crate::model) const fn len(&self) -> usize {
        self.len
    }

    /// How many numbers there are, free or in use.
    fn numbers(&self) -> usize {
        let last = self.pages.last().map_or(0, Vec::len);
        self.pages.len().saturating_sub(1) * PAGE + last
    }

    /// Begins a segment.
    pub(in crate::model) fn remember(&mut self) {
        self.journal.remember();
        self.free_before = Some(FreeBefore {
            rest: self.free.len(),
            taken: Vec::new(),
            numbers: self.numbers(),
        });
    }

    /// Ends remembering.
    pub(in crate::model) fn stop(&mut self) {
        self.journal.stop();
        self.free_before = None;
    }

    /// What changed in the segment, as it was.
    pub(in crate::model) fn before(&self) -> ExtrasBefore {
        ExtrasBefore {
            free: self.free_before.clone(),
            changed: self.journal.before(),
        }
    }

    pub(in crate::model) fn take_back(&mut self, before: &ExtrasBefore) {
        let Some(free) = &before.free else { return };
        self.free.truncate(free.rest);
        self.free.extend(free.taken.iter().rev());
        self.len = free.numbers - self.free.len();
        let pages = free.numbers.div_ceil(PAGE);
        self.pages.resize_with(pages, || Vec::with_capacity(PAGE));
        for (index, page) in self.pages.iter_mut().enumerate() {
            page.resize_with((free.numbers - index * PAGE).min(PAGE), Extra::default);
        }
        for (number, extra) in &before.changed {
            if let Some(place) = place(&mut self.pages, *number) {
                *place = extra.clone().unwrap_or_default();
            }
        }
    }
}

fn place(pages: &mut [Vec<Extra>], number: u32) -> Option<&mut Extra> {
    let (page, slot) = split(number);
    pages.get_mut(page)?.get_mut(slot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::SiteId;

    #[test]
    fn numbers_are_used_again_and_pages_given_back() {
        let mut extras = Extras::default();
        let site = |n| Some(SiteId::new(n));
        let numbers: Vec<_> = (0..2_000)
            .map(|n| extras.add(Extra::plain(site(n))))
            .collect();
        assert_eq!((extras.len(), extras.pages.len()), (2_000, 2));
        extras.remove(numbers[7]);
        assert_eq!(extras.add(Extra::plain(site(9_999))), numbers[7]);
        assert_eq!(extras.get(numbers[7]).and_then(|e| e.site), site(9_999));
        assert_eq!(extras.get(numbers[8]).and_then(|e| e.site), site(8));
        numbers.iter().for_each(|number| extras.remove(*number));
        assert_eq!((extras.len(), extras.pages.len()), (0, 0));
    }

    /// Everything of it, the order of free numbers too.
    fn all(extras: &Extras) -> String {
        format!("{:?} {:?} {}", extras.pages, extras.free, extras.len)
    }

    #[test]
    fn extras_are_taken_back_with_the_order_of_free_numbers() {
        let mut extras = Extras::default();
        let site = |n| Extra::plain(Some(SiteId::new(n)));
        (0..1_500).for_each(|n| {
            extras.add(site(n));
        });
        [3, 700, 40, 1_200]
            .into_iter()
            .for_each(|number| extras.remove(number));
        extras.remember();
        let wanted = all(&extras);
        let mut moments = vec![extras.clone()];
        assert_eq!(extras.add(site(9_000)), 1_200);
        extras.get_mut(5).unwrap().until = Some(crate::events::Nanos(1));
        extras.remove(6);
        moments.push(extras.clone());
        (0..1_000).for_each(|n| {
            extras.add(site(n));
        });
        moments.push(extras.clone());
        let left = (0..extras.numbers() as u32).collect::<Vec<_>>();
        let numbers = left.into_iter().filter(|n| !extras.free.contains(n));
        numbers
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|n| extras.remove(n));
        assert_eq!(extras.pages.len(), 0, "all was given back");
        moments.push(extras.clone());
        extras.add(site(1));
        moments.push(extras.clone());
        let before = extras.before();
        for mut moment in moments {
            moment.take_back(&before);
            assert_eq!(all(&moment), wanted);
        }
        assert!(before.heap_bytes() > 1_500 * size_of::<Extra>());
    }
}
