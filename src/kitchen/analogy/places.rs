//! Where a card is: one row per place, with all that people are told of it.

use crate::app::Register;
use crate::events::{Certainty, EndKind};
use crate::kitchen::tone::Tone;
use crate::model::{HandleState, Place};

/// What people are told of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the card is there: what lists say and a search looks for.
    pub word: &'static str,
    /// Tokio's word.
    pub tokio: &'static str,
    /// The same in so few letters that it fits into a column.
    pub brief: &'static str,
    /// Where that is in the picture.
    pub spot: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// How it looks.
    pub tone: Tone,
}

impl Row {
    /// Where that is, in a column of the picture.
    pub const fn spot_in(&self, register: Register) -> &'static str {
        match register {
            Register::Analogy => self.spot,
            Register::Tokio => self.brief,
        }
    }
}

const fn row_of(
    (word, tokio, brief, spot): (&'static str, &'static str, &'static str, &'static str),
    certainty: Certainty,
    tone: Tone,
) -> Row {
    Row {
        word,
        tokio,
        brief,
        spot,
        certainty,
        tone,
    }
}

/// The row of a place; `long` if the poll in progress there is past the stall threshold.
pub fn row(place: Place, handle: HandleState, long: bool) -> Row {
    use Certainty::{Inferred, Observed};
    match place {
        Place::Injection => row_of(
            ("pass", "injection queue", "injection queue", "pass"),
            Inferred,
            Tone::Ready,
        ),
        Place::Local(_) => row_of(
            ("rail", "local queue", "local queue", "rail"),
            Inferred,
            Tone::Ready,
        ),
        Place::Lifo(_) => row_of(
            ("clip", "LIFO slot", "LIFO slot", "clip"),
            Inferred,
            Tone::Ready,
        ),
        Place::Deferred(_) => row_of(
            ("shelf", "deferred list", "deferred", "shelf"),
            Inferred,
            Tone::Ready,
        ),
        Place::Polling(_) if long => row_of(
            ("stalled", "one long poll", "blocked", "stalled"),
            Observed,
            Tone::Stalled,
        ),
        Place::Polling(_) => row_of(
            ("cooking", "being polled", "polling", "cooking"),
            Observed,
            Tone::Cooking,
        ),
        // Its wakes are not seen: it may be ready again.
        Place::Pending if handle == HandleState::Unseen => row_of(
            ("stove", "pending, as of its last poll", "pending", "stove"),
            Inferred,
            Tone::Pending,
        ),
        Place::Pending => row_of(
            ("stove", "pending", "pending", "stove"),
            Observed,
            Tone::Pending,
        ),
        Place::InPlace => row_of(
            ("handed over", "block_in_place", "in place", "in place"),
            Observed,
            Tone::Blocking,
        ),
        Place::Lane => row_of(
            ("own lane", "beside all queues", "in no queue", "lane"),
            Observed,
            Tone::Pending,
        ),
        Place::BlockingQueue => row_of(
            (
                "bakery queue",
                "spawn_blocking, not begun",
                "blocking queue",
                "bakery queue",
            ),
            Observed,
            Tone::Ready,
        ),
        Place::BlockingRunning => row_of(
            (
                "baking",
                "spawn_blocking, running",
                "blocking pool",
                "bakery",
            ),
            Observed,
            Tone::Blocking,
        ),
        Place::Ended(EndKind::Completed) if handle == HandleState::Dropped => row_of(
            (
                "unclaimed",
                "completed, handle dropped",
                "result lost",
                "unclaimed",
            ),
            Observed,
            Tone::Unclaimed,
        ),
        Place::Ended(EndKind::Completed) => row_of(
            ("served", "completed", "completed", "served"),
            Observed,
            Tone::Served,
        ),
        Place::Ended(EndKind::Panicked) => row_of(
            ("burnt", "panicked", "panicked", "burnt"),
            Observed,
            Tone::Burnt,
        ),
        Place::Ended(EndKind::Cancelled) => row_of(
            ("binned", "cancelled", "cancelled", "binned"),
            Observed,
            Tone::Binned,
        ),
        Place::Ended(EndKind::Unknown) => row_of(
            ("gone", "over, how is not known", "over", "gone"),
            Observed,
            Tone::Plain,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::WorkerId;

    #[test]
    fn queue_places_are_inferred_and_the_rest_is_measured() {
        let worker = WorkerId::new(1);
        let certainty = |place| row(place, HandleState::Held, false).certainty;
        for place in [
            Place::Injection,
            Place::Local(worker),
            Place::Lifo(worker),
            Place::Deferred(worker),
        ] {
            assert_eq!(certainty(place), Certainty::Inferred);
        }
        for place in [
            Place::Polling(worker),
            Place::Pending,
            Place::BlockingRunning,
        ] {
            assert_eq!(certainty(place), Certainty::Observed);
        }
    }

    #[test]
    fn a_long_poll_is_a_stall_and_a_lost_result_is_unclaimed() {
        let word = |place, handle, long| row(place, handle, long).word;
        let polling = Place::Polling(WorkerId::new(0));
        assert_eq!(word(polling, HandleState::Held, true), "stalled");
        assert_eq!(word(polling, HandleState::Held, false), "cooking");
        let done = Place::Ended(EndKind::Completed);
        assert_eq!(word(done, HandleState::Dropped, false), "unclaimed");
        assert_eq!(word(done, HandleState::Joined, false), "served");
        assert_eq!(word(done, HandleState::Detached, false), "served");
    }
}
