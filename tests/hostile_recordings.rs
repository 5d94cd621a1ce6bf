//! Files that lie: `check`, `export` and `compare` say something and end, in memory that is
//! bounded, and nothing of the files reaches a terminal as it is.

#[path = "support/child.rs"]
mod child;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[path = "hostile_recordings/programs.rs"]
mod programs;
#[path = "hostile_recordings/stacks.rs"]
mod stacks;

use kitchen_probe::events::{
    Event, InHand, KindId, Nanos, Now, PollOutcome, Role, RunInfo, Sample, SiteId, TaskId, TextId,
    WaitEnd, WakeBy, What, WorkerId, WorkerSample,
};
use kitchen_probe::wire::{Bye, Encoder, HEAD_BYTES, Head, Hello, Kind, Mark, Tick};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the program may have of memory, in KiB.
const MEMORY: u32 = 1 << 20;

/// Runs the program; it ends by itself with a code of its own, and prints no control characters.
fn kitchen(words: &[&str]) -> Option<i32> {
    let mut command = Command::new("sh");
    let limited = format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\"");
    command.args(["-c", &limited, env!("CARGO_BIN_EXE_tokio-kitchen")]);
    let output = child::output(command.args(words));
    let code = output.status.code();
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    let said = String::from_utf8_lossy(&said);
    let start: String = said.chars().take(2_000).collect();
    assert!(matches!(code, Some(0..=2)), "{words:?}: {code:?}\n{start}");
    let harmful = |c: char| c.is_control() && c != '\n';
    assert!(!said.contains(harmful), "{words:?}: {start:?}");
    code
}

/// Has all of it looked at.
fn look(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let file: PathBuf = folder.path().join("a.tkr");
    std::fs::write(&file, bytes).expect("room");
    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (file, other) = (text(&file), text(&folder.path().join("b")));
    kitchen(&["check", &file]);
    for to in ["perfetto", "chrome", "json", "asciicast"] {
        kitchen(&["export", &file, "--to", to, "--out", &other, "--force"]);
    }
    kitchen(&["compare", &file, &file]);
}

#[derive(Default)]
struct File {
    encoder: Encoder,
    bytes: Vec<u8>,
}

impl File {
    fn new() -> Self {
        let mut file = Self::default();
        file.encoder.hello(&Hello::default(), &mut file.bytes);
        file
    }

    fn event(&mut self, runtime: u16, at: u64, what: What) {
        let at = Nanos(at);
        self.encoder.push(&Event { at, what });
        if self.encoder.is_full() {
            self.encoder.events(runtime, &mut self.bytes);
        }
    }

    fn events(&mut self, runtime: u16) {
        self.encoder.events(runtime, &mut self.bytes);
    }

    fn tick(&mut self, runtime: u16, tick: &Tick) {
        self.events(runtime);
        self.encoder.tick(runtime, tick, &mut self.bytes);
    }
}

fn info(workers: u16) -> RunInfo {
    use kitchen_probe::events::{Coverage, Flavor, MAX_BLOCKING};
    RunInfo {
        shift: 1,
        workers,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: true,
        coverage: Coverage::Hooks,
        max_blocking: MAX_BLOCKING,
    }
}

fn id(number: u32) -> TaskId {
    TaskId::new(number.max(1)).expect("not 0")
}

fn spawned(task: u32) -> What {
    What::Spawned {
        task: id(task),
        parent: None,
        kind: KindId::new(7),
        site: SiteId::new(u32::MAX),
        on: None,
        bytes: u32::MAX,
        detached: false,
        role: Role::Task,
    }
}

fn polled(task: u32, worker: u16, start: u64) -> What {
    What::Polled {
        task: id(task),
        worker: Some(WorkerId::new(worker)),
        start: Nanos(start),
        outcome: PollOutcome::Pending,
        self_woken: false,
        budget_spent: false,
    }
}

fn tick(at: u64, workers: usize, since: u64) -> Tick {
    let hand = InHand {
        task: id(3),
        since: Nanos(since),
        site: Some(SiteId::new(u32::MAX)),
    };
    let sample = Sample {
        at: Nanos(at),
        alive: usize::MAX,
        injection: usize::MAX,
        workers: vec![WorkerSample::default(); workers],
        ..Sample::default()
    };
    Tick {
        now: Now {
            at: Nanos(at),
            workers: vec![Some(hand); workers],
        },
        sample: Some(sample),
        threads: vec![u32::MAX; workers],
        ..Tick::default()
    }
}

#[test]
fn hundreds_of_workers_and_such_as_there_are_not() {
    let mut file = File::new();
    file.event(1, 1, What::RunStarted(info(500)));
    for task in 1..100 {
        file.event(1, 2, spawned(task));
        file.event(1, 3, polled(task, u16::MAX - task as u16, 2));
    }
    for at in 1..3 {
        file.tick(1, &tick(at * 1_000_000_000, 500, 5));
    }
    look(&file.bytes);
}

#[test]
fn times_that_are_far_apart_or_go_back() {
    let mut file = File::new();
    file.event(1, u64::MAX, What::RunStarted(info(2)));
    for (task, at) in (1..).zip([0, u64::MAX, 1, u64::MAX / 2, u64::MAX - 1, 7]) {
        file.event(1, at, spawned(task));
        file.event(1, at, polled(task, 0, u64::MAX - at));
        file.event(
            1,
            at,
            What::Waiting {
                task: id(task),
                site: SiteId::new(1),
                until: Some(Nanos(u64::MAX)),
                on: Some(id(task)),
            },
        );
        file.tick(1, &tick(at, 2, u64::MAX - at));
    }
    file.event(1, 3, What::RunEnded);
    file.tick(1, &tick(u64::MAX, 2, 0));
    look(&file.bytes);
}

#[test]
fn numbers_of_tasks_and_names_that_are_far_apart() {
    let mut file = File::new();
    file.event(1, 1, What::RunStarted(info(2)));
    for step in 0..20_000_u32 {
        let task = u32::MAX - step.wrapping_mul(214_013);
        let at = u64::from(step) * 1_000;
        file.event(1, at, spawned(task));
        let woken = What::Woken {
            task: id(task ^ 1),
            by: WakeBy::Task(id(task)),
            on: Some(WorkerId::new(u16::MAX)),
        };
        file.event(1, at, woken);
        file.event(1, at, polled(task, step as u16, at.saturating_sub(10)));
        let over = What::WaitOver {
            task: id(task),
            site: SiteId::new(task),
            end: WaitEnd::Ready,
        };
        file.event(1, at, over);
        let text = TextId::new(task);
        file.event(1, at, What::Said { task: None, text });
    }
    file.tick(1, &tick(u64::from(u32::MAX), 2, 5));
    look(&file.bytes);
}

#[test]
fn names_that_are_long_or_speak_to_the_terminal() {
    let harm = "\u{1b}]0;x\u{7}\u{1b}[2J\r\u{202e}\u{9b}31m".repeat(100_000);
    let hello = Hello {
        name: harm.clone(),
        executable: harm.clone(),
        folder: harm.clone(),
        version: harm.clone(),
        ..Hello::default()
    };
    let mut file = File::default();
    file.encoder.hello(&hello, &mut file.bytes);
    file.event(1, 1, What::RunStarted(info(2)));
    let (kind, text) = (KindId::new(7), TextId::new(1));
    let name = harm.clone();
    file.event(1, 1, What::Kind { id: kind, name });
    let line = harm.clone();
    file.event(
        1,
        1,
        What::Text {
            id: text,
            text: line,
        },
    );
    file.event(1, 1, spawned(1));
    file.event(
        1,
        2,
        What::Said {
            task: Some(id(1)),
            text,
        },
    );
    file.event(1, 900_000_000, polled(1, 0, 3));
    file.tick(1, &tick(1_000_000_000, 2, 5));
    let bye = Bye {
        ending: kitchen_probe::wire::Ending::Panicked,
        text: harm,
    };
    file.encoder.bye(&bye, &mut file.bytes);
    look(&file.bytes);
}

#[test]
fn many_small_blocks_of_many_runtimes() {
    let mut file = File::new();
    for runtime in 1..=4_000 {
        file.event(runtime, 1, What::RunStarted(info(1)));
        file.events(runtime);
        file.encoder
            .mark(runtime, &Mark { lost: 1 }, &mut file.bytes);
        file.encoder
            .mark(0, &Mark { lost: u64::MAX }, &mut file.bytes);
    }
    look(&file.bytes);
}

#[test]
fn blocks_that_are_small_and_say_that_they_are_large() {
    let zeros = vec![0; 16 << 20];
    let mut file = File::new();
    let mut columns = vec![0, 0, 2, 0xFF, 0xFF, 0xFF, 7, 0];
    columns.extend_from_slice(&zeros[..(16 << 20) - 8]);
    let mut workers = vec![1, 0xFF, 0xFF, 0xFF, 7];
    workers.extend_from_slice(&zeros[..(16 << 20) - 5]);
    let mut tags = vec![0xFF, 0xFF, 0xFF, 3];
    tags.extend_from_slice(&zeros[..(16 << 20) - 4]);
    for payload in [&zeros, &columns, &workers, &tags] {
        for kind in [
            Kind::Events,
            Kind::State,
            Kind::Tick,
            Kind::Hello,
            Kind::Mark,
        ] {
            file.encoder
                .block(kind, 1, Nanos(1), payload, &mut file.bytes);
        }
    }
    look(&file.bytes);
}

#[test]
fn heads_whose_sums_are_wrong_one_after_the_other() {
    let mut file = File::new();
    let begin = file.bytes.len();
    for _ in 0..30_000 {
        file.encoder.mark(1, &Mark { lost: 1 }, &mut file.bytes);
    }
    let (head, _) = Head::read(&file.bytes[begin..]).expect("a head");
    let block = HEAD_BYTES + head.length();
    for sum in (begin + 12..file.bytes.len()).step_by(block) {
        file.bytes[sum] ^= 1;
    }
    file.bytes.extend_from_slice(b"something else");
    file.encoder.mark(1, &Mark { lost: 1 }, &mut file.bytes);
    look(&file.bytes);
}

#[test]
fn heads_that_each_say_that_all_the_rest_is_theirs() {
    let mut long = Vec::new();
    Encoder::default().block(Kind::Mark, 1, Nanos(1), &[1; 64], &mut long);
    let mut file = File::new();
    file.bytes.extend_from_slice(b"something else");
    for _ in 0..50_000 {
        let mut head = long[..HEAD_BYTES].to_vec();
        head[5] = 0;
        head[8..12].copy_from_slice(&1_000_000_u32.to_le_bytes());
        head[36..40].copy_from_slice(&1_000_000_u32.to_le_bytes());
        file.bytes.extend_from_slice(&head);
    }
    look(&file.bytes);
}

/// What is whole is near each time: as much is read as has to be passed over.
#[test]
fn blocks_with_something_else_behind_each_of_them() {
    let mut file = File::new();
    for _ in 0..100_000 {
        file.encoder.mark(1, &Mark { lost: 1 }, &mut file.bytes);
        file.bytes.push(b'K');
    }
    look(&file.bytes);
}
