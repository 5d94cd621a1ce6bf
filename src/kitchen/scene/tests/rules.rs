//! What of a Tokio is not known, or not seen, is said.

use super::*;
use crate::events::{Coverage, Tokio};

fn header(tokio: Tokio) -> header::Header {
    let mut app = app(true);
    let run = RunInfo {
        shift: 2,
        workers: 2,
        flavor: Flavor::MultiThread,
        tokio,
        unstable: false,
        max_blocking: 512,
        coverage: Coverage::Promised,
    };
    hear(&mut app, 1, What::RunStarted(run));
    scene(&app, 200, 50).header
}

#[test]
fn a_version_is_shown_as_it_is_known() {
    assert_eq!(header("1.51.6".into()).tokio, "1.51.6");
    assert_eq!(header("1".into()).tokio, "~1.47");
}

#[test]
fn numbers_of_our_own_and_wakes_that_are_not_seen_are_said_to_be_so() {
    let known = header("1.54.1".into());
    assert!(known.wakes_seen && !known.own_numbers);
    let mut tokio = Tokio::from("1.47.5");
    tokio.rules.wakes_seen = false;
    tokio.rules.tokio_index = false;
    let unknown = header(tokio);
    assert!(!unknown.wakes_seen && unknown.own_numbers);
}
