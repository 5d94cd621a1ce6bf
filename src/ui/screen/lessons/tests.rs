use super::*;
use crate::kitchen::tone::Tone;
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn list() -> LessonsView {
    let row = |number, title: &str, done: (char, &str, Tone)| LessonRow {
        number,
        title: title.into(),
        done: (done.0, done.1.into(), done.2),
        played: number == 2,
    };
    let reached = ('+', "reached, guess right, 3 answers right", Tone::Served);
    let begun = ('?', "begun, guess not right, 0 answers right", Tone::Ready);
    let fresh = (' ', "not begun", Tone::Dim);
    let mut rows = vec![
        row(1, "Meet the brigade", reached),
        row(2, "One dish per chef", begun),
    ];
    rows.extend((3..=22).map(|number| row(number, "Handing in a card", fresh)));
    LessonsView {
        rows,
        chosen: 1,
        game: "Be the head chef".into(),
        situation: "word ".repeat(60),
        done: 1,
    }
}

fn drawn(view: &LessonsView, width: u16, height: u16) -> String {
    picture(width, height, |area, buf, hits| {
        draw(view, Keys::FIXED, &Theme::mono(), area, buf, hits);
    })
}

#[test]
fn the_list_tells_what_was_done_and_how_the_chosen_one_begins() {
    insta::assert_snapshot!(drawn(&list(), 80, 22));
}

/// Sixty words are the most that a situation has.
#[test]
fn the_situation_is_whole_on_a_small_screen() {
    let screen = drawn(&list(), 80, 22);
    assert_eq!(screen.matches("word").count(), 60, "{screen}");
}

#[test]
fn the_chosen_row_is_always_in_view() {
    let mut view = list();
    for chosen in 0..view.rows.len() {
        view.chosen = chosen;
        let screen = drawn(&view, 80, 22);
        assert!(screen.contains(&format!("{:>3}  ", chosen + 1)), "{screen}");
        assert!(screen.contains('>'), "{screen}");
    }
}

#[test]
fn a_row_can_be_clicked() {
    let mut found = None;
    picture(80, 22, |area, buf, hits| {
        draw(&list(), Keys::FIXED, &Theme::mono(), area, buf, hits);
        found = hits.at(10, 3);
    });
    assert_eq!(found, Some(Action::PickLesson(2)));
}

#[test]
fn no_size_panics() {
    for (width, height) in SIZES {
        drawn(&list(), width, height);
    }
}
