//! Where the progress of a learner is kept from one start of the program to the next: a file in
//! the state directory of the XDG base directories.

use crate::files;
use crate::lesson::Progress;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// The file, and what is in it.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    /// `None` where there is no place for it.
    file: Option<PathBuf>,
    progress: Progress,
    trouble: Option<Trouble>,
    /// That it cannot be written was said.
    told: bool,
}

/// What is wrong with the file: said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble(pub(crate) String);

/// Names tried for a file that is put aside.
const MOST_ASIDE: u32 = 100;

impl Shelf {
    /// Of the user of this process: `$XDG_STATE_HOME/tokio-kitchen/progress.toml`, or
    /// `~/.local/state/...`.
    pub(crate) fn open() -> Self {
        let absolute = |name: &str| {
            let path = PathBuf::from(env::var_os(name)?);
            path.is_absolute().then_some(path)
        };
        let home = || Some(absolute("HOME")?.join(".local/state"));
        let folder = absolute("XDG_STATE_HOME").or_else(home);
        match folder {
            Some(folder) => Self::at(folder.join("tokio-kitchen/progress.toml")),
            None => Self::default(),
        }
    }

    /// In this file. One that cannot be understood is put aside, and a new one begun.
    pub(crate) fn at(file: PathBuf) -> Self {
        let mut shelf = Self {
            file: Some(file.clone()),
            ..Self::default()
        };
        match read(&file) {
            Ok(progress) => shelf.progress = progress,
            Err(Unread::NotThere) => {}
            Err(Unread::NotOurs(why)) => {
                let trouble = shelf.give_up(&file, &why);
                shelf.trouble = Some(trouble);
            }
        }
        shelf
    }

    /// What was done in earlier starts.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// What is wrong with the file; said once.
    pub(crate) fn trouble(&mut self) -> Option<Trouble> {
        self.trouble.take()
    }

    /// Keeps this, beside what another start of the program has kept meanwhile. What could not be
    /// kept is said once.
    pub(crate) fn keep(&mut self, progress: &Progress) -> Option<Trouble> {
        let file = self.file.clone()?;
        let mut all = progress.clone();
        match read(&file) {
            Ok(others) => all.take_in(&others),
            Err(Unread::NotThere) => {}
            Err(Unread::NotOurs(why)) => {
                // Somebody wrote into it since it was read.
                let trouble = self.give_up(&file, &why);
                self.told = true;
                if self.file.is_none() {
                    return Some(trouble);
                }
                self.trouble = Some(trouble);
            }
        }
        let kept = write(&file, &all.text());
        if let Some(trouble) = self.trouble.take() {
            return Some(trouble);
        }
        let error = kept.err().filter(|_| !self.told)?;
        self.told = true;
        Some(Trouble(format!(
            "{}: cannot be written ({error}): what you do in lessons is not kept",
            file.display()
        )))
    }

    /// Puts a file aside that is none of ours; where that cannot be done it stays as it is, and
    /// nothing is kept.
    fn give_up(&mut self, file: &Path, why: &str) -> Trouble {
        let aside = put_aside(file);
        if !fs::exists(file).is_ok_and(|there| !there) {
            self.file = None;
        }
        Trouble(match aside {
            Some(aside) => format!("{why}; it is kept as {}", aside.display()),
            None => format!("{why}; it could not be put aside, and nothing is kept"),
        })
    }
}

enum Unread {
    NotThere,
    NotOurs(String),
}

fn read(file: &Path) -> Result<Progress, Unread> {
    let name = file.display().to_string();
    match fs::metadata(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Unread::NotThere),
        // Whoever opens one waits for the other end.
        Ok(known) if known.file_type().is_fifo() => {
            let why = format!("{name}: found a pipe; expected the progress of a learner");
            return Err(Unread::NotOurs(why));
        }
        _ => {}
    }
    let text = crate::document::read(&name, "the progress of a learner");
    let progress = text.and_then(|text| Progress::parse(&name, &text));
    progress.map_err(|mistake| Unread::NotOurs(mistake.to_string()))
}

/// Gives the file another name, that nothing has yet.
fn put_aside(file: &Path) -> Option<PathBuf> {
    let aside = (1..=MOST_ASIDE).map(|number| file.with_extension(format!("toml.aside-{number}")));
    let free = aside
        .into_iter()
        .find(|aside| fs::exists(aside).is_ok_and(|there| !there))?;
    fs::rename(file, &free).ok()?;
    Some(free)
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    files::write(file, true, text.as_bytes())
}

#[cfg(test)]
mod tests;
