//! The programs there are.

use super::connection::{Connection, Heard, News};
use super::trouble::Trouble;
use crate::plain::escaped;
use crate::probe::serve::{Unfit, check, folders, is_gone};
use crate::probe::wire::Hello;
use std::collections::BTreeMap;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// More programs are not looked at.
const MOST: usize = 64;

/// A program is asked for its figures so long.
const PATIENCE: Duration = Duration::from_millis(1500);

/// A program that can be attached to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The number of its process.
    pub pid: u32,
    /// Its socket.
    pub path: PathBuf,
}

/// What it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who.
    pub found: Found,
    /// Who it says it is.
    pub hello: Hello,
    /// Tasks alive in its runtimes, as far as it has said.
    pub tasks: Option<usize>,
}

impl Told {
    /// `4711  my-service  37 tasks  3m 12s`.
    pub fn line(&self) -> String {
        let name = escaped(&self.hello.name);
        let age = humantime::format_duration(Duration::from_secs(self.age().as_secs()));
        let tasks = match self.tasks {
            Some(1) => "1 task".to_owned(),
            Some(tasks) => format!("{tasks} tasks"),
            None => "? tasks".to_owned(),
        };
        format!("{:<8} {name:<24} {tasks:<12} {age}", self.found.pid)
    }

    /// How long ago its clock was at zero.
    pub fn age(&self) -> Duration {
        let began = UNIX_EPOCH.checked_add(Duration::from_millis(self.hello.began));
        let age = began.and_then(|began| SystemTime::now().duration_since(began).ok());
        age.unwrap_or_default()
    }
}

/// The programs of this user that have a socket, by their numbers. Sockets of processes that are
/// gone are removed.
///
/// # Errors
/// When there is none, and a folder that is not fit.
pub fn running() -> Result<Vec<Found>, Trouble> {
    running_in(&folders())
}

pub(super) fn running_in(folders: &[PathBuf]) -> Result<Vec<Found>, Trouble> {
    let mut all = Vec::new();
    let mut unfit = None;
    for folder in folders {
        match check(folder) {
            Ok(()) => all.extend(sockets(folder)),
            Err(Unfit::Missing) => {}
            Err(why) => unfit = Some(Trouble::Folder(folder.clone(), why)),
        }
    }
    all.sort_by_key(|found| found.pid);
    all.dedup_by_key(|found| found.pid);
    all.truncate(MOST);
    match (all.is_empty(), unfit) {
        (true, Some(unfit)) => Err(unfit),
        _ => Ok(all),
    }
}

/// The one with this number.
///
/// # Errors
/// When there is none.
pub fn of_pid(pid: u32) -> Result<Found, Trouble> {
    let found = running()?.into_iter().find(|found| found.pid == pid);
    found.ok_or(Trouble::NoSuch(pid))
}

/// The one whose socket is there.
///
/// # Errors
/// When there is no socket of this user.
pub fn at(path: &Path) -> Result<Found, Trouble> {
    let found = |what| Trouble::NotASocket(path.to_owned(), what);
    let about = std::fs::symlink_metadata(path);
    let about = about.map_err(|_| found("nothing that can be read"))?;
    let kind = about.file_type();
    if kind.is_symlink() {
        return Err(found("a link"));
    }
    if kind.is_dir() {
        return Err(found("a folder"));
    }
    if !kind.is_socket() {
        return Err(found("a file"));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = std::fs::metadata(folder).map_err(|_| found("nothing that can be read"))?;
    let own = rustix::process::geteuid().as_raw();
    for owner in [about.uid(), folder.uid()] {
        if owner != own && owner != 0 {
            return Err(Trouble::OfAnother(path.to_owned(), owner));
        }
    }
    Ok(Found {
        pid: pid_of(path).unwrap_or(0),
        path: path.to_owned(),
    })
}

fn sockets(folder: &Path) -> Vec<Found> {
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let sockets = files.flatten().filter_map(|file| {
        let path = file.path();
        let pid = pid_of(&path)?;
        if is_gone(pid) {
            // Nobody will listen there again.
            let _ = std::fs::remove_file(&path);
            return None;
        }
        // Not that of a link.
        let kind = file.file_type().ok()?;
        kind.is_socket().then_some(Found { pid, path })
    });
    sockets.take(MOST).collect()
}

fn pid_of(path: &Path) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(".sock")?.parse().ok()
}

/// What they say of themselves, all asked at once. Those that say nothing are left out.
pub fn tell_all(found: &[Found]) -> Vec<Told> {
    std::thread::scope(|scope| {
        let asked: Vec<_> = found
            .iter()
            .map(|found| scope.spawn(move || tell(found).ok()))
            .collect();
        let told = asked
            .into_iter()
            .filter_map(|one| one.join().ok().flatten());
        told.collect()
    })
}

/// What it says of itself.
///
/// # Errors
/// When it does not say who it is.
pub fn tell(found: &Found) -> Result<Told, Trouble> {
    let connection = Connection::open(&found.path, || {})?;
    let hello = connection.hello().clone();
    connection.ask_tick();
    let until = Instant::now() + PATIENCE;
    let mut runtimes = BTreeMap::new();
    loop {
        // One that never stops telling does not give it more time.
        let left = until.saturating_duration_since(Instant::now());
        let news = (!left.is_zero()).then(|| connection.wait(left));
        let Some(Some(News::Heard(runtime, heard))) = news else {
            break;
        };
        match heard {
            Heard::State(_) => {
                runtimes.entry(runtime).or_insert(None);
            }
            Heard::Tick(tick) => {
                let alive = tick.sample.map(|sample| sample.alive);
                runtimes.insert(runtime, alive.or(Some(0)));
            }
            _ => {}
        }
        if !runtimes.is_empty() && runtimes.values().all(Option::is_some) {
            break;
        }
    }
    let tasks = runtimes.values().copied().sum();
    Ok(Told {
        found: found.clone(),
        hello,
        tasks: match runtimes.is_empty() {
            true => None,
            false => tasks,
        },
    })
}
