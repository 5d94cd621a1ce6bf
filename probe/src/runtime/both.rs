//! What both runtimes do, with many threads and with one.

/// All that is the same to a runtime of this crate which is one of Tokio's, with a handle, and
/// read by a watch.
macro_rules! runtime {
    ($name:ident over $inner:ty) => {
        impl $name {
            /// A runtime that nothing observes.
            pub(super) fn plain(inner: $inner) -> Self {
                let handle = Handle::new(inner.handle().clone(), None);
                Self::with(inner, handle)
            }

            pub(super) fn watched_by(self, watch: Option<Watch>) -> Self {
                Self { watch, ..self }
            }

            /// A handle that spawns onto this runtime.
            #[must_use]
            pub fn handle(&self) -> &Handle {
                &self.handle
            }

            /// As Tokio's: runs a job in the blocking pool.
            #[track_caller]
            pub fn spawn_blocking<F, R>(&self, func: F) -> JoinHandle<R>
            where
                F: FnOnce() -> R + Send + 'static,
                R: Send + 'static,
            {
                self.handle.spawn_blocking(func)
            }

            /// As Tokio's: what this thread spawns until the guard is dropped goes to this
            /// runtime.
            pub fn enter(&self) -> EnterGuard<'_> {
                self.handle.enter()
            }

            /// As Tokio's: what this runtime counts.
            #[must_use]
            pub fn metrics(&self) -> RuntimeMetrics {
                self.inner.metrics()
            }

            /// As Tokio's: stops the runtime and waits for its threads, at most so long.
            pub fn shutdown_timeout(self, duration: Duration) {
                self.inner.shutdown_timeout(duration);
                drop(self.watch);
            }

            /// As Tokio's: stops the runtime and waits for nothing.
            pub fn shutdown_background(self) {
                self.inner.shutdown_background();
                drop(self.watch);
            }
        }

        impl Deref for $name {
            type Target = $inner;

            fn deref(&self) -> &Self::Target {
                &self.inner
            }
        }

        // As Tokio's: what a panic leaves half done is never seen through it.
        impl std::panic::UnwindSafe for $name {}
        impl std::panic::RefUnwindSafe for $name {}
    };
}

pub(super) use runtime;
