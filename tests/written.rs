//! Recipes written as steps in a scenario file: each step does on the real runtime what it says,
//! and is told with its line in that file.

use std::sync::Arc;
use std::time::Duration;
use tokio_kitchen::app::{Action, App, Message, Options, Viewport, update};
use tokio_kitchen::engine::{Config, Engine};
use tokio_kitchen::events::WaitOn::{Channel, Lock, Permit, Signal, Timer, Yield};
use tokio_kitchen::events::*;
use tokio_kitchen::kitchen::scene::{Body, Kitchen as Picture, scene};
use tokio_kitchen::model::Model;
use tokio_kitchen::order::{Command, Order, Params, Report};
use tokio_kitchen::probe::{self, Reader};
use tokio_kitchen::scenario::Scenario;
use tokio_kitchen::scenario::recipe::VERBS;

const FLAVORS: [Flavor; 2] = [Flavor::MultiThread, Flavor::CurrentThread];

/// Takes up the first two lines; what follows is text of the test.
const SHARED: &str = "shared = { db = \"mutex\", cache = \"rwlock\", pool = { semaphore = 1 }, \
                      orders = { channel = 1 }, bell = \"notify\" }\n\n";

/// A running kitchen that has learned a scenario's recipes, and what was heard of it.
struct Kitchen {
    engine: Engine,
    reader: Reader,
    model: Model,
    scenario: Scenario,
    heard: Vec<Event>,
}

impl Kitchen {
    /// Orders nothing yet.
    fn open(flavor: Flavor, text: &str) -> Self {
        probe::watch_panics();
        let text = format!("{SHARED}{text}\n[[order]]\nrecipe = \"worker\"\n");
        let scenario = Scenario::parse("my.toml", &text).expect("no mistake");
        let config = Config {
            workers: Some(2),
            flavor,
            max_tasks: 1_000,
            ..Config::default()
        };
        let (engine, reader) = Engine::start(config).expect("threads can be had");
        engine.send(Command::Learn(Arc::clone(&scenario.book)));
        Self {
            engine,
            reader,
            model: Model::new(Nanos::from_millis(10)),
            scenario,
            heard: Vec::new(),
        }
    }

    fn order(&self, recipe: &str) {
        let recipes = &self.scenario.book.recipes;
        let recipe = recipes.iter().find(|known| known.info.name == recipe);
        self.engine.send(Command::Spawn(Order {
            recipe: recipe.expect("such a recipe").info.name,
            count: 1,
            params: Params::new(),
        }));
    }

    /// One card of the first recipe, played to its end.
    fn played(flavor: Flavor, text: &str) -> Self {
        let mut kitchen = Self::open(flavor, text);
        kitchen.order("worker");
        kitchen.play_on();
        kitchen
    }

    fn hear(&mut self) {
        let Self {
            reader,
            model,
            heard,
            ..
        } = self;
        reader.drain(|event| {
            model.apply(&event);
            heard.push(event);
        });
    }

    fn until(&mut self, is_so: impl Fn(&Self) -> bool) {
        while !is_so(self) {
            self.hear();
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Until no card is left of what was ordered.
    fn play_on(&mut self) {
        self.until(|kitchen| {
            let counters = kitchen.model.counters();
            let alive = counters.alive() + counters.blocking.alive();
            kitchen.engine.settled() && counters.spawned > 0 && alive == 0
        });
    }

    /// Until a card of this recipe waits for that.
    fn until_waits(&mut self, recipe: &str, on: WaitOn) {
        self.until(|kitchen| kitchen.waits(recipe).iter().any(|wait| wait.0 == on));
    }

    fn kind(&self, task: TaskId) -> String {
        let task = self.model.task(task).expect("it is known");
        self.model.kind(task.kind).to_owned()
    }

    /// The card of this recipe that was spawned first.
    fn card(&self, recipe: &str) -> TaskId {
        let mut cards = self.model.tasks_from(None);
        let card = cards.find(|task| self.model.kind(task.kind) == recipe);
        card.expect("such a card").id
    }

    /// What cards of a recipe waited for, and in which lines.
    fn waits(&self, recipe: &str) -> Vec<(WaitOn, u32)> {
        let wait = |event: &Event| match event.what {
            What::Waiting { task, site, .. } if self.kind(task) == recipe => {
                let site = self.model.site(site).expect("it was announced");
                assert!(site.file.starts_with("my.toml"), "{site:?}");
                Some((site.wait, site.line))
            }
            _ => None,
        };
        self.heard.iter().filter_map(wait).collect()
    }

    /// The same, without waits for last orders, which every wait has beside it.
    fn waits_of_steps(&self, recipe: &str) -> Vec<(WaitOn, u32)> {
        let mut waits = self.waits(recipe);
        waits.retain(|(on, _)| *on != WaitOn::Signal);
        waits
    }

    /// What was printed.
    fn said(&self) -> Vec<&str> {
        let said = |event: &Event| match event.what {
            What::Said { text, .. } => Some(self.model.text(text)),
            _ => None,
        };
        self.heard.iter().filter_map(said).collect()
    }

    fn count(&self, is: impl Fn(&What) -> bool) -> usize {
        self.heard.iter().filter(|event| is(&event.what)).count()
    }
}

/// A recipe called `worker`; its first step is in line 6.
fn worker(steps: &str) -> String {
    format!("[[recipe]]\nname = \"worker\"\nsteps = [\n{steps}\n]\n")
}

#[test]
fn a_wait_is_told_with_its_step_and_what_it_is_for() {
    let steps = worker(
        "{ sleep = \"1ms\" },
         { yield = 2 },
         { lock = \"db\" },
         { timeout = \"1ms\", steps = [
             { lock = \"db\" } ] },
         { read = \"cache\" },
         { timeout = \"1ms\", steps = [
             { write = \"cache\" } ] },
         { permit = \"pool\" },
         { timeout = \"1ms\", steps = [
             { permit = \"pool\" } ] },
         { timeout = \"1ms\", steps = [
             { receive = \"orders\" } ] },
         { send = \"orders\" },
         { timeout = \"1ms\", steps = [
             { send = \"orders\" } ] },
         { receive = \"orders\" },
         { timeout = \"1ms\", steps = [
             { wait = \"bell\" } ] },
         { print = \"done\" }",
    );
    for flavor in FLAVORS {
        let kitchen = Kitchen::played(flavor, &steps);
        let told = kitchen.waits_of_steps("worker");
        let expected = [
            (Timer, 6),
            (Yield, 7),
            (Yield, 7),
            (Lock, 10),
            (Timer, 9),
            (Lock, 13),
            (Timer, 12),
            (Permit, 16),
            (Timer, 15),
            (Channel, 18),
            (Timer, 17),
            (Channel, 21),
            (Timer, 20),
            (Timer, 23),
        ];
        assert_eq!(told, expected, "{flavor:?}");
        let bell = (Signal, 24);
        let all = kitchen.waits("worker");
        assert_eq!(all.iter().filter(|wait| **wait == bell).count(), 2);
        assert_eq!(kitchen.said(), ["done"]);
    }
}

#[test]
fn repeats_and_blocks_end_what_they_took() {
    let steps = worker(
        "{ repeat = 3, steps = [{ lock = \"db\" }, { print = \"mine\" }] },
         { select = [
             [{ lock = \"db\" }, { permit = \"pool\" }, { sleep = \"1h\" }],
             [{ yield = 2 }, { print = \"won\" }],
             [{ print = \"too late\" }, { sleep = \"1h\" }] ] },
         { timeout = \"1ms\", steps = [{ lock = \"db\" }, { wait = \"bell\" }] },
         { lock = \"db\" },
         { permit = \"pool\" },
         { unlock = \"db\" },
         { release = \"pool\" },
         { lock = \"db\" },
         { permit = \"pool\" },
         { print = \"all free\" }",
    );
    for flavor in FLAVORS {
        let kitchen = Kitchen::played(flavor, &steps);
        let expected = ["mine", "mine", "mine", "too late", "won", "all free"];
        assert_eq!(kitchen.said(), expected, "{flavor:?}");
    }
}

const FAMILY: &str = "[[recipe]]
name = \"child\"
steps = [{ wait = \"bell\" }, { print = \"rung\" }]
[[recipe]]
name = \"burnt\"
steps = [
{ panic = \"too hot\" } ]
";

#[test]
fn children_are_cards_of_their_own_kept_or_dropped() {
    let steps = worker(
        "{ spawn = \"child\", count = 2, keep = true },
         { yield = 1 },
         { notify = \"bell\", all = true },
         { join = \"child\" },
         { spawn = \"child\" },
         { yield = 1 },
         { notify = \"bell\" },
         { spawn = \"burnt\", keep = true },
         { join = \"burnt\" },
         { print = \"goes on\" }",
    ) + FAMILY;
    // One thread: after a yield the children have come to their first wait.
    let kitchen = Kitchen::played(Flavor::CurrentThread, &steps);
    let said = kitchen.said();
    assert_eq!(said.iter().filter(|line| **line == "rung").count(), 3);
    assert!(said.contains(&"goes on"));
    let told = said.iter().find(|line| line.starts_with("burnt: "));
    assert!(
        told.is_some_and(|line| line.contains("too hot")),
        "{said:?}"
    );

    let joins = kitchen.waits_of_steps("worker");
    assert!(joins.contains(&(WaitOn::Join, 9)), "{joins:?}");
    let act =
        |wanted| move |what: &What| matches!(what, What::Handle { act, .. } if *act == wanted);
    assert_eq!(
        kitchen.count(act(HandleAct::Dropped)),
        1,
        "the one not kept"
    );
    assert_eq!(kitchen.count(act(HandleAct::Joined)), 3);
    let parent = kitchen.card("worker");
    let rung =
        |what: &What| matches!(what, What::Woken { by: WakeBy::Task(by), .. } if *by == parent);
    assert!(kitchen.count(rung) >= 3);

    let place = |what: &What| match *what {
        What::PanicAt { site, text, .. } => Some((
            kitchen.model.site(site)?.line,
            kitchen.model.text(text).to_owned(),
        )),
        _ => None,
    };
    let panics: Vec<_> = kitchen
        .heard
        .iter()
        .filter_map(|event| place(&event.what))
        .collect();
    assert_eq!(panics, [(23, "too hot".to_owned())]);
    let spawned = |what: &What| match *what {
        What::Spawned {
            site,
            parent: Some(_),
            ..
        } => Some(kitchen.model.site(site)?.line),
        _ => None,
    };
    let spawns: Vec<_> = kitchen
        .heard
        .iter()
        .filter_map(|event| spawned(&event.what))
        .collect();
    assert_eq!(spawns, [6, 6, 10, 13]);
}

#[test]
fn blocking_steps_run_where_they_say() {
    let steps = worker(
        "{ spawn_blocking = [{ repeat = 2, steps = [{ work = \"1us\" }, { print = \"baked\" }] }] },
         { spawn_blocking = [{ panic = \"no oven\" }] },
         { block_in_place = [{ block = \"1us\" }, { print = \"in place\" }] }",
    );
    let kitchen = Kitchen::played(Flavor::MultiThread, &steps);
    let said = kitchen.said();
    assert_eq!(said[..2], ["baked", "baked"]);
    assert!(
        said[2].starts_with("job: ") && said[2].contains("no oven"),
        "{said:?}"
    );
    assert_eq!(said[3..], ["in place"]);
    assert_eq!(
        kitchen.count(|what| matches!(what, What::BlockingStarted { .. })),
        2
    );
    assert_eq!(
        kitchen.count(|what| matches!(what, What::InPlaceStarted { .. })),
        1
    );

    // As Tokio has it: where there is one thread, nobody can take its queue over.
    let steps = worker("{ block_in_place = [{ print = \"in place\" }] }");
    let kitchen = Kitchen::played(Flavor::CurrentThread, &steps);
    assert!(kitchen.said().is_empty());
    assert_eq!(kitchen.model.counters().panicked, 1);
}

#[test]
fn a_stall_has_the_line_of_the_step_that_blocks() {
    for (flavor, step) in FLAVORS.into_iter().zip(["block", "work"]) {
        let steps = worker(&format!(
            "{{ work = \"1us\" }},\n{{ {step} = \"30ms\" }},\n{{ work = \"1us\" }}"
        ));
        let kitchen = Kitchen::played(flavor, &steps);
        let stall = kitchen.model.stalls().next().expect("a stall");
        let site = kitchen
            .model
            .site(stall.site.expect("a line"))
            .expect("known");
        assert_eq!((site.line, site.wait), (7, WaitOn::Work));
    }
}

#[test]
fn who_is_aborted_gives_its_lock_back() {
    for flavor in FLAVORS {
        let recipes = worker("{ lock = \"db\" }, { print = \"mine\" }, { sleep = \"1h\" }")
            + "[[recipe]]\nname = \"next\"\nsteps = [{ lock = \"db\" }, { print = \"now mine\" }]\n";
        let mut kitchen = Kitchen::open(flavor, &recipes);
        kitchen.order("worker");
        kitchen.until_waits("worker", WaitOn::Timer);
        kitchen.order("next");
        kitchen.until_waits("next", WaitOn::Lock);
        assert_eq!(kitchen.said(), ["mine"]);
        kitchen.engine.send(Command::Abort(kitchen.card("worker")));
        kitchen.play_on();
        assert_eq!(kitchen.said(), ["mine", "now mine"]);
        assert_eq!(kitchen.model.counters().cancelled, 1);
    }
}

#[test]
fn last_orders_are_heard_at_every_wait() {
    let waits = [
        ("sleep", "{ sleep = \"1h\" }", WaitOn::Timer),
        ("lock", "{ lock = \"db\" }, { lock = \"db\" }", WaitOn::Lock),
        (
            "permit",
            "{ permit = \"pool\" }, { permit = \"pool\" }",
            WaitOn::Permit,
        ),
        ("receive", "{ receive = \"orders\" }", WaitOn::Channel),
        (
            "wait",
            "{ repeat = 9, steps = [{ wait = \"bell\" }] }",
            WaitOn::Signal,
        ),
        (
            "select",
            "{ select = [[{ sleep = \"1h\" }], [{ wait = \"bell\" }]] }",
            WaitOn::Timer,
        ),
        (
            "worker",
            "{ spawn = \"sleep\", keep = true }, { join = \"sleep\" }",
            WaitOn::Join,
        ),
    ];
    let recipe = |(name, steps, _): &(&str, &str, _)| {
        format!("[[recipe]]\nname = {name:?}\nsteps = [{steps}, {{ print = \"too far\" }}]\n")
    };
    for flavor in FLAVORS {
        let mut kitchen = Kitchen::open(flavor, &waits.iter().map(recipe).collect::<String>());
        for (name, _, on) in &waits {
            kitchen.order(name);
            kitchen.until_waits(name, *on);
        }
        kitchen.engine.send(Command::Close { graceful: true });
        kitchen.until(|kitchen| kitchen.engine.settled() && !kitchen.model.running());
        let counters = kitchen.model.counters();
        assert_eq!(
            (counters.completed, counters.cancelled),
            (waits.len() as u64 + 1, 0)
        );
        assert!(kitchen.said().is_empty(), "{:?}", kitchen.said());
    }
}

#[test]
fn another_runtime_has_other_things_to_share() {
    let recipes = worker("{ send = \"orders\" }")
        + "[[recipe]]\nname = \"next\"\nsteps = [{ select = [
             [{ receive = \"orders\" }, { print = \"got\" }],
             [{ yield = 1 }, { print = \"nothing\" }] ] }]\n";
    for changed in [false, true] {
        let mut kitchen = Kitchen::open(Flavor::MultiThread, &recipes);
        kitchen.order("worker");
        kitchen.play_on();
        if changed {
            kitchen.engine.send(Command::SetWorkers(1));
        }
        kitchen.order("next");
        kitchen.until(|kitchen| !kitchen.said().is_empty());
        assert_eq!(kitchen.said(), [if changed { "nothing" } else { "got" }]);
    }
}

#[test]
fn cards_to_come_count_before_they_are_spawned() {
    let recipes = worker("{ repeat = 100, steps = [{ spawn = \"child\", count = 10 }] }") + FAMILY;
    let mut kitchen = Kitchen::open(Flavor::MultiThread, &recipes);
    kitchen.order("worker");
    kitchen.until(|kitchen| kitchen.engine.settled());
    let reports = kitchen.engine.reports();
    assert!(
        matches!(reports[..], [Report::Refused { count: 1, .. }]),
        "{reports:?}"
    );
}

#[test]
fn a_recipe_nobody_learned_is_none() {
    let kitchen = Kitchen::open(Flavor::CurrentThread, &worker("{ yield = 1 }"));
    let (engine, _reader) = Engine::start(Config::default()).expect("threads can be had");
    let recipe = kitchen.scenario.book.recipes[0].info.name;
    let params = Params::new();
    engine.send(Command::Spawn(Order {
        recipe,
        count: 1,
        params,
    }));
    while !engine.settled() {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(matches!(engine.reports()[..], [Report::Failed(_)]));
}

/// What the code panel shows of the card in focus: numbers and texts of lines, and the mark.
fn code(app: &mut App) -> (Vec<(u32, String)>, Option<u32>) {
    let room = Viewport {
        queue: 9,
        pending: 9,
        printed: 9,
        entries: 9,
        columns: 9,
        lanes: 9,
        strips: 9,
    };
    update(app, Message::Look(room));
    let Body::Main(picture) = scene(app, &room).body else {
        panic!("another screen");
    };
    let picture: Picture = *picture;
    let code = picture.code.expect("it has a source");
    assert!(code.file.starts_with("my.toml"), "{}", code.file);
    let text = |line: &tokio_kitchen::kitchen::code::CodeLine| {
        line.tokens
            .iter()
            .map(|token| &*token.text)
            .collect::<String>()
    };
    let lines = code.lines.iter().map(|line| (line.number, text(line)));
    let here = code.lines.iter().find(|line| line.here);
    (lines.collect(), here.map(|line| line.number))
}

#[test]
fn the_code_panel_shows_the_steps_with_the_mark() {
    let recipes = worker("  { yield = 1 },\n\n  { wait = \"bell\" },") + FAMILY;
    let mut kitchen = Kitchen::open(Flavor::MultiThread, &recipes);
    let mut app = App::new(
        Vec::new(),
        Options {
            workers: 2,
            reduced_motion: true,
            stall_after: Nanos::from_millis(100),
            history: 16 << 20,
        },
    );
    app.learn(&kitchen.scenario.book);
    kitchen.order("worker");
    let waits = |kitchen: &Kitchen| {
        let line = |(on, line): (WaitOn, u32)| (on == WaitOn::Signal).then_some(line);
        kitchen
            .waits("worker")
            .into_iter()
            .filter_map(line)
            .any(|line| line == 8)
    };
    kitchen.until(waits);
    for event in &kitchen.heard {
        app.hear(event.clone());
    }
    let frame = Message::Frame {
        now: kitchen.reader.now(),
        sample: None,
        delivery: kitchen.reader.delivery(),
    };
    update(&mut app, frame);
    let (lines, here) = code(&mut app);
    assert_eq!(here, Some(8));
    let expected = [
        (3, "[[recipe]]"),
        (4, "name = \"worker\""),
        (5, "steps = ["),
        (6, "  { yield = 1 },"),
        (7, ""),
        (8, "  { wait = \"bell\" },"),
        (9, "]"),
    ];
    let expected = expected.map(|(number, text)| (number, text.to_owned()));
    assert_eq!(lines, expected);

    // Some moments before, it was at the other step.
    let mut marks = std::collections::BTreeSet::new();
    for _ in 0..kitchen.heard.len() {
        let back = Action::Step {
            forth: false,
            selected: true,
        };
        update(&mut app, Message::Act(back));
        marks.extend(code(&mut app).1);
    }
    assert_eq!(marks.into_iter().collect::<Vec<_>>(), [6, 8]);
}

#[test]
fn the_example_has_every_step_and_runs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/written.toml");
    let text = std::fs::read_to_string(path).expect("it is there");
    for row in VERBS {
        assert!(
            text.contains(&format!("{{ {} = ", row.word)),
            "{}",
            row.word
        );
    }
    let scenario = Scenario::parse("written.toml", &text).expect("no mistake");
    assert_eq!(scenario.book.recipes.len(), 3);
}
