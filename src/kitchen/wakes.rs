//! Who rang for a card: the one place where it is put into words, so that the story, the
//! steps of a life and the way to the waker say the same.

use crate::app::Register;
use crate::events::{Certainty, TaskId, WakeBy, WorkerId};
use crate::kitchen::sentences::wakes;
use crate::kitchen::words::sentence;

/// A wake, and how cards are named where it is told.
pub(crate) struct Wake<'a> {
    pub(crate) task: TaskId,
    pub(crate) by: WakeBy,
    /// The chef on whose thread it was.
    pub(crate) on: Option<WorkerId>,
    pub(crate) name: &'a dyn Fn(TaskId) -> String,
    pub(crate) words: Register,
}

impl Wake<'_> {
    /// `#01 rang for #02`, as the beginning of a sentence.
    pub(crate) fn rang(&self) -> String {
        let words = self.words;
        let subject = (self.name)(self.task);
        if self.is_self_wake() {
            return sentence(words, wakes::for_itself(words, &subject));
        }
        if self.by == WakeBy::Deferred {
            return sentence(words, wakes::from_shelf(words, &subject));
        }
        let mut caller = self.caller();
        if let Some(first) = caller.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        wakes::rang(words, self.mark(), &caller, &subject)
    }

    /// `by #01`.
    pub(crate) fn by_whom(&self) -> String {
        match self.by {
            WakeBy::Deferred => wakes::by_shelf(self.words),
            _ if self.is_self_wake() => wakes::by_itself(self.words),
            _ => wakes::by(self.words, self.mark(), &self.caller()),
        }
    }

    /// `by #01, on chef 2`.
    pub(crate) fn by_whom_on(&self) -> String {
        let by_whom = self.by_whom();
        match self.on {
            Some(worker) => wakes::on(self.words, &by_whom, &worker.to_string()),
            None => by_whom,
        }
    }

    /// Before what is inferred.
    fn mark(&self) -> &'static str {
        match self.by.value().certainty {
            Certainty::Observed => "",
            Certainty::Inferred => "~ ",
        }
    }

    fn is_self_wake(&self) -> bool {
        self.by == WakeBy::Task(self.task)
    }

    fn caller(&self) -> String {
        let (name, words) = (self.name, self.words);
        match self.by.value().value {
            WakeBy::Task(task) => name(task),
            WakeBy::Driver => wakes::bell(words),
            WakeBy::Deferred => wakes::shelf(words),
            WakeBy::Joined(task) => wakes::end_of(words, &name(task)),
            WakeBy::Cancelled(task) => wakes::drop_of(words, &name(task)),
            WakeBy::Blocking(Some(job)) => wakes::bakery(words, &name(job)),
            WakeBy::Blocking(None) => wakes::bakery_unknown(words),
            WakeBy::Unobserved => wakes::unobserved(words),
            WakeBy::Outside if self.on.is_some() => wakes::main(words),
            WakeBy::Outside => wakes::outside(words),
            WakeBy::BetweenPolls(_) | WakeBy::NamedWait(_) | WakeBy::Likely(_) => {
                wakes::unknown(words)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Likely;
    use crate::testkit::{id, worker};

    #[test]
    fn every_caller_is_told_alike_as_a_sentence_and_as_a_step() {
        let on = Some(worker(2));
        for (by, on, rang, by_whom) in [
            (WakeBy::Task(id(7)), on, "#07 rang for itself", "by itself"),
            (WakeBy::Task(id(3)), on, "#03 rang for #07", "by #03"),
            (
                WakeBy::Driver,
                on,
                "The bell (timer or I/O driver) rang for #07",
                "by the bell (timer or I/O driver)",
            ),
            (
                WakeBy::Deferred,
                on,
                "#07 comes back from the shelf (deferred list)",
                "from the shelf (deferred list)",
            ),
            (
                WakeBy::Joined(id(3)),
                on,
                "The end of #03 (joined) rang for #07",
                "by the end of #03 (joined)",
            ),
            (
                WakeBy::Cancelled(id(3)),
                on,
                "The drop of #03 (cancelled, with all it held) rang for #07",
                "by the drop of #03 (cancelled, with all it held)",
            ),
            (
                WakeBy::Blocking(Some(id(9))),
                None,
                "The bakery (#09) rang for #07",
                "by the bakery (#09)",
            ),
            (
                WakeBy::Blocking(None),
                None,
                "A job of the bakery (not known which) rang for #07",
                "by a job of the bakery (not known which)",
            ),
            (
                WakeBy::Unobserved,
                on,
                "A task that is not observed rang for #07",
                "by a task that is not observed",
            ),
            (
                WakeBy::Outside,
                on,
                "Main (the future of block_on) rang for #07",
                "by main (the future of block_on)",
            ),
            (
                WakeBy::Outside,
                None,
                "A thread outside the kitchen rang for #07",
                "by a thread outside the kitchen",
            ),
            (
                WakeBy::Likely(Likely::Driver),
                on,
                "~ The bell (timer or I/O driver) rang for #07",
                "~ by the bell (timer or I/O driver)",
            ),
            (
                WakeBy::Likely(Likely::Joined(id(3))),
                on,
                "~ The end of #03 (joined) rang for #07",
                "~ by the end of #03 (joined)",
            ),
            (
                WakeBy::Likely(Likely::Outside),
                on,
                "~ Main (the future of block_on) rang for #07",
                "~ by main (the future of block_on)",
            ),
            (
                // The task that ended before may have nothing to do with it.
                WakeBy::BetweenPolls(Some(id(3))),
                on,
                "Somebody not known (between two polls) rang for #07",
                "by somebody not known (between two polls)",
            ),
        ] {
            let wake = Wake {
                task: id(7),
                by,
                on,
                name: &|id| id.to_string(),
                words: Register::Analogy,
            };
            assert_eq!(
                (wake.rang().as_str(), wake.by_whom().as_str()),
                (rang, by_whom)
            );
        }
    }
}
