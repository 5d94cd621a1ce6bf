//! What first comes to mind: a message at each spawn, at the begin and end of each poll
//! and at the drop, over Tokio's unbounded channel, counted by a thread.

use pin_project_lite::pin_project;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::thread::JoinHandle as Thread;
use std::time::Instant;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_kitchen::bench::load::Spawner;
use tokio_kitchen::bench::subject::{Aside, Subject, builder};
use tokio_kitchen::bench::thread_cpu;

/// What happened to a task, and when.
struct Message {
    task: u64,
    at: Instant,
    what: What,
}

enum What {
    Spawned,
    PollStarted,
    PollEnded,
    Dropped,
}

pin_project! {
    struct Telling<F> {
        #[pin]
        future: F,
        teller: Teller,
    }
}

struct Teller {
    task: u64,
    to: UnboundedSender<Message>,
}

impl Teller {
    fn tell(&self, what: What) {
        let at = Instant::now();
        let task = self.task;
        // Nobody listens any more when a round is over.
        let _ = self.to.send(Message { task, at, what });
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        self.tell(What::Dropped);
    }
}

impl<F: Future> Future for Telling<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        this.teller.tell(What::PollStarted);
        let output = this.future.poll(cx);
        this.teller.tell(What::PollEnded);
        output
    }
}

#[derive(Clone)]
pub(crate) struct TellingSpawner(UnboundedSender<Message>);

impl Spawner for TellingSpawner {
    type Handle = JoinHandle<()>;

    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, future: F) -> Self::Handle {
        static TASKS: AtomicU64 = AtomicU64::new(0);
        let teller = Teller {
            task: TASKS.fetch_add(1, Ordering::Relaxed),
            to: self.0.clone(),
        };
        teller.tell(What::Spawned);
        tokio::spawn(Telling { future, teller })
    }
}

pub(crate) struct Told {
    runtime: Runtime,
    to: UnboundedSender<Message>,
    listener: Thread<Aside>,
}

impl Subject for Told {
    type Spawner = TellingSpawner;

    fn open(workers: usize) -> io::Result<Self> {
        let (to, mut from) = unbounded_channel::<Message>();
        let listener = std::thread::spawn(move || {
            // As little as can be done with a message, and still look at all of it.
            let (mut events, mut sum) = (0, 0);
            while let Some(message) = from.blocking_recv() {
                events += 1;
                sum ^= message.task ^ message.what as u64;
                std::hint::black_box((message.at, sum));
            }
            let cpu = thread_cpu();
            Aside {
                cpu,
                taken_in: cpu,
                events,
                lost: 0,
            }
        });
        Ok(Self {
            runtime: builder(workers).build()?,
            to,
            listener,
        })
    }

    fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    fn spawner(&self) -> TellingSpawner {
        TellingSpawner(self.to.clone())
    }

    fn close(self) -> Aside {
        drop((self.runtime, self.to));
        self.listener.join().expect("the listener only counts")
    }
}
