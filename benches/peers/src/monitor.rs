//! tokio-metrics: every task instrumented by one `TaskMonitor`.

use std::future::Future;
use std::io;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_kitchen::bench::load::Spawner;
use tokio_kitchen::bench::subject::{Aside, Subject, builder};
use tokio_metrics::TaskMonitor;

pub(crate) struct Monitored(Runtime, TaskMonitor);

#[derive(Clone)]
pub(crate) struct Instrumenting(TaskMonitor);

impl Spawner for Instrumenting {
    type Handle = JoinHandle<()>;

    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, future: F) -> Self::Handle {
        tokio::spawn(self.0.instrument(future))
    }
}

impl Subject for Monitored {
    type Spawner = Instrumenting;

    fn open(workers: usize) -> io::Result<Self> {
        Ok(Self(builder(workers).build()?, TaskMonitor::new()))
    }

    fn runtime(&self) -> &Runtime {
        &self.0
    }

    fn spawner(&self) -> Instrumenting {
        Instrumenting(self.1.clone())
    }

    fn close(self) -> Aside {
        let events = self.1.cumulative().total_poll_count;
        Aside {
            events,
            ..Aside::default()
        }
    }
}
