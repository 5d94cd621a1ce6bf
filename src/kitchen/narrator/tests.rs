use super::*;
use crate::events::{
    BlockingOutcome, Certainty, Event, Flavor, InHand, KindId, Role, RunInfo, Site, SiteId, TaskId,
    TextId, WaitOn, WakeBy, What, WorkerId,
};
use crate::model::{Freeze, Happening, HappeningKind};

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

const CHEF: WorkerId = WorkerId::new(2);
const LINE: SiteId = SiteId::new(0);

fn model() -> Model {
    let mut model = Model::new(Nanos::from_millis(100));
    let mut hear = |what| {
        model.apply(&Event {
            at: Nanos::from_millis(1),
            what,
        });
    };
    hear(What::Kind {
        id: KindId::new(0),
        name: "rice".into(),
    });
    hear(What::Site {
        id: LINE,
        site: Site {
            file: "rice.rs".into(),
            line: 12,
            column: 1,
            wait: WaitOn::Lock,
            name: None,
        },
    });
    hear(What::RunStarted(run(1, 4)));
    for task in [7, 8] {
        hear(What::Spawned {
            task: id(task),
            parent: None,
            kind: KindId::new(0),
            site: LINE,
            on: None,
            bytes: 64,
            detached: false,
            role: Role::Task,
        });
    }
    model
}

fn run(shift: u32, workers: u16) -> RunInfo {
    RunInfo {
        shift,
        workers,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: true,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    }
}

fn told(kind: HappeningKind) -> Option<Line> {
    let fact = Happening {
        number: 1,
        at: Nanos::ZERO,
        task: Some(id(7)),
        worker: Some(CHEF),
        kind,
    };
    happening(&fact, &model(), Register::Analogy)
}

fn kinds() -> Vec<HappeningKind> {
    use HappeningKind::*;
    let mut kinds = vec![
        RunStarted(run(1, 4).into()),
        Closing { graceful: true },
        Closing { graceful: false },
        RunEnded,
        Spawned {
            parent: None,
            to_lifo: false,
            displaced: None,
        },
        Spawned {
            parent: Some(id(8)),
            to_lifo: true,
            displaced: None,
        },
        Spawned {
            parent: Some(id(8)),
            to_lifo: true,
            displaced: Some(id(9)),
        },
        FirstPoll {
            waited: Nanos(85_000),
        },
        PutAside { site: Some(LINE) },
        PutAside { site: None },
        Moved {
            from: WorkerId::new(0),
            raid: 1,
            lay: 1,
        },
        StallEnded {
            lasted: Nanos::from_millis(3_000),
            site: Some(LINE),
        },
        LifoFreed {
            waited: Nanos::from_millis(1_400),
        },
        LongWait {
            waited: Nanos::from_millis(740),
        },
        Completed { unclaimed: false },
        Completed { unclaimed: true },
        Panicked,
        Cancelled {
            abort_asked: true,
            site: Some(LINE),
        },
        Cancelled {
            abort_asked: false,
            site: None,
        },
        HandleDropped,
        AbortAsked,
        Joined { by: Some(id(8)) },
        BlockingStarted,
        CoreHandedOver,
        BudgetSpent,
        AwaitDropped { site: LINE },
        Other("barrier"),
    ];
    let outcomes = [
        BlockingOutcome::Completed,
        BlockingOutcome::Panicked,
        BlockingOutcome::Cancelled,
    ];
    kinds.extend(outcomes.map(|outcome| BlockingEnded {
        outcome,
        unclaimed: false,
    }));
    let origins = [
        WakeBy::Task(id(8)),
        WakeBy::Task(id(7)),
        WakeBy::Driver,
        WakeBy::Deferred,
        WakeBy::Joined(id(8)),
        WakeBy::Cancelled(id(8)),
        WakeBy::Blocking(Some(id(9))),
        WakeBy::Blocking(None),
        WakeBy::Unobserved,
        WakeBy::Outside,
        WakeBy::BetweenPolls(Some(id(8))),
    ];
    kinds.extend(origins.map(|by| Woken { by }));
    kinds
}

#[test]
fn every_fact_is_told_in_short_whole_sentences() {
    for kind in kinds() {
        let line = told(kind.clone()).unwrap_or_else(|| panic!("{kind:?} is not told"));
        for text in [Some(line.text), line.why].into_iter().flatten() {
            assert!(
                text.ends_with('.') && !text.contains("  ") && text.len() <= 150,
                "{text}"
            );
            assert!(
                !text.contains("stalled"),
                "a finished fact must not look like one that goes on: {text}"
            );
        }
    }
}

#[test]
fn a_runtime_is_told_as_it_was_though_another_one_works_now() {
    let line = told(HappeningKind::RunStarted(run(7, 1).into())).unwrap();
    assert!(
        line.text.starts_with("Shift 7 opens: 1 chef"),
        "{}",
        line.text
    );
}

#[test]
fn facts_name_the_card_the_line_and_the_wait() {
    let line = told(HappeningKind::PutAside { site: Some(LINE) }).expect("told");
    assert_eq!(
        line.text,
        "Chef 2 puts #07 rice aside at line 12: it waits for a lock (Mutex, RwLock)."
    );
    let line = told(HappeningKind::StallEnded {
        lasted: Nanos::from_millis(3_000),
        site: None,
    })
    .expect("told");
    assert_eq!(
        line.text,
        "Chef 2's stall is over: one poll of #07 rice took 3.00s."
    );
}

#[test]
fn a_fact_without_a_sentence_of_its_own_is_told_by_its_name() {
    let line = told(HappeningKind::Other("barrier")).expect("told");
    assert_eq!(line.text, "#07 rice: barrier.");
}

#[test]
fn printed_lines_and_results_taken_from_outside_are_no_news() {
    assert_eq!(told(HappeningKind::Said(TextId::new(0))), None);
    assert_eq!(told(HappeningKind::Joined { by: None }), None);
}

#[test]
fn what_goes_on_says_how_long_and_what_to_do() {
    let hand = InHand {
        task: id(7),
        since: Nanos::ZERO,
        site: Some(LINE),
    };
    let now = Now {
        at: Nanos::from_millis(1_402),
        workers: vec![Some(hand), None],
    };
    let stall = Ongoing::Stalled {
        worker: CHEF,
        task: id(7),
        since: Nanos::ZERO,
        site: Some(LINE),
    };
    let line = ongoing(&stall, &model(), &now, Register::Analogy);
    assert_eq!(
        line.text,
        "Chef 2 is stalled for 1.40s: one poll of #07 rice at line 12."
    );
    assert!(
        line.why
            .is_some_and(|why| why.contains("sleep(..).await") && why.contains("spawn_blocking"))
    );
    let freeze = Freeze {
        since: Nanos::from_millis(1_000),
        worker: CHEF,
        task: Some(id(7)),
        site: Some(LINE),
        idle: 1,
        waiting: 6,
        more: false,
        overdue: 0,
        certainty: Certainty::Inferred,
    };
    let frozen = |freeze: Freeze| {
        ongoing(
            &Ongoing::DriverFrozen(freeze),
            &model(),
            &now,
            Register::Analogy,
        )
    };
    let line = frozen(freeze);
    assert_eq!(
        line.text,
        "Nobody minds the bells for 402ms (~ driver frozen: timers and sockets): #07 rice at \
         line 12 holds Chef 2. 6 cards waiting."
    );
    assert!(line.why.is_some_and(|why| why.contains("un-freezes it")));
    let held = frozen(Freeze {
        idle: 0,
        overdue: 2,
        certainty: Certainty::Observed,
        ..freeze
    });
    assert_eq!(
        held.text,
        "Nobody minds the bells for 402ms (driver frozen: timers and sockets): #07 rice at \
         line 12 holds Chef 2. 6 cards waiting, 2 bells overdue."
    );
    assert!(
        !held.why.is_some_and(|why| why.contains("un-freezes it")),
        "with every chef held, a new card frees nothing"
    );
    let unseen = frozen(Freeze {
        task: None,
        site: None,
        ..freeze
    });
    assert!(
        unseen
            .text
            .contains("Nothing is seen of Chef 2. 6 cards waiting")
    );
    let harmless = frozen(Freeze {
        waiting: 0,
        ..freeze
    });
    assert!(harmless.text.ends_with("none waits for one.") && harmless.weight < 4);
}

#[test]
fn the_end_of_a_freeze_names_who_held_the_driver_up_and_who_waited() {
    let ended = |task, waiting| Happening {
        number: 1,
        at: Nanos::from_millis(2_500),
        task,
        worker: Some(CHEF),
        kind: HappeningKind::FreezeEnded {
            lasted: Nanos::from_millis(2_000),
            site: task.map(|_| LINE),
            waiting,
            more: waiting > 4_000,
        },
    };
    let line = happening(&ended(None, 4_096), &model(), Register::Analogy).expect("told");
    assert!(
        line.why
            .is_some_and(|why| why.starts_with("At least 4,096 cards waited"))
    );
    let line = happening(&ended(Some(id(7)), 3), &model(), Register::Analogy).expect("told");
    assert_eq!(
        line.text,
        "The bells were not minded for 2.00s (~ driver frozen: timers and sockets). #07 rice at \
         line 12 held Chef 2."
    );
    assert_eq!(
        line.why.as_deref(),
        Some("3 cards waited for timers or sockets: none could come meanwhile.")
    );
    let line = happening(&ended(None, 1), &model(), Register::Analogy).expect("told");
    assert!(line.text.ends_with("Nothing was seen of Chef 2 meanwhile."));
}
