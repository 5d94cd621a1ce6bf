//! What the table `[runtime]` may say.

use super::*;
use crate::scenario::{Scenario, Setup};

const ORDER: &str = "\n[[order]]\nrecipe = \"simmer\"\n";

fn setup(text: &str) -> Setup {
    let read = Scenario::parse("my.toml", &format!("{text}{ORDER}"));
    read.unwrap_or_else(|mistake| panic!("{text:?}: {mistake}"))
        .setup
}

fn mistake(text: &str) -> String {
    let read = Scenario::parse("my.toml", &format!("{text}{ORDER}"));
    read.expect_err(text).to_string()
}

fn polls(number: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(number)
}

#[test]
fn every_setting_is_read() {
    let text = "[runtime]\nworkers = 3\nflavor = \"multi-thread\"\nmax_blocking_threads = 2\n\
        event_interval = 7\nglobal_queue_interval = 9\ndisable_lifo_slot = false\n\
        enable_eager_driver_handoff = false";
    let read = setup(text);
    assert_eq!(read.workers, Some(3));
    assert_eq!(read.flavor, Some(Flavor::MultiThread));
    let expected = Settings {
        max_blocking: polls(2),
        event_interval: polls(7),
        global_queue_interval: polls(9),
        ..Settings::default()
    };
    assert_eq!(read.settings, expected);
}

#[test]
fn the_top_of_the_file_and_the_table_go_together() {
    let read = setup("workers = 1\n[runtime]\nflavor = \"current-thread\"");
    assert_eq!(read.workers, Some(1));
    assert_eq!(read.flavor, Some(Flavor::CurrentThread));
    assert_eq!(setup("[runtime]").settings, Settings::default());
    assert_eq!(
        setup("runtime = { event_interval = 1 }")
            .settings
            .event_interval,
        polls(1)
    );
}

#[test]
fn what_only_an_unstable_tokio_can_do_is_read_there_and_refused_elsewhere() {
    let text = "[runtime]\ndisable_lifo_slot = true\nenable_eager_driver_handoff = true";
    if cfg!(tokio_unstable) {
        let read = setup(text).settings;
        assert!(read.disable_lifo_slot && read.eager_handoff);
        return;
    }
    for name in ["disable_lifo_slot", "enable_eager_driver_handoff"] {
        let error = mistake(&format!("[runtime]\n{name} = true"));
        assert!(error.starts_with("my.toml:2:"), "{error}");
        let told = format!("found `{name}` = true; expected no such setting here: this program");
        assert!(error.contains(&told), "{error}");
        assert!(
            error.ends_with("built without `--cfg tokio_unstable`"),
            "{error}"
        );
    }
}

/// Each wrong value, with the line it is in, and what is said.
#[test]
fn a_mistake_names_line_found_and_expected() {
    let cases = [
        (
            "runtime = 1",
            1,
            "found `runtime` = 1; expected a table, such as",
        ),
        (
            "[runtime]\nworkers = 0",
            2,
            "found `workers` = 0; expected a number of workers from 1 to 1024",
        ),
        (
            "[runtime]\nworkers = 1025",
            2,
            "found `workers` = 1025; expected a number",
        ),
        (
            "[runtime]\nflavor = \"multi\"",
            2,
            "expected a flavor: one of multi-thread, current-thread",
        ),
        (
            "[runtime]\n\nmax_blocking_threads = 0",
            3,
            "found `max_blocking_threads` = 0; expected a number of threads from 1 to 10000",
        ),
        (
            "[runtime]\nmax_blocking_threads = 10001",
            2,
            "found `max_blocking_threads` = 10001",
        ),
        (
            "[runtime]\nmax_blocking_threads = \"4\"",
            2,
            "expected a number of threads",
        ),
        (
            "[runtime]\nevent_interval = 0",
            2,
            "found `event_interval` = 0; expected a number of polls from 1 to 1000000",
        ),
        (
            "[runtime]\nevent_interval = -1",
            2,
            "found `event_interval` = -1",
        ),
        (
            "[runtime]\nevent_interval = 1000001",
            2,
            "found `event_interval` = 1000001",
        ),
        (
            "[runtime]\nglobal_queue_interval = 0",
            2,
            "found `global_queue_interval` = 0; expected a number of polls from 1 to 1000000",
        ),
        (
            "[runtime]\nglobal_queue_interval = 2.5",
            2,
            "found `global_queue_interval` = 2.5",
        ),
        (
            "[runtime]\ndisable_lifo_slot = 1",
            2,
            "found `disable_lifo_slot` = 1; expected true or false",
        ),
        (
            "[runtime]\nenable_eager_driver_handoff = \"yes\"",
            2,
            "found `enable_eager_driver_handoff` = \"yes\"; expected true or false",
        ),
        (
            "[runtime]\nevent_intervall = 5",
            2,
            "found unknown field \"event_intervall\" of [runtime]; expected one of workers, flavor",
        ),
        (
            "[runtime]\nevent_intervall = 5",
            2,
            "(did you mean \"event_interval\"?)",
        ),
        (
            "workers = 4\n[runtime]\nworkers = 4",
            3,
            "found `workers` = 4; expected `workers` in one place: it is also said at the top",
        ),
        (
            "flavor = \"multi-thread\"\n[runtime]\nflavor = \"current-thread\"",
            3,
            "expected `flavor` in one place",
        ),
        (
            "flavor = \"current-thread\"\nworkers = 2",
            2,
            "found `workers` = 2; expected 1: the current-thread flavor has one worker",
        ),
        (
            "workers = 2\n[runtime]\nflavor = \"current-thread\"",
            1,
            "found `workers` = 2; expected 1: the",
        ),
        (
            "[[runtime]]\nworkers = 1",
            1,
            "found `runtime` = a list; expected a table",
        ),
        ("[runtim]\nworkers = 1", 1, "(did you mean \"runtime\"?)"),
    ];
    for (text, line, expected) in cases {
        let error = mistake(text);
        assert!(
            error.starts_with(&format!("my.toml:{line}:")),
            "{text:?}: {error}"
        );
        assert!(error.contains(expected), "{text:?} gave:\n{error}");
    }
}

fn over(lines: &str) -> Result<Setup, Mistake> {
    let text = "workers = 4\n[runtime]\nevent_interval = 7\n";
    let mut script = Scenario::parse("my.toml", &format!("{text}{ORDER}"))?;
    script.lay_over("--b", lines)?;
    Ok(script.setup)
}

#[test]
fn a_line_is_laid_over_what_the_script_says_and_leaves_the_rest() {
    let setup = over("runtime.workers = 2").unwrap();
    assert_eq!(setup.workers, Some(2));
    assert_eq!(setup.settings.event_interval, polls(7));
    let setup = over("runtime.global_queue_interval = 9\nruntime.event_interval = 3").unwrap();
    assert_eq!(setup.workers, Some(4));
    assert_eq!(setup.settings.event_interval, polls(3));
    assert_eq!(setup.settings.global_queue_interval, polls(9));
}

#[test]
fn the_scheduler_of_one_worker_is_laid_over_the_workers_of_the_other() {
    let setup = over("runtime.flavor = \"current-thread\"").unwrap();
    assert_eq!(
        (setup.workers, setup.flavor),
        (None, Some(Flavor::CurrentThread))
    );
    let lines = "runtime.flavor = \"current-thread\"\nruntime.workers = 1";
    assert_eq!(over(lines).unwrap().workers, Some(1));
    let mistake = over("runtime.flavor = \"current-thread\"\nruntime.workers = 2");
    let said = mistake.unwrap_err().to_string();
    assert!(said.starts_with("--b:2:"), "{said}");
    assert!(
        said.contains("expected 1: the current-thread flavor"),
        "{said}"
    );
}

#[test]
fn a_wrong_line_is_refused_as_the_table_is() {
    for (lines, said) in [
        ("", "--b:1:1: found nothing; expected `runtime.KEY = VALUE`"),
        (
            "workers = 2",
            "--b:1:1: found workers without its table; expected runtime.workers",
        ),
        (
            "wrkers = 2",
            "--b:1:1: found unknown key \"wrkers\"; expected `runtime.KEY",
        ),
        ("runtime.wrkers = 2", "(did you mean \"workers\"?)"),
        (
            "runtime.workers = 0",
            "found `workers` = 0; expected a number of workers from 1",
        ),
        ("runtime = 3", "found `runtime` = 3; expected a table"),
        ("runtime.workers =", "found text that is not TOML"),
    ] {
        let mistake = over(lines).expect_err(lines).to_string();
        assert!(mistake.contains(said), "{lines}: {mistake}");
    }
    let slot = over("runtime.disable_lifo_slot = true");
    match slot {
        Ok(setup) => assert!(cfg!(tokio_unstable) && setup.settings.disable_lifo_slot),
        Err(mistake) => assert!(
            mistake
                .to_string()
                .contains("without `--cfg tokio_unstable`")
        ),
    }
}

proptest::proptest! {
    #[test]
    fn any_value_of_any_setting_is_read_or_refused_in_one_clean_line(
        field in "workers|flavor|max_blocking_threads|event_interval|global_queue_interval|\
                  disable_lifo_slot|enable_eager_driver_handoff|[a-z_]{1,12}",
        value in "-?[0-9]{1,25}|0x[0-9a-f]{1,9}|\"[a-z-]{0,16}\"|true|false|\\{\\}|\\[\\]|inf|1e400",
    ) {
        let text = format!("[runtime]\n{field} = {value}\n{ORDER}");
        if let Err(error) = Scenario::parse("my.toml", &text) {
            let error = error.to_string();
            proptest::prop_assert!(error.starts_with("my.toml:2:"), "{error}");
            proptest::prop_assert!(!error.chars().any(char::is_control), "{error}");
        }
    }
}
