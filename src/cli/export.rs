//! Flags of `export`.

use super::{BadInput, Surroundings};
use crate::config::{self, ExportFormat};
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

/// Flags of `export`.
#[derive(Clone, Debug, Args)]
pub(super) struct Export {
    /// The recording; or a dial9 trace: a segment, or a folder of segments
    file: PathBuf,
    /// The format
    #[arg(long, value_name = "FORMAT")]
    to: ExportFormat,
    /// Only from this moment on, from the start of the recording, as 1.5s
    #[arg(long, value_name = "TIME", value_parser = moment)]
    from: Option<Duration>,
    /// Only up to this moment
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<Duration>,
    /// Only this runtime, by its number [default: all]
    #[arg(long, value_name = "N")]
    runtime: Option<u16>,
    /// The file to write [default: stdout, if that is no terminal]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "out")]
    force: bool,
}

impl Export {
    /// # Errors
    /// When the output would land on a terminal or on a file, or the time ends before it begins.
    pub(super) fn config(self, around: &Surroundings) -> Result<config::Export, BadInput> {
        match &self.out {
            None if around.terminal => return Err(BadInput::ExportToTerminal),
            Some(out) if out.exists() && !self.force => {
                return Err(BadInput::FileExists(out.clone()));
            }
            _ => {}
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && from > until
        {
            return Err(BadInput::EmptySpan(from, until));
        }
        Ok(config::Export {
            file: self.file,
            to: self.to,
            from: self.from,
            until: self.until,
            runtime: self.runtime,
            out: self.out,
            force: self.force,
        })
    }
}

fn moment(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text).ok();
    time.filter(|time| u64::try_from(time.as_nanos()).is_ok())
        .ok_or_else(|| "expected a time such as 0s, 300ms, 1.5s or 1m".into())
}
