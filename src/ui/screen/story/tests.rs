use super::*;
use crate::camera::FactKey;
use crate::events::Nanos;
use crate::kitchen::narrator::Line;
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn row(at: u64, weight: u8, text: &str, why: Option<&str>) -> Row {
    let at = Nanos::from_millis(at);
    Row {
        fact: FactKey { at, number: at.0 },
        line: Line {
            at,
            text: text.into(),
            why: why.map(Into::into),
            weight,
        },
        printed: text.contains("says"),
        here: false,
        later: false,
    }
}

fn some() -> StoryView {
    let mut rows = vec![
        row(12_500, 1, "#09 rice is served: its future is Ready.", None),
        row(12_402, 1, "#06 Database says: Database is up", None),
        row(
            11_020,
            2,
            "Chef 2 took #15 garnish from Chef 1's rail (~ a steal).",
            Some("An idle chef raids the rail of another, and never the clip."),
        ),
        row(10_900, 3, "#25 panic is burnt: it panicked.", None),
    ];
    rows[0].later = true;
    rows[1].here = true;
    StoryView {
        rows,
        chosen: 2,
        followed: false,
        newest: true,
        stopped: None,
        ongoing: vec![Line {
            at: Nanos::ZERO,
            text: "Chef 1 is stalled for 1.40s: one poll of #07 block at line 8.".into(),
            why: None,
            weight: 4,
        }],
        search: String::new(),
        typing: false,
        told: (12_000, 4),
    }
}

fn shown(view: &StoryView, width: u16, height: u16) -> String {
    picture(width, height, |area, buf, hits| {
        draw(view, &Theme::mono(), area, buf, hits);
    })
}

#[test]
fn what_goes_on_the_moment_and_the_reason_of_the_one_chosen_are_told() {
    insta::assert_snapshot!("log_80x22", shown(&some(), 80, 22));
    insta::assert_snapshot!("log_160x46", shown(&some(), 160, 46));
}

#[test]
fn the_end_of_the_list_says_why_there_is_no_more() {
    let mut view = some();
    assert!(shown(&view, 80, 22).contains("The oldest that is kept is above."));
    view.search = "rice".into();
    assert!(shown(&view, 80, 22).contains("No older one that is kept fits the filter."));
    view.stopped = Some((4_000, FactKey::FIRST));
    assert!(shown(&view, 80, 22).contains("Looked at 4,000 more"));
    view.rows.clear();
    assert!(shown(&view, 80, 22).contains("None of the newest 4,000 fits the filter."));
    view.stopped = None;
    assert!(shown(&view, 80, 22).contains("No sentence fits the filter."));
    view.search.clear();
    assert!(shown(&view, 80, 22).contains("Nothing has happened yet."));
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        shown(&some(), width, height);
    }
}
