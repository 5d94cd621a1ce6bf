//! What a gate says: to people, and to programs.

mod github;
mod json;
mod junit;
mod text;

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use text::text;

use super::{Check, Judged, Verdict};
use crate::claim::time_shown;
use crate::events::Nanos;

/// A recording, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The file.
    pub file: String,
    /// Each of its runtimes.
    pub runtimes: Vec<Judged>,
    /// What there is to say besides; it changes no verdict.
    pub notes: Vec<String>,
    /// Why there was nothing to judge.
    pub refused: Option<&'static str>,
}

impl Report {
    /// The worst of all verdicts; that nothing could be judged is no proof of anything.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.runtimes.iter().map(Judged::verdict);
        let nothing = self.refused.map(|_| Verdict::CannotTell);
        verdicts.chain(nothing).max().unwrap_or(Verdict::CannotTell)
    }

    /// Of a recording with several runtimes each rule that some of them keep, and in how many: of
    /// tests there may be hundreds.
    fn kept(&self) -> Vec<(&str, String)> {
        if self.runtimes.len() < 2 {
            return Vec::new();
        }
        let Some(first) = self.runtimes.first() else {
            return Vec::new();
        };
        let kept = |index: usize| {
            let all = self.runtimes.iter();
            let all = all.filter(move |judged| judged.checks[index].verdict == Verdict::Kept);
            let (mut count, mut polls, mut longest) = (0, 0, Nanos::ZERO);
            for judged in all {
                count += 1;
                polls += judged.polls;
                longest = longest.max(judged.longest);
            }
            (count, polls, longest)
        };
        let names = first.checks.iter().enumerate();
        let told = names.filter_map(|(index, check)| {
            let (count, polls, longest) = kept(index);
            let of = self.runtimes.len();
            let text = format!(
                "in {count} of {of} runtimes, {polls} polls judged in them, the longest {}",
                time_shown(longest)
            );
            (count > 0).then_some((check.name.as_str(), text))
        });
        told.collect()
    }

    /// Whether a check is told by itself, and not with [others](Self::kept).
    fn is_told(&self, check: &Check) -> bool {
        self.runtimes.len() < 2 || check.verdict != Verdict::Kept
    }

    /// Each check, called by the rule and, where there are several, its runtime.
    fn checks(&self) -> impl Iterator<Item = (String, &Judged, &Check)> {
        let several = self.runtimes.len() > 1;
        let all = self.runtimes.iter();
        let all = all.flat_map(|judged| judged.checks.iter().map(move |check| (judged, check)));
        all.map(move |(judged, check)| {
            let name = match several {
                true => format!("{} (runtime {})", check.name, judged.runtime),
                false => check.name.clone(),
            };
            (name, judged, check)
        })
    }
}
