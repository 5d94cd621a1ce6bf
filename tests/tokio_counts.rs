//! The probe's counts against Tokio's own metrics, wherever both exist.

use std::time::Duration;
use tokio::runtime::{Builder, RuntimeMetrics};
use tokio_kitchen::events::{Nanos, What};
use tokio_kitchen::model::Model;
use tokio_kitchen::probe::{self, Probe};

const WORKERS: usize = 2;

/// Tasks that spawn, yield, wait for timers, go to the pool and block their worker.
async fn work() {
    let mut parents = Vec::new();
    for _ in 0..50 {
        parents.push(probe::spawn(async {
            let child = probe::spawn(probe::sleep(Duration::from_millis(1)));
            probe::yield_now().await;
            child.await
        }));
    }
    let job = probe::spawn_blocking(|| ());
    probe::occupy(|| std::thread::sleep(Duration::from_millis(50)));
    for parent in parents {
        parent
            .await
            .expect("no parent panics")
            .expect("nor a child");
    }
    job.await.expect("the job does not panic");
}

/// Every worker is parked: Tokio has then published what it counted before.
fn all_parked(metrics: &RuntimeMetrics) -> bool {
    (0..WORKERS).all(|worker| metrics.worker_park_unpark_count(worker) % 2 == 1)
}

#[test]
fn the_probe_and_tokio_count_the_same() {
    let (probe, mut reader) = Probe::new();
    let runtime = probe
        .build(
            Builder::new_multi_thread()
                .worker_threads(WORKERS)
                .enable_all(),
        )
        .expect("a runtime");
    let metrics = runtime.metrics();
    let root = probe.spawn_on(runtime.handle(), probe.kind("root"), work());
    let ended = runtime.block_on(root);
    ended.expect("the root does not panic");
    while !all_parked(&metrics) {
        std::thread::yield_now();
    }
    drop(runtime);

    let mut model = Model::new(Nanos::from_millis(20));
    let mut spawned = 0;
    reader.drain_all(|event| {
        spawned += u64::from(matches!(event.what, What::Spawned { .. }));
        model.apply(&event);
    });
    let counters = model.counters();
    assert_eq!(spawned, 101);
    assert_eq!((counters.spawned, counters.completed), (101, 101));
    assert_eq!(metrics.num_alive_tasks() as u64, counters.alive());
    assert_eq!(metrics.num_workers(), model.workers().len());
    for worker in model.workers() {
        // Tokio's busy time is all the time between two parks, ours is that of polls.
        let tokio = metrics.worker_total_busy_duration(worker.index.index());
        let ours = Duration::from_nanos(worker.busy.0);
        assert!(
            ours <= tokio + Duration::from_millis(1),
            "{ours:?} of {tokio:?}"
        );
    }
    let busiest = model.workers().iter().map(|worker| worker.busy).max();
    assert!(busiest >= Some(Nanos::from_millis(50)), "{busiest:?}");
    #[cfg(tokio_unstable)]
    {
        assert_eq!(metrics.spawned_tasks_count(), counters.spawned);
        let polls = (0..WORKERS).map(|worker| metrics.worker_poll_count(worker));
        // Tokio leaves polls from the LIFO slot out of its count.
        let polls: u64 = polls.sum();
        assert!(polls <= counters.polls, "{polls} of {}", counters.polls);
    }
}
