//! What stands in a block.

use super::FORMAT;
use super::columns::{self, Read};
use super::fault::Fault;
use super::head::{Head, Kind};
use super::listed::{Fields, From, Listed, To};
use super::numbers::Bytes;
use super::tick::Tick;

/// A block, read.
#[derive(Debug, PartialEq)]
pub enum Block {
    /// Who writes.
    Hello(Hello),
    /// What happened, in order of time.
    Events(Read),
    /// What was so before the stream began.
    State(Read),
    /// All up to a moment is told.
    Tick(Tick),
    /// Something is missing here.
    Mark(Mark),
    /// The stream ends.
    Bye(Bye),
    /// Of a kind whose content is not for this function, or that is not known: as it is.
    Other(Vec<u8>),
}

/// Who writes a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hello {
    /// The version of the package that writes.
    pub version: String,
    /// Number of the process.
    pub pid: u32,
    /// What the program is called.
    pub name: String,
    /// Its executable.
    pub executable: String,
    /// When the clock of the stream was at zero: milliseconds since 1970.
    pub began: u64,
    /// Folder the program was started in.
    pub folder: String,
    /// When its executable was written: nanoseconds since 1970; 0 if that is not known.
    pub built: u64,
}

/// Something is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// So many events, as far as that is known.
    pub lost: u64,
}

/// Why a stream ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// The program has ended.
    #[default]
    Ended,
    /// A thread of it has panicked, and the program may end with that.
    Panicked,
    /// The file goes on in another one.
    Continued,
    /// The viewer was too slow.
    TooSlow,
}

/// The stream ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bye {
    /// Why.
    pub ending: Ending,
    /// What there is to say of it.
    pub text: String,
}

impl Block {
    /// Reads what comes behind a head.
    ///
    /// # Errors
    /// When the sum is wrong, or the bytes say nothing.
    pub fn read(head: &Head, payload: &[u8]) -> Result<Self, Fault> {
        let bytes = head.unpack(payload)?;
        let mut fields = Fields::of(Bytes(&bytes));
        Ok(match Kind::from_code(head.kind) {
            Some(Kind::Hello) => Self::Hello(Hello::read(&mut fields)?),
            Some(Kind::Events) => Self::Events(events(&bytes)?),
            Some(Kind::State) => Self::State(events(&bytes)?),
            Some(Kind::Tick) => {
                Self::Tick(Tick::read(&mut fields).ok_or(Fault::Senseless("a tick"))?)
            }
            Some(Kind::Mark) => Self::Mark(Mark {
                lost: fields.number(),
            }),
            Some(Kind::Bye) => Self::Bye(Bye::read(&mut fields)),
            Some(Kind::Stack | Kind::Ask) | None => Self::Other(bytes),
        })
    }
}

fn events(bytes: &[u8]) -> Result<Read, Fault> {
    columns::read(bytes).ok_or(Fault::Senseless("a block of events"))
}

impl Hello {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut to = Listed::default();
        to.number(FORMAT.into());
        to.number(self.pid.into());
        to.number(self.began);
        for text in [&self.version, &self.name, &self.executable, &self.folder] {
            to.text(text);
        }
        to.number(self.built);
        to.0
    }

    fn read(from: &mut Fields<'_>) -> Result<Self, Fault> {
        let format = from.small().unwrap_or(u16::MAX);
        if format > FORMAT {
            return Err(Fault::Newer(format));
        }
        let (pid, began) = (from.small().unwrap_or(0), from.number());
        let [version, name, executable, folder] = [(); 4].map(|()| from.clean());
        Ok(Self {
            version,
            pid,
            name,
            executable,
            began,
            folder,
            built: from.number(),
        })
    }
}

impl Mark {
    pub(super) fn bytes(self) -> Vec<u8> {
        let mut to = Listed::default();
        to.number(self.lost);
        to.0
    }
}

impl Bye {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut to = Listed::default();
        to.number(self.ending as u64);
        to.text(&self.text);
        to.0
    }

    fn read(from: &mut Fields<'_>) -> Self {
        let ending = match from.number() {
            1 => Ending::Panicked,
            2 => Ending::Continued,
            3 => Ending::TooSlow,
            _ => Ending::Ended,
        };
        let text = from.clean();
        Self { ending, text }
    }
}
