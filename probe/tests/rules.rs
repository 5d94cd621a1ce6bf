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
    let mut tokios = tokio::runtime::Builder::new_current_thread();
    assert_eq!(hands_over(&mut tokios), (!can).then_some(false));
    #[cfg(tokio_unstable)]
    {
        let mut builder = Builder::new_current_thread();
        builder.enable_eager_driver_handoff();
        assert_eq!(hands_over(&mut builder), Some(can));
        let mut builder = Builder::new_current_thread();
        let _: &mut tokio::runtime::Builder = &mut builder;
        assert_eq!(hands_over(&mut builder), (!can).then_some(false));
    }
}
