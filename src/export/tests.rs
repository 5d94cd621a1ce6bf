use super::*;
use crate::events::{
    BlockingOutcome, Coverage, Event, Flavor, InHand, KindId, Nanos, Now, PollOutcome, Role,
    RunInfo, Sample, Site, SiteId, WaitOn, WakeBy, What, WorkerId,
};
use crate::probe::wire::{Bye, Encoder, Hello, Tick};
use crate::testkit::{id, worker};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// A kind whose name has all in it that a format could trip over.
const ODD: &str = "odd \"<\\kind'>é";

fn polled(task: u32, on: Option<u16>, start: u64, outcome: PollOutcome) -> What {
    What::Polled {
        task: id(task),
        worker: on.map(WorkerId::new),
        start: Nanos(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    }
}

fn spawned(task: u32, role: Role) -> What {
    What::Spawned {
        task: id(task),
        parent: None,
        kind: KindId::new(3),
        site: SiteId::new(4),
        on: None,
        bytes: 8,
        detached: false,
        role,
    }
}

fn woken(task: u32, by: u32) -> What {
    What::Woken {
        task: id(task),
        by: WakeBy::Task(id(by)),
        on: None,
    }
}

fn announced() -> Vec<(u64, What)> {
    let site = Site {
        file: "src/a.rs".into(),
        line: 7,
        column: 1,
        wait: WaitOn::Spawn,
        name: None,
    };
    let run = RunInfo {
        shift: 1,
        workers: 2,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: true,
        coverage: Coverage::Hooks,
        max_blocking: 512,
    };
    let (kind, place) = (KindId::new(3), SiteId::new(4));
    vec![
        (0, What::RunStarted(run)),
        (
            0,
            What::Kind {
                id: kind,
                name: ODD.into(),
            },
        ),
        (0, What::Site { id: place, site }),
    ]
}

/// A run with all that has a row: two workers, a `block_on`, three jobs, two of them at once, and a
/// poll on no worker; and a wake in a poll, as one ends, and by a job.
fn story() -> Vec<(u64, What)> {
    let pending = PollOutcome::Pending;
    let submitted = |job| What::BlockingSubmitted {
        job: id(job),
        parent: None,
        kind: KindId::new(3),
        site: SiteId::new(4),
    };
    let ended = |job| What::BlockingEnded {
        job: id(job),
        outcome: BlockingOutcome::Completed,
    };
    // For the second task, which is polled again at 450.
    let by = |by| What::Woken {
        task: id(2),
        by,
        on: None,
    };
    let mut all = announced();
    all.extend([
        (10, spawned(1, Role::BlockOn)),
        (11, spawned(2, Role::Task)),
        (12, spawned(3, Role::Task)),
        (100, What::Parked { worker: worker(1) }),
        (150, woken(3, 2)),
        (200, polled(2, Some(0), 100, pending)),
        (250, What::Unparked { worker: worker(1) }),
        (300, polled(3, Some(1), 260, PollOutcome::Ready)),
        (300, by(WakeBy::Joined(id(3)))),
        (310, submitted(8)),
        (311, submitted(9)),
        (320, What::BlockingStarted { job: id(8) }),
        (330, What::BlockingStarted { job: id(9) }),
        (340, ended(8)),
        (350, ended(9)),
        (360, submitted(10)),
        (361, What::BlockingStarted { job: id(10) }),
        (365, by(WakeBy::Blocking(Some(id(10))))),
        (370, ended(10)),
        (400, polled(1, Some(0), 390, pending)),
        (500, polled(2, None, 450, pending)),
        (600, What::Parked { worker: worker(1) }),
    ]);
    all
}

/// The story as a recording, the first worker in a poll of the second task at its end.
fn recording(folder: &Path) -> Recording {
    let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
    encoder.hello(&Hello::default(), &mut bytes);
    for (at, what) in story() {
        encoder.push(&Event {
            at: Nanos(at),
            what,
        });
    }
    encoder.events(1, &mut bytes);
    let hand = InHand {
        task: id(2),
        since: Nanos(650),
        site: None,
    };
    let tick = Tick {
        now: Now {
            at: Nanos(1_000),
            workers: vec![Some(hand), None],
        },
        sample: Some(Sample {
            alive: 2,
            injection: 5,
            ..Sample::default()
        }),
        ..Tick::default()
    };
    encoder.tick(1, &tick, &mut bytes);
    encoder.bye(&Bye::default(), &mut bytes);
    let path = folder.join("a.tkr");
    fs::write(&path, bytes).unwrap();
    Recording::open(&path).unwrap()
}

fn exported(to: ExportFormat, change: impl FnOnce(&mut Export)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let recording = recording(folder.path());
    let mut config = Export {
        file: recording.path().to_owned(),
        to,
        from: None,
        until: None,
        runtime: None,
        pictures: 10,
        size: (80, 24),
        out: None,
        force: false,
    };
    change(&mut config);
    let mut bytes = Vec::new();
    assert_eq!(write(&recording, &config, &mut bytes).unwrap(), [""; 0]);
    bytes
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

#[test]
fn json_has_a_line_for_each_event_with_its_names() {
    let all = lines(&exported(ExportFormat::Json, |_| {}));
    let told = story()
        .iter()
        .filter(|(_, what)| !what.is_announcement())
        .count();
    // And the tick and the end.
    assert_eq!(all.len(), told + 2);
    let polled: Vec<_> = all
        .iter()
        .filter(|line| line["event"] == "polled")
        .collect();
    assert_eq!(polled.len(), 4);
    assert_eq!(polled[0]["kind"], ODD);
    assert_eq!(
        (&polled[0]["at_ns"], &polled[0]["start_ns"]),
        (&200.into(), &100.into())
    );
    assert_eq!(all[1]["place"], "src/a.rs:7");
    let woken = all.iter().find(|line| line["event"] == "woken").unwrap();
    assert_eq!((&woken["by"], &woken["waker"]), (&"task".into(), &2.into()));
    let tick = all.iter().find(|line| line["event"] == "tick").unwrap();
    assert_eq!(tick["in_hand"][0]["task"], 2);
}

#[test]
fn a_span_has_what_was_in_any_part_of_it() {
    let span = |config: &mut Export| {
        config.from = Some(Duration::from_nanos(150));
        config.until = Some(Duration::from_nanos(260));
    };
    let names: Vec<_> = lines(&exported(ExportFormat::Json, span))
        .iter()
        .map(|line| line["event"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["woken", "polled", "unparked", "polled", "bye"]);
    let chrome: Value = serde_json::from_slice(&exported(ExportFormat::Chrome, span)).unwrap();
    assert_eq!(slices(&chrome).len(), 3);
}

fn slices(chrome: &Value) -> Vec<&Value> {
    let all = chrome["traceEvents"].as_array().unwrap();
    all.iter().filter(|event| event["ph"] == "X").collect()
}

/// What stands on the rows: polls, times parked, jobs, and the poll in progress.
const SLICES: usize = 4 + 2 + 3 + 1;

#[test]
fn chrome_has_a_slice_for_each_poll_and_an_arrow_for_a_wake() {
    let chrome: Value = serde_json::from_slice(&exported(ExportFormat::Chrome, |_| {})).unwrap();
    let slices = slices(&chrome);
    assert_eq!(slices.len(), SLICES);
    let of = |phase: &str| {
        let all = chrome["traceEvents"].as_array().unwrap();
        all.iter()
            .filter(|event| event["ph"] == phase)
            .collect::<Vec<_>>()
    };
    let (starts, ends) = (of("s"), of("f"));
    let at = |all: &[&Value]| -> Vec<(u64, f64)> {
        let all = all.iter();
        let mut at: Vec<_> = all
            .map(|one| (one["id"].as_u64().unwrap(), one["ts"].as_f64().unwrap()))
            .collect();
        at.sort_by_key(|(number, _)| *number);
        at
    };
    // From a poll, from the end of one, and from a job; the last one found the task ready.
    assert_eq!(at(&starts), [(1, 0.15), (2, 0.3), (3, 0.365)]);
    assert_eq!(at(&ends), [(1, 0.26), (2, 0.45)]);
    let is_open = |slice: &&&Value| slice["args"]["outcome"] == "in progress";
    let open = slices.iter().find(is_open).unwrap();
    assert_eq!((&open["ts"], &open["dur"]), (&0.65.into(), &0.35.into()));
    let rows = of("M");
    let rows: Vec<_> = rows
        .iter()
        .filter_map(|row| row["args"]["name"].as_str())
        .collect();
    let expected = [
        "runtime 1",
        "worker 0",
        "worker 1",
        "blocking pool 1",
        "blocking pool 2",
        "block_on 1",
        "without a worker 1",
    ];
    assert_eq!(rows, expected);
}

/// A message of Protocol Buffers: numbers and bytes by field.
#[derive(Default)]
struct Read {
    numbers: HashMap<u32, Vec<u64>>,
    bytes: HashMap<u32, Vec<Vec<u8>>>,
}

impl Read {
    fn of(bytes: &[u8]) -> Self {
        let (mut read, mut left) = (Self::default(), bytes);
        while !left.is_empty() {
            let key = varint(&mut left);
            let field = (key >> 3) as u32;
            match key & 7 {
                0 => read
                    .numbers
                    .entry(field)
                    .or_default()
                    .push(varint(&mut left)),
                1 => {
                    let (eight, rest) = left.split_first_chunk::<8>().unwrap();
                    left = rest;
                    let number = u64::from_le_bytes(*eight);
                    read.numbers.entry(field).or_default().push(number);
                }
                2 => {
                    let length = varint(&mut left) as usize;
                    let (own, rest) = left.split_at(length);
                    left = rest;
                    read.bytes.entry(field).or_default().push(own.to_vec());
                }
                kind => panic!("a field of kind {kind}"),
            }
        }
        read
    }

    fn number(&self, field: u32) -> u64 {
        self.numbers.get(&field).map_or(0, |all| all[0])
    }

    fn messages(&self, field: u32) -> Vec<Self> {
        let all = self.bytes.get(&field);
        all.map_or_else(Vec::new, |all| {
            all.iter().map(|own| Self::of(own)).collect()
        })
    }

    fn text(&self, field: u32) -> String {
        String::from_utf8(self.bytes[&field][0].clone()).unwrap()
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first().unwrap();
        *bytes = rest;
        value |= u64::from(first & 0x7F) << shift;
        shift += 7;
        if first & 0x80 == 0 {
            return value;
        }
    }
}

#[test]
fn perfetto_has_a_slice_for_each_poll_and_a_flow_for_a_wake() {
    let trace = Read::of(&exported(ExportFormat::Perfetto, |_| {}));
    let packets = trace.messages(1);
    let mut names = HashMap::new();
    let (mut rows, mut begins, mut ends, mut flows) = (HashMap::new(), Vec::new(), 0, Vec::new());
    for packet in &packets {
        for interned in packet.messages(12) {
            for entry in interned.messages(2) {
                names.insert(entry.number(1), entry.text(2));
            }
        }
        for track in packet.messages(60) {
            if track.bytes.contains_key(&2) {
                rows.insert(track.number(1), track.text(2));
            }
        }
        for event in packet.messages(11) {
            match event.number(9) {
                1 => {
                    begins.push((packet.number(8), event.number(11), event.number(10)));
                    for (field, is_end) in [(47, false), (48, true)] {
                        let numbers = event.numbers.get(&field).into_iter().flatten();
                        flows.extend(numbers.map(|flow| (*flow, is_end, packet.number(8))));
                    }
                }
                2 => ends += 1,
                4 => {}
                kind => panic!("an event of kind {kind}"),
            }
        }
    }
    assert_eq!((begins.len(), ends), (SLICES, SLICES));
    flows.sort_unstable();
    let expected = [
        (1, false, 100),
        (1, true, 260),
        (2, false, 260),
        (2, true, 450),
        (3, false, 361),
    ];
    assert_eq!(flows, expected);
    let is_first = |(start, row, _): &&(u64, u64, u64)| *start == 100 && rows[row] == "worker 0";
    let (_, _, name) = begins.iter().find(is_first).unwrap();
    assert_eq!(names[name], ODD);
    let on = |name: &str| {
        begins
            .iter()
            .filter(|(_, row, _)| rows[row] == name)
            .count()
    };
    assert_eq!((on("worker 0"), on("worker 1")), (2, 3));
    assert_eq!((on("blocking pool 1"), on("blocking pool 2")), (2, 1));
    assert_eq!((on("block_on 1"), on("without a worker 1")), (1, 1));
    // The names begin with the first packet.
    assert_eq!(packets[0].number(13), 3);
    assert!(packets[1..].iter().all(|packet| packet.number(13) == 2));
}

#[test]
fn a_runtime_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = recording(folder.path()).path().to_owned();
    let config = Export {
        file,
        to: ExportFormat::Json,
        from: None,
        until: None,
        runtime: Some(2),
        pictures: 10,
        size: (80, 24),
        out: Some(folder.path().join("out")),
        force: false,
    };
    let error = run(&config).unwrap_err();
    assert_eq!(
        error.to_string(),
        "--runtime 2: found 1; expected one of its runtimes"
    );
    assert!(!folder.path().join("out").exists());
    let config = Export {
        runtime: None,
        ..config
    };
    assert_eq!(run(&config).unwrap(), [""; 0]);
    assert!(matches!(run(&config), Err(Failed::Io(_))));
}
