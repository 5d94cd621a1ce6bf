use super::*;
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn rows() -> Vec<HelpRow> {
    let row = |group, keys: &str, meaning: &str, action| HelpRow {
        group,
        keys: keys.into(),
        meaning: meaning.into(),
        action,
    };
    vec![
        row(
            "orders",
            "1",
            "simmer: waits for a timer, holds no chef",
            Some(Action::HandIn("simmer")),
        ),
        row(
            "orders",
            "b",
            "block: a thread::sleep in async code takes a chef away",
            None,
        ),
        row("screens", "? F1", "this help", None),
        row("screens", "q Ctrl-C", "quit", Some(Action::Quit)),
    ]
}

const TABLE: &[analogy::Row] = &[
    analogy::Row {
        kitchen: "chef",
        tokio: "worker thread",
        meaning: "Polls one task at a time.",
    },
    analogy::Row {
        kitchen: "stove",
        tokio: "pending tasks",
        meaning: "Tasks that returned Pending. They hold no chef; a waker brings each of them back.",
    },
];

#[test]
fn every_key_and_word_is_on_the_page_and_can_be_clicked() {
    let area = Rect::new(0, 0, 80, 30);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(
        &rows(),
        0,
        Search::default(),
        &Theme::dark(),
        area,
        &mut buf,
        &mut hits,
    );
    let clicks: Vec<Action> = (0..30).filter_map(|y| hits.at(5, y)).collect();
    assert_eq!(
        clicks,
        [
            Action::HandIn("simmer"),
            Action::Quit,
            // The first row of the analogy and its meaning; more has no room.
            Action::Explain("chef"),
            Action::Explain("chef"),
        ]
    );
}

#[test]
fn the_keys_in_two_groups() {
    let lines = keys(&rows(), 60, &Theme::mono());
    insta::assert_snapshot!(picture(60, 9, |area, buf, hits| draw_lines(
        &lines, 0, area, buf, hits
    )));
}

#[test]
fn the_analogy_the_marks_and_the_limits() {
    let lines = rest(TABLE, 78, &Theme::mono());
    let height = lines.len() as u16;
    insta::assert_snapshot!(picture(78, height, |area, buf, hits| {
        draw_lines(&lines, 0, area, buf, hits);
    }));
}

#[test]
fn scrolling_stops_at_the_last_line() {
    let text = picture(80, 24, |area, buf, hits| {
        draw(
            &rows(),
            usize::MAX,
            Search::default(),
            &Theme::mono(),
            area,
            buf,
            hits,
        );
    });
    assert!(text.contains("macOS and Windows are not tested."), "{text}");
}

#[test]
fn the_last_scroll_is_the_first_that_shows_the_end() {
    for (width, height) in [(80, 22), (160, 30), (60, 10)] {
        let last = last_scroll(&rows(), Rect::new(0, 0, width, height));
        let at = |scroll| {
            picture(width, height, |area, buf, hits| {
                draw(
                    &rows(),
                    scroll,
                    Search::default(),
                    &Theme::mono(),
                    area,
                    buf,
                    hits,
                );
            })
        };
        assert!(last > 0);
        assert_eq!(at(last), at(usize::MAX));
        assert_ne!(at(last - 1), at(last));
    }
    assert_eq!(last_scroll(&rows(), Rect::new(0, 0, 160, 200)), 0);
}

#[test]
fn wide_screens_show_keys_and_marks_side_by_side() {
    let text = picture(160, 48, |area, buf, hits| {
        draw(
            &rows(),
            0,
            Search::default(),
            &Theme::mono(),
            area,
            buf,
            hits,
        );
    });
    let first = text.lines().nth(1).unwrap();
    assert!(
        first.contains("KEYS: orders") && first.contains("THE ANALOGY"),
        "{first}"
    );
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        picture(width, height, |area, buf, hits| {
            draw(
                &rows(),
                3,
                Search::default(),
                &Theme::dark(),
                area,
                buf,
                hits,
            );
        });
    }
}
