//! Where the sockets are: a folder that nobody but its owner can enter.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What the folder is called.
const NAME: &str = "tokio-kitchen";

/// Why a folder is not one in which sockets may be.
#[derive(Debug)]
pub enum Unfit {
    /// There is none.
    Missing,
    /// It is a link, a file, or something else.
    NotAFolder,
    /// It is somebody else's.
    OfAnother(u32),
    /// Others may enter it: its rights.
    Open(u32),
    /// The system says no.
    Io(io::Error),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("found none; expected a folder of your own"),
            Self::NotAFolder => {
                f.write_str("found a link or a file; expected a folder of your own")
            }
            Self::OfAnother(user) => {
                write!(f, "found a folder of user {user}; expected one of your own")
            }
            Self::Open(mode) => write!(
                f,
                "found a folder that others may enter (mode {mode:03o}); expected 700"
            ),
            Self::Io(error) => write!(f, "cannot be looked at: {error}"),
        }
    }
}

impl std::error::Error for Unfit {}

/// The folders in which the sockets of this user's programs may be: the first is the one that is
/// used. Whether one is there, and fit, says [`check`].
pub fn folders() -> Vec<PathBuf> {
    let of_session = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let of_session = of_session.filter(|folder| folder.is_absolute());
    let of_user = user().map(|user| PathBuf::from(format!("/tmp/{NAME}-{user}")));
    let of_session = of_session.map(|folder| folder.join(NAME));
    of_session.into_iter().chain(of_user).collect()
}

/// Whether this is a folder of this user's own that nobody else can enter.
///
/// # Errors
/// Why it is not.
#[cfg(unix)]
pub fn check(folder: &Path) -> Result<(), Unfit> {
    use std::os::unix::fs::MetadataExt;
    let about = match std::fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Unfit::Missing),
        about => about.map_err(Unfit::Io)?,
    };
    if !about.is_dir() {
        return Err(Unfit::NotAFolder);
    }
    if user() != Some(about.uid()) {
        return Err(Unfit::OfAnother(about.uid()));
    }
    match about.mode() & 0o777 {
        mode if mode & 0o077 != 0 => Err(Unfit::Open(mode)),
        _ => Ok(()),
    }
}

/// As on Unix; elsewhere there is no such folder.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub fn check(_folder: &Path) -> Result<(), Unfit> {
    Err(Unfit::Missing)
}

/// Whose files this process makes.
#[cfg(unix)]
fn user() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let own = std::fs::metadata("/proc/self").ok();
    let home = || std::fs::metadata(std::env::home_dir()?).ok();
    own.or_else(home).map(|about| about.uid())
}

#[cfg(not(unix))]
fn user() -> Option<u32> {
    None
}

/// What `open` makes in the first of these [`folders`] in which it can: the path of a socket in it
/// may be too long.
#[cfg(unix)]
pub(super) fn in_first<T>(
    folders: &[PathBuf],
    mut open: impl FnMut(&Path) -> io::Result<T>,
) -> io::Result<T> {
    let mut why = io::Error::new(io::ErrorKind::NotFound, "there is no place for a socket");
    for folder in folders {
        match make(folder).and_then(|()| open(folder)) {
            Ok(opened) => return Ok(opened),
            Err(error) => {
                let said = format!("{}: {error}", folder.display());
                why = io::Error::new(error.kind(), said);
            }
        }
    }
    Err(why)
}

#[cfg(unix)]
pub(super) fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().mode(0o700).create(folder);
    if let Err(error) = made
        && error.kind() != io::ErrorKind::AlreadyExists
    {
        return Err(error);
    }
    check(folder).map_err(io::Error::other)
}

/// Removes the sockets of processes that are gone.
#[cfg(unix)]
pub(super) fn tidy(folder: &Path) {
    let Ok(files) = std::fs::read_dir(folder) else {
        return;
    };
    for file in files.flatten().take(MOST_FILES) {
        let path = file.path();
        if pid_of(&path).is_some_and(is_gone) {
            // Whoever else tidies may have been first.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// No more files of a folder are looked at.
#[cfg(unix)]
const MOST_FILES: usize = 4096;

/// The process whose socket this is, by its name.
#[cfg(unix)]
fn pid_of(path: &Path) -> Option<u32> {
    if path.extension()? != "sock" {
        return None;
    }
    path.file_stem()?.to_str()?.parse().ok()
}

/// Whether no process with this number runs, or it has ended and nobody has asked how. `false`
/// where the system does not tell of the processes that there are.
pub fn is_gone(pid: u32) -> bool {
    if !Path::new("/proc/self/stat").exists() {
        return false;
    }
    let Ok(stat) = std::fs::read(format!("/proc/{pid}/stat")) else {
        return true;
    };
    // Behind the name, which may have any bytes in it.
    let name = stat.iter().rposition(|byte| *byte == b')');
    let state = name.and_then(|name| stat.get(name + 2));
    matches!(state, Some(b'Z' | b'X'))
}
