//! No text of the program names a key: texts say what is done, and the one table of keys
//! says which key does it. Reads the source as text.

#[path = "support/literals.rs"]
mod literals;

use literals::literals;
use std::path::{Path, PathBuf};

/// Who writes texts for the screen. Keys get their names in `ui/keymap/names.rs`.
const WRITERS: &[&str] = &["app", "kitchen", "ui"];

/// Keys that are no characters, as they are printed.
const NAMES: &[&str] = &[
    "Esc",
    "Enter",
    "Space",
    "Tab",
    "Backspace",
    "Home",
    "End",
    "PgUp",
    "PgDn",
    "PageUp",
    "PageDown",
    "Ctrl",
];

/// Words between which a lone character is a key: `press x`, `x goes back`.
const BEFORE: &[&str] = &["press", "presses", "type", "key", "keys"];
const AFTER: &[&str] = &[
    "goes", "opens", "shows", "jumps", "quits", "closes", "zooms", "searches", "search", "help",
    "quit", "back",
];

/// The keys a text names.
fn keys_named(text: &str) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || ",;:()".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let plain = word.trim_end_matches('.').split('-').next().unwrap_or("");
        // A sentence may begin with a lone letter that is a word, and `a` and `I` are some.
        let lone = word.chars().count() == 1 && !["a", "A", "I", "=", "~"].contains(word);
        let follows = at > 0 && BEFORE.contains(&words[at - 1].to_lowercase().as_str());
        let leads = words.get(at + 1).is_some_and(|next| AFTER.contains(next));
        if NAMES.contains(&plain) || (lone && (follows || leads)) {
            found.push((*word).to_owned());
        }
    }
    found
}

fn files() -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for writer in WRITERS {
        files.push(src.join(format!("{writer}.rs")));
        collect(&src.join(writer), &mut files);
    }
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable source folder") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let is_judged = !["tests", "fixtures", "names"].contains(&name.as_ref());
        if path.is_dir() && is_judged {
            collect(&path, files);
        } else if is_judged && path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn no_text_names_a_key() {
    let mut found = Vec::new();
    for file in files() {
        let source = std::fs::read_to_string(&file).expect("a readable source file");
        for (line, text) in literals(&source) {
            for key in keys_named(&text) {
                found.push(format!("{}:{line}: {key} in {text:?}", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_key_in_a_text_is_found() {
    for text in [
        "Esc back",
        "stopped here; End is live",
        "#1 woke #2 here; W goes back",
        "press 1 to hand one in",
        "? help",
        "/ search: ",
        "PgUp PgDn scroll",
        "needs 40x10; q quits",
        "Ctrl-C",
    ] {
        assert_ne!(keys_named(text), [""; 0], "{text}");
    }
    for text in [
        "Press a card on the pass",
        "the end of a poll; enter it",
        "= measured  ~ inferred",
        "X stall   . parked",
        "press ",
    ] {
        assert_eq!(keys_named(text), [""; 0], "{text}");
    }
}

#[test]
fn literals_are_found_with_their_lines() {
    let source = "// \"no\"\nlet a = \"one \\\" two\";\nlet c = '\"'; f(\"three\");\n\n#[cfg(test)]\nmod tests {\n    \"not\";\n}";
    assert_eq!(
        literals(source),
        [(2, "one \\\" two".to_owned()), (3, "three".to_owned())]
    );
}
