//! Symbols whose width terminals disagree about break columns: none may be in the source
//! or the assets. One code point each, one column each.

use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthChar;

/// Why a symbol must not be used, if so.
fn trouble(c: char) -> Option<&'static str> {
    match c {
        '\u{200D}' => Some("a joiner: terminals disagree about what it joins"),
        '\u{FE0E}' | '\u{FE0F}' => Some("a variation selector: terminals disagree about its width"),
        '\u{1F3FB}'..='\u{1F3FF}' => Some("a skin tone"),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' => {
            Some("a direction override: it reorders the line")
        }
        '\n' | '\r' | '\t' => None,
        c if c.is_control() => Some("a control character"),
        c if c.width() == Some(2) => Some("two columns wide"),
        c if c.width() == Some(0) => Some("no column of its own"),
        _ => None,
    }
}

fn troubles(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for c in line.chars() {
            if let Some(why) = trouble(c) {
                found.push(format!("line {}: {:?}: {why}", number + 1, c));
            }
        }
    }
    found
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn source_and_assets_use_plain_symbols_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join("src"), &mut paths);
    assert!(!paths.is_empty());
    files(&root.join("assets"), &mut paths);
    let mut found = Vec::new();
    for path in paths {
        // What is no text (a recording, say) is not written on screen as it is.
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        found.extend(
            troubles(&text)
                .iter()
                .map(|t| format!("{}: {t}", path.display())),
        );
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_check_can_fail() {
    for bad in [
        "\u{1F468}\u{200D}\u{1F373}",
        "\u{26A0}\u{FE0F}",
        "\u{1F3FD}",
        "\u{4E2D}",
        "\u{1F373}",
        "e\u{301}",
        "\u{202E}x",
        "\x1b[0m",
    ] {
        assert!(!troubles(bad).is_empty(), "{bad:?}");
    }
}

#[test]
fn plain_symbols_pass() {
    let fine = "chef (^_^) | =~ \u{2502}\u{2500}\u{250C} \u{2588}\u{2581} \u{28FF} \u{00D7} \u{00B7} \u{2026}\ttab";
    assert_eq!(troubles(fine), [""; 0]);
}
