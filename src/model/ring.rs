//! Queues that grow at the back and lose at the front, and can be taken back.
//!
//! Of a segment only what left at the front is kept, and the last item: the rest is still
//! there. What left is counted for good, so that a queue as it was at any moment of the
//! segment can be taken back, not only as it was at its end.

use std::collections::VecDeque;

/// What a queue was when the segment began, as far as it cannot be told from what it is.
#[derive(Clone, Debug)]
pub(super) struct Past<T> {
    /// How many had left at the front.
    gone: u64,
    len: usize,
    last: Option<T>,
    /// Those that left since, oldest first; all of them if `whole`.
    left: Vec<T>,
    /// It was changed in the middle: nothing of it can be told from what it is.
    whole: bool,
}

impl<T> Past<T> {
    fn keep(&mut self, first: Option<&T>)
    where
        T: Clone,
    {
        if !self.whole && self.left.len() < self.len {
            self.left.extend(first.cloned());
        }
    }

    /// The memory behind it, in bytes.
    pub(super) const fn heap_bytes(&self) -> usize {
        self.left.capacity() * size_of::<T>()
    }
}

/// What a queue needs to be taken back; beside the queue itself.
#[derive(Clone, Debug)]
pub(super) struct Front<T> {
    gone: u64,
    past: Option<Past<T>>,
}

impl<T> Default for Front<T> {
    fn default() -> Self {
        Self {
            gone: 0,
            past: None,
        }
    }
}

impl<T: Clone> Front<T> {
    /// Before the first item is taken off.
    #[inline]
    pub(super) fn before_pop(&mut self, items: &VecDeque<T>) {
        self.gone += 1;
        if let Some(past) = &mut self.past {
            past.keep(items.front());
        }
    }

    /// Before any change but at the ends.
    pub(super) fn keep_all(&mut self, items: &VecDeque<T>) {
        let before = self.past.as_ref().map(|past| self.rebuilt(items, past));
        if let (Some(past), Some(before)) = (&mut self.past, before) {
            past.left = before.into();
            past.whole = true;
        }
    }

    /// Begins a segment.
    pub(super) fn remember(&mut self, items: &VecDeque<T>) {
        self.past = Some(Past {
            gone: self.gone,
            len: items.len(),
            last: items.back().cloned(),
            left: Vec::new(),
            whole: false,
        });
    }

    /// Ends remembering.
    pub(super) fn stop(&mut self) {
        self.past = None;
    }

    /// What the queue was when the segment began; `None` if it is not remembered, or was
    /// made since.
    pub(super) const fn past(&self) -> Option<&Past<T>> {
        self.past.as_ref()
    }

    /// As [`past`](Self::past), taken out.
    pub(super) fn into_past(self) -> Option<Past<T>> {
        self.past
    }

    fn rebuilt(&self, items: &VecDeque<T>, past: &Past<T>) -> VecDeque<T> {
        if past.whole {
            return past.left.iter().cloned().collect();
        }
        let gone = usize::try_from(self.gone.wrapping_sub(past.gone)).unwrap_or(usize::MAX);
        let gone = gone.min(past.len);
        let left = past.left.iter().take(gone);
        let mut before: VecDeque<T> = left.chain(items).take(past.len).cloned().collect();
        if let (Some(back), Some(last)) = (before.back_mut(), &past.last) {
            *back = last.clone();
        }
        before
    }

    pub(super) fn take_back(&mut self, items: &mut VecDeque<T>, past: &Past<T>) {
        if past.whole || self.gone != past.gone {
            *items = self.rebuilt(items, past);
        } else {
            items.truncate(past.len);
            if let (Some(back), Some(last)) = (items.back_mut(), &past.last) {
                *back = last.clone();
            }
        }
        self.gone = past.gone;
    }
}

/// A queue that can be taken back.
#[derive(Clone, Debug)]
pub(super) struct Ring<T> {
    items: VecDeque<T>,
    front: Front<T>,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self {
            items: VecDeque::new(),
            front: Front::default(),
        }
    }
}

impl<T: Clone> Ring<T> {
    /// Puts an item at the back; the first one goes if there are `most` already.
    #[inline]
    pub(super) fn push(&mut self, item: T, most: usize) {
        if self.items.len() >= most {
            self.front.before_pop(&self.items);
            self.items.pop_front();
        }
        self.items.push_back(item);
    }

    pub(super) const fn items(&self) -> &VecDeque<T> {
        &self.items
    }

    /// Begins a segment.
    pub(super) fn remember(&mut self) {
        self.front.remember(&self.items);
    }

    /// Ends remembering.
    pub(super) fn stop(&mut self) {
        self.front.stop();
    }

    /// What it was when the segment began.
    pub(super) const fn past(&self) -> Option<&Past<T>> {
        self.front.past()
    }

    pub(super) fn take_back(&mut self, past: &Past<T>) {
        self.front.take_back(&mut self.items, past);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 5;

    fn ring(numbers: impl IntoIterator<Item = u32>) -> Ring<u32> {
        let mut ring = Ring::default();
        numbers.into_iter().for_each(|number| {
            ring.push(number, MOST);
        });
        ring.remember();
        ring
    }

    #[test]
    fn a_queue_is_taken_back_from_any_moment_of_its_segment() {
        for before in [0, 3, 5, 9] {
            let mut ring = ring(0..before);
            let wanted = ring.items().clone();
            let mut moments = vec![ring.clone()];
            for number in 100..112 {
                ring.push(number, MOST);
                moments.push(ring.clone());
            }
            let past = ring.past().unwrap().clone();
            assert!(past.left.len() <= MOST);
            for mut moment in moments {
                moment.take_back(&past);
                assert_eq!(*moment.items(), wanted);
                moment.push(100, MOST);
                assert_eq!(moment.items().back(), Some(&100));
            }
        }
    }

    #[test]
    fn a_changed_last_item_and_one_put_in_the_middle_are_taken_back() {
        let mut ring = ring(0..4);
        *ring.items.back_mut().unwrap() = 33;
        let touched = ring.clone();
        ring.push(4, MOST);
        ring.push(5, MOST);
        ring.front.keep_all(&ring.items);
        ring.items.insert(2, 77);
        ring.push(6, MOST);
        let past = ring.past().unwrap().clone();
        for mut moment in [ring, touched] {
            moment.take_back(&past);
            assert!(moment.items().iter().copied().eq(0..4));
        }
    }
}
