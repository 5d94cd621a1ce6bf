//! What is claimed of a run: by flags, besides what its scenario claims; and whether a run of it
//! can decide that.

use super::BadInput;
use crate::claim::{Claim, ClaimError};
use crate::config::Runtime;
use crate::document::{Mistake, quoted};
use crate::events::Nanos;
use crate::limits::MAX_CLAIMS;
use crate::scenario::Scenario;

/// Adds the claims given by flags to those of the scenario.
pub(super) fn claims(scenario: &mut Scenario, given: &[String]) -> Result<(), BadInput> {
    let kinds = scenario.kinds();
    for text in given {
        let wrong = |at: usize, found, expected| {
            let place = format!("--expect {}: column {}", quoted(text), at + 1);
            BadInput::from(Mistake::new(&place, found, expected))
        };
        let claim: Claim = text
            .parse()
            .map_err(|error: ClaimError| wrong(error.at, error.found, error.expected))?;
        claim
            .fits_kinds(&kinds)
            .map_err(|error| wrong(error.at.unwrap_or(0), error.found, error.expected))?;
        scenario.expects.push(claim);
    }
    if scenario.expects.len() > MAX_CLAIMS {
        let found = format!("{} claims", scenario.expects.len());
        let expected = format!("at most {MAX_CLAIMS}");
        return Err(Mistake::new("--expect", found, expected).into());
    }
    Ok(())
}

/// Refuses claims that no run of this scenario can decide.
pub(super) fn decidable(scenario: &Scenario, runtime: &Runtime) -> Result<(), BadInput> {
    let stall_after = Nanos::from_duration(runtime.stall_after);
    for claim in &scenario.expects {
        if let Err(error) = claim.can_be_decided(stall_after) {
            let place = format!("claim {}", quoted(&claim.to_string()));
            return Err(Mistake::new(&place, error.found, error.expected).into());
        }
    }
    Ok(())
}
