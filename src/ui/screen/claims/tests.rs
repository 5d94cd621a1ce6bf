use super::*;
use crate::app::{ClaimMistake, Standing};
use crate::events::Certainty;
use crate::kitchen::claims::{Told, Typed};
use crate::kitchen::state::Tone;
use crate::ui::screen::page::tests_support::{SIZES, picture};

const BROKEN: &str = "2 stalls over 50ms; the longest 3.000s: block #07 on worker 2 at 0.503s";
const OPEN: &str =
    "p99 12.3ms of 1024 ready waits; the most 40.0ms: chop #12 on worker 1 at 0.903s";

fn row(index: usize, sign: char, word: &str, text: &str, figures: &str) -> Row {
    Row {
        index,
        text: text.into(),
        sign,
        word: word.into(),
        tone: match sign {
            'X' => Tone::Burnt,
            '+' => Tone::Served,
            _ => Tone::Pending,
        },
        certainty: (sign != '<').then_some(Certainty::Observed),
        figures: figures.into(),
        at: (sign != '<').then(|| Nanos::from_millis(503 + 400 * index as u64)),
        address: Some("0.503000000s #07".into()),
        stops: false,
        here: false,
        chosen: false,
        forgotten: false,
    }
}

fn some() -> ClaimsView {
    let mut rows = vec![
        row(0, 'X', "broken", "no stall over 50ms", BROKEN),
        row(
            1,
            '?',
            "open",
            "ready wait p99 under 10ms while a worker is parked",
            OPEN,
        ),
        row(
            2,
            '+',
            "holds",
            "\"Database\" printed before \"API Server\"",
            "both",
        ),
        row(
            3,
            '<',
            "40 %",
            "every wake of simmer by driver",
            "looking back: 40 %",
        ),
    ];
    rows[0].chosen = true;
    rows[0].here = true;
    rows[0].stops = true;
    rows[2].certainty = Some(Certainty::Inferred);
    rows[2].forgotten = true;
    ClaimsView {
        rows,
        first: 0,
        standing: Standing {
            all: 4,
            broken: 1,
            hold: 1,
        },
        chosen: Some(0),
        over: false,
        told: Some(Told {
            claim: "no stall over 50ms".into(),
            verdict: format!("It is broken = {BROKEN}."),
            place: "Address 0.503000000s #07.".into(),
        }),
        typed: None,
    }
}

fn none() -> ClaimsView {
    ClaimsView {
        rows: Vec::new(),
        standing: Standing::default(),
        chosen: None,
        told: None,
        ..some()
    }
}

fn typing(text: &str, mistake: Option<(usize, &str, &str)>) -> ClaimsView {
    let mistake = mistake.map(|(at, found, expected)| ClaimMistake {
        at: Some(at),
        found: found.into(),
        expected: expected.into(),
    });
    let words = match mistake {
        Some(_) => Vec::new(),
        None => ["over", "above", "under", "at least", "at most", "of", "on"]
            .map(String::from)
            .to_vec(),
    };
    ClaimsView {
        typed: Some(Typed {
            text: text.into(),
            mistake,
            taken: words.get(2).map(|_| 2),
            words,
        }),
        ..some()
    }
}

fn wrong() -> ClaimsView {
    let expected = "one of block, bakery, simmer (did you mean \"simmer\"?)";
    typing(
        "no stall of simer over 50ms",
        Some((12, "\"simer\"", expected)),
    )
}

fn shown(view: &ClaimsView, width: u16, height: u16, theme: &Theme) -> String {
    picture(width, height, |area, buf, hits| {
        draw(view, theme, area, buf, hits);
    })
}

/// The same words and signs with colours and without.
fn alike(view: &ClaimsView, width: u16, height: u16) -> String {
    let mono = shown(view, width, height, &Theme::mono());
    for theme in [Theme::dark(), Theme::light(), Theme::anywhere()] {
        assert_eq!(shown(view, width, height, &theme), mono);
    }
    mono
}

#[test]
fn some_claims_at_80x24() {
    insta::assert_snapshot!(alike(&some(), 80, 22));
}

#[test]
fn some_claims_at_100x30() {
    insta::assert_snapshot!(alike(&some(), 100, 28));
}

#[test]
fn some_claims_at_160x48() {
    insta::assert_snapshot!(alike(&some(), 160, 46));
}

#[test]
fn some_claims_at_40x10() {
    insta::assert_snapshot!(alike(&some(), 40, 8));
}

#[test]
fn no_claims_at_80x24() {
    let mut view = none();
    view.over = true;
    insta::assert_snapshot!(alike(&view, 80, 22));
}

#[test]
fn a_claim_that_is_typed_at_80x24() {
    insta::assert_snapshot!(alike(&typing("no stall un", None), 80, 22));
}

#[test]
fn a_wrong_claim_at_80x24() {
    insta::assert_snapshot!(alike(&wrong(), 80, 22));
}

#[test]
fn a_wrong_claim_at_40x10() {
    insta::assert_snapshot!(alike(&wrong(), 40, 8));
}

#[test]
fn a_claim_too_long_for_the_line_shows_where_it_is_wrong() {
    let text = format!("{} of simer over 50ms", "x".repeat(150));
    let view = typing(&text, Some((154, "\"simer\"", "a name")));
    let drawn = shown(&view, 80, 22, &Theme::mono());
    let lines: Vec<&str> = drawn.lines().collect();
    let caret = lines
        .iter()
        .position(|line| line.contains('^'))
        .expect("a mark");
    let column = lines[caret].find('^');
    assert_eq!(lines[caret - 1].find("simer"), column, "{drawn}");
    let end = shown(&typing(&text, None), 80, 22, &Theme::mono());
    assert!(end.contains("over 50ms_"), "{end}");
}

#[test]
fn clicks_choose_a_row_and_toggle_its_stop() {
    for (width, height) in [(40, 8), (80, 22), (160, 46)] {
        let area = Rect::new(0, 0, width, height);
        let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
        draw(&some(), &Theme::dark(), area, &mut buf, &mut hits);
        let found: Vec<_> = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .filter_map(|(x, y)| hits.at(x, y))
            .collect();
        for index in 0..3 {
            assert!(
                found.contains(&Action::PickClaim(index)),
                "{width}x{height}"
            );
            assert!(found.contains(&Action::StopAtClaim(Some(index))));
        }
    }
}

#[test]
fn any_size_is_drawn_without_panic() {
    let views = [
        some(),
        none(),
        wrong(),
        typing("no stall ", None),
        typing("", None),
    ];
    for (width, height) in SIZES {
        for view in &views {
            picture(width, height, |area, buf, hits| {
                draw(view, &Theme::dark(), area, buf, hits);
            });
        }
    }
}
