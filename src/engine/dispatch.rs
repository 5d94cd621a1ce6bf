//! Carries out commands, on the engine's own thread.

use super::handles::Handles;
use super::run::{Remains, Run, RunView, Stop};
use super::{Config, Shared, lock};
use crate::events::TaskId;
use crate::order::{Command, Failure, Order, Refusal, Report};
use crate::probe::Kind;
use crate::recipes::{self, Ordered, Spawner, Written};
use std::collections::VecDeque;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;
use tokio_metrics::TaskMonitor;

/// Tasks spawned between two looks at the commands: a stop is heard within a fraction of
/// a millisecond even in the middle of a million.
const SLICE: u32 = 512;

/// Orders up to this many are also watched by the recipe's `TaskMonitor`, which costs
/// each poll more than the probe does.
const MONITORED: u32 = 1_000;

/// How often an end that Tokio is about to reach is looked for.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// See the module's text.
pub(super) struct Dispatch {
    shared: Arc<Shared>,
    config: Config,
    run: Option<Run>,
    handles: Handles,
    /// The recipes that were written, of the last scenario that has some.
    written: Option<Written>,
    /// Orders begun or waiting.
    orders: VecDeque<Spawning>,
    closing: Option<Closing>,
    leaving: Option<Leaving>,
    /// Of runtimes before the present one, with tasks that are still not gone.
    left_behind: Vec<Remains>,
}

/// An order being carried out.
struct Spawning {
    recipe: Ordered,
    kind: Kind,
    monitor: Option<TaskMonitor>,
    order: Order,
    left: u32,
}

/// How long to wait for the next command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Patience {
    Endless,
    Short,
    None,
}

/// A graceful close under way.
struct Closing {
    /// Build the next runtime, with so many workers, when this one is done.
    then: Option<u16>,
    /// Commands that are finished when the close is.
    commands: usize,
}

/// A runtime shut down at once, until its last task is gone.
struct Leaving {
    remains: Remains,
    /// As in [`Closing`].
    commands: usize,
}

impl Dispatch {
    pub(super) fn new(shared: Arc<Shared>, config: Config) -> Self {
        Self {
            shared,
            config,
            run: None,
            handles: Handles::default(),
            written: None,
            orders: VecDeque::new(),
            closing: None,
            leaving: None,
            left_behind: Vec::new(),
        }
    }

    /// Builds a runtime. It must not be running.
    pub(super) fn open(&mut self) -> io::Result<()> {
        self.leave_behind();
        self.written.iter().for_each(Written::renew);
        self.orders.iter().for_each(|order| order.recipe.renew());
        let run = Run::start(&self.shared, &self.config)?;
        *lock(&self.shared.view) = Some(RunView::new(&run.handle));
        self.run = Some(run);
        Ok(())
    }

    /// Serves commands until told to stop.
    pub(super) fn serve(mut self, commands: &Receiver<Command>) {
        let served = panic::catch_unwind(AssertUnwindSafe(|| self.carry_out_all(commands)));
        // From here on whoever sends is told, and nothing new comes in.
        *lock(&self.shared.ended) = true;
        if served.is_err() {
            self.abandon(commands);
        } else if let Some(run) = self.run.take() {
            // Nobody reads on: whether the sender's drop wakes somebody is no matter.
            run.end(Stop::AtOnce);
        }
    }

    /// After a panic here, which its hook has told: what is left is refused, not swallowed.
    fn abandon(&mut self, commands: &Receiver<Command>) {
        self.shared.failed(Failure::Stopped);
        self.drop_orders(Refusal::Stopped);
        for command in commands.try_iter() {
            self.shared.turn_away(&command);
        }
        self.close_at_once(0);
        self.leave_behind();
        self.shared.unfinished.store(0, Ordering::Release);
    }

    fn carry_out_all(&mut self, commands: &Receiver<Command>) {
        while !self.shared.stop.load(Ordering::Acquire) {
            let patience = self.patience();
            if !matches!(patience, Patience::None) {
                self.shared.probe.rest();
            }
            let next = match patience {
                Patience::Endless => commands.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Patience::Short => commands.recv_timeout(LOOK_AGAIN),
                Patience::None => commands.try_recv().map_err(|_| RecvTimeoutError::Timeout),
            };
            match next {
                Ok(command) => self.carry_out(command),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.spawn_slice();
            self.handles.collect(Vec::new());
            self.go_on_closing();
            self.go_on_leaving();
        }
    }

    /// Orders that wait for the next runtime are no reason to hurry: a task that ends
    /// slowly would keep this thread spinning.
    fn patience(&self) -> Patience {
        if self.closing.is_some() || self.leaving.is_some() {
            Patience::Short
        } else if !self.orders.is_empty() {
            Patience::None
        } else if self.handles.has_ending() {
            Patience::Short
        } else {
            Patience::Endless
        }
    }

    /// Marks commands as finished.
    fn finished(&self, commands: usize) {
        self.shared.unfinished.fetch_sub(commands, Ordering::AcqRel);
    }

    fn carry_out(&mut self, command: Command) {
        match command {
            Command::Learn(book) => self.written = Some(Written::new(book)),
            Command::Spawn(order) => return self.begin_order(order),
            Command::Close { graceful: true } => return self.begin_closing(None),
            Command::SetWorkers(workers) => return self.begin_closing(Some(workers)),
            Command::Close { graceful: false } => return self.close_at_once(1),
            Command::Abort(task) => {
                let known = self.handles.abort(task);
                self.explain_unknown(known, task);
            }
            Command::DropHandle(task) => {
                let known = self.handles.give_up(task);
                self.explain_unknown(known, task);
            }
            Command::Collect(ended) => self.handles.collect(ended),
            // Threads are not the engine's.
            Command::Interrupt(task) => self.shared.report(Report::Missed(task)),
            Command::SetTempo(tempo) => self.shared.tempo.set(tempo),
            Command::SetRuntime(settings) => self.config.settings = settings,
            Command::SetFlavor(flavor) => self.config.flavor = flavor,
        }
        self.finished(1);
    }

    fn explain_unknown(&self, known: bool, task: TaskId) {
        if !known {
            self.shared.report(Report::Missed(task));
        }
    }

    fn begin_order(&mut self, order: Order) {
        let built_in = recipes::find(order.recipe).map(Ordered::BuiltIn);
        let written = || self.written.as_ref()?.find(order.recipe);
        let Some(recipe) = built_in.or_else(written) else {
            self.shared.failed(Failure::UnknownRecipe(order.recipe));
            return self.finished(1);
        };
        if self
            .closing
            .as_ref()
            .is_some_and(|closing| closing.then.is_none())
        {
            self.refuse(u64::from(order.count), Refusal::Closing);
            return self.finished(1);
        }
        let monitor =
            (order.count <= MONITORED).then(|| lock(&self.shared.monitors).of(recipe.name()));
        let kind = self.shared.probe.kind(recipe.name());
        self.orders.push_back(Spawning {
            recipe,
            kind,
            monitor,
            left: order.count,
            order,
        });
    }

    fn refuse(&self, count: u64, why: Refusal) {
        self.shared.report(Report::Refused { count, why });
    }

    /// Spawns some tasks of the first order.
    fn spawn_slice(&mut self) {
        // While workers are being changed, orders wait for the next runtime.
        if self.closing.is_some() || self.orders.is_empty() {
            return;
        }
        if self.run.is_none()
            && let Err(error) = self.open()
        {
            self.shared.failed(Failure::Build(error.to_string()));
            return self.drop_orders(Refusal::NoRuntime);
        }
        let (Some(run), Some(spawning)) = (&self.run, self.orders.front_mut()) else {
            return;
        };
        let most_alive = spawning.recipe.most_alive(&spawning.order.params);
        // Children count before they are spawned: their parents do that by themselves.
        let taken = (run.alive() as u64).max(self.handles.reserved());
        let room = u64::from(self.config.max_tasks).saturating_sub(taken) / u64::from(most_alive);
        let room = u32::try_from(room).unwrap_or(u32::MAX);
        let slice = spawning.left.min(SLICE).min(room);
        let spawner = Spawner {
            probe: &self.shared.probe,
            handle: &run.handle,
            kind: spawning.kind,
            monitor: spawning.monitor.as_ref(),
        };
        for _ in 0..slice {
            let params = &spawning.order.params;
            let handle = spawning.recipe.spawn(&spawner, run.kit.clone(), params);
            self.handles.keep(handle, most_alive);
        }
        spawning.left -= slice;
        let refused = if room <= slice {
            std::mem::take(&mut spawning.left)
        } else {
            0
        };
        let is_done = spawning.left == 0;
        if refused > 0 {
            let limit = self.config.max_tasks;
            self.refuse(u64::from(refused), Refusal::TooMany { limit });
        }
        if is_done {
            self.orders.pop_front();
            // After the report: who sees the order finished finds what came of it.
            self.finished(1);
        }
    }

    /// Refuses what is left of all orders.
    fn drop_orders(&mut self, why: Refusal) {
        let left = self.orders.iter().map(|order| u64::from(order.left)).sum();
        if left > 0 {
            self.refuse(left, why);
        }
        let dropped = self.orders.len();
        self.orders.clear();
        self.finished(dropped);
    }

    fn begin_closing(&mut self, then: Option<u16>) {
        let Some(run) = &self.run else {
            // Nothing runs: only the next runtime changes.
            self.config.workers = then.or(self.config.workers);
            return self.finished(1);
        };
        match &mut self.closing {
            // Asked again while it closes: the later wish counts, both finish together.
            Some(closing) => {
                closing.then = then;
                closing.commands += 1;
            }
            None => {
                self.shared.probe.closing(true);
                run.ask_to_finish();
                self.closing = Some(Closing { then, commands: 1 });
            }
        }
        if then.is_none() {
            self.drop_orders(Refusal::Closing);
        }
    }

    /// Looks whether a graceful close is done, and does what comes after it.
    fn go_on_closing(&mut self) {
        let is_done =
            self.closing.is_some() && self.run.as_ref().is_none_or(|run| run.alive() == 0);
        if !is_done {
            return;
        }
        if let Some(run) = self.run.take() {
            run.end(Stop::Finished);
            self.run_ended();
        }
        let Some(closing) = self.closing.take() else {
            return;
        };
        if let Some(workers) = closing.then {
            self.open_again(workers);
        }
        self.finished(closing.commands);
    }

    /// Builds the next runtime with another number of workers. Where their threads cannot
    /// be had it has as many as the last one, or else as can be had: what was ordered
    /// meanwhile waits for it.
    fn open_again(&mut self, workers: u16) {
        let before = self.config.workers.replace(workers);
        let Err(error) = self.open() else { return };
        let mut less = before.unwrap_or(workers / 2);
        while less > 0 {
            self.config.workers = Some(less);
            if self.open().is_ok() {
                return self.shared.failed(Failure::StillWorkers {
                    workers: less,
                    why: error.to_string(),
                });
            }
            less /= 2;
        }
        self.config.workers = before;
        self.shared.failed(Failure::Build(error.to_string()));
    }

    /// Ends the runtime at once; `commands` asked for it.
    fn close_at_once(&mut self, commands: usize) {
        self.drop_orders(Refusal::Closing);
        let closing = self.closing.take().map_or(0, |closing| closing.commands);
        let commands = commands + closing;
        match (self.run.take(), &mut self.leaving) {
            (Some(run), _) => {
                self.shared.probe.closing(false);
                let remains = run.end(Stop::AtOnce);
                self.leaving = Some(Leaving { remains, commands });
            }
            (None, Some(leaving)) => leaving.commands += commands,
            (None, None) => self.finished(commands),
        }
    }

    /// Looks whether the last task is gone of a runtime that was shut down at once. Until
    /// then workers may still poll, and Tokio can be asked.
    fn go_on_leaving(&mut self) {
        self.left_behind.retain(|remains| remains.alive() > 0);
        let is_gone = |leaving: &Leaving| leaving.remains.alive() == 0;
        // A task that is being polled is on no list of Tokio's any more.
        if self.leaving.as_ref().is_some_and(is_gone) && !self.shared.probe.is_polling() {
            self.leave_behind();
        }
    }

    /// The runtime that was shut down at once counts as gone: a new one is wanted, or no task
    /// is left.
    fn leave_behind(&mut self) {
        if let Some(Leaving { remains, commands }) = self.leaving.take() {
            self.run_ended();
            self.left_behind.push(remains);
            self.finished(commands);
        }
    }

    fn run_ended(&self) {
        *lock(&self.shared.view) = None;
        self.shared.probe.run_ended();
    }
}
