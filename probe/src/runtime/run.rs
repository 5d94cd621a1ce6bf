//! `block_on` of every kind of runtime.

use crate::observe::{Root, Served};
use std::future::Future;
use std::panic::Location;

/// A larger future goes to the heap first, as in Tokio: it is handed on from function to function,
/// which in a debug build copies it each time.
const BOXED: usize = if cfg!(debug_assertions) { 2048 } else { 16384 };

/// Tokio's own `block_on`.
pub(super) trait BlocksOn {
    #[track_caller]
    fn run<F: Future>(&self, future: F) -> F::Output;
}

macro_rules! blocks_on {
    ($($(#[$cfg:meta])* $of:ident)+) => { $(
        $(#[$cfg])*
        impl BlocksOn for tokio::runtime::$of {
            #[track_caller]
            fn run<F: Future>(&self, future: F) -> F::Output {
                self.block_on(future)
            }
        }
    )+ };
}

blocks_on! {
    Runtime
    Handle
    #[cfg(tokio_unstable)]
    LocalRuntime
}

/// Runs a future to its end on this thread, as a lane of its own if somebody observes it.
#[track_caller]
pub(super) fn block_on<F: Future>(
    by: &impl BlocksOn,
    served: Option<&Served>,
    future: F,
) -> F::Output {
    let Some(_serving) = served.and_then(Served::serve) else {
        let _left = Served::leave();
        return match size_of::<F>() > BOXED {
            true => by.run(Box::pin(future)),
            false => by.run(future),
        };
    };
    let number = Root::<F>::announce(Location::caller());
    match size_of::<F>() > BOXED {
        true => by.run(Root::new(Box::pin(future), number)),
        false => by.run(Root::new(future, number)),
    }
}
