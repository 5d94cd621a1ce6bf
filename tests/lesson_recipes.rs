//! The recipes of the lessons on the real runtime: what each shows is proven by the events of its
//! run, and so is what its fix shows. Lengths are claimed from below only: a busy machine makes
//! them longer.

#[allow(dead_code, reason = "other tests run one at a time")]
#[path = "support/child.rs"]
mod child;

use child::Guarded;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A run: the scenario without its first order, what is ordered, and what is claimed of it.
struct Row {
    besides: &'static str,
    recipe: &'static str,
    params: &'static str,
    claims: &'static [&'static str],
}

const fn row(recipe: &'static str, params: &'static str, claims: &'static [&'static str]) -> Row {
    Row {
        besides: "workers = 2",
        recipe,
        params,
        claims,
    }
}

impl Row {
    const fn with(self, besides: &'static str) -> Self {
        Self { besides, ..self }
    }
}

const ROWS: &[Row] = &[
    row("deadlock", "", &["some deadlock"]),
    row(
        "one-dish",
        "",
        &[
            "printed time \"24 dishes by 4 threads\" at least 1800ms",
            "every job of one_dish over 1799ms",
            "exactly 1 line \"24 dishes by 4 threads\"",
        ],
    ),
    row(
        "one-dish",
        "threads = 24",
        &[
            "exactly 1 line \"24 dishes by 24 threads\"",
            "no line \": 6 rounds\"",
        ],
    ),
    // Elsewhere the system does not tell sizes.
    #[cfg(target_os = "linux")]
    row(
        "scales",
        "tasks = 20000, threads = 50",
        &[
            "exactly 1 line \"started 20000 of 20000 tasks\"",
            "exactly 1 line \"started 50 of 50 threads\"",
            "printed size \"resident per task\" at least 64B",
            "printed size \"resident per task\" under 2KiB",
            "printed size \"resident per thread\" over 4KiB",
            "printed size \"reserved per thread\" over 1MiB",
        ],
    ),
    row(
        "scales",
        "tasks = 10, threads = 2",
        &[
            "exactly 1 line \"started 10 of 10 tasks\"",
            "exactly 1 job",
            "exactly 1 completion of scales",
        ],
    ),
    row(
        "three-pans",
        "",
        &[
            "exactly 3 completions of pan",
            "printed time \"three pans by spawn\" at least 200ms",
        ],
    ),
    row(
        "three-pans",
        "blocking = 1",
        &[
            "at least 3 polls of pan over 199ms",
            "printed time \"three pans by spawn\" at least 200ms",
        ],
    ),
    row(
        "tasting-menu",
        "blocking = 1",
        &[
            "some poll of tasting-menu over 599ms",
            "printed time \"three courses by join!\" at least 600ms",
        ],
    ),
    row(
        "tasting-menu",
        "first = \"200ms\", step = \"0s\"",
        &["printed time \"three courses by join!\" at least 200ms"],
    ),
    row(
        "ticket",
        "",
        &[
            "exactly 1 line \"the ticket gives 4 plates\"",
            "exactly 1 panic of sauce",
            "exactly 1 panic",
            "exactly 1 line \"is_panic: true, is_cancelled: false\"",
            "\"is_panic\" printed before \"the giver goes on\"",
            "exactly 1 completion of ticket",
        ],
    ),
    row(
        "giver",
        "",
        &[
            "\"the giver has left\" printed before \"the card reads: flour\"",
            "exactly 2 completions of giver",
        ],
    ),
    row(
        "waiter",
        "each = \"50ms\"",
        &[
            "exactly 1 line \"goodbye after\"",
            "exactly 1 completion of waiter",
            "no cancellation",
        ],
    )
    .with("[[act]]\ndo = \"last-orders\"\nat = \"300ms\""),
    row(
        "waiter",
        "each = \"50ms\"",
        &["no line \"goodbye\"", "exactly 1 cancellation of waiter"],
    )
    .with("[[act]]\ndo = \"lights-out\"\nat = \"300ms\""),
    row(
        "half-made",
        "",
        &[
            "some line \"piece 1 of 3\"",
            "no line \"piece 3 of 3\"",
            "exactly 3 lines \"lost: \"",
            "exactly 1 line \"3 times begun, never done\"",
        ],
    ),
    row(
        "kept-dish",
        "",
        &[
            "exactly 1 line \"piece 1 of 3\"",
            "exactly 1 line \"piece 3 of 3\"",
            "\"the dish is kept\" printed before \"the dish is done\"",
            "no line \"lost\"",
        ],
    ),
    row(
        "std-knife",
        "",
        &[
            "some stall of std-knife over 1800ms",
            "exactly 1 line \"would have waited for ever\"",
            "\"the first half has\" printed before \"for ever\"",
            "\"for ever\" printed before \"gives it back\"",
            "no line \"the second half has\"",
        ],
    ),
    row(
        "no-trays",
        "",
        &["\"handed in the last of 6\" printed before \"the first is served\""],
    ),
    row(
        "trays",
        "each = \"200ms\"",
        &["\"the first is served\" printed before \"handed in the last of 6\""],
    ),
    row(
        "bites",
        "",
        &[
            "at least 7 spent budgets of bites",
            "exactly 1 line \"1000 bites are eaten\"",
            "\"turn 7 after 896 bites\" printed before \"1000 bites\"",
        ],
    )
    .with("workers = 1"),
    row(
        "greedy",
        "",
        &[
            "no spent budget",
            "exactly 1 poll of greedy",
            "some poll of greedy over 499ms",
            "printed time \"awaits in\" at least 500ms",
        ],
    ),
    row(
        "greedy",
        "yields = 1",
        &["at least 10 polls of greedy", "no spent budget"],
    ),
    row(
        "in-turn",
        "",
        &[
            "exactly 1 line \"both are called, 0 began\"",
            "\"both are called\" printed before \"begins\"",
            "\"soup is done\" printed before \"salad begins\"",
            "printed time \"in turn\" at least 600ms",
        ],
    ),
    row(
        "in-turn",
        "together = 1",
        &[
            "\"salad begins\" printed before \"soup is done\"",
            "printed time \"together\" at least 300ms",
        ],
    ),
    row(
        "hand-over-join",
        "",
        &[
            "gap between lines of hand-over-join \"tick\" at least 1000ms",
            "exactly 8 lines \"tick\"",
            "exactly 1 completion of hand-over-join",
        ],
    ),
    row(
        "hand-over-join",
        "",
        &[
            "exactly 1 line \"no hand-over\"",
            "exactly 8 lines \"tick\"",
        ],
    )
    .with("flavor = \"current-thread\""),
];

fn start(folder: &Path, number: usize, row: &Row) -> Guarded {
    let Row {
        besides,
        recipe,
        params,
        claims,
    } = row;
    let (top, acts) = match besides.starts_with('[') {
        true => ("", *besides),
        false => (*besides, ""),
    };
    let mut text =
        format!("{top}\n[[order]]\nrecipe = \"{recipe}\"\nparams = {{ {params} }}\n{acts}\n");
    for claim in *claims {
        text += &format!("[[expect]]\nclaim = '{claim}'\n");
    }
    let path = folder.join(format!("{number}.toml"));
    std::fs::write(&path, text).expect("the file can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    command.arg("run").arg(path).args(["--report", "json"]);
    Guarded::start(command.env_remove("TOKIO_WORKER_THREADS"))
}

#[test]
fn what_each_shows_is_proven_by_its_run() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let rows: Vec<_> = ROWS.iter().enumerate().collect();
    for some in rows.chunks(6) {
        let started = some
            .iter()
            .map(|(at, row)| (row, start(folder.path(), *at, row)));
        let started: Vec<_> = started.collect();
        for (row, run) in started {
            let (name, params) = (row.recipe, row.params);
            let output = run.output();
            let report: Value = serde_json::from_slice(&output.stdout)
                .unwrap_or_else(|error| panic!("{name} {params}: {error}: {output:?}"));
            let told = report["claims"].as_array().expect("claims");
            assert_eq!(told.len(), row.claims.len());
            for claim in told {
                assert_eq!(claim["verdict"], "holds", "{name} {params}: {claim}");
            }
            assert!(output.status.success(), "{name} {params}: {output:?}");
        }
    }
}

/// Whoever asked is gone: what weighs ends, whatever it is at. Here it cannot go on, for what it
/// says goes into a pipe that is full.
#[test]
#[cfg(target_os = "linux")]
fn what_weighs_ends_with_the_one_who_asked() {
    let (held, mut full) = std::io::pipe().expect("a pipe");
    full.write_all(&vec![b'.'; 1 << 16])
        .expect("the size of a pipe");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    command.args(["weigh", "--tasks", "1", "--threads", "1"]);
    command.stdin(Stdio::piped()).stdout(full);
    let mut child = command.spawn().expect("the program starts");
    drop(child.stdin.take());
    assert!(child.wait().expect("it ends").success());
    drop(held);
}

#[test]
fn each_of_them_is_run_here() {
    let run: BTreeSet<_> = ROWS.iter().map(|row| row.recipe).collect();
    for recipe in tokio_kitchen::recipes::lessons() {
        assert!(run.contains(recipe.info.name), "{}", recipe.info.name);
    }
}
