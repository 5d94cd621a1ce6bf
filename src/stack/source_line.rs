//! The text of a line, from its file, if that is still what the program was built from.

use super::own::Call;
use crate::events::{SourceText, shown};
use std::path::Path;
use std::time::SystemTime;

/// The longest line that is kept, in characters.
const LONGEST: usize = 200;
/// No source is larger.
const LARGEST: u64 = 16 << 20;

pub(super) fn text_of(call: Option<&Call>) -> SourceText {
    let Some((file, line)) = call.and_then(|call| call.place.as_ref()) else {
        return SourceText::Missing;
    };
    read(file, *line, built()).unwrap_or(SourceText::Missing)
}

/// When the program was built: its file's time.
fn built() -> Option<SystemTime> {
    let exe = std::env::current_exe().ok()?;
    std::fs::metadata(exe).ok()?.modified().ok()
}

/// `None` if there is no such file or line.
fn read(file: &Path, line: u32, built: Option<SystemTime>) -> Option<SourceText> {
    let about = std::fs::metadata(file).ok()?;
    if !about.is_file() || about.len() > LARGEST {
        return None;
    }
    // Unknown is not unchanged.
    if built.is_none_or(|built| about.modified().map_or(true, |changed| changed > built)) {
        return Some(SourceText::Changed);
    }
    let text = std::fs::read_to_string(file).ok()?;
    let line = text
        .lines()
        .nth(usize::try_from(line.checked_sub(1)?).ok()?)?;
    Some(SourceText::Line(shown(line, LONGEST)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_line_is_read_only_from_a_file_that_is_as_it_was_built() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(&file, "one\n  two \n").expect("written");
        let changed = file.path().metadata().and_then(|about| about.modified());
        let changed = changed.expect("a time");
        let second = Duration::from_secs(1);
        let read = |line, built| read(file.path(), line, built);
        let text = Some(SourceText::Line("two".to_owned()));
        assert_eq!(read(2, Some(changed)), text);
        assert_eq!(read(2, Some(changed - second)), Some(SourceText::Changed));
        assert_eq!(read(2, None), Some(SourceText::Changed));
        assert_eq!(read(0, Some(changed)), None);
        assert_eq!(read(3, Some(changed)), None);
        assert_eq!(super::read(Path::new("/nowhere"), 1, Some(changed)), None);
        assert_eq!(super::read(Path::new("/"), 1, Some(changed)), None);
    }
}
