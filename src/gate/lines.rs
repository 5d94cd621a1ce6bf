//! At which line something is found.

use crate::events::{Certainty, CodeLine, Doing, Nanos, NoLine, Site, SiteId, TaskId, WorkerId};
use crate::model::{Model, Task};
use serde::Serialize;

/// What is known of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The poll was there when its thread was looked at: the call that lasts.
    Blocked,
    /// The same, by what stands on its thread's stack: it looks like a call, which may be over.
    Likely,
    /// The task has marked it, and was past it while the poll lasted.
    Marked,
    /// The await that was over as the poll began: what lasts comes after it.
    Awaited,
    /// It spawned the task; what in the task lasts is not known.
    Spawned,
}

impl How {
    /// In words, before the line.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Blocked => "blocked at",
            Self::Likely => "likely blocked at",
            Self::Marked => "behind the mark at",
            Self::Awaited => "after the await at",
            Self::Spawned => "spawned at",
        }
    }
}

/// A line of source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// What is known of it.
    pub how: How,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl Place {
    /// `src/app.rs:12`.
    pub fn shown(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// Whether its file is no package's from a registry or repository, and not the compiler's.
    pub fn is_own(&self) -> bool {
        is_own(&self.file)
    }
}

fn is_own(file: &str) -> bool {
    let others = ["/registry/src/", "/git/checkouts/", "/rustlib/src/"];
    !file.starts_with("/rustc/") && others.iter().all(|other| !file.contains(other))
}

/// Folders below which files are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders(Vec<String>);

impl Folders {
    /// The first one a file is in counts.
    pub fn new(folders: impl IntoIterator<Item = String>) -> Self {
        let folders = folders.into_iter();
        let folders = folders.map(|folder| folder.trim_end_matches('/').to_owned());
        Self(folders.filter(|folder| !folder.is_empty()).collect())
    }

    fn below(&self, file: &str) -> String {
        let below = |folder: &String| file.strip_prefix(folder)?.strip_prefix('/');
        let file = self.0.iter().find_map(below).unwrap_or(file);
        file.strip_prefix("./").unwrap_or(file).to_owned()
    }

    fn site(&self, how: How, site: &Site) -> Place {
        let Site { file, line, .. } = site;
        Place {
            how,
            file: self.below(file),
            line: *line,
        }
    }

    fn code(&self, line: &CodeLine) -> Place {
        Place {
            how: match line.certainty {
                Certainty::Observed => How::Blocked,
                Certainty::Inferred => How::Likely,
            },
            file: self.below(&line.file),
            line: line.line,
        }
    }

    /// The line that spawned a task.
    pub(super) fn spawned(&self, model: &Model, task: &Task) -> Option<Place> {
        let site = model.site(task.spawn_site)?;
        Some(self.site(How::Spawned, site))
    }
}

/// What there is to say of where a poll was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clues {
    pub(super) task: TaskId,
    pub(super) worker: Option<WorkerId>,
    pub(super) span: (Nanos, Nanos),
    /// The line it has marked.
    pub(super) mark: Option<SiteId>,
    /// The await that was over as it began.
    pub(super) awaited: Option<SiteId>,
}

/// What is known of where a poll was.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The line, the user's own before any other.
    pub(super) place: Option<Place>,
    /// What its thread did.
    pub(super) doing: Option<String>,
    /// Its thread was looked at, and why this has told no line.
    pub(super) no_line: Option<NoLine>,
}

pub(super) fn of_poll(clues: &Clues, model: &Model, folders: &Folders) -> Known {
    let found = clues
        .worker
        .and_then(|worker| model.found(worker, clues.task, clues.span));
    let calls = found.map_or(&[][..], |poll| &poll.found.lines);
    let blocked = calls.iter().map(|line| folders.code(line));
    let site = |how, site: Option<SiteId>| {
        let site = model.site(site?)?;
        Some(folders.site(how, site))
    };
    let marked = site(How::Marked, clues.mark);
    let awaited = site(How::Awaited, clues.awaited);
    let task = model.task(clues.task);
    let spawned = task.and_then(|task| folders.spawned(model, &task));
    let mut all: Vec<Place> = blocked
        .chain(marked)
        .chain(awaited)
        .chain(spawned)
        .collect();
    let own = all.iter().position(Place::is_own).unwrap_or(0);
    let place = (own < all.len()).then(|| all.swap_remove(own));
    let doing = found.map(|poll| &poll.found.doing);
    let doing = doing.filter(|doing| **doing != Doing::Unknown);
    Known {
        place,
        doing: doing.map(ToString::to_string),
        no_line: found.and_then(|poll| poll.found.why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_below_the_folder_they_are_in() {
        let folders = Folders::new([
            "/home/ci/repo/".into(),
            "/home/ci/repo/app".into(),
            String::new(),
        ]);
        for (file, below) in [
            ("/home/ci/repo/app/src/x.rs", "app/src/x.rs"),
            ("/home/ci/repository/x.rs", "/home/ci/repository/x.rs"),
            ("src/x.rs", "src/x.rs"),
            ("./src/x.rs", "src/x.rs"),
        ] {
            assert_eq!(folders.below(file), below);
        }
    }

    #[test]
    fn what_packages_and_the_compiler_bring_is_nobodys_own() {
        for (file, own) in [
            ("src/x.rs", true),
            ("/home/me/registry/x.rs", true),
            (
                "/home/me/.cargo/registry/src/index-1/hyper-1.0.0/src/x.rs",
                false,
            ),
            ("/home/me/.cargo/git/checkouts/a-1/b/src/x.rs", false),
            ("/rustc/5980/library/core/src/x.rs", false),
            ("/usr/lib/rustlib/src/rust/library/std/src/x.rs", false),
        ] {
            assert_eq!(is_own(file), own, "{file}");
        }
    }
}
