//! Stretches in which nobody polled the timer and I/O driver.

use crate::events::{TaskId, WorkerId};
use crate::findings::{FindingKind, Findings};
use crate::model::Model;
use serde::Serialize;

/// One of them. Inferred: see [`FindingKind::Frozen`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::headless) struct FreezeReport {
    /// The worker that was held.
    pub(in crate::headless) worker: Option<usize>,
    /// By this task, if it is observed.
    pub(in crate::headless) task: Option<u32>,
    pub(in crate::headless) recipe: Option<String>,
    pub(in crate::headless) line: Option<u32>,
    pub(in crate::headless) at_ms: f64,
    pub(in crate::headless) for_ms: f64,
    /// Tasks that waited for a timer or a socket.
    pub(in crate::headless) waiting: usize,
    /// There may have been more of them.
    pub(in crate::headless) more: bool,
}

/// All that are known, in order of time.
pub(super) fn of(model: &Model, findings: &Findings) -> Vec<FreezeReport> {
    let frozen = findings
        .all()
        .filter(|finding| finding.kind == FindingKind::Frozen);
    let recipe = |task| Some(model.kind(model.task(task)?.kind).to_owned());
    let line = |site| Some(model.site(site)?.line);
    let mut freezes: Vec<_> = frozen
        .map(|freeze| FreezeReport {
            worker: freeze.worker.map(WorkerId::index),
            task: freeze.task.map(TaskId::get),
            recipe: freeze.task.and_then(recipe),
            line: freeze.site.and_then(line),
            at_ms: freeze.at.as_millis_f64(),
            for_ms: freeze.lasted().as_millis_f64(),
            waiting: freeze.count,
            more: freeze.at_least,
        })
        .collect();
    freezes.sort_by(|one, two| one.at_ms.total_cmp(&two.at_ms));
    freezes
}
