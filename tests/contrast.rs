//! Whatever is written on screen can be read: every cell of every screen, as the real
//! runtime fills it, on the backgrounds that terminals have.
//!
//! Contrast as WCAG 2 defines it. Words need 4.5 to 1; lines and bars, 3 to 1.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio_kitchen::app::{Action, App, Message, Options, Pick, Screen, Tour, update};
use tokio_kitchen::engine::{Config, Engine};
use tokio_kitchen::events::{Event, Nanos};
use tokio_kitchen::kitchen::orders::FIRST_STEPS;
use tokio_kitchen::kitchen::scene::scene;
use tokio_kitchen::model::Model;
use tokio_kitchen::order::ScenarioInfo;
use tokio_kitchen::scenario::{Player, Scenario};
use tokio_kitchen::source::{Live, Source, Until};
use tokio_kitchen::ui;
use tokio_kitchen::ui::theme::Theme;

type Rgb = [u8; 3];

/// A terminal's own two colours.
#[derive(Clone, Copy)]
struct Ground {
    name: &'static str,
    ink: Rgb,
    paper: Rgb,
}

const BLACK: Ground = Ground {
    name: "black",
    ink: [0xe5, 0xe5, 0xe5],
    paper: [0, 0, 0],
};
const WHITE: Ground = Ground {
    name: "white",
    ink: [0, 0, 0],
    paper: [0xff, 0xff, 0xff],
};
const SOLARIZED_DARK: Ground = Ground {
    name: "Solarized Dark",
    ink: [0x83, 0x94, 0x96],
    paper: [0x00, 0x2b, 0x36],
};
const SOLARIZED_LIGHT: Ground = Ground {
    name: "Solarized Light",
    ink: [0x65, 0x7b, 0x83],
    paper: [0xfd, 0xf6, 0xe3],
};

const WORDS: f64 = 4.5;
const LINES: f64 = 3.0;

fn luminance(rgb: Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let [r, g, b] = rgb.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour of one of xterm's 256, but for the first 16, which are the terminal's own.
fn rgb(color: Color, own: Rgb) -> Result<Rgb, String> {
    match color {
        Color::Reset => Ok(own),
        Color::Rgb(r, g, b) => Ok([r, g, b]),
        Color::Indexed(number @ 16..232) => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let n = number - 16;
            Ok([level(n / 36), level(n / 6 % 6), level(n % 6)])
        }
        Color::Indexed(number @ 232..) => Ok([8 + 10 * (number - 232); 3]),
        other => Err(format!("{other:?} looks like anything")),
    }
}

/// What is wrong with a cell on this ground, if anything.
fn trouble(cell: &Cell, ground: Ground) -> Option<String> {
    let symbol = cell.symbol();
    let is_line = symbol.chars().all(|c| matches!(c, '\u{2500}'..='\u{259f}'));
    if symbol.trim().is_empty() {
        return None;
    }
    let pair = rgb(cell.fg, ground.ink).and_then(|ink| Ok((ink, rgb(cell.bg, ground.paper)?)));
    let (ink, paper) = match pair {
        Ok(pair) => pair,
        Err(why) => return Some(why),
    };
    if cell.modifier.contains(Modifier::DIM) && !is_line {
        return Some("faint: how faint is the terminal's choice".into());
    }
    let own = (cell.fg, cell.bg) == (Color::Reset, Color::Reset);
    let least = match is_line {
        true => LINES,
        // The terminal's own two colours are the user's choice.
        false if own => WORDS.min(contrast(ground.ink, ground.paper)),
        false => WORDS,
    };
    let found = contrast(ink, paper);
    (found + 1e-9 < least).then(|| format!("{found:.2} to 1 on {}", ground.name))
}

/// Which theme on which grounds.
fn themes() -> [(&'static str, Theme, Vec<Ground>); 4] {
    let all = vec![BLACK, WHITE, SOLARIZED_DARK, SOLARIZED_LIGHT];
    [
        ("dark", Theme::dark(), vec![BLACK, SOLARIZED_DARK]),
        ("light", Theme::light(), vec![WHITE, SOLARIZED_LIGHT]),
        ("anywhere", Theme::anywhere(), all.clone()),
        ("mono", Theme::mono(), all),
    ]
}

#[derive(Default)]
struct Seen {
    troubles: BTreeSet<String>,
    /// Pairs of colours and modifiers that were met.
    styles: BTreeSet<String>,
}

impl Seen {
    /// Looks at a screen in every theme.
    fn look(&mut self, app: &mut App, screen: Screen, (width, height): (u16, u16)) {
        let viewport = ui::viewport(app, Size { width, height });
        update(app, Message::Look(viewport));
        let scene = scene(app, &viewport);
        let area = Rect::new(0, 0, width, height);
        for (name, theme, grounds) in themes() {
            let mut buf = Buffer::empty(area);
            ui::paint(&scene, &theme, area, &mut buf);
            for cell in buf.content() {
                let style = (cell.fg, cell.bg, cell.modifier);
                self.styles.insert(format!("{name} {style:?}"));
                for ground in &grounds {
                    if let Some(why) = trouble(cell, *ground) {
                        let symbol = cell.symbol();
                        let told = format!("{name} {screen:?} {symbol:?} {style:?}: {why}");
                        self.troubles.insert(told);
                    }
                }
            }
        }
        update(app, Message::Seen(ui::seen(&scene, area)));
    }

    fn look_around(&mut self, app: &mut App) {
        for screen in Screen::ALL {
            if app.screen != screen {
                update(app, Message::Act(Action::Toggle(screen)));
            }
            for size in [(80, 24), (100, 30), (160, 48), (60, 16)] {
                self.look(app, screen, size);
            }
        }
        while app.screen != Screen::Main {
            update(app, Message::Act(Action::Back));
        }
    }
}

/// A row of the list of scenarios.
fn scenario(name: &str, mistake: Option<&str>) -> ScenarioInfo {
    ScenarioInfo {
        name: name.into(),
        title: "A title".into(),
        about: "What there is to see.".into(),
        workers: None,
        flavor: None,
        mistake: mistake.map(str::to_owned),
    }
}

fn frame(app: &mut App, source: &impl Source) -> Vec<tokio_kitchen::order::Command> {
    let message = Message::Frame {
        now: source.now(),
        sample: source.sample(),
        delivery: source.delivery(),
    };
    update(app, message)
}

/// Plays the scenario of everything, and looks at every screen again and again: live and in
/// the past, with cards and chefs selected, with notices and with lines being typed.
#[test]
fn every_cell_of_every_screen_can_be_read() {
    let config = Config {
        workers: Some(3),
        ..Config::default()
    };
    let (engine, reader) = Engine::start(config).expect("a runtime");
    let mut source = Live::new(engine, reader);
    let recipes = tokio_kitchen::recipes::all();
    let options = Options {
        workers: 3,
        reduced_motion: false,
        stall_after: Nanos::from_millis(100),
        history: 16 << 20,
    };
    let mut app = App::new(recipes.iter().map(|recipe| &recipe.info).collect(), options);
    app.tour = Tour::new(&FIRST_STEPS);
    app.scenarios.list = vec![scenario("stall", None), scenario("b.toml", Some("wrong"))];
    let mut seen = Seen::default();
    seen.look_around(&mut app);
    let claims = [
        "no stall over 150ms",
        "some completion",
        "some steal of nobody",
    ];
    app.expect(claims.map(|text| text.parse().expect("a claim")));
    update(&mut app, Message::Act(Action::StopAtClaim(Some(2))));
    // A step is ticked off, one scenario was played, the other has a mistake.
    update(&mut app, Message::Act(FIRST_STEPS[0]));
    app.scenarios.last = Some(0);
    app.scenarios.chosen = 1;
    seen.look_around(&mut app);
    let script = Scenario::load("everything").expect("it is built in");
    let mut player = Player::new(&script, 1.0);
    let mut rounds = 0;
    loop {
        source.send_all(player.advance(source.now().at));
        let mut hear = |event: &Event, model: &Model| player.hear(event, |kind| model.kind(kind));
        source.take(Until::Settled, &mut |events| {
            app.hear_with(events, &mut hear);
        });
        let collect = frame(&mut app, &source);
        source.send_all(collect);
        let (interval, tasks) = source.intervals();
        if let Some(interval) = interval {
            update(&mut app, Message::Runtime(interval));
        }
        update(&mut app, Message::Tasks(tasks));
        let over = player.all_ordered() && !app.newest().model.running();
        if rounds % 10 == 0 || over {
            look_in_all_ways(&mut app, &mut seen);
        }
        if over {
            break;
        }
        rounds += 1;
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(seen.styles.len() > 40, "{:#?}", seen.styles);
    assert!(seen.troubles.is_empty(), "{:#?}", seen.troubles);
    assert!(
        app.newest().model.stalls().next().is_some(),
        "a stall was shown"
    );
}

fn look_in_all_ways(app: &mut App, seen: &mut Seen) {
    let act = |app: &mut App, action| {
        update(app, Message::Act(action));
    };
    seen.look_around(app);
    act(app, Action::SelectNextWorker);
    act(app, Action::Abort);
    seen.look_around(app);
    let newest = app.newest().model.ended().next().map(|task| task.id);
    if let Some(task) = newest {
        act(app, Action::Pick(Pick::Task(task)));
    }
    act(app, Action::Jump { forth: false });
    seen.look_around(app);
    for screen in [Screen::Tasks, Screen::Story, Screen::Help] {
        act(app, Action::Toggle(screen));
        seen.look(app, screen, (80, 24));
        act(app, Action::Search);
        act(app, Action::Type('0'));
        seen.look(app, screen, (80, 24));
        act(app, Action::Submit);
        act(app, Action::Hit { forth: true });
        seen.look(app, screen, (160, 48));
        act(app, Action::Back);
        act(app, Action::Leave);
    }
    act(app, Action::Toggle(Screen::Claims));
    act(app, Action::AskClaim);
    "no stall ".chars().for_each(|c| act(app, Action::Type(c)));
    seen.look(app, Screen::Claims, (80, 24));
    act(app, Action::Complete);
    seen.look(app, Screen::Claims, (160, 48));
    act(app, Action::Submit);
    seen.look(app, Screen::Claims, (80, 24));
    act(app, Action::Back);
    act(app, Action::Leave);
    act(app, Action::AskAddress);
    seen.look(app, Screen::Main, (80, 24));
    act(app, Action::Back);
    act(app, Action::Newest);
}
