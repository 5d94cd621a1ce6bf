use super::*;
use crate::app::{Action, Message, Options, Screen, update};
use crate::events::{
    Delivery, Event, KindId, Now, PollOutcome, Role, SiteId, TaskId, What, WorkerId,
};
use crate::kitchen::copied;
use crate::kitchen::scene::{Header, scene};
use crate::testkit::{id, run};

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

fn app(claims: &[&str]) -> App {
    let options = Options {
        workers: 2,
        reduced_motion: true,
        stall_after: ms(100),
        history: 1 << 24,
    };
    let mut app = App::new(Vec::new(), options);
    app.expect(claims.iter().map(|text| text.parse().unwrap()));
    let kind = What::Kind {
        id: KindId::new(0),
        name: "block".into(),
    };
    hear(&mut app, 0, kind);
    hear(&mut app, 0, What::RunStarted(run(2)));
    app.screen = Screen::Claims;
    app
}

fn hear(app: &mut App, at: u64, what: What) {
    app.hear(Event { at: ms(at), what });
}

/// One poll of #01 on worker 1, from 100 to 400 ms.
fn stall(app: &mut App) {
    let task: TaskId = id(1);
    let born = What::Spawned {
        task,
        parent: None,
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: None,
        bytes: 64,
        detached: false,
        role: Role::Task,
    };
    hear(app, 10, born);
    let poll = What::Polled {
        task,
        worker: Some(WorkerId::new(1)),
        start: ms(100),
        outcome: PollOutcome::Pending,
        self_woken: false,
        budget_spent: false,
    };
    hear(app, 400, poll);
    frame(app, 500);
}

fn frame(app: &mut App, at: u64) {
    let now = Now {
        at: ms(at),
        workers: vec![None, None],
    };
    let frame = Message::Frame {
        now,
        sample: None,
        delivery: Delivery::default(),
    };
    update(app, frame);
}

fn header(app: &App) -> Header {
    scene(app, &crate::app::Viewport::default()).header
}

#[test]
fn each_claim_has_its_verdict_in_a_word_a_sign_and_a_tone() {
    let mut app = app(&["no stall over 150ms", "some panic", "some stall"]);
    stall(&mut app);
    let view = view(&app, 20);
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| (row.sign, row.word.as_str(), row.tone, row.at))
        .collect();
    let at = Some(ms(100));
    assert_eq!(
        rows,
        [
            ('X', "broken", Tone::Burnt, at),
            ('?', "open", Tone::Pending, None),
            ('+', "holds", Tone::Served, at),
        ]
    );
    let told = view.told.unwrap();
    assert!(
        told.verdict.starts_with("It is broken = 1 stall"),
        "{told:?}"
    );
    assert_eq!(told.place, "Address 0.100000000s #01.");
    assert_eq!(header(&app).claims, Some(view.standing));
    assert_eq!(
        standing(view.standing),
        "broken 1 of 3 claims, 1 hold, 1 open"
    );
}

#[test]
fn what_is_copied_is_the_claim_and_the_address_that_of_its_moment() {
    let mut app = app(&["no stall over 150ms", "some panic"]);
    stall(&mut app);
    let line = copied::line(&app).unwrap();
    assert!(
        line.starts_with("broken: no stall over 150ms: = 1 stall"),
        "{line}"
    );
    assert!(line.ends_with("; address 0.100000000s #01"), "{line}");
    assert_eq!(copied::address(&app), "0.100000000s #01");
    update(&mut app, Message::Act(Action::Scroll(1)));
    assert_eq!(copied::address(&app), app.address().to_string());
    assert!(copied::line(&app).unwrap().starts_with("open: some panic"));
}

#[test]
fn the_row_the_view_stands_at_is_marked_and_its_verdict_is_that_of_now() {
    let mut app = app(&["no stall over 150ms"]);
    stall(&mut app);
    update(&mut app, Message::Act(Action::ToClaim));
    update(&mut app, Message::Act(Action::DragTo(ms(50))));
    assert!(!view(&app, 20).rows[0].here);
    assert_eq!(view(&app, 20).rows[0].word, "broken");
    update(&mut app, Message::Act(Action::DragTo(ms(100))));
    assert!(view(&app, 20).rows[0].here);
}

#[test]
fn nothing_is_said_of_claims_where_there_are_none() {
    let app = app(&[]);
    assert_eq!(header(&app).claims, None);
    let view = view(&app, 20);
    assert!(view.rows.is_empty() && view.told.is_none());
    assert_eq!(copied::line(&app), None);
}
