//! What is read of recipes, and what may not be in one.

use super::*;
use crate::order::{Step, SyncVerb, Thing, Verb};
use crate::scenario::Scenario;
use proptest::prelude::*;

const SHARED: &str = "[shared]\ndb = \"mutex\"\ncache = \"rwlock\"\npool = { semaphore = 2 }\n\
                      orders = { channel = 8 }\nbell = \"notify\"\n";
const ORDER: &str = "\n[[order]]\nrecipe = \"worker\"\n";

/// A scenario with one recipe of these steps; the steps are in line 9.
fn with_steps(steps: &str) -> String {
    format!("{SHARED}[[recipe]]\nname = \"worker\"\nsteps = [{steps}]\n{ORDER}")
}

fn read(text: &str) -> Book {
    let scenario = Scenario::parse("read.toml", text).expect("no mistake");
    Book::clone(&scenario.book)
}

fn mistake(text: &str) -> String {
    let read = Scenario::parse("my.toml", text);
    read.expect_err("a mistake").to_string()
}

#[test]
fn reads_what_is_shared_and_every_step_with_its_place() {
    let text = "[shared]\ndb = \"mutex\"\npool = { semaphore = 2 }\n\n# Not this.\n[[recipe]]\n\
                name = \"child\"\nabout = \"a \\u001b\"\nsteps = [\n  { sleep = \"1s\" },\n\n  \
                { lock = \"db\" }, { repeat = 2, steps = [{ block = \"2s\" }] },\n]\n\
                # Nor this.\n[[recipe]]\nname = \"worker\"\n[[recipe.steps]]\nspawn = \"child\"\n\
                count = 3\n"
        .to_owned()
        + ORDER;
    let book = read(&text);
    let kinds: Vec<_> = book.shared.iter().map(|shared| shared.what).collect();
    assert_eq!(kinds, [Thing::Mutex, Thing::Semaphore(2)]);
    let [child, worker] = &book.recipes[..] else {
        panic!("{book:?}");
    };
    assert_eq!(child.info.summary, "a \\u{1b}");
    assert!(child.info.blocks && !worker.info.blocks && child.info.is_written());
    assert_eq!((child.most_alive, worker.most_alive), (1, 4));
    let place = |step: &Step| (step.place.line, step.place.column);
    let places: Vec<_> = child.steps.iter().map(place).collect();
    assert_eq!(places, [(10, 3), (12, 3), (12, 20)]);
    let Verb::Repeat(2, inner) = &child.steps[2].verb else {
        panic!("{child:?}");
    };
    assert_eq!(place(&inner[0]), (12, 43));
    assert_eq!(
        inner[0].verb,
        Verb::Sync(SyncVerb::Block(crate::events::Nanos::from_millis(2_000)))
    );
    assert_eq!(worker.place.line, 15);
    assert_eq!(worker.steps[0].place.line, 17);

    let lines = |program: &Program| {
        let lines = program.info.source.lines().enumerate();
        let own = lines
            .filter(|(_, line)| !line.is_empty())
            .map(|(index, _)| index + 1);
        own.collect::<Vec<_>>()
    };
    assert_eq!(
        lines(child),
        [6, 7, 8, 9, 10, 12, 13],
        "each line of it at its number"
    );
    assert_eq!(lines(worker), [15, 16, 17, 18, 19]);
}

#[test]
fn a_text_is_kept_once_and_another_under_another_name() {
    let text = |line: &str| {
        format!("{line}[[recipe]]\nname = \"worker\"\nsteps = [{{ yield = 1 }}]\n{ORDER}")
    };
    let read = |line| {
        let scenario = Scenario::parse("kept.toml", &text(line)).expect("no mistake");
        scenario.book.recipes[0].info
    };
    let first = read("");
    assert!(std::ptr::eq(first, read("")));
    let other = read("\n");
    assert_eq!((first.file, other.file), ("kept.toml", "kept.toml (2)"));
    assert!(std::ptr::eq(first, read("")));
}

#[test]
fn a_wrong_step_is_told_with_its_place_and_what_is_right() {
    let cases = [
        (
            "{ slep = \"1s\" }",
            "9:12: found unknown step \"slep\"; expected one of sleep, work",
        ),
        ("{ slep = \"1s\" }", "(did you mean \"sleep\"?)"),
        (
            "{}",
            "9:10: found a step that does nothing; expected one of sleep",
        ),
        ("3", "found `steps` = 3; expected steps, such as { sleep"),
        (
            "{ sleep = \"1s\", lock = \"db\" }",
            "9:26: found two steps in one, `sleep` and `lock`; expected a step of its own: { lock = \"db\" }",
        ),
        (
            "{ sleep = \"1s\", coutn = 2 }",
            "9:26: found unknown field \"coutn\" of this step; expected sleep",
        ),
        (
            "{ spawn = \"worker\", coutn = 2 }",
            "expected one of spawn, count, keep (did you mean \"count\"?)",
        ),
        (
            "{ sleep = \"2 days\" }",
            "9:20: found `sleep` = \"2 days\"; expected a time from 0s to 1day",
        ),
        (
            "{ lock = \"dd\" }",
            "9:19: found `lock` = \"dd\"; expected a mutex of [shared]: db (did you mean \"db\"?)",
        ),
        ("{ lock = \"pool\" }", "expected a mutex of [shared]: db"),
        (
            "{ unlock = \"db\" }",
            "9:21: found `unlock` = \"db\"; expected what a step before it in the same list has taken",
        ),
        (
            "{ lock = \"db\" }, { unlock = \"db\" }, { unlock = \"db\" }",
            "found `unlock` = \"db\"; expected what a step before",
        ),
        (
            "{ lock = \"db\" }, { repeat = 2, steps = [{ unlock = \"db\" }] }",
            "found `unlock` = \"db\"; expected what a step before",
        ),
        (
            "{ read = \"cache\" }, { release = \"cache\" }",
            "expected a semaphore of [shared]: pool",
        ),
        (
            "{ release = \"pool\" }",
            "found `release` = \"pool\"; expected what a step before",
        ),
        (
            "{ yield = 0 }",
            "expected a number of times from 1 to 1000000",
        ),
        (
            "{ repeat = 3 }",
            "9:10: found this step without `steps`; expected `steps = [{ sleep",
        ),
        (
            "{ repeat = 3, steps = [] }",
            "9:32: found an empty list; expected at least one step",
        ),
        (
            "{ repeat = 3, steps = 3 }",
            "found `steps` = 3; expected a list, such as",
        ),
        (
            "{ repeat = 1001, steps = [{ repeat = 1000, steps = [{ yield = 1 }] }] }",
            "found `repeat` = 1000; expected at most 1000000 times with all repeats around it",
        ),
        (
            "{ repeat = 1000001, steps = [{ yield = 1 }] }",
            "expected a number of times from 1 to 1000000",
        ),
        (
            "{ select = [] }",
            "found an empty list; expected at least one list of steps",
        ),
        (
            "{ select = [{ yield = 1 }] }",
            "found `select` = a table; expected a list, such as",
        ),
        (
            "{ spawn = \"wroker\" }",
            "expected a recipe of this file: worker (did you mean \"worker\"?)",
        ),
        (
            "{ spawn = \"simmer\" }",
            "expected a recipe of this file: worker",
        ),
        (
            "{ spawn = \"worker\" }",
            "9:20: found recipes that spawn each other: worker -> worker",
        ),
        (
            "{ spawn = \"worker\", count = 0 }",
            "expected a count from 1 to 1000000",
        ),
        (
            "{ join = \"worker\" }",
            "found `join` = \"worker\"; expected a recipe that a step of this one spawns with `keep = true`",
        ),
        (
            "{ notify = \"bell\", all = 1 }",
            "found `all` = 1; expected true or false",
        ),
        (
            "{ spawn_blocking = [{ sleep = \"1s\" }] }",
            "9:30: found `sleep` inside of `spawn_blocking`; expected a step without an await: one of work, block, repeat, print, panic",
        ),
        (
            "{ block_in_place = [{ repeat = 2, steps = [{ yield = 1 }] }] }",
            "found `yield` inside of `block_in_place`",
        ),
        (
            "{ print = 3 }",
            "found `print` = 3; expected a text in quotes",
        ),
    ];
    for (steps, expected) in cases {
        let error = mistake(&with_steps(steps));
        assert!(
            error.contains(expected),
            "{steps}\n{error}\nwithout:\n{expected}"
        );
        assert!(error.starts_with("my.toml:9:"), "{error}");
    }
}

#[test]
fn a_wrong_table_is_told_with_its_place_and_what_is_right() {
    let recipe = |name: &str| format!("[[recipe]]\nname = {name:?}\nsteps = [{{ yield = 1 }}]\n");
    let cases = [
        (
            recipe(""),
            "my.toml:2:8: found `name` = \"\"; expected 1 to 40 letters",
        ),
        (
            recipe("a b"),
            "found `name` = \"a b\"; expected 1 to 40 letters",
        ),
        (
            "[[recipe]]\nname = \"\\u001b[2J\"".into(),
            "found `name` = \"\\u{1b}[2J\"",
        ),
        (recipe(&"x".repeat(41)), "expected 1 to 40 letters"),
        (
            recipe("simmer"),
            "expected a name that no built-in recipe has",
        ),
        (
            recipe("a") + &recipe("a"),
            "my.toml:5:8: found `name` = \"a\"; expected a name that no other",
        ),
        (
            "[[recipe]]\nsteps = []".into(),
            "my.toml:1:1: found a recipe without `name`",
        ),
        (
            "[[recipe]]\nname = \"a\"".into(),
            "my.toml:1:1: found a recipe without `steps`",
        ),
        (
            "[[recipe]]\nnmae = \"a\"".into(),
            "my.toml:2:1: found unknown field \"nmae\" of a recipe; expected one of name, about, steps (did you mean \"name\"?)",
        ),
        (
            "[[recipe]]\nname = \"a\"\nsteps = [{ wait = \"bell\" }]".into(),
            "found `wait` = \"bell\"; expected the name of a notify, and [shared] has none",
        ),
        (
            "[shared]\ndb = \"mutx\"".into(),
            "my.toml:2:6: found `db` = \"mutx\"; expected a mutex, rwlock or notify: one of mutex, rwlock, notify (did you mean \"mutex\"?)",
        ),
        (
            "[shared]\ndb = 3".into(),
            "my.toml:2:6: found `db` = 3; expected \"mutex\", \"rwlock\"",
        ),
        (
            "[shared]\n\"d b\" = \"mutex\"".into(),
            "my.toml:2:1: found the name \"d b\"; expected 1 to 40",
        ),
        (
            "[shared]\ndb = { semaphore = 0 }".into(),
            "expected a number of permits from 1 to 1000000",
        ),
        (
            "[shared]\ndb = { chanel = 1 }".into(),
            "expected one of semaphore, channel (did you mean \"channel\"?)",
        ),
        (
            "[shared]\ndb = {}".into(),
            "found `db` = a table; expected \"mutex\"",
        ),
        (
            "[shared]\ndb = { semaphore = 1, channel = 1 }".into(),
            "found `db` = a table; expected \"mutex\"",
        ),
        ("shared = 3".into(), "found `shared` = 3; expected a table"),
        ("recipe = 3".into(), "expected tables headed [[recipe]]"),
        (
            recipe("mine") + "[[order]]\nrecipe = \"mien\"",
            "(did you mean \"mine\"?)",
        ),
        (
            recipe("mine") + "[[order]]\nrecipe = \"mine\"\nparams = { for = \"1s\" }",
            "expected nothing here",
        ),
    ];
    for (text, expected) in cases {
        let error = mistake(&text);
        assert!(
            error.contains(expected),
            "{text}\n{error}\nwithout:\n{expected}"
        );
        assert!(!error.contains(char::is_control), "{error:?}");
    }
}

#[test]
fn limits_hold_and_one_less_is_read() {
    let steps = |n: usize| with_steps(&"{ yield = 1 },".repeat(n));
    assert_eq!(read(&steps(MAX_STEPS)).recipes[0].steps.len(), MAX_STEPS);
    assert!(
        mistake(&steps(MAX_STEPS + 1))
            .contains("found step number 1001; expected at most 1000 steps in a file")
    );

    let nested = |n: usize| {
        let inside = "{ repeat = 1, steps = [".repeat(n - 1);
        with_steps(&format!("{inside}{{ yield = 1 }}{}", "] }".repeat(n - 1)))
    };
    read(&nested(MAX_NESTING));
    assert!(
        mistake(&nested(MAX_NESTING + 1))
            .contains("found 9 lists of steps inside each other; expected at most 8")
    );

    let text = |n: usize| with_steps(&format!("{{ print = \"{}\" }}", "é".repeat(n)));
    read(&text(MAX_TEXT));
    assert!(mistake(&text(MAX_TEXT + 1)).contains("expected a text of at most 200 characters"));

    let recipes = |n: usize| {
        let one = |i| format!("[[recipe]]\nname = \"r{i}\"\nsteps = [{{ yield = 1 }}]\n");
        (0..n - 1).map(one).collect::<String>() + &with_steps("{ yield = 1 }").replace(SHARED, "")
    };
    assert_eq!(read(&recipes(MAX_RECIPES)).recipes.len(), MAX_RECIPES);
    assert!(
        mistake(&recipes(MAX_RECIPES + 1))
            .contains("found recipe number 101; expected at most 100 recipes")
    );

    let shared = |n: usize| {
        let things = (0..n)
            .map(|i| format!("t{i} = \"mutex\"\n"))
            .collect::<String>();
        with_steps("{ yield = 1 }").replace(SHARED, &format!("[shared]\n{things}"))
    };
    assert_eq!(read(&shared(MAX_SHARED)).shared.len(), MAX_SHARED);
    assert!(
        mistake(&shared(MAX_SHARED + 1))
            .contains("found shared thing number 101; expected at most 100 shared things")
    );
    let name = "x".repeat(MAX_NAME);
    read(&with_steps("{ yield = 1 }").replace("worker", &name));
}

#[test]
fn cards_of_cards_are_counted_and_circles_named() {
    let recipes = |last: &str, count: u32| {
        format!(
            "[[recipe]]\nname = \"worker\"\nsteps = [{{ repeat = 10, steps = [{{ spawn = \"b\", count = {count} }}] }}]\n\
             [[recipe]]\nname = \"b\"\nsteps = [{{ select = [[{{ spawn = \"c\", count = 2 }}], [{{ spawn = \"c\" }}]] }}]\n\
             [[recipe]]\nname = \"c\"\nsteps = [{last}]\n{ORDER}"
        )
    };
    let book = read(&recipes("{ yield = 1 }", 5));
    let most: Vec<_> = book
        .recipes
        .iter()
        .map(|recipe| recipe.most_alive)
        .collect();
    assert_eq!(most, [1 + 50 * 4, 4, 1]);
    let kinds: Vec<_> = book
        .recipes
        .iter()
        .map(|recipe| recipe.info.kinds)
        .collect();
    assert_eq!(kinds, [&["worker", "b", "c"][..], &["b", "c"], &["c"]]);
    let error = mistake(&recipes("{ spawn = \"b\" }", 5));
    assert!(
        error.contains("my.toml:9:20: found recipes that spawn each other: b -> c -> b; expected"),
        "{error}"
    );
    let error = mistake(&recipes("{ yield = 1 }", 100_000));
    assert!(
        error.contains("my.toml:3:44: found more than 1000000 cards because of one; expected"),
        "{error}"
    );
}

/// A step in TOML, with steps inside.
fn step() -> impl Strategy<Value = String> {
    const SIMPLE: &[&str] = &[
        "{ sleep = \"3ms\" }",
        "{ work = \"1us\" }",
        "{ block = \"1ms\" }",
        "{ yield = 2 }",
        "{ lock = \"db\" }, { unlock = \"db\" }",
        "{ read = \"cache\" }, { unlock = \"cache\" }",
        "{ write = \"cache\" }",
        "{ permit = \"pool\" }, { release = \"pool\" }",
        "{ permit = \"pool\" }",
        "{ send = \"orders\" }",
        "{ receive = \"orders\" }",
        "{ notify = \"bell\" }",
        "{ all = true, notify = \"bell\" }",
        "{ wait = \"bell\" }",
        "{ spawn = \"child\", count = 3, keep = true }, { join = \"child\" }",
        "{ spawn = \"child\" }",
        "{ spawn_blocking = [{ block = \"1ms\" }, { repeat = 3, steps = [{ print = \"x\" }] }] }",
        "{ block_in_place = [{ work = \"1us\" }] }",
        "{ print = \"baked \\\" # \" }",
        "{ panic = '' }",
    ];
    let leaf = proptest::sample::select(SIMPLE).prop_map(str::to_owned);
    leaf.prop_recursive(4, 64, 4, |inner| {
        let list = proptest::collection::vec(inner, 1..4).prop_map(|steps| steps.join(",\n"));
        prop_oneof![
            (1..9_u32, list.clone())
                .prop_map(|(n, steps)| format!("{{ repeat = {n}, steps = [{steps}] }}")),
            list.clone()
                .prop_map(|steps| format!("{{ timeout = \"1s\", steps = [ # \n{steps}] }}")),
            (list.clone(), list).prop_map(|(a, b)| format!("{{ select = [[{a}], [{b}]] }}")),
        ]
    })
}

fn count(steps: &[Step]) -> usize {
    let inside = |step: &Step| match &step.verb {
        Verb::Select(branches) => branches.iter().map(|steps| count(steps)).sum(),
        Verb::Timeout(_, steps) | Verb::Repeat(_, steps) => count(steps),
        Verb::SpawnBlocking(steps) => count_sync(steps),
        Verb::BlockInPlace(steps) => count_sync(steps),
        _ => 0,
    };
    steps.iter().map(|step| 1 + inside(step)).sum()
}

fn count_sync(steps: &[crate::order::SyncStep]) -> usize {
    let inside = |verb: &SyncVerb| match verb {
        SyncVerb::Repeat(_, steps) => count_sync(steps),
        _ => 0,
    };
    steps.iter().map(|step| 1 + inside(&step.verb)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_is_right_is_read_with_all_of_its_steps(steps in proptest::collection::vec(step(), 1..5)) {
        let child = "[[recipe]]\nname = \"child\"\nsteps = [{ yield = 1 }]\n";
        let text = with_steps(&steps.join(", ")) + child;
        let scenario = Scenario::parse("right.toml", &text);
        let read = scenario.map(|scenario| count(&scenario.book.recipes[0].steps));
        prop_assert_eq!(read.map_err(|error| format!("{error}\n{text}")), Ok(steps.join("").matches('{').count()));
    }

    #[test]
    fn any_step_is_read_or_refused_in_one_clean_line(
        word in proptest::sample::select(VERBS.iter().map(|row| row.word).chain(["x"]).collect::<Vec<_>>()),
        option in "steps|count|keep|all|sleep|x",
        values in proptest::collection::vec(
            "-?[0-9]{1,25}|\"[0-9]{1,3}(ms|s|h)\"|\"(db|cache|pool|orders|bell|worker)\"|true|\\{\\}|\\[\\]|\\[3\\]|\\[\\[\\{ yield = 1 \\}\\]\\]|\\[\\{ print = \"\" \\}\\]|inf|1979-05-27",
            2,
        ),
    ) {
        let text = with_steps(&format!("{{ {word} = {}, {option} = {} }}", values[0], values[1]));
        if let Err(error) = Scenario::parse("any.toml", &text) {
            let error = error.to_string();
            prop_assert!(error.starts_with("any.toml:9:"), "{error}");
            prop_assert!(!error.contains(char::is_control), "{error:?}");
        }
    }
}
