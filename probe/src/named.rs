//! The stand-in once more, with names for what tasks wait for: with the feature `named-waits`.
//!
//! Here the channels and semaphores of [`sync`], the ticks of [`time`], the streams of `net` and the
//! methods of `io` tell what is waited for, at which line, without a [`leaf`] around each await.
//! All else is what the crate's root has:
//!
//! ```
//! use kitchen_probe::named as tokio;
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
//! tokio::spawn(async move { sender.send(7).await });
//! assert_eq!(receiver.recv().await, Some(7)); // told: waits for a channel, at this line
//! # });
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! It is a module, and the root stays as it is, because other crates take Tokio's channels and
//! streams by name: who hands one to such a crate takes it from the root, or gets at it by
//! [`From`] and [`Deref`](std::ops::Deref).
//!
//! The types here have the methods of Tokio's: those that wait are written anew, the others are
//! reached through `Deref`. Errors are Tokio's own. Not to be had is `Notify::notified_owned`, which
//! needs an `Arc` of Tokio's own type.

#[cfg(feature = "io-util")]
pub mod io;
#[cfg(feature = "net")]
pub mod net;
mod over;
pub mod sync;
pub mod time;

// What follows by name goes before what comes by this.
pub use crate::*;
