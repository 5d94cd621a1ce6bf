//! Named regions: a part of a task that is told by its own name while it is polled.

use super::intern;
use super::leaf::Marked;
use super::local;
use crate::events::SiteId;
use pin_project_lite::pin_project;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};

pin_project! {
    /// A future with a name. Made by [`watch`].
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Watch<N, F> {
        #[pin]
        future: F,
        name: N,
        at: &'static Location<'static>,
        // Known from the first poll in an observed task on.
        site: Option<SiteId>,
    }
}

/// Gives a part of a task a name, such as the request that is served.
///
/// Each time it is polled in an observed task, the task is told to have come to this line, with
/// the name, and as long as the poll lasts the line is shown as the one it is at: a part that
/// blocks is known by its name. While it waits nothing is said of it.
///
/// Names are kept for good: of 10,000 different ones and 16 MiB, what comes later shares one.
///
/// ```
/// # async fn user(id: u32) {}
/// # async fn serve() {
/// kitchen_probe::watch("GET /users/{id}", user(7)).await;
/// # }
/// ```
#[track_caller]
pub fn watch<N: AsRef<str>, F: Future>(name: N, future: F) -> Watch<N, F> {
    Watch {
        future,
        name,
        at: Location::caller(),
        site: None,
    }
}

impl<N: AsRef<str>, F: Future> Future for Watch<N, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        if local::current() == 0 {
            return this.future.poll(cx);
        }
        let new = || intern::region(this.at, this.name.as_ref());
        let _marked = Marked::at(*this.site.get_or_insert_with(new));
        this.future.poll(cx)
    }
}
