//! The text of `tokio-kitchen list`.

use crate::order::{Param, RecipeInfo};
use crate::scenario::Scenario;
use crate::{claim, recipes, scenario};
use std::fmt::Write;

/// Recipes, scenarios, steps, claims and keys.
pub(super) fn text() -> String {
    let menu: Vec<_> = recipes::all().iter().map(|recipe| &recipe.info).collect();
    let mut text = recipes(&menu)
        + "\n"
        + &of_lessons()
        + "\n"
        + &scenarios()
        + "\n"
        + &steps()
        + "\n"
        + &claims();
    text += "\nKEYS\n";
    let mut group = "";
    let rows = crate::ui::keymap::help(&menu);
    let width = rows
        .iter()
        .map(|row| row.keys.chars().count())
        .max()
        .unwrap_or(0);
    for row in &rows {
        if group != row.group {
            group = row.group;
            line(&mut text, format_args!("  {group}"));
        }
        line(
            &mut text,
            format_args!("    {:width$}  {}", row.keys, row.meaning),
        );
    }
    text
}

/// The recipes with their keys and parameters.
pub(super) fn recipes(menu: &[&RecipeInfo]) -> String {
    let mut text = String::from("RECIPES (key, name, what it does; parameters for scenarios)\n");
    menu.iter().for_each(|info| recipe(&mut text, info));
    text
}

/// The recipes of the lessons, with their parameters.
pub(super) fn of_lessons() -> String {
    let mut text = String::from("RECIPES OF THE LESSONS (for scenarios: no key orders them)\n");
    let lessons = recipes::lessons().iter();
    lessons.for_each(|lesson| recipe(&mut text, &lesson.info));
    text
}

fn recipe(text: &mut String, info: &RecipeInfo) {
    let key = info.key().unwrap_or(' ');
    line(
        text,
        format_args!("  {key}  {:<13} {}", info.name, info.summary),
    );
    for param in info.params {
        let range = match (param.min, param.max) {
            (Param::Count(min), Param::Count(max)) => format!("{min} to {max}"),
            _ => "a time".into(),
        };
        let default = value(param.default);
        line(
            text,
            format_args!(
                "       {} = {default} ({range}): {}",
                param.name, param.meaning
            ),
        );
    }
}

/// The built-in scenarios.
pub(super) fn scenarios() -> String {
    let mut text = String::from("SCENARIOS (tokio-kitchen run NAME, or a TOML file)\n");
    for scenario in scenario::names().filter_map(|name| Scenario::load(name).ok()) {
        line(
            &mut text,
            format_args!("  {:<13} {}", scenario.name, scenario.title),
        );
        line(
            &mut text,
            format_args!("                {}", scenario.about),
        );
    }
    text
}

/// What can be claimed of a run.
pub(super) fn claims() -> String {
    let mut text = String::from("CLAIMS (run --expect CLAIM, or [[expect]] in a scenario file)\n");
    let [shapes, subjects, words] = claim::page();
    for row in &shapes.rows {
        let [shape, about, example] = &row[..] else {
            continue;
        };
        line(&mut text, format_args!("  {shape}"));
        line(&mut text, format_args!("       {about}: {example}"));
    }
    line(
        &mut text,
        format_args!("  SUBJECT is one of (= measured, ~ inferred)"),
    );
    for row in &subjects.rows {
        let [name, mark, about, besides, example] = &row[..] else {
            continue;
        };
        line(&mut text, format_args!("  {mark} {name:<18} {about}"));
        let besides = match besides.as_str() {
            "" => String::new(),
            besides => format!("{besides}: "),
        };
        line(&mut text, format_args!("       {besides}{example}"));
    }
    for row in &words.rows {
        let [word, one_of] = &row[..] else {
            continue;
        };
        line(&mut text, format_args!("  {word:<10} {one_of}"));
    }
    text
}

/// The steps of which recipes are written in a scenario file, and their limits.
pub(super) fn steps() -> String {
    let mut text = String::from("STEPS (of a [[recipe]] in a scenario file)\n");
    for row in &scenario::recipe::VERBS {
        line(&mut text, format_args!("  {:<14} {}", row.word, row.about));
        line(&mut text, format_args!("                 {}", row.like));
    }
    for limit in scenario::recipe::limits() {
        line(&mut text, format_args!("  {limit}"));
    }
    text
}

fn value(param: Param) -> String {
    match param {
        Param::Count(count) => count.to_string(),
        Param::Span(span) => {
            let ms = span.as_millis();
            if ms < 1000 {
                format!("\"{ms}ms\"")
            } else {
                format!("\"{}s\"", ms as f64 / 1e3)
            }
        }
    }
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("writing to a String does not fail");
}
