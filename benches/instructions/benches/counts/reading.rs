//! The reader: merging and decoding what a workload left behind.

use crate::OPERATIONS;
use crate::tasks::{Observed, Side, observed_runtime};
use std::future::{Future, poll_fn};
use std::hint::black_box;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Poll, Waker};
use tokio::runtime::Runtime;
use tokio_kitchen::probe::Reader;

/// Records that wait to be read.
pub(crate) struct Read {
    reader: Reader,
    /// Its end would write records too.
    _runtime: Runtime,
}

impl Read {
    /// What one thread wrote.
    pub(crate) fn of(work: fn(&Runtime)) -> Self {
        let (runtime, mut reader) = observed_runtime();
        // The second time everything is announced.
        work(&runtime);
        reader.drain_all(drop);
        work(&runtime);
        Self {
            reader,
            _runtime: runtime,
        }
    }

    /// What two threads wrote in turns: every record comes from another one than the last.
    pub(crate) fn of_two_threads() -> Self {
        Self::of(outside_wakes)
    }

    /// What is counted.
    pub(crate) fn drain(mut self) -> Self {
        self.reader.drain_all(|event| drop(black_box(event)));
        self
    }
}

/// One task, woken by a thread outside the runtime after each poll, never during it.
fn outside_wakes(runtime: &Runtime) {
    let (give, take) = mpsc::channel::<Waker>();
    let (tell, told) = mpsc::channel();
    let outside = std::thread::spawn(move || {
        for waker in take {
            waker.wake();
            tell.send(()).expect("the main thread waits for it");
        }
    });
    let slot = Arc::new(Mutex::new(None));
    runtime.block_on(async {
        let end = Observed::spawn(leaves_its_waker(Arc::clone(&slot)));
        for _ in 1..OPERATIONS {
            give.send(taken(&slot).await).expect("the thread takes all");
            told.recv().expect("the thread answers all");
        }
        end.await;
    });
    drop(give);
    outside.join().expect("the thread does not panic");
}

type Slot = Arc<Mutex<Option<Waker>>>;

fn leaves_its_waker(slot: Slot) -> impl Future<Output = ()> {
    let mut left = OPERATIONS;
    poll_fn(move |cx| {
        left -= 1;
        if left == 0 {
            return Poll::Ready(());
        }
        *slot.lock().expect("no task panics") = Some(cx.waker().clone());
        Poll::Pending
    })
}

async fn taken(slot: &Slot) -> Waker {
    loop {
        let left = slot.lock().expect("no task panics").take();
        match left {
            Some(waker) => return waker,
            None => tokio::task::yield_now().await,
        }
    }
}
