//! Keeps the map in `src/lib.rs` true: who may know whom, and which words are spoken where.
//!
//! Reads the source as text. Every rule is also shown, on a sample, that it can fail.

#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/packages.rs"]
mod packages;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/probe.rs"]
mod probe;

use paths::{Module, Sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What one module may name of its own crate, and of others.
struct Rule {
    module: &'static str,
    /// Modules of this crate it may name; itself is always allowed.
    may_know: &'static [&'static str],
    /// Foreign paths it must not name.
    must_not_name: &'static [&'static str],
}

const SCREEN: &[&str] = &["ratatui", "crossterm"];

/// The table. `main.rs` and `lib.rs` stand above it.
const RULES: &[Rule] = &[
    Rule {
        module: "plain",
        may_know: &[],
        must_not_name: PURE,
    },
    Rule {
        module: "limits",
        may_know: &[],
        must_not_name: PURE,
    },
    Rule {
        module: "order",
        may_know: &["events"],
        must_not_name: &[
            "tokio",
            "tokio_metrics",
            "ratatui",
            "crossterm",
            "anyhow",
            "serde",
        ],
    },
    Rule {
        module: "recipes",
        may_know: &["events", "order", "probe", "threads"],
        must_not_name: SCREEN,
    },
    Rule {
        module: "engine",
        may_know: &["events", "order", "probe", "recipes", "threads"],
        must_not_name: SCREEN,
    },
    Rule {
        module: "source",
        may_know: &[
            "stack",
            "events",
            "order",
            "probe",
            "engine",
            "remote",
            "recording",
            "threads",
        ],
        must_not_name: SCREEN,
    },
    Rule {
        module: "document",
        may_know: &["events"],
        must_not_name: PURE,
    },
    Rule {
        module: "opening",
        may_know: &["events", "lesson", "model", "order", "scenario", "source"],
        must_not_name: SCREEN,
    },
    Rule {
        module: "compare",
        may_know: &["config"],
        must_not_name: &[
            "tokio",
            "tokio_metrics",
            "ratatui",
            "crossterm",
            "clap",
            "Instant::now",
        ],
    },
    Rule {
        module: "config",
        may_know: &["events", "order"],
        must_not_name: PURE,
    },
    Rule {
        module: "scenario",
        may_know: &["events", "document", "order", "recipes", "claim"],
        must_not_name: PURE,
    },
    Rule {
        module: "model",
        may_know: &["events"],
        must_not_name: PURE,
    },
    Rule {
        module: "findings",
        may_know: &["events", "model"],
        must_not_name: PURE,
    },
    Rule {
        module: "camera",
        may_know: &["events", "model", "findings"],
        must_not_name: PURE,
    },
    Rule {
        module: "claim",
        may_know: &["events", "document", "model", "camera"],
        must_not_name: PURE,
    },
    Rule {
        module: "lesson",
        may_know: &["events", "document", "order", "model", "claim", "scenario"],
        must_not_name: PURE,
    },
    Rule {
        module: "stack",
        may_know: &["events", "probe", "threads"],
        must_not_name: SCREEN,
    },
    Rule {
        module: "remote",
        may_know: &["events", "plain", "probe", "threads"],
        must_not_name: SCREEN,
    },
    Rule {
        module: "recording",
        may_know: &["events", "files", "probe", "stack"],
        must_not_name: SCREEN,
    },
    Rule {
        module: "export",
        may_know: &["config", "events", "files", "model", "probe", "recording"],
        must_not_name: SCREEN,
    },
    Rule {
        module: "stage",
        may_know: &["events", "order", "model", "findings", "camera", "claim"],
        must_not_name: PURE,
    },
    Rule {
        module: "gate",
        may_know: &["events", "document", "model", "claim", "stage"],
        must_not_name: PURE,
    },
    Rule {
        module: "app",
        may_know: &[
            "events", "order", "model", "findings", "camera", "claim", "stage", "lesson",
            "scenario",
        ],
        must_not_name: PURE,
    },
    Rule {
        module: "kitchen",
        may_know: &[
            "events", "document", "order", "model", "findings", "camera", "claim", "lesson", "app",
        ],
        must_not_name: PURE,
    },
    Rule {
        module: "ui",
        may_know: &[
            "kitchen", "app", "findings", "events", "order", "lesson", "compare",
        ],
        must_not_name: &["tokio", "tokio_metrics", "Instant::now"],
    },
    Rule {
        module: "terminal",
        may_know: &["threads"],
        must_not_name: &["tokio", "ratatui"],
    },
    Rule {
        module: "threads",
        may_know: &[],
        must_not_name: &["tokio", "tokio_metrics", "ratatui", "crossterm", "anyhow"],
    },
    Rule {
        module: "files",
        may_know: &[],
        must_not_name: &["tokio", "tokio_metrics", "ratatui", "crossterm", "anyhow"],
    },
    Rule {
        module: "event_loop",
        may_know: &[
            "export",
            "stack",
            "source",
            "stage",
            "events",
            "order",
            "probe",
            "recipes",
            "engine",
            "scenario",
            "model",
            "claim",
            "config",
            "app",
            "kitchen",
            "ui",
            "terminal",
            "threads",
            "files",
            "compare",
            "lesson",
            "opening",
            "document",
            "recording",
            "remote",
            "camera",
            "plain",
        ],
        must_not_name: &["clap"],
    },
    Rule {
        module: "headless",
        may_know: &[
            "stack",
            "source",
            "stage",
            "events",
            "order",
            "probe",
            "engine",
            "scenario",
            "config",
            "model",
            "findings",
            "kitchen",
            "threads",
            "claim",
            "compare",
            "app",
            "lesson",
            "opening",
            "recipes",
            "recording",
            "gate",
            "remote",
        ],
        must_not_name: &["clap", "ratatui", "crossterm"],
    },
    Rule {
        module: "bench",
        may_know: &[
            "stack",
            "source",
            "stage",
            "events",
            "order",
            "probe",
            "recipes",
            "engine",
            "config",
            "model",
            "camera",
            "app",
            "kitchen",
            "ui",
            "terminal",
            "event_loop",
            "threads",
            "recording",
        ],
        must_not_name: &["clap"],
    },
    Rule {
        module: "cli",
        may_know: &[
            "events",
            "document",
            "config",
            "order",
            "recipes",
            "scenario",
            "bench",
            "ui",
            "claim",
            "compare",
            "lesson",
            "recording",
            "remote",
        ],
        must_not_name: &["tokio", "ratatui", "crossterm"],
    },
    Rule {
        module: "program",
        may_know: &[
            "cli",
            "config",
            "headless",
            "bench",
            "event_loop",
            "export",
            "remote",
        ],
        must_not_name: &["tokio", "ratatui", "crossterm", "clap"],
    },
];

/// No runtime, no terminal, no clock.
const PURE: &[&str] = &[
    "tokio",
    "tokio_metrics",
    "ratatui",
    "crossterm",
    "Instant::now",
    "SystemTime::now",
];

/// Modules that speak Tokio's language only.
const TOKIO_SPEAKERS: &[&str] = &[
    "engine",
    "order",
    "source",
    "model",
    "findings",
    "camera",
    "claim",
    "stage",
    "gate",
    "app",
    "stack",
    "limits",
    "plain",
    "compare",
    "recording",
];

/// Kitchen words, whole, in lower case.
const KITCHEN_WORDS: &[&str] = &[
    "chef", "chefs", "stove", "stoves", "card", "cards", "cook", "cooks", "cooked", "cooking",
    "kitchen", "kitchens", "rail", "rails", "clip", "clips", "bakery", "baker", "bakers", "dish",
    "dishes", "oven", "ovens", "bell", "bells", "brigade",
];

/// The source with comments and the contents of strings blanked, line by line kept.
///
/// Good enough for code that is formatted and compiles: it knows line and block comments,
/// strings with escapes, raw strings and character literals.
fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut i = 0;
    while i < chars.len() {
        let end = blank_end(&chars, i);
        if end > i {
            out.extend(
                chars[i..end]
                    .iter()
                    .map(|c| if *c == '\n' { '\n' } else { ' ' }),
            );
            i = end;
        } else {
            out.push(chars[i]);
            i += 1;
        }
    }
    out
}

/// Where the comment, string or character that begins at `i` ends; `i` if none does.
fn blank_end(chars: &[char], i: usize) -> usize {
    let at = |k: usize| chars.get(k).copied().unwrap_or('\0');
    let from = |k: usize, part: &str| {
        chars[k.min(chars.len())..].starts_with(&part.chars().collect::<Vec<_>>())
    };
    if from(i, "//") {
        return (i..chars.len())
            .find(|k| chars[*k] == '\n')
            .unwrap_or(chars.len());
    }
    if from(i, "/*") {
        return (i..chars.len())
            .find(|k| from(*k, "*/"))
            .map_or(chars.len(), |k| k + 2);
    }
    let before = if i == 0 { ' ' } else { chars[i - 1] };
    if at(i) == 'r' && !(before.is_alphanumeric() || before == '_') {
        let hashes = (i + 1..chars.len())
            .take_while(|k| chars[*k] == '#')
            .count();
        if at(i + 1 + hashes) == '"' {
            let close = format!("\"{}", "#".repeat(hashes));
            let found = (i + 2 + hashes..chars.len()).find(|k| from(*k, &close));
            return found.map_or(chars.len(), |k| k + close.len());
        }
    }
    if at(i) == '"' {
        let mut k = i + 1;
        while k < chars.len() && chars[k] != '"' {
            k += if chars[k] == '\\' { 2 } else { 1 };
        }
        return (k + 1).min(chars.len());
    }
    if at(i) == '\'' {
        if at(i + 1) == '\\' {
            return (i + 3..chars.len())
                .find(|k| chars[*k] == '\'')
                .map_or(i, |k| k + 1);
        }
        if at(i + 2) == '\'' {
            return i + 3;
        }
    }
    i
}

/// The code without `#[cfg(test)] mod tests { … }` and `#[cfg(test)] mod tests;`: tests may
/// build what the code itself must not know.
fn without_tests(code: &str) -> String {
    let Some(at) = code.find("#[cfg(test)]") else {
        return code.to_owned();
    };
    let rest = &code[at..];
    let open = rest.find('{').unwrap_or(usize::MAX);
    let semicolon = rest.find(';').unwrap_or(usize::MAX);
    let end = if semicolon < open {
        semicolon + 1
    } else {
        let mut depth = 0_usize;
        let close = rest.char_indices().find_map(|(k, c)| {
            match c {
                '{' => depth += 1,
                '}' => {
                    depth -= 1;
                    return (depth == 0).then_some(k + 1);
                }
                _ => {}
            }
            None
        });
        close.unwrap_or(rest.len())
    };
    let kept = &code[..at];
    let lines = "\n".repeat(rest[..end].matches('\n').count());
    format!("{kept}{lines}{}", without_tests(&rest[end..]))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Modules of this crate that are named: `crate::x`, `tokio_kitchen::x` and each name of
/// `crate::{x, y::z}`. With the line.
fn own_modules(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for root in ["crate::", "tokio_kitchen::"] {
        for (at, _) in code.match_indices(root) {
            if code[..at].ends_with(is_word) {
                continue;
            }
            let rest = &code[at + root.len()..];
            let line = line_of(code, at);
            if let Some(list) = rest.strip_prefix('{') {
                found.extend(first_names(list).into_iter().map(|name| (line, name)));
            } else {
                found.push((line, rest.chars().take_while(|c| is_word(*c)).collect()));
            }
        }
    }
    found
}

/// The first names of a list in braces: `a::{b, c}, d` gives a and d.
fn first_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut fresh) = (0_usize, true);
    let mut name = String::new();
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut name));
                fresh = true;
            }
            c if depth == 0 && fresh && is_word(c) => name.push(c),
            ':' => fresh = false,
            _ => {}
        }
    }
    names.push(name);
    names.retain(|name| !name.is_empty());
    names
}

/// Lines that name a foreign path: the path begins at a word's start and ends at one's end.
fn names_path(code: &str, path: &str) -> Vec<usize> {
    let is_crate = !path.contains("::");
    code.match_indices(path)
        .filter(|(at, _)| {
            let (before, after) = (&code[..*at], &code[at + path.len()..]);
            let whole = !before.ends_with(is_word) && !after.starts_with(is_word);
            // A crate is named where a path begins with it; a field `.tokio` is no crate.
            let used = after.starts_with("::")
                || before.ends_with("use ")
                || before.ends_with("extern crate ");
            let rooted = !before.ends_with("::") || before.ends_with(" ::");
            whole && (!is_crate || (used && rooted))
        })
        .map(|(at, _)| line_of(code, at))
        .collect()
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text[..at].matches('\n').count()
}

/// What a source file of `rule.module` does that it may not.
fn breaches(rules: &[Rule], rule: &Rule, source: &str) -> Vec<String> {
    let code = without_tests(&code_only(source));
    let own = own_modules(&code).into_iter().filter_map(|(line, name)| {
        let known = rules.iter().any(|r| r.module == name) || OTHERS.contains(&name.as_str());
        let allowed = name == rule.module
            || FOR_ALL.contains(&name.as_str())
            || rule.may_know.contains(&name.as_str());
        (known && !allowed).then(|| format!("line {line}: names crate::{name}"))
    });
    let foreign = rule.must_not_name.iter().flat_map(|path| {
        names_path(&code, path)
            .into_iter()
            .map(move |line| format!("line {line}: names {path}"))
    });
    own.chain(foreign).collect()
}

/// Modules that everybody may know: they know nothing themselves.
const FOR_ALL: &[&str] = &["limits", "plain"];

/// Modules without a row: known where a row says so. The first two are the probe's package, by
/// the names it has here; the others are for nobody.
const OTHERS: &[&str] = &["events", "probe", "main", "testkit"];

/// Kitchen words in a text, identifiers and comments alike; the names of the two crates and of
/// the variables, and the word recipe, are no breach.
fn kitchen_words(source: &str) -> Vec<String> {
    let text = source
        .replace("tokio-kitchen", "tokio")
        .replace("tokio_kitchen", "tokio")
        .replace("TOKIO_KITCHEN", "TOKIO")
        .replace("KITCHEN_MAX_POLL", "MAX_POLL")
        .replace("kitchen_probe", "probe");
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for word in words(line) {
            if KITCHEN_WORDS.contains(&word.as_str()) {
                found.push(format!("line {}: {word}", number + 1));
            }
        }
    }
    found
}

/// Words in lower case; `snake_case` and `CamelCase` are several.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for c in line.chars() {
        if !c.is_alphabetic() || (c.is_uppercase() && lower_before) {
            words.push(String::new());
        }
        if c.is_alphabetic() {
            words
                .last_mut()
                .expect("one is there from the start")
                .extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The files of a module: `x.rs` and everything under `x/` in a folder of sources.
fn files_of(src: &Path, module: &str) -> Vec<PathBuf> {
    let mut files = vec![src.join(format!("{module}.rs"))];
    collect(&src.join(module), &mut files);
    files.retain(|file| file.exists());
    files
}

/// This package's sources.
fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a readable source folder").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// A file of its own for tests, as `foo/tests.rs` or `foo/tests/…`: judged as tests are.
fn is_test_file(path: &Path) -> bool {
    let inside = path
        .strip_prefix(env!("CARGO_MANIFEST_DIR"))
        .unwrap_or(path);
    inside.iter().any(|part| {
        let part = part.to_string_lossy();
        ["tests", "tests.rs", "fixtures", "fixtures.rs"].contains(&part.as_ref())
    })
}

fn report(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// What the files of a package do that its table does not allow.
fn all_breaches(src: &Path, rules: &[Rule]) -> Vec<String> {
    let mut found = Vec::new();
    for rule in rules {
        let files = files_of(src, rule.module);
        assert!(!files.is_empty(), "no files of {}", rule.module);
        for file in files.iter().filter(|file| !is_test_file(file)) {
            let source = std::fs::read_to_string(file).expect("a readable source file");
            let breaches = breaches(rules, rule, &source);
            let told = breaches
                .iter()
                .map(|breach| format!("{}: {breach}", file.display()));
            found.extend(told);
        }
    }
    found
}

#[test]
fn modules_know_only_whom_they_may() {
    report(all_breaches(&src(), RULES));
}

#[test]
fn only_the_upper_half_speaks_kitchen() {
    let mut found = Vec::new();
    for file in TOKIO_SPEAKERS
        .iter()
        .flat_map(|module| files_of(&src(), module))
    {
        let source = std::fs::read_to_string(&file).expect("a readable source file");
        let words = kitchen_words(&source);
        found.extend(
            words
                .iter()
                .map(|word| format!("{}: {word}", file.display())),
        );
    }
    report(found);
}

/// Files and folders of a package's sources without a row.
fn without_row(src: &Path, rules: &[Rule]) -> Vec<String> {
    let entries = std::fs::read_dir(src).expect("src is there");
    let names = entries.map(|entry| {
        let path = entry.expect("a readable entry").path();
        let name = path.file_stem().expect("a name");
        name.to_string_lossy().into_owned()
    });
    let known = |name: &String| {
        rules.iter().any(|rule| rule.module == name)
            || OTHERS.contains(&name.as_str())
            || name == "lib"
    };
    names
        .filter(|name| !known(name))
        .map(|name| format!("src/{name} has no row in the table: who may know it?"))
        .collect()
}

#[test]
fn every_folder_of_src_has_a_row() {
    report(without_row(&src(), RULES));
}

/// Examples show what others can use too: they are built with the modules of this package's
/// own tests in reach, and name none of them.
#[test]
fn examples_use_what_is_public() {
    let mut files = Vec::new();
    collect(&src().with_file_name("examples"), &mut files);
    assert!(!files.is_empty());
    let mut found = Vec::new();
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a readable example");
        let named = own_modules(&code_only(&source));
        let private = named
            .iter()
            .filter(|(_, name)| !PUBLIC.contains(&name.as_str()));
        found
            .extend(private.map(|(line, name)| format!("{}: line {line}: {name}", file.display())));
    }
    report(found);
}

/// Modules that are public without the feature `internals`.
const PUBLIC: &[&str] = &["probe", "events", "model", "findings", "camera", "stack"];

/// Arrows the table does not allow, however the path is written: `super::super::` leads to
/// the root as `crate::` does.
fn around_the_table(rules: &[Rule], arrows: &BTreeSet<(Module, Module)>) -> Vec<String> {
    let forbidden = arrows.iter().filter(|(from, to)| {
        let (Some(from), Some(to)) = (from.first(), to.first()) else {
            return false;
        };
        let rule = rules.iter().find(|rule| rule.module == from);
        let refused = |rule: &Rule| !rule.may_know.contains(&to.as_str());
        from != to && !FOR_ALL.contains(&to.as_str()) && rule.is_some_and(refused)
    });
    forbidden
        .map(|(from, to)| format!("{} names {}", from.join("::"), to.join("::")))
        .collect()
}

#[test]
fn no_path_leads_around_the_table() {
    report(around_the_table(
        RULES,
        &circles::sources_of(&src()).arrows(),
    ));

    let file = |module: &str, code: &str| {
        let module: Module = module.split("::").map(str::to_owned).collect();
        (module, code.to_owned())
    };
    let sneaking = file("scenario::player", "use super::super::model::Model;");
    let sources = Sources::new([file("model", ""), file("scenario", ""), sneaking]);
    let found = around_the_table(RULES, &sources.arrows());
    assert_eq!(found, ["scenario::player names model"]);
}

#[test]
fn each_rule_can_fail() {
    let rule = |module: &str| RULES.iter().find(|r| r.module == module).unwrap();
    let broken = |module, source| !breaches(RULES, rule(module), source).is_empty();

    assert!(broken("order", "use tokio::time::Duration;"));
    assert!(broken(
        "order",
        "use crate::{events::TaskId, model::Model};"
    ));
    assert!(broken("engine", "fn f() { ratatui::init(); }"));
    assert!(broken("recipes", "use crate::engine::Engine;"));
    assert!(broken("engine", "use crate::app::App;"));
    assert!(broken("scenario", "use crate::model::Model;"));
    assert!(broken("model", "let t = std::time::Instant::now();"));
    assert!(broken("model", "use tokio::sync::mpsc;"));
    assert!(broken("camera", "use crate::app::App;"));
    assert!(broken("source", "use crate::stage::Stage;"));
    assert!(broken("stage", "use crate::probe::Reader;"));
    assert!(broken("stage", "use crate::scenario::Player;"));
    assert!(broken("app", "use crossterm::event::KeyEvent;"));
    assert!(broken("app", "use crate::kitchen::scene;"));
    assert!(broken("kitchen", "use crate::engine::Engine;"));
    assert!(broken("kitchen", "use ratatui::layout::Rect;"));
    assert!(broken("ui", "use crate::probe::Reader;"));
    assert!(broken("ui", "use crate::{app::Action, model::Model};"));
    assert!(broken("terminal", "use crate::app::App;"));
    assert!(broken("app", "use crate::event_loop::run;"));
    assert!(broken("config", "use crate::scenario::Scenario;"));
    assert!(broken("document", "use crate::scenario::Scenario;"));
    assert!(broken("event_loop", "use crate::cli::Cli;"));
    assert!(broken("headless", "use crate::ui::draw;"));
    assert!(broken("bench", "use crate::cli::Cli;"));
    assert!(broken("cli", "use crate::event_loop::run;"));
}

#[test]
fn what_is_allowed_passes() {
    let rule = |module: &str| RULES.iter().find(|r| r.module == module).unwrap();
    let fine = |module, source: &str| assert_eq!(breaches(RULES, rule(module), source), [""; 0]);

    fine("model", "use crate::events::{Event, Nanos};");
    fine(
        "model",
        "// never tokio::time here\nlet name = \"tokio::time\"; /* Instant::now */",
    );
    fine(
        "model",
        "#[cfg(test)]\nmod tests {\n    use crate::app::App;\n}\nfn f() {}",
    );
    fine("app", "let version = run.tokio; let tokio_version = 1;");
    fine(
        "ui",
        "use crate::kitchen::scene::Scene;\nuse ratatui::Frame;",
    );
    fine(
        "engine",
        "use crate::{probe::{Probe, Reader}, recipes, events as p};",
    );
    fine("app", "let c = '\"'; let d = '\\''; use super::gap::Gaps;");
}

#[test]
fn code_after_a_test_module_is_still_judged() {
    let rule = RULES.iter().find(|r| r.module == "model").unwrap();
    let source = "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::app::App;";
    assert_eq!(breaches(RULES, rule, source), ["line 3: names crate::app"]);
}

#[test]
fn kitchen_words_are_found_in_names_and_comments() {
    assert_eq!(kitchen_words("// the chef\nlet x = 1;"), ["line 1: chef"]);
    assert_eq!(kitchen_words("struct StoveView;"), ["line 1: stove"]);
    assert_eq!(kitchen_words("let next_card = 1;"), ["line 1: card"]);
    assert_eq!(
        kitchen_words("fn cooking() {} // KITCHEN"),
        ["line 1: cooking", "line 1: kitchen"]
    );
}

#[test]
fn other_words_are_not() {
    let none: [String; 0] = [];
    assert_eq!(
        kitchen_words("let discard = cardinal; // railway, eclipse, label, recipe"),
        none
    );
    assert_eq!(
        kitchen_words("use tokio_kitchen::probe; // tokio-kitchen"),
        none
    );
}
