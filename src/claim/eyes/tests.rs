//! Where not all is told, and what the model alone knows: a poll that handed its worker on.

use crate::claim::{Claim, Claims, State, Verdict};
use crate::events::{
    Coverage, Delivery, Event, KindId, Nanos, Now, PollOutcome, Role, Sample, SiteId, TextId,
    WaitEnd, What, WorkerSample,
};
use crate::model::Model;
use crate::testkit::{id, run, worker};

const STALL: Nanos = Nanos::from_millis(100);

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

/// A run and one claim about it.
struct Heard {
    model: Model,
    claims: Claims,
}

impl Heard {
    fn new(claim: &str) -> Self {
        let claim: Claim = claim.parse().unwrap();
        let mut heard = Self {
            model: Model::new(STALL),
            claims: Claims::new([claim], STALL),
        };
        let name = "chop".into();
        heard.at(
            0,
            What::Kind {
                id: KindId::new(0),
                name,
            },
        );
        heard
    }

    fn at(&mut self, at: u64, what: What) -> &mut Self {
        let event = Event { at: ms(at), what };
        self.claims.before(&event, &self.model);
        self.model.apply(&event);
        self.claims.after(&event, &self.model);
        self
    }

    fn begin(&mut self) -> &mut Self {
        self.at(0, What::RunStarted(run(2)))
    }

    fn spawn(&mut self, at: u64, task: u32) -> &mut Self {
        self.at(
            at,
            What::Spawned {
                task: id(task),
                parent: None,
                kind: KindId::new(0),
                site: SiteId::new(0),
                on: None,
                bytes: 8,
                detached: false,
                role: Role::Task,
            },
        )
    }

    fn poll(&mut self, (start, end): (u64, u64), task: u32) -> &mut Self {
        self.at(
            end,
            What::Polled {
                task: id(task),
                worker: Some(worker(0)),
                start: ms(start),
                outcome: PollOutcome::Pending,
                self_woken: false,
                budget_spent: false,
            },
        )
    }

    fn verdict(&self) -> Verdict {
        let (_, verdict) = self.claims.verdicts(&self.model).next().unwrap();
        verdict
    }

    fn end(&mut self, at: u64) -> Verdict {
        let now = Now {
            at: ms(at),
            workers: Vec::new(),
        };
        self.claims.conclude(&self.model, &now);
        self.verdict()
    }
}

fn coalesced() -> What {
    What::Coalesced {
        worker: Some(worker(0)),
        polls: 3,
        busy: ms(1),
        wakes: 2,
    }
}

#[test]
fn what_was_only_counted_leaves_open_what_is_said_of_all() {
    for claim in [
        "no stall",
        "poll max under 1s",
        "every poll under 1s",
        "at least 2 polls",
        "polls never overlap polls",
        "some wake by itself",
    ] {
        let verdict = Heard::new(claim)
            .begin()
            .spawn(1, 1)
            .poll((2, 3), 1)
            .at(4, coalesced())
            .end(5);
        assert_eq!(verdict.state, State::Open, "{claim}");
        let why = "; 5 polls, wakes and the like were only counted, not told one by one";
        assert!(verdict.figures.ends_with(why), "{}", verdict.figures);
    }
    // What is told one by one whatever the load, and what one that is told decides.
    for (claim, state) in [
        ("exactly 1 task", State::Holds),
        ("no panic", State::Holds),
        ("some poll", State::Holds),
        ("no poll", State::Broken),
        ("poll max under 1us", State::Broken),
    ] {
        let verdict = Heard::new(claim)
            .begin()
            .spawn(1, 1)
            .poll((2, 3), 1)
            .at(4, coalesced())
            .end(5);
        assert_eq!(verdict.state, state, "{claim}");
    }
}

#[test]
fn what_the_probe_could_not_tell_leaves_it_open_too() {
    let after = |claim: &str, delivery: Delivery| {
        let mut heard = Heard::new(claim);
        heard.begin().spawn(1, 1).poll((2, 3), 1);
        heard.claims.delivered(&delivery);
        heard.end(5).state
    };
    let coalesced = || Delivery {
        coalesced: 9,
        ..Delivery::default()
    };
    assert_eq!(after("no stall", coalesced()), State::Open);
    assert_eq!(after("no panic", coalesced()), State::Holds);
    let dropped = || Delivery {
        dropped: 1,
        ..Delivery::default()
    };
    assert_eq!(after("no panic", dropped()), State::Open);
    let without_wakes = || Delivery {
        without_wakes: 1,
        ..Delivery::default()
    };
    assert_eq!(after("no ready wait over 1s", without_wakes()), State::Open);
    assert_eq!(after("no stall", without_wakes()), State::Holds);
}

#[test]
fn where_tasks_may_run_that_are_not_seen_nothing_is_said_of_all() {
    let after = |claim: &str| {
        let mut info = run(2);
        info.coverage = Coverage::default();
        assert!(!info.coverage.is_whole());
        let mut heard = Heard::new(claim);
        heard
            .at(0, What::RunStarted(info))
            .spawn(1, 1)
            .poll((2, 300), 1);
        heard.end(400)
    };
    let open = after("no panic");
    assert_eq!(open.state, State::Open);
    assert_eq!(open.figures, "no panic; not all of it is seen");
    assert_eq!(after("exactly 1 task").state, State::Open);
    assert_eq!(after("no stall").state, State::Broken);
    assert_eq!(after("no line").state, State::Holds);
}

#[test]
fn time_in_which_the_process_stood_still_is_no_delay_of_a_timer() {
    let after = |suspended: bool| {
        let mut heard = Heard::new("timer delay max under 100ms");
        let (task, site) = (id(1), SiteId::new(1));
        heard.begin().spawn(1, 1);
        heard.at(
            2,
            What::Waiting {
                task,
                site,
                until: Some(ms(5_000)),
                on: None,
            },
        );
        heard.poll((1, 3), 1);
        if suspended {
            let (lasted, timers) = (ms(4_000), ms(4_000));
            heard.at(
                500,
                What::Suspended {
                    lasted,
                    timers,
                    measured: true,
                },
            );
        }
        // After the stop clocks go on from where they stood.
        heard.at(
            1_010,
            What::WaitOver {
                task,
                site,
                end: WaitEnd::Ready,
            },
        );
        heard.end(1_020)
    };
    let verdict = after(true);
    assert_eq!(verdict.state, State::Holds);
    assert!(
        verdict
            .figures
            .starts_with("max 10.0ms of 1 timer delay: chop #01 at 1.000s")
    );
    // Without it the timer were early: that is no delay.
    assert!(after(false).figures.starts_with("max 0ns"));
}

#[test]
fn a_poll_that_handed_its_worker_on_is_no_stall() {
    let mut heard = Heard::new("no stall");
    heard.begin().spawn(1, 1);
    // In block_in_place from 20 ms on.
    heard.at(
        20,
        What::InPlaceStarted {
            task: id(1),
            worker: worker(0),
        },
    );
    heard.poll((2, 900), 1);
    assert_eq!(heard.end(901).state, State::Holds);
    let mut heard = Heard::new("no stall");
    heard.begin().spawn(1, 1);
    // Where that is not observed the worker is seen to park meanwhile.
    heard.at(20, What::Parked { worker: worker(0) });
    heard.poll((2, 900), 1);
    assert_eq!(heard.model.counters().slow_polls, 0);
    assert_eq!(heard.end(901).state, State::Holds);
}

#[test]
fn one_rule_says_what_a_stall_is() {
    for (in_place, parks, expected) in [
        (None, None, 1),
        (Some(20), None, 0),
        (Some(300), None, 1),
        (None, Some(20), 0),
        (None, Some(1), 1),
    ] {
        let mut heard = Heard::new("exactly 0 stalls");
        heard.begin().spawn(1, 1);
        if let Some(at) = parks {
            heard.at(at, What::Parked { worker: worker(0) });
        }
        if let Some(at) = in_place {
            heard.at(
                at,
                What::InPlaceStarted {
                    task: id(1),
                    worker: worker(0),
                },
            );
        }
        heard.poll((2, 900), 1);
        assert_eq!(heard.model.counters().slow_polls, expected);
        let state = State::of(expected == 0);
        assert_eq!(heard.end(901).state, state, "{in_place:?} {parks:?}");
        let told = heard
            .model
            .stalls()
            .next()
            .map(|stall| (stall.at, stall.lasted));
        let moment = heard.verdict().moment.filter(|_| expected == 1);
        assert_eq!(
            told,
            moment.map(|moment| (moment.at, moment.until.since(moment.at)))
        );
    }
}

#[test]
fn a_stall_breaks_its_claim_while_it_lasts_and_is_counted_once() {
    let mut heard = Heard::new("at most 1 stall");
    heard.begin().spawn(1, 1).poll((2, 300), 1);
    let hand = crate::events::InHand {
        task: id(1),
        since: ms(310),
        site: None,
    };
    let now = |at| Now {
        at: ms(at),
        workers: vec![Some(hand), None],
    };
    heard.claims.watch(&heard.model, &now(350));
    assert_eq!(heard.verdict().state, State::Open);
    heard.claims.watch(&heard.model, &now(650));
    let verdict = heard.verdict();
    assert_eq!(verdict.state, State::Broken);
    assert_eq!(
        verdict.moment.unwrap().address().to_string(),
        "0.310000000s #01"
    );
    heard.poll((310, 700), 1);
    assert!(
        heard
            .verdict()
            .figures
            .starts_with("2 stalls; the longest 390ms")
    );
    let text = TextId::new(0);
    heard.at(701, What::Said { task: None, text });
    assert!(
        heard
            .end(702)
            .figures
            .starts_with("2 stalls; the longest 390ms")
    );
}

#[test]
fn the_moment_is_that_of_the_one_that_breaks_it_most() {
    for (claim, at, told) in [
        ("no poll over 10ms", 200, "; the longest 50.0ms: "),
        ("every poll under 15ms", 200, "; the longest 50.0ms: "),
        ("no poll under 25ms", 300, "; the shortest 5.0ms: "),
        ("every poll over 25ms", 300, "; the shortest 5.0ms: "),
        // What comes nearest to breaking it.
        ("no poll over 1s", 200, "; the longest 50.0ms: "),
        ("every poll over 1ms", 300, "; the shortest 5.0ms: "),
    ] {
        let mut heard = Heard::new(claim);
        heard.begin().spawn(1, 1);
        for poll in [(100, 120), (200, 250), (300, 305), (400, 420)] {
            heard.poll(poll, 1);
        }
        let verdict = heard.end(500);
        assert_eq!(verdict.moment.unwrap().at, ms(at), "{claim}");
        assert!(verdict.figures.contains(told), "{}", verdict.figures);
    }
}

#[test]
fn where_records_were_lost_the_order_of_lines_is_not_known() {
    let lines = |heard: &mut Heard| {
        for (number, line) in ["first", "then"].into_iter().enumerate() {
            let id = TextId::new(number as u32);
            let text = line.into();
            heard.at(1, What::Text { id, text });
            heard.at(
                2,
                What::Said {
                    task: None,
                    text: id,
                },
            );
        }
    };
    for (claim, told) in [
        ("\"first\" printed before \"then\"", State::Holds),
        ("\"then\" printed before \"first\"", State::Broken),
        ("\"first\" printed before \"never\"", State::Broken),
    ] {
        let mut heard = Heard::new(claim);
        lines(&mut heard);
        assert_eq!(heard.end(3).state, told, "{claim}");
        let mut heard = Heard::new(claim);
        let lost = Delivery {
            dropped: 1,
            ..Delivery::default()
        };
        heard.claims.delivered(&lost);
        lines(&mut heard);
        let verdict = heard.end(3);
        assert_eq!(verdict.state, State::Open, "{claim}");
        assert!(verdict.figures.ends_with("not all of it is seen"));
    }
}

#[test]
fn a_driver_that_seems_frozen_decides_nothing_before_the_end() {
    let mut heard = Heard::new("no driver freeze");
    heard.begin().spawn(1, 1).spawn(1, 2).spawn(1, 3);
    let (task, site) = (id(3), SiteId::new(0));
    let on = crate::events::WaitOn::Timer;
    let line = crate::events::Site {
        file: "a.rs".into(),
        line: 1,
        column: 1,
        wait: on,
        name: None,
    };
    heard.at(
        1,
        What::Site {
            id: site,
            site: line,
        },
    );
    heard.at(
        2,
        What::Waiting {
            task,
            site,
            until: Some(ms(9_000)),
            on: None,
        },
    );
    heard.poll((1, 3), 3);
    let hand = |task| {
        Some(crate::events::InHand {
            task: id(task),
            since: ms(10),
            site: None,
        })
    };
    let now = Now {
        at: ms(300),
        workers: vec![hand(1), hand(2)],
    };
    // What goes on may turn out to have been none.
    heard.claims.watch(&heard.model, &now);
    assert_eq!(heard.verdict().state, State::Open);
    heard.claims.conclude(&heard.model, &now);
    assert_eq!(heard.verdict().state, State::Broken);
}

#[test]
fn what_goes_on_at_the_end_counts_for_a_percentile_too() {
    use State::{Broken, Holds, Open};
    // Four were polled 1 ms after their spawn; of the others a few wait since 2 ms, up to the end.
    let told = |claim: &str, waiting: u32, end: u64| {
        let mut heard = Heard::new(claim);
        heard.begin();
        for task in 1..5 {
            heard.spawn(1, task);
        }
        for task in 1..5 {
            heard.poll((2, 2), task);
        }
        for task in 5..5 + waiting {
            heard.spawn(2, task);
        }
        heard.end(end)
    };
    for (claim, waiting, end, state) in [
        ("first poll p50 under 10ms", 0, 900, Holds),
        ("first poll p50 under 10ms", 3, 900, Holds),
        ("first poll p50 under 10ms", 5, 900, Broken),
        ("first poll total under 10ms", 1, 900, Broken),
        ("first poll mean under 10ms", 1, 900, Broken),
        // Those that wait only since now hide none that took too long.
        ("first poll p50 under 1ms", 5, 2, Open),
        // They may still become as long as is claimed.
        ("first poll p99 over 10ms", 0, 5, Broken),
        ("first poll p99 over 10ms", 1, 5, Open),
        ("first poll p50 over 10ms", 3, 5, Broken),
        ("first poll p99 over 10ms", 1, 900, Holds),
    ] {
        let verdict = told(claim, waiting, end);
        assert_eq!(verdict.state, state, "{claim}, {waiting}: {verdict:?}");
    }
    let figures = told("first poll p50 under 10ms", 5, 900).figures;
    let said = "p50 898ms of 9 first polls, 5 of them not over; the most 898ms: chop #05 ";
    assert!(figures.starts_with(said), "{figures}");
    let figures = told("first poll max under 10ms", 1, 900).figures;
    let said = "max 898ms of 5 first polls, 1 of them not over: chop #05 ";
    assert!(figures.starts_with(said), "{figures}");
}

#[test]
fn a_task_that_gives_its_worker_away_was_ready_before() {
    let in_place = |heard: &mut Heard| {
        let place = What::InPlaceStarted {
            task: id(1),
            worker: worker(0),
        };
        heard.at(320, place);
    };
    let mut heard = Heard::new("no ready wait over 100ms");
    heard.begin().spawn(1, 1);
    in_place(&mut heard);
    // Since when it is polled is not known, nor whether it has waited so long.
    heard.claims.watch(&heard.model, &idle(330));
    assert_eq!(heard.verdict().state, State::Open);
    let verdict = heard.poll((301, 900), 1).verdict();
    assert_eq!(verdict.state, State::Broken);
    assert!(verdict.figures.contains("; the longest 300ms: "));
    // Told as it waits, it is not taken back before the poll is told.
    let mut heard = Heard::new("no ready wait over 100ms");
    heard.begin().spawn(1, 1);
    heard.claims.watch(&heard.model, &idle(200));
    assert_eq!(heard.verdict().state, State::Broken);
    in_place(&mut heard);
    heard.claims.watch(&heard.model, &idle(330));
    assert_eq!(heard.verdict().state, State::Broken);
}

fn idle(at: u64) -> Now {
    Now {
        at: ms(at),
        workers: vec![None, None],
    }
}

/// A poll on this worker.
fn polled(worker_index: u16, start: u64, end: u64) -> (u64, What) {
    let what = What::Polled {
        task: id(1),
        worker: Some(worker(worker_index)),
        start: ms(start),
        outcome: PollOutcome::Pending,
        self_woken: false,
        budget_spent: false,
    };
    (end, what)
}

#[test]
fn a_move_is_a_poll_by_another_worker_than_the_one_before() {
    for (claim, state) in [
        ("exactly 2 moves of chop", State::Holds),
        ("exactly 1 move on worker 1", State::Holds),
        ("no move on worker 0", State::Broken),
    ] {
        let mut heard = Heard::new(claim);
        heard.begin().spawn(1, 1);
        for (at, what) in [(0, 2, 3), (0, 4, 5), (1, 6, 7), (1, 8, 9), (0, 10, 11)]
            .map(|(worker, start, end)| polled(worker, start, end))
        {
            heard.at(at, what);
        }
        assert_eq!(heard.end(20).state, state, "{claim}");
    }
}

#[test]
fn a_poll_that_gave_its_worker_away_has_moved_as_it_did() {
    let mut heard = Heard::new("exactly 1 move on worker 1");
    heard.begin().spawn(1, 1).poll((2, 3), 1);
    let in_place = What::InPlaceStarted {
        task: id(1),
        worker: worker(1),
    };
    heard.at(6, in_place);
    let mut told = polled(1, 5, 8);
    if let What::Polled { worker, .. } = &mut told.1 {
        *worker = None;
    }
    heard.at(told.0, told.1);
    assert_eq!(heard.end(20).state, State::Holds);
}

#[test]
fn moves_are_not_known_where_polls_were_only_counted() {
    let mut heard = Heard::new("no move");
    heard.begin().spawn(1, 1).poll((2, 3), 1).at(4, coalesced());
    assert_eq!(heard.end(20).state, State::Open);
}

#[test]
fn figures_of_printed_lines_are_those_of_the_lines_with_the_text() {
    let lines = [
        "per task: 312 B",
        "per thread: 9.1 KiB in 1.5 s",
        "per egg: unknown",
    ];
    for (claim, state) in [
        ("printed size \"per task\" at most 312B", State::Holds),
        ("printed size \"per task\" under 312B", State::Broken),
        ("printed size \"per thread\" over 9KiB", State::Holds),
        ("printed size min at least 312B", State::Holds),
        ("printed size \"per egg\" over 1B", State::Open),
        ("printed time \"per thread\" at least 1500ms", State::Holds),
        ("exactly 1 printed time", State::Holds),
    ] {
        let mut heard = Heard::new(claim);
        heard.begin();
        for (number, text) in (0..).zip(lines) {
            let (id, text) = (TextId::new(number), text.into());
            heard.at(1, What::Text { id, text });
            heard.at(
                2,
                What::Said {
                    task: None,
                    text: id,
                },
            );
        }
        assert_eq!(heard.end(20).state, state, "{claim}");
    }
}

/// A poll of 200 ms on worker 0, whose thread waited for a CPU for so long of it.
fn of_a_busy_machine(claim: &str, waited: u64) -> State {
    let mut heard = Heard::new(claim);
    heard.begin().spawn(1, 1);
    for (at, waited) in [(0, 0), (5, 0), (300, waited)] {
        let of_worker = WorkerSample {
            waited: Some(ms(waited)),
            ..WorkerSample::default()
        };
        heard.claims.looked(&Sample {
            at: ms(at),
            workers: vec![of_worker],
            ..Sample::default()
        });
    }
    let polled = What::Polled {
        task: id(1),
        worker: Some(worker(0)),
        start: ms(10),
        outcome: PollOutcome::Pending,
        self_woken: false,
        budget_spent: false,
    };
    heard.at(210, polled);
    let now = Now {
        at: ms(300),
        ..Now::default()
    };
    heard.claims.conclude(&heard.model, &now);
    let mut verdicts = heard.claims.verdicts(&heard.model);
    verdicts.next().unwrap().1.state
}

#[test]
fn a_poll_is_not_too_long_because_its_thread_waited_for_a_cpu() {
    for claim in [
        "no stall",
        "no stall over 100ms",
        "poll max under 120ms",
        "at most 0 stalls",
    ] {
        assert_eq!(of_a_busy_machine(claim, 150), State::Holds, "{claim}");
        assert_eq!(of_a_busy_machine(claim, 20), State::Broken, "{claim}");
    }
    // That it is long enough is no less so.
    for claim in [
        "some stall",
        "poll max at least 180ms",
        "every poll over 150ms",
    ] {
        assert_eq!(of_a_busy_machine(claim, 150), State::Holds, "{claim}");
    }
}

#[test]
fn polls_from_before_the_moment_asked_for_are_passed_over() {
    for (from, state) in [(10, State::Broken), (11, State::Holds)] {
        let mut heard = Heard::new("no stall");
        heard.claims.polls_from(ms(from));
        heard.begin().spawn(1, 1);
        let polled = What::Polled {
            task: id(1),
            worker: Some(worker(0)),
            start: ms(10),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        };
        heard.at(210, polled);
        heard.claims.conclude(&heard.model, &Now::default());
        let mut verdicts = heard.claims.verdicts(&heard.model);
        assert_eq!(verdicts.next().unwrap().1.state, state, "{from}");
    }
}
