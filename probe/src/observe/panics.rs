//! What a task says when it panics, and where: only the panic hook is told.

use super::{intern, local};
use crate::events::{SiteId, WaitOn, What};
use std::cell::Cell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;

thread_local! {
    /// Where a panic of this thread is told to be, if not where it is raised.
    static INSTEAD: Cell<Option<SiteId>> = const { Cell::new(None) };
}

/// While it lives, a panic of this thread is told to be at its place.
pub(super) struct At;

impl At {
    pub(super) fn this(site: SiteId) -> Self {
        INSTEAD.set(Some(site));
        Self
    }
}

impl Drop for At {
    fn drop(&mut self) {
        INSTEAD.set(None);
    }
}

/// Notes what the observed task, or the job, that runs on this thread panics with, and at which
/// line. To be called from the application's panic hook; elsewhere than in a task or a job it
/// does nothing. Without it one sees that a task panicked, and no more.
///
/// [`watch_panics`] sets a hook that does it.
pub fn note_panic(info: &PanicHookInfo<'_>) {
    // A panic of the probe's own, in the middle of a record: a second one would end the process.
    if local::is_writing() {
        return;
    }
    let (Some(task), Some(at)) = (local::current_task(), info.location()) else {
        return;
    };
    let text = info.payload_as_str().unwrap_or_default();
    local::note(&What::PanicAt {
        task,
        site: INSTEAD
            .get()
            .unwrap_or_else(|| intern::passing_site(at, WaitOn::Work)),
        text: intern::text(text),
    });
}

/// Sets a panic hook that [notes](note_panic) panics of observed tasks and jobs, and then does
/// what the present hook does. A second call does nothing.
///
/// ```
/// use kitchen_probe::events::What;
/// use kitchen_probe::Probe;
///
/// kitchen_probe::watch_panics();
/// let (probe, mut reader) = Probe::new();
/// let runtime = probe.build(&mut tokio::runtime::Builder::new_multi_thread())?;
/// let ended = runtime.block_on(async { kitchen_probe::spawn(async { panic!("too hot") }).await });
/// assert!(ended.is_err());
/// drop(runtime);
/// let mut said = Vec::new();
/// reader.drain_all(|event| match event.what {
///     What::Text { text, .. } => said.push(text),
///     _ => {}
/// });
/// assert!(said.contains(&"too hot".to_owned()));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Panics
/// On a thread that panics: a hook cannot be set there.
pub fn watch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            note_panic(info);
            before(info);
        }));
    });
}
