use super::*;
use crate::events::{
    BlockingOutcome, Event, HandleAct, InHand, KindId, PollOutcome, Role, SiteId, WakeBy, What,
};
use crate::testkit::{id, run, worker};

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

/// A model of two workers, stalls from 100 ms on, and what was learned of it.
struct Run {
    model: Model,
    findings: Findings,
}

impl Run {
    fn new() -> Self {
        let mut new = Self {
            model: Model::new(ms(100)),
            findings: Findings::default(),
        };
        new.hear(0, What::RunStarted(run(2)));
        new
    }

    fn hear(&mut self, at: u64, what: What) {
        self.model.apply(&Event { at: ms(at), what });
        self.findings.learn(&self.model);
    }

    fn spawn(&mut self, at: u64, task: u32, on: Option<u16>) {
        self.hear(
            at,
            What::Spawned {
                task: id(task),
                parent: None,
                kind: KindId::new(0),
                site: SiteId::new(0),
                on: on.map(worker),
                bytes: 64,
                detached: false,
                role: Role::Task,
            },
        );
    }

    fn poll(&mut self, task: u32, on: u16, (start, end): (u64, u64), outcome: PollOutcome) {
        self.hear(
            end,
            What::Polled {
                task: id(task),
                worker: Some(worker(on)),
                start: ms(start),
                outcome,
                self_woken: false,
                budget_spent: false,
            },
        );
    }

    fn wake(&mut self, at: u64, task: u32, on: u16) {
        self.hear(
            at,
            What::Woken {
                task: id(task),
                by: WakeBy::Task(id(99)),
                on: Some(worker(on)),
            },
        );
    }

    fn abort(&mut self, at: u64, task: u32) {
        self.hear(
            at,
            What::Handle {
                task: id(task),
                by: None,
                act: HandleAct::AbortAsked,
            },
        );
    }

    /// A frame; each worker polls the task since then.
    fn watch(&mut self, at: u64, hands: [Option<(u32, u64)>; 2]) {
        let hand = |(task, since)| InHand {
            task: id(task),
            since: ms(since),
            site: None,
        };
        let workers = hands.iter().map(|given| given.map(hand)).collect();
        self.findings.watch(
            &self.model,
            &Now {
                at: ms(at),
                workers,
            },
        );
    }

    fn only(&self, kind: FindingKind) -> Finding {
        let all: Vec<_> = self.findings.all().filter(|m| m.kind == kind).collect();
        assert_eq!(all.len(), 1, "{kind:?}: {all:?}");
        *all[0]
    }
}

/// Findings kept without a model.
fn kept(given: impl IntoIterator<Item = Finding>) -> Findings {
    let mut findings = Findings::default();
    given.into_iter().for_each(|finding| findings.keep(finding));
    findings
}

fn finding(kind: FindingKind, at: u64, until: u64, task: u32) -> Finding {
    Finding {
        task: Some(id(task)),
        worker: Some(worker(0)),
        ..Finding::new(kind, ms(at), ms(until))
    }
}

fn only(findings: &Findings) -> Finding {
    let all: Vec<_> = findings.all().collect();
    assert_eq!(all.len(), 1, "{all:?}");
    *all[0]
}

#[test]
fn a_stall_seen_while_it_lasts_and_told_at_its_end_is_one() {
    let mut run = Run::new();
    run.spawn(10, 1, None);
    run.watch(150, [Some((1, 20)), None]);
    let seen = run.only(FindingKind::Stall);
    assert_eq!(
        (seen.at, seen.until, seen.end),
        (ms(20), ms(150), End::GoesOn)
    );
    run.watch(180, [Some((1, 20)), None]);
    run.poll(1, 0, (20, 200), PollOutcome::Pending);
    let told = run.only(FindingKind::Stall);
    assert_eq!(
        (told.at, told.until, told.end),
        (ms(20), ms(200), End::Told)
    );
    assert!(told.is(&seen));
    // Another poll of the same task on the same worker is another stall.
    run.wake(200, 1, 0);
    run.poll(1, 0, (210, 400), PollOutcome::Ready);
    assert_eq!(run.findings.found(FindingKind::Stall), 2);
}

#[test]
fn a_frame_read_before_the_end_was_told_makes_no_stall_go_on_again() {
    let told = finding(FindingKind::Stall, 20, 200, 1);
    let seen = Finding {
        end: End::GoesOn,
        ..finding(FindingKind::Stall, 20, 190, 1)
    };
    assert_eq!(only(&kept([told, seen])).end, End::Told);
}

#[test]
fn what_is_no_longer_seen_does_not_go_on() {
    let mut run = Run::new();
    run.spawn(10, 1, None);
    run.watch(150, [Some((1, 20)), None]);
    run.watch(180, [None, None]);
    let stall = run.only(FindingKind::Stall);
    assert_eq!((stall.until, stall.end), (ms(150), End::Unseen));
}

#[test]
fn a_task_freed_from_the_lifo_slot_is_the_one_seen_trapped() {
    let mut run = Run::new();
    run.spawn(10, 1, None);
    run.spawn(30, 2, Some(0));
    run.watch(200, [Some((1, 20)), None]);
    let seen = run.only(FindingKind::Trapped);
    assert_eq!(
        (seen.at, seen.task, seen.worker),
        (ms(30), Some(id(2)), Some(worker(0)))
    );
    run.poll(1, 0, (20, 300), PollOutcome::Ready);
    run.poll(2, 0, (310, 311), PollOutcome::Ready);
    let freed = run.only(FindingKind::Trapped);
    assert!(freed.is(&seen));
    assert_eq!(
        (freed.at, freed.until, freed.end, freed.worker),
        (ms(30), ms(310), End::Told, Some(worker(0)))
    );
    assert_eq!(run.findings.found(FindingKind::LongWait), 0);
}

#[test]
fn a_freeze_is_one_entry_while_nobody_polls_the_driver_and_no_longer() {
    let frozen = |at, until, count, end| Finding {
        end,
        count,
        ..Finding::new(FindingKind::Frozen, ms(at), ms(until))
    };
    let mut findings = kept([
        frozen(100, 250, 2, End::GoesOn),
        frozen(100, 400, 5, End::GoesOn),
        // It began a little later than it looked.
        frozen(101, 440, 1, End::GoesOn),
    ]);
    let one = only(&findings);
    assert_eq!((one.at, one.until, one.count), (ms(101), ms(440), 5));
    // The driver was polled meanwhile, which no frame has seen: frames were rare.
    findings.keep(frozen(460, 700, 3, End::GoesOn));
    let spans = findings.all().map(|freeze| (freeze.at, freeze.lasted()));
    let expected = [(ms(101), ms(339)), (ms(460), ms(240))];
    assert_eq!(spans.collect::<Vec<_>>(), expected);
    let nobody = Now {
        at: ms(900),
        workers: vec![],
    };
    findings.watch(&Model::new(ms(100)), &nobody);
    assert!(findings.all().all(|freeze| freeze.end == End::Unseen));
}

#[test]
fn an_abort_is_one_entry_from_the_asking_to_the_end() {
    let mut run = Run::new();
    run.spawn(10, 1, None);
    run.poll(1, 0, (20, 21), PollOutcome::Pending);
    run.abort(50, 1);
    run.abort(60, 1);
    let asked = run.only(FindingKind::Abort);
    assert_eq!(
        (asked.at, asked.until, asked.carried_out),
        (ms(50), ms(50), false)
    );
    run.hear(90, What::Dropped { task: id(1) });
    let done = run.only(FindingKind::Abort);
    assert!(done.is(&asked));
    assert_eq!(
        (done.at, done.until, done.carried_out),
        (ms(50), ms(90), true)
    );
}

#[test]
fn a_task_dropped_unasked_is_no_abort() {
    let mut run = Run::new();
    run.spawn(10, 1, None);
    run.poll(1, 0, (20, 21), PollOutcome::Pending);
    run.hear(90, What::Dropped { task: id(1) });
    assert_eq!(run.findings.all().count(), 0);
}

#[test]
fn tasks_and_jobs_that_panic_are_panics() {
    let mut run = Run::new();
    run.spawn(10, 1, None);
    run.poll(1, 0, (20, 21), PollOutcome::Panicked);
    run.hear(
        30,
        What::BlockingEnded {
            job: id(2),
            outcome: BlockingOutcome::Panicked,
        },
    );
    let at: Vec<_> = run.findings.all().map(|m| (m.kind, m.task, m.at)).collect();
    assert_eq!(
        at,
        [
            (FindingKind::Panic, Some(id(1)), ms(21)),
            (FindingKind::Panic, Some(id(2)), ms(30))
        ]
    );
}

#[test]
fn a_long_wait_begins_where_the_task_became_ready() {
    let mut run = Run::new();
    run.spawn(10, 1, None);
    run.poll(1, 0, (300, 301), PollOutcome::Ready);
    let wait = run.only(FindingKind::LongWait);
    assert_eq!(
        (wait.at, wait.until, wait.task),
        (ms(10), ms(300), Some(id(1)))
    );
}

#[test]
fn tasks_that_waited_together_are_one_crowd_about_the_longest() {
    let waits = [
        (10, 300, 1),
        (12, 320, 2),
        (1_009, 1_310, 3),
        (1_010, 1_330, 4),
    ];
    let findings =
        kept(waits.map(|(at, until, task)| finding(FindingKind::LongWait, at, until, task)));
    let found: Vec<_> = findings
        .all()
        .map(|m| (m.count, m.task, m.at, m.lasted()))
        .collect();
    assert_eq!(
        found,
        [
            (3, Some(id(2)), ms(10), ms(308)),
            (1, Some(id(4)), ms(1_010), ms(320))
        ]
    );
}

#[test]
fn moves_of_one_raid_are_one_entry() {
    let raid = |at, from, task, raid| Finding {
        from: Some(worker(from)),
        raid,
        ..finding(FindingKind::Move, at, at, task)
    };
    let findings = kept([
        raid(10, 1, 1, 1),
        raid(11, 2, 2, 2),
        raid(12, 1, 3, 1),
        // However late it is polled.
        raid(3_000, 1, 4, 1),
        // However soon it follows.
        raid(13, 1, 5, 3),
    ]);
    let found: Vec<_> = findings.all().map(|m| (m.from, m.count, m.task)).collect();
    assert_eq!(
        found,
        [
            (Some(worker(1)), 3, Some(id(1))),
            (Some(worker(2)), 1, Some(id(2))),
            (Some(worker(1)), 1, Some(id(5)))
        ]
    );
}

#[test]
fn a_task_that_moves_is_told_with_both_workers() {
    let mut run = Run::new();
    run.spawn(10, 1, Some(0));
    run.spawn(11, 2, Some(0));
    run.poll(1, 1, (20, 21), PollOutcome::Pending);
    let found = run.only(FindingKind::Move);
    assert_eq!(
        (found.worker, found.from),
        (Some(worker(1)), Some(worker(0)))
    );
    assert_eq!((found.at, found.count), (ms(20), 1));
}

#[test]
fn the_newest_512_of_a_sort_are_kept_and_all_are_counted() {
    let panics = (1..=600).map(|n| finding(FindingKind::Panic, n.into(), n.into(), n));
    let mut findings = kept(panics);
    findings.keep(finding(FindingKind::Stall, 1, 200, 1));
    assert_eq!(findings.found(FindingKind::Panic), 600);
    assert_eq!(findings.all().count(), 513);
    let oldest = findings.all().map(|m| m.at).min();
    assert_eq!(oldest, Some(ms(1)), "another kind has room of its own");
    let panics = findings.all().filter(|m| m.kind == FindingKind::Panic);
    assert_eq!(panics.map(|m| m.at).min(), Some(ms(89)));
}

#[test]
fn weight_comes_first_then_what_goes_on_then_the_longest() {
    let goes_on = Finding {
        end: End::GoesOn,
        ..finding(FindingKind::Stall, 900, 1_000, 4)
    };
    let findings = kept([
        finding(FindingKind::Panic, 5, 5, 1),
        finding(FindingKind::Stall, 10, 200, 2),
        finding(FindingKind::Stall, 300, 600, 3),
        goes_on,
        Finding::new(FindingKind::Frozen, ms(1), ms(50)),
    ]);
    let order: Vec<_> = findings.by_weight().iter().map(|m| m.at).collect();
    assert_eq!(order, [1, 900, 300, 10, 5].map(ms));
}

#[test]
fn of_raids_the_one_that_took_most_weighs_most() {
    let raid = |at, until, count| Finding {
        count,
        raid: at,
        ..finding(FindingKind::Move, at, until, 1)
    };
    let findings = kept([raid(10, 99, 2), raid(500, 501, 9)]);
    let order: Vec<_> = findings.by_weight().iter().map(|m| m.count).collect();
    assert_eq!(order, [9, 2]);
}

#[test]
fn jumps_pass_over_what_happens_all_the_time_unless_it_is_asked_for() {
    let findings = kept([
        finding(FindingKind::Panic, 10, 10, 1),
        finding(FindingKind::Budget, 20, 20, 2),
        finding(FindingKind::Panic, 30, 30, 3),
    ]);
    let mut also = FindingKinds::default();
    let at = |finding: Option<&Finding>| finding.map(|m| m.at);
    assert_eq!(at(findings.next(ms(10), also)), Some(ms(30)));
    assert_eq!(at(findings.previous(ms(30), also)), Some(ms(10)));
    assert_eq!(at(findings.next(ms(30), also)), None);
    assert_eq!(at(findings.previous(ms(10), also)), None);
    also.toggle(FindingKind::Budget);
    assert_eq!(at(findings.next(ms(10), also)), Some(ms(20)));
    assert_eq!(at(findings.previous(ms(30), also)), Some(ms(20)));
    assert_eq!(at(findings.after(ms(0), also)), Some(ms(20)));
}

#[test]
fn from_behind_a_stall_one_comes_to_its_beginning_before_what_it_caused() {
    let findings = kept([
        finding(FindingKind::Stall, 100, 500, 1),
        finding(FindingKind::Trapped, 150, 510, 2),
        finding(FindingKind::LongWait, 300, 520, 3),
        finding(FindingKind::Panic, 900, 900, 4),
    ]);
    let back = |from| {
        let found = findings.previous(ms(from), FindingKinds::default());
        found.map(|m| m.at)
    };
    assert_eq!(back(1_000), Some(ms(900)));
    assert_eq!(back(900), Some(ms(100)));
    assert_eq!(back(100), None);
    // Within it, step by step.
    assert_eq!(back(400), Some(ms(300)));
    assert_eq!(back(300), Some(ms(150)));
    assert_eq!(back(150), Some(ms(100)));
}

#[test]
fn no_stall_is_passed_over_because_a_longer_one_holds_it() {
    let findings = kept([
        finding(FindingKind::Stall, 100, 900, 1),
        Finding {
            worker: Some(worker(1)),
            ..finding(FindingKind::Stall, 300, 400, 2)
        },
        finding(FindingKind::Panic, 600, 600, 3),
    ]);
    let back = |from| {
        let found = findings.previous(ms(from), FindingKinds::default());
        found.map(|m| m.at)
    };
    assert_eq!([back(1_000), back(300)], [Some(ms(300)), Some(ms(100))]);
}

#[test]
fn facts_are_learned_once_and_in_their_order() {
    let mut run = Run::new();
    for n in 1..=3 {
        run.spawn(10, n, None);
        run.model.apply(&Event {
            at: ms(20),
            what: What::Polled {
                task: id(n),
                worker: Some(worker(0)),
                start: ms(15),
                outcome: PollOutcome::Panicked,
                self_woken: false,
                budget_spent: false,
            },
        });
    }
    run.findings.learn(&run.model);
    run.findings.learn(&run.model);
    let tasks: Vec<_> = run.findings.all().filter_map(|m| m.task).collect();
    assert_eq!(tasks, [id(1), id(2), id(3)]);
    let numbers: Vec<_> = run.findings.all().map(|m| m.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn a_crowd_from_which_facts_were_skipped_says_that_there_may_be_more() {
    let mut run = Run::new();
    run.spawn(10, 1, None);
    run.spawn(10, 2, None);
    run.poll(1, 0, (200, 200), PollOutcome::Pending);
    assert!(!run.only(FindingKind::LongWait).at_least);
    // More facts at once than the model keeps.
    for n in 0..5_000 {
        let wake = What::Woken {
            task: id(1),
            by: WakeBy::Driver,
            on: Some(worker(0)),
        };
        let poll = What::Polled {
            task: id(1),
            worker: Some(worker(0)),
            start: ms(201),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        };
        let what = if n % 2 == 0 { wake } else { poll };
        run.model.apply(&Event { at: ms(201), what });
    }
    run.findings.learn(&run.model);
    run.poll(2, 0, (220, 220), PollOutcome::Ready);
    let crowd = run.only(FindingKind::LongWait);
    assert_eq!((crowd.count, crowd.at_least), (2, true));
}

#[test]
fn a_set_of_kinds_is_toggled_one_by_one() {
    let mut kinds = FindingKinds::default();
    for kind in FindingKind::ALL {
        assert!(kinds.is_empty());
        kinds.toggle(kind);
        assert!(
            FindingKind::ALL
                .iter()
                .all(|other| kinds.has(*other) == (*other == kind))
        );
        kinds.toggle(kind);
    }
}

#[test]
fn a_set_of_kinds_takes_in_what_is_worth_a_jump_whoever_asks() {
    let mut kinds = FindingKinds::default();
    let jumps = |kinds: FindingKinds, kind| kinds.with_weighty().has(kind);
    assert!(jumps(kinds, FindingKind::Stall) && jumps(kinds, FindingKind::Abort));
    assert!(!jumps(kinds, FindingKind::Move) && !jumps(kinds, FindingKind::Budget));
    kinds.toggle(FindingKind::Move);
    assert!(jumps(kinds, FindingKind::Move) && !jumps(kinds, FindingKind::Budget));
}
