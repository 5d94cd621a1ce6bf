//! How one run of a lesson came out.

use super::Judged;
use super::told::plain;
use crate::lesson::{Lacks, Run, Seen};
use serde::Serialize;

/// Where others had more of the processors than this share, a goal that was not reached says so.
const BUSY: f64 = 0.2;

/// How a run came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RunState {
    /// All goals were reached.
    Reached,
    /// They were not.
    Missed,
    /// They were not, while others had the processors.
    NotNow,
    /// It cannot be run here.
    NotHere,
}

/// One run.
#[derive(Clone, Debug, Serialize)]
pub(in crate::headless::learn) struct RunCheck {
    pub(super) name: String,
    pub(super) state: RunState,
    /// Why it is not here, or not now, or was cut.
    pub(super) why: Option<String>,
    /// The share of the processors that others had meanwhile, from 0 to 1.
    pub(super) others: Option<f64>,
    pub(super) goals: Vec<Judged>,
}

impl RunCheck {
    pub(in crate::headless::learn) fn not_here(lacks: Lacks) -> Self {
        Self {
            name: String::new(),
            state: RunState::NotHere,
            why: Some(match lacks {
                Lacks::Unstable => "this build is without tokio_unstable".into(),
                Lacks::Cores { needed, there } => {
                    format!("it takes {needed} processors, and here are {there}")
                }
            }),
            others: None,
            goals: Vec::new(),
        }
    }

    /// `cut`: it was not over, however its goals stood then.
    pub(in crate::headless::learn) fn of(
        run: &Run,
        seen: &Seen,
        others: Option<f64>,
        cut: bool,
    ) -> Self {
        let goals = run.goals.iter().zip(seen.goals());
        let (state, why) = match (seen.reached() && !cut, busy(others)) {
            (true, _) => (RunState::Reached, None),
            (false, Some(why)) => (RunState::NotNow, Some(why)),
            (false, None) if cut => (RunState::Missed, Some("it was not over, and cut".into())),
            (false, None) => (RunState::Missed, None),
        };
        Self {
            name: plain(&run.name),
            state,
            why,
            others,
            goals: goals
                .map(|(goal, verdict)| Judged::of(&goal.text, goal.claim.to_string(), verdict))
                .collect(),
        }
    }

    /// Whether the lesson goes on after it.
    pub(in crate::headless::learn) fn is_passed(&self) -> bool {
        matches!(self.state, RunState::Reached | RunState::NotHere)
    }
}

/// That others had much of the processors, if they had.
pub(super) fn busy(others: Option<f64>) -> Option<String> {
    let share = others.filter(|share| *share >= BUSY)?;
    Some(format!(
        "others had {:.0} % of the processors",
        share * 100.0
    ))
}
