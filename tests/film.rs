//! The screen over a recording, as a film: what a terminal shows that is sent it.

use serde_json::Value;
use std::fs;
use std::num::NonZeroU16;
use std::path::Path;
use std::time::Duration;
use tokio_kitchen::config::{Export, ExportFormat};
use tokio_kitchen::{event_loop, export};

fn film(pictures: u32, from: Option<Duration>) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("a.cast");
    let config = Export {
        file: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dial9"),
        to: ExportFormat::Asciicast,
        from,
        until: None,
        runtime: None,
        pictures,
        size: (100, 30),
        out: Some(out.clone()),
        force: false,
    };
    let recording = export::opened(&config).expect("a trace");
    let troubles = event_loop::film(&config, recording).expect("room");
    assert_eq!(troubles, [""; 0]);
    let text = fs::read_to_string(out).expect("it is written");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// What a terminal shows at the end.
fn shown(film: &[Value]) -> String {
    let sides = [30, 100].map(|side| NonZeroU16::new(side).expect("it has one"));
    let mut terminal = vt100::Parser::new(sides[0], sides[1], 0);
    for picture in &film[1..] {
        assert_eq!(picture[1], "o");
        terminal.process(picture[2].as_str().expect("a text").as_bytes());
    }
    terminal.screen().contents()
}

#[test]
fn it_shows_what_the_recording_tells() {
    let film = film(60, None);
    assert_eq!(
        (&film[0]["version"], &film[0]["width"]),
        (&2.into(), &100.into())
    );
    let times: Vec<_> = film[1..]
        .iter()
        .map(|one| one[0].as_f64().expect("a time"))
        .collect();
    assert!(times.len() >= 3 && times.is_sorted(), "{times:?}");
    let shown = shown(&film);
    // All of its tasks have ended, and nobody knows how.
    assert!(
        shown.contains("dial9: dial9 main") && shown.contains("gone 203"),
        "{shown}"
    );
}

#[test]
fn it_begins_where_it_is_asked_to_with_a_whole_picture() {
    let film = film(1, Some(Duration::from_millis(100)));
    assert!(film[1][0].as_f64().expect("a time") < 0.1);
    let shown = shown(&film);
    assert!(
        shown.contains("CHEFS") && shown.contains("STOVE"),
        "{shown}"
    );
}
