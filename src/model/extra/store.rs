//! Where the extras are: pages of them, found by number, with the free ones chained up.

use super::Extra;

/// Extras of a page: growing never moves those that are there.
const PAGE: usize = 1_024;

/// All extras in use.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Extras {
    pages: Vec<Vec<Extra>>,
    free: Vec<u32>,
    len: usize,
}

const fn split(number: u32) -> (usize, usize) {
    (number as usize / PAGE, number as usize % PAGE)
}

impl Extras {
    pub(in crate::model) fn get(&self, number: u32) -> Option<&Extra> {
        let (page, slot) = split(number);
        self.pages.get(page)?.get(slot)
    }

    pub(in crate::model) fn get_mut(&mut self, number: u32) -> Option<&mut Extra> {
        let (page, slot) = split(number);
        self.pages.get_mut(page)?.get_mut(slot)
    }

    /// Keeps an extra and gives its number.
    pub(in crate::model) fn add(&mut self, extra: Extra) -> u32 {
        self.len += 1;
        if let Some(number) = self.free.pop()
            && let Some(place) = self.get_mut(number)
        {
            *place = extra;
            return number;
        }
        if self.pages.last().is_none_or(|page| page.len() == PAGE) {
            self.pages.push(Vec::with_capacity(PAGE));
        }
        let page = self.pages.len() - 1;
        let slot = self.pages[page].len();
        self.pages[page].push(extra);
        (page * PAGE + slot) as u32
    }

    /// Gives one back.
    pub(in crate::model) fn remove(&mut self, number: u32) {
        let Some(place) = self.get_mut(number) else {
            return;
        };
        *place = Extra::default();
        self.free.push(number);
        self.len -= 1;
        // Not at once: one task that waits again and again would allocate each time.
        if self.len == 0 && self.pages.len() > 1 {
            *self = Self::default();
        }
    }

    /// How many are in use.
    pub(in crate::model) const fn len(&self) -> usize {
        self.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::SiteId;

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
}
