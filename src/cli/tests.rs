//! Checks on what the command line gives.

use super::*;
use crate::config::{Report, Theme};
use crate::limits;
use clap::{CommandFactory, Parser};

fn around() -> Surroundings {
    Surroundings {
        terminal: true,
        ..Surroundings::default()
    }
}

fn job(words: &[&str], around: &Surroundings) -> Result<Job, BadInput> {
    let all = std::iter::once(&"tokio-kitchen").chain(words);
    Cli::try_parse_from(all)
        .expect("clap accepts it")
        .job(around)
}

fn run(words: &[&str]) -> config::Run {
    match job(words, &around()) {
        Ok(Job::Run(config, _)) => config,
        other => panic!("not a run: {other:?}"),
    }
}

fn tui(words: &[&str], around: &Surroundings) -> config::Tui {
    match job(words, around) {
        Ok(Job::Tui(config, ..)) => config,
        other => panic!("not the screen: {other:?}"),
    }
}

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn flags_win_over_the_scenario_and_that_over_defaults() {
    let options = run(&["run", "stall"]);
    let runtime = options.runtime;
    assert_eq!((runtime.workers, runtime.tempo), (Some(4), 1.0));
    assert_eq!(
        (options.report, options.plain, options.limit),
        (Report::Text, false, None)
    );
    let words = [
        "run",
        "stall",
        "--workers",
        "2",
        "--tempo",
        "0.5",
        "--for",
        "1.5s",
    ];
    let options = run(&words);
    let runtime = &options.runtime;
    assert_eq!((runtime.workers, runtime.tempo), (Some(2), 0.5));
    assert_eq!(options.limit, Some(std::time::Duration::from_millis(1500)));
    let runtime = run(&["run", "stall", "--flavor", "current-thread"]).runtime;
    assert_eq!(
        (runtime.workers, runtime.flavor),
        (Some(1), Flavor::CurrentThread)
    );
}

#[test]
fn impossible_values_are_refused() {
    let one_too_many = (MAX_WORKERS + 1).to_string();
    for words in [
        &["--workers", "0"][..],
        &["--workers", &one_too_many],
        &["--workers", "two"],
        &["--tempo", "0"],
        &["--tempo", "NaN"],
        &["--tempo", "10.1"],
        &["--stall-after", "0s"],
        &["--stall-after", "soon"],
        &["--max-cards", "0"],
        &["--flavor", "both"],
        &["--mono", "run", "stall"],
        &["run"],
        &["run", "stall", "--report", "xml"],
        &["run", "stall", "--mono"],
        &["cook"],
    ] {
        let all = std::iter::once(&"tokio-kitchen").chain(words);
        let error = Cli::try_parse_from(all).expect_err("refused");
        assert_eq!(error.exit_code(), 2, "{words:?}");
    }
}

#[test]
fn one_worker_is_all_a_current_thread_runtime_has() {
    let words = ["--flavor", "current-thread", "--workers", "3"];
    assert_eq!(job(&words, &around()), Err(BadInput::OneWorkerOnly(3)));
    assert_eq!(
        tui(&["--flavor", "current-thread"], &around())
            .runtime
            .workers,
        Some(1)
    );
}

#[test]
fn tokios_own_number_of_workers_is_the_default() {
    let variable = |value: &str| Surroundings {
        worker_threads: Some(value.into()),
        ..around()
    };
    let workers = |words: &[&str], around: &Surroundings| tui(words, around).runtime.workers;
    assert_eq!(workers(&[], &variable("7")), Some(7));
    assert_eq!(
        job(&[], &variable("0")),
        Err(BadInput::WorkerVariable("0".into()))
    );
    assert_eq!(workers(&["--workers", "2"], &variable("x")), Some(2));
    let most = MAX_WORKERS.to_string();
    assert_eq!(workers(&["--workers", &most], &around()), Some(MAX_WORKERS));
    assert_eq!(workers(&[], &variable(&most)), Some(MAX_WORKERS));
    let workers = workers(&[], &around()).expect("always given");
    assert!((1..=MAX_WORKERS).contains(&workers));
}

#[test]
fn without_flags_every_option_has_the_default_that_is_told() {
    let config = tui(&[], &around());
    let runtime = Runtime {
        workers: config.runtime.workers,
        ..Runtime::default()
    };
    let default = config::Tui {
        own: (Flavor::MultiThread, config.runtime.workers.unwrap()),
        runtime,
        ..config::Tui::default()
    };
    assert_eq!(config, default);
    let help = Cli::command().render_long_help().to_string();
    for told in [
        format!("1 to {MAX_WORKERS} ["),
        format!("{} to {}: 2 takes", limits::SLOWEST, limits::FASTEST),
        format!("[default: {}]", limits::MAX_TASKS),
        format!(
            "go back in, {}MiB to {}GiB",
            config::LEAST_HISTORY >> 20,
            config::MOST_HISTORY >> 30
        ),
    ] {
        assert!(help.contains(&told), "{told}");
    }
}

#[test]
fn no_color_means_mono() {
    use config::Theme::{Auto, Light, Mono};
    let no_color = Surroundings {
        no_color: true,
        ..around()
    };
    assert_eq!(tui(&[], &around()).theme, Auto);
    assert_eq!(tui(&["--mono"], &around()).theme, Mono);
    assert_eq!(tui(&["--theme", "mono"], &around()).theme, Mono);
    assert_eq!(tui(&[], &no_color).theme, Mono);
    assert_eq!(tui(&["--theme", "light"], &no_color).theme, Light);
    let both = Cli::try_parse_from(["tokio-kitchen", "--mono", "--theme", "dark"]);
    assert!(both.is_err());
}

#[test]
fn the_screen_on_a_program_has_the_flags_of_a_screen() {
    let words = [
        "run",
        "--theme",
        "light",
        "--history",
        "1MiB",
        "--",
        "cargo",
        "run",
    ];
    match job(&words, &around()) {
        Ok(Job::RunProgram(config, program)) => {
            assert_eq!((config.theme, config.history), (Theme::Light, 1 << 20));
            assert_eq!(program, ["cargo", "run"]);
        }
        other => panic!("no screen on a program: {other:?}"),
    }
    // A scenario has no screen here.
    let words = ["tokio-kitchen", "run", "stall", "--theme", "light"];
    assert!(Cli::try_parse_from(words).is_err());
}

#[test]
fn without_a_terminal_the_screen_says_what_to_use() {
    let error = job(&[], &Surroundings::default()).expect_err("no terminal");
    assert!(
        error
            .to_string()
            .contains("tokio-kitchen run first-shift --report text")
    );
    assert!(matches!(
        job(&["run", "stall"], &Surroundings::default()),
        Ok(Job::Run(..))
    ));
}

#[test]
fn the_list_names_every_recipe_parameter_and_scenario() {
    let menu: Vec<_> = crate::recipes::all()
        .iter()
        .map(|recipe| &recipe.info)
        .collect();
    let text = list::recipes(&menu) + &list::of_lessons() + &list::scenarios();
    for info in crate::recipes::known().map(|recipe| &recipe.info) {
        assert!(text.contains(info.name) && text.contains(info.summary));
        for param in info.params {
            assert!(text.contains(param.meaning));
        }
    }
    for name in crate::scenario::names() {
        assert!(text.contains(name));
    }
}

#[test]
fn a_dumb_terminal_is_refused_before_the_screen_is_touched() {
    let dumb = Surroundings {
        dumb: true,
        ..around()
    };
    let told = |args: &[&str]| job(args, &dumb).map(|_| ()).map_err(|bad| bad.to_string());
    let screen = told(&[]).unwrap_err();
    assert!(
        screen.ends_with("tokio-kitchen run first-shift --report text"),
        "{screen}"
    );
    let lesson = told(&["learn", "1"]).unwrap_err();
    assert!(lesson.ends_with("tokio-kitchen learn --check"), "{lesson}");
    assert!(job(&["list"], &dumb).is_ok());
}

#[test]
fn a_folder_of_scenarios_is_there_and_can_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let found = |path: &std::path::Path| {
        let path = path.to_str().expect("a path in UTF-8");
        job(&["--scenarios", path], &around())
    };
    assert!(found(folder.path()).is_ok());
    let file = folder.path().join("a\u{202e}.toml");
    std::fs::write(&file, "").expect("a file");
    for wrong in [folder.path().join("nowhere"), file] {
        let error = found(&wrong).expect_err("no folder").to_string();
        assert!(error.starts_with("--scenarios "), "{error}");
        assert!(!error.contains('\u{202e}'), "{error}");
    }
}

#[test]
fn each_side_of_a_comparison_is_a_run_with_the_same_flags_and_its_own_lines() {
    let words = [
        "compare",
        "stall",
        "bakery",
        "--workers=3",
        "--flavor=multi-thread",
        "--tempo=2.5",
        "--stall-after=1500ms",
        "--max-cards=77",
        "--for=2s",
        "--expect=no stall over 2s",
        "--b=runtime.workers = 1",
        "--b=runtime.event_interval = 7",
    ];
    let compare = match job(&words, &around()) {
        Ok(Job::Compare(config)) => config,
        other => panic!("no comparison: {other:?}"),
    };
    assert_eq!((compare.rounds, compare.screen), (5, None));
    let [a, b] = &compare.sides;
    assert_eq!(a.name, "stall");
    let lines = "runtime.workers = 1, runtime.event_interval = 7";
    assert_eq!(b.name, format!("bakery, {lines}"));
    let side = |name: &str, side: &config::Side| {
        let words = side.arguments.iter().map(String::as_str);
        let words: Vec<_> = ["run", name].into_iter().chain(words).collect();
        match job(&words, &around()) {
            Ok(Job::Run(config, scenario)) => (config, scenario),
            other => panic!("not a run: {other:?}"),
        }
    };
    let (run, scenario) = side("stall", a);
    let runtime = Runtime {
        workers: Some(3),
        flavor: Flavor::MultiThread,
        tempo: 2.5,
        stall_after: std::time::Duration::from_millis(1_500),
        max_tasks: 77,
        ..Runtime::default()
    };
    assert_eq!(run.runtime, runtime);
    assert_eq!(run.limit, Some(std::time::Duration::from_secs(2)));
    let claims: Vec<_> = scenario.expects.iter().map(ToString::to_string).collect();
    let own = "no stall over 2s";
    let (first, moments) = claims.split_first().expect("its own is there");
    // Nobody in this one hands a job to the pool.
    assert_eq!((first.as_str(), moments.len()), (own, 3));
    let (run, scenario) = side("bakery", b);
    let claims = scenario.expects.iter().map(ToString::to_string);
    assert!(claims.eq([own].into_iter().chain(crate::compare::MOMENTS)));
    assert_eq!(run.runtime.workers, Some(1));
    let interval = run.runtime.settings.event_interval;
    assert_eq!(interval.map(std::num::NonZeroU32::get), Some(7));
}

#[test]
fn a_comparison_is_shown_on_a_terminal_only() {
    let words = ["compare", "stall", "--screen"];
    let dumb = Surroundings {
        dumb: true,
        ..around()
    };
    for around in [Surroundings::default(), dumb] {
        let refused = job(&words, &around);
        assert!(matches!(refused, Err(BadInput::NoScreen(_))), "{refused:?}");
        assert!(job(&words[..2], &around).is_ok());
    }
    let no_color = Surroundings {
        no_color: true,
        ..around()
    };
    let shown = match job(&words, &no_color) {
        Ok(Job::Compare(config)) => config.screen,
        other => panic!("no comparison: {other:?}"),
    };
    assert_eq!(shown, Some(config::Theme::Mono));
}

#[test]
fn flags_win_over_the_table_of_a_scenario_and_its_settings_stay() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("runtime.toml");
    let text = "[runtime]\nworkers = 1\nflavor = \"current-thread\"\nevent_interval = 7\n\
                [[order]]\nrecipe = \"simmer\"\n";
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let runtime = run(&["run", path]).runtime;
    assert_eq!(runtime.flavor, Flavor::CurrentThread);
    assert_eq!(runtime.workers, Some(1), "one thread has one worker");
    let flags = ["run", path, "--flavor", "multi-thread", "--workers", "2"];
    let runtime = run(&flags).runtime;
    assert_eq!(
        (runtime.flavor, runtime.workers),
        (Flavor::MultiThread, Some(2))
    );
    let polls = runtime.settings.event_interval.map(u32::from);
    assert_eq!(polls, Some(7));
    let own = run(&["run", "stall"]).runtime.settings;
    assert_eq!(own, crate::order::Settings::default());
}

fn check(words: &[&str]) -> (config::Check, usize) {
    match job(&[&["check", "a.tkr"], words].concat(), &around()) {
        Ok(Job::Check(config, claims)) => (config, claims.len()),
        other => panic!("no check: {other:?}"),
    }
}

#[test]
fn a_check_has_a_rule_of_its_own_unless_one_is_given() {
    let ms = |ms| Some(Duration::from_millis(ms));
    for (words, max_stall, is_default, claims) in [
        (&[][..], ms(100), true, 0),
        (&["--max-stall", "50ms"], ms(50), false, 0),
        (&["--expect", "no panic"], None, false, 1),
        (
            &["--expect", "no stall", "--max-stall", "2s"],
            ms(2_000),
            false,
            1,
        ),
        (&["--after", "1s", "--ignore", "src/*"], ms(100), true, 0),
    ] {
        let (config, count) = check(words);
        assert_eq!(
            (config.max_stall, config.is_default, count),
            (max_stall, is_default, claims)
        );
    }
    // A stall is shorter than none that could be found.
    let words = ["check", "a.tkr", "--expect", "no stall under 50ms"];
    let error = job(&words, &around()).unwrap_err().to_string();
    assert!(
        error.starts_with("--expect \"no stall under 50ms\""),
        "{error}"
    );
}
