//! What a recording says of itself.

/// A program that was recorded, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedAs {
    /// What the program is called.
    pub name: String,
    /// The number of its process, 0 if it is not known.
    pub pid: u32,
    /// Which of its runtimes is read, from 1, and how many there are.
    pub runtime: (u16, u16),
    /// So much of it is read, in percent; `None`: all.
    pub read: Option<u8>,
    /// It is read as it went, tick by tick: what is read so far is what has happened so far.
    pub as_it_went: bool,
    /// What could not be read of it, or how it ends.
    pub fault: Option<String>,
}
