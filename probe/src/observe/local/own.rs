//! Which worker a thread is, where Tokio does not tell: numbers of our own, in the order in which
//! the threads of a runtime first poll a task of it or park. Without use where it does.

use super::Local;
use crate::observe::hub::Hub;
use crate::observe::record::NO_WORKER;
use crate::observe::tokio_api::RuntimeId;
use std::cell::Cell;
use std::sync::Arc;

/// The runtime this thread was last a worker of, and its number there.
#[derive(Clone, Copy)]
struct Own {
    runtime: Option<RuntimeId>,
    worker: u32,
    /// One that it runs beside, which is not observed.
    foreign: Option<RuntimeId>,
}

const NONE: Own = Own {
    runtime: None,
    worker: NO_WORKER,
    foreign: None,
};

thread_local! {
    static OWN: Cell<Own> = const { Cell::new(NONE) };
}

/// The number of the calling thread in the runtime it is in.
pub(super) fn worker() -> Option<u32> {
    let own = OWN.get();
    let is_in_it = own.runtime.is_some() && own.runtime == RuntimeId::present();
    (is_in_it && own.worker != NO_WORKER).then_some(own.worker)
}

impl Local {
    /// The calling thread polls a task or parks, which workers do: it is one from now on, if there
    /// is a number left.
    #[cold]
    pub(super) fn is_worker_of(&self, hub: &Arc<Hub>) {
        let own = OWN.get();
        let Some(runtime) = RuntimeId::present() else {
            return;
        };
        if [own.runtime, own.foreign].contains(&Some(runtime)) {
            return;
        }
        if hub.worker_count() > 0 && !hub.is_of(runtime) {
            let foreign = Some(runtime);
            return OWN.set(Own { foreign, ..own });
        }
        let worker = match hub.is_current_thread() {
            // Whoever runs it at the moment.
            true => Some(0),
            // Its workers are threads that it has started.
            false if self.in_pool.get() => hub.take_worker(),
            false => None,
        };
        let worker = worker.unwrap_or(NO_WORKER);
        OWN.set(Own {
            runtime: Some(runtime),
            worker,
            ..own
        });
    }

    /// The calling thread gives up its worker's core: another thread is that worker now.
    pub(super) fn is_no_worker(&self) {
        let own = OWN.replace(NONE);
        if own.worker != NO_WORKER {
            self.write(|writer| writer.hub.give_worker_back(own.worker));
        }
    }
}
