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

/// A recording, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The file.
    pub file: String,
    /// Each of its runtimes.
    pub runtimes: Vec<Judged>,
    /// What there is to say besides; it changes no verdict.
    pub notes: Vec<String>,
    /// Why nothing could be judged.
    pub refused: Option<String>,
}

impl Report {
    /// The worst of all verdicts; that nothing could be judged is no proof of anything.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.runtimes.iter().map(Judged::verdict);
        verdicts.max().unwrap_or(Verdict::CannotTell)
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
