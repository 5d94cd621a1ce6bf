use super::*;
use crate::app::{Action, Message, Options, Pace, Screen, Selection, update};
use crate::events::{Delivery, Event, KindId, Now, Role, SiteId, TaskId, TextId, What};

fn app() -> App {
    let options = Options {
        workers: 2,
        reduced_motion: true,
        stall_after: Nanos::from_millis(100),
        history: 64 << 20,
    };
    App::new(Vec::new(), options)
}

fn hear(app: &mut App, ms: u64, what: What) {
    app.hear(Event {
        at: Nanos::from_millis(ms),
        what,
    });
}

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

/// Card n is handed in at n ms, and at 500 ms card 7 prints a line.
fn told(cards: u32) -> App {
    let mut app = app();
    hear(
        &mut app,
        0,
        What::Text {
            id: TextId::new(0),
            text: "soup is ready".into(),
        },
    );
    for number in 1..=cards {
        let spawned = What::Spawned {
            task: id(number),
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 64,
            detached: false,
            role: Role::Task,
        };
        hear(&mut app, number.into(), spawned);
    }
    let said = What::Said {
        task: Some(id(7)),
        text: TextId::new(0),
    };
    hear(&mut app, 500, said);
    let now = Now {
        at: Nanos::from_millis(600),
        workers: vec![None; 2],
    };
    let frame = Message::Frame {
        now,
        sample: None,
        delivery: Delivery::default(),
    };
    update(&mut app, frame);
    press(&mut app, Action::Toggle(Screen::Story));
    app
}

/// What the key does, then a picture of ten rows.
fn press(app: &mut App, action: Action) -> StoryView {
    update(app, Message::Act(action));
    picture(app)
}

fn picture(app: &mut App) -> StoryView {
    let view = view(app, 10);
    let seen = crate::app::Seen {
        story: view.page(),
        ..Default::default()
    };
    update(app, Message::Seen(seen));
    view
}

fn chosen(view: &StoryView) -> &str {
    &view.rows[view.chosen].line.text
}

fn search(app: &mut App, text: &str) -> StoryView {
    press(app, Action::Search);
    for c in text.chars() {
        press(app, Action::Type(c));
    }
    press(app, Action::Submit)
}

#[test]
fn the_newest_is_first_and_followed_until_one_goes_down() {
    let mut app = told(20);
    let view = picture(&mut app);
    assert!(view.followed && view.newest);
    assert!(chosen(&view).ends_with("says: soup is ready"), "{view:?}");
    let times: Vec<_> = view.rows.iter().map(|row| row.line.at).collect();
    assert!(times.is_sorted_by(|one, other| one >= other), "{times:?}");
    let view = press(&mut app, Action::SelectNext);
    assert!(
        !view.followed && chosen(&view).starts_with("#20"),
        "{view:?}"
    );
    hear(&mut app, 601, What::RunEnded);
    let view = picture(&mut app);
    assert!(chosen(&view).starts_with("#20"), "it stays: {view:?}");
    let view = press(&mut app, Action::Edge { last: false });
    assert!(
        view.followed && chosen(&view).contains("closed"),
        "{view:?}"
    );
}

#[test]
fn pages_and_ends_are_reached() {
    let mut app = told(80);
    let view = press(&mut app, Action::Scroll(10));
    assert!(chosen(&view).starts_with("#71 "), "{view:?}");
    let view = press(&mut app, Action::Edge { last: true });
    assert!(chosen(&view).starts_with("#01 "), "{view:?}");
    assert!(
        !view.newest
            && view
                .rows
                .last()
                .is_some_and(|row| row.line.text.starts_with("#01 "))
    );
    let view = press(&mut app, Action::SelectNext);
    assert!(chosen(&view).starts_with("#01 "), "no further: {view:?}");
    let view = press(&mut app, Action::Scroll(-10));
    assert!(chosen(&view).starts_with("#11 "), "{view:?}");
    // Two keys between two pictures count twice.
    update(&mut app, Message::Act(Action::SelectPrevious));
    let view = press(&mut app, Action::SelectPrevious);
    assert!(chosen(&view).starts_with("#13 "), "{view:?}");
}

#[test]
fn a_search_takes_all_its_words_from_sentence_and_reason() {
    let mut app = told(80);
    let view = search(&mut app, "#07 SOUP");
    assert_eq!(view.rows.len(), 1, "{view:?}");
    press(&mut app, Action::Back);
    let view = search(&mut app, "#07 injection");
    assert_eq!(view.rows.len(), 1, "the reason counts: {view:?}");
    let view = press(&mut app, Action::Back);
    assert!(view.search.is_empty() && view.rows.len() > 1, "{view:?}");
    assert_eq!(app.screen, Screen::Story, "one step back at a time");
    let view = search(&mut app, "nothing like it");
    assert!(view.rows.is_empty());
    press(&mut app, Action::ToFact);
    assert_eq!(app.screen, Screen::Story, "there is nowhere to go");
}

#[test]
fn a_search_that_looked_at_many_goes_on_where_it_stopped() {
    let mut app = app();
    let said = |app: &mut App, at, task| {
        let text = TextId::new(0);
        hear(app, at, What::Said { task, text });
    };
    said(&mut app, 1, Some(id(7)));
    for at in 2..(2 * LOOK as u64) {
        said(&mut app, at, None);
    }
    press(&mut app, Action::Toggle(Screen::Story));
    let mut view = search(&mut app, "#07");
    let mut pages = 0;
    while view.rows.is_empty() && pages < 5 {
        assert!(
            view.stopped.is_some(),
            "it says that it did not look further"
        );
        view = press(&mut app, Action::SelectNext);
        pages += 1;
    }
    assert!(chosen(&view).starts_with("#07"), "{view:?}");
}

#[test]
fn a_row_is_a_way_to_its_moment() {
    let mut app = told(20);
    press(&mut app, Action::Scroll(10));
    press(&mut app, Action::ToFact);
    assert_eq!((app.screen, app.pace()), (Screen::Main, Pace::Paused));
    assert_eq!(app.place().at, Nanos::from_millis(11));
    assert_eq!(app.selected, Selection::Task(id(11)));
    let view = press(&mut app, Action::Toggle(Screen::Story));
    assert!(chosen(&view).starts_with("#11 "), "it is still chosen");
    let here = view.rows.iter().filter(|row| row.here);
    let here: Vec<_> = here.map(|row| row.line.at).collect();
    assert_eq!(here, [Nanos::from_millis(11)]);
    assert!(
        view.rows
            .iter()
            .all(|row| row.later == (row.line.at > here[0]))
    );
    let fact = view.rows[view.chosen + 1].fact;
    press(&mut app, Action::PickFact(fact));
    assert_eq!(app.screen, Screen::Story, "a click chooses");
    press(&mut app, Action::PickFact(fact));
    assert_eq!(
        app.place().at,
        Nanos::from_millis(10),
        "a second one goes there"
    );
}

#[test]
fn the_moment_is_marked_at_one_row_and_not_in_a_page_far_below() {
    let mut app = told(80);
    press(&mut app, Action::Scroll(10));
    press(&mut app, Action::ToFact);
    let marked = |view: &StoryView| view.rows.iter().filter(|row| row.here).count();
    let view = press(&mut app, Action::Toggle(Screen::Story));
    assert_eq!(marked(&view), 1);
    let view = press(&mut app, Action::Edge { last: true });
    assert_eq!(marked(&view), 0, "{view:?}");
}
