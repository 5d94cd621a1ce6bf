//! The process stood still: no time passed, but timers are due sooner.

use super::Model;
use super::extra::Extra;
use super::happening::HappeningKind;
use crate::events::{Nanos, TaskId};

impl Model {
    pub(super) fn suspended(
        &mut self,
        at: Nanos,
        (lasted, timers): (Nanos, Nanos),
        measured: bool,
    ) {
        let later = |due: Nanos| due > at;
        let ids: Vec<TaskId> = self
            .table
            .from(None)
            .filter(|task| task.waits().filter_map(|wait| wait.until).any(later))
            .map(|task| task.id)
            .collect();
        for id in ids {
            self.change_waits(at, id, |extra, _| extra.bring_forward(at, timers));
        }
        self.tell(
            at,
            None,
            None,
            HappeningKind::Suspended { lasted, measured },
        );
    }
}

impl Extra {
    /// Timers that are due after `at` are so by so much sooner, at `at` at the soonest.
    fn bring_forward(&mut self, at: Nanos, by: Nanos) {
        let waits = self.more.iter_mut().flat_map(|more| &mut more.waits);
        let dues = waits.filter_map(|wait| wait.until.as_mut());
        for due in dues.chain(self.until.as_mut()) {
            if *due > at {
                *due = due.since(by).max(at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Event, KindId, PollOutcome, Role, SiteId, What};
    use crate::testkit::{id, run, worker};

    fn ms(n: u64) -> Nanos {
        Nanos::from_millis(n)
    }

    /// A task that waits for a timer, then a suspend at 1 s.
    fn model(due: u64, timers: u64) -> Model {
        let mut model = Model::new(ms(100));
        let task = id(1);
        let events = [
            (0, What::RunStarted(run(1))),
            (
                10,
                What::Spawned {
                    task,
                    parent: None,
                    kind: KindId::new(0),
                    site: SiteId::new(0),
                    on: None,
                    bytes: 8,
                    detached: false,
                    role: Role::Task,
                },
            ),
            (
                15,
                What::Waiting {
                    task,
                    site: SiteId::new(1),
                    until: Some(ms(due)),
                    on: None,
                },
            ),
            (
                16,
                What::Polled {
                    task,
                    worker: Some(worker(0)),
                    start: ms(12),
                    outcome: PollOutcome::Pending,
                    self_woken: false,
                    budget_spent: false,
                },
            ),
            (
                1_000,
                What::Suspended {
                    lasted: ms(3_000),
                    timers: ms(timers),
                    measured: true,
                },
            ),
        ];
        for (at, what) in events {
            model.apply(&Event { at: ms(at), what });
        }
        model
    }

    fn due(model: &Model) -> Option<Nanos> {
        model.task(id(1))?.until
    }

    #[test]
    fn a_timer_is_due_sooner_but_never_before() {
        assert_eq!(due(&model(4_500, 3_000)), Some(ms(1_500)));
        assert_eq!(due(&model(2_000, 3_000)), Some(ms(1_000)), "in the suspend");
        assert_eq!(due(&model(900, 3_000)), Some(ms(900)), "overdue before");
        assert_eq!(due(&model(4_500, 0)), Some(ms(4_500)), "the machine slept");
    }

    #[test]
    fn the_index_of_timers_goes_along() {
        let model = model(4_500, 3_000);
        assert_eq!(model.timers.overdue(ms(0), ms(1_400)).count, 0);
        assert_eq!(model.timers.overdue(ms(0), ms(1_600)).count, 1);
        model.check_invariants().unwrap();
    }

    #[test]
    fn it_is_told() {
        let model = model(4_500, 3_000);
        let told = model.happenings().next_back().map(|fact| fact.kind.clone());
        let expected = HappeningKind::Suspended {
            lasted: ms(3_000),
            measured: true,
        };
        assert_eq!(told, Some(expected));
    }
}
