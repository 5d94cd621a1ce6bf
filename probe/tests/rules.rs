//! What a run tells of the Tokio it runs on.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use kitchen_probe::events::{RunInfo, TokioVersion, What};
use kitchen_probe::runtime::Builder;
use kitchen_probe::{Buildable, Probe, tokio_version};

fn told<B: Buildable>(builder: &mut B) -> RunInfo {
    let (probe, mut reader) = Probe::new();
    drop(probe.build(builder).unwrap());
    let mut told = None;
    reader.drain_all(|event| {
        if let What::RunStarted(run) = event.what {
            told = Some(run);
        }
    });
    told.unwrap()
}

fn workers() -> Builder {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(1);
    builder
}

fn hands_over<B: Buildable>(builder: &mut B) -> Option<bool> {
    told(builder).tokio.rules.eager_handoff
}

#[test]
fn the_rules_are_those_of_the_version() {
    let tokio = told(&mut Builder::new_current_thread()).tokio;
    let version = tokio_version();
    assert!(matches!(version, TokioVersion::Exact(..)), "{version}");
    assert_eq!(tokio.version, version);
    assert_eq!(tokio.rules.lifo_stolen, version.steals_from_lifo_slot());
    assert!(tokio.rules.wakes_seen);
    let since = if cfg!(tokio_unstable) { 51 } else { 54 };
    assert_eq!(tokio.rules.tokio_index, version.minor() >= since);
}

#[test]
fn whether_the_driver_is_handed_over_is_known_of_a_builder_of_this_crate() {
    assert_eq!(hands_over(&mut Builder::new_current_thread()), Some(false));
    // Tokio's own may have been told to, where it can be.
    let can = cfg!(tokio_unstable) && tokio_version().minor() >= 52;
    let mut tokios = tokio::runtime::Builder::new_multi_thread();
    tokios.worker_threads(1);
    assert_eq!(hands_over(&mut tokios), (!can).then_some(false));
    #[cfg(tokio_unstable)]
    {
        let mut builder = workers();
        builder.enable_eager_driver_handoff();
        assert_eq!(hands_over(&mut builder), Some(can));
        let mut builder = workers();
        let _: &mut tokio::runtime::Builder = &mut builder;
        assert_eq!(hands_over(&mut builder), (!can).then_some(false));
        // One thread has nobody to hand it to: Tokio passes over it.
        let mut builder = Builder::new_current_thread();
        builder.enable_eager_driver_handoff();
        assert_eq!(hands_over(&mut builder), Some(false));
    }
}

/// What the run of a builder tells of being set otherwise than Tokio has it.
fn set<B: Buildable>(builder: &mut B) -> Vec<String> {
    let settings = told(builder).settings().into_iter();
    settings.map(|setting| setting.to_string()).collect()
}

#[test]
fn what_is_set_in_a_builder_is_told() {
    let usual: [&str; 0] = [];
    assert_eq!(set(&mut workers()), usual);
    assert_eq!(set(&mut Builder::new_current_thread()), usual);
    let mut builder = workers();
    builder.event_interval(7).global_queue_interval(9);
    builder.max_blocking_threads(3);
    let expected = [
        "max_blocking_threads = 3",
        "event_interval = 7",
        "global_queue_interval = 9",
    ];
    assert_eq!(set(&mut builder), expected);
    // Set, but as it was.
    assert_eq!(set(workers().event_interval(61)), usual);
}

#[test]
fn whether_there_is_a_lifo_slot_is_known_of_a_builder_of_this_crate() {
    let slot = |run: RunInfo| run.tokio.rules.lifo_slot;
    assert_eq!(slot(told(&mut workers())), Some(true));
    let alone = &mut Builder::new_current_thread();
    assert_eq!(slot(told(alone)), Some(false));
    let mut tokios = tokio::runtime::Builder::new_multi_thread();
    tokios.worker_threads(1);
    // In a stable build nobody can switch it off.
    let known = (!cfg!(tokio_unstable)).then_some(true);
    assert_eq!(slot(told(&mut tokios)), known);
    #[cfg(tokio_unstable)]
    {
        let mut builder = workers();
        builder.disable_lifo_slot();
        assert_eq!(slot(told(&mut builder)), Some(false));
        assert_eq!(set(&mut builder), ["disable_lifo_slot"]);
        let mut builder = workers();
        let _: &mut tokio::runtime::Builder = &mut builder;
        assert_eq!(slot(told(&mut builder)), None);
    }
}
