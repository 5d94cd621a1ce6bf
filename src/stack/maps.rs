//! `/proc/self/maps`: which files are in memory, and where code is.

use std::ops::Range;

/// A part of the process's memory that holds a part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mapping {
    pub(super) range: Range<u64>,
    pub(super) is_code: bool,
    pub(super) offset: u64,
    pub(super) inode: u64,
    pub(super) path: String,
}

/// The parts that hold files, in order; what is odd is left out. The system lists no part that lies
/// over another one: whoever sent them may.
pub(super) fn read(text: &str) -> Vec<Mapping> {
    let mut parts: Vec<_> = text.lines().filter_map(mapping).collect();
    parts.sort_by_key(|part| part.range.start);
    let mut end = 0;
    parts.retain(|part| {
        let is_free = part.range.start >= end;
        if is_free {
            end = part.range.end;
        }
        is_free
    });
    parts
}

/// Which of these, in order, holds an address.
pub(super) fn at(parts: &[Mapping], address: u64) -> Option<&Mapping> {
    let after = parts.partition_point(|part| part.range.start <= address);
    let part = parts.get(after.checked_sub(1)?)?;
    part.range.contains(&address).then_some(part)
}

/// The files that were put into memory for their code: where each begins, and all of it up to the
/// last part that holds code, in order. A file's parts lie one behind the other.
pub(super) fn files(parts: &[Mapping]) -> Vec<(&Mapping, Range<u64>)> {
    let are_of_one = |part: &Mapping, next: &Mapping| next.offset != 0 && next.path == part.path;
    let files = parts.chunk_by(are_of_one).filter_map(|file| {
        let first = file.first().filter(|part| part.offset == 0)?;
        let last = file.iter().rfind(|part| part.is_code)?;
        Some((first, first.range.start..last.range.end))
    });
    files.collect()
}

fn mapping(line: &str) -> Option<Mapping> {
    // A path may have spaces in it, and comes last.
    let mut rest = line;
    let mut word = || {
        let (word, after) = rest.split_once(' ')?;
        rest = after.trim_start_matches(' ');
        Some(word)
    };
    let (range, rights, offset) = (word()?, word()?, word()?);
    let _device = word()?;
    let inode = word()?.parse().ok()?;
    let hex = |text| u64::from_str_radix(text, 16).ok();
    let (from, to) = range.split_once('-')?;
    let range = hex(from)?..hex(to)?;
    (rest.starts_with('/') && !range.is_empty()).then(|| Mapping {
        range,
        is_code: rights.contains('x'),
        offset: hex(offset).unwrap_or(0),
        inode,
        path: rest.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_hold_files_are_read_and_others_left_out() {
        let text = "\
55e0-55f0 r--p 00000000 fe:00 12 /home/my app/it (deleted)
55f0-5600 r-xp 00001000 fe:00 12                         /home/my app/it (deleted)
5600-5700 rw-p 00000000 00:00 0                          [heap]
5700-5800 rw-p 00000000 00:00 0 
odd
-r x y z /a
7f00-7f00 r-xp 00000000 fe:00 13 /empty
";
        let read = read(text);
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].path, "/home/my app/it (deleted)");
        assert_eq!(
            (read[1].range.clone(), read[1].offset),
            (0x55f0..0x5600, 0x1000)
        );
        assert_eq!(
            (read[0].is_code, read[1].is_code, read[1].inode),
            (false, true, 12)
        );
    }

    #[test]
    fn a_file_is_all_of_its_parts_that_lie_one_behind_the_other() {
        let text = "\
1000-2000 r--p 00000000 fe:00 12 /a
2000-3000 r-xp 00001000 fe:00 12 /a
3000-4000 rw-p 00002000 fe:00 12 /a
5000-6000 r--p 00000000 fe:00 13 /only data
6000-7000 r-xp 00000000 fe:00 14 /b
7000-8000 r--p 00000000 fe:00 12 /a
8000-9000 r-xp 00001000 fe:00 12 /a
9000-a000 r-xp 00002000 fe:00 12 /a
a000-b000 r-xp 00001000 fe:00 15 /without a beginning
";
        let read = read(text);
        let files: Vec<_> = files(&read)
            .into_iter()
            .map(|(first, range)| (&*first.path, range))
            .collect();
        let expected = [
            ("/a", 0x1000..0x3000),
            ("/b", 0x6000..0x7000),
            ("/a", 0x7000..0xa000),
        ];
        assert_eq!(files, expected);
        let at = |address| at(&read, address).map(|part| part.range.start);
        assert_eq!(
            (at(0xfff), at(0x1000), at(0x4000)),
            (None, Some(0x1000), None)
        );
        assert_eq!((at(0xafff), at(0xb000)), (Some(0xa000), None));
    }

    #[test]
    fn parts_in_no_order_and_over_one_another_are_put_in_order() {
        let text = "\
9000-a000 r-xp 00000000 00:00 1 /c
1000-8000 r-xp 00000000 00:00 1 /a
2000-3000 r-xp 00000000 00:00 1 /b
7fff-9000 r-xp 00000000 00:00 1 /b
";
        let starts: Vec<_> = read(text)
            .into_iter()
            .map(|part| part.range.start)
            .collect();
        assert_eq!(starts, [0x1000, 0x9000]);
    }
}
