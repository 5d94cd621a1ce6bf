//! Tasks that a library spawns with Tokio's own functions: Tokio's hooks show them.

#![cfg(tokio_unstable)]
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use kitchen_probe::events::*;
use kitchen_probe::{self as probe, JoinSet, Probe, Reader};
use std::cell::Cell;
use std::collections::HashMap;
use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

fn observed(workers: usize) -> (Probe, Reader, Runtime) {
    let (probe, reader) = Probe::new();
    let mut builder = match workers {
        0 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    builder.worker_threads(workers.max(1)).enable_all();
    let runtime = probe.build(&mut builder).unwrap();
    (probe, reader, runtime)
}

/// What was told of one task.
#[derive(Clone, Debug, PartialEq)]
struct Life {
    kind: String,
    /// The line of its spawn.
    line: u32,
    parent: Option<TaskId>,
    /// Whether its wrapper told of it, and whether its birth was seen.
    wrapped: bool,
    born: bool,
    polls: usize,
    ends: Vec<&'static str>,
}

/// All tasks, in the order in which they came, and jobs of which only the end was seen.
fn lives(mut reader: Reader) -> (Vec<(TaskId, Life)>, usize) {
    let (mut kinds, mut sites) = (HashMap::new(), HashMap::new());
    let mut lives: Vec<(TaskId, Life)> = Vec::new();
    let mut jobs = 0;
    reader.drain_all(|event| match event.what {
        What::Kind { id, name } => drop(kinds.insert(id, name)),
        What::Site { id, site } => drop(sites.insert(id, site)),
        What::Spawned {
            task,
            parent,
            kind,
            site,
            ..
        }
        | What::Seen {
            task,
            parent,
            kind,
            site,
            ..
        } => {
            let life = Life {
                kind: kinds[&kind].clone(),
                line: sites[&site].line,
                parent,
                wrapped: matches!(event.what, What::Spawned { .. }),
                born: !matches!(event.what, What::Seen { born: false, .. }),
                polls: 0,
                ends: Vec::new(),
            };
            assert!(
                lives.iter().all(|(known, _)| *known != task),
                "{task} twice"
            );
            lives.push((task, life));
        }
        What::Polled { task, outcome, .. } => {
            let life = life(&mut lives, task);
            life.polls += 1;
            if outcome != PollOutcome::Pending {
                life.ends.push(outcome.name());
            }
        }
        What::Dropped { task } => life(&mut lives, task).ends.push("dropped"),
        What::JobNotSeen { .. } => jobs += 1,
        _ => {}
    });
    let delivery = reader.delivery();
    assert_eq!(delivery.emitted, delivery.delivered, "{delivery:?}");
    assert_eq!(delivery.without_id, 0);
    (lives, jobs)
}

fn life(lives: &mut [(TaskId, Life)], task: TaskId) -> &mut Life {
    let known = lives.iter_mut().find(|(known, _)| *known == task);
    &mut known.unwrap().1
}

#[test]
fn a_task_that_a_library_spawns_is_seen_and_by_whom() {
    for workers in [0, 2] {
        let (_probe, reader, runtime) = observed(workers);
        let line = line!() + 3;
        let inner = runtime.block_on(async {
            probe::spawn_as("ours", async {
                let plain = tokio::spawn(async {
                    tokio::task::yield_now().await;
                    tokio::spawn(async {}).await
                });
                plain.await.unwrap()
            })
            .await
        });
        inner.unwrap().unwrap();
        drop(runtime);
        let (lives, jobs) = lives(reader);
        let [(ours, first), (plain, second), (_, third)] = lives.try_into().unwrap();
        assert!(first.wrapped && first.kind == "ours" && first.ends == ["ready"]);
        assert!(!second.wrapped && !third.wrapped && second.born && third.born);
        assert_eq!((second.parent, third.parent), (Some(ours), Some(plain)));
        assert_eq!((second.line, third.line), (line, line + 2));
        assert_eq!(second.kind, format!("library_tasks.rs:{line}"));
        assert!(second.polls >= 2);
        assert_eq!(second.ends, ["over"]);
        assert_eq!((third.polls, third.ends), (1, vec!["over"]));
        assert_eq!(jobs, 0, "the workers' loops are no jobs");
    }
}

#[test]
fn a_task_of_ours_is_told_once() {
    let (probe, reader, runtime) = observed(2);
    let kind = probe.kind("given");
    let given = probe.spawn_on(runtime.handle(), kind, async { probe::yield_now().await });
    runtime.block_on(async {
        let mut set = JoinSet::new();
        for _ in 0..50 {
            set.spawn_as("member", async { probe::yield_now().await });
        }
        while set.join_next().await.is_some() {}
        let _ = given.await;
        let job = probe::spawn_blocking(|| tokio::task::try_id().is_some());
        assert!(job.await.unwrap());
        // Nothing of the one before is left for this one.
        tokio::spawn(async {}).await.unwrap();
    });
    drop(runtime);
    let (lives, jobs) = lives(reader);
    let (wrapped, bare): (Vec<_>, Vec<_>) = lives.iter().partition(|(_, life)| life.wrapped);
    assert_eq!((wrapped.len(), bare.len(), jobs), (51, 1, 0));
    assert!(lives.iter().all(|(_, life)| life.ends.len() == 1));
    assert!(wrapped.iter().all(|(_, life)| life.polls == 2));
}

#[test]
fn how_a_task_of_a_library_ends_is_told_as_far_as_it_is_known() {
    let (_probe, reader, runtime) = observed(1);
    probe::watch_panics();
    runtime.block_on(async {
        let aborted = tokio::spawn(pending::<()>());
        tokio::task::yield_now().await;
        aborted.abort();
        assert!(aborted.await.unwrap_err().is_cancelled());
        let panicked = tokio::spawn(async { panic!("as it should") });
        assert!(panicked.await.unwrap_err().is_panic());
        // Never over: dropped with the runtime.
        drop(tokio::spawn(pending::<()>()));
    });
    drop(runtime);
    let ends: Vec<_> = lives(reader)
        .0
        .into_iter()
        .map(|(_, life)| life.ends)
        .collect();
    assert_eq!(ends, [["over"], ["over"], ["dropped"]]);
}

#[test]
fn a_task_spawned_onto_a_closed_runtime_is_over_at_once() {
    for workers in [0, 1] {
        let (probe, reader, runtime) = observed(workers);
        let handle = runtime.handle().clone();
        drop(runtime);
        // Tokio tells that such a task is over, and then that it is spawned.
        let bare = handle.spawn(pending::<()>());
        let ours = probe.spawn_on(&handle, probe.kind("ours"), pending::<()>());
        assert!(bare.is_finished() && ours.is_finished());
        // That it is over is not the end of the job that spawns it.
        let (_other, _reader, other) = observed(1);
        let work = move || drop(handle.spawn(pending::<()>()));
        other.block_on(other.spawn_blocking(work)).unwrap();
        let (lives, jobs) = lives(reader);
        let ends = lives
            .into_iter()
            .map(|(_, life)| (life.wrapped, life.polls, life.ends));
        let told: Vec<_> = ends.collect();
        let dropped = |wrapped| (wrapped, 0, vec!["dropped"]);
        assert_eq!(told, [false, true, false].map(dropped));
        assert_eq!(jobs, 0);
    }
}

#[test]
fn a_task_of_a_library_that_blocks_is_seen_while_it_does() {
    let (_probe, reader, runtime) = observed(1);
    let (began, begins) = mpsc::channel();
    let (go_on, goes_on) = mpsc::channel::<()>();
    let line = line!() + 1;
    let plain = runtime.spawn(async move {
        began.send(()).unwrap();
        let _ = goes_on.recv();
    });
    begins.recv().unwrap();
    let now = reader.now();
    let hand = now.workers[0].unwrap();
    assert!(hand.since <= now.at);
    go_on.send(()).unwrap();
    runtime.block_on(plain).unwrap();
    drop(runtime);
    let (lives, _) = lives(reader);
    assert_eq!((lives[0].0, lives[0].1.line), (hand.task, line));
}

#[test]
fn a_worker_that_parks_has_nothing_in_hand() {
    if kitchen_probe::tokio_version().minor() < 51 {
        // The other thread is not known as that worker.
        return;
    }
    let (probe, mut reader, runtime) = observed(1);
    let (began, begins) = mpsc::channel();
    let (go_on, goes_on) = mpsc::channel::<()>();
    let task = runtime.spawn(async move {
        began.send(probe.elapsed()).unwrap();
        // Tokio's own: another thread is the worker from here on.
        tokio::task::block_in_place(|| goes_on.recv().unwrap());
    });
    let begun = begins.recv().unwrap();
    let mut parked = false;
    while !parked {
        std::thread::yield_now();
        reader.drain(|event| {
            parked |= matches!(event.what, What::Parked { .. }) && event.at > begun;
        });
    }
    assert_eq!(reader.now().workers, [None]);
    go_on.send(()).unwrap();
    runtime.block_on(task).unwrap();
}

#[test]
fn jobs_of_others_are_counted_as_they_end() {
    for workers in [0, 1] {
        let (_probe, reader, runtime) = observed(workers);
        runtime.block_on(async {
            for _ in 0..20 {
                tokio::task::spawn_blocking(|| {}).await.unwrap();
                probe::spawn_blocking(|| {}).await.unwrap();
            }
        });
        // A thread of the pool tells of the end after who awaits the job was woken.
        drop(runtime);
        assert_eq!(lives(reader).1, 20);
    }
}

#[test]
fn what_a_task_of_a_library_awaits_by_name_and_wakes_is_its_own() {
    let (_probe, mut reader, runtime) = observed(1);
    runtime.block_on(async {
        let (sender, receiver) = oneshot::channel();
        let waits = probe::spawn_as("waits", probe::leaf(WaitOn::Channel, receiver));
        let library = tokio::spawn(async move {
            probe::sleep(Duration::from_micros(1)).await;
            sender.send(()).unwrap();
        });
        waits.await.unwrap().unwrap();
        library.await.unwrap();
    });
    drop(runtime);
    let (mut library, mut waits, mut callers) = (None, Vec::new(), Vec::new());
    reader.drain_all(|event| match event.what {
        What::Seen { task, .. } => library = Some(task),
        What::Waiting { task, .. } => waits.push(task),
        What::Woken { by, .. } => callers.push(by),
        _ => {}
    });
    let library = library.unwrap();
    assert!(waits.contains(&library));
    assert!(callers.contains(&WakeBy::Task(library)), "{callers:?}");
}

#[test]
fn a_runtime_run_inside_a_poll_has_polls_of_its_own() {
    let (_outer, outer_reader, outer) = observed(1);
    let (_inner, inner_reader, inner) = observed(0);
    outer.block_on(async {
        let plain = tokio::spawn(async move {
            tokio::task::block_in_place(|| {
                inner.block_on(async { tokio::spawn(async {}).await.unwrap() });
                drop(inner);
            });
            tokio::task::yield_now().await;
        });
        plain.await.unwrap();
    });
    drop(outer);
    let ends = |reader| {
        let lives = lives(reader).0;
        lives
            .into_iter()
            .map(|(_, life)| (life.polls, life.ends))
            .collect::<Vec<_>>()
    };
    assert_eq!(ends(inner_reader), [(1, vec!["over"])]);
    assert_eq!(ends(outer_reader), [(2, vec!["over"])]);
}

#[test]
fn a_task_whose_spawn_was_not_seen_is_seen_at_its_first_poll() {
    static SPAWN: Mutex<Option<(Handle, oneshot::Sender<()>)>> = Mutex::new(None);
    struct AtTheEnd;
    impl Drop for AtTheEnd {
        fn drop(&mut self) {
            let Some((handle, sender)) = SPAWN.lock().unwrap().take() else {
                return;
            };
            handle.spawn(async move {
                tokio::task::yield_now().await;
                sender.send(()).unwrap();
            });
        }
    }
    thread_local! {
        static LAST: Cell<Option<AtTheEnd>> = const { Cell::new(None) };
    }
    let (probe, reader, runtime) = observed(1);
    let (sender, receiver) = oneshot::channel();
    *SPAWN.lock().unwrap() = Some((runtime.handle().clone(), sender));
    // What a thread used last is gone first: its own storage of the probe.
    let thread = std::thread::spawn(move || {
        LAST.set(Some(AtTheEnd));
        probe.attach_thread();
    });
    thread.join().unwrap();
    runtime.block_on(receiver).unwrap();
    drop(runtime);
    let (lives, _) = lives(reader);
    let [(_, life)] = lives.try_into().unwrap();
    assert_eq!((life.parent, life.polls), (None, 2));
    assert_eq!(life.ends, ["over"]);
    // Which storage goes first is the system's choice.
    assert!(!life.wrapped && (!life.born || cfg!(not(target_os = "linux"))));
}

#[test]
fn nobody_reads_and_tasks_run_on() {
    let (probe, reader, runtime) = observed(1);
    drop((probe, reader));
    runtime.block_on(async {
        tokio::spawn(async { tokio::task::yield_now().await })
            .await
            .unwrap();
        probe::spawn(async {}).await.unwrap();
        tokio::task::spawn_blocking(|| {}).await.unwrap();
    });
}

#[test]
fn where_all_are_promised_to_be_ours_no_hook_is_set() {
    let (probe, reader) = Probe::new();
    let probe = probe.all_observed();
    let runtime = probe.build(&mut Builder::new_multi_thread()).unwrap();
    runtime.block_on(async { tokio::spawn(async {}).await.unwrap() });
    drop(runtime);
    assert_eq!(lives(reader).0, []);
}

/// A runtime that shuts down ends what waits in its queues. A worker may have taken such a task
/// just before: Tokio calls the hooks around a poll that there is not.
#[test]
fn a_task_that_ends_as_a_worker_takes_it_is_told_once() {
    let (probe, reader) = Probe::new();
    let mut builder = kitchen_probe::runtime::Builder::new_multi_thread();
    let (takes, taken) = mpsc::channel();
    let (ends, ended) = mpsc::channel();
    let (waits, ended) = (AtomicBool::new(true), Mutex::new(ended));
    builder
        .worker_threads(2)
        .on_before_task_poll(move |task| {
            if waits.swap(false, Ordering::AcqRel) {
                takes.send(task.id()).unwrap();
                while ended.lock().unwrap().recv().unwrap() != task.id() {}
            }
        })
        .on_task_terminate(move |task| {
            let _ = ends.send(task.id());
        });
    let runtime = probe.build(&mut builder).unwrap();
    let task = runtime.spawn(pending::<()>());
    assert_eq!(taken.recv().unwrap(), task.id());
    // The other worker ends it.
    drop(runtime);
    let (lives, _) = lives(reader);
    let [(_, life)] = lives.try_into().unwrap();
    assert!(life.wrapped && life.ends.len() == 1, "{life:?}");
}
