//! The built program where threads cannot be had: one line and exit code 1, or it goes on.
//!
//! Every thread in turn is the one that is missing: the limit goes up from none at all to
//! enough. Limits of threads bind all processes of a user together and the superuser not
//! at all, so each test runs the program as a user of its own; that needs the superuser.
//! Limits of memory bind everybody.

#[path = "support/pty.rs"]
#[expect(dead_code, reason = "the tests of the screen use the rest")]
mod pty;

use portable_pty::CommandBuilder;
use pty::Session;
use rustix::process::Signal;
use serde_json::Value;
use std::num::NonZeroU16;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Seconds after which a run is a hang, and killed; it then ends with [`KILLED`].
const GUARD: &str = "120";
const KILLED: i32 = 137;

/// A user nobody else is, who may have so many threads; and the program where he finds it.
struct Few {
    user: u32,
    program: PathBuf,
    /// Holds the program.
    _folder: TempDir,
}

impl Few {
    /// `None`, and why on stderr, where there is no way to bind the program by a limit.
    fn new() -> Option<Self> {
        static USERS: AtomicU32 = AtomicU32::new(0);
        let number = std::process::id() * 8 + USERS.fetch_add(1, Ordering::Relaxed);
        let folder = tempfile::tempdir().expect("a temporary directory");
        let program = folder.path().join("tokio-kitchen");
        std::fs::copy(env!("CARGO_BIN_EXE_tokio-kitchen"), &program).expect("it can be copied");
        for path in [folder.path(), &program] {
            let everybody = PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(path, everybody).expect("it is ours");
        }
        let few = Self {
            user: 20_000 + number % 40_000,
            program,
            _folder: folder,
        };
        let list = few.command(64, &["list"]);
        let (words, list) = (list.join(" "), output(&list));
        if list.as_ref().is_ok_and(|list| list.status.success()) {
            return Some(few);
        }
        eprintln!("skipped: cannot run {words:?} (it takes the superuser, util-linux): {list:?}");
        None
    }

    fn command(&self, threads: u32, words: &[&str]) -> Vec<String> {
        let program = self.program.to_str().expect("a path in UTF-8");
        let limits = [
            format!("--nproc={threads}:{threads}"),
            "setpriv".to_owned(),
            format!("--reuid={}", self.user),
            format!("--regid={}", self.user),
            "--clear-groups".to_owned(),
            program.to_owned(),
        ];
        guarded(&limits, words)
    }

    /// Runs the program without a screen.
    fn run(&self, threads: u32, words: &[&str]) -> Output {
        output(&self.command(threads, words)).expect("it ran before")
    }

    /// Opens the screen.
    fn open(&self, threads: u32, words: &[&str]) -> Session {
        // The guard of the other tests is the deadline of this one.
        let command = self.command(threads, words);
        let mut with =
            CommandBuilder::from_argv(command[GUARD_WORDS..].iter().map(Into::into).collect());
        with.env("TERM", "xterm-256color");
        with.env_remove("NO_COLOR");
        Session::open_command(with, SIZE.0, SIZE.1)
    }
}

/// How many words of a command guard it against hangs.
const GUARD_WORDS: usize = 4;

fn guarded(limits: &[String], words: &[&str]) -> Vec<String> {
    let guard = ["timeout", "--signal=KILL", "--foreground", GUARD];
    let guard = guard.map(str::to_owned).into_iter();
    guard
        .chain(["prlimit".to_owned()])
        .chain(limits.iter().cloned())
        .chain(words.iter().map(|word| (*word).to_owned()))
        .collect()
}

fn output(words: &[String]) -> std::io::Result<Output> {
    Command::new(&words[0])
        .args(&words[1..])
        // The C library reserves 64 MiB at a time for some threads, if there is room by chance.
        .env("MALLOC_ARENA_MAX", "1")
        .stdin(Stdio::null())
        .output()
}

/// The report, if it ended well; else it must have said in one line what it could not have.
#[track_caller]
fn report_or_one_line(what: &str, output: &Output) -> Option<Value> {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_ne!(
        output.status.code(),
        Some(KILLED),
        "{what}: a hang, {stderr}"
    );
    if output.status.code() == Some(0) {
        assert_eq!(stderr, "", "{what}");
        let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
        assert_eq!(report["check"]["holds"], true, "{what}: {report:#}");
        return Some(report);
    }
    assert_eq!(
        output.status.code(),
        Some(1),
        "{what}: {:?}, {stderr}",
        output.status
    );
    assert!(output.stdout.is_empty(), "{what}: {output:?}");
    assert_eq!(stderr.lines().count(), 1, "{what}: {stderr}");
    assert!(
        stderr.starts_with("tokio-kitchen: ") && stderr.contains("cannot start "),
        "{what}: {stderr}"
    );
    assert!(
        stderr.contains("ulimit -u") && stderr.contains("ulimit -v"),
        "{what}: {stderr}"
    );
    None
}

/// A file with this scenario, where the program can read it.
fn short(few: &Few, text: &str) -> String {
    let path = few.program.with_extension("toml");
    std::fs::write(&path, text).expect("the file can be written");
    path.to_str().expect("a path in UTF-8").to_owned()
}

/// Rows and columns of the screen.
const SIZE: (u16, u16) = (30, 120);

/// Whether this text was on the screen after any of the frames so far.
fn has_shown(session: &Session, text: &str) -> bool {
    let cells = |count| NonZeroU16::new(count).expect("not zero");
    let mut emulator = vt100::Parser::new(cells(SIZE.0), cells(SIZE.1), 0);
    let frame_ends = b"\x1b[?2026l";
    let raw = session.raw();
    let mut rest = &raw[..];
    while !rest.is_empty() {
        let end = rest.windows(frame_ends.len()).position(|w| w == frame_ends);
        let (frame, later) = rest.split_at(end.map_or(rest.len(), |at| at + frame_ends.len()));
        emulator.process(frame);
        if emulator.screen().contents().contains(text) {
            return true;
        }
        rest = later;
    }
    false
}

const SIMMER: &str =
    "title = \"three\"\n[[order]]\nrecipe = \"simmer\"\ncount = 3\nparams = { for = \"5ms\" }\n";

#[test]
fn whichever_thread_is_missing_a_run_says_so_in_one_line() {
    let Some(few) = Few::new() else { return };
    let scenario = short(&few, SIMMER);
    // The main thread, the one that prints, the server's, the engine's, the one that reads
    // stacks: five besides the workers.
    for (flavor, workers, enough) in [
        ("multi-thread", "1", 6),
        ("multi-thread", "4", 9),
        ("multi-thread", "64", 69),
        ("current-thread", "1", 6),
    ] {
        let beyond = [
            1,
            2,
            3,
            enough / 2,
            enough - 2,
            enough - 1,
            enough,
            enough + 1,
        ];
        for threads in beyond {
            let what = format!("{threads} threads for {workers} workers, {flavor}");
            let choices = ["--flavor", flavor, "--workers", workers, "--report", "json"];
            let output = few.run(threads, &[&["run", &scenario], &choices[..]].concat());
            let report = report_or_one_line(&what, &output);
            assert_eq!(report.is_some(), threads >= enough, "{what}: {output:?}");
            if let Some(report) = report {
                assert_eq!(report["tasks"]["completed"], 3, "{what}: {report:#}");
            }
        }
    }
}

#[test]
fn a_run_that_prints_nothing_has_no_thread_that_reads_stacks() {
    let Some(few) = Few::new() else { return };
    let scenario = short(&few, SIMMER);
    let words = ["run", &scenario, "--workers", "1", "--report"];
    let report = |kind| few.run(5, &[&words[..], &[kind]].concat());
    let silent = report("none");
    assert_eq!(silent.status.code(), Some(0), "{silent:?}");
    let refused = report("text");
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    // Nothing was announced.
    assert!(refused.stdout.is_empty(), "{refused:?}");
    let line = String::from_utf8_lossy(&refused.stderr);
    let missing =
        "tokio-kitchen: cannot look at stalls: cannot start the thread that reads stacks: ";
    assert!(line.starts_with(missing), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
}

#[test]
fn the_line_names_the_worker_that_has_no_thread() {
    let Some(few) = Few::new() else { return };
    let scenario = short(&few, SIMMER);
    let output = few.run(20, &["run", &scenario, "--workers", "64"]);
    assert!(report_or_one_line("20 threads", &output).is_none());
    // Three are there already: that of main, the one that prints, the engine's.
    let line = String::from_utf8_lossy(&output.stderr);
    assert!(
        line.contains("cannot start worker thread 18 of 64: "),
        "{line}"
    );
}

#[test]
fn whatever_the_limit_of_memory_threads_are_what_is_missing_first() {
    let words = [
        "run",
        "stall",
        "--for",
        "50ms",
        "--workers",
        "4",
        "--report",
        "json",
    ];
    let run = |mib: u64| {
        let program = env!("CARGO_BIN_EXE_tokio-kitchen").to_owned();
        output(&guarded(&[format!("--as={}", mib << 20), program], &words))
    };
    if let Err(error) = run(1 << 20) {
        eprintln!("skipped: cannot run prlimit or timeout (util-linux, coreutils): {error}");
        return;
    }
    // Below some limit no program begins at all, and how much that is depends on its build. Just
    // there it is also a matter of where its parts come to lie: one that begins is no proof yet.
    let runs = |mib| {
        let ran = run(mib).expect("it ran before");
        matches!(ran.status.code(), Some(0 | 1))
    };
    let begins = (16..1_024)
        .step_by(4)
        .find(|mib| [0, 4, 8].iter().all(|more| runs(mib + more)));
    let begins = begins.expect("a gibibyte is enough to begin with") + 4;
    let mut ran = [0, 0];
    for mib in (begins..1_024).step_by(8) {
        if ran[1] == 6 {
            break;
        }
        let output = run(mib).expect("it ran before");
        let report = report_or_one_line(&format!("{mib} MiB"), &output);
        ran[usize::from(report.is_some())] += 1;
    }
    assert!(ran[0] > 0 && ran[1] > 0, "refused and done: {ran:?}");
}

#[test]
fn jobs_that_no_thread_begins_do_not_keep_a_run_from_ending() {
    let Some(few) = Few::new() else { return };
    let text =
        "title = \"jobs\"\n[[order]]\nrecipe = \"bakery\"\ncount = 3\nparams = { for = \"5ms\" }\n";
    let scenario = short(&few, text);
    // Enough for two workers and none, one, two threads of the blocking pool.
    for pool in 0..3 {
        let words = ["run", &scenario, "--workers", "2", "--report", "json"];
        let report = report_or_one_line("jobs", &few.run(7 + pool, &words)).expect("it ran");
        let (tasks, jobs) = (&report["tasks"], &report["blocking"]);
        assert_eq!(tasks["spawned"], 3, "{report:#}");
        let none = pool == 0;
        // What Tokio does: with no thread at all `spawn_blocking` panics, else the job waits.
        assert_eq!(tasks["panicked"], if none { 3 } else { 0 }, "{report:#}");
        assert_eq!(jobs["completed"], if none { 0 } else { 3 }, "{report:#}");
    }
}

#[test]
fn a_run_that_changes_the_workers_says_which_cannot_be_had() {
    let Some(few) = Few::new() else { return };
    let text = "title = \"more\"\nworkers = 2\n[[order]]\nrecipe = \"simmer\"\nat = \"20ms\"\nparams = { for = \"5ms\" }\n[[act]]\nat = \"10ms\"\ndo = \"workers\"\nworkers = 8\n";
    let scenario = short(&few, text);
    let words = ["run", &scenario, "--report", "json"];
    let refused = few.run(10, &words);
    assert!(
        report_or_one_line("10 threads", &refused).is_none(),
        "{refused:?}"
    );
    // With room for the new ones beside nobody: the old ones are gone by then.
    let done = few.run(13, &words);
    assert!(
        report_or_one_line("13 threads", &done).is_some(),
        "{done:?}"
    );
}

#[test]
fn whichever_thread_is_missing_the_terminal_is_given_back() {
    let Some(few) = Few::new() else { return };
    // Besides the workers: main, server, engine, stacks, screen, signals, input.
    let enough = 9;
    for threads in 1..=enough + 1 {
        let mut session = few.open(threads, &["--workers", "2"]);
        if threads >= enough {
            session.wait_text("chef 1");
            session.type_keys("q");
            assert_eq!(session.wait_exit(), 0, "{threads} threads");
        } else {
            session.wait_text("ulimit -u");
            assert_eq!(session.wait_exit(), 1, "{threads} threads");
        }
        session.assert_restored();
    }
}

#[test]
fn where_one_more_worker_cannot_be_had_the_kitchen_goes_on_and_says_so() {
    let Some(few) = Few::new() else { return };
    let mut session = few.open(10, &["--workers", "2"]);
    session.wait_text("chef 1");
    session.type_keys("C");
    session.wait_text("chef 2");
    // There is no room for a fourth, and what is ordered meanwhile is not swallowed.
    session.type_keys("C1");
    session.wait_text("served 1");
    session.type_keys("1");
    session.wait_text("served 2");
    // It is gone from the screen by now.
    let notice = "still 3 chefs: cannot start worker thread 4 of 4";
    assert!(has_shown(&session, notice), "{}", session.contents());
    // The other way round there is room.
    session.type_keys("c");
    session.wait_for("two chefs", |screen| {
        (!screen.contents().to_lowercase().contains("chef 2")).then_some(())
    });
    session.type_keys("C");
    session.wait_text("chef 2");
    // Again no thread is left, and none is needed to leave.
    session.signal(Signal::TERM);
    assert_eq!(session.wait_exit(), 143);
    session.assert_restored();
}
