use super::*;
use crate::events::{Certainty, Nanos, TaskId, WorkerId};
use crate::kitchen::scene::{ChefState, fixtures};
use crate::kitchen::state::Tone;
use crate::ui::screen::page::tests_support::{SIZES, picture};

fn turn(ms: u64, verb: &'static str, tone: Tone, lasted: u64, card: &str) -> Turn {
    Turn {
        at: Nanos::from_millis(ms),
        verb,
        tone,
        lasted: Nanos::from_millis(lasted),
        card: card.into(),
        task: TaskId::new(7).unwrap(),
    }
}

fn page() -> ChefPage {
    let fact = |label, value: &str| Fact {
        label,
        value: value.into(),
        certainty: Certainty::Observed,
    };
    ChefPage {
        index: WorkerId::new(1),
        state: ChefState::Stalled,
        time: Nanos::from_millis(1_400),
        facts: vec![
            fact("now", "stalled #07 block, one poll for 1.40s so far"),
            fact("polls", "902, 3 of them stalls, busy 4.20s"),
            Fact {
                certainty: Certainty::Inferred,
                ..fact("clip", "#16: stuck there for 1.40s")
            },
        ],
        strip: fixtures::strip(&[(0, 4_000, '.'), (5_000, 6_000, '='), (8_600, 10_000, 'X')]),
        in_hand: TaskId::new(7),
        turns: vec![
            turn(11_010, "stalled", Tone::Stalled, 1_400, "#07 block"),
            turn(9_012, "put aside", Tone::Cooking, 2, "#04 simmer"),
            turn(8_000, "done", Tone::Served, 1, "#03 simmer"),
        ],
        first: 0,
        chosen: 1,
        total: 3,
    }
}

#[test]
fn a_stalled_chef_at_80x24() {
    insta::assert_snapshot!(picture(80, 24, |area, buf, hits| {
        draw(&page(), &Theme::dark(), area, buf, hits);
    }));
}

#[test]
fn a_stalled_chef_at_160x48() {
    insta::assert_snapshot!(picture(160, 48, |area, buf, hits| {
        draw(&page(), &Theme::mono(), area, buf, hits);
    }));
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        picture(width, height, |area, buf, hits| {
            draw(&page(), &Theme::dark(), area, buf, hits);
        });
    }
}
