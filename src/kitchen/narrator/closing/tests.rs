use crate::app::Register;
use crate::events::{
    Event, Flavor, InHand, KindId, Nanos, Now, PollOutcome, Role, RunInfo, Site, SiteId, TaskId,
    WaitOn, WakeBy, What, WorkerId,
};
use crate::kitchen::narrator::{self, Line};
use crate::model::Model;

const SIGNAL: SiteId = SiteId::new(0);
const JOB: SiteId = SiteId::new(1);

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

fn hear(model: &mut Model, ms: u64, what: What) {
    let at = Nanos::from_millis(ms);
    model.apply(&Event { at, what });
}

fn polled(model: &mut Model, ms: u64, task: u32, outcome: PollOutcome) {
    let what = What::Polled {
        task: id(task),
        worker: Some(WorkerId::new(0)),
        start: Nanos::from_millis(ms),
        outcome,
        self_woken: false,
        budget_spent: false,
    };
    hear(model, ms, what);
}

/// Four cards: two listen, one waits for a job, one was not polled yet.
fn model() -> Model {
    let mut model = Model::new(Nanos::from_millis(100));
    let name = "rice".into();
    let kind = KindId::new(0);
    hear(&mut model, 0, What::Kind { id: kind, name });
    for (site, wait) in [(SIGNAL, WaitOn::Signal), (JOB, WaitOn::Blocking)] {
        let place = Site {
            file: "rice.rs".into(),
            line: 1,
            column: 1,
            wait,
            name: None,
        };
        let what = What::Site {
            id: site,
            site: place,
        };
        hear(&mut model, 0, what);
    }
    let run = RunInfo {
        shift: 1,
        workers: 2,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: true,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    };
    hear(&mut model, 0, What::RunStarted(run));
    for task in 1..=4 {
        let what = What::Spawned {
            task: id(task),
            parent: None,
            kind,
            site: SiteId::new(9),
            on: None,
            bytes: 8,
            detached: false,
            role: Role::Task,
        };
        hear(&mut model, 1, what);
    }
    for (task, site, on) in [(1, SIGNAL, None), (2, SIGNAL, None), (3, JOB, Some(id(9)))] {
        let what = What::Waiting {
            task: id(task),
            site,
            until: None,
            on,
        };
        hear(&mut model, 2, what);
        polled(&mut model, 2, task, PollOutcome::Pending);
    }
    model
}

fn now(ms: u64, hand: Option<u32>) -> Now {
    let hand = hand.map(|task| InHand {
        task: id(task),
        since: Nanos::from_millis(3),
        site: None,
    });
    Now {
        at: Nanos::from_millis(ms),
        workers: vec![None, hand],
    }
}

fn newest(model: &Model) -> Line {
    let fact = model.happenings().next_back().expect("something happened");
    narrator::happening(fact, model, Register::Analogy).expect("it is told")
}

fn goes_on(model: &Model, now: &Now) -> Line {
    narrator::closing(model, now, true, Register::Analogy).expect("it closes")
}

#[test]
fn of_an_empty_kitchen_nobody_is_counted() {
    let mut model = model();
    for task in 1..=4 {
        hear(&mut model, 4, What::Dropped { task: id(task) });
    }
    hear(&mut model, 5, What::Closing { graceful: true });
    let begun = newest(&model);
    assert_eq!(
        (begun.text.as_str(), begun.why),
        ("Last orders (graceful shutdown): no card is left.", None)
    );
    hear(&mut model, 6, What::RunEnded);
    let why = newest(&model).why;
    assert_eq!(
        why.as_deref(),
        Some("Since last orders: 0 served, 0 binned, 0 burnt.")
    );
}

#[test]
fn last_orders_tell_who_was_woken_and_who_cannot_hear() {
    let mut model = model();
    hear(&mut model, 5, What::Closing { graceful: true });
    assert_eq!(
        (newest(&model).text.as_str(), newest(&model).why.as_deref()),
        (
            "Last orders (graceful shutdown): 4 cards are not ended yet.",
            Some("2 of them listen to a signal (watch or the like).")
        )
    );
    // The second one listens twice: that is one card.
    for task in [1, 2, 2] {
        let what = What::Woken {
            task: id(task),
            by: WakeBy::Outside,
            on: None,
        };
        hear(&mut model, 6, what);
    }
    // Not the watch channel: the card does not listen.
    let what = What::Woken {
        task: id(3),
        by: WakeBy::Outside,
        on: None,
    };
    hear(&mut model, 6, what);
    polled(&mut model, 7, 3, PollOutcome::Pending);
    let line = goes_on(&model, &now(8, Some(4)));
    assert_eq!(
        line.text,
        "Last orders: 4 cards are left (graceful shutdown)."
    );
    assert_eq!(
        line.why.as_deref(),
        Some(
            "A signal (watch or the like) woke 2 of 4 cards. Not listening: #03 rice waits for the bakery \
             (spawn_blocking) #09; #04 rice is in the hands of Chef 1."
        )
    );
    (1..=4).for_each(|task| polled(&mut model, 9, task, PollOutcome::Ready));
    hear(&mut model, 10, What::RunEnded);
    assert_eq!(newest(&model).text, "The kitchen closed: no card is left.");
    assert_eq!(
        newest(&model).why.as_deref(),
        Some(
            "Since last orders: 4 served, 0 binned, 0 burnt. A signal (watch or the like) woke 2 of 4 cards."
        )
    );
}

#[test]
fn wakes_that_were_only_counted_make_the_number_a_least() {
    let mut model = model();
    hear(&mut model, 5, What::Closing { graceful: true });
    let what = What::Coalesced {
        worker: None,
        polls: 0,
        busy: Nanos::ZERO,
        wakes: 2,
    };
    hear(&mut model, 6, what);
    let why = goes_on(&model, &now(8, None)).why.expect("it is told");
    assert!(
        why.starts_with("A signal (watch or the like) woke at least 0 of 4"),
        "{why}"
    );
}

#[test]
fn lights_out_say_what_the_runtime_does_and_keep_the_queues() {
    let mut model = model();
    hear(&mut model, 5, What::Closing { graceful: false });
    let line = goes_on(&model, &now(2_005, Some(4)));
    assert_eq!(
        line.text,
        "Lights out for 2.00s: 4 cards are left (shutdown_background)."
    );
    let line = goes_on(&model, &now(2_005, None));
    assert!(
        line.text.contains("left, 1 queued (~)"),
        "not in hand: {line:?}"
    );
    assert!(
        line.why
            .is_some_and(|why| why.contains("park") && why.contains("61 polls"))
    );
    assert_eq!(
        model.injection_len(),
        1,
        "what was queued is shown where it was"
    );
    polled(&mut model, 3_000, 4, PollOutcome::Ready);
    for task in 1..=3 {
        hear(&mut model, 3_001, What::Dropped { task: id(task) });
    }
    hear(&mut model, 3_002, What::RunEnded);
    assert_eq!(
        newest(&model).why.as_deref(),
        Some("Since lights out: 1 served, 3 binned, 0 burnt.")
    );
    let closed = goes_on(&model, &now(3_003, None));
    assert_eq!(closed.text, "The kitchen is closed: no card is left.");
    assert!(closed.why.is_some_and(|why| why.starts_with("Any order")));
    let watched = narrator::closing(&model, &now(3_003, None), false, Register::Analogy);
    assert_eq!(
        watched.map(|line| line.why),
        Some(None),
        "nothing can be ordered"
    );
}

#[test]
fn only_lights_out_are_called_shutdown_background() {
    for (graceful, named) in [(true, false), (false, true)] {
        let mut model = model();
        hear(&mut model, 5, What::Closing { graceful });
        for line in [newest(&model), goes_on(&model, &now(8, None))] {
            assert_eq!(line.text.contains("shutdown_background"), named, "{line:?}");
        }
        hear(&mut model, 9, What::RunEnded);
        assert!(!format!("{:?}", newest(&model)).contains("shutdown_background"));
    }
}

#[test]
fn of_an_earlier_shift_no_numbers_are_told() {
    let mut model = model();
    hear(&mut model, 5, What::Closing { graceful: true });
    hear(&mut model, 9, What::RunEnded);
    let run = model.run().expect("there is one").clone();
    hear(&mut model, 10, What::RunStarted(run));
    let told: Vec<_> = model.happenings().rev().skip(1).take(2).collect();
    for fact in told {
        let line = narrator::happening(fact, &model, Register::Analogy).expect("it is told");
        assert!(
            !line.text.contains(char::is_numeric) && line.why.is_none(),
            "{line:?}"
        );
    }
}
