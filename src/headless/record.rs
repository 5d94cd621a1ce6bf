//! The run as a file: `--record`.

use crate::config::Record as Wanted;
use crate::events::{Delivery, Event, Nanos, Now, Sample};
use crate::plain::escaped;
use crate::probe::wire::{Bye, Tick};
use crate::recording::{Recorder, hello};
use anyhow::Context;
use std::io;
use std::path::Path;

/// An engine has one runtime at a time.
const RUNTIME: u16 = 1;

/// What happens is written down, until that fails.
#[derive(Debug, Default)]
pub(super) struct Record {
    recorder: Option<Recorder>,
    failed: Option<anyhow::Error>,
}

impl Record {
    /// Begins the file, if one is wanted.
    pub(super) fn begin(wanted: Option<&Wanted>, now: Nanos) -> anyhow::Result<Self> {
        let Some(Wanted { file, force }) = wanted else {
            return Ok(Self::default());
        };
        let recorder = Recorder::create(file, *force, &hello(now));
        Ok(Self {
            recorder: Some(recorder.with_context(|| cannot_write(file))?),
            failed: None,
        })
    }

    pub(super) fn hear(&mut self, events: &[Event]) {
        self.write(|recorder| recorder.hear(RUNTIME, events));
    }

    /// All up to this moment was heard.
    pub(super) fn tick(&mut self, now: &Now, sample: Option<&Sample>, delivery: Delivery) {
        self.write(|recorder| {
            let tick = Tick {
                now: now.clone(),
                sample: sample.cloned(),
                delivery,
                threads: Vec::new(),
            };
            recorder.tick(RUNTIME, &tick)
        });
    }

    /// Why it cannot be written any more, told once.
    pub(super) fn check(&mut self) -> anyhow::Result<()> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// Nothing more happens.
    pub(super) fn end(mut self) -> anyhow::Result<()> {
        self.check()?;
        let Some(recorder) = self.recorder else {
            return Ok(());
        };
        let file = recorder.path().to_owned();
        let ended = recorder.bye(&Bye::default());
        ended.with_context(|| cannot_write(&file))
    }

    fn write(&mut self, write: impl FnOnce(&mut Recorder) -> io::Result<()>) {
        if let Some(recorder) = &mut self.recorder
            && let Err(error) = write(recorder)
        {
            let context = cannot_write(recorder.path());
            self.failed = Some(anyhow::Error::new(error).context(context));
            self.recorder = None;
        }
    }
}

fn cannot_write(file: &Path) -> String {
    format!("cannot write {}", escaped(&file.to_string_lossy()))
}
