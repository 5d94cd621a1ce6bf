//! Which line holds a poll, while it is held: the stack of its thread, read, walked and named.
//!
//! A poll that lasts long tells nothing: its thread is busy, or asleep. [`Stacks`] asks the
//! system what that thread does, and where it sleeps reads its stack, which costs the thread
//! nothing, walks it by the tables the compiler writes for panics, and names its calls by the
//! table of lines. What it says is about one poll, which is looked at before and after: if it is
//! over meanwhile, nothing is said. A thread that computes is asked for its times only.
//!
//! All this works on Linux on x86-64, for this process. It needs `debug = "line-tables-only"`
//! (or more) in the profile, and no `strip`. Elsewhere, and without, [`Stuck`] says what is not
//! known.
//!
//! It reads files of many megabytes and may wait for some milliseconds: [`Watch`] does it in a
//! thread of its own.
//!
//! ```no_run
//! use tokio_kitchen::events::Nanos;
//! use tokio_kitchen::probe::Probe;
//! use tokio_kitchen::stack::Stacks;
//!
//! let (probe, reader) = Probe::new();
//! let runtime = probe.build(tokio::runtime::Builder::new_multi_thread().enable_all())?;
//! let hands = reader.hands();
//! let mut stacks = Stacks::default();
//! // On a thread of yours, now and then:
//! for held in hands.held_for(Nanos::from_millis(10)) {
//!     if let Some(stuck) = stacks.look(&hands, &held) {
//!         let line = stuck.line().map_or_else(String::new, |line| line.place());
//!         println!("{} {} {}", held.task, stuck.doing, line);
//!     }
//! }
//! # Ok::<(), std::io::Error>(())
//! ```

mod doing;
mod other;
mod own;
mod source;
mod watch;

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod calls;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod code;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod frames;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod lines;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod maps;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod process;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod tables;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod walk;

/// Where stacks are not read there is no process whose are.
#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
mod process {
    use std::path::PathBuf;

    pub(super) enum Process {
        Other {
            pid: u32,
            program: PathBuf,
            built: u64,
            maps: String,
        },
    }
}

/// Where stacks are not read: no calls are known.
#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
mod tables {
    use super::own::Call;
    use crate::probe::thread::RawStack;

    #[derive(Default)]
    pub(super) struct Tables;

    impl Tables {
        pub(super) fn calls(&mut self, _stack: &RawStack) -> Vec<Call> {
            Vec::new()
        }

        pub(super) fn refresh(&mut self) {}

        pub(super) fn are_of(&mut self, _process: super::process::Process) {}

        pub(super) fn built(&self) -> Option<std::time::SystemTime> {
            None
        }

        pub(super) fn memory() -> usize {
            0
        }

        pub(super) fn have_lines(&self) -> bool {
            true
        }

        pub(super) fn has_program(&self) -> bool {
            true
        }
    }
}

pub use other::OtherStacks;
pub use watch::Watch;

use crate::events::{Doing, NoLine, SourceText, Stuck};
use crate::limits::INTERRUPTS;
use crate::probe::thread::{self, At, OsThread, RawStack, Times};
use crate::probe::{Hands, Held};
use std::time::Duration;
use tables::Tables;

/// A thread that runs is looked at again after this: its times in between say what it does.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// A thread that changes from call to call is looked at so often.
const LOOKS: usize = 4;

/// What a thread of this process is stuck in. The tables it needs are read at the first
/// [`look`](Self::look) if not [before](Self::prepare), and kept.
#[derive(Default)]
pub struct Stacks {
    tables: Tables,
    interrupts: bool,
}

impl Stacks {
    /// Reads the stacks of threads that compute, too, for which it interrupts them: see
    /// [`thread::stack_of_runner`]. Without the feature `stall-stacks` it does not.
    #[must_use]
    pub fn interrupting(mut self) -> Self {
        self.interrupts = true;
        self
    }

    /// How much memory reading the tables takes at most at a time, in bytes.
    fn memory() -> usize {
        Tables::memory()
    }

    /// Reads the tables now, which takes some hundred milliseconds: the first look is quick then.
    pub fn prepare(&mut self) {
        self.tables.refresh();
    }

    /// What the thread of this poll is doing, and at which line. `None` if the poll is over.
    ///
    /// It takes up to some milliseconds, the first time up to some hundred; while the thread
    /// runs, 20 ms to see whether it has a processor.
    pub fn look(&mut self, hands: &Hands, held: &Held) -> Option<Stuck> {
        let stuck = match held.thread {
            Some(thread) => self.look_at(thread),
            None => unknown(),
        };
        hands.goes_on(held).then_some(stuck)
    }

    fn look_at(&mut self, thread: OsThread) -> Stuck {
        for _ in 0..LOOKS {
            if let Some((at, stack)) = thread::stack_of_sleeper(thread) {
                return self.held(&at, &stack);
            }
            let Some(look) = thread::look(thread) else {
                return unknown();
            };
            if look.at == At::Running {
                return self.running(thread, look.times);
            }
        }
        unknown()
    }

    fn held(&mut self, at: &At, stack: &RawStack) -> Stuck {
        held_by(&mut self.tables, at, stack)
    }

    /// It ran a moment ago.
    fn running(&mut self, thread: OsThread, before: Option<Times>) -> Stuck {
        std::thread::sleep(BETWEEN_LOOKS);
        if let Some((at, stack)) = thread::stack_of_sleeper(thread) {
            return self.held(&at, &stack);
        }
        let after = thread::look(thread).and_then(|look| look.times);
        let doing = doing::running(before, after);
        let is_asked = INTERRUPTS && self.interrupts;
        let asked = is_asked.then(|| thread::stack_of_runner(thread));
        match asked {
            Some(Some(stack)) => Stuck {
                doing,
                ..self.held(&At::Running, &stack)
            },
            // It did not answer.
            Some(None) => Stuck { doing, ..unknown() },
            None => Stuck {
                doing,
                why: Some(NoLine::Runs),
                ..unknown()
            },
        }
    }
}

/// A thread that sleeps, with its stack.
fn held_by(tables: &mut Tables, at: &At, stack: &RawStack) -> Stuck {
    let calls = tables.calls(stack);
    let (lines, text) = own::lines(&calls, tables.built());
    let why = match (lines.is_empty(), tables.have_lines()) {
        (false, _) => None,
        (true, true) => Some(NoLine::NotOwn),
        (true, false) if tables.has_program() => Some(NoLine::NoTables),
        (true, false) => Some(NoLine::OtherBuild),
    };
    Stuck {
        doing: doing::at(at, &calls),
        lines,
        why,
        text,
    }
}

fn unknown() -> Stuck {
    Stuck {
        doing: Doing::Unknown,
        lines: Vec::new(),
        why: Some(NoLine::Unread),
        text: SourceText::Missing,
    }
}
