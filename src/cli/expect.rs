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
    let claims = read(given)?;
    scenario.expects.extend(claims);
    not_too_many(scenario.expects.len())
}

/// The claims given by flags.
pub(super) fn read(given: &[String]) -> Result<Vec<Claim>, BadInput> {
    let read = |text: &String| text.parse().map_err(|error| wrong(text, error));
    given.iter().map(read).collect()
}

/// Refuses more claims than can be looked at.
pub(super) fn not_too_many(claims: usize) -> Result<(), BadInput> {
    if claims > MAX_CLAIMS {
        let found = format!("{claims} claims");
        let expected = format!("at most {MAX_CLAIMS}");
        return Err(Mistake::new("--expect", found, expected).into());
    }
    Ok(())
}

fn wrong(text: &str, error: ClaimError) -> BadInput {
    let place = format!("--expect {}: column {}", quoted(text), error.at + 1);
    Mistake::new(&place, error.found, error.expected).into()
}

/// Refuses claims that no run can decide.
pub(super) fn decidable<'a>(
    claims: impl IntoIterator<Item = &'a Claim>,
    runtime: &Runtime,
) -> Result<(), BadInput> {
    let stall_after = Nanos::from_duration(runtime.stall_after);
    for claim in claims {
        if let Err(error) = claim.can_be_decided(stall_after) {
            let place = format!("claim {}", quoted(&claim.to_string()));
            return Err(Mistake::new(&place, error.found, error.expected).into());
        }
    }
    Ok(())
}
