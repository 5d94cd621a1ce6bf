//! Checks on the menu and on the texts of the code panel.

use super::*;
use crate::events::Nanos;
use crate::order::Param;
use std::collections::HashSet;
use std::time::Duration;

/// Widest line of code, to fit a narrow code panel almost always.
const PANEL: usize = 60;

#[test]
fn names_and_keys_are_unique() {
    let names: HashSet<_> = known().map(|recipe| recipe.info.name).collect();
    let keys: HashSet<_> = known().filter_map(|recipe| recipe.info.key()).collect();
    assert_eq!((names.len(), keys.len()), (22 + lessons().len(), 22));
}

#[test]
fn every_source_opens_with_its_task_in_narrow_lines() {
    for Recipe { info, .. } in known() {
        let code: Vec<_> = info
            .source
            .lines()
            .skip_while(|line| line.starts_with("//!") || line.is_empty())
            .take_while(|line| !line.starts_with("use "))
            .collect();
        assert!(
            code[0].starts_with("async fn "),
            "{}: {}",
            info.name,
            code[0]
        );
        for line in code {
            assert!(line.len() <= PANEL, "{}: {line}", info.name);
        }
    }
}

#[test]
fn source_belongs_to_the_file_that_locations_name() {
    for Recipe { info, .. } in known() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(info.file);
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            info.source,
            "{}",
            info.name
        );
    }
}

#[test]
fn defaults_are_inside_their_limits() {
    for Recipe { info, .. } in known() {
        for param in info.params {
            let inside = match (param.min, param.default, param.max) {
                (Param::Span(min), Param::Span(value), Param::Span(max)) => {
                    min <= value && value <= max
                }
                (Param::Count(min), Param::Count(value), Param::Count(max)) => {
                    min <= value && value <= max
                }
                _ => false,
            };
            assert!(inside, "{} {}", info.name, param.name);
        }
    }
}

#[test]
fn tempo_stretches_and_stays_in_range() {
    let (_close, closing) = ::tokio::sync::watch::channel(false);
    let tempo = Tempo::new(2.0);
    let kit = Kit::new(tempo.clone(), closing, ([127, 0, 0, 1], 1).into(), None);
    assert_eq!(kit.ms(100), Duration::from_millis(50));
    tempo.set(0.0);
    assert_eq!(kit.ms(100), Duration::from_millis(1000));
    tempo.set(f64::NAN);
    assert_eq!(kit.ms(100), Duration::from_millis(100));
}

#[test]
fn kit_tells_when_the_run_closes() {
    let (close, closing) = ::tokio::sync::watch::channel(false);
    let kit = Kit::new(Tempo::new(1.0), closing, ([127, 0, 0, 1], 1).into(), None);
    assert!(!kit.is_closing());
    close.send(true).unwrap();
    assert!(kit.is_closing());
}

#[test]
fn a_parameter_given_wins_over_the_default() {
    let info = args::span("for", 7, "");
    let mut params = Params::new();
    assert_eq!(info.duration(&params), Duration::from_millis(7));
    params.insert("for".into(), Param::Span(Nanos::from_millis(9)));
    assert_eq!(info.duration(&params), Duration::from_millis(9));
}
