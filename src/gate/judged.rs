//! What is said of each rule.

use super::finding::Finding;
use super::{Gate, Rules};
use crate::claim::{Claim, State, Wait, time_shown};
use crate::document::quoted;
use crate::events::{Certainty, Nanos};
use crate::model::Model;
use serde::Serialize;

/// What a rule came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is kept.
    Kept,
    /// The recording does not tell.
    CannotTell,
    /// It is broken.
    Broken,
}

impl Verdict {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::CannotTell => "cannot tell",
            Self::Broken => "broken",
        }
    }

    /// The exit code of a program whose worst verdict this is.
    pub const fn code(self) -> u8 {
        match self {
            Self::Kept => 0,
            Self::Broken => 1,
            Self::CannotTell => 2,
        }
    }
}

/// A rule or a claim, and what it came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What it says.
    pub name: String,
    /// What it came to.
    pub verdict: Verdict,
    /// With which figures.
    pub figures: String,
    /// What breaks it, the longest first.
    pub findings: Vec<Finding>,
    /// Why it cannot be told.
    pub doubts: Vec<String>,
    /// Whether it is a claim: the figures say what breaks it.
    pub is_claim: bool,
}

/// What one runtime of a recording came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its number, from 1.
    pub runtime: u16,
    /// Each rule.
    pub checks: Vec<Check>,
    /// Polls that were judged.
    pub polls: u64,
    /// How long the longest held its worker, less the time its thread may have waited for a CPU.
    pub longest: Nanos,
    /// Whether it is known how long threads waited for a CPU.
    pub waits_known: bool,
    /// Whether the runtime's end is told.
    pub is_ended: bool,
}

impl Judged {
    /// The worst of its checks.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.checks.iter().map(|check| check.verdict);
        verdicts.max().unwrap_or(Verdict::CannotTell)
    }
}

pub(super) fn of(gate: Gate, doubts: &[String]) -> Judged {
    let mut doubts = doubts.to_vec();
    let delivery = gate.stage.newest().mark.delivery;
    if delivery.dropped > 0 {
        doubts.push(format!(
            "{} records could not be read by the probe",
            delivery.dropped
        ));
    }
    if delivery.without_id > 0 {
        doubts.push(format!(
            "{} tasks were not observed at all",
            delivery.without_id
        ));
    }
    let mut checks = Vec::new();
    checks.extend(
        gate.rules
            .max_stall
            .map(|limit| stalls(&gate, limit, &doubts)),
    );
    checks.extend(claims(&gate, &doubts));
    Judged {
        runtime: gate.runtime,
        checks,
        polls: gate.judge.polls,
        longest: gate.judge.longest.held,
        waits_known: gate.judge.waited.is_known(),
        is_ended: !gate.stage.newest().model.running(),
    }
}

/// The rule that no poll holds its worker for too long.
fn stalls(gate: &Gate, limit: Nanos, doubts: &[String]) -> Check {
    let judge = &gate.judge;
    let mut findings: Vec<Finding> = judge.findings.values().cloned().collect();
    findings.sort_by(|one, other| {
        let key = |found: &Finding| (std::cmp::Reverse(found.held()), found.at);
        key(one).cmp(&key(other))
    });
    let mut doubts = doubts.to_vec();
    let (shed, busy) = judge.shed;
    if shed > 0 {
        doubts.push(format!(
            "{shed} polls were only counted, not told one by one: one of them may have lasted {}",
            time_shown(busy)
        ));
    }
    if judge.unclear > 0 {
        doubts.push(format!(
            "{} polls were longer than the limit, and how long their threads waited for a CPU is \
             known only in part",
            judge.unclear
        ));
    }
    doubts.extend(gate.coverage.doubt());
    Check {
        name: format!("no stall over {}", given(limit)),
        verdict: verdict(!findings.is_empty(), &doubts),
        figures: figures(gate),
        findings,
        doubts,
        is_claim: false,
    }
}

/// A limit as it was given.
fn given(limit: Nanos) -> String {
    humantime::format_duration(limit.as_duration()).to_string()
}

fn figures(gate: &Gate) -> String {
    let judge = &gate.judge;
    let longest = &judge.longest;
    let mut text = format!(
        "{} polls judged, the longest {}",
        judge.polls,
        time_shown(longest.held)
    );
    let wait = longest.wait.map_or(Nanos::ZERO, Wait::most);
    if wait > Nanos::ZERO {
        let wait = time_shown(wait);
        text += &format!(" without {wait} in which its thread may have waited for a CPU");
    }
    if !judge.waited.is_known() {
        text += "; how long threads waited for a CPU is not known, so that counts too";
    }
    for (count, what) in [
        (
            judge.excused,
            "longer only because the thread waited for a CPU",
        ),
        (judge.ignored, "ignored as asked"),
        (judge.left_out, "more that are not told one by one"),
    ] {
        if count > 0 {
            text += &format!("; {count} {what}");
        }
    }
    text
}

fn verdict(broken: bool, doubts: &[String]) -> Verdict {
    match (broken, doubts.is_empty()) {
        (true, _) => Verdict::Broken,
        (false, true) => Verdict::Kept,
        (false, false) => Verdict::CannotTell,
    }
}

fn claims<'a>(gate: &'a Gate, doubts: &'a [String]) -> Vec<Check> {
    let model = &gate.stage.newest().model;
    let Rules { claims, after, .. } = &gate.rules;
    if gate.broken.len() < claims.len() {
        // They were to begin later than the recording ended.
        let none = |claim: &Claim| Check {
            name: claim.to_string(),
            verdict: Verdict::CannotTell,
            figures: "nothing was told".into(),
            findings: Vec::new(),
            doubts: vec![format!("the recording ends before {}", given(*after))],
            is_claim: true,
        };
        return claims.iter().map(none).collect();
    }
    let told = gate.stage.verdicts().zip(&gate.broken);
    told.map(|((claim, told), broken)| {
        let mut doubts = doubts.to_vec();
        if told.state == State::Open {
            doubts.push(format!(
                "the recording does not decide it: {}",
                told.figures
            ));
        }
        doubts.extend(unknown_kinds(claim, model));
        let mark = match told.certainty {
            Certainty::Observed => "=",
            Certainty::Inferred => "~",
        };
        let findings = broken.as_ref().map(|(_, finding)| finding.clone());
        Check {
            name: claim.to_string(),
            verdict: verdict(told.state == State::Broken, &doubts),
            figures: format!("{mark} {}", told.figures),
            findings: findings.into_iter().collect(),
            doubts,
            is_claim: true,
        }
    })
    .collect()
}

/// A claim of a kind of task that there was not may be about another one, misspelt.
fn unknown_kinds(claim: &Claim, model: &Model) -> Vec<String> {
    let known = |name: &str| model.kinds().any(|(_, kind, _)| kind == name);
    let unknown = claim.kinds().filter(|name| !known(&name.name));
    unknown
        .map(|name| {
            let name = quoted(&name.name);
            format!("no task of kind {name} is in the recording")
        })
        .collect()
}
