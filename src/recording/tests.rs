use super::*;
use crate::events::{Event, Nanos, TaskId, What, WorkerId};
use crate::probe::wire::{Bye, Encoder, Fault, HEAD_BYTES as HEAD, Hello, Kind, Place, Stack};
use std::fs;

fn event(at: u64) -> Event {
    Event {
        at: Nanos(at),
        what: What::RunEnded,
    }
}

/// A recording of some blocks with an event each, and where these begin.
fn written(blocks: u64) -> (Vec<u8>, Vec<usize>) {
    let mut encoder = Encoder::default();
    let mut bytes = Vec::new();
    let hello = Hello {
        name: "app".into(),
        ..Hello::default()
    };
    encoder.hello(&hello, &mut bytes);
    let mut places = Vec::new();
    for number in 1..=blocks {
        places.push(bytes.len());
        encoder.push(&event(number));
        encoder.events(1, &mut bytes);
    }
    places.push(bytes.len());
    encoder.bye(&Bye::default(), &mut bytes);
    (bytes, places)
}

fn opened(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.tkr");
    fs::write(&path, bytes).expect("room");
    Recording::open(&path)
}

/// When the events were that can be read.
fn times(recording: &Recording) -> Vec<u64> {
    let events = recording.steps(0).filter_map(|step| match step {
        Ok(Step::Events(1, events)) => Some(events),
        _ => None,
    });
    events.flatten().map(|event| event.at.0).collect()
}

#[test]
fn what_was_written_is_read_from_any_place() {
    let (bytes, _) = written(4);
    let recording = opened(&bytes).expect("it is whole");
    assert_eq!(recording.hello().name, "app");
    assert_eq!(
        (recording.runtimes(), recording.end()),
        (&[1][..], Nanos(4))
    );
    assert_eq!(times(&recording), [1, 2, 3, 4]);
    assert_eq!(recording.troubles(), []);
    let from = recording.steps(3).next();
    assert_eq!(from, Some(Ok(Step::Events(1, vec![event(3)]))));
    let last = recording.steps(0).last();
    assert_eq!(last, Some(Ok(Step::Bye(Bye::default()))));
}

#[test]
fn wherever_a_file_ends_its_whole_blocks_are_read() {
    let (bytes, places) = written(3);
    for end in 0..bytes.len() {
        let whole = places.iter().skip(1).filter(|place| **place <= end).count();
        match opened(&bytes[..end]) {
            Ok(recording) => {
                let expected: Vec<u64> = (1..=whole.min(3) as u64).collect();
                assert_eq!(times(&recording), expected, "{end}");
                let is_torn = !places.contains(&end);
                assert_eq!(recording.troubles().len(), usize::from(is_torn), "{end}");
            }
            Err(error) => assert!(end < places[0], "{end}: {error}"),
        }
    }
}

#[test]
fn what_lies_behind_damage_is_found_again() {
    let (bytes, places) = written(5);
    for place in places[1]..places[2] {
        let mut bytes = bytes.clone();
        bytes[place] ^= 0x55;
        let recording = opened(&bytes).expect("the first block is whole");
        let damaged = recording.steps(0).filter(Result::is_err).count();
        assert_eq!(times(&recording), [1, 3, 4, 5], "{place}");
        assert!(recording.troubles().len() + damaged > 0, "{place}");
    }
}

#[test]
fn files_of_others_are_named() {
    for (bytes, named) in [
        (&b""[..], "an empty file"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"[runtime]\nworkers = 2\n", "a text"),
        (b"{\"a\": 1}", "JSON"),
        (b"name = 'x'\n", "a text"),
        (b"\x7fELF...", "a program"),
    ] {
        let error = opened(bytes).expect_err("it is none").to_string();
        assert!(
            error.ends_with(&format!("expected a recording, found {named}")),
            "{error}"
        );
    }
    let missing = Recording::open("/there/is/no/such.tkr".as_ref());
    assert!(matches!(missing, Err(Unreadable::Io { .. })));
    let mut newer = Vec::new();
    Encoder::default().block(
        crate::probe::wire::Kind::Hello,
        0,
        Nanos(0),
        &[9],
        &mut newer,
    );
    let newer = opened(&newer).expect_err("it is newer");
    assert!(matches!(
        newer,
        Unreadable::Fault {
            fault: Fault::Newer(9),
            ..
        }
    ));
}

#[test]
fn a_file_full_of_heads_is_not_read_for_each_of_them() {
    let (mut bytes, _) = written(1);
    let begin = bytes.len();
    let end = begin + (1 << 21);
    // Each says that its block goes to the end of the file: 50 GB in all.
    while bytes.len() + HEAD < end {
        let length = (end - bytes.len() - HEAD) as u32;
        let mut head = [0; HEAD];
        head[..5].copy_from_slice(b"KBLK\x02");
        head[8..12].copy_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&head);
    }
    bytes.resize(end, 0);
    // So that the first of them is looked at.
    bytes.push(0);
    let recording = opened(&bytes).expect("the first block is whole");
    assert_eq!(times(&recording), [1]);
    assert!(!recording.troubles().is_empty());
}

#[test]
fn whether_more_is_to_come_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.tkr");
    let recorder = Recorder::create(&path, false, &Hello::default()).expect("room");
    let opened = || Recording::open(&path).expect("it is whole");
    assert!(opened().is_being_written());
    drop(recorder);
    assert!(!opened().is_being_written());
}

/// A block with a look at a thread that runs, and has run for so long.
fn look(encoder: &mut Encoder, ran: u64, bytes: &mut Vec<u8>) {
    let stack = Stack {
        worker: WorkerId::new(0),
        task: TaskId::new(1).expect("not 0"),
        since: Nanos(1),
        place: Some(Place::Running),
        times: Some((ran, 0)),
        stack: None,
        maps: String::new(),
    };
    encoder.block(Kind::Stack, 1, Nanos(ran), &stack.bytes(), bytes);
}

/// What is found of a thread that runs is found by two looks, the earlier one first.
#[test]
fn whoever_looks_for_blocks_reads_no_stack() {
    let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
    encoder.hello(&Hello::default(), &mut bytes);
    look(&mut encoder, 1_000, &mut bytes);
    look(&mut encoder, 5_000, &mut bytes);
    // What is before is looked at then.
    bytes.extend_from_slice(b"no block");
    encoder.bye(&Bye::default(), &mut bytes);
    let recording = opened(&bytes).expect("the first block is whole");
    assert_eq!(recording.places().len(), 4);
    assert_eq!(times(&recording), [5_000]);
    assert_eq!(times(&recording), [5_000], "it is kept");
}

#[test]
fn stacks_are_quick_once_they_are_named() {
    let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
    encoder.hello(&Hello::default(), &mut bytes);
    look(&mut encoder, 1_000, &mut bytes);
    let damaged = bytes.len() - 1;
    look(&mut encoder, 5_000, &mut bytes);
    encoder.bye(&Bye::default(), &mut bytes);
    bytes[damaged] ^= 1;
    let recording = opened(&bytes).expect("the first block is whole");
    let quick = || [0, 1, 2, 3].map(|place| recording.is_quick(place));
    assert_eq!(quick(), [true, false, false, true]);
    recording.name_stacks();
    assert_eq!(quick(), [true; 4]);
}
