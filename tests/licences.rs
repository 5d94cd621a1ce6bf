//! Every dependency has a licence that goes with "MIT OR Apache-2.0".

#[path = "support/child.rs"]
mod child;

/// Licences that ask for no more than their own text to be kept.
const ACCEPTED: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "WTFPL",
    "Zlib",
];

/// Whether an SPDX expression leaves a choice of accepted licences only. `AND` binds
/// closer than `OR`; some crates still write `/` for `OR`.
fn accepted(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut tokens = spaced.split_whitespace().peekable();
    any(&mut tokens) == Some(true) && tokens.next().is_none()
}

type Tokens<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// `None` where the expression is broken: then nothing about it is believed.
fn any(tokens: &mut Tokens<'_>) -> Option<bool> {
    let mut accepted = all(tokens)?;
    while tokens.next_if_eq(&"OR").is_some() {
        accepted |= all(tokens)?;
    }
    Some(accepted)
}

fn all(tokens: &mut Tokens<'_>) -> Option<bool> {
    let mut accepted = one(tokens)?;
    while tokens.next_if_eq(&"AND").is_some() {
        accepted &= one(tokens)?;
    }
    Some(accepted)
}

fn one(tokens: &mut Tokens<'_>) -> Option<bool> {
    let first = tokens.next()?;
    if first == "(" {
        let inside = any(tokens)?;
        return tokens.next_if_eq(&")").map(|_| inside);
    }
    let licence = match tokens.next_if_eq(&"WITH") {
        Some(_) => format!("{first} WITH {}", tokens.next()?),
        None => first.to_owned(),
    };
    Some(ACCEPTED.contains(&licence.as_str()))
}

#[test]
fn expressions_are_read_with_their_precedence() {
    for good in [
        "MIT",
        "MIT OR GPL-3.0",
        "MIT/Apache-2.0",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
        "GPL-3.0 AND MIT OR Zlib",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(accepted(good), "{good}");
    }
    for bad in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "",
        "MIT OR",
        "(MIT",
        "MIT MIT",
        "MIT WITH x",
    ] {
        assert!(!accepted(bad), "{bad}");
    }
}

#[test]
#[ignore = "asks cargo for the whole dependency tree; .ci/run runs it"]
fn every_dependency_has_an_accepted_licence() {
    let mut command = std::process::Command::new(env!("CARGO"));
    command.args(["metadata", "--locked", "--format-version", "1"]);
    let output = child::output(command.current_dir(env!("CARGO_MANIFEST_DIR")));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = tree["packages"].as_array().unwrap();
    assert!(packages.len() > 20, "only {} packages", packages.len());
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(accepted))
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}
