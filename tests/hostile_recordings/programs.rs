//! Programs whose tables lie: the inputs that are kept for `fuzz/fuzz_targets/stacks.rs`.

use super::*;
use kitchen_probe::wire::{Place, RawBytes, Stack};
use std::os::unix::fs::MetadataExt;
use tokio_kitchen::events::Stuck;
use tokio_kitchen::stack::OtherStacks;

/// Where the program is in memory.
const START: u64 = 0x1_0000;

/// What is found of a kept input: how long its stack is, the address of the innermost call, the
/// stack, the program.
fn found(name: &str) -> Stuck {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/stacks");
    let bytes = std::fs::read(folder.join(name)).expect("it is kept");
    let (head, rest) = bytes.split_first_chunk::<4>().expect("a head");
    let [length, pc] = [0, 2].map(|at| u16::from_le_bytes([head[at], head[at + 1]]));
    let (stack, program) = rest.split_at(length.into());
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), program).expect("room");
    let inode = file.as_file().metadata().expect("a file").ino();
    let path = file.path().display();
    let told = Stack {
        worker: WorkerId::new(0),
        task: id(1),
        since: Nanos(1),
        place: Some(Place::Elsewhere),
        times: None,
        stack: Some(RawBytes {
            pc: START + u64::from(pc),
            sp: 1 << 40,
            bytes: stack.to_vec(),
        }),
        maps: format!("{START:x}-20000 r-xp 00000000 00:00 {inode} {path}\n"),
    };
    let mut stacks = OtherStacks::of_recorded(file.path().to_owned(), 0);
    stacks.read(told).expect("it sleeps")
}

fn functions(found: &Stuck) -> Vec<&str> {
    found.lines.iter().map(|line| &*line.function).collect()
}

#[test]
fn a_small_program_is_walked_and_named() {
    let table = found("table");
    assert_eq!(functions(&table), ["twice", "c", "b", "a"], "{table:?}");
}

/// The rule for its frame is a program that goes back to its beginning for ever.
#[test]
fn a_rule_that_never_ends_is_not_followed() {
    // The next calls are found by looking for them.
    assert_eq!(functions(&found("endless")), ["b", "a"]);
}

#[test]
fn a_program_that_is_torn_or_empty_names_nothing() {
    for name in ["torn-program", "no-program"] {
        assert!(found(name).lines.is_empty(), "{name}");
    }
}

/// A table says that what is written for its functions begins before there is anything, or that
/// there is more than can be counted.
#[test]
fn a_table_that_lies_is_not_looked_up() {
    for name in ["before-its-section", "too-many-rules"] {
        assert!(found(name).lines.len() <= 4, "{name}");
    }
}
