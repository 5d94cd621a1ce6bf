//! `tokio-kitchen record`: what it writes of a program with two runtimes.

use crate::application::Application;
use crate::child::Guarded;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use tokio_kitchen::recording::{Recording, Step};

/// The runtimes all of which up to some moment is in a file.
fn ticked(file: &Path) -> BTreeSet<u16> {
    let Ok(recording) = Recording::open(file) else {
        return BTreeSet::new();
    };
    let ticks = recording.steps(0).filter_map(|step| match step {
        Ok(Step::Tick(runtime, _)) => Some(runtime),
        _ => None,
    });
    ticks.collect()
}

#[test]
fn all_runtimes_are_recorded_up_to_the_end_of_the_program() {
    let mut program = Application::start("two");
    program.waits_for("two run");
    let folder = program.socket();
    let folder = folder.ancestors().nth(2).expect("a folder");
    let file = folder.join("a.tkr");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    command.arg("record").arg(program.pid().to_string());
    command.arg(&file).env("XDG_RUNTIME_DIR", folder);
    let recorder = Guarded::start(&mut command);
    while ticked(&file) != BTreeSet::from([1, 2]) {
        std::thread::yield_now();
    }
    program.tell("end");
    program.ends();
    let output = recorder.output();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let recording = Recording::open(&file).expect("a recording");
    assert_eq!(recording.troubles(), []);
    assert_eq!(recording.hello().pid, program.pid());
    let steps: Vec<Step> = recording
        .steps(0)
        .map(|step| step.expect("whole"))
        .collect();
    assert!(matches!(steps.last(), Some(Step::Bye(_))));
    // Time does not go back: a tick has the moment up to which all was told.
    for runtime in [1, 2] {
        let moments: Vec<_> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Tick(of, tick) if *of == runtime => Some(tick.now.at),
                _ => None,
            })
            .collect();
        assert!(moments.is_sorted(), "{moments:?}");
    }
}
