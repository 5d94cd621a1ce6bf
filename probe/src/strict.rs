//! Tests that fail if a poll holds its thread too long.
//!
//! `#[tokio::test(crate = "kitchen_probe::strict")]` runs a test as ever, and lets it fail if one
//! poll, of the test itself or of a task that it spawned, took longer than the limit: 10
//! milliseconds, or as many as the variable `KITCHEN_MAX_POLL` says (`25` or `25ms`). Where the
//! probe has Tokio's name it is `crate = "tokio::strict"`. Such a runtime is not recorded.
//!
//! ```
//! # use kitchen_probe as tokio;
//! #[tokio::main(crate = "kitchen_probe::strict")]
//! async fn main() {
//!     tokio::time::sleep(std::time::Duration::from_millis(20)).await;
//! }
//! ```
//!
//! What counts is the length of the poll less the time for which threads of the runtime waited
//! for a CPU meanwhile (Linux tells it, elsewhere it is not known): on a busy machine a poll is
//! rather missed than blamed. From `block_in_place` on a poll may block. Polls of tasks that the
//! probe does not see are not judged.

pub use tokio::pin;

/// What the macro needs of [`runtime`](crate::runtime).
pub mod runtime {
    pub use tokio::runtime::*;

    /// Builders of runtimes in which polls are judged.
    #[derive(Debug)]
    pub enum Builder {}

    impl Builder {
        /// As [`crate::runtime::Builder::new_current_thread`].
        #[must_use]
        #[allow(
            clippy::new_ret_no_self,
            reason = "it builds as any other from here on"
        )]
        pub fn new_current_thread() -> crate::runtime::Builder {
            crate::runtime::Builder::new_current_thread().strict()
        }

        /// As [`crate::runtime::Builder::new_multi_thread`].
        #[must_use]
        #[allow(
            clippy::new_ret_no_self,
            reason = "it builds as any other from here on"
        )]
        pub fn new_multi_thread() -> crate::runtime::Builder {
            crate::runtime::Builder::new_multi_thread().strict()
        }
    }
}
