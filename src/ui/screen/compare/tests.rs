use super::super::page::tests_support::{SIZES, picture};
use super::*;

/// A comparison of this many rows and a claim.
fn view(rows: usize) -> View {
    let row = |n: usize| Row {
        label: match n {
            0 => "longest stall".into(),
            _ => format!("figure {n}"),
        },
        cells: ["= 3.00s 2.99s..3.01s".into(), "= none".into()],
        difference: if n == 0 {
            "-3.00s \u{b1}20.0ms"
        } else {
            "none \u{b1}1.00ms"
        }
        .into(),
        counts: n == 0,
        about: "The longest poll that held its worker.".into(),
        moments: [
            Some(
                "round 2: = max 3.000s of 1 stall: block #09 on worker 1 [0.503000000s #09]".into(),
            ),
            None,
        ],
        ..Row::default()
    };
    let claim = Row {
        label: "no ready wait over 500ms while a worker is parked".into(),
        cells: ["= broken 5 of 5".into(), "= holds 5 of 5".into()],
        difference: "differs".into(),
        counts: true,
        ..Row::default()
    };
    View {
        sheet: Sheet {
            sides: [
                "trapped".into(),
                "trapped, runtime.disable_lifo_slot=true".into(),
            ],
            head: "tokio 1.2.3 with tokio_unstable; 5 rounds each; median lowest..highest".into(),
            rows: (0..rows).map(row).chain([claim]).collect(),
            rule: "A difference counts where the nearest rounds are further apart.".into(),
            notes: Vec::new(),
        },
        progress: Some("A, round 2 of 5".into()),
        selected: 0,
    }
}

fn drawn(view: &View, width: u16, height: u16) -> String {
    picture(width, height, |area, buf, _| {
        draw(view, &Theme::mono(), area, buf);
    })
}

#[test]
fn it_is_drawn_at_every_size() {
    for (width, height) in SIZES {
        for rows in [0, 3, 40] {
            drawn(&view(rows), width, height);
        }
        drawn(&View::default(), width, height);
    }
}

#[test]
fn two_columns_what_differs_and_the_moments_at_80x24() {
    insta::assert_snapshot!("compare_80x24", drawn(&view(8), 80, 24));
}

#[test]
fn which_rows_are_shown_is_told_where_not_all_are() {
    let mut view = view(20);
    assert!(drawn(&view, 80, 24).contains(" rows 1 to 9 of 21 "));
    view.selected = 20;
    assert!(drawn(&view, 80, 24).contains(" rows 13 to 21 of 21 "));
    assert!(!drawn(&view, 160, 48).contains(" of 21 "));
}

#[test]
fn two_columns_what_differs_and_the_moments_at_160x48() {
    let mut view = view(20);
    view.selected = 20;
    view.progress = None;
    insta::assert_snapshot!("compare_160x48", drawn(&view, 160, 48));
}

#[test]
fn the_chosen_row_is_always_seen() {
    for selected in 0..41 {
        let mut view = view(40);
        view.selected = selected;
        let chosen = view.sheet.rows[selected]
            .label
            .chars()
            .take(10)
            .collect::<String>();
        let text = drawn(&view, 80, 24);
        let row = text.lines().find(|line| line.contains('>'));
        assert!(row.is_some_and(|row| row.contains(chosen.trim())), "{text}");
    }
}

#[test]
fn before_the_first_round_it_says_so() {
    let text = drawn(&View::default(), 80, 24);
    assert!(text.contains("nothing to compare yet"), "{text}");
}
