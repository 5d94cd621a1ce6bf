use super::*;
use crate::events::Nanos;
use crate::kitchen::gauges::{Bucket, Gauge, Mean, RecipeGauge};
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn gauge(name: &'static str, value: &str, trend: &[f64]) -> Gauge {
    Gauge {
        name,
        value: value.into(),
        trend: trend.to_vec(),
        meaning: "What it is, in one sentence.",
        limit: "What it does not tell.",
    }
}

fn mean(ns: u64) -> Mean {
    Mean {
        mean: Some(Nanos(ns)),
        trend: vec![0.0, 10.0, 20.0, 80.0],
    }
}

fn busy(selected: usize) -> MetricsView {
    MetricsView {
        interval: Some(Nanos::from_millis(500)),
        closed: false,
        unstable: Some(true),
        set: vec![],
        runtime: vec![
            gauge("busy_ratio()", "0.52 of 4", &[0.0, 0.5, 4.0, 0.52]),
            gauge("total_busy_duration", "262ms", &[1.0, 2.0, 3.0]),
            gauge("live_tasks_count", "1,026", &[26.0, 500.0, 1_026.0]),
            gauge("global_queue_depth", "3", &[0.0, 0.0, 3.0]),
            gauge("total_park_count", "112", &[112.0]),
        ],
        recipes: vec![
            RecipeGauge {
                name: "simmer",
                instrumented: 1_000,
                slow_polls: 12,
                means: [mean(41_200), mean(1_999_000_000), mean(52_000), mean(1_700)],
            },
            RecipeGauge {
                name: "block",
                instrumented: 1,
                slow_polls: 0,
                means: Default::default(),
            },
        ],
        histogram: vec![
            Bucket {
                from: Nanos(1 << 9),
                polls: 3,
            },
            Bucket {
                from: Nanos(1 << 10),
                polls: 120_431,
            },
            Bucket {
                from: Nanos(1 << 11),
                polls: 0,
            },
            Bucket {
                from: Nanos(1 << 31),
                polls: 1,
            },
        ],
        selected,
    }
}

fn empty() -> MetricsView {
    MetricsView {
        interval: None,
        closed: false,
        unstable: None,
        set: vec![],
        runtime: vec![],
        recipes: vec![],
        histogram: vec![],
        selected: 0,
    }
}

#[test]
fn a_field_is_explained_at_80x24() {
    insta::assert_snapshot!(picture(80, 24, |area, buf, hits| {
        draw(&busy(0), &Theme::dark(), area, buf, hits);
    }));
}

#[test]
fn a_recipe_is_explained_at_160x48() {
    insta::assert_snapshot!(picture(160, 48, |area, buf, hits| {
        draw(&busy(5), &Theme::mono(), area, buf, hits);
    }));
}

#[test]
fn the_last_bucket_is_visible_when_it_is_selected() {
    let text = picture(80, 14, |area, buf, hits| {
        draw(&busy(10), &Theme::mono(), area, buf, hits);
    });
    assert!(text.contains("│>  2.14s to   4.29s"), "{text}");
    assert!(text.contains("polls of 2.14s"), "{text}");
}

#[test]
fn one_slow_poll_beside_many_quick_ones_has_a_bar() {
    let text = picture(80, 24, |area, buf, hits| {
        draw(&busy(0), &Theme::mono(), area, buf, hits);
    });
    let row = text.lines().find(|line| line.contains("4.29s")).unwrap();
    assert!(row.contains("1  ##"), "{row}");
    let row = text
        .lines()
        .find(|line| line.contains("to   4.0us"))
        .unwrap();
    assert!(!row.contains('#'), "{row}");
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        for view in [busy(0), busy(10), empty()] {
            picture(width, height, |area, buf, hits| {
                draw(&view, &Theme::dark(), area, buf, hits);
            });
        }
    }
}

#[test]
fn what_is_set_in_the_builder_comes_first() {
    let view = MetricsView {
        set: vec!["event_interval = 7".into(), "disable_lifo_slot".into()],
        ..busy(0)
    };
    let text = picture(80, 24, |area, buf, hits| {
        draw(&view, &Theme::mono(), area, buf, hits);
    });
    let line = |words: &str| text.lines().position(|line| line.contains(words));
    let (set, last) = (line("event_interval = 7"), line("disable_lifo_slot"));
    assert!(line("Set in the runtime's builder") < set, "{text}");
    assert!(set < last && last < line("RuntimeMonitor"), "{text}");
    assert!(line("busy_ratio()").is_some(), "{text}");
}
