//! Looks for a program that has ended, until one of its name runs again.

use crate::probe::wire::Hello;
use crate::remote::{self, Connection, Found};
use crate::source::Remote;
use crate::threads;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, UNIX_EPOCH};

/// Between two looks at which programs there are.
const EVERY: Duration = Duration::from_millis(300);

/// See the module's text.
#[derive(Default)]
pub(super) struct Again {
    /// What a thread that looks has found.
    coming: Option<Receiver<(Connection, Found)>>,
    /// That thread looks as long as this is held.
    held: Option<Arc<()>>,
}

impl Again {
    /// Begins to look when the connection has ended, and goes on with what was found, unless what
    /// was told before is still looked at.
    pub(super) fn look(&mut self, source: &mut Remote, looks_back: bool) {
        if source.ended().is_none() {
            return;
        }
        let Some(coming) = &self.coming else {
            return self.begin(source);
        };
        if looks_back {
            return;
        }
        if let Ok((link, found)) = coming.try_recv() {
            source.take_over(link, &found);
            *self = Self::default();
        }
    }

    fn begin(&mut self, source: &Remote) {
        let (send, coming) = channel();
        let held = Arc::new(());
        let still = Arc::downgrade(&held);
        let search = Search::of(source);
        let (open, wake) = (source.opener(), source.waker());
        let work = move || {
            while still.strong_count() > 0 {
                if let Some(next) = search.look(&open) {
                    // Who waited may have left.
                    let _ = send.send(next);
                    return wake();
                }
                std::thread::sleep(EVERY);
            }
        };
        // Where there is no thread for it the user attaches again.
        let _ = threads::start("the thread that looks for the program", "again", work);
        (self.coming, self.held) = (Some(coming), Some(held));
    }
}

/// What is looked for.
struct Search {
    found: Found,
    executable: Option<OsString>,
    began: u64,
    /// When it was heard last, in milliseconds since 1970.
    heard: u64,
}

impl Search {
    fn of(source: &Remote) -> Self {
        let hello = source.hello();
        let heard = source.heard().duration_since(UNIX_EPOCH);
        let heard = heard.unwrap_or_default().as_millis();
        Self {
            heard: u64::try_from(heard).unwrap_or(u64::MAX),
            found: source.found().clone(),
            executable: file_name(&hello.executable),
            began: hello.began,
        }
    }

    /// The newest one that is it, or has its name.
    fn look(
        &self,
        open: &impl Fn(&Found) -> Result<Connection, remote::Trouble>,
    ) -> Option<(Connection, Found)> {
        let mut all = remote::running().unwrap_or_default();
        if !all.contains(&self.found) && self.found.path.exists() {
            all.push(self.found.clone());
        }
        let mut fit: Vec<_> = all
            .into_iter()
            .filter(|found| self.may_be(found.pid))
            .filter_map(|found| Some((open(&found).ok()?, found)))
            .filter(|(link, _)| self.is_it(link.hello()))
            .collect();
        fit.sort_by_key(|(link, _)| link.hello().began);
        fit.pop()
    }

    /// Programs that are known to be others are not disturbed by a viewer that comes and goes.
    fn may_be(&self, pid: u32) -> bool {
        let executable = std::fs::read_link(format!("/proc/{pid}/exe")).ok();
        let name = executable.and_then(|path| file_name(&path.to_string_lossy()));
        pid == self.found.pid || name.is_none() || name == self.executable
    }

    /// The same process, or one of its name that began when this was over: one that ran beside it
    /// is another, and does not take its place.
    fn is_it(&self, hello: &Hello) -> bool {
        let is_same = hello.pid == self.found.pid && hello.began == self.began;
        is_same || hello.began >= self.heard && file_name(&hello.executable) == self.executable
    }
}

fn file_name(path: &str) -> Option<OsString> {
    // A program whose file was replaced is called so.
    let path = path.strip_suffix(" (deleted)").unwrap_or(path);
    Path::new(path).file_name().map(OsString::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_same_name_that_ran_beside_it_is_another() {
        let found = Found {
            pid: 7,
            path: "/7.sock".into(),
        };
        let search = Search {
            found,
            executable: file_name("/app"),
            began: 100,
            heard: 200,
        };
        let hello = |pid, began, executable: &str| Hello {
            pid,
            began,
            executable: executable.into(),
            ..Hello::default()
        };
        for (other, is_it) in [
            (hello(7, 100, "/app"), true),
            (hello(8, 150, "/app"), false),
            (hello(8, 200, "/app"), true),
            (hello(8, 200, "/app (deleted)"), true),
            (hello(8, 200, "/other"), false),
            // The number was given to another process.
            (hello(7, 90, "/app"), false),
        ] {
            assert_eq!(search.is_it(&other), is_it, "{other:?}");
        }
    }
}
