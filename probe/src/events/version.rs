//! Which Tokio runs, how that is known, and what its scheduler does differently from others.

use std::fmt;
use std::num::NonZeroU32;

/// The lowest minor version this crate works with, which Cargo sees to.
const FLOOR: u16 = 47;

/// A version of Tokio 1, and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokioVersion {
    /// Minor and patch, from the path of Tokio's own source.
    Exact(u16, u16),
    /// That minor or a later one, inferred from what it has: a Tokio whose path does not name
    /// its version, such as one from Git.
    Since(u16),
}

impl TokioVersion {
    /// The version in the path of one of Tokio's source files: the folder that `src` is in is
    /// named `tokio-1.MINOR.PATCH`. `None` for any other path.
    ///
    /// ```
    /// # use kitchen_probe::events::TokioVersion;
    /// let file = "/home/me/.cargo/registry/src/index/tokio-1.54.1/src/task/coop/unconstrained.rs";
    /// assert_eq!(TokioVersion::in_path(file), Some(TokioVersion::Exact(54, 1)));
    /// assert_eq!(TokioVersion::in_path("/src/tokio/src/task/yield_now.rs"), None);
    /// ```
    pub fn in_path(file: &str) -> Option<Self> {
        let mut folders = file.rsplit(['/', '\\']);
        folders.find(|folder| *folder == "src")?;
        let version = folders.next()?.strip_prefix("tokio-1.")?;
        Self::from_numbers(version)
    }

    /// From `MINOR.PATCH`, with nothing behind it.
    fn from_numbers(text: &str) -> Option<Self> {
        let (minor, patch) = text.split_once('.')?;
        Some(Self::Exact(minor.parse().ok()?, patch.parse().ok()?))
    }

    /// The minor version; of [`Since`](Self::Since) the lowest that it may be.
    pub const fn minor(self) -> u16 {
        match self {
            Self::Exact(minor, _) | Self::Since(minor) => minor,
        }
    }

    /// Whether other workers may take the task in a worker's LIFO slot: in 1.51.0, 1.51.1, 1.52.0
    /// and 1.52.1, and in no other version so far. `None`: not known.
    pub const fn steals_from_lifo_slot(self) -> Option<bool> {
        match self {
            Self::Exact(minor, patch) => Some(matches!(minor, 51 | 52) && patch <= 1),
            Self::Since(_) => None,
        }
    }
}

/// `1.54.1`, or `~1.54` for that minor or a later one.
impl fmt::Display for TokioVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(minor, patch) => write!(f, "1.{minor}.{patch}"),
            Self::Since(minor) => write!(f, "~1.{minor}"),
        }
    }
}

/// Tokio's own `event_interval` (`Builder::new_multi_thread` and `new_current_thread` in its
/// `runtime/builder.rs`).
pub const EVENT_INTERVAL: u32 = 61;

/// Tokio's own `max_blocking_threads` (`Builder::new` in its `runtime/builder.rs`).
pub const MAX_BLOCKING: u32 = 512;

/// What the scheduler of a runtime does that others do not, and what of it can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Other workers may take the task in a worker's LIFO slot. `None`: not known.
    pub lifo_stolen: Option<bool>,
    /// A worker that the driver woke hands the driver to another worker before it polls
    /// (`enable_eager_driver_handoff`, unstable, from 1.52). `None`: not known, because a builder
    /// does not tell what was set in it.
    pub eager_handoff: Option<bool>,
    /// A worker has a LIFO slot: in the multi-thread scheduler, unless that was switched off
    /// (`disable_lifo_slot`, unstable). `None`: not known, because a builder does not tell.
    pub lifo_slot: Option<bool>,
    /// Polls after which a worker looks at the driver (`event_interval`), where it was set.
    /// `None`: Tokio's own, [`EVENT_INTERVAL`], or not known.
    pub event_interval: Option<NonZeroU32>,
    /// Polls after which a worker looks at the injection queue first (`global_queue_interval`),
    /// where it was set. `None`: Tokio's own, or not known.
    pub global_queue_interval: Option<NonZeroU32>,
    /// Workers are numbered as Tokio numbers them. Else their numbers are the probe's own, in the
    /// order in which their threads first polled or parked: the same all through a run, and not
    /// those of Tokio's metrics.
    pub tokio_index: bool,
    /// Who calls the waker of a task is seen. Else no wakes are told.
    pub wakes_seen: bool,
}

/// The Tokio of a runtime: its version, and the rules that follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tokio {
    /// Which it is.
    pub version: TokioVersion,
    /// What its scheduler does.
    pub rules: Rules,
}

impl Tokio {
    /// What is known of a version alone: as a runtime where everything can be seen.
    pub const fn of(version: TokioVersion) -> Self {
        let can_hand_over = match version {
            TokioVersion::Exact(minor, _) => minor >= 52,
            TokioVersion::Since(_) => true,
        };
        Self {
            version,
            rules: Rules {
                lifo_stolen: version.steals_from_lifo_slot(),
                eager_handoff: if can_hand_over { None } else { Some(false) },
                lifo_slot: None,
                event_interval: None,
                global_queue_interval: None,
                tokio_index: true,
                wakes_seen: true,
            },
        }
    }
}

/// From `1.MINOR.PATCH`. Of any other text nothing is known but the lowest version there may be.
impl From<&str> for Tokio {
    fn from(version: &str) -> Self {
        let numbers = version.strip_prefix("1.");
        let known = numbers.and_then(TokioVersion::from_numbers);
        Self::of(known.unwrap_or(TokioVersion::Since(FLOOR)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TokioVersion::{Exact, Since};

    #[test]
    fn a_path_names_the_version_if_it_is_the_folder_of_the_source() {
        for (path, version) in [
            (
                "/c/registry/src/x/tokio-1.47.5/src/task/coop/unconstrained.rs",
                Some(Exact(47, 5)),
            ),
            (
                r"C:\c\registry\src\x\tokio-1.54.1\src\task\mod.rs",
                Some(Exact(54, 1)),
            ),
            // Where the compiler shortens paths.
            ("tokio-1.51.6/src/task/mod.rs", Some(Exact(51, 6))),
            (
                "/app/vendor/tokio-1.53.3/src/task/mod.rs",
                Some(Exact(53, 3)),
            ),
            // From Git, and vendored without the version.
            (
                "/c/git/checkouts/tokio-1a2b3c/4d5e6f7/tokio/src/task/mod.rs",
                None,
            ),
            ("/home/me/tokio-1.40.0/vendor/tokio/src/task/mod.rs", None),
            (
                "/home/me/tokio-1.40.0/src/vendor/tokio/src/task/mod.rs",
                None,
            ),
            ("/x/tokio-util-0.7.1/src/a.rs", None),
            ("/x/tokio-1.54/src/a.rs", None),
            ("/x/tokio-1.55.0-rc.1/src/a.rs", None),
            ("/x/tokio-1.99999999999.0/src/a.rs", None),
            ("/x/tokio-2.0.0/src/a.rs", None),
            ("tokio-1.54.1", None),
            ("src", None),
            ("/src/", None),
            ("", None),
            ("ä/tokio-1.é.1/src/ü", None),
        ] {
            assert_eq!(TokioVersion::in_path(path), version, "{path}");
        }
    }

    #[test]
    fn the_lifo_slot_is_stolen_from_in_four_versions_only() {
        let stolen = |minor, patch| Exact(minor, patch).steals_from_lifo_slot();
        for (minor, patch) in [(51, 0), (51, 1), (52, 0), (52, 1)] {
            assert_eq!(stolen(minor, patch), Some(true), "1.{minor}.{patch}");
        }
        for (minor, patch) in [(47, 0), (50, 0), (51, 2), (52, 2), (53, 0), (54, 1)] {
            assert_eq!(stolen(minor, patch), Some(false), "1.{minor}.{patch}");
        }
        assert_eq!(Since(53).steals_from_lifo_slot(), None);
    }

    #[test]
    fn a_driver_is_handed_over_from_1_52_on_if_that_is_set() {
        assert_eq!(Tokio::from("1.51.6").rules.eager_handoff, Some(false));
        assert_eq!(Tokio::from("1.52.0").rules.eager_handoff, None);
        assert_eq!(Tokio::of(Since(47)).rules.eager_handoff, None);
    }

    #[test]
    fn a_version_is_shown_as_far_as_it_is_known() {
        for (text, shown) in [("1.54.1", "1.54.1"), ("1", "~1.47"), ("nonsense", "~1.47")] {
            assert_eq!(Tokio::from(text).version.to_string(), shown);
        }
        assert_eq!((Since(52).minor(), Exact(51, 6).minor()), (52, 51));
    }
}
