//! Files are written whole or not at all; those that go on for long begin so.
//!
//! What is written goes into a file beside, is put on the disk, and then takes the name: a disk
//! that is full, or a crash, leaves what was there before. Used by whoever writes a file; it
//! knows nothing of what is in it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::Builder;

/// What a new file may be, less the umask: as any program makes it.
const NEW: u32 = 0o666;

/// Writes a file. Where there is one already, it is replaced if `force` says so; a link stays,
/// and what it points at is replaced. What is no ordinary file, such as a pipe or `/dev/stdout`,
/// is written into.
///
/// # Errors
/// When it cannot be written, or is there and may not be replaced. Then nothing has changed.
pub(crate) fn write(path: &Path, force: bool, text: &[u8]) -> io::Result<()> {
    write_by(path, force, |file| file.write_all(text))
}

/// Begins a file that goes on: its first bytes are written as by [`write`], the others into what
/// this gives.
///
/// # Errors
/// As [`write`].
pub(crate) fn begin(path: &Path, force: bool, first: &[u8]) -> io::Result<File> {
    let known = fs::metadata(path).ok();
    if force && known.is_some_and(|known| !known.is_file()) {
        // What is a pipe has to be opened once.
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.write_all(first)?;
        return Ok(file);
    }
    write(path, force, first)?;
    OpenOptions::new().append(true).open(path)
}

/// As [`write`], of what is written by a function: for what is not in memory.
pub(crate) fn write_by(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let known = fs::metadata(path).ok();
    if known.is_some() && !force {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    // Names of open files, not of places on a disk, and devices.
    let stream = path.starts_with("/dev") || path.starts_with("/proc");
    if stream || known.as_ref().is_some_and(|known| !known.is_file()) {
        return fill(&mut OpenOptions::new().write(true).open(path)?);
    }
    let path = behind_links(path)?;
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mode = known
        .as_ref()
        .map_or_else(|| Permissions::from_mode(NEW), fs::Metadata::permissions);
    let mut beside = Builder::new();
    beside.prefix(".tokio-kitchen-").suffix(".part");
    let mut file = beside.permissions(mode.clone()).tempfile_in(folder)?;
    fill(file.as_file_mut())?;
    if known.is_some() {
        // Those of the old one, whatever the umask.
        file.as_file().set_permissions(mode)?;
    }
    file.as_file().sync_all()?;
    if force {
        file.persist(&path)?;
    } else {
        file.persist_noclobber(&path)?;
    }
    // The name as well. Where folders cannot be synced it will be there soon.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// The place a path points at, also if nothing is there yet.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    /// As many as the kernel follows.
    const LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = fs::read_link(&path) else {
            return Ok(path);
        };
        // A target that is relative is so to the link's folder; one that is not replaces all.
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("too many links"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_disk_that_is_full_loses_nothing_and_leaves_nothing_half() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.svg");
        let full = |file: &mut File| {
            file.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        };
        assert!(write_by(&path, false, full).is_err());
        assert_eq!(names(dir.path()), [""; 0]);
        write(&path, false, b"old").unwrap();
        assert!(write_by(&path, true, full).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(dir.path()), ["a.svg"]);
    }

    #[test]
    fn only_force_replaces_and_the_mode_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.svg");
        write(&path, false, b"one").unwrap();
        let error = write(&path, false, b"two").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        fs::set_permissions(&path, Permissions::from_mode(0o604)).unwrap();
        write(&path, true, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o604);
    }

    #[test]
    fn a_link_stays_and_what_it_points_at_is_written() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("far")).unwrap();
        let link = dir.path().join("link.svg");
        std::os::unix::fs::symlink("far/a.svg", &link).unwrap();
        for text in ["one", "two"] {
            write(&link, true, text.as_bytes()).unwrap();
            let there = fs::read_to_string(dir.path().join("far/a.svg")).unwrap();
            assert_eq!(there, text);
        }
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(names(&dir.path().join("far")), ["a.svg"]);
    }

    #[test]
    fn what_is_no_file_is_written_into() {
        write(Path::new("/dev/null"), true, b"text").unwrap();
        let error = write(Path::new("/dev/full"), true, b"text").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
