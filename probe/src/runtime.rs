//! [`tokio::runtime`], with observed builders, runtimes and handles over Tokio's own.
//!
//! All that has no counterpart here is Tokio's own under the same name. [`Runtime`] and
//! [`Handle`] lend themselves as Tokio's (`&*handle` is a `&tokio::runtime::Handle`), for
//! functions of other crates.

mod asked;
mod builder;
mod handle;
mod later;
#[cfg(tokio_unstable)]
mod local;
mod new;
mod owned;

pub use builder::Builder;
pub use handle::Handle;
#[cfg(tokio_unstable)]
pub use local::LocalRuntime;
pub use owned::Runtime;
pub use tokio::runtime::*;
