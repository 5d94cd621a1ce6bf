//! Writes a recording while its events come.

use crate::events::{Event, Nanos};
use crate::files;
use crate::probe::wire::{Bye, Encoder, Hello, Tick};
use std::env;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A recording being written. With each [tick](Self::tick) all before it is in the file: a program
/// that is killed loses what came after the last one.
#[derive(Debug)]
pub struct Recorder {
    file: File,
    path: PathBuf,
    encoder: Encoder,
    /// Of which runtime the events are that the encoder keeps.
    runtime: u16,
    /// Blocks to be written.
    blocks: Vec<u8>,
}

impl Recorder {
    /// Begins a file. Where there is one already, it is replaced if `force` says so.
    ///
    /// # Errors
    /// When it cannot be written, or is there and may not be replaced. Then nothing has changed.
    pub fn create(path: &Path, force: bool, hello: &Hello) -> io::Result<Self> {
        let (mut encoder, mut blocks) = (Encoder::default(), Vec::new());
        encoder.hello(hello, &mut blocks);
        let file = files::begin(path, force, &blocks)?;
        // Who opens it meanwhile is told that more is to come; where it cannot be locked, not.
        let _ = file.try_lock();
        blocks.clear();
        Ok(Self {
            file,
            path: path.to_owned(),
            encoder,
            runtime: 0,
            blocks,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes in what happened to a runtime, whose number is from 1.
    ///
    /// # Errors
    /// When the file cannot be written. What is whole of it can be read.
    pub fn hear(&mut self, runtime: u16, events: &[Event]) -> io::Result<()> {
        if runtime != self.runtime {
            self.encoder.events(self.runtime, &mut self.blocks);
            self.runtime = runtime;
        }
        for event in events {
            self.encoder.push(event);
            if self.encoder.is_full() {
                self.encoder.events(runtime, &mut self.blocks);
                self.write()?;
            }
        }
        Ok(())
    }

    /// Takes in what was so before all that is heard: names, and who was alive.
    ///
    /// # Errors
    /// As [`hear`](Self::hear).
    pub fn state(&mut self, runtime: u16, events: &[Event]) -> io::Result<()> {
        self.encoder.events(self.runtime, &mut self.blocks);
        for event in events {
            self.encoder.push(event);
            if self.encoder.is_full() {
                self.encoder.state(runtime, &mut self.blocks);
            }
        }
        self.encoder.state(runtime, &mut self.blocks);
        self.write()
    }

    /// All of a runtime up to this moment was told.
    ///
    /// # Errors
    /// As [`hear`](Self::hear).
    pub fn tick(&mut self, runtime: u16, tick: &Tick) -> io::Result<()> {
        self.encoder.events(self.runtime, &mut self.blocks);
        self.encoder.tick(runtime, tick, &mut self.blocks);
        self.write()
    }

    /// Ends the recording.
    ///
    /// # Errors
    /// As [`hear`](Self::hear).
    pub fn bye(mut self, bye: &Bye) -> io::Result<()> {
        self.encoder.events(self.runtime, &mut self.blocks);
        self.encoder.bye(bye, &mut self.blocks);
        self.write()
    }

    fn write(&mut self) -> io::Result<()> {
        let written = self.file.write_all(&self.blocks);
        self.blocks.clear();
        written
    }
}

/// What this process says of itself; it is `now` on the clock of its events.
pub fn hello(now: Nanos) -> Hello {
    let since_1970 = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let began = Nanos::from_duration(since_1970).since(now);
    let text = |path: io::Result<PathBuf>| {
        let path = path.unwrap_or_default();
        path.to_string_lossy().into_owned()
    };
    Hello {
        version: env!("CARGO_PKG_VERSION").into(),
        pid: std::process::id(),
        name: env!("CARGO_PKG_NAME").into(),
        executable: text(env::current_exe()),
        began: began.as_millis(),
        folder: text(env::current_dir()),
        // It names lines itself: nobody reads them from its executable.
        built: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Recording, Step};
    use super::*;
    use crate::events::{Now, What};

    fn event(at: u64) -> Event {
        Event {
            at: Nanos(at),
            what: What::RunEnded,
        }
    }

    fn tick(at: u64) -> Tick {
        let now = Now {
            at: Nanos(at),
            ..Now::default()
        };
        Tick {
            now,
            ..Tick::default()
        }
    }

    #[test]
    fn what_is_recorded_is_read_again_in_the_same_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rec");
        let mut recorder = Recorder::create(&path, false, &hello(Nanos(1))).unwrap();
        recorder.state(1, &[event(1)]).unwrap();
        recorder.hear(1, &[event(2), event(3)]).unwrap();
        recorder.hear(2, &[event(4)]).unwrap();
        recorder.tick(2, &tick(5)).unwrap();
        recorder.hear(2, &[event(6)]).unwrap();
        recorder.bye(&Bye::default()).unwrap();
        let recording = Recording::open(&path).unwrap();
        assert_eq!(recording.hello().pid, std::process::id());
        let steps: Vec<_> = recording.steps(0).map(Result::unwrap).collect();
        let expected = [
            Step::State(1, vec![event(1)]),
            Step::Events(1, vec![event(2), event(3)]),
            Step::Events(2, vec![event(4)]),
            Step::Tick(2, tick(5)),
            Step::Events(2, vec![event(6)]),
            Step::Bye(Bye::default()),
        ];
        assert_eq!(steps, expected);
    }

    #[test]
    fn up_to_a_tick_all_is_in_the_file_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rec");
        let mut recorder = Recorder::create(&path, false, &hello(Nanos(1))).unwrap();
        recorder.hear(1, &[event(2)]).unwrap();
        recorder.tick(1, &tick(3)).unwrap();
        let recording = Recording::open(&path).unwrap();
        assert_eq!((recording.steps(0).count(), recording.end()), (2, Nanos(3)));
    }

    #[test]
    fn a_file_is_replaced_by_force_only_and_a_full_disk_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rec");
        let create = |force| Recorder::create(&path, force, &hello(Nanos(1)));
        create(false).unwrap();
        let error = create(false).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        create(true).unwrap();
        let error = Recorder::create(Path::new("/dev/full"), true, &hello(Nanos(1)));
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
