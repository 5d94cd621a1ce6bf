mod lesson;

use crate::app::{Action, Pace, Pick, Register, Screen};
use crate::events::{
    Certainty, CodeLine, Doing, Nanos, SourceText, Stuck, TaskId, Value, WorkerId,
};
use crate::kitchen::scene::{ChefState, Scene, Spot, Traveller, fixtures};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use crate::ui::{draw_with, keymap::Hint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use std::sync::Arc;

fn hints() -> Vec<Hint> {
    let hint = |key: &str, label, action| Hint {
        key: key.into(),
        label,
        action,
    };
    vec![
        hint("1", "simmer", Action::HandIn("simmer")),
        hint("b", "block a chef", Action::HandIn("block")),
        hint("B", "bakery", Action::HandIn("bakery")),
        hint("x", "abort", Action::Abort),
        hint("?", "help", Action::Toggle(Screen::Help)),
        hint("q", "quit", Action::Quit),
    ]
}

fn painted(scene: &Scene, theme: &Theme, width: u16, height: u16) -> (Buffer, HitMap) {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    let area = buf.area;
    let hits = draw_with(scene, &hints(), theme, area, &mut buf);
    (buf, hits)
}

fn text(scene: &Scene, width: u16, height: u16) -> String {
    rows(&painted(scene, &Theme::dark(), width, height).0).join("\n")
}

fn rows(buf: &Buffer) -> Vec<String> {
    let row = |y| {
        (0..buf.area.width)
            .map(|x| buf[(x, y)].symbol().to_string())
            .collect::<String>()
    };
    (0..buf.area.height).map(row).collect()
}

/// Column and row of the first place a text stands at.
fn find(buf: &Buffer, what: &str) -> (u16, u16) {
    for (y, row) in (0..).zip(rows(buf)) {
        if let Some(at) = row.find(what) {
            return (row[..at].chars().count() as u16, y);
        }
    }
    panic!("{what:?} is not on screen:\n{}", rows(buf).join("\n"));
}

#[test]
fn an_empty_kitchen_invites() {
    insta::assert_snapshot!("empty_80x24", text(&fixtures::empty(4), 80, 24));
    insta::assert_snapshot!("empty_160x48", text(&fixtures::empty(4), 160, 48));
}

#[test]
fn a_stall_is_told_at_every_size() {
    insta::assert_snapshot!("stall_60x16", text(&fixtures::rich(), 60, 16));
    insta::assert_snapshot!("stall_80x24", text(&fixtures::rich(), 80, 24));
    insta::assert_snapshot!("stall_120x36", text(&fixtures::rich(), 120, 36));
    insta::assert_snapshot!("stall_160x48", text(&fixtures::rich(), 160, 48));
    for (width, height) in [(40, 10), (60, 16), (80, 24), (97, 31), (300, 100)] {
        let screen = text(&fixtures::rich(), width, height);
        assert!(
            screen.contains("stalled 1.40s") || screen.contains("stalled for 1.40s"),
            "{screen}"
        );
    }
}

#[test]
fn titles_and_columns_are_in_tokios_words_where_that_is_wanted() {
    let mut scene = fixtures::rich();
    scene.words = Register::Tokio;
    insta::assert_snapshot!("tokio_60x16", text(&scene, 60, 16));
    insta::assert_snapshot!("tokio_80x24", text(&scene, 80, 24));
    insta::assert_snapshot!("tokio_160x48", text(&scene, 160, 48));
}

#[test]
fn the_line_that_holds_a_chef_is_shown_at_every_size() {
    let line = CodeLine {
        function: "block".to_owned(),
        file: "src/recipes/block.rs".to_owned(),
        line: 17,
        certainty: Certainty::Observed,
    };
    let found = Stuck {
        doing: Doing::Call {
            words: "sleeps".to_owned(),
            call: "clock_nanosleep".to_owned(),
        },
        lines: vec![line],
        why: None,
        text: SourceText::Missing,
    };
    let mut scene = fixtures::rich();
    let chefs = &mut scene.kitchen_mut().chefs;
    let stalled = chefs
        .iter_mut()
        .find(|chef| chef.state == ChefState::Stalled);
    stalled.unwrap().stuck = Some(Arc::new(found));
    for (width, height) in [(80, 24), (100, 30), (120, 36), (160, 48)] {
        let screen = text(&scene, width, height);
        assert!(screen.contains("block.rs:17"), "{screen}");
    }
}

#[test]
fn mono_has_no_colour_and_the_same_text() {
    for (width, height) in [(80, 24), (160, 48)] {
        let (mono, _) = painted(&fixtures::rich(), &Theme::mono(), width, height);
        assert!(
            mono.content
                .iter()
                .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
        );
        assert_eq!(
            rows(&mono).join("\n"),
            text(&fixtures::rich(), width, height)
        );
    }
}

#[test]
fn what_cards_print_is_shown_without_a_ticker_too() {
    let mut scene = fixtures::rich();
    scene.kitchen_mut().story.drain(..2);
    let screen = text(&scene, 80, 24);
    let lines = [
        "  9.50s #05 API Server says: Finished fetching from API Server.",
        "  9.30s #06 Database says: Finished fetching from Database.",
    ];
    let at = lines.map(|line| screen.find(line).expect("both lines"));
    assert!(at[0] < at[1], "{screen}");
}

/// What stands above newer lines, and what was printed, leave a row to the newest fact: it may
/// be the answer to a key.
#[test]
fn the_newest_fact_has_a_row_however_small_the_screen() {
    let mut scene = fixtures::rich();
    let story = &mut scene.kitchen_mut().story;
    let (mut held, mut newest) = (story[3].clone(), story[2].clone());
    held.older = true;
    newest.line.at = Nanos::from_millis(12_000);
    newest.line.text = "the newest fact".into();
    newest.older = false;
    *story = vec![held.clone(), held, newest];
    let screen = text(&scene, 80, 24);
    assert!(screen.contains("the newest fact"), "{screen}");
    assert!(screen.contains("│^ 10.90s #25 panic is burnt"), "{screen}");
}

/// Two rows at most, with a mark where the text does not end there.
#[test]
fn a_long_notice_says_that_it_is_cut() {
    let mut scene = fixtures::rich();
    scene.notice = Some(("word ".repeat(60).into(), false));
    let screen = text(&scene, 80, 24);
    let rows: Vec<_> = screen.lines().filter(|row| row.contains("word")).collect();
    assert_eq!(rows.len(), 2, "{screen}");
    assert!(
        rows[0].starts_with("│ > word") && rows[1].starts_with("│   word"),
        "{screen}"
    );
    assert!(rows[1].contains("word .."), "{screen}");
}

/// What a parked chef put down is in brackets; cards that cannot be named are not "more".
#[test]
fn nobody_takes_one_thing_for_another() {
    let mut scene = fixtures::rich();
    let kitchen = scene.kitchen_mut();
    kitchen.pass.cards.clear();
    kitchen.pass.len.value = 5_423;
    let mut hand = kitchen.chefs[0].hand.clone().expect("at work");
    hand.going_on = false;
    kitchen.chefs[3].hand = Some(hand);
    let screen = text(&scene, 80, 24);
    assert!(
        screen.contains("=5423 (which they are is not known)"),
        "{screen}"
    );
    assert!(
        screen.contains("Chef 3 parked (#04 simmer 2.0ms) "),
        "{screen}"
    );
    assert!(
        screen.contains("Chef 0 cooking #04 simmer 2.0ms "),
        "{screen}"
    );
}

#[test]
fn no_size_panics() {
    let mut many = fixtures::rich();
    many.kitchen_mut().chefs = (0..64)
        .map(|index| {
            let mut chef = many.kitchen_mut().chefs[index as usize % 4].clone();
            chef.index = WorkerId::new(index);
            chef
        })
        .collect();
    for scene in [fixtures::empty(1), fixtures::rich(), many] {
        for width in (0..=200).step_by(3) {
            for height in (0..=70).step_by(3) {
                painted(&scene, &Theme::dark(), width, height);
            }
        }
        painted(&scene, &Theme::dark(), 1, 1);
    }
}

#[test]
fn sixty_four_chefs_are_all_on_screen() {
    let mut scene = fixtures::rich();
    scene.kitchen_mut().chefs = fixtures::empty(64).kitchen().chefs.clone();
    scene.kitchen_mut().chefs[63].state = ChefState::Stalled;
    let screen = text(&scene, 80, 24);
    assert!(
        screen.contains("63(x_x)!") && screen.contains("1 stalled, 63 parked"),
        "{screen}"
    );
}

#[test]
fn chefs_cards_and_keys_can_be_clicked() {
    let (buf, hits) = painted(&fixtures::rich(), &Theme::dark(), 80, 24);
    let task = |number| {
        Some(Action::Pick(Pick::Task(
            TaskId::new(number).expect("not 0"),
        )))
    };
    let at = |what| {
        let (x, y) = find(&buf, what);
        hits.at(x + 1, y)
    };
    assert_eq!(
        at("Chef 3"),
        Some(Action::Pick(Pick::Worker(WorkerId::new(3))))
    );
    assert_eq!(at("#02 simmer"), task(2));
    assert_eq!(at("[#16]"), task(16));
    assert_eq!(at("[#33 simmer]"), task(33));
    assert_eq!(at("b block a chef"), Some(Action::HandIn("block")));
    assert_eq!(at("q quit"), Some(Action::Quit));
}

#[test]
fn a_selected_card_is_reversed() {
    let mut scene = fixtures::rich();
    scene.kitchen_mut().selected = Some(Pick::Task(TaskId::new(5).expect("not 0")));
    let (buf, _) = painted(&scene, &Theme::mono(), 80, 24);
    let (x, y) = find(&buf, "#05 knife");
    assert_eq!(buf[(x, y)].modifier, Theme::mono().selected.add_modifier);
}

#[test]
fn a_card_that_just_came_keeps_its_time_apart_from_the_clip() {
    let mut scene = fixtures::rich();
    for chef in &mut scene.kitchen_mut().chefs {
        if let Some(hand) = &mut chef.hand {
            hand.card.fresh = true;
            hand.card.name = "a-long-name-of-a-recipe".into();
        }
    }
    let (buf, _) = painted(&scene, &Theme::mono(), 80, 24);
    let (held, apart): (Vec<_>, Vec<_>) = rows(&buf)
        .into_iter()
        .filter(|row| row.contains("cooking >#") && row.contains("clip"))
        .map(|row| (row.clone(), row.contains(" clip")))
        .unzip();
    assert!(
        !held.is_empty() && apart.iter().all(|apart| *apart),
        "{held:?}"
    );
}

#[test]
fn a_card_travels_and_then_is_gone() {
    let mut scene = fixtures::rich();
    let task = TaskId::new(99).expect("not 0");
    let to = Spot::Chef(WorkerId::new(3));
    let at = |progress| {
        vec![Traveller {
            task,
            from: Spot::Pass,
            to,
            progress,
        }]
    };
    scene.kitchen_mut().travellers = at(0.0);
    let (start, _) = painted(&scene, &Theme::dark(), 80, 24);
    scene.kitchen_mut().travellers = at(1.0);
    let (end, _) = painted(&scene, &Theme::dark(), 80, 24);
    // The row of the pass is full: the card starts on the line below it.
    assert_eq!((find(&start, "[#99]").1, find(&end, "[#99]").1), (3, 10));
}

#[test]
fn a_hundred_thousand_cards_are_counts() {
    let mut scene = fixtures::rich();
    scene.kitchen_mut().stove.len = 100_000;
    scene.kitchen_mut().pass.len = Value::observed(31_000);
    let screen = text(&scene, 80, 24);
    assert!(
        screen.contains("100,000 pending") && screen.contains("+99,995 more"),
        "{screen}"
    );
    assert!(
        screen.contains("+30997 more") || screen.contains("more"),
        "{screen}"
    );
}

#[test]
fn what_a_name_contains_cannot_harm_the_screen() {
    let mut scene = fixtures::rich();
    scene.kitchen_mut().pass.cards[0].name = "a\u{1b}[2J\nb\u{7}".into();
    scene.notice = Some(("\u{1b}]0;x\u{7}".into(), true));
    let (buf, _) = painted(&scene, &Theme::dark(), 80, 24);
    assert!(
        buf.content
            .iter()
            .all(|cell| !cell.symbol().contains(char::is_control))
    );
}

#[test]
fn the_past_says_its_speed_and_whom_it_follows() {
    let head = |speed, followed| {
        let mut scene = fixtures::empty(2);
        scene.header.pace = Pace::Paused;
        (scene.header.speed, scene.header.followed) = (speed, followed);
        let (buf, _) = painted(&scene, &Theme::mono(), 80, 24);
        rows(&buf)[0].trim_end().to_owned()
    };
    assert_eq!(
        head(None, None),
        " KITCHEN  [PAUSED]  t=4.000000000s  now is 0.00s ahead  2 chefs          ? help"
    );
    assert_eq!(
        head(Some(crate::app::Speed::default()), TaskId::new(7)),
        " [PAUSED x1]  t=4.000000000s  now is 0.00s ahead  follows #07  2 chefs   ? help"
    );
}

#[test]
fn too_small_a_terminal_says_what_it_needs() {
    assert!(text(&fixtures::rich(), 39, 9).starts_with("needs 40x10"));
    assert_eq!(text(&fixtures::rich(), 1, 1), "n");
}

/// Chefs that can be clicked, by where the screen was clicked.
fn clickable(hits: &HitMap, width: u16, height: u16) -> Vec<WorkerId> {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let mut chefs: Vec<_> = places
        .filter_map(|(x, y)| match hits.at(x, y) {
            Some(Action::Pick(Pick::Worker(worker))) => Some(worker),
            _ => None,
        })
        .collect();
    chefs.sort_unstable();
    chefs.dedup();
    chefs
}

#[test]
fn more_chefs_than_fit_go_by_pages_and_none_is_missed() {
    for (width, height, chefs) in [(80, 24, 96), (160, 48, 96), (80, 24, 1_024), (50, 12, 96)] {
        let mut scene = fixtures::empty(chefs);
        let mut seen = Vec::new();
        while let Some(next) = (0..chefs).map(WorkerId::new).find(|on| !seen.contains(on)) {
            scene.kitchen_mut().selected = Some(Pick::Worker(next));
            let (buf, hits) = painted(&scene, &Theme::dark(), width, height);
            let page = clickable(&hits, width, height);
            assert!(page.contains(&next), "{next:?}:\n{}", rows(&buf).join("\n"));
            seen.extend(page);
        }
        assert_eq!(seen.len(), usize::from(chefs), "each on one page only");
    }
}

#[test]
fn the_title_says_which_of_many_chefs_are_in_view() {
    let mut scene = fixtures::empty(96);
    assert!(text(&scene, 80, 24).contains("0 to 65 of 96: 96 parked"));
    scene.kitchen_mut().selected = Some(Pick::Worker(WorkerId::new(95)));
    let last = text(&scene, 80, 24);
    assert!(last.contains("66 to 95 of 96: 96 parked"), "{last}");
    let scene = fixtures::empty(1_024);
    let first = text(&scene, 80, 24);
    assert!(first.contains("   9(-_-)"), "{first}");
}
