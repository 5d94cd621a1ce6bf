//! What is claimed of a run: by flags, besides what its scenario claims; and whether a run of it
//! can decide that.

use super::BadInput;
use crate::claim::{Claim, ClaimError, KindInfo};
use crate::config::Runtime;
use crate::document::{Mistake, quoted};
use crate::events::{Flavor, Nanos};
use crate::limits::MAX_CLAIMS;
use crate::recipes;
use crate::scenario::{Act, Scenario};

/// Adds the claims given by flags to those of the scenario.
pub(super) fn claims(scenario: &mut Scenario, given: &[String]) -> Result<(), BadInput> {
    let claims = read(given, &scenario.kinds())?;
    scenario.expects.extend(claims);
    not_too_many(scenario.expects.len())
}

/// The claims given by flags for the screen: of its scenario, else of whatever can be ordered.
pub(super) fn of_screen(
    scenario: Option<&Scenario>,
    given: &[String],
) -> Result<Vec<Claim>, BadInput> {
    let of_all = || {
        let recipes = recipes::all().iter();
        let names = recipes.flat_map(|recipe| recipe.info.kinds);
        let kinds = names.map(|name| KindInfo {
            name: (*name).to_owned(),
            jobs: true,
        });
        kinds.collect()
    };
    let claims = read(given, &scenario.map_or_else(of_all, Scenario::kinds))?;
    let own = scenario.map_or(0, |scenario| scenario.expects.len());
    not_too_many(own + claims.len())?;
    Ok(claims)
}

/// Reads claims about a run that has these kinds of task.
fn read(given: &[String], kinds: &[KindInfo]) -> Result<Vec<Claim>, BadInput> {
    let read = |text: &String| {
        let wrong = |at: usize, found, expected| {
            let place = format!("--expect {}: column {}", quoted(text), at + 1);
            BadInput::from(Mistake::new(&place, found, expected))
        };
        let claim: Claim = text
            .parse()
            .map_err(|error: ClaimError| wrong(error.at, error.found, error.expected))?;
        claim
            .fits_kinds(kinds)
            .map_err(|error| wrong(error.at.unwrap_or(0), error.found, error.expected))?;
        Ok(claim)
    };
    given.iter().map(read).collect()
}

/// Refuses more claims than can be looked at.
fn not_too_many(claims: usize) -> Result<(), BadInput> {
    if claims > MAX_CLAIMS {
        let found = format!("{claims} claims");
        let expected = format!("at most {MAX_CLAIMS}");
        return Err(Mistake::new("--expect", found, expected).into());
    }
    Ok(())
}

/// Refuses claims that no run of the scenario can decide.
pub(super) fn decidable<'a>(
    claims: impl IntoIterator<Item = &'a Claim>,
    scenario: Option<&Scenario>,
    runtime: &Runtime,
) -> Result<(), BadInput> {
    let stall_after = Nanos::from_duration(runtime.stall_after);
    let workers = scenario.and_then(|scenario| most_workers(scenario, runtime));
    for claim in claims {
        let of_workers = workers.map_or(Ok(()), |most| claim.fits_workers(most));
        if let Err(error) = claim.can_be_decided(stall_after).and(of_workers) {
            let place = format!("claim {}", quoted(&claim.to_string()));
            return Err(Mistake::new(&place, error.found, error.expected).into());
        }
    }
    Ok(())
}

/// The most workers a play has at a time; `None` where the machine decides.
fn most_workers(scenario: &Scenario, runtime: &Runtime) -> Option<u16> {
    let first = match runtime.flavor {
        Flavor::CurrentThread => 1,
        Flavor::MultiThread => runtime.workers?,
    };
    let later = scenario.acts.iter().map(|planned| match planned.act {
        Act::Workers(workers) => workers,
        _ => 0,
    });
    later.chain([first]).max()
}
