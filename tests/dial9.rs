//! A trace that dial9's own crates made is read as its own decoder reads it. The trace in
//! `tests/dial9/`, and the counts beside it, are made by the package in `tests/dial9_trace/`, whose
//! own test makes a new one.

use std::collections::HashMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use tokio_kitchen::events::{PollOutcome, WakeBy, What};
use tokio_kitchen::recording::{Recording, Step};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dial9"))
}

/// The events of each runtime.
fn events(recording: &Recording) -> HashMap<u16, Vec<What>> {
    let mut all: HashMap<u16, Vec<What>> = HashMap::new();
    for step in recording.steps(0) {
        if let Step::Events(runtime, events) = step.expect("it is whole") {
            let own = all.entry(runtime).or_default();
            own.extend(events.into_iter().map(|event| event.what));
        }
    }
    all
}

/// What there is of each kind that dial9 counts, as `dial9-trace count` writes it.
fn counts<'a>(events: impl Iterator<Item = &'a What>) -> String {
    let [mut polls, mut parks, mut unparks, mut wakes, mut spawns] = [0_u64; 5];
    for what in events {
        match what {
            What::Polled { .. } => polls += 1,
            What::Parked { .. } => parks += 1,
            What::Unparked { .. } => unparks += 1,
            What::Woken { .. } => wakes += 1,
            What::Seen { born: true, .. } => spawns += 1,
            _ => {}
        }
    }
    format!("polls {polls}\nparks {parks}\nunparks {unparks}\nwakes {wakes}\nspawns {spawns}\n")
}

#[test]
fn counts_are_those_of_its_own_decoder() {
    let expected = fs::read_to_string(folder().join("counts.txt")).expect("it is kept");
    for path in [folder().to_owned(), folder().join("trace.0.bin.gz")] {
        let recording = Recording::open(&path).expect("a trace");
        assert_eq!(recording.troubles(), []);
        assert_eq!(counts(events(&recording).values().flatten()), expected);
        assert_eq!(recording.hello().version, "0.5.7");
    }
}

#[test]
fn its_runtimes_are_told_apart() {
    let recording = Recording::open(folder()).expect("a trace");
    assert_eq!(recording.runtimes(), [1, 2]);
    assert_eq!(recording.runtime_names(), ["main", "io"]);
    let all = events(&recording);
    let workers = |runtime: u16| {
        let of = all[&runtime].iter().find_map(|what| match what {
            What::RunStarted(run) => Some(run.workers),
            _ => None,
        });
        of.expect("it begins")
    };
    assert_eq!((workers(1), workers(2)), (2, 1));
}

#[test]
fn what_is_told_is_what_the_trace_proves() {
    let recording = Recording::open(folder()).expect("a trace");
    let all = events(&recording);
    // Its own tasks and those they spawn end in a poll; the one that is aborted too.
    let born = |what: &&What| matches!(what, What::Seen { born: true, .. });
    let over = |what: &&What| matches!(what, What::Polled { outcome, .. } if *outcome == PollOutcome::Over);
    for events in all.values() {
        let count = events.iter().filter(born).count();
        assert_eq!(events.iter().filter(over).count(), count);
    }
    let parents = all[&1].iter().filter(|what| {
        matches!(
            what,
            What::Seen {
                born: true,
                parent: Some(_),
                ..
            }
        )
    });
    assert!(parents.count() > 100);
    let by = |wanted: fn(&WakeBy) -> bool| {
        let wakes = all.values().flatten().filter_map(|what| match what {
            What::Woken { by, .. } => Some(*by),
            _ => None,
        });
        wakes.filter(wanted).count()
    };
    assert!(by(|by| matches!(by, WakeBy::Task(_))) > 0);
    assert!(by(|by| *by == WakeBy::Driver) > 0);
    assert!(
        all[&1]
            .iter()
            .any(|what| matches!(what, What::Kind { name, .. } if name.starts_with("lib.rs:")))
    );
}

/// The trace, unpacked.
fn raw() -> Vec<u8> {
    let packed = fs::File::open(folder().join("trace.0.bin.gz")).expect("it is kept");
    let mut raw = Vec::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_end(&mut raw)
        .expect("it is whole");
    raw
}

/// What is opened of these bytes, and what of them could be read.
fn opened(folder: &Path, bytes: &[u8]) -> Option<(usize, usize)> {
    let path = folder.join("trace.0.bin");
    fs::write(&path, bytes).expect("room");
    let recording = Recording::open(&path).ok()?;
    let told: usize = events(&recording).values().map(Vec::len).sum();
    Some((told, recording.troubles().len()))
}

#[test]
fn wherever_a_trace_ends_what_is_before_is_told() {
    let (raw, folder) = (raw(), tempfile::tempdir().expect("a folder"));
    let (whole, troubles) = opened(folder.path(), &raw).expect("a trace");
    assert_eq!(troubles, 0);
    let mut before = 0;
    for end in (5..raw.len()).step_by(997) {
        let (told, troubles) =
            opened(folder.path(), &raw[..end]).expect("its first bytes are there");
        assert!(told <= whole && (troubles > 0 || told < whole), "{end}");
        before = before.max(told);
    }
    assert!(before > whole / 2);
    assert_eq!(opened(folder.path(), &raw[..3]), None);
}

#[test]
fn what_lies_is_no_more_than_a_trouble() {
    let (raw, folder) = (raw(), tempfile::tempdir().expect("a folder"));
    for place in (5..raw.len()).step_by(499) {
        let mut bytes = raw.clone();
        for (offset, byte) in bytes[place..].iter_mut().take(4).enumerate() {
            *byte = [0xFF, 0x7F, 0x80, 0][(place + offset) % 4];
        }
        opened(folder.path(), &bytes).expect("its first bytes are there");
    }
}

#[test]
fn a_segment_that_unpacks_to_very_much_is_not_read_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(b"TRC\0\x01").expect("memory");
    // Resets of the clock, for ever.
    let zeros = [5, 0, 0, 0, 0, 0, 0, 0, 0].repeat(1 << 20);
    packer.write_all(&zeros).expect("memory");
    let packed = packer.finish().expect("memory");
    assert!(packed.len() * 256 < zeros.len());
    let (told, troubles) = opened(folder.path(), &packed).expect("its first bytes are there");
    assert_eq!((told, troubles), (0, 1));
}

#[test]
fn several_hosts_are_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    for host in ["a", "b"] {
        let own = folder.path().join(host);
        fs::create_dir(&own).expect("room");
        fs::write(own.join("trace.0.bin"), raw()).expect("room");
        fs::write(own.join("notes.txt"), "not a trace").expect("room");
    }
    let recording = Recording::open(folder.path()).expect("a trace");
    let names = [
        "a/trace: main",
        "a/trace: io",
        "b/trace: main",
        "b/trace: io",
    ];
    assert_eq!(recording.runtime_names(), names);
    assert_eq!(recording.runtimes(), [1, 2, 3, 4]);
    let all = events(&recording);
    assert_eq!(counts(all[&1].iter()), counts(all[&3].iter()));
    assert_eq!(recording.troubles(), []);
    let nothing = tempfile::tempdir().expect("a folder");
    let error = Recording::open(nothing.path()).expect_err("there is none");
    assert!(
        error.to_string().contains("a folder without a trace"),
        "{error}"
    );
}
