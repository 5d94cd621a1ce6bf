use super::*;
use crate::events::{Nanos, TaskId, Value, WorkerId};
use crate::findings::{End, Finding, FindingKind};
use crate::kitchen::findings::list::KindRow;
use crate::kitchen::findings::{self, Told};
use crate::kitchen::state::Tone;
use crate::ui::screen::page::tests_support::{SIZES, picture};

const STALL: &str = "One poll of #07 block at line 9 held Chef 2 for 3.00s (a stall).";
const WHY: &str = "Until it comes to an .await that waits, nobody can take a card from a chef. \
                   Wait with tokio::time::sleep(..).await, or move the work to spawn_blocking.";

fn row(number: u64, kind: FindingKind, at: u64, long: &str, card: &str, text: &str) -> Row {
    Row {
        finding: Finding {
            number,
            task: TaskId::new(7),
            worker: Some(WorkerId::new(2)),
            end: if long == "goes on" {
                End::GoesOn
            } else {
                End::Told
            },
            ..Finding::new(kind, Nanos::from_millis(at), Nanos::from_millis(at))
        },
        certainty: kind.row().certainty,
        tone: if long == "goes on" {
            Tone::Stalled
        } else {
            Tone::Plain
        },
        long: long.into(),
        word: findings::row(kind).word,
        card: card.into(),
        text: text.into(),
        why: "An idle chef raids the rail of another: half of it, and never the clip.".into(),
        here: false,
        chosen: false,
        forgotten: false,
    }
}

fn kinds(found: [u64; 11]) -> Vec<KindRow> {
    let kinds = FindingKind::ALL.into_iter().zip(found);
    kinds
        .map(|(kind, found)| KindRow {
            kind,
            key: findings::row(kind).key,
            word: findings::row(kind).word,
            found: Value {
                value: found,
                certainty: kind.row().certainty,
            },
            stop: kind == FindingKind::Stall,
        })
        .collect()
}

fn some() -> FindingsView {
    let mut rows = vec![
        row(
            9,
            FindingKind::Stall,
            14_001,
            "goes on",
            "#31 block",
            "Chef 1 is stalled: one poll of #31 block at line 9 holds this chef, for 1.40s so far.",
        ),
        row(3, FindingKind::Stall, 12_402, "3.00s", "#07 block", STALL),
        row(
            2,
            FindingKind::Panic,
            1_204,
            "",
            "#05 panic",
            "#05 panic was burnt in the hand of Chef 0: it panicked.",
        ),
        row(
            4,
            FindingKind::Move,
            12_410,
            "",
            "128 cards",
            "Chef 3 took 128 cards from Chef 2's rail (a steal), #08 rice the first.",
        ),
    ];
    rows[1].chosen = true;
    rows[1].here = true;
    rows[2].forgotten = true;
    FindingsView {
        kinds: kinds([0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 1_204]),
        first: 0,
        total: rows.len(),
        chosen: Some(1),
        told: Some(Told {
            text: STALL.into(),
            why: WHY.into(),
        }),
        found: 1_207,
        nameless: 14,
        block_key: Some('b'),
        rows,
    }
}

fn none() -> FindingsView {
    FindingsView {
        kinds: kinds([0; 11]),
        rows: vec![],
        total: 0,
        chosen: None,
        told: None,
        found: 0,
        nameless: 0,
        ..some()
    }
}

/// A long list in which the row is chosen; the view gives the rows near it.
fn many(chosen: usize) -> FindingsView {
    let first = chosen.saturating_sub(20);
    let rows = (first..(first + 40).min(1_000)).map(|n| {
        let mut row = row(
            n as u64,
            FindingKind::Panic,
            n as u64,
            "",
            &format!("#{n}"),
            "x.",
        );
        row.chosen = n == chosen;
        row
    });
    FindingsView {
        rows: rows.collect(),
        first,
        total: 1_000,
        chosen: Some(chosen),
        ..some()
    }
}

fn screen(view: &FindingsView, width: u16, height: u16, theme: &Theme) -> (Buffer, HitMap) {
    let area = Rect::new(0, 0, width, height);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(view, theme, area, &mut buf, &mut hits);
    (buf, hits)
}

fn shown(view: &FindingsView, width: u16, height: u16, theme: &Theme) -> String {
    picture(width, height, |area, buf, hits| {
        draw(view, theme, area, buf, hits);
    })
}

#[test]
fn some_happenings_at_80x24() {
    insta::assert_snapshot!(shown(&some(), 80, 22, &Theme::dark()));
}

#[test]
fn some_happenings_at_160x48() {
    insta::assert_snapshot!(shown(&some(), 160, 46, &Theme::mono()));
}

#[test]
fn some_happenings_at_40x10() {
    insta::assert_snapshot!(shown(&some(), 40, 8, &Theme::mono()));
}

#[test]
fn no_happenings_at_80x24() {
    insta::assert_snapshot!(shown(&none(), 80, 22, &Theme::mono()));
}

#[test]
fn no_happenings_at_40x10() {
    insta::assert_snapshot!(shown(&none(), 40, 8, &Theme::mono()));
}

#[test]
fn the_chosen_row_is_in_sight_and_marked_as_a_whole() {
    let theme = Theme::dark();
    let marked = theme.selected.bg.unwrap();
    for chosen in [0, 1, 500, 998, 999] {
        for (width, height) in [(40, 8), (80, 22), (160, 46)] {
            let (buf, _) = screen(&many(chosen), width, height, &theme);
            let chosen_row = |y: &u16| (1..width - 1).all(|x| buf[(x, *y)].bg == marked);
            let rows: Vec<_> = (0..height).filter(chosen_row).collect();
            assert_eq!(rows.len(), 1, "{chosen} at {width}x{height}");
        }
    }
}

#[test]
fn clicks_choose_a_row_and_toggle_a_kind() {
    let view = some();
    for (width, height) in [(40, 8), (80, 22), (160, 46)] {
        let (_, hits) = screen(&view, width, height, &Theme::dark());
        let found: Vec<_> = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .filter_map(|(x, y)| hits.at(x, y))
            .collect();
        for kind in view.kinds.iter().map(|row| row.kind) {
            assert!(
                found.contains(&Action::StopAt(kind)),
                "{kind:?} at {width}x{height}"
            );
        }
        let chosen = Action::PickFinding(view.rows[1].finding);
        assert!(found.contains(&chosen), "{width}x{height}");
    }
}

#[test]
fn the_reason_follows_in_the_row_only_where_it_fits() {
    let wide = shown(&some(), 200, 46, &Theme::mono());
    assert!(wide.contains("#08 rice the first. An idle chef raids"));
    let narrow = shown(&some(), 80, 22, &Theme::mono());
    assert!(!narrow.contains("An idle chef raids"));
}

#[test]
fn what_the_history_no_longer_holds_says_so_in_its_row_and_below() {
    let mut view = some();
    view.rows[1].chosen = false;
    view.rows[2].chosen = true;
    view.chosen = Some(2);
    let text = shown(&view, 160, 46, &Theme::mono());
    assert!(text.contains("before the history: #05 panic"));
    assert!(text.contains("the view cannot go there"));
    assert!(!shown(&some(), 160, 46, &Theme::mono()).contains("cannot go there"));
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        for view in [some(), none(), many(500)] {
            picture(width, height, |area, buf, hits| {
                draw(&view, &Theme::dark(), area, buf, hits);
            });
        }
    }
}
