//! What the run says of each claim, for the report.

use crate::claim::{Claim, State, Verdict};
use serde::Serialize;
use std::fmt::{self, Write as _};
use std::io::{self, Write as _};

/// A claim and its verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct ClaimReport {
    pub(super) claim: String,
    /// `holds`, `broken` or `open`.
    pub(super) verdict: &'static str,
    /// Whether that is measured; else it is inferred.
    pub(super) measured: bool,
    pub(super) figures: String,
    /// The moment that decided, if there was one.
    pub(super) at_ms: Option<f64>,
    /// Its address, to be typed on the screen.
    pub(super) address: Option<String>,
}

impl ClaimReport {
    pub(super) fn of(claim: &Claim, verdict: Verdict) -> Self {
        Self {
            claim: claim.to_string(),
            verdict: verdict.state.name(),
            measured: verdict.certainty == crate::events::Certainty::Observed,
            figures: verdict.figures,
            at_ms: verdict.moment.map(|moment| moment.at.as_millis_f64()),
            address: verdict.moment.map(|moment| moment.address().to_string()),
        }
    }

    const fn mark(&self) -> &'static str {
        if self.measured { "=" } else { "~" }
    }

    fn line(&self) -> String {
        let Self {
            claim,
            verdict,
            figures,
            address,
            ..
        } = self;
        let mark = self.mark();
        let address = address
            .as_ref()
            .map(|address| format!("; address {address}"));
        let address = address.unwrap_or_default();
        format!("{verdict}: {claim}: {mark} {figures}{address}")
    }
}

/// The claims as lines for people.
pub(super) fn write(claims: &[ClaimReport], out: &mut String) -> fmt::Result {
    for (index, claim) in claims.iter().enumerate() {
        let head = if index == 0 { "claims" } else { "" };
        writeln!(out, "{head:9} {:6} {}", claim.verdict, claim.claim)?;
        write!(out, "{:9} {:6} {} {}", "", "", claim.mark(), claim.figures)?;
        if let Some(address) = &claim.address {
            write!(out, "  [{address}]")?;
        }
        out.push('\n');
    }
    Ok(())
}

/// Says on stderr which claims do not hold; whether one is broken.
pub(super) fn told(claims: &[ClaimReport]) -> bool {
    let holds = State::Holds.name();
    for claim in claims.iter().filter(|claim| claim.verdict != holds) {
        let _ = writeln!(io::stderr(), "tokio-kitchen: {}", claim.line());
    }
    claims
        .iter()
        .any(|claim| claim.verdict == State::Broken.name())
}
