//! A process may make and drop as many probes as it likes: none leaves anything behind.
//!
//! In a process of its own, because it looks at that process's memory.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use kitchen_probe::events::{Event, What};
use kitchen_probe::{self as probe, Probe, Reader};
use std::sync::mpsc;
use tokio::runtime::Builder;

const PROBES: u32 = 100_000;

/// Bytes that are resident, where the system tells.
fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = pages.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4_096)
}

fn spawned(reader: &mut Reader) -> u32 {
    let mut spawned = 0;
    let count = |event: Event| spawned += u32::from(matches!(event.what, What::Spawned { .. }));
    reader.drain_all(count);
    spawned
}

/// A runtime, some tasks, and ends in every order.
fn live(probe: Probe, mut reader: Reader, number: u32) {
    let mut builder = Builder::new_current_thread();
    let runtime = probe.build(&mut builder).unwrap();
    let leaves = runtime.block_on(async {
        probe::spawn(async { probe::yield_now().await })
            .await
            .unwrap();
        // Awaited by nobody: it is to be dropped in this place or that.
        vec![probe::spawn(std::future::pending::<()>())]
    });
    match number % 4 {
        0 => {
            drop(runtime);
            assert_eq!(spawned(&mut reader), 2);
        }
        1 => drop((reader, probe)),
        2 => {
            drop((probe, reader));
            // Nobody is told, and nothing of it is kept.
            runtime.block_on(async { probe::spawn(async {}).await.unwrap() });
        }
        _ => {
            drop(probe);
            drop(leaves);
            assert_eq!(spawned(&mut reader), 2);
            drop(runtime);
        }
    }
}

#[test]
fn a_hundred_thousand_probes_leave_nothing_behind() {
    // A thread that serves one after the other, as the threads of a pool may.
    let (give, take) = mpsc::channel::<Probe>();
    let (served, was_served) = mpsc::channel();
    let serves = std::thread::spawn(move || {
        for probe in take {
            probe.say("served");
            drop(probe);
            served.send(()).unwrap();
        }
    });
    let mut before = None;
    for number in 0..PROBES {
        if number == PROBES / 5 {
            before = resident();
        }
        let (probe, reader) = Probe::new();
        if number % 16 == 1 {
            give.send(probe.clone()).unwrap();
            was_served.recv().unwrap();
        }
        if number % 32 == 0 {
            live(probe, reader, number / 32);
        }
    }
    drop(give);
    serves.join().unwrap();
    if let (Some(before), Some(after)) = (before, resident()) {
        // A writer of each probe that a thread served would be hundreds of MiB.
        let more = after.saturating_sub(before) >> 20;
        assert!(more < 32, "{more} MiB more than after a fifth of them");
    }
}

#[test]
fn a_task_that_outlives_its_probe_tells_no_other_one() {
    // On a runtime that no probe has built, so that nothing keeps the first one's hub.
    let plain = Builder::new_current_thread().build().unwrap();
    let (probe, reader) = Probe::new();
    let kind = probe.kind("outlives");
    let (go_on, goes_on) = tokio::sync::oneshot::channel();
    let outlives = probe.spawn_on(plain.handle(), kind, async move {
        goes_on.await.unwrap();
        probe::yield_now().await;
        probe::spawn(async { 7 }).await.unwrap()
    });
    plain.block_on(tokio::task::yield_now());
    drop((probe, reader));

    let others: Vec<_> = (0..3).map(|_| Probe::new()).collect();
    for (probe, _) in &others {
        probe.attach_thread();
        probe.say("attached");
    }
    go_on.send(()).unwrap();
    assert_eq!(plain.block_on(outlives.into_future()).unwrap(), 7);
    let (probe, _) = &others[2];
    probe.say("still attached");

    let mut told = Vec::new();
    for (_, mut reader) in others {
        reader.drain_all(|event| told.push(event.what));
    }
    told.retain(|what| {
        !matches!(
            what,
            What::Kind { .. } | What::Site { .. } | What::Text { .. }
        )
    });
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told.iter()
            .all(|what| matches!(what, What::Said { task: None, .. }))
    );
}
