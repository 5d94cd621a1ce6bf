//! What a thread of another process is stuck in, from what that process has sent.

use super::process::Process;
use super::tables::Tables;
use super::{doing, held_by, unknown};
use crate::events::{NoLine, Stuck, TaskId};
use crate::probe::thread::{At, Call, RawStack, Times};
use crate::probe::wire::{Place, Stack};
use std::path::PathBuf;
use std::time::Duration;

/// Reads the stacks that another process has sent. As [`Stacks`](super::Stacks) it needs the
/// tables of that program, which it reads at the first stack, and keeps.
pub struct OtherStacks {
    tables: Tables,
    pid: u32,
    program: PathBuf,
    built: u64,
    /// Threads that ran at the last look, by what they polled, with their times then.
    ran: Vec<(TaskId, u64, Times)>,
}

/// Threads that ran are remembered as long as no more than so many others do.
const REMEMBERED: usize = 64;

impl OtherStacks {
    /// Of the process with this number; its program, for when it has ended.
    pub fn new(pid: u32, program: PathBuf) -> Self {
        Self {
            tables: Tables::default(),
            pid,
            program,
            built: 0,
            ran: Vec::new(),
        }
    }

    /// Of a process of which only a recording is left; its program, and when that was written, in
    /// nanoseconds since 1970. Of one that was written at another time nothing is told; 0: that
    /// is not known.
    pub fn of_recorded(program: PathBuf, built: u64) -> Self {
        // The number is no process's.
        Self {
            built,
            ..Self::new(0, program)
        }
    }

    /// Reads the tables now, where the process lets its memory be listed: the first stack is read
    /// quickly then.
    pub fn prepare(&mut self) {
        if let Ok(maps) = std::fs::read_to_string(format!("/proc/{}/maps", self.pid)) {
            self.are_of(maps);
            self.tables.refresh();
        }
    }

    fn are_of(&mut self, maps: String) {
        self.tables.are_of(Process::Other {
            pid: self.pid,
            program: self.program.clone(),
            built: self.built,
            maps,
        });
    }

    /// What was found. `None`: the thread ran, and a second look will tell what it does.
    pub fn read(&mut self, told: Stack) -> Option<Stuck> {
        let Stack {
            task,
            since,
            place,
            times,
            stack,
            maps,
            ..
        } = told;
        let times = times.map(|(ran, waited)| Times {
            ran: Duration::from_nanos(ran),
            waited: Duration::from_nanos(waited),
        });
        let at = match place {
            None => return Some(unknown()),
            Some(Place::Running) => return self.running((task, since.0), times),
            Some(Place::Elsewhere) => At::Elsewhere,
            Some(Place::Call { number, fd, path }) => At::Call {
                call: Call::numbered(number),
                fd: fd.map(|(fd, name)| (fd, Some(name).filter(|name| !name.is_empty()))),
                path,
            },
        };
        let Some(stack) = stack else {
            return Some(Stuck {
                doing: doing::at(&at, &[]),
                ..unknown()
            });
        };
        self.are_of(maps);
        let stack = RawStack {
            pc: stack.pc,
            sp: stack.sp,
            bp: None,
            bytes: stack.bytes,
        };
        Some(held_by(&mut self.tables, &at, &stack))
    }

    fn running(&mut self, poll: (TaskId, u64), now: Option<Times>) -> Option<Stuck> {
        let known = self
            .ran
            .iter()
            .position(|(task, since, _)| (*task, *since) == poll);
        let before = known.map(|place| self.ran.swap_remove(place).2);
        if let (None, Some(now)) = (before, now) {
            self.ran.truncate(REMEMBERED);
            self.ran.push((poll.0, poll.1, now));
            return None;
        }
        Some(Stuck {
            doing: doing::running(before, now),
            why: Some(NoLine::Runs),
            ..unknown()
        })
    }
}
