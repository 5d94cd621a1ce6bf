//! Decisions and events in, measures out.

use super::*;
use crate::events::{
    BlockingOutcome, Event, KindId, Nanos, PollOutcome, Role, SiteId, WakeBy, What, WorkerId,
};
use crate::order::{SyncVerb, Verb};
use crate::testkit::id;
use proptest::prelude::*;

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

fn planned(name: &'static str, pieces: &[(u64, u64)]) -> Planned {
    let piece = |(after, work): &(u64, u64)| Piece {
        after: ms(*after),
        work: ms(*work),
    };
    Planned {
        name,
        pieces: pieces.iter().map(piece).collect(),
    }
}

/// Two workers; `a` comes at 100 ms, `b` at 150 ms.
fn small() -> Load {
    Load {
        workers: 2,
        tasks: vec![
            planned("a", &[(100, 400), (500, 300)]),
            planned("b", &[(150, 200)]),
        ],
    }
}

#[test]
fn a_script_of_decisions_has_its_exact_measures() {
    let mut play = Simulation::new(small());
    assert_eq!(play.give(0, 0), Err(NotGiven::NotReady), "it has not come");
    play.advance(ms(140));
    assert_eq!(play.ready(), [0]);
    assert_eq!(play.give(0, 2), Err(NotGiven::NoWorker));
    assert_eq!(play.give(0, 0), Ok(()));
    play.advance(ms(60));
    assert_eq!(play.give(1, 0), Err(NotGiven::Busy));
    assert_eq!(play.give(0, 1), Err(NotGiven::NotReady), "a worker has it");
    assert_eq!(play.ready(), [1]);
    play.advance(ms(100));
    assert_eq!(play.give(1, 1), Ok(()));
    assert_eq!(play.measures(), None, "it goes on");
    // a: in work from 140 to 540, ready again at 1,040; b: from 300 to 500.
    play.advance(ms(800));
    assert_eq!(play.now(), ms(1_100));
    assert_eq!(play.task(0), Some((State::Ready { since: ms(1_040) }, 1)));
    assert_eq!(play.task(1), Some((State::Over { at: ms(500) }, 1)));
    assert_eq!(play.give(0, 1), Ok(()));
    play.advance(ms(10_000));
    assert!(play.is_over());
    assert_eq!(play.now(), ms(1_400), "its clock stands when all is done");
    let measures = play.measures().expect("it is over");
    // Waits: 40, 150 and 60 ms.
    assert_eq!(measures.begun(), 3);
    assert_eq!(measures.mean(), Nanos(83_333_333));
    assert_eq!((measures.p95(), measures.max()), (ms(150), ms(150)));
    assert_eq!(measures.lasted, ms(1_300), "from 100 to 1,400");
    assert_eq!(measures.idle, [ms(900), ms(800)]);
    let percent = [0, 1, 2].map(|worker| measures.idle_percent(worker));
    assert_eq!(percent, [Some(69), Some(61), None]);
}

#[test]
fn what_is_due_happens_at_its_time_however_seldom_it_is_looked_at() {
    let (mut often, mut seldom) = (Simulation::new(small()), Simulation::new(small()));
    for play in [&mut often, &mut seldom] {
        play.advance(ms(200));
        play.give(1, 1).expect("it is ready");
        play.give(0, 0).expect("it is ready");
    }
    (0..1_000).for_each(|_| often.advance(ms(1)));
    seldom.advance(ms(1_000));
    assert_eq!(often, seldom);
    assert_eq!(often.ready(), [0]);
}

#[test]
fn p95_is_the_nearest_rank() {
    let of = |many: u64| Measures::new((1..=many).rev().map(ms).collect(), ms(0), ms(1), &[]);
    let p95 = |many| of(many).p95().as_millis();
    assert_eq!(
        [p95(1), p95(19), p95(20), p95(21), p95(100)],
        [1, 19, 19, 20, 95]
    );
    assert_eq!(
        (of(0).p95(), of(0).max(), of(0).mean()),
        (ms(0), ms(0), ms(0))
    );
}

/// What the load is for: a person can play it, and feels to be slow.
#[test]
fn a_person_takes_20_to_40_seconds_for_the_load() {
    let load = the_load();
    let pieces = || load.tasks.iter().flat_map(|task| &task.pieces);
    assert_eq!((load.tasks.len(), load.workers), (10, 3));
    assert!(pieces().all(|piece| (ms(300)..=ms(700)).contains(&piece.work)));
    let waits = load.tasks.iter().flat_map(|task| &task.pieces[1..]);
    assert!(
        waits
            .clone()
            .all(|piece| (ms(500)..=ms(1_000)).contains(&piece.after))
    );
    let lasted = |needs| fixtures::person(&load, needs).1.lasted;
    assert!(lasted(400) >= ms(20_000), "{:?}", lasted(400));
    assert!(lasted(600) <= ms(40_000), "{:?}", lasted(600));
    assert!(lasted(1) < ms(13_000), "{:?}", lasted(1));
}

#[test]
fn the_scenario_is_the_same_load() {
    let load = the_load();
    let scenario = load.scenario().expect("the format allows it");
    assert_eq!(scenario.setup.workers, Some(3));
    assert_eq!(scenario.setup.tempo, Some(1.0));
    assert_eq!(scenario.setup.limit, None);
    assert!(scenario.expects.is_empty() && scenario.acts.is_empty());
    let book = &scenario.book;
    assert_eq!((book.recipes.len(), scenario.orders.len()), (10, 10));
    for ((task, recipe), order) in load.tasks.iter().zip(&book.recipes).zip(&scenario.orders) {
        assert_eq!(
            (recipe.info.name, order.order.recipe),
            (task.name, task.name)
        );
        assert_eq!((order.times, order.order.count), (1, 1));
        let mut waits = vec![order.at];
        let mut work = Vec::new();
        for step in &recipe.steps {
            match &step.verb {
                Verb::Sleep(time) => waits.push(*time),
                Verb::Sync(SyncVerb::Work(time)) => {
                    work.push(*time);
                    assert_eq!(work.len(), waits.len(), "a wait before each piece");
                }
                other => panic!("{other:?}"),
            }
        }
        let planned: (Vec<_>, Vec<_>) = (task.pieces.iter())
            .map(|piece| (piece.after, piece.work))
            .unzip();
        assert_eq!((waits, work), planned, "{}", task.name);
    }
    let mut wrong = small();
    wrong.tasks[1].name = "a";
    assert!(wrong.scenario().is_err(), "a name twice");
}

/// A real run of [`small`], as its events tell it.
#[derive(Clone)]
struct Run(Vec<Event>);

impl Run {
    fn at(&mut self, at: u64, what: What) {
        self.0.push(Event { at: ms(at), what });
    }

    fn spawned(&mut self, at: u64, task: u32, kind: u16) {
        let what = What::Spawned {
            task: id(task),
            parent: None,
            kind: KindId::new(kind),
            site: SiteId::new(0),
            on: None,
            bytes: 1,
            detached: false,
            role: Role::Task,
        };
        self.at(at, what);
    }

    fn polled(&mut self, task: u32, worker: u16, (from, to): (u64, u64), outcome: PollOutcome) {
        let what = What::Polled {
            task: id(task),
            worker: Some(WorkerId::new(worker)),
            start: ms(from),
            outcome,
            self_woken: false,
            budget_spent: false,
        };
        self.at(to, what);
    }

    fn woken(&mut self, at: u64, task: u32) {
        let what = What::Woken {
            task: id(task),
            by: WakeBy::Driver,
            on: None,
        };
        self.at(at, what);
    }

    fn waiting(&mut self, at: u64, task: u32, until: u64) {
        let what = What::Waiting {
            task: id(task),
            site: SiteId::new(0),
            until: Some(ms(until)),
            on: None,
        };
        self.at(at, what);
    }

    fn whole() -> Self {
        let mut run = Self(Vec::new());
        run.spawned(5_000, 7, 3);
        run.spawned(5_050, 8, 4);
        run.polled(8, 1, (5_060, 5_260), PollOutcome::Ready);
        run.waiting(5_400, 7, 5_890);
        run.polled(7, 0, (5_001, 5_401), PollOutcome::Pending);
        run.woken(5_901, 7);
        run.woken(5_902, 7);
        run.polled(7, 1, (5_904, 6_204), PollOutcome::Ready);
        run
    }

    fn came_to(&self) -> Result<Measures, Unlike> {
        measured(&small(), self.0.clone(), |kind| match kind.index() {
            3 => "a",
            4 => "b",
            _ => "another",
        })
    }
}

#[test]
fn a_real_run_is_measured_from_its_events() {
    let measures = Run::whole().came_to().expect("all of it was seen");
    // Waits: 1 and 14 ms of a, whose timer woke it 11 ms late; 10 ms of b.
    assert_eq!(measures.begun(), 3);
    assert_eq!(measures.mean(), Nanos(8_333_333));
    assert_eq!((measures.p95(), measures.max()), (ms(14), ms(14)));
    assert_eq!(measures.late(), Nanos(3_666_666));
    assert_eq!(measures.lasted, ms(1_204));
    assert_eq!(measures.idle, [ms(804), ms(704)]);
}

#[test]
fn a_run_that_was_another_one_is_not_put_beside_it() {
    let with = |change: &dyn Fn(&mut Run)| {
        let mut run = Run::whole();
        change(&mut run);
        run.came_to()
    };
    let more = with(&|run| run.spawned(5_300, 9, 5));
    assert_eq!(more, Err(Unlike::MoreTasks));
    let twice = with(&|run| run.spawned(5_300, 9, 3));
    assert_eq!(twice, Err(Unlike::MoreTasks));
    let aborted = with(&|run| run.0[7].what = What::Dropped { task: id(7) });
    assert_eq!(aborted, Err(Unlike::Cut));
    let early = with(&|run| {
        run.0.truncate(3);
        run.polled(7, 0, (5_001, 5_401), PollOutcome::Ready);
    });
    assert_eq!(early, Err(Unlike::Cut), "one piece of two");
    let unfinished = with(&|run| run.0.truncate(7));
    assert_eq!(unfinished, Err(Unlike::Cut));
    let closed = with(&|run| run.0[6].what = What::Closing { graceful: true });
    assert_eq!(closed, Err(Unlike::Cut));
    let counted = with(&|run| {
        run.0[5].what = What::Coalesced {
            worker: None,
            polls: 1,
            busy: ms(1),
            wakes: 1,
        };
    });
    assert_eq!(counted, Err(Unlike::NotAllSeen));
    let unknown = with(&|run| {
        run.0
            .retain(|event| !matches!(event.what, What::Woken { .. }));
    });
    assert_eq!(unknown, Err(Unlike::NotAllSeen), "since when it was ready");
    let job = with(&|run| {
        run.at(
            6_300,
            What::BlockingEnded {
                job: id(70),
                outcome: BlockingOutcome::Completed,
            },
        );
    });
    assert!(job.is_ok(), "it is about no task of the load");
}

/// The definitions are the same: events that tell what a simulation did come to its measures.
#[test]
fn a_simulation_told_as_events_comes_to_the_same_measures() {
    for (load, needs) in [(small(), 70), (the_load(), 1), (the_load(), 400)] {
        let (events, measures) = fixtures::person(&load, needs);
        let name = |kind: KindId| load.tasks[kind.index()].name;
        assert_eq!(measured(&load, events, name), Ok(measures));
    }
}

fn loads() -> impl Strategy<Value = Load> {
    const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
    let pieces = prop::collection::vec((0_u64..50, 1_u64..50), 1..4);
    let tasks = prop::collection::vec(pieces, 1..=NAMES.len());
    (1_u16..4, tasks).prop_map(|(workers, tasks)| Load {
        workers,
        tasks: (NAMES.into_iter().zip(tasks))
            .map(|(name, pieces)| planned(name, &pieces))
            .collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Whatever is decided, and whenever: each task is served once, work is neither lost nor
    /// made, and the measures agree with each other.
    #[test]
    fn whatever_is_decided_the_load_stays_the_same(
        load in loads(),
        decisions in prop::collection::vec((0_u64..40, 0_usize..6, 0_usize..5), 0..80),
    ) {
        let mut play = Simulation::new(load.clone());
        let mut given = 0;
        for (wait, task, worker) in decisions {
            play.advance(ms(wait));
            let before = play.clone();
            match play.give(task, worker) {
                Ok(()) => given += 1,
                Err(_) => prop_assert_eq!(&before, &play, "nothing has changed"),
            }
            let hands: Vec<_> = play.workers().filter_map(|(hand, _)| hand).collect();
            let mut once: Vec<_> = hands.iter().chain(play.ready()).collect();
            let many = once.len();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), many, "a task is in one place");
            for (_, busy) in play.workers() {
                prop_assert!(busy <= play.lasted());
            }
        }
        // What is left is given away at once.
        while !play.is_over() {
            let free = play.workers().position(|(hand, _)| hand.is_none());
            if let (Some(free), Some(first)) = (free, play.ready().first().copied()) {
                prop_assert_eq!(play.give(first, free), Ok(()));
                given += 1;
            } else {
                play.advance(ms(1));
            }
        }
        let pieces = || load.tasks.iter().flat_map(|task| &task.pieces);
        prop_assert_eq!(given, pieces().count(), "each piece is begun once");
        prop_assert_eq!(play.done(), load.tasks.len());
        let measures = play.measures().expect("it is over");
        prop_assert_eq!(measures.begun(), given);
        let work: u64 = pieces().map(|piece| piece.work.0).sum();
        let busy: u64 = measures.idle.iter().map(|idle| measures.lasted.0 - idle.0).sum();
        prop_assert_eq!(busy, work);
        prop_assert!(measures.mean() <= measures.max() && measures.p95() <= measures.max());
        let longest = load.tasks.iter().map(|task| {
            task.pieces.iter().map(|piece| piece.after.0 + piece.work.0).sum::<u64>()
        });
        prop_assert!(measures.lasted + load.begins() >= Nanos(longest.max().unwrap_or(0)));
    }
}
