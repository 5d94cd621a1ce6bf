//! What the environment asks of runtimes that [`Builder`](super::Builder) makes.

use crate::complain::complain;
use crate::observe::is_forked;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The variable that is asked.
const VARIABLE: &str = "TOKIO_KITCHEN";

/// See the module's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Nothing is observed.
    Off,
    /// Held ready for a viewer that comes later. There is none yet, so nothing is installed.
    Attach,
    /// A report at the end of each runtime: to this file, or to standard error.
    Report(Option<PathBuf>),
}

impl Asked {
    /// What this process was started with. In a process that was forked from one with an observed
    /// runtime it is `Off`, and no lock is taken to tell: another thread may have held it.
    pub(crate) fn of_process() -> Self {
        static ASKED: OnceLock<Asked> = OnceLock::new();
        if is_forked() {
            return Self::Off;
        }
        let asked = || std::env::var_os(VARIABLE);
        ASKED
            .get_or_init(|| Self::parse(asked().as_deref()))
            .clone()
    }

    fn parse(value: Option<&OsStr>) -> Self {
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            return match cfg!(debug_assertions) {
                true => Self::Attach,
                false => Self::Off,
            };
        };
        match value.to_str() {
            Some("off") => return Self::Off,
            Some("attach") => return Self::Attach,
            Some("report") => return Self::Report(None),
            _ => {}
        }
        let bytes = value.as_encoded_bytes();
        match bytes
            .strip_prefix(b"report=")
            .filter(|file| !file.is_empty())
        {
            Some(file) => Self::Report(Some(path(file))),
            None => {
                let value = value.display();
                complain(format_args!(
                    "{VARIABLE}={value}: known are off, attach, report and report=FILE; nothing is observed"
                ));
                Self::Off
            }
        }
    }
}

/// The path of what follows `report=`, which need not be UTF-8 where the system has such names.
#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(value: &str) -> Asked {
        Asked::parse(Some(OsStr::new(value)))
    }

    #[test]
    fn what_can_be_asked_is_understood() {
        assert_eq!(parsed("off"), Asked::Off);
        assert_eq!(parsed("attach"), Asked::Attach);
        assert_eq!(parsed("report"), Asked::Report(None));
        let file = PathBuf::from("a b.json");
        assert_eq!(parsed("report=a b.json"), Asked::Report(Some(file)));
    }

    #[test]
    fn what_is_unknown_is_off() {
        for odd in ["on", "report=", "OFF", "report:x", "off,report", "1"] {
            assert_eq!(parsed(odd), Asked::Off, "{odd}");
        }
    }

    #[test]
    fn where_nothing_is_asked_only_a_debug_build_is_ready() {
        let usual = if cfg!(debug_assertions) {
            Asked::Attach
        } else {
            Asked::Off
        };
        assert_eq!(Asked::parse(None), usual);
        assert_eq!(parsed(""), usual);
    }
}
