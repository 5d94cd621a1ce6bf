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

/// The parts that hold files; what is odd is left out.
pub(super) fn read(text: &str) -> Vec<Mapping> {
    text.lines().filter_map(mapping).collect()
}

/// Where the file begins of which this part was put into memory for its code.
pub(super) fn first_of<'a>(mappings: &'a [Mapping], code: &Mapping) -> Option<&'a Mapping> {
    let before = mappings.iter().filter(|part| {
        part.path == code.path && part.offset == 0 && part.range.start <= code.range.start
    });
    before.max_by_key(|part| part.range.start)
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
}
