//! What the environment asks of runtimes that [`Builder`](super::Builder) makes.

use crate::complain::complain;
use crate::observe::is_forked;
use crate::post::Recorded;
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
    /// Held ready for a viewer that comes later.
    Attach,
    /// All that happens is written into a file.
    Record(Recorded),
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
        let behind = |what: &[u8]| bytes.strip_prefix(what).filter(|file| !file.is_empty());
        if let Some(file) = behind(b"report=") {
            return Self::Report(Some(path(file)));
        }
        let wrong = match behind(b"record=").map(recorded) {
            Some(Ok(recorded)) => return Self::Record(recorded),
            Some(Err(wrong)) => wrong,
            None => "known are off, attach, record=FILE, report and report=FILE".into(),
        };
        let value = value.display();
        complain(format_args!(
            "{VARIABLE}={value}: {wrong}; nothing is observed"
        ));
        Self::Off
    }
}

/// `FILE`, and behind it `max=256M` and `keep=2`, in any order.
fn recorded(mut bytes: &[u8]) -> Result<Recorded, String> {
    let (mut max, mut keep) = (Recorded::USUAL_MAX, Recorded::USUAL_KEEP);
    while let Some(comma) = bytes.iter().rposition(|byte| *byte == b',') {
        let Ok(last) = str::from_utf8(&bytes[comma + 1..]) else {
            break;
        };
        match last.split_once('=') {
            Some(("max", size)) => {
                max = bytes_of(size).ok_or_else(|| {
                    format!("max={size}: expected a size from 1M, such as 256M or 2G")
                })?;
            }
            Some(("keep", count)) => {
                let count = count
                    .parse()
                    .ok()
                    .filter(|count| (1..=1000).contains(count));
                keep = count.ok_or("keep: expected a number from 1 to 1000")?;
            }
            // A file may be called so, but a slip of the pen is likelier.
            Some((name, _)) if name.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                return Err(format!("{name}=: known are max=256M and keep=2"));
            }
            _ => break,
        }
        bytes = &bytes[..comma];
    }
    match bytes {
        [] => Err("record= needs a file".into()),
        file => Ok(Recorded {
            path: path(file),
            max,
            keep,
        }),
    }
}

fn bytes_of(size: &str) -> Option<u64> {
    let (number, unit) = match size.as_bytes().last()? {
        b'M' => (&size[..size.len() - 1], 1 << 20),
        b'G' => (&size[..size.len() - 1], 1 << 30),
        _ => return None,
    };
    let bytes = number.parse::<u64>().ok()?.checked_mul(unit)?;
    (bytes >= 1 << 20).then_some(bytes)
}

/// The path in these bytes, which need not be UTF-8 where the system has such names.
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
    fn a_recording_has_a_file_and_limits() {
        let recorded = |path: &str, max, keep| {
            Asked::Record(Recorded {
                path: path.into(),
                max,
                keep,
            })
        };
        for (text, expected) in [
            ("record=a.tkr", recorded("a.tkr", 256 << 20, 2)),
            ("record=a,b.tkr", recorded("a,b.tkr", 256 << 20, 2)),
            ("record=a,max=2G", recorded("a", 2 << 30, 2)),
            ("record=a b,keep=3,max=1M", recorded("a b", 1 << 20, 3)),
        ] {
            assert_eq!(parsed(text), expected, "{text}");
        }
        for wrong in [
            "record=",
            "record",
            "record=a,max=",
            "record=a,max=1K",
            "record=a,max=99999999999999999999G",
            "record=a,keep=0",
            "record=,keep=2",
            "record=a,size=2G",
            "record=a,keeps=2,max=2G",
        ] {
            assert_eq!(parsed(wrong), Asked::Off, "{wrong}");
        }
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
