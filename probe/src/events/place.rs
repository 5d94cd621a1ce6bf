//! A name for tasks of which only the line of their spawn is known.

/// The name of a kind of task of which only the line of its spawn is known: the crate and the file,
/// if the line is a dependency's; else the file. And the line.
pub fn kind_at(file: &str, line: u32) -> String {
    let parts: Vec<_> = file.split(['/', '\\']).collect();
    match of_dependency(&parts) {
        Some((package, inside)) => match module(inside) {
            Some(module) => format!("{package} {module}:{line}"),
            None => format!("{package}:{line}"),
        },
        None => match *parts.as_slice() {
            [.., folder, file @ "mod.rs"] => format!("{folder}/{file}:{line}"),
            [.., file] => format!("{file}:{line}"),
            [] => format!("?:{line}"),
        },
    }
}

/// The name of the package, and the path inside it: as Cargo lays them out where it has them
/// from a registry (`registry/src/INDEX/NAME-VERSION/`) or from Git
/// (`git/checkouts/NAME-HASH/REVISION/`).
fn of_dependency<'a, 'b>(parts: &'b [&'a str]) -> Option<(&'a str, &'b [&'a str])> {
    let after = |marks: [&str; 2]| parts.windows(2).position(|pair| pair == marks);
    let (at, inside) = match (after(["registry", "src"]), after(["git", "checkouts"])) {
        (Some(at), _) => (at + 3, at + 4),
        (None, Some(at)) => (at + 2, at + 4),
        (None, None) => return None,
    };
    let (name, _) = parts.get(at)?.rsplit_once('-')?;
    // A version may have dashes of its own: `1.0.0-rc.1`.
    let is_version =
        |part: &str| part.starts_with(|c: char| c.is_ascii_digit()) && part.contains('.');
    let name = match name.rsplit_once('-') {
        Some((name, version)) if is_version(version) => name,
        _ => name,
    };
    Some((name, parts.get(inside..)?))
}

/// The module a file is named after; none for the root of a crate.
fn module<'a>(path: &[&'a str]) -> Option<&'a str> {
    match *path {
        [.., "src", "lib.rs" | "main.rs"] | [] => None,
        [.., folder, "mod.rs"] => Some(folder),
        [.., file] => Some(file.strip_suffix(".rs").unwrap_or(file)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_is_named_and_its_file() {
        let registry = "/home/a/.cargo/registry/src/index.example-1949cf8c6b5b557f";
        let name = |path: &str| kind_at(&format!("{registry}/{path}"), 7);
        assert_eq!(name("axum-0.8.4/src/serve/mod.rs"), "axum serve:7");
        assert_eq!(
            name("hyper-util-0.1.16/src/rt/tokio.rs"),
            "hyper-util tokio:7"
        );
        assert_eq!(name("h2-1.0.0-rc.1/src/lib.rs"), "h2:7");
        assert_eq!(
            kind_at(r"C:\cargo\registry\src\index\h2-0.4.1\src\server.rs", 9),
            "h2 server:9"
        );
        assert_eq!(
            kind_at(
                "/home/a/.cargo/git/checkouts/tower-1f2e3d/0a1b2c3/tower/src/buffer.rs",
                3
            ),
            "tower buffer:3"
        );
    }

    #[test]
    fn a_file_of_the_application_is_its_own_name() {
        assert_eq!(kind_at("src/main.rs", 42), "main.rs:42");
        assert_eq!(kind_at("app/src/jobs/mod.rs", 1), "jobs/mod.rs:1");
        assert_eq!(kind_at("", 1), ":1");
        assert_eq!(kind_at("/registry/src", 1), "src:1");
        assert_eq!(kind_at("/registry/src/index", 1), "index:1");
        assert_eq!(kind_at("/registry/src/index/odd", 1), "odd:1");
    }
}
