//! What is claimed of a run: by flags, besides what its scenario claims; and whether a run of it
//! can decide that.

use super::BadInput;
use crate::claim::{Claim, ClaimError, KindInfo, Undecidable};
use crate::config::Runtime;
use crate::document::{Mistake, quoted};
use crate::events::Nanos;
use crate::limits::{MAX_CLAIMS, MAX_WORKERS};
use crate::recipes;
use crate::scenario::Scenario;

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
        let names = recipes::known().flat_map(|recipe| recipe.info.kinds);
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

/// The claims given by flags for a recording, whose kinds of task are not known; a poll of at least
/// `stall_after` is a stall.
pub(super) fn of_any_run(given: &[String], stall_after: Nanos) -> Result<Vec<Claim>, BadInput> {
    let claims = parsed(given, |_| Ok(()))?;
    not_too_many(claims.len())?;
    all_decidable(&claims, stall_after, u16::MAX)?;
    Ok(claims)
}

/// Reads claims about a run that has these kinds of task.
fn read(given: &[String], kinds: &[KindInfo]) -> Result<Vec<Claim>, BadInput> {
    parsed(given, |claim| claim.fits_kinds(kinds))
}

fn parsed(
    given: &[String],
    fits: impl Fn(&Claim) -> Result<(), Undecidable>,
) -> Result<Vec<Claim>, BadInput> {
    let read = |text: &String| {
        let wrong = |at: usize, found, expected| {
            let place = format!("--expect {}: column {}", quoted(text), at + 1);
            BadInput::from(Mistake::new(&place, found, expected))
        };
        let claim: Claim = text
            .parse()
            .map_err(|error: ClaimError| wrong(error.at, error.found, error.expected))?;
        fits(&claim).map_err(|error| wrong(error.at.unwrap_or(0), error.found, error.expected))?;
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

/// Refuses claims that no run can decide: those of the scenario, and those given by flags. The
/// run has at most so many workers.
pub(super) fn decidable(
    scenario: Option<&Scenario>,
    given: &[Claim],
    runtime: &Runtime,
    workers: u16,
) -> Result<(), BadInput> {
    let stall_after = Nanos::from_duration(runtime.stall_after);
    if let Some(scenario) = scenario {
        scenario.can_decide(stall_after, workers)?;
    }
    all_decidable(given, stall_after, workers)
}

fn all_decidable(given: &[Claim], stall_after: Nanos, workers: u16) -> Result<(), BadInput> {
    for claim in given {
        if let Err(error) = claim.can_be_decided(stall_after, workers) {
            let place = format!("--expect {}", quoted(&claim.to_string()));
            return Err(Mistake::new(&place, error.found, error.expected).into());
        }
    }
    Ok(())
}

/// The same of a run without a screen: its scenario has all claims, and says how many workers
/// there are.
pub(super) fn decidable_run(scenario: &Scenario, runtime: &Runtime) -> Result<(), BadInput> {
    let given = &scenario.expects[scenario.expect_places.len()..];
    let begun = runtime.workers.unwrap_or(MAX_WORKERS);
    decidable(Some(scenario), given, runtime, scenario.most_workers(begun))
}
