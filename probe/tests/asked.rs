//! What `TOKIO_KITCHEN` asks for, in processes of their own: this test program, started again.

use kitchen_probe as tokio;
use std::path::PathBuf;
use std::process::{Command, Output};

/// The application: what the tests below start.
#[test]
#[ignore = "started by the other tests of this file"]
fn application() {
    async fn serve() {
        tokio::spawn_blocking(|| ()).await.unwrap();
    }
    #[tokio::main(crate = "kitchen_probe", worker_threads = 2)]
    async fn main() {
        let seen = tokio::spawn(async { tokio::current().is_some() });
        println!("seen: {}", seen.await.unwrap());
        for _ in 0..3 {
            tokio::spawn(serve()).await.unwrap();
        }
    }
    main();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime
        .unwrap()
        .block_on(async { tokio::spawn(serve()).await.unwrap() });
}

fn run(asked: &str) -> (Output, String) {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["application", "--exact", "--ignored", "--nocapture"]);
    let output = command
        .env("TOKIO_KITCHEN", asked)
        .output()
        .expect("it runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}\n{output:?}");
    (output, told)
}

/// A place for a report, empty.
fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("{}-{name}", std::process::id()));
    let _ = std::fs::remove_file(&file);
    file
}

#[test]
fn off_observes_nothing_and_attach_says_nothing() {
    let of_debug = cfg!(debug_assertions);
    for (asked, seen) in [("off", false), ("attach", true), ("", of_debug)] {
        let (output, told) = run(asked);
        assert!(told.contains(&format!("seen: {seen}")), "{asked}: {told}");
        assert!(output.stderr.is_empty(), "{asked}: {output:?}");
    }
}

#[test]
fn what_is_unknown_is_said_in_one_line_and_observes_nothing() {
    let (output, told) = run("record");
    assert!(told.contains("seen: false"), "{told}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("TOKIO_KITCHEN=record"), "{said}");
}

#[test]
fn a_report_goes_to_standard_error_once_for_each_runtime() {
    let (output, told) = run("report");
    assert!(told.contains("seen: true"), "{told}");
    let said = String::from_utf8_lossy(&output.stderr);
    let runtimes = said
        .lines()
        .filter(|line| line.starts_with("tokio-kitchen: a runtime"));
    assert_eq!(runtimes.count(), 2, "{said}");
    assert!(said.contains("serve ("), "{said}");
}

#[test]
fn a_report_in_files_is_json() {
    let first = file("report.json");
    let second = first.with_extension("2.json");
    run(&format!("report={}", first.display()));
    let [one, two] = [&first, &second].map(|file| std::fs::read_to_string(file).unwrap());
    for part in [
        r#""flavor":"multi_thread","workers":2"#,
        r#""tasks":{"spawned":4,"completed":4,"panicked":0,"cancelled":0,"ended_unknown":0,"alive":0}"#,
        r#""block_on":{"spawned":1,"completed":1"#,
        r#""blocking":{"spawned":3,"completed":3"#,
        r#""seen":4"#,
    ] {
        assert!(one.contains(part), "{part}: {one}");
    }
    let all = if cfg!(tokio_unstable) { "true" } else { "null" };
    assert!(
        one.contains(&format!(r#""coverage":{{"all":{all}"#)),
        "{one}"
    );
    assert!(
        two.contains(r#""flavor":"current_thread","workers":1"#),
        "{two}"
    );
    [first, second]
        .iter()
        .for_each(|file| std::fs::remove_file(file).unwrap());
}

#[test]
fn a_report_that_cannot_be_written_is_said_in_one_line() {
    let nowhere = file("no-such-folder").join("report.json");
    let (output, _) = run(&format!("report={}", nowhere.display()));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.lines()
            .all(|line| line.starts_with("tokio-kitchen-probe: no report")),
        "{said}"
    );
    assert_eq!(said.lines().count(), 2, "one for each runtime: {said}");
}
