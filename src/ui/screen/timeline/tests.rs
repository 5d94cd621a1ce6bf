use super::*;
use crate::app::{App, Message, Pick, update};
use crate::events::{Nanos, TaskId, WorkerId};
use crate::kitchen::timeline::tests::{kitchen, look};
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn act(app: &mut App, action: Action) {
    update(app, Message::Act(action));
}

fn live(width: u16, height: u16) -> TimelineView {
    let mut app = kitchen();
    act(&mut app, Action::Pick(Pick::Task(TaskId::new(7).unwrap())));
    look(&mut app, width, height + 2)
}

/// Close to a stall, with what comes after the moment in view.
fn past(width: u16, height: u16) -> TimelineView {
    let mut app = kitchen();
    act(&mut app, Action::Pick(Pick::Worker(WorkerId::new(1))));
    (0..2).for_each(|_| act(&mut app, Action::Zoom { closer: true }));
    act(&mut app, Action::DragTo(Nanos::from_millis(8_400)));
    look(&mut app, width, height + 2)
}

fn drawn(view: &TimelineView, theme: &Theme, width: u16, height: u16) -> String {
    picture(width, height, |area, buf, hits| {
        draw(view, theme, area, buf, hits);
    })
}

#[test]
fn live_at_80x24() {
    insta::assert_snapshot!(drawn(&live(80, 22), &Theme::dark(), 80, 22));
}

#[test]
fn live_at_160x48() {
    insta::assert_snapshot!(drawn(&live(160, 46), &Theme::mono(), 160, 46));
}

#[test]
fn the_past_at_80x24() {
    insta::assert_snapshot!(drawn(&past(80, 22), &Theme::mono(), 80, 22));
}

#[test]
fn the_past_at_160x48() {
    insta::assert_snapshot!(drawn(&past(160, 46), &Theme::dark(), 160, 46));
}

#[test]
fn live_at_40x10() {
    insta::assert_snapshot!(drawn(&live(40, 8), &Theme::mono(), 40, 8));
}

#[test]
fn rows_and_the_whole_history_are_time_and_names_are_picked() {
    let view = live(80, 22);
    let area = Rect::new(0, 0, 80, 22);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(&view, &Theme::dark(), area, &mut buf, &mut hits);
    let plan = Plan::new(20, view.all);
    let first_chef = 1 + plan.whole + plan.window + plan.marks;
    let column = 12 + 30;
    let at = |row| match hits.at(column, row) {
        Some(Action::DragTo(at)) => at,
        other => panic!("{row}: {other:?}"),
    };
    let width = view.reach.span.0 / 67;
    assert_eq!(
        at(first_chef),
        Nanos(view.reach.from as u64 + 30 * width + width / 2)
    );
    assert_eq!(at(1).as_millis(), 12_410 * 61 / 134, "the whole history");
    let name = hits.at(3, first_chef + plan.each);
    assert_eq!(name, Some(Action::Pick(Pick::Worker(WorkerId::new(1)))));
    let mark = view.marks[0];
    assert_eq!(
        hits.at(12 + mark.column, first_chef - 1),
        Some(Action::PickFinding(mark.finding))
    );
}

#[test]
fn in_the_past_what_comes_later_is_dim_and_the_moment_is_a_line() {
    let view = past(80, 22);
    let area = Rect::new(0, 0, 80, 22);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(&view, &Theme::dark(), area, &mut buf, &mut hits);
    let plan = Plan::new(20, view.all);
    let row = 1 + plan.whole + plan.window + plan.marks;
    let cursor = 12 + view.cursor.unwrap();
    // Nobody works there: it must not look as if somebody did.
    assert_eq!(buf[(cursor, row)].symbol(), "|");
    assert_eq!(buf[(cursor, row)].fg, Theme::dark().key.fg.unwrap());
    let later = Theme::dark().later.fg.unwrap();
    let is_later = |column: u16| buf[(column, row)].fg == later;
    assert!(is_later(cursor + 1) && !is_later(cursor - 1));
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        for view in [
            live(80, 22),
            past(160, 46),
            live(width, height),
            past(width, height),
        ] {
            drawn(&view, &Theme::dark(), width, height);
        }
    }
}
