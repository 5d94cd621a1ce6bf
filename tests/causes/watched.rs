//! An observed runtime whose wakes are looked at: who called each, as the events say it, the
//! model counts it and the story tells it.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of tests, outside any test function"
)]

use std::future::poll_fn;
use std::pin::pin;
use tokio::runtime::{Builder, Runtime, RuntimeFlavor};
use tokio::sync::oneshot;
use tokio_kitchen::app::Register;
use tokio_kitchen::events::{Certainty, Event, Nanos, TaskId, WakeBy, What};
use tokio_kitchen::kitchen::narrator;
use tokio_kitchen::model::{HappeningKind, Model};
use tokio_kitchen::probe::{self, Probe, Reader};
use tokio_kitchen::stage::Stage;

/// A runtime that is observed, and what is seen of it.
pub(crate) struct Watched {
    pub(crate) probe: Probe,
    reader: Reader,
    events: Vec<Event>,
    pub(crate) runtime: Option<Runtime>,
}

impl Watched {
    /// One worker: what is handed to it comes one after the other.
    pub(crate) fn multi_thread() -> Self {
        Self::build(Builder::new_multi_thread().worker_threads(1))
    }

    pub(crate) fn current_thread() -> Self {
        Self::build(&mut Builder::new_current_thread())
    }

    /// With the promise that lets neighbours share clock readings.
    pub(crate) fn all_observed() -> Self {
        let (probe, reader) = Probe::new();
        Self::of(
            probe.all_observed(),
            reader,
            Builder::new_multi_thread().worker_threads(1),
        )
    }

    pub(crate) fn build(builder: &mut Builder) -> Self {
        let (probe, reader) = Probe::new();
        Self::of(probe, reader, builder)
    }

    fn of(probe: Probe, reader: Reader, builder: &mut Builder) -> Self {
        let runtime = probe.build(builder.enable_all()).unwrap();
        let mut watched = Self {
            probe,
            reader,
            events: Vec::new(),
            runtime: Some(runtime),
        };
        watched.until_parked();
        watched
    }

    /// Waits until the worker has parked, where there is one: from then on its own loop is
    /// known from all else on its thread.
    fn until_parked(&mut self) {
        let handle = self.runtime.as_ref().unwrap().handle();
        let mut parked = handle.runtime_flavor() == RuntimeFlavor::CurrentThread;
        while !parked {
            self.reader.drain(|event| {
                parked |= matches!(event.what, What::Parked { .. });
                self.events.push(event);
            });
            std::thread::yield_now();
        }
    }

    pub(crate) fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.as_ref().unwrap().block_on(future)
    }

    /// Closes the runtime and gives what was seen.
    pub(crate) fn seen(mut self) -> Seen {
        drop(self.runtime.take());
        let mut events = std::mem::take(&mut self.events);
        self.reader.drain_all(|event| events.push(event));
        let mut stage = Stage::new(Nanos::from_millis(100));
        let mut told = Vec::new();
        let mut last = None;
        let mut hear = |event: &Event, model: &Model| {
            let fresh = model.happenings().rev();
            let fresh = fresh.take_while(|fact| last.is_none_or(|last| fact.number > last));
            let fresh: Vec<_> = fresh.cloned().collect();
            last = fresh.first().map(|fact| fact.number).or(last);
            let What::Woken { task, by, on } = event.what else {
                return;
            };
            // What the history keeps and what the model tells is one thing. Of very many wakes
            // it tells some.
            let fact = fresh.iter().find(|fact| fact.task == Some(task));
            let sentence = fact.map(|fact| {
                assert_eq!(fact.kind, HappeningKind::Woken { by });
                narrator::happening(fact, model, Register::Analogy)
                    .unwrap()
                    .text
            });
            told.push((task, by, on.is_some(), sentence.unwrap_or_default()));
        };
        stage.hear(&mut events, None, &mut hear);
        let model = stage.newest().model.clone();
        model.check_invariants().unwrap();
        Seen { told, model }
    }
}

/// Wakes, each with its task, who called, whether on a worker, and its sentence.
pub(crate) struct Seen {
    pub(crate) told: Vec<(TaskId, WakeBy, bool, String)>,
    pub(crate) model: Model,
}

impl Seen {
    pub(crate) fn kind(&self, task: TaskId) -> &str {
        self.model
            .task(task)
            .map_or("?", |task| self.model.kind(task.kind))
    }

    /// Who woke the tasks of a kind, in order, in short.
    pub(crate) fn woke(&self, kind: &str) -> Vec<String> {
        let of_kind = self.told.iter().filter(|told| self.kind(told.0) == kind);
        of_kind
            .map(|&(task, by, on_worker, _)| {
                let mark = match by.value().certainty {
                    Certainty::Observed => "",
                    Certainty::Inferred => "~",
                };
                let who = self.who(task, by.value().value, on_worker);
                format!("{mark}{who}")
            })
            .collect()
    }

    fn who(&self, task: TaskId, by: WakeBy, on_worker: bool) -> String {
        match by {
            WakeBy::Task(caller) if caller == task => "itself".into(),
            WakeBy::Task(caller) => self.kind(caller).to_owned(),
            WakeBy::Joined(caller) => format!("end of {}", self.kind(caller)),
            WakeBy::Cancelled(caller) => format!("drop of {}", self.kind(caller)),
            WakeBy::Blocking(Some(job)) => format!("job {}", self.kind(job)),
            WakeBy::Blocking(None) => "some job".into(),
            WakeBy::Driver => "driver".into(),
            WakeBy::Deferred => "deferred".into(),
            WakeBy::Unobserved => "unobserved".into(),
            WakeBy::Outside if on_worker => "main".into(),
            WakeBy::Outside => "outside".into(),
            WakeBy::BetweenPolls(_) | WakeBy::NamedWait(_) | WakeBy::Likely(_) => "unknown".into(),
        }
    }
}

/// Tells once that the future was polled and is pending.
pub(crate) async fn pended<F: Future>(future: F, tell: oneshot::Sender<()>) -> F::Output {
    let mut future = pin!(future);
    let mut tell = Some(tell);
    poll_fn(|cx| {
        let polled = future.as_mut().poll(cx);
        if let (true, Some(tell)) = (polled.is_pending(), tell.take()) {
            let _ = tell.send(());
        }
        polled
    })
    .await
}

/// A task "B" that waits for `future`; goes on when it does.
pub(crate) async fn waiting<F>(future: F) -> probe::JoinHandle<()>
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    let (tell, pending) = oneshot::channel();
    let task = probe::spawn_as("B", async move {
        let _ = pended(future, tell).await;
    });
    pending.await.unwrap();
    task
}

/// Runs a case on both schedulers, and with shared clock readings.
pub(crate) fn on_all(case: impl Fn(Watched)) {
    // One after the other: this thread serves the probe that it built a runtime with last.
    for build in [
        Watched::multi_thread,
        Watched::current_thread,
        Watched::all_observed,
    ] {
        case(build());
    }
}
