use super::*;
use crate::events::{Certainty, Nanos, TaskId, WorkerId};
use crate::kitchen::state::{State, Tone};
use crate::model::Place;
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn row(number: u32, word: &'static str, tone: Tone, detail: &str) -> Row {
    let certainty = if tone == Tone::Ready {
        Certainty::Inferred
    } else {
        Certainty::Observed
    };
    let worker = matches!(tone, Tone::Ready | Tone::Stalled).then_some(WorkerId::new(2));
    Row {
        id: TaskId::new(number).unwrap(),
        kind: "tasting-menu".into(),
        state: State {
            place: match tone {
                Tone::Stalled => Place::Polling(WorkerId::new(2)),
                Tone::Ready => Place::Lifo(WorkerId::new(2)),
                _ => Place::Pending,
            },
            word,
            tokio: "",
            worker,
            certainty,
            tone,
            since: Nanos::ZERO,
        },
        time: Nanos::from_millis(u64::from(number) * 137),
        polls: u64::from(number) * 41,
        detail: detail.into(),
        selected: number == 25,
    }
}

fn some() -> TasksView {
    TasksView {
        order: Order::Newest,
        search: "tasting".into(),
        typing: true,
        rows: vec![
            row(26, "clip", Tone::Ready, ""),
            row(25, "stalled", Tone::Stalled, "work at block.rs:9"),
            row(
                24,
                "stove",
                Tone::Pending,
                "timer due in 0.80s, at simmer.rs:12",
            ),
            row(7, "unclaimed", Tone::Unclaimed, ""),
        ],
        first: 0,
        more: true,
        alive: 26,
        spawned: 100_026,
        rate: 12.0,
        stopped_after: None,
    }
}

fn none() -> TasksView {
    TasksView {
        rows: vec![],
        more: false,
        stopped_after: Some(50_000),
        typing: false,
        ..some()
    }
}

#[test]
fn some_cards_at_80x24() {
    insta::assert_snapshot!(picture(80, 24, |area, buf, hits| {
        draw(&some(), &Theme::dark(), area, buf, hits);
    }));
}

#[test]
fn no_cards_at_160x48() {
    insta::assert_snapshot!(picture(160, 48, |area, buf, hits| {
        draw(&none(), &Theme::mono(), area, buf, hits);
    }));
}

#[test]
fn a_click_picks_the_card_in_the_row() {
    let area = Rect::new(0, 0, 80, 24);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(&some(), &Theme::dark(), area, &mut buf, &mut hits);
    let pick = |number| Some(Action::Pick(Pick::Task(TaskId::new(number).unwrap())));
    assert_eq!(hits.at(10, 1), Some(Action::Search));
    assert_eq!(hits.at(10, 3), pick(26));
    assert_eq!(hits.at(70, 6), pick(7));
    assert_eq!(hits.at(10, 7), None);
}

#[test]
fn the_selected_row_is_reversed_as_a_whole() {
    let area = Rect::new(0, 0, 80, 24);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(&some(), &Theme::mono(), area, &mut buf, &mut hits);
    let reversed = |y| {
        (1..79).all(|x| {
            buf[(x, y)]
                .modifier
                .contains(ratatui::style::Modifier::REVERSED)
        })
    };
    assert!(reversed(4));
    assert!(!reversed(3));
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        for view in [some(), none()] {
            picture(width, height, |area, buf, hits| {
                draw(&view, &Theme::dark(), area, buf, hits);
            });
        }
    }
}
