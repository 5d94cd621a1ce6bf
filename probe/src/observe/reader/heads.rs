//! Which stream's next record is the earliest.

use crate::observe::clock::Ticks;

/// The streams that have something to read, by the time of their next records; the
/// earliest is last. A sorted list: workers that are equally fast take turns with almost
/// every record, and there are few of them.
#[derive(Default)]
pub(super) struct Heads(Vec<(Ticks, usize)>);

impl Heads {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn add(&mut self, at: Ticks, stream: usize) {
        self.0.push((at, stream));
        self.sort_in_last();
    }

    /// The earliest record, and whose it is.
    #[inline]
    pub(super) fn earliest(&self) -> Option<(Ticks, usize)> {
        self.0.last().copied()
    }

    /// When the earliest record of the other streams was written.
    #[inline]
    pub(super) fn second(&self) -> Option<Ticks> {
        let index = self.0.len().checked_sub(2)?;
        Some(self.0[index].0)
    }

    /// The earliest one was read; the same stream goes on at this time, if it does.
    #[inline]
    pub(super) fn replace_earliest(&mut self, at: Option<Ticks>) {
        match (at, self.0.last_mut()) {
            (Some(at), Some(last)) => {
                last.0 = at;
                self.sort_in_last();
            }
            _ => drop(self.0.pop()),
        }
    }

    #[inline]
    fn sort_in_last(&mut self) {
        let mut index = self.0.len() - 1;
        while index > 0 && self.0[index - 1] < self.0[index] {
            self.0.swap(index - 1, index);
            index -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_take_turns_in_order_of_time() {
        let mut heads = Heads::default();
        // The times of three streams' records.
        let mut left = [vec![2, 3, 9], vec![1, 4, 5], vec![6]];
        for (stream, times) in left.iter_mut().enumerate() {
            heads.add(Ticks(times.remove(0)), stream);
        }
        let mut read = Vec::new();
        while let Some((at, stream)) = heads.earliest() {
            assert!(heads.second().is_none_or(|second| second >= at));
            read.push(at.0);
            let times = &mut left[stream];
            heads.replace_earliest((!times.is_empty()).then(|| Ticks(times.remove(0))));
        }
        assert_eq!(read, [1, 2, 3, 4, 5, 6, 9]);
    }

    #[test]
    fn of_two_at_one_time_the_older_stream_is_first() {
        let mut heads = Heads::default();
        for stream in [1, 0, 2] {
            heads.add(Ticks(7), stream);
        }
        assert_eq!(heads.earliest(), Some((Ticks(7), 0)));
    }
}
