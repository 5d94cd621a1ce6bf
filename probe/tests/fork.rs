//! A process that forks while a runtime is observed: in the child, builders make plain runtimes.

#![cfg(unix)]
#![allow(
    unsafe_code,
    reason = "a fork is what is tested, and there is no safe one"
)]

use kitchen_probe::Probe;
use kitchen_probe::runtime::Builder;
use std::os::unix::process::CommandExt;
use std::process::Command;

#[test]
fn a_forked_child_has_plain_runtimes() {
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
