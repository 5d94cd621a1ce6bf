//! The page at the sizes of terminals, from an application that is played by keys.

use super::*;
use crate::app::{App, Message, Options, Screen, update};
use crate::events::{Delivery, Event, Nanos, Now, What};
use crate::kitchen::scene::{Body, scene};
use crate::lesson::by_hand::{fixtures, the_load};
use crate::ui::screen::page::tests_support::{SIZES, picture};

struct Game {
    app: App,
    at: u64,
}

impl Game {
    fn new() -> Self {
        let options = Options {
            workers: 3,
            reduced_motion: true,
            stall_after: Nanos::from_millis(100),
            history: 1 << 20,
        };
        let mut app = App::new(Vec::new(), options);
        app.open_by_hand();
        Self { app, at: 0 }
    }

    fn make(&mut self, hand_move: HandMove) -> &mut Self {
        update(&mut self.app, Message::Act(Action::ByHand(hand_move)));
        self
    }

    fn pass(&mut self, ms: u64) -> &mut Self {
        self.at += ms;
        let message = Message::Frame {
            now: Now {
                at: Nanos::from_millis(self.at),
                workers: Vec::new(),
            },
            sample: None,
            delivery: Delivery::default(),
        };
        update(&mut self.app, message);
        self
    }

    /// Begun, with two chefs at work, one of whom was asked for twice.
    fn begun() -> Self {
        let mut game = Self::new();
        game.make(HandMove::GoOn).pass(0).pass(1_200);
        game.make(HandMove::Give(0)).make(HandMove::Give(2));
        game.pass(300);
        update(&mut game.app, Message::Act(Action::Scroll(2)));
        game
    }

    /// Played to its end by one who looks every 400 ms.
    fn over() -> Self {
        let mut game = Self::new();
        game.make(HandMove::GoOn).pass(0);
        while !game.app.by_hand().simulation().is_over() {
            for chef in 0..3 {
                game.make(HandMove::Give(chef));
            }
            game.pass(400);
        }
        game
    }

    /// Then played for real, by a scheduler that needs so many milliseconds.
    fn compared(needs: u64) -> Self {
        let mut game = Self::over();
        game.make(HandMove::GoOn);
        let load = game.app.take_load().expect("it is asked for");
        assert!(game.app.load_can_be(load.workers, None));
        let started = What::RunStarted(crate::testkit::run(3));
        for what in fixtures::kinds(&the_load()).chain([started]) {
            let at = Nanos::ZERO;
            game.app.hear(Event { at, what });
        }
        let begins = Message::ScenarioBegins {
            title: String::new(),
            about: String::new(),
            expects: Vec::new(),
            kinds: Vec::new(),
            held: false,
        };
        update(&mut game.app, begins);
        for event in fixtures::person(&the_load(), needs).0 {
            game.app.hear(event);
        }
        update(&mut game.app, Message::ScenarioOver);
        game
    }

    fn page(&self) -> ByHandPage {
        assert_eq!(self.app.screen, Screen::ByHand);
        match scene(&self.app, &crate::app::Viewport::default()).body {
            Body::ByHand(page) => *page,
            other => panic!("{other:?}"),
        }
    }

    fn drawn(&self, width: u16, height: u16) -> String {
        let page = self.page();
        picture(width, height, |area, buf, hits| {
            draw(&page, Keys::FIXED, &Theme::mono(), area, buf, hits);
        })
    }
}

#[test]
fn before_it_begins_it_says_what_to_do() {
    let game = Game::new();
    let text = game.drawn(80, 22);
    assert!(text.contains("SIMULATION, not begun"), "{text}");
    assert!(text.contains("Enter begins."), "{text}");
    let words = Keys::FIXED.tell(&game.page().about);
    assert!(words.split_whitespace().count() <= 60, "{words}");
}

#[test]
fn while_it_goes_on_at_80_by_24() {
    insta::assert_snapshot!(Game::begun().drawn(80, 22));
}

#[test]
fn while_it_goes_on_at_160_by_48() {
    insta::assert_snapshot!(Game::begun().drawn(160, 46));
}

#[test]
fn what_could_not_be_given_is_said() {
    let mut game = Game::begun();
    let text = game.make(HandMove::Give(2)).drawn(100, 28);
    assert!(text.contains("Chef 2 has a card: one at a time."), "{text}");
    let text = game.make(HandMove::Pause).drawn(100, 28);
    assert!(text.contains("SIMULATION, paused"), "{text}");
    assert!(text.contains("Enter goes on."), "{text}");
}

#[test]
fn when_it_is_over_the_other_side_is_still_to_come() {
    insta::assert_snapshot!(Game::over().drawn(80, 22));
}

#[test]
fn both_side_by_side_at_80_by_24() {
    insta::assert_snapshot!(Game::compared(7).drawn(80, 22));
}

#[test]
fn both_side_by_side_at_160_by_48() {
    insta::assert_snapshot!(Game::compared(7).drawn(160, 46));
}

/// The sentence follows the figures, whoever was faster.
#[test]
fn who_was_faster_is_what_the_figures_say() {
    let told = |needs| Keys::FIXED.tell(&Game::compared(needs).page().about);
    let tokio = told(1);
    assert!(
        tokio.starts_with("With Tokio the last card was served"),
        "{tokio}"
    );
    let hand = told(900);
    assert!(
        hand.starts_with("By hand the last card was served"),
        "{hand}"
    );
    let page = Game::compared(7).page();
    let table = page.table.as_ref().expect("it is over");
    let told = Keys::FIXED.tell(&page.about);
    for (label, hand, real) in [&table.rows[0], &table.rows[2]] {
        let figures =
            [hand, real].map(|figure| figure.trim_start_matches(['s', 'i', 'm', '=', ' ']));
        assert!(
            figures.iter().all(|figure| told.contains(figure)),
            "{label}: {told}"
        );
    }
}

/// Dishes have their names; all else is Tokio's.
#[test]
fn in_tokios_words_nothing_is_of_the_kitchen() {
    let compared = || Game::compared(7);
    let games: [fn() -> Game; 4] = [Game::new, Game::begun, Game::over, compared];
    for game in games {
        let mut game = game();
        game.app.register = game.app.register.other();
        let text = game.drawn(80, 22).to_lowercase();
        for word in ["chef", "card", "simmer", "bell", "served", "cook"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
        assert!(text.contains("worker 2"), "{text}");
    }
}

/// Most ready cards there can be have room on the smallest whole screen.
#[test]
fn all_cards_have_room_at_80_by_24() {
    let mut game = Game::new();
    game.make(HandMove::GoOn).pass(0).pass(5_000);
    let text = game.drawn(80, 22);
    assert!(text.contains("longest first: 10"), "{text}");
    for task in &game.app.by_hand().simulation().load().tasks {
        assert!(text.contains(task.name), "{}: {text}", task.name);
    }
}

#[test]
fn chefs_and_cards_can_be_clicked() {
    let page = Game::begun().page();
    let area = Rect::new(0, 0, 80, 22);
    let (mut buf, mut hits) = (Buffer::empty(area), HitMap::default());
    draw(
        &page,
        Keys::FIXED,
        &Theme::light(),
        area,
        &mut buf,
        &mut hits,
    );
    let rows = (0..22).filter_map(|row| hits.at(5, row));
    let moves: Vec<_> = rows.collect();
    let give = |chef| Action::ByHand(HandMove::Give(chef));
    assert_eq!(moves[..3], [give(0), give(1), give(2)]);
    let ready = page.ready.iter();
    let choose: Vec<_> = ready
        .map(|card| Action::ByHand(HandMove::Choose(card.task)))
        .collect();
    assert!(!choose.is_empty());
    assert_eq!(moves[3..], choose);
}

#[test]
fn any_size_is_drawn_without_panic() {
    for (width, height) in SIZES {
        for game in [Game::new, Game::begun, Game::over] {
            let game = game();
            game.drawn(width, height);
        }
    }
}
