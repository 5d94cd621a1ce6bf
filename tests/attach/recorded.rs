//! `tokio-kitchen record`, and what a program records itself.

use crate::application::{Application, LINE, SECRET};
use crate::child::{self, Guarded};
use kitchen_probe::wire::{Block, Head, Kind, Stack};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use tokio_kitchen::events::{NoLine, Stuck, What};
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

/// What was found of polls that last, as far as a file tells.
fn stuck(file: &Path) -> Vec<Stuck> {
    let Ok(recording) = Recording::open(file) else {
        return Vec::new();
    };
    let steps = recording.steps(0).filter_map(Result::ok);
    let events = steps.flat_map(|step| match step {
        Step::Events(_, events) => events,
        _ => Vec::new(),
    });
    let found = events.filter_map(|event| match event.what {
        What::Stuck { found, .. } => Some(found.read()),
        _ => None,
    });
    found.collect()
}

fn stacks_so_far(file: &Path) -> usize {
    match fs::metadata(file) {
        Ok(about) if about.len() > 0 => stacks(file).len(),
        _ => 0,
    }
}

/// The stacks in a file, as bytes.
fn stacks(file: &Path) -> Vec<Vec<u8>> {
    let bytes = fs::read(file).expect("a file");
    let mut left = &bytes[..];
    let mut stacks = Vec::new();
    while let Ok((head, rest)) = Head::read(left) {
        let Some((payload, rest)) = rest.split_at_checked(head.length()) else {
            break;
        };
        if head.kind == Kind::Stack as u8
            && let Ok(Block::Other(bytes)) = Block::read(&head, payload)
        {
            let stack = Stack::read(&bytes).expect("a stack");
            stacks.extend(stack.stack.map(|stack| stack.bytes));
        }
        left = rest;
    }
    stacks
}

#[test]
fn the_line_that_blocks_is_named_from_what_a_program_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.tkr");
    let mut program = Application::start_with("blocks", &format!("record={}", file.display()));
    program.waits_for("it blocks");
    while stuck(&file).is_empty() {
        std::thread::yield_now();
    }
    program.tell("go on");
    program.ends();
    let found = stuck(&file);
    let line = found[0].line().expect("a line");
    assert!(
        line.file.ends_with("tests/attach/application.rs"),
        "{line:?}"
    );
    assert_eq!(line.line, LINE);

    let stacks = stacks(&file);
    let holds = |part: &[u8]| {
        let mut windows = stacks.iter().flat_map(|stack| stack.windows(part.len()));
        windows.any(|window| window == part)
    };
    assert!(!holds(&SECRET[..8]), "data of the program is in the file");
    let words = stacks[0]
        .chunks(8)
        .filter(|word| word.iter().any(|byte| *byte != 0));
    assert!(words.count() > 10, "the addresses are");

    let mut check = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    check
        .arg("check")
        .arg(&file)
        .args(["--max-stall", "1ms", "--format", "github"]);
    let output = child::output(&mut check);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    let place = format!("file=tests/attach/application.rs,line={LINE}");
    assert!(said.contains(&place), "{said}");
}

#[test]
fn no_line_is_named_by_another_build_of_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, copy) = (folder.path().join("a.tkr"), folder.path().join("program"));
    fs::copy(std::env::current_exe().expect("this program"), &copy).expect("room");
    let asked = format!("record={}", file.display());
    let mut program = Application::start_from(&copy, "blocks", &asked);
    program.waits_for("it blocks");
    while stacks_so_far(&file) == 0 {
        std::thread::yield_now();
    }
    let check = || {
        let mut check = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
        check.arg("check").arg(&file).args(["--max-stall", "1ms"]);
        String::from_utf8_lossy(&child::output(&mut check).stdout).into_owned()
    };
    assert!(check().contains("it is still being written"));
    program.kill();
    // As a build does: the same place, another file.
    let other = fs::OpenOptions::new()
        .write(true)
        .open(&copy)
        .expect("it is there");
    other
        .set_modified(std::time::SystemTime::UNIX_EPOCH)
        .expect("it is ours");
    let found = stuck(&file);
    assert!(!found.is_empty());
    assert!(
        found.iter().all(|found| found.lines.is_empty()),
        "{found:?}"
    );
    assert_eq!(found[0].why, Some(NoLine::OtherBuild));
    assert!(!check().contains("still being written"));
    fs::remove_file(&copy).expect("it is ours");
    assert_eq!(stuck(&file)[0].why, Some(NoLine::OtherBuild));
}
