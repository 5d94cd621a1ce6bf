//! What is said of a round, from what was seen in it.

use super::*;

fn run(others: Option<f64>) -> RunCheck {
    RunCheck {
        name: "the run".into(),
        state: RunState::Reached,
        why: None,
        others,
        goals: Vec::new(),
    }
}

/// Its goals are reached, and one comparison does not hold.
fn round(runs: Vec<RunCheck>) -> Round {
    let right = Judged {
        text: "one".into(),
        claim: "no stall".into(),
        state: State::Holds.name(),
        figures: "no stall".into(),
        address: None,
    };
    let row = Row {
        label: "latest timer".into(),
        measure: "timer delay max".into(),
        values: [Some("622ms".into()), None],
        held: "no",
    };
    let round = Round {
        state: RoundState::Held,
        wrong: Vec::new(),
        runs,
        answers: vec![right],
        right: Some(0),
        orders: Vec::new(),
        compared: vec![row],
        questions: Questions { askable: 3, all: 3 },
    };
    round.judged()
}

#[test]
fn figures_that_do_not_hold_while_others_have_the_processors_are_not_held_against_it() {
    let quiet = round(vec![run(None), run(Some(0.1))]);
    assert_eq!(quiet.state, RoundState::Broken);
    assert_eq!(
        quiet.wrong,
        ["compared: timer delay max: 622ms and none".to_owned()]
    );
    assert!(!quiet.passes());
    let busy = round(vec![run(Some(0.1)), run(Some(0.9))]);
    assert_eq!(busy.state, RoundState::NotNow, "and never held");
    assert_eq!(busy.wrong, quiet.wrong);
    assert!(busy.passes());
}

#[test]
fn a_check_says_how_many_rounds_held_and_why_the_others_did_not() {
    let check = Check {
        lesson: "own".into(),
        title: "A title".into(),
        rounds: vec![round(vec![run(Some(0.9))])],
    };
    let text = check.text();
    let expected = "own: A title: held 0 of 1; not on this machine now 1\n  round 1: compared: ";
    assert!(text.starts_with(expected), "{text}");
    assert_eq!(
        sum(&[check]),
        "0 of 1 lessons hold; 1 not on this machine now\n"
    );
}

#[test]
fn json_names_what_it_tells() {
    let round = serde_json::to_value(round(vec![run(Some(0.5))])).unwrap();
    assert_eq!(round["state"], "not_now");
    assert_eq!(round["questions"]["askable"], 3);
    assert_eq!(round["runs"][0]["others"], 0.5);
    assert_eq!(round["compared"][0]["held"], "no");
}
