//! The stack of a thread and the program it is of, whatever both say: walked and named.
#![no_main]

use kitchen_probe::events::{Nanos, TaskId, WorkerId};
use kitchen_probe::wire::{Place, RawBytes, Stack};
use libfuzzer_sys::fuzz_target;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use tokio_kitchen::stack::OtherStacks;

/// Where the program is in memory.
const START: u64 = 0x1_0000;

fn read(pc: u16, stack: &[u8], program: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(program).expect("room");
    let inode = file.as_file().metadata().expect("a file").ino();
    let told = Stack {
        worker: WorkerId::new(0),
        task: TaskId::new(1).expect("not 0"),
        since: Nanos(1),
        place: Some(Place::Elsewhere),
        times: None,
        stack: Some(RawBytes {
            pc: START + u64::from(pc),
            sp: 1 << 40,
            bytes: stack.to_vec(),
        }),
        maps: maps(program.len(), inode, file.path()),
    };
    let mut stacks = OtherStacks::of_recorded(file.path().to_owned(), 0);
    let _ = stacks.read(told);
}

fn maps(length: usize, inode: u64, path: &Path) -> String {
    let end = START + (length as u64).next_multiple_of(0x1000).max(0x1000);
    let path = path.display();
    format!("{START:x}-{end:x} r-xp 00000000 00:00 {inode} {path}\n")
}

// How long the stack is, the address of the innermost call, the stack, the program.
fuzz_target!(|bytes: &[u8]| {
    let Some(([low, high, pc @ ..], rest)) = bytes.split_first_chunk::<4>() else {
        return;
    };
    let length = usize::from(u16::from_le_bytes([*low, *high]));
    let (stack, program) = rest.split_at(length.min(rest.len()));
    read(u16::from_le_bytes(*pc), stack, program);
});
