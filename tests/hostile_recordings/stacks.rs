//! Stacks in a file that lies.

use super::*;
use kitchen_probe::wire::{MOST_MAPS, Place, RawBytes, Stack};
use std::fmt::Write;
use std::os::unix::fs::MetadataExt;

/// The program that is made to read the file, whose tables are many megabytes.
const PROGRAM: &str = env!("CARGO_BIN_EXE_tokio-kitchen");

/// Where the parts of the memory begin, and how far they are apart.
const START: u64 = 1 << 30;
const APART: u64 = 1 << 32;

fn of_program() -> File {
    let hello = Hello {
        executable: PROGRAM.into(),
        ..Hello::default()
    };
    let mut file = File::default();
    file.encoder.hello(&hello, &mut file.bytes);
    file.event(1, 1, What::RunStarted(info(2)));
    file.event(1, 1, spawned(1));
    file.events(1);
    file
}

fn asleep(number: u64, words: impl Iterator<Item = u64>, maps: String) -> Stack {
    Stack {
        worker: WorkerId::new(0),
        task: id(1),
        since: Nanos(3),
        place: Some(Place::Call {
            number: 230,
            fd: None,
            path: None,
        }),
        times: Some((number, number)),
        stack: Some(RawBytes {
            pc: START + 0x5000 + number,
            sp: 1 << 50,
            bytes: words.flat_map(u64::to_le_bytes).collect(),
        }),
        maps,
    }
}

fn add(file: &mut File, at: u64, stack: &Stack) {
    let bytes = &mut file.bytes;
    file.encoder
        .block(Kind::Stack, 1, Nanos(at), &stack.bytes(), bytes);
}

fn checked(file: &File) {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let path = folder.path().join("a.tkr");
    std::fs::write(&path, &file.bytes).expect("room");
    let path = path.to_str().expect("UTF-8");
    for format in ["text", "json", "junit", "github"] {
        kitchen(&["check", path, "--max-stall", "1ms", "--format", format]);
    }
}

/// Each copy has tables of its own if it is read anew.
#[test]
fn a_program_that_is_in_memory_a_thousand_times() {
    let inode = std::fs::metadata(PROGRAM).expect("it is there").ino();
    let mut file = of_program();
    for more in 0..3 {
        let mut maps = String::new();
        for copy in 0..1_000 + more {
            let start = START + copy * APART;
            let (code, end) = (start + 0x1000, start + 0x4000_0000);
            writeln!(
                maps,
                "{start:x}-{code:x} r--p 00000000 00:00 {inode} {PROGRAM}\n\
                 {code:x}-{end:x} r-xp 00001000 00:00 {inode} {PROGRAM}"
            )
            .expect("room");
        }
        let words = (0..8_192).map(|word| START + word % 1_000 * APART + 0x10_0000 + word);
        add(&mut file, 5 + more, &asleep(more, words, maps));
    }
    file.event(1, 900_000_000, polled(1, 0, 3));
    file.tick(1, &tick(1_000_000_000, 2, 5));
    checked(&file);
}

/// Looked through from the beginning for each of its parts, and for each word of a stack, these
/// took minutes.
#[test]
fn a_map_of_tens_of_thousands_of_parts_in_no_order() {
    let parts = (MOST_MAPS / 42) as u64;
    let mut file = of_program();
    for more in 0..3 {
        let mut maps = String::new();
        for part in (0..parts - more).rev() {
            let start = START + part * 0x2000;
            let end = start + 0x1000;
            writeln!(maps, "{start:x}-{end:x} r-xp 00000000 0:0 1 /").expect("room");
        }
        assert!(maps.len() <= MOST_MAPS);
        let words = (0..8_192).map(|word| START + word % parts * 0x2000 + 7);
        add(&mut file, 5 + more, &asleep(more, words, maps));
    }
    checked(&file);
}

#[test]
fn stacks_longer_than_any_and_of_workers_that_are_not() {
    let mut file = of_program();
    let most = 15 << 17;
    add(
        &mut file,
        5,
        &asleep(1, (0..most).map(|_| START), String::new()),
    );
    add(&mut file, 6, &asleep(1, 0..9, "x".repeat(15 << 20)));
    let mut other = asleep(2, 0..9, "\u{1b}[2J".repeat(1_000));
    other.worker = WorkerId::new(u16::MAX);
    other.since = Nanos(u64::MAX);
    add(&mut file, u64::MAX, &other);
    for payload in [
        &[][..],
        &[0xff; 40],
        &[0x80, 0xe1, 0xeb, 0x17, 7],
        &[1, 7, 0, 3],
    ] {
        let bytes = &mut file.bytes;
        file.encoder.block(Kind::Stack, 1, Nanos(7), payload, bytes);
    }
    checked(&file);
}

#[test]
fn as_many_looks_as_there_is_room_for() {
    let mut file = of_program();
    for look in 0..65_535 {
        let mut stack = asleep(look, 0..0, String::new());
        stack.since = Nanos(look / 2);
        if look % 3 < 2 {
            (stack.place, stack.stack) = (Some(Place::Running), None);
        }
        add(&mut file, 5 + look, &stack);
    }
    file.tick(1, &tick(1_000_000_000, 2, 5));
    checked(&file);
}

#[test]
fn names_in_a_stack_that_speak_to_the_terminal() {
    let harm = "\u{1b}]0;x\u{7}\u{1b}[2J\r\u{202e}\u{9b}31m".repeat(1_000);
    let mut file = of_program();
    for number in [0, 2, 230, 257, u32::MAX] {
        let mut stack = asleep(1, 0..9, harm.clone());
        stack.place = Some(Place::Call {
            number,
            fd: Some((7, harm.clone())),
            path: Some(harm.clone()),
        });
        let at = u64::from(number) + 5;
        add(&mut file, at, &stack);
        file.event(1, at + 900_000_000, polled(1, 0, 3));
        file.events(1);
    }
    file.tick(1, &tick(1 << 40, 2, 5));
    look(&file.bytes);
    checked(&file);
}
