//! What `TOKIO_KITCHEN=record=FILE` writes, in processes of their own: this test program, started
//! again.

use kitchen_probe as tokio;
use kitchen_probe::events::{Event, PollOutcome, What};
use kitchen_probe::wire::{Block, Ending, Fault, HEAD_BYTES, Head};
use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The application: it serves so many tasks, or until it is killed.
#[test]
#[ignore = "started by the other tests of this file"]
fn application() {
    #[tokio::main(crate = "kitchen_probe", worker_threads = 2)]
    async fn main() {
        let tasks: u64 = std::env::var("TASKS").unwrap().parse().unwrap();
        println!("runs");
        for number in 0..tasks {
            let task = tokio::spawn(async move {
                if number % 64 == 0 {
                    tokio::sleep(Duration::from_micros(1)).await;
                }
                tokio::yield_now().await;
            });
            task.await.unwrap();
        }
    }
    main();
}

fn command(asked: &str, tasks: u64) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["application", "--exact", "--ignored", "--nocapture"]);
    command.env("TOKIO_KITCHEN", asked);
    command.env("TASKS", tasks.to_string());
    command
}

/// A folder of its own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let folder = folder.join(format!("{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).expect("room");
    folder
}

/// All whole blocks of a file, and what comes behind them.
fn blocks(path: &Path) -> (Vec<(Head, Block)>, Option<Fault>) {
    let bytes = std::fs::read(path).expect("a file");
    let mut left = &bytes[..];
    let mut blocks = Vec::new();
    while !left.is_empty() {
        let (head, rest) = match Head::read(left) {
            Ok(read) => read,
            Err(fault) => return (blocks, Some(fault)),
        };
        let Some(payload) = rest.get(..head.length()) else {
            return (blocks, Some(Fault::Torn(0)));
        };
        let block = Block::read(&head, payload).expect("a whole block can be read");
        blocks.push((head, block));
        left = &left[HEAD_BYTES + head_length(&blocks)..];
    }
    (blocks, None)
}

fn head_length(blocks: &[(Head, Block)]) -> usize {
    blocks.last().map_or(0, |(head, _)| head.length())
}

fn events(blocks: &[(Head, Block)]) -> Vec<&Event> {
    let events = blocks.iter().filter_map(|(_, block)| match block {
        Block::Events(read) | Block::State(read) => Some(&read.events),
        _ => None,
    });
    events.flatten().collect()
}

fn count(events: &[&Event], is_it: impl Fn(&What) -> bool) -> usize {
    events.iter().filter(|event| is_it(&event.what)).count()
}

#[test]
fn all_that_happens_is_in_the_file() {
    let folder = folder("all");
    let file = folder.join("a.tkr");
    let status = command(&format!("record={}", file.display()), 500).status();
    assert!(status.expect("it runs").success());
    let (blocks, fault) = blocks(&file);
    assert_eq!(fault, None);
    let Some((_, Block::Hello(hello))) = blocks.first() else {
        panic!("{:?}", blocks.first());
    };
    assert!(hello.name.starts_with("record"), "{hello:?}");
    let events = events(&blocks);
    assert_eq!(
        count(&events, |what| matches!(what, What::RunStarted(_))),
        1
    );
    let ready = |what: &What| {
        let outcome = PollOutcome::Ready;
        matches!(what, What::Polled { outcome: ended, .. } if *ended == outcome)
    };
    // The tasks, and the future of `block_on`.
    assert_eq!(count(&events, ready), 501);
    assert!(matches!(events.last().unwrap().what, What::RunEnded));
    let ticks = blocks
        .iter()
        .filter(|(_, block)| matches!(block, Block::Tick(_)));
    assert!(ticks.count() > 0);
    let sequence: Vec<u32> = blocks.iter().map(|(head, _)| head.sequence).collect();
    assert!(
        sequence
            .iter()
            .zip(0..)
            .all(|(number, expected)| *number == expected)
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn whenever_it_is_killed_what_was_written_can_be_read() {
    let folder = folder("killed");
    // How often it is killed, and where in its life: more are tried by hand.
    let kills = std::env::var("KILLS").map_or(24, |kills| kills.parse().expect("a number"));
    for round in 0..kills {
        let file = folder.join(format!("{round}.tkr"));
        let mut command = command(&format!("record={}", file.display()), u64::MAX);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it runs");
        let out = BufReader::new(child.stdout.take().unwrap());
        assert!(
            out.lines()
                .any(|line| line.is_ok_and(|line| line.ends_with("runs")))
        );
        std::thread::sleep(Duration::from_micros(
            7_000 * (round % 24) + 290 * (round / 24),
        ));
        let confirmed = std::fs::read(&file).unwrap_or_default();
        child.kill().unwrap();
        child.wait().unwrap();
        // What was in the file before is in it still.
        assert!(std::fs::read(&file).unwrap().starts_with(&confirmed));
        let (blocks, fault) = blocks(&file);
        // Nothing but its last block may be torn.
        assert!(matches!(fault, None | Some(Fault::Torn(_))), "{fault:?}");
        // Whoever is polled was announced before.
        let mut born = HashSet::new();
        for event in events(&blocks) {
            born.extend(event.what.born().map(|born| born.task));
            if let What::Polled { task, .. } = event.what {
                assert!(born.contains(&task), "{event:?}");
            }
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_large_file_goes_on_in_a_new_one_that_tells_who_is_alive() {
    let folder = folder("large");
    let file = folder.join("a.tkr");
    let asked = format!("record={},max=1M,keep=3", file.display());
    assert!(command(&asked, 60_000).status().expect("it runs").success());
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["a.tkr", "a.tkr.1", "a.tkr.2"]);
    let (older, _) = blocks(&folder.join("a.tkr.1"));
    assert!(matches!(
        older.last(),
        Some((_, Block::Bye(bye))) if bye.ending == Ending::Continued
    ));
    let (newer, _) = blocks(&file);
    let [(_, Block::Hello(_)), (_, Block::State(state)), ..] = &newer[..] else {
        panic!("{:?}", &newer[..2]);
    };
    let state: Vec<_> = state.events.iter().collect();
    assert_eq!(count(&state, |what| matches!(what, What::RunStarted(_))), 1);
    // The future of `block_on`, and at most one of its tasks.
    let born = count(&state, What::is_birth);
    assert!((1..=2).contains(&born), "{born}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn nothing_is_overwritten() {
    let folder = folder("other");
    let file = folder.join("notes.txt");
    std::fs::write(&file, "mine").unwrap();
    let asked = format!("record={}", file.display());
    let output = command(&asked, 3).output().expect("it runs");
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("that is no recording"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");

    let file = folder.join("a.tkr");
    let asked = format!("record={}", file.display());
    for _ in 0..2 {
        assert!(command(&asked, 3).status().expect("it runs").success());
    }
    let older = folder.join("a.tkr.1");
    for file in [file, older] {
        let (blocks, fault) = blocks(&file);
        assert!(fault.is_none() && blocks.len() > 2);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// What the application says, and how it ends, if it is to record there.
fn recorded_at(file: &Path) -> String {
    let output = command(&format!("record={}", file.display()), 3).output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_holds_nobody_up() {
    let folder = folder("odd");
    let pipe = folder.join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let missing = folder.join("missing/a.tkr");
    let file = folder.join("a.tkr");
    std::fs::write(&file, "").unwrap();
    let below = file.join("b");
    let full = PathBuf::from("/dev/full");
    for odd in [&folder, &pipe, &missing, &below, &full] {
        let said = recorded_at(odd);
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(&odd.display().to_string()), "{said}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_what_it_leads_to_is_kept() {
    let folder = folder("link");
    let (link, file) = (folder.join("link"), folder.join("a.tkr"));
    std::os::unix::fs::symlink(&file, &link).unwrap();
    assert_eq!(recorded_at(&link), "");
    let (first, fault) = blocks(&file);
    assert!(fault.is_none() && first.len() > 2);
    assert_eq!(recorded_at(&link), "");
    assert_eq!(blocks(&file).0, first);
    assert_ne!(blocks(&link).0, first);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Two processes at a time, whose files go on in new ones, until they are killed.
#[test]
fn two_that_record_into_the_same_file_do_not_harm_each_other() {
    let folder = folder("two");
    let file = folder.join("a.tkr");
    let asked = format!("record={},max=1M,keep=3", file.display());
    let start = || {
        let mut child = command(&asked, u64::MAX);
        child.stdout(Stdio::piped()).spawn().expect("it runs")
    };
    let mut children = [start(), start()];
    // Both have gone on in a new file.
    let others = children.each_ref().map(std::process::Child::id);
    let has_gone_on = |name: &str| folder.join(format!("{name}.1")).exists();
    loop {
        let second = others
            .iter()
            .any(|pid| has_gone_on(&format!("a.tkr.{pid}")));
        if has_gone_on("a.tkr") && second {
            break;
        }
        for child in &mut children {
            assert_eq!(child.try_wait().unwrap(), None);
        }
        std::thread::yield_now();
    }
    for child in &mut children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let (blocks, fault) = blocks(&path);
        assert!(matches!(fault, None | Some(Fault::Torn(_))), "{fault:?}");
        let pids = blocks.iter().filter_map(|(_, block)| match block {
            Block::Hello(hello) => Some(hello.pid),
            _ => None,
        });
        // A new file may have been killed before its first block.
        assert!(pids.count() <= 1, "{}", path.display());
        let mut sequence = blocks.iter().map(|(head, _)| head.sequence).zip(0..);
        assert!(sequence.all(|(number, expected)| number == expected));
    }
    std::fs::remove_dir_all(folder).unwrap();
}
