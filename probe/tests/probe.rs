//! What the probe tells of real tasks on a real runtime: invariants, not interleavings.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use kitchen_probe::events::*;
use kitchen_probe::{self as probe, JoinSet, Probe, Reader};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

struct Bench {
    probe: Probe,
    reader: Reader,
    runtime: Option<Runtime>,
}

impl Bench {
    fn new(workers: usize) -> Self {
        let (probe, reader) = Probe::new();
        let runtime = probe
            .build(
                Builder::new_multi_thread()
                    .worker_threads(workers)
                    .enable_all(),
            )
            .unwrap();
        Self {
            probe,
            reader,
            runtime: Some(runtime),
        }
    }

    /// Runs one observed root task to its end, then everything else, and gives all events.
    fn run<F>(mut self, future: F) -> Vec<Event>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let runtime = self.runtime.take().unwrap();
        let root = self.probe.kind("root");
        let handle = self.probe.spawn_on(runtime.handle(), root, future);
        let _ = runtime.block_on(handle);
        drop(runtime);
        let mut events = Vec::new();
        self.reader.drain_all(|event| events.push(event));
        let delivery = self.reader.delivery();
        assert_eq!(delivery.emitted, delivery.delivered, "{delivery:?}");
        events
    }
}

fn spawned(events: &[Event], kind: &str) -> Vec<TaskId> {
    let id = events.iter().find_map(|event| match &event.what {
        What::Kind { id, name } if name == kind => Some(*id),
        _ => None,
    });
    let of_kind = |event: &Event| match event.what {
        What::Spawned { task, kind, .. } if Some(kind) == id => Some(task),
        What::BlockingSubmitted { job, kind, .. } if Some(kind) == id => Some(job),
        _ => None,
    };
    events.iter().filter_map(of_kind).collect()
}

fn polls(events: &[Event], of: TaskId) -> Vec<(Option<WorkerId>, PollOutcome, Nanos, Nanos)> {
    let poll = |event: &Event| match event.what {
        What::Polled {
            task,
            worker,
            outcome,
            start,
            ..
        } if task == of => Some((worker, outcome, start, event.at)),
        _ => None,
    };
    events.iter().filter_map(poll).collect()
}

fn wakes(events: &[Event], of: TaskId) -> Vec<WakeBy> {
    let wake = |event: &Event| match event.what {
        What::Woken { task, by, .. } if task == of => Some(by),
        _ => None,
    };
    events.iter().filter_map(wake).collect()
}

#[test]
fn every_task_is_spawned_polled_and_ended_once() {
    let events = Bench::new(2).run(async {
        let mut set = JoinSet::new();
        for _ in 0..100 {
            set.spawn_as("child", async { probe::yield_now().await });
        }
        while set.join_next().await.is_some() {}
    });
    let children = spawned(&events, "child");
    assert_eq!(children.len(), 100);
    for child in children {
        let polls = polls(&events, child);
        assert_eq!(
            polls
                .iter()
                .filter(|poll| poll.1 == PollOutcome::Ready)
                .count(),
            1
        );
        assert_eq!(polls.len(), 2, "one poll to yield, one to end");
        assert!(
            polls
                .iter()
                .all(|poll| poll.0.is_some() && poll.2 <= poll.3)
        );
        assert!(
            matches!(wakes(&events, child)[..], [WakeBy::NamedWait(_)]),
            "yield_now: the deferred list"
        );
    }
    assert!(
        events.windows(2).all(|pair| pair[0].at <= pair[1].at),
        "events come in order of time"
    );
}

#[test]
fn a_timer_is_a_wait_with_a_due_time_and_a_wake_by_the_driver() {
    let events = Bench::new(2).run(async {
        probe::sleep(Duration::from_millis(20)).await;
    });
    let root = spawned(&events, "root")[0];
    let (at, until) = events
        .iter()
        .find_map(|event| match event.what {
            What::Waiting { task, until, .. } if task == root => {
                Some((event.at, until.expect("a timer's due time")))
            }
            _ => None,
        })
        .expect("the await is seen");
    let span = until.since(at).as_millis_f64();
    assert!(
        (15.0..=20.1).contains(&span),
        "due 20 ms after the call, shown as {span}"
    );
    assert_eq!(wakes(&events, root), [WakeBy::Driver]);
    let last = polls(&events, root).pop().unwrap();
    assert!(last.2 >= until, "polled again only when due");
}

#[test]
fn who_woke_is_told() {
    let events = Bench::new(2).run(async {
        let (to_task, from_task) = tokio::sync::oneshot::channel::<()>();
        let (to_outside, from_outside) = mpsc::channel();
        let waiter = probe::spawn_as("waiter", async move {
            to_outside.send(()).unwrap();
            let _ = probe::leaf(WaitOn::Channel, from_task).await;
        });
        let thread = std::thread::spawn(move || {
            from_outside.recv().unwrap();
            // Long enough for the waiter's poll to end; if not, the wake is missed and the
            // assertion below still holds, because then there is none.
            std::thread::sleep(Duration::from_millis(30));
            to_task.send(()).unwrap();
        });
        let _ = waiter.await;
        thread.join().unwrap();
        let job = probe::spawn_blocking_as("job", || std::thread::sleep(Duration::from_millis(20)));
        let _ = job.await;
    });
    let (root, waiter, job) = (
        spawned(&events, "root")[0],
        spawned(&events, "waiter")[0],
        spawned(&events, "job")[0],
    );
    assert_eq!(wakes(&events, waiter), [WakeBy::Outside]);
    let by = wakes(&events, root);
    assert_eq!(
        by,
        [
            WakeBy::BetweenPolls(Some(waiter)),
            // Its thread cannot tell the end of the job from that of one not observed: who
            // folds the events knows that the root awaits it.
            WakeBy::BetweenPolls(Some(job))
        ]
    );
    let job_story: Vec<_> = events
        .iter()
        .filter(|event| {
            matches!(event.what, What::BlockingStarted { job: id } | What::BlockingEnded { job: id, .. } if id == job)
        })
        .map(|event| matches!(event.what, What::BlockingEnded { outcome: BlockingOutcome::Completed, .. }))
        .collect();
    assert_eq!(job_story, [false, true]);
}

#[test]
fn a_channel_wake_names_the_task_that_sent() {
    let events = Bench::new(1).run(async {
        let (sender, mut receiver) = tokio::sync::mpsc::channel::<u8>(1);
        let reader = probe::spawn_as("reader", async move {
            let _ = probe::leaf(WaitOn::Channel, receiver.recv()).await;
        });
        probe::sleep(Duration::from_millis(5)).await;
        sender.send(1).await.unwrap();
        let _ = reader.await;
    });
    let (root, reader) = (spawned(&events, "root")[0], spawned(&events, "reader")[0]);
    assert_eq!(wakes(&events, reader), [WakeBy::Task(root)]);
}

#[test]
fn ends_are_told_apart() {
    std::panic::set_hook(Box::new(|_| {}));
    let events = Bench::new(2).run(async {
        let panicking = probe::spawn_as("panicking", async { panic!("on purpose") });
        assert!(panicking.await.unwrap_err().is_panic());
        let aborted = probe::spawn_as("aborted", async { std::future::pending::<()>().await });
        probe::yield_now().await;
        aborted.abort();
        assert!(aborted.await.unwrap_err().is_cancelled());
        drop(probe::spawn_as("torn", async {}));
        probe::sleep(Duration::from_millis(5)).await;
    });
    let panicking = spawned(&events, "panicking")[0];
    assert_eq!(
        polls(&events, panicking).pop().unwrap().1,
        PollOutcome::Panicked
    );
    let dropped = |of| {
        events
            .iter()
            .any(|event| matches!(event.what, What::Dropped { task } if task == of))
    };
    assert!(!dropped(panicking), "a panicked task is not cancelled, too");
    let aborted = spawned(&events, "aborted")[0];
    assert!(dropped(aborted));
    let acts = |of| -> Vec<HandleAct> {
        let act = |event: &Event| match event.what {
            What::Handle { task, act, .. } if task == of => Some(act),
            _ => None,
        };
        events.iter().filter_map(act).collect()
    };
    assert_eq!(acts(aborted), [HandleAct::AbortAsked, HandleAct::Joined]);
    assert_eq!(acts(panicking), [HandleAct::Joined]);
    assert_eq!(acts(spawned(&events, "torn")[0]), [HandleAct::Dropped]);
}

#[test]
fn a_stall_is_seen_while_it_lasts() {
    let mut bench = Bench::new(2);
    let (release, held) = mpsc::channel::<()>();
    let kind = bench.probe.kind("holder");
    let runtime = bench.runtime.take().unwrap();
    let handle = bench.probe.spawn_on(runtime.handle(), kind, async move {
        probe::occupy(|| held.recv().unwrap());
    });
    let task = handle.number().unwrap();
    // Waits for what is to be seen; if it never is, the test hangs and fails so.
    let in_hand = loop {
        let now = bench.reader.now();
        if let Some(in_hand) = now
            .workers
            .iter()
            .flatten()
            .find(|hand| hand.task == task && hand.site.is_some())
        {
            break *in_hand;
        }
        std::thread::yield_now();
    };
    let later = bench.reader.now();
    assert!(later.at > in_hand.since);
    release.send(()).unwrap();
    runtime.block_on(handle).unwrap();
    assert!(
        bench
            .reader
            .now()
            .workers
            .iter()
            .flatten()
            .all(|hand| hand.task != task)
    );
}

#[test]
fn as_many_workers_as_there_are_can_be_seen_at_work() {
    const WORKERS: usize = 600;
    let (probe, reader) = Probe::new();
    let runtime = probe
        .build(
            Builder::new_multi_thread()
                .worker_threads(WORKERS)
                .thread_stack_size(128 << 10),
        )
        .unwrap();
    let kind = probe.kind("holder");
    let released = Arc::new(std::sync::Barrier::new(WORKERS + 1));
    for _ in 0..WORKERS {
        let released = Arc::clone(&released);
        let hold = async move {
            probe::occupy(|| released.wait());
        };
        probe.spawn_detached(runtime.handle(), kind, hold);
    }
    // Waits for what is to be seen; if it never is, the test hangs and fails so.
    let all = loop {
        let now = reader.now();
        assert_eq!(now.workers.len(), WORKERS);
        if now.workers.iter().flatten().count() == WORKERS {
            break now;
        }
        std::thread::yield_now();
    };
    let mut tasks: Vec<_> = all.workers.iter().flatten().map(|hand| hand.task).collect();
    tasks.sort_unstable();
    tasks.dedup();
    assert_eq!(tasks.len(), WORKERS, "each has a task of its own in hand");
    released.wait();
    drop(runtime);
    assert!(reader.now().workers.iter().all(Option::is_none));
}

#[test]
fn what_workers_of_an_earlier_runtime_hold_is_not_shown_as_the_present_ones() {
    let (probe, reader) = Probe::new();
    let build = || {
        probe
            .build(Builder::new_multi_thread().worker_threads(2))
            .unwrap()
    };
    let (release, held) = mpsc::channel::<()>();
    let first = build();
    let kind = probe.kind("holder");
    probe.spawn_detached(first.handle(), kind, async move {
        probe::occupy(|| held.recv().unwrap());
    });
    while reader.now().workers.iter().all(Option::is_none) {
        std::thread::yield_now();
    }
    let second = build();
    assert_eq!(reader.now().workers, [None, None]);
    release.send(()).unwrap();
    drop((first, second));
}

#[test]
fn block_in_place_gives_the_core_away() {
    let events = Bench::new(1).run(async {
        let sibling = probe::spawn_as("sibling", async {});
        probe::block_in_place(|| {
            // With one worker the sibling can only run if the core went to another thread.
            while !sibling.is_finished() {
                std::thread::yield_now();
            }
        });
        let _ = sibling.await;
    });
    let (root, sibling) = (spawned(&events, "root")[0], spawned(&events, "sibling")[0]);
    let place =
        |wanted: fn(&What) -> bool| events.iter().position(|event| wanted(&event.what)).unwrap();
    let started = place(|what| matches!(what, What::InPlaceStarted { .. }));
    let ended = place(|what| matches!(what, What::InPlaceEnded { .. }));
    let polled = events
        .iter()
        .position(|event| matches!(event.what, What::Polled { task, .. } if task == sibling));
    assert!(started < polled.unwrap() && polled.unwrap() < ended);
    assert_eq!(
        polls(&events, root)[0].0,
        None,
        "that poll ended without a worker"
    );
}

#[test]
fn nothing_is_lost_when_many_threads_write() {
    let events = Bench::new(4).run(async {
        let notify = Arc::new(tokio::sync::Notify::new());
        let mut set = JoinSet::new();
        for _ in 0..2_000 {
            let notify = Arc::clone(&notify);
            set.spawn_as("worker", async move {
                for _ in 0..10 {
                    notify.notify_one();
                    tokio::task::yield_now().await;
                }
            });
        }
        while set.join_next().await.is_some() {}
    });
    let workers = spawned(&events, "worker");
    assert_eq!(workers.len(), 2_000);
    let polled = events
        .iter()
        .filter(|event| matches!(event.what, What::Polled { .. }))
        .count();
    assert!(
        polled >= 2_000 * 11,
        "every task is polled eleven times, saw {polled}"
    );
}

#[test]
fn a_second_runtime_begins_a_new_run_before_its_workers_speak() {
    let (probe, mut reader) = Probe::new();
    for _ in 0..2 {
        drop(
            probe
                .build(Builder::new_multi_thread().worker_threads(2).enable_all())
                .unwrap(),
        );
        probe.run_ended();
    }
    let mut shifts = Vec::new();
    let mut workers_before_first_run = 0;
    reader.drain_all(|event| match event.what {
        What::RunStarted(info) => shifts.push(info.shift),
        What::Parked { .. } if shifts.is_empty() => workers_before_first_run += 1,
        _ => {}
    });
    assert_eq!(shifts, [1, 2]);
    assert_eq!(workers_before_first_run, 0);
}

#[test]
fn the_thread_that_builds_a_runtime_may_also_be_its_worker() {
    let (probe, mut reader) = Probe::new();
    let mut events = Vec::new();
    for _ in 0..2 {
        let runtime = probe
            .build(Builder::new_current_thread().enable_all())
            .unwrap();
        let nap = async { probe::sleep(Duration::from_millis(1)).await };
        runtime.block_on(async { probe::spawn(nap).await }).unwrap();
        drop(runtime);
        probe.run_ended();
    }
    reader.drain_all(|event| events.push(event));
    let workers: Vec<_> = events
        .iter()
        .filter_map(|event| match event.what {
            What::Polled { worker, .. } => Some(worker),
            _ => None,
        })
        .collect();
    assert_eq!(
        workers,
        [Some(WorkerId::new(0)); 4],
        "two polls in each run"
    );
    assert!(events.iter().any(|e| matches!(e.what, What::Parked { .. })));
    assert_eq!(reader.delivery().dropped, 0);
}

#[test]
fn what_workers_did_last_is_not_lost_when_the_next_runtime_is_quick() {
    let (probe, mut reader) = Probe::new();
    let first = probe
        .build(Builder::new_multi_thread().worker_threads(3).enable_all())
        .unwrap();
    let root = probe.kind("root");
    let handle = probe.spawn_on(first.handle(), root, probe::yield_now());
    first.block_on(handle).unwrap();
    drop(first);
    probe.run_ended();
    // Nothing was read so far: all of the first run is read after the second began.
    let second = probe
        .build(Builder::new_multi_thread().worker_threads(2).enable_all())
        .unwrap();
    let mut polls = Vec::new();
    reader.drain_all(|event| {
        if let What::Polled { worker, .. } = event.what {
            polls.push(worker.is_some());
        }
    });
    assert_eq!(polls, [true, true]);
    let delivery = reader.delivery();
    assert_eq!(delivery.dropped, 0, "{delivery:?}");
    drop(second);
}

/// Two applications in one process that talk to each other.
#[test]
fn two_probes_keep_their_tasks_apart() {
    let (mut here, mut there) = (Bench::new(1), Bench::new(1));
    let (runtime, other) = (here.runtime.take().unwrap(), there.runtime.take().unwrap());
    let (to_there, mut at_there) = tokio::sync::mpsc::channel::<()>(1);
    let (to_here, mut at_here) = tokio::sync::mpsc::channel::<()>(1);
    let other_probe = there.probe.clone();
    let other_handle = other.handle().clone();
    let guest = there.probe.kind("guest");
    let task = async move {
        let answer = async move {
            while at_there.recv().await.is_some() {
                to_here.send(()).await.unwrap();
            }
        };
        let visitor = other_probe.spawn_on(&other_handle, guest, answer);
        probe::spawn_as("child", async {}).await.unwrap();
        for _ in 0..50 {
            to_there.send(()).await.unwrap();
            at_here.recv().await.unwrap();
        }
        drop(to_there);
        visitor.await.unwrap();
    };
    let root = here.probe.kind("root");
    let handle = here.probe.spawn_on(runtime.handle(), root, task);
    runtime.block_on(handle).unwrap();
    drop((runtime, other));
    let mut of_here = Vec::new();
    here.reader.drain_all(|event| of_here.push(event));
    let mut of_there = Vec::new();
    there.reader.drain_all(|event| of_there.push(event));

    assert_eq!(spawned(&of_here, "child").len(), 1);
    assert_eq!(spawned(&of_there, "child"), []);
    let guest = spawned(&of_there, "guest")[0];
    assert!(
        wakes(&of_there, guest)
            .iter()
            .all(|by| *by == WakeBy::Outside)
    );
    for events in [&of_here, &of_there] {
        let known: Vec<_> = events
            .iter()
            .filter_map(|event| match event.what {
                What::Spawned { task, parent, .. } => {
                    assert!(parent.is_none_or(|parent| parent != guest));
                    Some(task)
                }
                _ => None,
            })
            .collect();
        for event in events {
            if let What::Polled { task, worker, .. } = event.what {
                assert!(known.contains(&task), "{event:?}");
                assert_eq!(worker, Some(WorkerId::new(0)));
            }
        }
        for task in known {
            let ends = polls(events, task);
            assert_eq!(ends.last().unwrap().1, PollOutcome::Ready);
        }
    }
}

#[test]
fn no_core_is_given_up_where_there_is_only_one_thread() {
    let (probe, mut reader) = Probe::new();
    let runtime = probe
        .build(Builder::new_current_thread().enable_all())
        .unwrap();
    let ended =
        runtime.block_on(async { probe::spawn(async { probe::block_in_place(|| ()) }).await });
    assert!(ended.unwrap_err().is_panic());
    drop(runtime);
    let mut events = Vec::new();
    reader.drain_all(|event| events.push(event));
    let panicked = |event: &Event| match event.what {
        What::Polled {
            worker, outcome, ..
        } => outcome == PollOutcome::Panicked && worker.is_some(),
        _ => false,
    };
    assert!(events.iter().any(panicked));
    let gave_up = |event: &Event| matches!(event.what, What::InPlaceStarted { .. });
    assert!(!events.iter().any(gave_up));
}

#[test]
fn a_task_given_up_at_its_spawn_is_told_as_detached_and_nothing_else_of_its_handle() {
    let mut bench = Bench::new(2);
    let runtime = bench.runtime.take().unwrap();
    let kind = bench.probe.kind("given up");
    let (done, ended) = mpsc::channel();
    bench
        .probe
        .spawn_detached(runtime.handle(), kind, async move {
            done.send(()).unwrap();
        });
    ended.recv().unwrap();
    drop(runtime);
    let mut detached = Vec::new();
    let mut acts = 0;
    bench.reader.drain_all(|event| match event.what {
        What::Spawned {
            detached: given_up, ..
        } => detached.push(given_up),
        What::Handle { .. } => acts += 1,
        _ => {}
    });
    assert_eq!((detached, acts), (vec![true], 0));
}

#[test]
fn the_version_told_is_the_one_that_is_built_in() {
    let version = probe::tokio_version();
    let lock = include_str!("../../Cargo.lock");
    let entry = format!("name = \"tokio\"\nversion = \"{version}\"\n");
    assert!(
        lock.contains(&entry),
        "Cargo.lock has another than {version}"
    );
    let (probe, mut reader) = Probe::new();
    drop(probe.build(&mut Builder::new_current_thread()).unwrap());
    let mut told = None;
    reader.drain_all(|event| {
        if let What::RunStarted(run) = event.what {
            told = Some(run.tokio.version);
        }
    });
    assert_eq!(told, Some(version));
}
