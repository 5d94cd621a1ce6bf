//! A recording: a file of blocks, which goes on in a new file when it is large.

use super::alive::Alive;
use super::sink::Sink;
use super::stalls::Stalls;
use crate::complain::complain;
use crate::events::{Event, Nanos};
use crate::wire::{Ask, Bye, Encoder, Ending, HEAD_BYTES, Head, Hello, Kind, Stack, Tick};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A tick so often while something happens: what a killed process has not told is no older.
const EVERY: Duration = Duration::from_millis(50);

/// What is to be recorded, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// The file; `%p` in it is the number of the process.
    pub(crate) path: PathBuf,
    /// It goes on in a new file when it has so many bytes.
    pub(crate) max: u64,
    /// Files that are kept, this one included.
    pub(crate) keep: u32,
}

impl Recorded {
    pub(crate) const USUAL_MAX: u64 = 256 << 20;
    pub(crate) const USUAL_KEEP: u32 = 2;

    /// Opens the file. One that another process is writing is left alone: this one is then
    /// written beside it, with the number of the process.
    pub(super) fn open(self, began: SystemTime) -> io::Result<RecordedFile> {
        let path = with_process(&self.path);
        let (path, file) = match fresh(&path, self.keep) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                let path = behind(&path, &std::process::id().to_string());
                let file = fresh(&path, self.keep)?;
                (path, file)
            }
            other => (path, other?),
        };
        Ok(RecordedFile {
            file,
            path,
            max: self.max,
            keep: self.keep,
            hello: hello(began),
            encoder: Encoder::default(),
            runtime: 0,
            bytes: Vec::new(),
            written: 0,
            begins: true,
            is_over: false,
            stalls: Stalls::default(),
            told: BTreeMap::new(),
        })
    }
}

/// An empty file at this path, which belongs to this process. What was there before is kept
/// behind it, if it is a recording.
fn fresh(path: &Path, keep: u32) -> io::Result<File> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let open = || {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false);
        let file = file.open(path).map_err(named)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(named(error)),
        }
    };
    is_file(path).map_err(named)?;
    let mut file = open()?;
    if file.metadata().map_err(named)?.len() == 0 {
        return Ok(file);
    }
    if !is_recording(&mut file) {
        let what = format!("{}: there is a file that is no recording", path.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, what));
    }
    move_on(path, keep).map_err(named)?;
    open()
}

/// A pipe or a device may take nothing, and whoever writes waits for it: only a file never does.
fn is_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => Err(io::Error::other("expected a file, found a folder")),
        Ok(about) if !about.is_file() => Err(io::Error::other(
            "expected a file, found a pipe or a device",
        )),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn is_recording(file: &mut File) -> bool {
    let mut head = [0; HEAD_BYTES];
    let read = file.read_exact(&mut head);
    read.is_ok() && Head::read(&head).is_ok_and(|(head, _)| head.kind == Kind::Hello as u8)
}

/// `x` becomes `x.1`, that `x.2`, and so on; of so many files with the new one the oldest goes.
fn move_on(path: &Path, keep: u32) -> io::Result<()> {
    let older = |number: u32| match number {
        0 => path.to_owned(),
        number => behind(path, &number.to_string()),
    };
    if keep < 2 {
        return fs::remove_file(path);
    }
    for number in (0..keep - 1).rev() {
        match fs::rename(older(number), older(number + 1)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn behind(path: &Path, end: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    name.into()
}

fn with_process(path: &Path) -> PathBuf {
    match path.to_str() {
        Some(text) => text.replace("%p", &std::process::id().to_string()).into(),
        None => path.to_owned(),
    }
}

/// Who writes.
pub(super) fn hello(began: SystemTime) -> Hello {
    let executable = std::env::current_exe().unwrap_or_default();
    let name = executable.file_stem().unwrap_or_default();
    let began = began.duration_since(UNIX_EPOCH).unwrap_or_default();
    let shown = |path: &Path| path.display().to_string();
    Hello {
        version: env!("CARGO_PKG_VERSION").into(),
        pid: std::process::id(),
        name: name.display().to_string(),
        began: u64::try_from(began.as_millis()).unwrap_or(u64::MAX),
        folder: shown(&std::env::current_dir().unwrap_or_default()),
        executable: shown(&executable),
        built: built(&executable),
    }
}

fn built(executable: &Path) -> u64 {
    let written = fs::metadata(executable).and_then(|about| about.modified());
    let since_1970 = written
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since_1970.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(0))
}

/// The sink.
pub(super) struct RecordedFile {
    file: File,
    path: PathBuf,
    max: u64,
    keep: u32,
    hello: Hello,
    encoder: Encoder,
    /// Whose events the encoder has.
    runtime: u16,
    /// Blocks that are not written yet.
    bytes: Vec<u8>,
    written: u64,
    /// It has not told yet who writes and what is so.
    begins: bool,
    is_over: bool,
    stalls: Stalls,
    /// Up to when all was told, of each runtime.
    told: BTreeMap<u16, Nanos>,
}

impl RecordedFile {
    fn write(&mut self) {
        if self.is_over || self.bytes.is_empty() {
            return self.bytes.clear();
        }
        match self.file.write_all(&self.bytes) {
            Ok(()) => self.written += self.bytes.len() as u64,
            Err(error) => {
                let path = self.path.display();
                complain(format_args!("{path}: {error}; the recording ends here"));
                self.is_over = true;
            }
        }
        self.bytes.clear();
    }

    /// Goes on in a new file.
    fn go_on(&mut self) {
        let bye = Bye {
            ending: Ending::Continued,
            text: String::new(),
        };
        self.encoder.bye(&bye, &mut self.bytes);
        self.write();
        let next = move_on(&self.path, self.keep).and_then(|()| {
            let file = File::create_new(&self.path)?;
            // Nobody knows it yet.
            let _ = file.try_lock();
            Ok(file)
        });
        match next {
            Ok(file) => {
                self.file = file;
                self.written = 0;
                self.encoder = Encoder::default();
                self.begins = true;
            }
            Err(error) => {
                let path = self.path.display();
                complain(format_args!("{path}: {error}; the recording ends here"));
                self.is_over = true;
            }
        }
    }
}

impl Sink for RecordedFile {
    fn hear(&mut self, runtime: u16, events: &[Event]) {
        self.runtime = runtime;
        for event in events {
            self.encoder.push(event);
            if self.encoder.is_full() {
                self.encoder.events(runtime, &mut self.bytes);
                self.write();
            }
        }
    }

    fn tick(&mut self, runtime: u16, tick: &Tick) {
        self.encoder.events(runtime, &mut self.bytes);
        self.encoder.tick(runtime, tick, &mut self.bytes);
        self.write();
        self.told.insert(runtime, tick.now.at);
        self.stalls.look(runtime, &tick.now);
    }

    fn asked(&mut self) -> Option<(u16, Ask)> {
        self.stalls.asked()
    }

    fn answer(&mut self, runtime: u16, stack: &Stack) {
        self.encoder.events(self.runtime, &mut self.bytes);
        let payload = stack.bytes();
        let at = self.told.get(&runtime).copied().unwrap_or_default();
        self.encoder
            .block(Kind::Stack, runtime, at, &payload, &mut self.bytes);
        self.write();
    }

    /// Here, so that a new file is told at once what is so; and none begins at the end.
    fn begins(&mut self) -> bool {
        if self.written >= self.max && !self.is_over {
            self.go_on();
        }
        if std::mem::take(&mut self.begins) {
            self.encoder.hello(&self.hello, &mut self.bytes);
            self.write();
            return true;
        }
        false
    }

    fn state(&mut self, runtime: u16, alive: &Alive) {
        for event in alive.state() {
            self.encoder.push(&event);
            if self.encoder.is_full() {
                self.encoder.state(runtime, &mut self.bytes);
            }
        }
        self.encoder.state(runtime, &mut self.bytes);
        self.write();
    }

    fn flush(&mut self) {
        self.encoder.events(self.runtime, &mut self.bytes);
        self.write();
    }

    fn bye(&mut self, why: &str) {
        let bye = Bye {
            ending: Ending::Panicked,
            text: why.to_owned(),
        };
        self.encoder.events(self.runtime, &mut self.bytes);
        self.encoder.bye(&bye, &mut self.bytes);
        self.write();
    }

    fn is_over(&self) -> bool {
        self.is_over
    }

    fn every(&self) -> Duration {
        self.stalls.every(EVERY)
    }
}
