//! Who rang for a card: the one place where it is put into words, so that the story, the
//! steps of a life and the way to the waker say the same.

use crate::events::{Certainty, TaskId, WakeBy, WorkerId};

/// A wake, and how cards are named where it is told.
pub(crate) struct Wake<'a> {
    pub(crate) task: TaskId,
    pub(crate) by: WakeBy,
    /// The chef on whose thread it was.
    pub(crate) on: Option<WorkerId>,
    pub(crate) name: &'a dyn Fn(TaskId) -> String,
}

impl Wake<'_> {
    /// `#01 rang for #02`, as the beginning of a sentence.
    pub(crate) fn rang(&self) -> String {
        let subject = (self.name)(self.task);
        if self.is_self_wake() {
            return format!("{subject} rang for itself");
        }
        if self.by == WakeBy::Deferred {
            return format!("{subject} comes back from the shelf (deferred list)");
        }
        let mut caller = self.caller();
        if let Some(first) = caller.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        format!("{}{caller} rang for {subject}", self.mark())
    }

    /// `by #01`.
    pub(crate) fn by_whom(&self) -> String {
        match self.by {
            WakeBy::Deferred => "from the shelf (deferred list)".to_owned(),
            _ if self.is_self_wake() => "by itself".to_owned(),
            _ => format!("{}by {}", self.mark(), self.caller()),
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
        let name = self.name;
        match self.by.value().value {
            WakeBy::Task(task) => name(task),
            WakeBy::Driver => "the bell (timer or I/O driver)".to_owned(),
            WakeBy::Deferred => "the shelf (deferred list)".to_owned(),
            WakeBy::Joined(task) => format!("the end of {} (joined)", name(task)),
            WakeBy::Cancelled(task) => {
                format!("the drop of {} (cancelled, with all it held)", name(task))
            }
            WakeBy::Blocking(Some(job)) => format!("the bakery ({})", name(job)),
            WakeBy::Blocking(None) => "a job of the bakery (not known which)".to_owned(),
            WakeBy::Unobserved => "a task that is not observed".to_owned(),
            WakeBy::Outside if self.on.is_some() => "main (the future of block_on)".to_owned(),
            WakeBy::Outside => "a thread outside the kitchen".to_owned(),
            WakeBy::BetweenPolls(_) | WakeBy::NamedWait(_) | WakeBy::Likely(_) => {
                "somebody not known (between two polls)".to_owned()
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
            };
            assert_eq!(
                (wake.rang().as_str(), wake.by_whom().as_str()),
                (rang, by_whom)
            );
        }
    }
}
