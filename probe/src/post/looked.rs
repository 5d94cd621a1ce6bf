//! The thread of a worker, looked at for a viewer or a recording: no more than the system tells
//! of it.

use crate::events::WorkerId;
use crate::observe::Reader;
use crate::thread::{self, At, OsThread};
use crate::wire::{MOST_MAPS, Place, RawBytes, Stack};
use std::ops::Range;

/// What the thread of this worker is doing, if the worker holds a poll.
pub(super) fn look(reader: &Reader, worker: WorkerId) -> Option<Stack> {
    let hands = reader.hands();
    let held = hands.held(worker)?;
    let (place, times, stack) = match held.thread {
        Some(thread) => look_at(thread),
        None => (None, None, None),
    };
    let (stack, maps) = match stack {
        Some(mut stack) => {
            let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
            only_addresses(&mut stack, &maps);
            (Some(stack), of_files(&maps))
        }
        None => (None, String::new()),
    };
    // Else it would be of another poll.
    hands.goes_on(&held).then_some(Stack {
        worker,
        task: held.task,
        since: held.since,
        place,
        times,
        stack,
        maps,
    })
}

/// Of the memory's map, what holds a file. Nothing if that is longer than anybody reads.
fn of_files(maps: &str) -> String {
    let is_file = |line: &&str| line.contains('/');
    let files = maps.lines().filter(is_file);
    let files: String = files.flat_map(|line| [line, "\n"]).collect();
    match files.len() <= MOST_MAPS {
        true => files,
        false => String::new(),
    }
}

type Looked = (Option<Place>, Option<(u64, u64)>, Option<RawBytes>);

fn look_at(of: OsThread) -> Looked {
    let times = thread::times(of).map(|times| {
        let nanos = |time: std::time::Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        (nanos(times.ran), nanos(times.waited))
    });
    if let Some((at, stack)) = thread::stack_of_sleeper(of) {
        let stack = RawBytes {
            pc: stack.pc,
            sp: stack.sp,
            bytes: stack.bytes,
        };
        return (Some(place(at)), times, Some(stack));
    }
    let look = thread::look(of);
    (look.map(|look| place(look.at)), times, None)
}

fn place(at: At) -> Place {
    match at {
        At::Running => Place::Running,
        At::Elsewhere => Place::Elsewhere,
        At::Call { call, fd, path } => Place::Call {
            number: call.number,
            fd: fd.map(|(fd, name)| (fd, name.unwrap_or_default())),
            path,
        },
    }
}

/// Leaves of a stack what a walk along it needs, and no more: words that may be addresses of code,
/// and those that point into the stack itself. What the application has in its variables goes.
fn only_addresses(stack: &mut RawBytes, maps: &str) {
    // The system lists them in order.
    let parts: Vec<Part> = maps.lines().filter_map(Part::of).collect();
    let stays = |word: u64| {
        let after = parts.partition_point(|part| part.range.start <= word);
        let part = after.checked_sub(1).and_then(|place| parts.get(place));
        let part = part.filter(|part| part.range.contains(&word));
        part.is_some_and(|part| part.is_code || part.range.contains(&stack.sp))
    };
    let before = (stack.sp.wrapping_neg() % WORD as u64) as usize;
    let before = before.min(stack.bytes.len());
    let (rest, words) = stack.bytes.split_at_mut(before);
    rest.fill(0);
    let (words, rest) = words.as_chunks_mut::<WORD>();
    for word in words {
        if !stays(u64::from_le_bytes(*word)) {
            *word = [0; WORD];
        }
    }
    rest.fill(0);
}

/// Bytes of an address.
const WORD: usize = 8;

/// A part of the process's memory.
struct Part {
    range: Range<u64>,
    is_code: bool,
}

impl Part {
    /// By a line of `/proc/self/maps`.
    fn of(line: &str) -> Option<Self> {
        let (range, rest) = line.split_once(' ')?;
        let (from, to) = range.split_once('-')?;
        let hex = |text| u64::from_str_radix(text, 16).ok();
        Some(Self {
            range: hex(from)?..hex(to)?,
            is_code: rest.split(' ').next()?.contains('x'),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of these bytes.
    fn left(sp: u64, bytes: Vec<u8>, maps: &str) -> Vec<u8> {
        let pc = 0x1000;
        let mut stack = RawBytes { pc, sp, bytes };
        only_addresses(&mut stack, maps);
        stack.bytes
    }

    #[test]
    fn of_a_stack_only_addresses_are_kept() {
        let maps = "1000-2000 r-xp 00000000 fe:00 12 /a b\n\
                    2000-3000 rw-p 00000000 fe:00 12 /a b\n\
                    5000-6000 rw-p 00000000 00:00 0 [heap]\n\
                    7000-8000 rw-p 00000000 00:00 0\n";
        // A call, a secret, the heap, data of a file, the stack, code's end.
        let words: [u64; 6] = [
            0x1234,
            u64::from_le_bytes(*b"password"),
            0x5008,
            0x2008,
            0x7ff8,
            0x2000,
        ];
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.extend(b"end");
        let kept: Vec<u8> = [0x1234, 0, 0, 0, 0x7ff8, 0_u64]
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .chain([0; 3])
            .collect();
        assert_eq!(left(0x7f00, bytes, maps), kept);
    }

    #[test]
    fn of_a_map_the_files_are_kept() {
        let file = "1000-2000 r-xp 00000000 fe:00 12 /a\n";
        let heap = "5000-6000 rw-p 00000000 00:00 0 \n";
        let many = heap.repeat(MOST_MAPS / heap.len() + 1) + file;
        assert_eq!(of_files(&many), file);
        assert_eq!(of_files(&file.repeat(MOST_MAPS / file.len() + 1)), "");
    }

    /// The stack pointer of a thread that sleeps is even, but nothing promises it.
    #[test]
    fn words_are_where_their_addresses_say() {
        let mut bytes = b"abc".to_vec();
        bytes.extend(0x1234_u64.to_le_bytes());
        let bytes = left(0x7f05, bytes, "1000-2000 r-xp 00000000 fe:00 12 /a\n");
        assert_eq!(
            (&bytes[..3], &bytes[3..]),
            (&[0; 3][..], &0x1234_u64.to_le_bytes()[..])
        );
    }
}
