//! A card of a written recipe: carries its steps out.
//!
//! A list of steps is a block of Rust: what was taken in it and not given back is dropped at its
//! end, or where it is dropped itself. Handles of children are the card's, whatever the list.

use super::things::{Guard, Things};
use super::{Kit, Lines, Ready, lock, sync};
use crate::order::{Step, SyncStep, Verb};
use crate::probe::{self, JoinHandle};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

/// See the module's text.
pub(super) struct Card {
    ready: Arc<Ready>,
    things: Arc<Things>,
    kit: Kit,
    number: usize,
    /// Of the children that are kept, with the numbers of their recipes. Locked for moments, by
    /// this card alone.
    children: Mutex<Vec<(usize, JoinHandle<()>)>>,
}

/// Whether the card goes on after a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    On,
    /// Last orders: it ends where it is.
    Ends,
}

type Steps<'a> = Pin<Box<dyn Future<Output = Flow> + Send + 'a>>;

/// What a list of steps holds, by the number of the thing.
type Held = Vec<(usize, Guard)>;

impl Card {
    pub(super) fn new(ready: Arc<Ready>, things: Arc<Things>, kit: Kit, number: usize) -> Self {
        Self {
            ready,
            things,
            kit,
            number,
            children: Mutex::default(),
        }
    }

    /// All of its life. Boxed: a card spawns cards.
    pub(super) fn run(self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            self.take(&self.ready.recipe(self.number).steps).await;
        })
    }

    fn take<'a>(&'a self, steps: &'a [Step]) -> Steps<'a> {
        Box::pin(async move {
            let mut held = Held::new();
            for step in steps {
                if self.step(step, &mut held).await == Flow::Ends {
                    return Flow::Ends;
                }
            }
            Flow::On
        })
    }

    async fn step(&self, step: &Step, held: &mut Held) -> Flow {
        let lines = self.ready.lines(step.place);
        match &step.verb {
            Verb::Sleep(time) => {
                let time = self.kit.pace(time.as_duration());
                return flow(self.wait(lines, lines.at.sleep(time)).await);
            }
            Verb::Lock(thing) | Verb::Permit(thing) => {
                let taken = self.things.get(*thing).take();
                return self.hold(*thing, lines, taken, held).await;
            }
            Verb::Read(thing) => {
                let taken = self.things.get(*thing).read();
                return self.hold(*thing, lines, taken, held).await;
            }
            Verb::Unlock(thing) | Verb::Release(thing) => {
                let newest = held.iter().rposition(|(held, _)| held == thing);
                drop(newest.map(|index| held.remove(index)));
            }
            Verb::Send(thing) => {
                let sent = lines.at.leaf(self.things.get(*thing).send());
                return flow(self.wait(lines, sent).await);
            }
            Verb::Receive(thing) | Verb::Wait(thing) => {
                let received = lines.at.leaf(self.things.get(*thing).receive());
                return flow(self.wait(lines, received).await);
            }
            Verb::Notify { signal, all } => self.things.get(*signal).notify(*all),
            Verb::Yield(times) => {
                for _ in 0..*times {
                    let yields = lines.at.leaf(tokio::task::yield_now());
                    if self.wait(lines, yields).await.is_none() {
                        return Flow::Ends;
                    }
                }
            }
            Verb::Sync(verb) => sync::take_one(lines.at, &self.kit, verb),
            Verb::BlockInPlace(steps) => {
                let steps = || sync::take(&self.ready, &self.kit, steps);
                lines.at.block_in_place(steps);
            }
            verb @ (Verb::Repeat(..)
            | Verb::Select(_)
            | Verb::Timeout(..)
            | Verb::Spawn { .. }
            | Verb::Join(_)
            | Verb::SpawnBlocking(_)) => return self.step_of_many(lines, verb).await,
        }
        Flow::On
    }

    /// A step that has others inside, or cards.
    async fn step_of_many(&self, lines: Lines, verb: &Verb) -> Flow {
        match verb {
            Verb::Repeat(times, steps) => {
                for _ in 0..*times {
                    if self.take(steps).await == Flow::Ends {
                        return Flow::Ends;
                    }
                }
            }
            Verb::Select(branches) => {
                let branches = branches.iter().map(|steps| self.take(steps)).collect();
                return first(branches).await;
            }
            Verb::Timeout(time, steps) => {
                let time = self.kit.pace(time.as_duration());
                // Biased, as Tokio's: what is both ready and late is ready.
                return tokio::select! {
                    biased;
                    flow = self.take(steps) => flow,
                    () = lines.at.sleep(time) => Flow::On,
                };
            }
            Verb::Spawn {
                recipe,
                count,
                keep,
            } => self.spawn(lines, *recipe, *count, *keep),
            Verb::Join(recipe) => return self.join(lines, *recipe).await,
            Verb::SpawnBlocking(steps) => return self.spawn_blocking(lines, steps).await,
            _ => {}
        }
        Flow::On
    }

    /// Awaits this, or last orders: then there is nothing. These go first, so that a card which
    /// never has to wait hears them, too.
    async fn wait<F: Future>(&self, lines: Lines, awaited: F) -> Option<F::Output> {
        let mut orders = self.kit.last_orders();
        // The channel as Tokio has it: the line is the step's.
        let orders: &mut tokio::sync::watch::Receiver<bool> = &mut orders;
        tokio::select! {
            biased;
            _ = lines.orders.leaf(orders.changed()) => None,
            output = awaited => Some(output),
        }
    }

    /// Waits for a lock or a permit, and holds it.
    async fn hold<F>(&self, thing: usize, lines: Lines, taken: F, held: &mut Held) -> Flow
    where
        F: Future<Output = Option<Guard>>,
    {
        let Some(guard) = self.wait(lines, lines.at.leaf(taken)).await else {
            return Flow::Ends;
        };
        held.extend(guard.map(|guard| (thing, guard)));
        Flow::On
    }

    fn spawn(&self, lines: Lines, recipe: usize, count: u32, keep: bool) {
        let name = self.ready.recipe(recipe).info.name;
        for _ in 0..count {
            let (ready, things) = (Arc::clone(&self.ready), Arc::clone(&self.things));
            let child = Self::new(ready, things, self.kit.clone(), recipe);
            let handle = lines.spawn.spawn(name, child.run());
            if keep {
                lock(&self.children).push((recipe, handle));
            }
        }
    }

    /// At last orders, too: children are told themselves.
    async fn join(&self, lines: Lines, recipe: usize) -> Flow {
        while let Some(child) = self.next_child(recipe) {
            if let Err(error) = lines.at.join(child).await {
                let name = self.ready.recipe(recipe).info.name;
                probe::say(&format!("{name}: {error}"));
            }
        }
        self.flow_now()
    }

    fn next_child(&self, recipe: usize) -> Option<JoinHandle<()>> {
        let mut children = lock(&self.children);
        let next = children.iter().position(|(of, _)| *of == recipe)?;
        Some(children.remove(next).1)
    }

    /// At last orders, too: a job that runs cannot be stopped.
    async fn spawn_blocking(&self, lines: Lines, steps: &Arc<[SyncStep]>) -> Flow {
        let (ready, kit, steps) = (Arc::clone(&self.ready), self.kit.clone(), Arc::clone(steps));
        let name = self.ready.recipe(self.number).info.name;
        let job = move || sync::take(&ready, &kit, &steps);
        if let Err(error) = lines.at.join(lines.spawn.spawn_blocking(name, job)).await {
            probe::say(&format!("job: {error}"));
        }
        self.flow_now()
    }

    fn flow_now(&self) -> Flow {
        match self.kit.is_closing() {
            true => Flow::Ends,
            false => Flow::On,
        }
    }
}

fn flow<T>(output: Option<T>) -> Flow {
    output.map_or(Flow::Ends, |_| Flow::On)
}

/// The first of them to end; they are looked at in the order in which they are written. The
/// others are dropped.
async fn first(mut branches: Vec<Steps<'_>>) -> Flow {
    poll_fn(|cx| {
        let mut polled = branches.iter_mut().map(|branch| branch.as_mut().poll(cx));
        polled.find(Poll::is_ready).unwrap_or(Poll::Pending)
    })
    .await
}
