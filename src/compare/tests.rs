//! From the reports of rounds to what is said of them.

use super::play::Play;
use super::sheet::Kind;
use super::{Comparison, MOMENTS, Sheet};
use crate::config::Side;
use serde_json::{Value, json};

/// A round of this length in which a task waited so long, with a stall of this length if there
/// was one.
fn report(elapsed: f64, waited: f64, stall: f64) -> Value {
    let times = json!({ "p50": 0.01, "p90": 0.02, "p99": waited, "max": waited });
    let stalls = match stall {
        0.0 => json!([]),
        _ => json!([{
            "for_ms": stall, "doing": "sleeps (clock_nanosleep)", "line": "src/a.rs:7",
            "line_measured": true,
        }]),
    };
    let moments = MOMENTS.iter().map(|claim| {
        json!({
            "claim": claim, "verdict": "holds", "measured": true,
            "figures": format!("max {stall}ms"), "address": "0.500000000s #07",
        })
    });
    json!({
        "tokio": "1.2.3", "tokio_unstable": false, "elapsed_ms": elapsed,
        "workers": [
            { "busy_ms": elapsed / 10.0, "stalls": [] },
            { "busy_ms": elapsed / 2.0, "stalls": stalls },
        ],
        "tasks": { "spawned": 5 }, "blocking": { "submitted": 0 },
        "pool": { "longest_wait_ms": 0.0 }, "polls": 40,
        "waits": { "ready": times, "first_poll": null },
        "claims": moments.collect::<Vec<_>>(),
        "check": { "cut": false, "holds": true },
    })
}

/// With this verdict on a claim.
fn claimed(mut report: Value, claim: &str, verdict: &str) -> Value {
    let said = json!({
        "claim": claim, "verdict": verdict, "measured": true,
        "figures": "the longest 3.0s", "address": "0.503000000s #09",
    });
    report["claims"].as_array_mut().unwrap().insert(0, said);
    report
}

fn play(report: &Value) -> Play {
    Play::read(report.to_string().as_bytes()).unwrap()
}

fn rounds(of: impl Fn(f64) -> Value) -> Vec<Play> {
    (0..5).map(|round| play(&of(f64::from(round)))).collect()
}

fn sides() -> [Side; 2] {
    ["one", "other, runtime.workers = 2"].map(|name| Side {
        name: name.into(),
        script: String::new(),
        arguments: Vec::new(),
    })
}

fn compared<T>(plays: &[Vec<Play>; 2], told: impl Fn(Comparison<'_>) -> T) -> T {
    let sides = &sides();
    told(Comparison {
        sides,
        plays,
        recordings: None,
    })
}

fn sheet_of(plays: &[Vec<Play>; 2]) -> Sheet {
    compared(plays, |both| both.sheet())
}

fn broken_of(plays: &[Vec<Play>; 2]) -> Vec<String> {
    compared(plays, |both| both.broken())
}

fn difference<'s>(sheet: &'s Sheet, label: &str) -> &'s str {
    let row = sheet.rows.iter().find(|row| row.label == label);
    &row.unwrap_or_else(|| panic!("no {label}")).difference
}

fn stalled_and_not() -> [Vec<Play>; 2] {
    [
        rounds(|round| report(4_500.0 + 4.0 * round, 3_000.0 + round, 3_000.0)),
        rounds(|round| report(4_502.0 + 3.0 * round, 1.0 + round / 10.0, 0.0)),
    ]
}

#[test]
fn what_differs_is_told_with_its_noise_and_what_does_not_is_not() {
    let sheet = sheet_of(&stalled_and_not());
    assert_eq!(difference(&sheet, "time to end"), "none \u{b1}16.0ms");
    assert_eq!(difference(&sheet, "ready wait max"), "-3.00s \u{b1}4.00ms");
    assert_eq!(difference(&sheet, "longest stall"), "-3.00s \u{b1}1.00ms");
    assert_eq!(difference(&sheet, "tasks"), "none");
    assert_eq!(difference(&sheet, "first poll p50"), "");
    assert_eq!(difference(&sheet, "busiest worker"), "none \u{b1}2.0%");
    let stall = sheet.rows.iter().find(|row| row.label == "longest stall");
    let stall = stall.unwrap();
    assert!(stall.counts);
    assert_eq!(stall.cells, ["= 3.00s", "= none"]);
    let expected = "round 5: = max 3000ms: it sleeps (clock_nanosleep) at =src/a.rs:7 \
                    [0.500000000s #07]";
    assert_eq!(stall.moments[0].as_deref(), Some(expected));
}

#[test]
fn a_side_against_itself_differs_in_nothing() {
    let [a, _] = stalled_and_not();
    let sheet = sheet_of(&[a.clone(), a]);
    assert!(sheet.rows.iter().all(|row| !row.counts));
}

#[test]
fn workers_are_in_order_of_how_busy_they_are() {
    let [a, b] = stalled_and_not();
    let sheet = sheet_of(&[a, b]);
    let shares: Vec<_> = sheet
        .rows
        .iter()
        .filter(|row| row.kind == Kind::Worker)
        .collect();
    assert_eq!(shares[0].cells[0], "= 50.0%");
    assert_eq!(shares[1].cells[0], "= 10.0%");
    assert_eq!(shares.len(), 2);
}

#[test]
fn the_text_is_80_columns_wide_and_says_its_rule() {
    let [a, b] = stalled_and_not();
    let long = "no ready wait of a-kind-with-a-very-long-name over 500ms while a worker is parked";
    let a: Vec<_> = (0..5)
        .map(|_| play(&claimed(report(4_500.0, 3_000.0, 3_000.0), long, "broken")))
        .chain(a)
        .take(5)
        .collect();
    let text = compared(&[a, b], |both| both.text());
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(text.contains("A difference counts where"), "{text}");
    assert!(text.contains("only of A"), "{text}");
}

#[test]
fn claims_differ_where_all_rounds_of_each_side_agree() {
    let of = |verdicts: [&str; 5]| -> Vec<Play> {
        let round = |verdict| play(&claimed(report(100.0, 1.0, 0.0), "no stall", verdict));
        verdicts.into_iter().map(round).collect()
    };
    let (good, bad) = (of(["holds"; 5]), of(["broken"; 5]));
    let mixed = of(["holds", "holds", "broken", "holds", "open"]);
    let told = |a: &Vec<Play>, b: &Vec<Play>| {
        let plays = [a.clone(), b.clone()];
        let sheet = sheet_of(&plays);
        let row = sheet
            .rows
            .iter()
            .find(|row| row.kind == Kind::Claim)
            .unwrap();
        (
            row.cells.clone(),
            row.difference.clone(),
            broken_of(&plays).len(),
        )
    };
    let cells = ["= broken 5 of 5", "= holds 5 of 5"].map(str::to_owned);
    assert_eq!(told(&bad, &good), (cells, "differs".to_owned(), 1));
    assert_eq!(told(&good, &good).1, "none");
    let (cells, difference, broken_lines) = told(&mixed, &good);
    assert_eq!(cells[0], "= broken 1 of 5");
    assert_eq!((difference.as_str(), broken_lines), ("varies", 1));
    let lines = broken_of(&[mixed, good]);
    let expected = "A: broken in 1 of 5: no stall: round 3: = the longest 3.0s \
                    [0.503000000s #09]";
    assert_eq!(lines, [expected]);
}

#[test]
fn few_rounds_tell_no_difference_and_say_so() {
    let [mut a, mut b] = stalled_and_not();
    a.truncate(3);
    b.truncate(3);
    let sheet = sheet_of(&[a, b]);
    assert!(sheet.rows.iter().all(|row| !row.counts));
    assert_eq!(difference(&sheet, "ready wait max"), "few rounds");
    assert!(sheet.rule.contains("takes 4 rounds"), "{}", sheet.rule);
}

#[test]
fn a_run_that_was_cut_has_no_end() {
    let cut = |_| {
        let mut report = report(2_000.0, 1.0, 0.0);
        report["check"]["cut"] = true.into();
        report
    };
    let sheet = sheet_of(&[rounds(cut), rounds(cut)]);
    assert_eq!(sheet.rows[0].cells, ["no end", "no end"]);
    assert_eq!(sheet.notes.len(), 2);
    let (a, b) = (rounds(cut), rounds(|_| report(2_000.0, 1.0, 0.0)));
    let sheet = sheet_of(&[a, b]);
    assert_eq!(difference(&sheet, "time to end"), "only of B");
}

#[test]
fn json_has_stable_names_and_every_round() {
    let text = compared(&stalled_and_not(), |both| both.json().unwrap());
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["rounds"], 5);
    let names = value["figures"].as_array().unwrap().iter();
    let names: Vec<_> = names
        .map(|figure| figure["name"].as_str().unwrap())
        .collect();
    let expected = [
        "time_to_end_ms",
        "longest_stall_ms",
        "ready_wait_p50_ms",
        "ready_wait_p99_ms",
        "ready_wait_max_ms",
        "first_poll_p50_ms",
        "first_poll_p99_ms",
        "first_poll_max_ms",
        "pool_wait_max_ms",
        "polls",
        "tasks",
        "busy_share_1",
        "busy_share_2",
    ];
    assert_eq!(names, expected);
    let wait = &value["figures"][4];
    assert_eq!(wait["a"]["rounds"].as_array().unwrap().len(), 5);
    assert_eq!(wait["a"]["median"], 3_002.0);
    assert_eq!(wait["difference"]["counts"], true);
    assert_eq!(wait["moments"]["a"]["address"], "0.500000000s #07");
    assert_eq!(value["figures"][5]["a"], Value::Null);
}

#[test]
fn a_report_that_does_not_add_up_is_refused() {
    let mut wrong = report(1.0, 1.0, 0.0);
    wrong["check"]["holds"] = false.into();
    assert!(Play::read(wrong.to_string().as_bytes()).is_err());
    assert!(Play::read(b"{}").is_err());
}

#[test]
fn of_two_recordings_the_difference_is_shown_and_not_told_to_count() {
    let a = claimed(report(4_000.0, 5.0, 3_000.0), "no stall", "broken");
    let b = claimed(report(1_000.0, 5.0, 0.0), "no stall", "holds");
    let (sides, plays) = (&sides(), &[vec![play(&a)], vec![play(&b)]]);
    let notes = ["B: the file is damaged.".to_owned()];
    let both = Comparison {
        sides,
        plays,
        recordings: Some(&notes),
    };
    let sheet = both.sheet();
    assert_eq!(difference(&sheet, "time to end"), "-3.00s");
    assert_eq!(difference(&sheet, "ready wait max"), "none");
    assert_eq!(difference(&sheet, "no stall"), "differs");
    assert!(
        sheet
            .rows
            .iter()
            .all(|row| row.kind == Kind::Claim || !row.counts)
    );
    let text = both.text();
    assert!(text.contains("one recording each\n"), "{text}");
    assert!(
        text.contains("One recording each tells no spread"),
        "{text}"
    );
    assert!(text.ends_with("B: the file is damaged.\n"), "{text}");
    assert!(!text.contains("round"), "{text}");
    let broken = both.broken();
    assert_eq!(broken.len(), 1);
    assert!(broken[0].starts_with("A: broken: no stall: "), "{broken:?}");
    let json: Value = serde_json::from_str(&both.json().unwrap()).unwrap();
    assert_eq!(json["recordings"][0], notes[0]);
    assert_eq!(json["figures"][0]["difference"]["counts"], Value::Null);
}
