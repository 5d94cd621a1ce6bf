//! dial9's telemetry: its hooks and traced futures, into a buffer in memory (no disk).

use crate::threads;
use dial9_tokio_telemetry::telemetry::{
    Dial9HandleTokioExt, MemoryBuffer, TokioAttachOptions, recorder,
};
use std::future::Future;
use std::io;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_kitchen::bench::load::Spawner;
use tokio_kitchen::bench::subject::{Aside, Subject, builder};

pub(crate) struct Recorded {
    runtime: Runtime,
    /// Takes the recorder with it, whose type is not public here.
    stop: Box<dyn FnOnce()>,
    before: Duration,
}

#[derive(Clone)]
pub(crate) struct Traced;

impl Spawner for Traced {
    type Handle = JoinHandle<()>;

    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, future: F) -> Self::Handle {
        dial9_tokio_telemetry::spawn(future)
    }
}

impl Subject for Recorded {
    type Spawner = Traced;

    fn open(workers: usize) -> io::Result<Self> {
        let before = threads::watchers();
        let buffer = MemoryBuffer::new(64 << 20).map_err(io::Error::other)?;
        let recorder = recorder(buffer).build();
        let options = TokioAttachOptions::builder()
            .task_tracking_enabled(true)
            .build();
        let runtime = recorder
            .handle()
            .attach_tokio_runtime(builder(workers), options)
            .map_err(io::Error::other)?;
        Ok(Self {
            runtime,
            stop: Box::new(move || drop(recorder)),
            before,
        })
    }

    fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    fn spawner(&self) -> Traced {
        Traced
    }

    fn close(self) -> Aside {
        let cpu = threads::watchers().saturating_sub(self.before);
        drop(self.runtime);
        (self.stop)();
        // How many events it kept it does not tell.
        Aside {
            cpu,
            ..Aside::default()
        }
    }
}
