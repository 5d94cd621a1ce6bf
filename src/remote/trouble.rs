//! Why nothing is attached to.

use crate::plain::escaped;
use crate::probe::serve::Unfit;
use crate::probe::wire::Fault;
use std::io;
use std::path::{Path, PathBuf};

/// Why a program cannot be attached to.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// There is none with this number.
    #[error(
        "process {0}: expected a program that can be attached to, found no socket of it; {NEEDED}"
    )]
    NoSuch(u32),
    /// There is no socket there.
    #[error("{}: expected the socket of a program, found {}", shown(.0), .1)]
    NotASocket(PathBuf, &'static str),
    /// The socket or its folder is not one's own.
    #[error("{}: expected a socket of your own, found one of user {}", shown(.0), .1)]
    OfAnother(PathBuf, u32),
    /// The folder of the sockets is not fit.
    #[error("{}: {}", shown(.0), .1)]
    Folder(PathBuf, Unfit),
    /// The system says no.
    #[error("{}: cannot connect: {}", shown(.0), .1)]
    Io(PathBuf, io::Error),
    /// It says nothing.
    #[error("{}: expected a program that says who it is, found one that says nothing", shown(.0))]
    Silent(PathBuf),
    /// It closes the connection.
    #[error("{}: expected a program that says who it is, found one that hangs up", shown(.0))]
    HangsUp(PathBuf),
    /// It speaks something else.
    #[error("{}: expected a program that is observed, found one that speaks something else ({})", shown(.0), .1)]
    Other(PathBuf, Fault),
    /// It does not take more viewers, or is about to end.
    #[error("{}: it says no: {}", shown(.0), .1)]
    Refused(PathBuf, String),
}

/// What a program needs so that it can be attached to.
const NEEDED: &str = "a program is ready for that if it was built with debug assertions or runs \
    with TOKIO_KITCHEN=attach, and its Cargo.toml says: tokio = { package = \
    \"tokio-kitchen-probe\", version = \"0.1\", features = [\"full\"] }";

/// There is no program that can be attached to.
#[derive(Debug, thiserror::Error)]
#[error("found no program to attach to; {NEEDED}")]
pub struct Missing;

fn shown(path: &Path) -> String {
    escaped(&path.to_string_lossy()).into_owned()
}
