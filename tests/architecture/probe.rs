//! The probe's package: the same rules, a table of its own, and no kitchen word anywhere in it.

use super::{
    Rule, all_breaches, around_the_table, breaches, circles, collect, kitchen_words, report,
    without_row, words,
};
use std::path::{Path, PathBuf};

/// The table, from what knows nobody to what an application calls. `lib.rs` stands above it.
const RULES: &[Rule] = &[
    Rule {
        module: "events",
        may_know: &[],
        must_not_name: PLAIN,
    },
    Rule {
        module: "thread",
        may_know: &["events"],
        must_not_name: PLAIN,
    },
    Rule {
        module: "wire",
        may_know: &["events"],
        must_not_name: PLAIN,
    },
    Rule {
        module: "complain",
        may_know: &[],
        must_not_name: PLAIN,
    },
    Rule {
        module: "observe",
        may_know: &["events", "thread"],
        must_not_name: &[],
    },
    Rule {
        module: "report",
        may_know: &["complain", "events", "observe", "thread"],
        must_not_name: &[],
    },
    Rule {
        module: "serve",
        may_know: &["observe", "wire"],
        must_not_name: PLAIN,
    },
    Rule {
        module: "post",
        may_know: &["complain", "events", "observe", "serve", "thread", "wire"],
        must_not_name: &[],
    },
    Rule {
        module: "judge",
        may_know: &["complain", "events", "observe"],
        must_not_name: &[],
    },
    Rule {
        module: "sync",
        may_know: &["events", "observe"],
        must_not_name: &[],
    },
    Rule {
        module: "time",
        may_know: &["events", "observe"],
        must_not_name: &[],
    },
    Rule {
        module: "runtime",
        may_know: &["complain", "events", "judge", "observe", "post", "report"],
        must_not_name: &[],
    },
    Rule {
        module: "strict",
        may_know: &["runtime"],
        must_not_name: &[],
    },
    Rule {
        module: "task",
        may_know: &["events", "observe", "runtime"],
        must_not_name: &[],
    },
    Rule {
        module: "named",
        may_know: &["events", "observe", "runtime", "sync", "task", "time"],
        must_not_name: &[],
    },
];

/// What needs the standard library only.
const PLAIN: &[&str] = &["tokio", "quanta", "pin_project_lite"];

fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("probe")
}

#[test]
fn its_modules_know_only_whom_they_may() {
    let src = package().join("src");
    report(all_breaches(&src, RULES));
    report(without_row(&src, RULES));
    report(around_the_table(RULES, &circles::sources_of(&src).arrows()));

    let broken = |module: &str, source: &str| {
        let rule = RULES.iter().find(|rule| rule.module == module).unwrap();
        !breaches(RULES, rule, source).is_empty()
    };
    assert!(broken("events", "use tokio::time::Duration;"));
    assert!(broken("events", "use crate::observe::Reader;"));
}

#[test]
fn its_rooms_name_each_other_in_no_circle() {
    let told = circles::told(&package().join("src"));
    assert!(told.is_empty(), "\n{told}");
}

/// Recipes are the program's, too: what a probe sees are tasks.
const RECIPES: &[&str] = &["recipe", "recipes"];

#[test]
fn it_speaks_no_kitchen() {
    let mut files = vec![package().join("Cargo.toml"), package().join("README.md")];
    for folder in ["src", "tests", "examples"] {
        collect(&package().join(folder), &mut files);
    }
    let mut found = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).expect("a readable file");
        let recipes = words(&text).into_iter();
        let recipes = recipes.filter(|word| RECIPES.contains(&word.as_str()));
        let all = kitchen_words(&text).into_iter().chain(recipes);
        found.extend(all.map(|word| format!("{}: {word}", file.display())));
    }
    report(found);
}
