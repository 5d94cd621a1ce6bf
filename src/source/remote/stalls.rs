//! Polls of another process that last long: their stacks are walked and named here. It sends them
//! early; where it has not, they are asked for.

use crate::events::{Found, InHand, Nanos, Now, Stuck, TaskId, What, WorkerId};
use crate::probe::wire::{Hello, Stack};
use crate::stack::OtherStacks;
use crate::threads;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

/// Stacks that may wait to be read.
const WAITING: usize = 64;

/// No more polls are asked about at a time, however many workers a program says it has.
const MOST: usize = 64;

/// A thread that runs is asked about again after this: its times in between say what it does.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// A poll: of which runtime, on which worker, what, since when.
type Poll = (u16, WorkerId, TaskId, Nanos);

/// See the module's text.
pub(super) struct Stalls {
    after: Nanos,
    asked: Vec<Asked>,
    /// None where there is no thread for it.
    stacks: Option<SyncSender<(u16, Box<Stack>)>>,
    read: Receiver<(Poll, Option<Stuck>)>,
}

/// A poll that was asked about.
struct Asked {
    poll: Poll,
    /// It is asked about again when it has lasted for so long.
    next: Nanos,
    /// Or then: its thread ran.
    again: Option<Instant>,
    /// Found, and told as soon as the poll has lasted long enough.
    found: Option<Stuck>,
    told: Option<Stuck>,
}

impl Asked {
    fn about(poll: Poll, next: Nanos) -> Self {
        Self {
            poll,
            next,
            again: None,
            found: None,
            told: None,
        }
    }
}

impl Stalls {
    /// Of polls of this program that last for so long. `wake` is called when something was found.
    pub(super) fn new(hello: &Hello, after: Nanos, wake: impl Fn() + Send + 'static) -> Self {
        let (stacks, waiting) = sync_channel(WAITING);
        let (send, read) = channel();
        let (pid, program) = (hello.pid, PathBuf::from(&hello.executable));
        let work = move || {
            let mut reads = OtherStacks::new(pid, program);
            // The first stall is named as soon as any other.
            reads.prepare();
            for (runtime, stack) in waiting {
                let stack: Box<Stack> = stack;
                let poll = (runtime, stack.worker, stack.task, stack.since);
                let found = reads.read(*stack);
                if send.send((poll, found)).is_err() {
                    return;
                }
                wake();
            }
        };
        let started = threads::start("the thread that reads stacks", "stacks", work);
        Self {
            after,
            asked: Vec::new(),
            stacks: started.is_ok().then_some(stacks),
            read,
        }
    }

    pub(super) const fn after(&self) -> Nanos {
        self.after
    }

    /// Only polls of these runtimes are asked about from now on.
    pub(super) fn keep(&mut self, is_there: impl Fn(u16) -> bool) {
        self.asked.retain(|asked| is_there(asked.poll.0));
    }

    /// Asks about the polls of a runtime that last long.
    pub(super) fn look(&mut self, runtime: u16, now: &Now, ask: impl Fn(WorkerId)) {
        let is_on = |asked: &Asked| asked.poll.0 != runtime || holds(now, asked.poll);
        self.asked.retain(is_on);
        for (worker, hand) in (0..).map(WorkerId::new).zip(&now.workers) {
            let Some(InHand { task, since, .. }) = *hand else {
                continue;
            };
            let lasted = now.at.since(since);
            if lasted < self.after {
                continue;
            }
            let poll = (runtime, worker, task, since);
            let next = Nanos(lasted.0.saturating_mul(2));
            let room = self.asked.len() < MOST;
            match self.asked.iter_mut().find(|asked| asked.poll == poll) {
                None if !room => {}
                None => {
                    ask(worker);
                    self.asked.push(Asked::about(poll, next));
                }
                Some(asked) if lasted >= asked.next => {
                    ask(worker);
                    (asked.next, asked.again) = (next, None);
                }
                Some(asked) => {
                    if asked
                        .again
                        .take_if(|again| *again <= Instant::now())
                        .is_some()
                    {
                        ask(worker);
                    }
                }
            }
        }
    }

    /// Whether a poll was asked about, and it is not known yet what it does.
    pub(super) fn wait(&self) -> bool {
        self.asked.iter().any(|asked| asked.told.is_none())
    }

    /// A stack came.
    pub(super) fn read(&mut self, runtime: u16, stack: Box<Stack>) {
        let poll = (runtime, stack.worker, stack.task, stack.since);
        let mut is_known = self.asked.iter().any(|asked| asked.poll == poll);
        if !is_known && self.asked.len() < MOST {
            let next = Nanos(self.after.0.saturating_mul(2));
            self.asked.push(Asked::about(poll, next));
            is_known = true;
        }
        if let Some(stacks) = self.stacks.as_ref().filter(|_| is_known) {
            // Where too many wait it is asked again later.
            let _ = stacks.try_send((runtime, stack));
        }
    }

    /// What was found, and is news, of polls of this runtime that go on and have lasted long.
    pub(super) fn found(&mut self, runtime: u16, now: &Now) -> Vec<What> {
        for (poll, stuck) in self.read.try_iter() {
            let Some(asked) = self.asked.iter_mut().find(|asked| asked.poll == poll) else {
                continue;
            };
            match stuck {
                None => asked.again = Some(Instant::now() + BETWEEN_LOOKS),
                Some(stuck) => asked.found = Some(stuck),
            }
        }
        let after = self.after;
        let asked = self.asked.iter_mut().filter(|asked| {
            let (of, _, _, since) = asked.poll;
            of == runtime && now.at.since(since) >= after && holds(now, asked.poll)
        });
        let told = asked.filter_map(|asked| {
            let stuck = asked.found.take()?;
            if asked.told.as_ref() == Some(&stuck) {
                return None;
            }
            let found = Found::from(&stuck);
            asked.told = Some(stuck);
            let (_, worker, task, _) = asked.poll;
            Some(What::Stuck {
                task,
                worker,
                found,
            })
        });
        told.collect()
    }
}

/// Whether this poll goes on.
fn holds(now: &Now, (_, worker, task, since): Poll) -> bool {
    let hand = now.workers.get(worker.index()).copied().flatten();
    hand.is_some_and(|hand| (hand.task, hand.since) == (task, since))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Doing, NoLine, SourceText};
    use crate::testkit::id;

    #[test]
    fn what_is_found_is_told_of_its_own_runtime() {
        let (send, read) = channel();
        let mut stalls = Stalls {
            after: Nanos(1),
            asked: Vec::new(),
            stacks: None,
            read,
        };
        let stuck = Stuck {
            doing: Doing::Computes {
                ran: Duration::ZERO,
                waited: Duration::ZERO,
            },
            lines: Vec::new(),
            why: Some(NoLine::Runs),
            text: SourceText::Missing,
        };
        let (worker, task, since) = (WorkerId::new(0), id(1), Nanos(5));
        let hand = InHand {
            task,
            since,
            site: None,
        };
        let now = Now {
            at: Nanos(9),
            workers: vec![Some(hand)],
        };
        for runtime in [1, 2] {
            stalls.look(runtime, &now, |_| {});
            let poll = (runtime, worker, task, since);
            send.send((poll, Some(stuck.clone()))).expect("it is held");
        }
        for runtime in [1, 2] {
            assert_eq!(stalls.found(runtime, &now).len(), 1, "{runtime}");
            assert_eq!(stalls.found(runtime, &now).len(), 0, "it is no news");
        }
    }

    /// Named before it has lasted for long: it is told when it has, at once, and not before.
    #[test]
    fn what_came_early_is_told_as_soon_as_the_poll_has_lasted_long() {
        let (stacks, asked) = sync_channel(1);
        let (send, read) = channel();
        let mut stalls = Stalls {
            after: Nanos(100),
            asked: Vec::new(),
            stacks: Some(stacks),
            read,
        };
        let (worker, task, since) = (WorkerId::new(0), id(1), Nanos(5));
        let now = |at, since| Now {
            at: Nanos(at),
            workers: vec![Some(InHand {
                task,
                since,
                site: None,
            })],
        };
        let stack = Stack {
            worker,
            task,
            since,
            place: None,
            times: None,
            stack: None,
            maps: String::new(),
        };
        let told = |stalls: &mut Stalls, now: &Now| {
            stalls.look(1, now, |_| panic!("nothing must be asked"));
            stalls.found(1, now).len()
        };
        stalls.read(1, Box::new(stack.clone()));
        assert_eq!(asked.try_recv().map(|(_, stack)| stack.task), Ok(task));
        let stuck = Stuck {
            doing: Doing::Runs,
            lines: Vec::new(),
            why: Some(NoLine::Runs),
            text: SourceText::Missing,
        };
        send.send(((1, worker, task, since), Some(stuck)))
            .expect("it is held");
        let counts = [30, 104, 105, 106].map(|at| told(&mut stalls, &now(at, since)));
        assert_eq!(counts, [0, 0, 1, 0]);
        // The next poll is another.
        assert_eq!(told(&mut stalls, &now(110, Nanos(108))), 0);
    }
}
