//! A process that forks while a runtime is observed: in the child nothing is, and what it has of
//! an observed runtime works as Tokio's.

#![cfg(unix)]
#![allow(
    unsafe_code,
    reason = "a fork is what is tested, and there is no safe one"
)]

use kitchen_probe::runtime::{Builder, Runtime};
use kitchen_probe::{Probe, strict};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One test at a time: no other thread of this program is in the middle of something as it forks.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work` in a child that is forked from this very thread, and expects it to end well.
fn in_child(mut work: impl FnMut() + Send + Sync + 'static) {
    let mut command = Command::new("true");
    let work = move || {
        work();
        Ok(())
    };
    // SAFETY: as below.
    unsafe { command.pre_exec(work) };
    assert!(command.status().expect("it is started").success());
}

/// More tasks than a chunk has records, each polled twice.
fn many() {
    let tasks = || std::iter::repeat_with(|| kitchen_probe::spawn(kitchen_probe::yield_now()));
    tasks().take(5_000).for_each(drop);
}

/// What a child does with an observed runtime of a single thread: uses it, and drops it.
fn uses(runtime: &Mutex<Option<Runtime>>) {
    let runtime = runtime.lock().ok().and_then(|mut one| one.take());
    let runtime = runtime.expect("it was not taken before");
    let seen = runtime.block_on(async {
        many();
        kitchen_probe::spawn(async { kitchen_probe::current() }).await
    });
    assert!(matches!(seen, Ok(None)), "nobody reads of it");
    let handle = runtime.handle().clone();
    let seen = handle.spawn(async { kitchen_probe::current() });
    assert!(matches!(runtime.block_on(seen), Ok(None)));
    drop(runtime);
}

#[test]
fn a_forked_child_has_plain_runtimes() {
    let _alone = alone();
    let (probe, mut reader) = Probe::new();
    let observed = probe.build(&mut Builder::new_multi_thread()).unwrap();
    observed.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    let in_child = || {
        let plain = Builder::new_current_thread().build()?;
        let seen = plain.block_on(async {
            kitchen_probe::spawn(async { kitchen_probe::current() })
                .await
                .expect("the task does not panic")
        });
        let answer = if seen.is_none() {
            Ok(())
        } else {
            Err(std::io::ErrorKind::Other)
        };
        Ok(answer?)
    };
    let mut command = Command::new("true");
    // SAFETY: this process has no thread that holds a lock which the closure takes but those of
    // the allocator, which the C library frees in a child; nothing else of it is shared.
    unsafe { command.pre_exec(in_child) };
    assert!(command.status().unwrap().success());
    // The parent goes on as before.
    observed.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    drop(observed);
    assert!(reader.drain_all(|_| {}) > 0);
}

#[test]
fn a_forked_child_uses_and_drops_an_observed_runtime() {
    let _alone = alone();
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    runtime.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    let runtime = Arc::new(Mutex::new(Some(runtime)));
    let in_parent = Arc::clone(&runtime);
    in_child(move || uses(&runtime));
    drop(in_parent);
    assert!(reader.drain_all(|_| {}) > 0);
}

#[test]
fn a_child_forked_inside_of_block_on_writes_to_nobody() {
    let _alone = alone();
    let (probe, mut reader) = Probe::new();
    let runtime = probe.build(&mut Builder::new_current_thread()).unwrap();
    runtime.block_on(async {
        kitchen_probe::spawn(async {}).await.unwrap();
        in_child(|| {
            many();
            let task = kitchen_probe::spawn(async {});
            assert_eq!(task.number(), None, "nobody reads of it");
        });
    });
    drop(runtime);
    let mut spawned = 0;
    reader.drain_all(|event| {
        spawned += u32::from(matches!(
            event.what,
            kitchen_probe::events::What::Spawned { .. }
        ));
    });
    assert_eq!(spawned, 2, "the future of block_on, and one task");
}

#[test]
fn a_forked_child_is_not_judged() {
    let _alone = alone();
    let builder = strict::runtime::Builder::new_current_thread;
    let runtime = builder().build().unwrap();
    runtime.block_on(async {});
    let runtime = Arc::new(Mutex::new(Some(runtime)));
    in_child(move || uses(&runtime));
}

/// What the test below starts.
#[test]
#[ignore = "started by another test of this file"]
fn reported() {
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { kitchen_probe::spawn(async {}).await.unwrap() });
    let runtime = Arc::new(Mutex::new(Some(runtime)));
    in_child(move || uses(&runtime));
}

#[test]
fn a_forked_child_writes_no_report_and_waits_for_none() {
    let _alone = alone();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["reported", "--exact", "--ignored", "--nocapture"]);
    let output = command.env("TOKIO_KITCHEN", "report").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(said.matches("a runtime of").count(), 1, "{said}");
}
