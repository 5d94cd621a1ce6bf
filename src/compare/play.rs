//! What is read of the report of one round.

use serde::Deserialize;

/// Claims that are made of every round that can decide them, last, after the user's own: each
/// holds, and tells the worst moment of its kind.
pub(crate) const MOMENTS: [&str; 4] = [
    "stall max under 86400s",
    "ready wait max under 86400s",
    "first poll max under 86400s",
    "pool wait max under 86400s",
];

/// Which of [`MOMENTS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worst {
    Stall,
    ReadyWait,
    FirstPoll,
    PoolWait,
}

/// One round.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Play {
    pub(super) tokio: String,
    pub(super) tokio_unstable: bool,
    pub(super) elapsed_ms: f64,
    pub(super) workers: Vec<Worker>,
    pub(super) tasks: Tasks,
    pub(super) blocking: Blocking,
    pub(super) pool: Pool,
    pub(super) polls: u64,
    pub(super) waits: Waits,
    pub(super) claims: Vec<Claim>,
    pub(super) check: Check,
    /// How much of the run each worker was busy, the busiest first.
    #[serde(skip)]
    pub(super) busy: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Worker {
    pub(super) busy_ms: f64,
    pub(super) stalls: Vec<Stall>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Stall {
    pub(super) for_ms: f64,
    pub(super) doing: Option<String>,
    pub(super) line: Option<String>,
    pub(super) line_measured: bool,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Tasks {
    pub(super) spawned: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Blocking {
    pub(super) submitted: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Pool {
    pub(super) longest_wait_ms: f64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Waits {
    pub(super) ready: Option<Times>,
    pub(super) first_poll: Option<Times>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub(super) struct Times {
    pub(super) p50: f64,
    pub(super) p99: f64,
    pub(super) max: f64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Claim {
    pub(super) claim: String,
    pub(super) verdict: String,
    pub(super) measured: bool,
    pub(super) figures: String,
    pub(super) address: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Check {
    pub(super) cut: bool,
    pub(super) holds: bool,
}

impl Play {
    /// Reads a report.
    ///
    /// # Errors
    /// When it is none, or its accounts do not hold.
    pub(crate) fn read(report: &[u8]) -> anyhow::Result<Self> {
        let mut play: Self = serde_json::from_slice(report)?;
        anyhow::ensure!(
            play.claims().len() < play.claims.len(),
            "a report without its moments"
        );
        anyhow::ensure!(play.check.holds, "the check of its report does not hold");
        let elapsed = play.elapsed_ms.max(f64::MIN_POSITIVE);
        let shares = play.workers.iter().map(|worker| worker.busy_ms / elapsed);
        play.busy = shares.collect();
        play.busy.sort_by(|one, other| other.total_cmp(one));
        Ok(play)
    }

    /// The claims that were asked for.
    pub(super) fn claims(&self) -> &[Claim] {
        let moments = MOMENTS.iter().rev();
        moments.fold(&self.claims[..], |all, moment| match all {
            [own @ .., last] if last.claim == *moment => own,
            all => all,
        })
    }

    /// The worst moment of a kind, if there was any.
    pub(super) fn worst(&self, which: Worst) -> Option<&Claim> {
        let moments = &self.claims[self.claims().len()..];
        let claim = moments
            .iter()
            .find(|claim| claim.claim == MOMENTS[which as usize])?;
        claim.address.is_some().then_some(claim)
    }

    pub(super) fn longest_stall(&self) -> Option<&Stall> {
        let stalls = self.workers.iter().flat_map(|worker| &worker.stalls);
        stalls.max_by(|one, other| one.for_ms.total_cmp(&other.for_ms))
    }
}
