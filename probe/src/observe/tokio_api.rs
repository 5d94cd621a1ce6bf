//! What Tokio may have or not, depending on its version: all of it, with what stands in for it.
//!
//! One source for all versions, without a build script. A function is looked for inside a block
//! that imports all of a module of Tokio's: an import there goes before the fallback of the same
//! name outside. A method is looked for beside one of a trait of ours: a type's own goes first.
//! The fallbacks give types of their own, so that the compiler knows which it was.

use super::number::number_of;
use super::settings::Settings;
use crate::events::{Flavor, Tokio, TokioVersion};
use std::future::Future;
use std::panic::Location;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use tokio::runtime::Handle;

/// What a fallback gives.
#[derive(Hash)]
struct Missing;

/// What a function gives that may be missing.
trait MaybeIndex {
    const IS_THERE: bool;
    fn index(self) -> Option<usize>;
}

impl MaybeIndex for Option<usize> {
    const IS_THERE: bool = true;

    #[inline(always)]
    fn index(self) -> Option<usize> {
        self
    }
}

impl MaybeIndex for Missing {
    const IS_THERE: bool = false;

    fn index(self) -> Option<usize> {
        None
    }
}

/// Stands in for [`tokio::runtime::worker_index`], which is stable since 1.54 and unstable since
/// 1.51.
#[allow(dead_code, reason = "where Tokio has it")]
fn worker_index() -> Missing {
    Missing
}

const fn is_there<T: MaybeIndex>(_: fn() -> T) -> bool {
    T::IS_THERE
}

/// Whether Tokio tells which worker a thread is.
pub(super) const TELLS_WORKER: bool = {
    #[allow(
        unused_imports,
        clippy::wildcard_imports,
        reason = "it goes before the fallback where Tokio has it, and is nothing where not"
    )]
    use tokio::runtime::*;
    is_there(worker_index)
};

/// Which worker the calling thread is, by Tokio's own word. `None` as well where it has none.
#[inline(always)]
pub(super) fn told_worker() -> Option<usize> {
    #[allow(
        unused_imports,
        clippy::wildcard_imports,
        reason = "it goes before the fallback where Tokio has it, and is nothing where not"
    )]
    use tokio::runtime::*;
    worker_index().index()
}

/// Which runtime it is: Tokio's own number, which is never 0. Tokio tells it in a stable build
/// since 1.49; else all runtimes have the number 0, and none is known from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RuntimeId(u64);

impl RuntimeId {
    pub(super) fn of(handle: &Handle) -> Self {
        #[allow(unused_imports, reason = "where the type has its own")]
        use no_id::Fallback;
        Self(number_of(handle.id()))
    }

    /// Of the runtime this thread is in.
    pub(super) fn present() -> Option<Self> {
        Handle::try_current().ok().map(|handle| Self::of(&handle))
    }

    pub(super) const fn number(self) -> u64 {
        self.0
    }

    /// Whether runtimes are told from each other.
    pub(super) const fn is_told(self) -> bool {
        self.0 != 0
    }
}

mod no_id {
    use super::Missing;

    #[allow(dead_code, reason = "where the type has its own")]
    pub(super) trait Fallback {
        fn id(&self) -> Missing {
            Missing
        }
    }

    impl Fallback for tokio::runtime::Handle {}
}

/// What marks a version, by the lowest minor that has it, for a Tokio that does not tell its own.
mod marks {
    use super::Missing;
    use tokio::runtime::Builder;

    /// Unstable methods are no marks: a stable build has none of them.
    #[allow(dead_code, reason = "where the type has its own")]
    pub(super) trait Fallback {
        fn max_io_events_per_busy_tick(&mut self, _: usize) -> Missing {
            Missing
        }
    }

    impl Fallback for Builder {}
}

/// Whether an expression is what a type's own method gives.
trait Own {
    const IS_OWN: bool;
}

impl Own for Missing {
    const IS_OWN: bool = false;
}

impl Own for &mut tokio::runtime::Builder {
    const IS_OWN: bool = true;
}

fn is_own<T: Own>(_: T) -> bool {
    T::IS_OWN
}

/// The lowest minor version that has what this one has.
fn minor_by_marks() -> u16 {
    #[allow(unused_imports, reason = "where the type has its own")]
    use marks::Fallback;
    let mut builder = tokio::runtime::Builder::new_current_thread();
    if is_own(builder.max_io_events_per_busy_tick(1)) || (TELLS_WORKER && !cfg!(tokio_unstable)) {
        return 54;
    }
    // Unstable since then.
    if TELLS_WORKER { 51 } else { 47 }
}

/// Gives the place of whoever polls it.
struct Spy;

impl Future for Spy {
    type Output = &'static Location<'static>;

    #[track_caller]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Location::caller())
    }
}

/// One of Tokio's own source files, as the compiler of this program named it.
fn source_file() -> &'static str {
    // It is Tokio's code that polls what it wraps.
    let spy = pin!(tokio::task::unconstrained(Spy));
    match spy.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(place) => place.file(),
        Poll::Pending => "",
    }
}

/// The Tokio that this program runs.
pub fn tokio_version() -> TokioVersion {
    let told = TokioVersion::in_path(source_file());
    told.unwrap_or_else(|| TokioVersion::Since(minor_by_marks()))
}

/// As [`tokio_version`], with what its scheduler does in this build, by what is known of the
/// builder. The current-thread scheduler has no LIFO slot, and no second worker for a driver.
pub(super) fn tokio(settings: Settings, flavor: Flavor, wakes_seen: bool) -> Tokio {
    let mut tokio = Tokio::of(tokio_version());
    let rules = &mut tokio.rules;
    let one_thread = flavor == Flavor::CurrentThread;
    rules.eager_handoff = match rules.eager_handoff {
        // A builder can be told so in an unstable build only.
        None if one_thread || !cfg!(tokio_unstable) => Some(false),
        None => settings.eager_handoff,
        known => known,
    };
    rules.lifo_slot = match settings.lifo_slot {
        _ if one_thread => Some(false),
        _ if !cfg!(tokio_unstable) => Some(true),
        known => known,
    };
    rules.event_interval = settings.event_interval;
    rules.global_queue_interval = settings.global_queue_interval;
    rules.tokio_index = TELLS_WORKER;
    rules.wakes_seen = wakes_seen;
    tokio
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_file_is_tokios_and_names_the_version() {
        let file = source_file();
        assert!(file.contains("tokio-1."), "{file}");
        assert!(matches!(tokio_version(), TokioVersion::Exact(..)), "{file}");
    }

    #[test]
    fn marks_never_tell_a_later_version_than_it_is() {
        let (told, marked) = (tokio_version().minor(), minor_by_marks());
        assert!(marked <= told, "{marked} for {told}");
        if told >= 54 {
            assert_eq!(marked, 54);
        }
    }

    #[test]
    fn which_worker_it_is_is_told_from_1_54_on_and_before_if_unstable() {
        let since = if cfg!(tokio_unstable) { 51 } else { 54 };
        assert_eq!(TELLS_WORKER, tokio_version().minor() >= since);
        assert_eq!(told_worker(), None, "no worker");
    }

    #[test]
    fn what_a_build_cannot_do_is_known() {
        let rules = |eager_handoff| {
            let settings = Settings {
                eager_handoff,
                ..Settings::unknown()
            };
            tokio(settings, Flavor::MultiThread, true).rules
        };
        if cfg!(tokio_unstable) && tokio_version().minor() >= 52 {
            assert_eq!(rules(None).eager_handoff, None);
            assert_eq!(rules(Some(true)).eager_handoff, Some(true));
        } else {
            assert_eq!(rules(None).eager_handoff, Some(false));
        }
        assert_eq!(rules(None).tokio_index, TELLS_WORKER);
        let usual = (!cfg!(tokio_unstable)).then_some(true);
        assert_eq!(rules(None).lifo_slot, usual);
        let alone = tokio(Settings::unknown(), Flavor::CurrentThread, true).rules;
        assert_eq!(alone.lifo_slot, Some(false));
        assert_eq!(alone.eager_handoff, Some(false));
    }
}
