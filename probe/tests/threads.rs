//! Threads that nobody attached, runtimes beside each other and inside each other, and a probe in
//! odd places: each works, or shows nothing that is not so.

use kitchen_probe::events::{Event, Role, TaskId, What};
use kitchen_probe::runtime::{Builder, Handle};
use kitchen_probe::{Probe, Reader};

fn all(reader: &mut Reader) -> Vec<What> {
    let mut events = Vec::new();
    reader.drain_all(|event: Event| events.push(event.what));
    events
}

/// The tasks spawned, lanes not among them.
fn tasks(events: &[What]) -> Vec<TaskId> {
    let tasks = events.iter().filter_map(|what| match *what {
        What::Spawned {
            task,
            role: Role::Task,
            ..
        } => Some(task),
        _ => None,
    });
    tasks.collect()
}

fn on_a_thread<R: Send>(f: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| scope.spawn(f).join().expect("no panic"))
}

/// Handles of Tokio's own are known as an observed runtime's in stable builds since 1.49.
fn runtimes_are_told_apart() -> bool {
    cfg!(tokio_unstable) || kitchen_probe::tokio_version().minor() >= 49
}

#[test]
fn a_thread_nobody_attached_is_seen_from_its_first_spawn_on() {
    if !runtimes_are_told_apart() {
        return;
    }
    let (probe, mut reader) = Probe::new();
    let runtime = probe
        .build(tokio::runtime::Builder::new_multi_thread().worker_threads(2))
        .unwrap();
    let handle = runtime.handle().clone();
    let entered = on_a_thread(|| {
        let _inside = handle.enter();
        kitchen_probe::spawn(async {})
    });
    on_a_thread(|| {
        handle.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    });
    let by_handle = on_a_thread(|| Handle::from(handle.clone()).spawn(async {}));
    runtime.block_on(async {
        entered.await.unwrap();
        by_handle.await.unwrap();
    });
    // A handle is ready a moment before Tokio counts its task off.
    while runtime.metrics().num_alive_tasks() > 0 {
        std::thread::yield_now();
    }
    drop(runtime);
    assert_eq!(tasks(&all(&mut reader)).len(), 3);
}

#[test]
fn what_runs_in_a_runtime_that_is_not_observed_is_not_told() {
    let (probe, mut reader) = Probe::new();
    let observed = probe.build(&mut Builder::new_multi_thread()).unwrap();
    let plain = Builder::new_multi_thread().build().unwrap();
    // This thread serves the probe, and leaves it for the time in the other runtime.
    plain.block_on(async {
        tokio::spawn(async { kitchen_probe::spawn(async {}).await.unwrap() })
            .await
            .unwrap();
        kitchen_probe::spawn(async {}).await.unwrap();
        kitchen_probe::spawn_blocking(|| ()).await.unwrap();
    });
    let spawned = observed.block_on(async { kitchen_probe::spawn(async {}).await });
    spawned.unwrap();
    {
        let _inside = plain.enter();
        drop(kitchen_probe::spawn(async {}));
    }
    plain.handle().block_on(plain.spawn(async {})).unwrap();
    drop((observed, plain));
    let events = all(&mut reader);
    assert_eq!(tasks(&events).len(), 1, "{events:#?}");
    let is_job = |what: &What| matches!(what, What::BlockingSubmitted { .. });
    assert!(!events.iter().any(is_job), "{events:#?}");
}

#[test]
fn a_task_that_another_runtime_polls_is_no_workers() {
    let (probe, mut reader) = Probe::new();
    let _observed = probe.build(&mut Builder::new_multi_thread()).unwrap();
    // Tokio's own, so that nothing here says where this thread is.
    let plain = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    probe.attach_thread();
    plain.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    let events = all(&mut reader);
    let by_worker = |what: &What| {
        matches!(
            what,
            What::Polled {
                worker: Some(_),
                ..
            }
        )
    };
    assert!(!events.iter().any(by_worker), "{events:#?}");
}

#[test]
fn two_probes_hear_each_of_their_own() {
    let [(first, mut one), (second, mut two)] = [(); 2].map(|()| Probe::new());
    let a = first.build(&mut Builder::new_current_thread()).unwrap();
    let b = second.build(&mut Builder::new_multi_thread()).unwrap();
    a.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    b.block_on(async {
        let [one, two] = [(); 2].map(|()| kitchen_probe::spawn(async {}));
        one.await.unwrap();
        two.await.unwrap();
    });
    let waits = a.spawn(async {});
    b.block_on(async { on_a_thread(|| a.block_on(waits)) })
        .unwrap();
    drop((a, b));
    assert_eq!(tasks(&all(&mut one)).len(), 2);
    assert_eq!(tasks(&all(&mut two)).len(), 2);
}

#[test]
fn a_runtime_is_built_and_dropped_inside_another() {
    let (outer, mut outside) = Probe::new();
    let runtime = outer.build(&mut Builder::new_multi_thread()).unwrap();
    let inside = runtime.block_on(async {
        let job = kitchen_probe::spawn_blocking(|| {
            let (probe, reader) = Probe::new();
            let inner = probe.build(&mut Builder::new_multi_thread()).unwrap();
            inner.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
            reader
        });
        job.await.unwrap()
    });
    let mut inside = inside;
    drop(runtime);
    assert_eq!(tasks(&all(&mut inside)).len(), 1);
    assert_eq!(tasks(&all(&mut outside)).len(), 0);
}

#[test]
fn hooks_of_the_application_are_called_beside_those_of_the_probe() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    let counts: [Arc<AtomicUsize>; 4] = Default::default();
    let count = |index: usize| {
        let count = Arc::clone(&counts[index]);
        move || {
            count.fetch_add(1, Ordering::SeqCst);
        }
    };
    let (probe, mut reader) = Probe::new();
    let mut builder = Builder::new_multi_thread();
    builder
        .worker_threads(1)
        .on_thread_start(count(0))
        .on_thread_stop(count(1))
        .on_thread_park(count(2))
        .on_thread_unpark(count(3));
    let observed = probe.build(&mut builder).unwrap();
    observed.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    drop(observed);
    let events = all(&mut reader);
    let parks = events
        .iter()
        .filter(|what| matches!(what, What::Parked { .. }));
    assert!(parks.count() > 0, "the probe's own are called");
    let observed = counts.each_ref().map(|count| count.load(Ordering::SeqCst));
    assert!(observed.iter().all(|count| *count > 0), "{observed:?}");
    assert_eq!(observed[0], observed[1]);

    // The same builder again, with nobody watching.
    let plain = builder.build().unwrap();
    plain.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    drop(plain);
    let both = counts.each_ref().map(|count| count.load(Ordering::SeqCst));
    assert!(both.iter().zip(observed).all(|(both, one)| *both > one));
    let is_name = |what: &What| matches!(what, What::Site { .. } | What::Kind { .. });
    let told = all(&mut reader);
    assert!(told.iter().all(is_name), "nothing of it: {told:#?}");
}
