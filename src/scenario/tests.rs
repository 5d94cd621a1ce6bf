//! Checks on the built-in scripts and on what a script may not say.

use super::*;
use crate::events::TaskId;
use crate::order::{Command, Param};
use std::collections::HashSet;

fn mistake(text: &str) -> String {
    Scenario::parse("my.toml", text)
        .expect_err("a mistake")
        .to_string()
}

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

#[test]
fn every_built_in_script_is_sound() {
    for name in names() {
        let scenario = Scenario::load(name).unwrap();
        assert_eq!(scenario.name, name);
        assert!(
            !scenario.title.is_empty() && !scenario.about.is_empty(),
            "{name}"
        );
        // What is told as it begins has two lines of 80 columns.
        let told = scenario.title.len() + scenario.about.len();
        assert!(told <= 136, "{name}: {told}");
    }
}

#[test]
fn everything_orders_each_recipe() {
    let scenario = Scenario::load("everything").unwrap();
    let ordered: HashSet<_> = scenario.orders.iter().map(|o| o.order.recipe).collect();
    for recipe in crate::recipes::all() {
        assert!(ordered.contains(recipe.info.name), "{}", recipe.info.name);
    }
}

#[test]
fn rush_is_a_hundred_thousand() {
    let scenario = Scenario::load("rush").unwrap();
    assert_eq!(
        scenario.orders.iter().map(Planned::total).sum::<u64>(),
        100_000
    );
}

#[test]
fn reads_every_field() {
    let text = r#"
        title = "t"
        about = "a"
        workers = 1
        flavor = "current-thread"
        for = "1.5s"
        tempo = 2
        [[order]]
        at = "1s"
        recipe = "block"
        count = 0x10
        every = "1m"
        times = 2
        params = { for = "20ms" }
        [[act]]
        at = "2s"
        do = "abort"
        order = 1
        card = 2
    "#;
    let scenario = Scenario::parse("x", text).unwrap();
    let flavor = Some(Flavor::CurrentThread);
    let setup = Setup {
        workers: Some(1),
        flavor,
        settings: crate::order::Settings::default(),
        limit: Some(ms(1500)),
        tempo: Some(2.0),
    };
    assert_eq!(scenario.setup, setup);
    let planned = &scenario.orders[0];
    assert_eq!(
        (planned.at, planned.every, planned.times),
        (ms(1000), ms(60_000), 2)
    );
    assert_eq!((planned.order.recipe, planned.order.count), ("block", 16));
    assert_eq!(planned.order.params["for"], Param::Span(ms(20)));
    let act = Act::Abort(Target { order: 0, nth: 1 });
    assert_eq!(scenario.acts, [PlannedAct { at: ms(2000), act }]);
}

#[test]
fn a_mistake_names_line_found_and_expected() {
    let cases = [
        (
            "titel = \"x\"",
            "my.toml:1:1: found unknown field \"titel\" of a scenario; expected one of",
        ),
        ("titel = \"x\"", "(did you mean \"title\"?)"),
        (
            "\n\ntitle = 3",
            "my.toml:3:9: found `title` = 3; expected a text in quotes",
        ),
        (
            "title = \"x\"",
            "my.toml:1:1: found no order; expected at least one [[order]]",
        ),
        (
            "[[order]]\nrecipe = \"simer\"",
            "my.toml:2:10: found `recipe` = \"simer\"; expected a recipe: one of simmer, chop",
        ),
        ("[[order]]\nrecipe = \"simer\"", "did you mean \"simmer\"?"),
        (
            "a = 1\n[[order]]\n",
            "my.toml:1:1: found unknown field \"a\"",
        ),
        (
            "\n[[order]]\ncount = 1",
            "my.toml:2:1: found an order without `recipe`; expected `recipe = \"simmer\"`",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\ncount = 0",
            "my.toml:3:9: found `count` = 0; expected a count from 1 to 1000000",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\ncount = 1000001",
            "my.toml:3:9: found `count` = 1000001",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\ncount = -1",
            "my.toml:3:9: found `count` = -1",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nat = \"soon\"",
            "my.toml:3:6: found `at` = \"soon\"; expected a time such as",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nat = 3",
            "my.toml:3:6: found `at` = 3; expected a time in quotes",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nat = \"2 days\"",
            "my.toml:3:6: found `at` = \"2 days\"; expected a time from 0s to 1day",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nat = \"99999999999999999999s\"",
            "my.toml:3:6: found `at`",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nevery = \"1s\"",
            "an order without `times`",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\ncount = 1000000\nevery = \"1s\"\ntimes = 2",
            "count x times",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nparams = { slice = 3 }",
            "my.toml:3:20: found `slice` = 3; expected a time",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nparams = { slices = 0 }",
            "found `slices` = 0; expected a number from 1",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nparams = { slizes = 1 }",
            "unknown field \"slizes\" of params; expected one of slices, slice",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\nparams = 1",
            "expected a table, such as `params = {",
        ),
        (
            "order = 1",
            "found `order` = 1; expected tables headed [[order]]",
        ),
        (
            "workers = 0",
            "my.toml:1:11: found `workers` = 0; expected a number of workers",
        ),
        (
            "workers = 1025\n[[order]]\nrecipe = \"chop\"",
            "my.toml:1:11: found `workers` = 1025; expected a number of workers from 1 to 1024",
        ),
        (
            "tempo = 11\n[[order]]\nrecipe = \"chop\"",
            "expected a tempo from 0.1 to 10",
        ),
        (
            "tempo = nan\n[[order]]\nrecipe = \"chop\"",
            "found `tempo` = nan; expected a tempo",
        ),
        (
            "for = \"0s\"\n[[order]]\nrecipe = \"chop\"",
            "found `for` = \"0s\"",
        ),
        (
            "flavor = \"multi\"\n[[order]]\nrecipe = \"chop\"",
            "expected a flavor: one of multi-thread, current-thread",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\n[[act]]\ndo = \"abrot\"",
            "my.toml:4:6: found `do` = \"abrot\"; expected an act: one of abort",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\n[[act]]\ndo = \"abort\"",
            "my.toml:3:1: found this act without `order`",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\n[[act]]\ndo = \"abort\"\norder = 2",
            "my.toml:5:9: found `order` = 2",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\n[[act]]\ndo = \"abort\"\norder = 1\ncard = 2",
            "my.toml:6:8: found `card` = 2",
        ),
        (
            "[[order]]\nat = \"2s\"\nrecipe = \"chop\"\n[[act]]\ndo = \"abort\"\norder = 1",
            "an order given before the act: this one comes at 2s",
        ),
        (
            "[[order]]\nrecipe = \"chop\"\n[[act]]\ndo = \"last-orders\"\norder = 1",
            "unknown field \"order\" of this act",
        ),
        ("title = ", "my.toml:1:9: found text that is not TOML"),
        ("x\u{1b} = 1", "my.toml:1:2: found text that is not TOML"),
    ];
    for (text, expected) in cases {
        let error = mistake(text);
        assert!(
            error.contains(expected),
            "{text:?} gave:\n{error}\nwithout:\n{expected}"
        );
        assert!(!error.contains(['\n', '\u{1b}']), "{error:?}");
    }
}

#[test]
fn a_scenario_that_is_not_there_names_those_that_are() {
    let error = Scenario::load("stal").expect_err("unknown").to_string();
    assert!(
        error.contains("\"stal\"") && error.contains("first-shift"),
        "{error}"
    );
    assert!(error.contains("did you mean \"stall\"?"), "{error}");
    let error = Scenario::load("no/such.toml")
        .expect_err("unreadable")
        .to_string();
    assert!(
        error.starts_with("no/such.toml: found a file that cannot be read"),
        "{error}"
    );
    assert!(Scenario::load(".").is_err());
}

const SHORT: &str = r#"
    [[order]]
    recipe = "simmer"
    count = 2
    every = "100ms"
    times = 2
    [[order]]
    at = "50ms"
    recipe = "simmer"
    [[act]]
    at = "100ms"
    do = "abort"
    order = 1
    card = 3
    [[act]]
    at = "300ms"
    do = "tempo"
    tempo = 0.5
    [[act]]
    at = "310ms"
    do = "last-orders"
"#;

fn spawned(commands: &[Command]) -> Vec<u32> {
    let count = |command: &Command| match command {
        Command::Spawn(order) => Some(order.count),
        _ => None,
    };
    commands.iter().filter_map(count).collect()
}

#[test]
fn plays_orders_in_time_and_finds_the_task_of_an_act() {
    let mut player = Player::new(&Scenario::parse("x", SHORT).unwrap(), 1.0);
    assert_eq!(
        spawned(&player.advance(ms(1000))),
        [2],
        "the clock starts with the first call"
    );
    assert_eq!(player.advance(ms(1049)), []);
    assert_eq!(spawned(&player.advance(ms(1050))), [1]);
    assert!(!player.all_ordered());
    // The act is due, but its task (the 4th simmer: 2, then 1, then this) is not yet seen.
    assert_eq!(spawned(&player.advance(ms(1100))), [2]);
    assert!(player.all_ordered());
    for number in 11..=13 {
        player.note_spawn("simmer", TaskId::new(number).unwrap());
        player.note_spawn("chop", TaskId::new(99).unwrap());
    }
    assert_eq!(player.advance(ms(1101)), []);
    player.note_spawn("simmer", TaskId::new(14).unwrap());
    assert_eq!(
        player.advance(ms(1102)),
        [Command::Abort(TaskId::new(14).unwrap())]
    );
    assert_eq!(player.advance(ms(1300)), [Command::SetTempo(0.5)]);
    assert_eq!(
        player.advance(ms(1319)),
        [],
        "at half the tempo 10 ms take 20"
    );
    assert_eq!(
        player.advance(ms(1320)),
        [Command::Close { graceful: true }]
    );
}

#[test]
fn orders_come_once_more_from_the_moment_that_asks_for_them() {
    let mut player = Player::new(&Scenario::parse("x", SHORT).unwrap(), 1.0);
    player.advance(ms(0));
    player.advance(ms(5_000));
    assert!(player.all_ordered());
    let tempo = player.tempo();
    player.order_again();
    assert!(!player.all_ordered());
    assert_eq!(spawned(&player.advance(ms(5_000))), [2]);
    let later = 5_000 + (100.0 / tempo) as u64;
    assert_eq!(spawned(&player.advance(ms(later))), [1, 2]);
    assert!(player.all_ordered());
}

#[test]
fn a_late_player_gives_everything_in_order() {
    let mut player = Player::new(&Scenario::parse("x", SHORT).unwrap(), 2.0);
    assert_eq!(spawned(&player.advance(ms(0))), [2]);
    let rest = player.advance(ms(10_000));
    assert_eq!(spawned(&rest), [1, 2]);
    assert_eq!(
        rest[2..],
        [Command::SetTempo(0.5), Command::Close { graceful: true }]
    );
}

#[test]
fn orders_of_others_do_not_shift_the_targets() {
    let mut player = Player::new(&Scenario::parse("x", SHORT).unwrap(), 1.0);
    player.note_order(&crate::order::Order {
        recipe: "simmer",
        count: 5,
        params: crate::order::Params::default(),
    });
    player.advance(ms(0));
    player.advance(ms(200));
    for number in 1..=10 {
        player.note_spawn("simmer", TaskId::new(number).unwrap());
    }
    assert_eq!(
        player.advance(ms(201)),
        [Command::Abort(TaskId::new(9).unwrap())]
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused_in_one_clean_line(text in "\\PC*|[ -~\n]{0,80}") {
        if let Err(error) = Scenario::parse("f", &text) {
            let error = error.to_string();
            proptest::prop_assert!(!error.chars().any(char::is_control), "{error:?}");
        }
    }

    #[test]
    fn any_value_in_any_field_is_read_or_refused(
        field in "at|recipe|count|every|times|params|x",
        value in "-?[0-9]{1,25}|\"[0-9]{1,3}(ms|s|h|d)\"|\"[a-z]{0,5}\"|true|\\{\\}|\\[\\]|inf|1e400",
    ) {
        let text = format!("[[order]]\nrecipe = \"chop\"\n[[order]]\n{field} = {value}\n");
        if let Err(error) = Scenario::parse("f", &text) {
            proptest::prop_assert!(error.to_string().starts_with("f:"), "{error}");
        }
    }
}
