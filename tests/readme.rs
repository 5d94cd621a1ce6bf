//! The README's tables and example are those of the program.
//!
//! After a change: `UPDATE_README=1 cargo test --test readme`.

#[path = "support/child.rs"]
mod child;

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;
use tokio_kitchen::kitchen::{amount, analogy};
use tokio_kitchen::limits::MAX_WORKERS;
use tokio_kitchen::order::RecipeInfo;
use tokio_kitchen::scenario::{Scenario, recipe};
use tokio_kitchen::ui::keymap;
use tokio_kitchen::ui::screen::help::truth;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

fn keys() -> String {
    let menu: Vec<&'static RecipeInfo> = tokio_kitchen::recipes::all()
        .iter()
        .map(|recipe| &recipe.info)
        .collect();
    let mut table = "| Key | What it does |\n|---|---|\n".to_owned();
    for row in keymap::help(&menu) {
        // A backtick or a bar in a cell would end it.
        let keys = row.keys.replace('|', "\\|");
        table += &format!("| `{keys}` | {} |\n", row.meaning.replace('|', "\\|"));
    }
    table
}

fn signals() -> String {
    let mut table = "| Shown | | Where it comes from |\n|---|---|---|\n".to_owned();
    for signal in truth::SIGNALS {
        table += &format!(
            "| {} | `{}` | {} |\n",
            signal.shown,
            signal.certainty.mark(),
            signal.source
        );
    }
    table
}

fn steps() -> String {
    let mut table = "| Step | What it does |\n|---|---|\n".to_owned();
    for row in recipe::VERBS {
        table += &format!("| `{}` | {} |\n", row.like, row.about);
    }
    table + "\n" + &recipe::limits().join("\n") + "\n"
}

fn claims() -> String {
    // A bar in a cell would end it.
    let cell = |text: &str, code: bool| match code && !text.is_empty() {
        true => format!("`{}`", text.replace('|', "\\|")),
        false => text.replace('|', "\\|"),
    };
    let tables = tokio_kitchen::claim::page().map(|section| {
        let head = section.head.join(" | ");
        let mut table = format!("| {head} |\n|{}\n", "---|".repeat(section.head.len()));
        for row in &section.rows {
            let is_code = |column: usize| {
                matches!(section.head[column], "" | "Example" | "Claim" | "Subject")
            };
            let cells = row
                .iter()
                .enumerate()
                .map(|(at, text)| cell(text, is_code(at)));
            table += &format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        }
        table
    });
    tables.join("\n")
}

/// Each statement, the lesson that makes it seen, and what is seen.
fn course() -> String {
    let lessons = tokio_kitchen::lesson::read_all().expect("the course has no mistake");
    let mut table = "| Statement | Lesson | What is seen |\n|---|---|---|\n".to_owned();
    for (at, lesson) in lessons.iter().enumerate() {
        for row in &lesson.covers {
            let (number, name) = (at + 1, &lesson.name);
            let [statement, seen] =
                [&row.statement, &row.seen].map(|text| text.replace('|', "\\|"));
            table += &format!("| {statement} | {number} `{name}` | {seen} |\n");
        }
    }
    table
}

fn limits() -> String {
    truth::LIMITS
        .iter()
        .map(|limit| format!("- {limit}\n"))
        .collect()
}

fn example() -> String {
    format!("```rust\n{}```\n", include_str!("../examples/observe.rs"))
}

/// The text with what stands between the markers of `name` replaced.
fn replaced(text: &str, name: &str, body: &str) -> String {
    let (begin, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let (before, rest) = text
        .split_once(&begin)
        .unwrap_or_else(|| panic!("no {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no {end}"));
    format!("{before}{begin}\n{body}\n{end}{after}")
}

#[test]
fn tables_and_example_are_those_of_the_program() {
    let readme = std::fs::read_to_string(README).unwrap();
    let parts = [
        ("keys", keys()),
        ("analogy", analogy::doc()),
        ("signals", signals()),
        ("steps", steps()),
        ("claims", claims()),
        ("limits", limits()),
        ("course", course()),
        ("example", example()),
    ];
    let current = parts.iter().fold(readme.clone(), |text, (name, body)| {
        replaced(&text, name, body)
    });
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(README, current).unwrap();
    } else {
        assert!(
            readme == current,
            "README.md is out of date: UPDATE_README=1 cargo test --test readme"
        );
    }
}

#[test]
fn limits_in_the_text_are_those_that_hold() {
    let chefs = amount::count(MAX_WORKERS.into());
    for file in ["README.md", "CHANGELOG.md"] {
        let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap().to_lowercase();
        assert!(text.contains(&format!("up to {chefs} chefs")), "{file}");
    }
}

#[test]
fn a_part_is_replaced_between_its_markers_only() {
    let text = "a\n<!-- x -->\nold\n<!-- end of x -->\nb\n";
    assert_eq!(
        replaced(text, "x", "new\n"),
        "a\n<!-- x -->\n\nnew\n\n<!-- end of x -->\nb\n"
    );
}

#[test]
fn both_licence_texts_are_there() {
    let text = |name: &str| {
        std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    assert!(text("LICENSE-MIT").contains("tokio-kitchen contributors"));
    assert!(text("LICENSE-APACHE").contains("END OF TERMS AND CONDITIONS"));
}

#[test]
fn the_scenario_and_the_lesson_of_the_readme_are_such() {
    let readme = std::fs::read_to_string(README).unwrap();
    // Below are lines of a Cargo.toml.
    let (ours, _) = readme.split_once("\n## Your own program\n").unwrap();
    let parts = ours.split("```toml\n").skip(1);
    let parts = parts.filter_map(|part| part.split("```").next());
    let (lessons, text): (Vec<_>, Vec<_>) = parts.partition(|part| part.contains("[predict]"));
    assert_eq!(lessons.len(), 1);
    for lesson in lessons {
        let lesson = tokio_kitchen::lesson::Lesson::parse("README.md", lesson);
        assert_eq!(lesson.unwrap().runs.len(), 1);
    }
    let scenario = Scenario::parse("README.md", &text.join("\n")).unwrap();
    assert!(!scenario.orders.is_empty() && !scenario.acts.is_empty());
}

/// All names of fields, but for those that are names of recipes.
fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                match (name.as_str(), value) {
                    ("recipes", Value::Object(recipes)) => {
                        recipes.values().for_each(|recipe| fields(recipe, found));
                    }
                    _ => fields(value, found),
                }
                found.insert(name.clone());
            }
        }
        Value::Array(values) => values.iter().for_each(|value| fields(value, found)),
        _ => {}
    }
}

#[test]
fn each_field_of_the_report_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("test.toml");
    // A stall, a freeze and a job: so each list has something in it.
    let text = "workers = 1\n[[order]]\nrecipe = \"simmer\"\nparams = { for = \"250ms\" }\n\
                [[order]]\nrecipe = \"block\"\nparams = { after = \"50ms\", for = \"500ms\" }\n\
                [[order]]\nrecipe = \"bakery\"\nparams = { for = \"10ms\" }\n";
    std::fs::write(&path, text).unwrap();
    let mut kitchen = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    let output = child::output(kitchen.args(["run", "--report", "json"]).arg(path));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut names = BTreeSet::new();
    fields(&report, &mut names);
    for name in ["for_ms", "line", "ran"] {
        assert!(names.contains(name), "no {name} in {report}");
    }
    let readme = std::fs::read_to_string(README).unwrap();
    let missing = names
        .iter()
        .filter(|name| !readme.contains(&format!("`{name}`")));
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0]);
}
