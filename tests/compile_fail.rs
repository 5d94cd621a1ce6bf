//! What a task may not carry: the compiler refuses it, and takes the mended form. The lessons show
//! these files and these messages, so they must stay true.
//!
//! Words of messages differ between compilers. Of any compiler it is asked that it refuses for the
//! reason told; the whole text is compared by trybuild, where the compiler is the one it is of:
//! `TRYBUILD=overwrite cargo test --test compile_fail -- --ignored` writes it anew.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The compiler whose messages the files have.
const COMPILER: &str = "rustc 1.95.";

/// What must not compile, and what its message says: codes it may have, and words.
const REFUSED: [(&str, &[&str], &str); 2] = [
    ("borrowed", &["E0373", "E0597"], "borrow"),
    ("not_send", &[], "cannot be sent between threads safely"),
];
/// What must compile.
const MENDED: [&str; 2] = ["borrowed_fixed", "not_send_fixed"];
/// What lessons give to take away: it must compile, too.
const TO_TAKE: [&str; 3] = ["polite", "bakery", "shutdown"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A package of these files, which depends on nothing but Tokio.
fn package() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile-fail");
    std::fs::create_dir_all(&folder).expect("a folder of its own");
    let mut manifest = String::from(
        "[package]\nname = \"compile-fail\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [workspace]\n\n[dependencies]\n\
         tokio = { version = \"1\", features = [\"rt-multi-thread\", \"macros\", \
         \"sync\", \"time\"] }\n",
    );
    let here = REFUSED.map(|(name, ..)| name);
    let here = here.iter().chain(&MENDED);
    let here = here.map(|name| (name, format!("tests/compile_fail/{name}.rs")));
    let lessons = TO_TAKE.iter();
    let lessons = lessons.map(|name| (name, format!("assets/lessons/code/{name}.rs")));
    for (name, path) in here.chain(lessons) {
        let path = root().join(path);
        let path = path.display();
        manifest += &format!("\n[[bin]]\nname = \"{name}\"\npath = '{path}'\n");
    }
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("a file");
    // The versions of this repository: they are there without a network.
    let lock = folder.join("Cargo.lock");
    std::fs::copy(root().join("Cargo.lock"), lock).expect("a file");
    folder
}

/// The errors of each file that has some: code and words.
fn errors() -> BTreeMap<String, Vec<(String, String)>> {
    let folder = package();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--bins", "--keep-going", "--offline"]);
    cargo.arg("--message-format=json");
    cargo.env("CARGO_TARGET_DIR", folder.join("target"));
    let output = cargo.current_dir(&folder).output().expect("Cargo runs");
    let said = String::from_utf8(output.stdout).expect("text");
    let mut errors: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut finished = false;
    for line in said.lines() {
        let told: Value = serde_json::from_str(line).expect("JSON");
        finished |= told["reason"] == "build-finished";
        let message = &told["message"];
        // Each ends with how many there were.
        let counts = message["spans"].as_array().is_none_or(Vec::is_empty);
        if told["reason"] == "compiler-message" && message["level"] == "error" && !counts {
            let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let error = (words(&message["code"]["code"]), words(&message["message"]));
            let name = words(&told["target"]["name"]);
            errors.entry(name).or_default().push(error);
        }
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(finished && !said.is_empty(), "{complaint}");
    // What cannot even be built has no message of the compiler.
    assert!(!complaint.contains("failed to"), "{complaint}");
    errors
}

#[test]
fn each_is_refused_for_the_reason_told_and_the_mended_ones_are_taken() {
    let errors = errors();
    for (name, codes, words) in REFUSED {
        let found = errors
            .get(name)
            .unwrap_or_else(|| panic!("{name} compiles"));
        let [(code, message)] = &found[..] else {
            panic!("{name}: more than one error: {found:?}");
        };
        assert!(
            codes.is_empty() || codes.contains(&code.as_str()),
            "{name}: {found:?}"
        );
        assert!(message.contains(words), "{name}: {found:?}");
        let told = text(&root().join(format!("tests/compile_fail/{name}.stderr")));
        let first = told.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("error") && first.contains(words),
            "{name}: {first}"
        );
        assert!(
            codes.is_empty() || codes.iter().any(|code| first.contains(code)),
            "{first}"
        );
    }
    let refused = REFUSED.map(|(name, ..)| name);
    let others = errors
        .keys()
        .filter(|name| !refused.contains(&name.as_str()));
    assert_eq!(others.collect::<Vec<_>>(), [""; 0], "{errors:?}");
}

#[test]
fn the_lessons_show_these_files_and_messages() {
    let refused = REFUSED.iter();
    let refused = refused.flat_map(|(name, ..)| [format!("{name}.rs"), format!("{name}.stderr")]);
    let mended = MENDED.iter().map(|name| format!("{name}.rs"));
    for file in refused.chain(mended) {
        let shown = text(&root().join("assets/lessons/code").join(&file));
        let true_one = text(&root().join("tests/compile_fail").join(&file));
        assert_eq!(shown, true_one, "{file}");
    }
}

#[test]
#[ignore = "builds this package once more, with all it needs: some minutes"]
fn the_whole_messages_are_those_of_their_compiler() {
    let version = Command::new("rustc").arg("--version").output();
    let version = version.expect("a compiler").stdout;
    if !version.starts_with(COMPILER.as_bytes()) {
        return println!("the messages are those of {COMPILER}x: not compared");
    }
    let tests = trybuild::TestCases::new();
    for (name, ..) in REFUSED {
        tests.compile_fail(format!("tests/compile_fail/{name}.rs"));
    }
}
