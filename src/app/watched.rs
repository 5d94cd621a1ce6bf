//! A program in another process that is watched: who it is, and how it stands.

use super::{Action, App, Screen};
use crate::order::RecordedAs;
use std::time::Duration;

/// See the module's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// What it is called.
    pub name: String,
    /// The number of its process.
    pub pid: u32,
    /// Which of its runtimes is shown, from 1, and how many it has.
    pub runtime: (usize, usize),
    /// The version of the package that it tells with, if that is another one than this.
    pub version: Option<String>,
    /// How it stands.
    pub link: Link,
}

impl Watched {
    /// Whether nothing more will come than what is there.
    pub const fn ends(&self) -> bool {
        match self.link {
            Link::Attached | Link::Silent(_) => false,
            Link::Ended { .. } | Link::Reading(_) | Link::Replayed | Link::Recorded(_) => true,
        }
    }
}

/// Whether it still tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// It does.
    Attached,
    /// It does not answer for so long.
    Silent(Duration),
    /// The connection is gone since then, as a clock shows it; and what is known of why.
    Ended {
        /// Such as `14:02:11`.
        when: String,
        /// How.
        how: End,
    },
    /// It was recorded, and so much of that is read, in percent.
    Reading(u8),
    /// It was recorded, and is shown as it went.
    Replayed,
    /// It was recorded; what could not be read of that, or how it ends.
    Recorded(Option<String>),
}

impl From<RecordedAs> for Watched {
    fn from(recorded: RecordedAs) -> Self {
        let (number, all) = recorded.runtime;
        Self {
            name: recorded.name,
            pid: recorded.pid,
            runtime: (number.into(), all.into()),
            version: None,
            link: match recorded.read {
                _ if recorded.as_it_went => Link::Replayed,
                Some(share) => Link::Reading(share),
                None => Link::Recorded(recorded.fault),
            },
        }
    }
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The process is gone.
    Gone,
    /// A panic ends it; its words.
    Panicked(String),
    /// The process is there, and has closed the connection.
    Closed,
    /// What came could not be read; why.
    Unreadable(String),
}

impl App {
    /// Whether there is a runtime of its own to give orders to.
    pub const fn can_order(&self) -> bool {
        self.watched.is_none()
    }

    /// Takes the output from another one.
    pub fn take_output_of(&mut self, other: &mut Self) {
        self.output = other.output.take();
    }

    /// Whether the action makes sense here: orders need a runtime of its own.
    pub fn allows(&self, action: Action) -> bool {
        let has_output = self.output.is_some() || action != Action::Toggle(Screen::Output);
        let several = self
            .watched
            .as_ref()
            .is_none_or(|watched| watched.runtime.1 > 1);
        let has_next = several || action != Action::NextRuntime;
        has_output && has_next && allowed(self.can_order(), action)
    }

    /// Another runtime of the program that is watched is asked for; once.
    pub fn take_next_runtime(&mut self) -> bool {
        std::mem::take(&mut self.next_runtime)
    }

    pub(super) fn ask_next_runtime(&mut self) {
        self.next_runtime = true;
    }
}

/// Whether an action makes sense where orders can be given, or where they cannot.
pub fn allowed(can_order: bool, action: Action) -> bool {
    match action {
        Action::NextRuntime | Action::Toggle(Screen::Output) => !can_order,
        Action::HandIn(_)
        | Action::QuantityUp
        | Action::QuantityDown
        | Action::TempoUp
        | Action::TempoDown
        | Action::WorkersUp
        | Action::WorkersDown
        | Action::Abort
        | Action::DropHandle
        | Action::Interrupt
        | Action::Close { .. }
        | Action::PickScenario(_)
        | Action::PlayScenario { .. }
        | Action::PlayAgain
        | Action::ByHand(_)
        | Action::PickLesson(_)
        | Action::BeginLesson
        | Action::GoOn
        | Action::Answer(_)
        | Action::ReadOn(_)
        | Action::LeaveLesson
        | Action::Toggle(Screen::Scenarios | Screen::Lessons | Screen::ByHand) => can_order,
        _ => true,
    }
}
