//! One line to whoever started the program.

use std::fmt::Display;
use std::io::Write;

/// Says what cannot be done as asked, on standard error.
pub(crate) fn complain(what: impl Display) {
    // Where that is closed nobody reads.
    let _ = writeln!(std::io::stderr(), "tokio-kitchen-probe: {what}");
}
