use super::*;
use crate::events::{Certainty, Nanos, TaskId, WorkerId};
use crate::kitchen::state::State;
use crate::kitchen::state::Tone;
use crate::model::Place;
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn id(number: u32) -> TaskId {
    TaskId::new(number).unwrap()
}

fn fact(label: &'static str, value: &str) -> Fact {
    Fact {
        label,
        certainty: Certainty::Observed,
        value: value.into(),
        pick: None,
    }
}

fn step(ms: u64, verb: &'static str, tone: Tone, text: &str) -> Step {
    Step {
        at: Nanos::from_millis(ms),
        certainty: Certainty::Observed,
        verb,
        text: text.into(),
        tone,
        pick: None,
    }
}

fn stalled() -> InspectorView {
    InspectorView::Card(Box::new(Card {
        id: id(7),
        kind: "stew".into(),
        state: State {
            place: Place::Polling(WorkerId::new(2)),
            word: "stalled",
            tokio: "one long poll",
            worker: Some(WorkerId::new(2)),
            certainty: Certainty::Observed,
            tone: Tone::Stalled,
            since: Nanos::from_millis(11_010),
        },
        state_for: Nanos::from_millis(1_400),
        facts: vec![
            fact("spawned", "9.010s at src/recipes/stew.rs:3"),
            Fact {
                pick: Some(id(3)),
                ..fact("by", "#03 brigade")
            },
            fact("ticket", "JoinHandle awaited by #03"),
            fact("polls", "2, wakes 1, first after 41us"),
            fact("future", "312 bytes, the probe's wrapper not counted"),
            Fact {
                certainty: Certainty::Inferred,
                ..fact("children", "2: #15 #16")
            },
        ],
        shares: Shares {
            busy: Nanos::from_millis(1_410),
            scheduled: Nanos::from_millis(90),
            idle: Nanos::from_millis(1_900),
        },
        steps: vec![
            step(
                11_010,
                "stalled",
                Tone::Stalled,
                "poll 3 on chef 2, 1.40s so far, work at stew.rs:5",
            ),
            step(
                11_009,
                "woken",
                Tone::Ready,
                "by the timer or I/O driver, on chef 2",
            ),
            step(
                9_012,
                "put aside",
                Tone::Cooking,
                "poll 2 on chef 1, 1.20ms, Pending",
            ),
            step(
                9_011,
                "waits",
                Tone::Pending,
                "timer due in 2.00s, at stew.rs:2",
            ),
            Step {
                pick: Some(id(3)),
                ..step(
                    9_010,
                    "spawned",
                    Tone::Plain,
                    "by #03 on chef 1  ~ to the clip (LIFO slot)",
                )
            },
        ],
        first: 0,
        chosen: 0,
        total: 5,
        forgotten: Some(
            "earlier steps forgotten: 1 polls, 1 wakes; the log begins at 9.000s".into(),
        ),
    }))
}

#[test]
fn a_stalled_card_at_80x24() {
    insta::assert_snapshot!(picture(80, 24, |area, buf, hits| {
        draw(
            &stalled(),
            None,
            Keys::FIXED,
            &Theme::dark(),
            area,
            buf,
            hits,
        );
    }));
}

#[test]
fn a_stalled_card_at_160x48() {
    insta::assert_snapshot!(picture(160, 48, |area, buf, hits| {
        draw(
            &stalled(),
            None,
            Keys::FIXED,
            &Theme::mono(),
            area,
            buf,
            hits,
        );
    }));
}

#[test]
fn the_bar_is_to_scale() {
    let shares = Shares {
        busy: Nanos(25),
        scheduled: Nanos(25),
        idle: Nanos(50),
    };
    let mut buf = Buffer::empty(Rect::new(0, 0, 54, 2));
    let rows: Vec<Rect> = buf.area().rows().collect();
    draw_shares(&shares, &Theme::mono(), rows[0], rows[1], &mut buf);
    let bar: String = (13..53).map(|x| buf[(x, 0)].symbol()).collect();
    assert_eq!(
        bar,
        format!("{}{}{}", "#".repeat(10), "!".repeat(10), ".".repeat(20))
    );
}

#[test]
fn a_relative_can_be_clicked() {
    let area = Rect::new(0, 0, 80, 24);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(
        &stalled(),
        None,
        Keys::FIXED,
        &Theme::dark(),
        area,
        &mut buf,
        &mut hits,
    );
    let row = (0..24).find(|y| hits.at(20, *y) == Some(Action::Pick(Pick::Task(id(3)))));
    assert!(row.is_some());
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        for view in [stalled(), InspectorView::Nothing("No card yet.".into())] {
            picture(width, height, |area, buf, hits| {
                draw(&view, None, Keys::FIXED, &Theme::dark(), area, buf, hits);
            });
        }
    }
}
