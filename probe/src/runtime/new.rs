//! Runtimes without settings.

#[cfg(tokio_unstable)]
use super::LocalRuntime;
use super::{Builder, Runtime};
use std::io;

impl Runtime {
    /// As Tokio's: of many threads, with all drivers.
    ///
    /// # Errors
    /// As Tokio's.
    pub fn new() -> io::Result<Self> {
        Builder::new_multi_thread().enable_all().build()
    }
}

#[cfg(tokio_unstable)]
impl LocalRuntime {
    /// As Tokio's: with all drivers.
    ///
    /// # Errors
    /// As Tokio's.
    pub fn new() -> io::Result<Self> {
        Builder::new_current_thread()
            .enable_all()
            .build_local(tokio::runtime::LocalOptions::default())
    }
}
