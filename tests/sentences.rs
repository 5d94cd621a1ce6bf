//! No sentence claims more than its events prove: each is said of events that prove it, and not
//! of others much like them. A sentence that is in neither fails.

#[path = "support/kitchen_words.rs"]
mod kitchen_words;
#[path = "support/literals.rs"]
mod literals;
#[path = "sentences/table.rs"]
mod table;
#[path = "sentences/world.rs"]
mod world;

use kitchen_words::kitchen_word;
use literals::literals;
use std::path::{Path, PathBuf};
use table::ROWS;
use tokio_kitchen::app::Register;
use tokio_kitchen::findings::FindingKind;
use tokio_kitchen::kitchen::findings;
use tokio_kitchen::kitchen::sentences::{Row as Sentence, rows};
use world::World;

/// Where the sentences are: files of the kitchen, and all in these folders.
const WRITERS: &[&str] = &[
    "narrator.rs",
    "findings.rs",
    "words.rs",
    "wakes.rs",
    "narrator",
    "inspector",
];

/// What has a test beside its source: what the story says of many facts at once, names of kinds
/// of happenings, what became of cards that are forgotten; and words for what cannot be missing
/// from a whole history.
const ELSEWHERE: &[&str] = &[
    // What a chef's page says of now.
    "runs the code of the card: one call of poll",
    "down just now, after",
    "marked by the card",
    // What the mark beside a line of code means.
    "marked: the line it was at with the chosen step",
    ", no .await that waits: nobody can take it away",
    "one poll for",
    ", at which line is not known: nobody can take it away",
    "in hand: being polled now",
    "block_in_place: blocks without a chef",
    "in the bakery: it may block",
    "not polled yet: none of it has run",
    "ready: goes on here when a chef takes it",
    "binned here: dropped at this .await, half-made",
    "(the line: where it held a chef)",
    "among them,",
    "'s rail (~",
    "steals).",
    "and at least",
    "driver frozen (timers, sockets)",
    "nothing was seen of",
    "Nothing was seen of",
    "it was not seen who held them up",
    "it said nothing",
    "wait for a baker (blocking pool)",
    "waits, of up to",
    "A rush went by",
    "cards handed in so far,",
    "Too much happened at once to be told card by card.",
    "The chef who held the driver was called to a card that blocks, and woke no other.",
    "Nobody minded the bells (timers frozen): up to",
    "no bell rings (timers overdue)",
    "stuck in the clip (LIFO slot)",
    "ready for long",
    "moved to another chef (~)",
    "another chef's",
    "What became of it is forgotten. An abort takes effect at an .await that has to wait.",
    "It was over by then: nothing was left to stop.",
    "(of the next",
    "; the log begins at",
    "earlier steps forgotten:",
    "an unknown place",
    "a line not known",
    "the program",
    "The program",
    "is held by",
    "The card has marked this line.",
    "begins a poll of",
    "Deadlock with",
    "Each waits for what the next one has: none goes on unless one gives its wait up.",
    "not given back: cards waited for it, for",
    "a lock left by what is over",
    "too long to be followed further",
];

/// Shorter parts are words, not claims.
const CLAIM: usize = 9;

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)
}

/// The source files at a path, but for tests.
fn files(path: PathBuf, found: &mut Vec<PathBuf>) {
    if path.file_stem().is_some_and(|name| name == "tests") {
        return;
    }
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("a readable folder") {
            files(entry.expect("a readable entry").path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        found.push(path);
    }
}

/// The longest part of a text that does not change.
fn fixed(text: &str) -> String {
    let fixed = text.split(['{', '}']).step_by(2).map(str::trim);
    let longest = fixed.max_by_key(|part| part.len()).unwrap_or_default();
    longest.to_owned()
}

/// Of the sentences of the table those that tell of events, with their names. What the
/// application says of itself has its test beside its source.
fn sentences() -> impl Iterator<Item = (String, String)> {
    let of_events = |row: &&Sentence| {
        let theme = row.theme.rsplit("::").next().unwrap_or_default();
        !matches!(
            theme,
            "asked" | "by_hand" | "lesson" | "notices" | "questions" | "refused" | "timeline"
        )
    };
    let told = rows().filter(of_events);
    told.map(|row| (format!("{}::{}", row.theme, row.name), fixed(row.kitchen)))
}

/// The parts of the literals that do not change.
fn claims(path: &Path) -> Vec<(usize, String)> {
    let source = std::fs::read_to_string(path).expect("a source file");
    let parts = |(line, text): (usize, String)| {
        // A literal that goes on in the next line has no gap there.
        let mut parts = text.split("\\\n").map(str::trim_start);
        let first = text.split("\\\n").next().unwrap_or_default().to_owned();
        let text = first + &parts.by_ref().skip(1).collect::<String>();
        (line, fixed(&text))
    };
    let claims = literals(&source).into_iter().map(parts);
    claims.filter(|(_, part)| part.len() >= CLAIM).collect()
}

#[test]
fn each_sentence_is_said_where_its_events_are_and_not_where_they_lack() {
    let mut wrong = Vec::new();
    for row in ROWS {
        let (of, not_of) = (World::of(row.of).said(), World::of(row.not_of).said());
        for says in row.says {
            if !of.contains(says) {
                wrong.push(format!("not said of {}:\n  {says}", row.of));
            }
            if not_of.contains(says) {
                wrong.push(format!("said of {}:\n  {says}", row.not_of));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn no_sentence_is_left_out() {
    let said: Vec<&str> = ROWS.iter().flat_map(|row| row.says).copied().collect();
    let told = |part: &str| {
        let known = said.iter().chain(ELSEWHERE);
        let mut known = known.filter(|says| says.len() >= CLAIM);
        known.any(|says| says.contains(part) || part.contains(says))
    };
    let mut left = Vec::new();
    let mut paths = Vec::new();
    for writer in WRITERS {
        files(source("kitchen").join(writer), &mut paths);
    }
    assert!(paths.len() > WRITERS.len(), "the folders are not empty");
    for path in paths {
        for (line, part) in claims(&path) {
            if !told(&part) {
                left.push(format!("{}:{line}: {part}", path.display()));
            }
        }
    }
    for (name, part) in sentences().filter(|(_, part)| part.len() >= CLAIM) {
        if !told(&part) {
            left.push(format!("{name}: {part}"));
        }
    }
    assert!(left.is_empty(), "no row for\n{}\n", left.join("\n"));
}

/// Without what is put in: `{subject}`, or with it.
#[test]
fn no_sentence_in_tokios_words_has_a_word_of_the_kitchen() {
    let mut wrong = Vec::new();
    for row in rows() {
        let own: String = row.tokio.split(['{', '}']).step_by(2).collect();
        if let Some(word) = kitchen_word(&own) {
            wrong.push(format!("{}: {word}: {}", row.name, row.tokio));
        }
        // Kitchen words are what makes the two differ, so nothing differs without one.
        let analogy: String = row.kitchen.split(['{', '}']).step_by(2).collect();
        if row.kitchen == row.tokio && kitchen_word(&analogy).is_some() {
            wrong.push(format!(
                "{}: told in one register: {}",
                row.name, row.kitchen
            ));
        }
    }
    let worlds = ROWS.iter().flat_map(|row| [row.of, row.not_of]);
    for script in worlds {
        let mut world = World::of(script);
        let told = world.narrated(Register::Tokio) + &world.steps(Register::Tokio);
        for line in told.lines() {
            // A card has its kind as its name.
            if let Some(word) = kitchen_word(line) {
                wrong.push(format!("{word}: {line}"));
            }
        }
    }
    for kind in FindingKind::ALL {
        let told = findings::words(kind, Register::Tokio);
        if let Some(word) = kitchen_word(told) {
            wrong.push(format!("{word}: {told}"));
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// One fact, one line in each register, as sure in one as in the other.
#[test]
fn both_registers_tell_the_same_facts_as_surely() {
    for script in ROWS.iter().flat_map(|row| [row.of, row.not_of]) {
        let mut world = World::of(script);
        let mut told = |words| world.narrated(words) + &world.steps(words);
        let (analogy, tokio) = (told(Register::Analogy), told(Register::Tokio));
        assert_eq!(analogy.lines().count(), tokio.lines().count(), "{script}");
        for (a, b) in analogy.lines().zip(tokio.lines()) {
            assert_eq!(a.matches('~').count(), b.matches('~').count(), "{a}\n{b}");
            assert_eq!(digits(a), digits(b), "{a}\n{b}");
        }
    }
}

/// The numbers of a line, `#07` and `7` being one.
fn digits(line: &str) -> Vec<u64> {
    let numbers = line.split(|c: char| !c.is_ascii_digit());
    let mut numbers: Vec<u64> = numbers.filter_map(|number| number.parse().ok()).collect();
    // The order may be another one.
    numbers.sort_unstable();
    numbers
}

/// Chefs are they, and so is everybody else.
#[test]
fn nobody_is_he() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("README.md"), root.join("CHANGELOG.md")];
    let mut folders = vec![root.join("src"), root.join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    let words = ["he", "him", "his", "himself", "she", "her", "hers"];
    let mut found = Vec::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            let mut all = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            if all.any(|word| words.contains(&word.to_lowercase().as_str())) {
                found.push(format!("{}:{}: {line}", file.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}
