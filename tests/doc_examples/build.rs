//! Makes an item for every example in the documentation of Tokio's `task` and `time`, with the
//! example as its own documentation: `cargo test --doc` compiles and runs them.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Which examples are left out, where, and why; its head says how a line is written.
const EXCEPTIONS: &str = "exceptions.txt";

/// The folders of Tokio's sources whose examples are wanted.
const FOLDERS: [&str; 2] = ["task", "time"];

/// Tokio has more; fewer means that they were not found.
const AT_LEAST: usize = 50;

type Done<T> = Result<T, Box<dyn Error>>;

/// An example, and where it stands.
struct Example {
    /// From Tokio's `src`, with `/` in between.
    file: String,
    /// In its file, from 1.
    number: usize,
    /// What follows the opening fence: `no_run` and the like.
    attributes: String,
    lines: Vec<String>,
}

impl Example {
    /// Whether rustdoc makes a test of it.
    fn is_rust(&self) -> bool {
        let mut attributes = self.attributes.split(',').map(str::trim);
        attributes.all(|one| {
            let known = [
                "",
                "rust",
                "no_run",
                "should_panic",
                "compile_fail",
                "ignore-wasm",
            ];
            known.contains(&one) || one.starts_with("edition")
        })
    }

    /// `task/spawn.rs`, the 2nd: `task_spawn_rs_2`.
    fn name(&self) -> String {
        format!("{}_{}", self.file.replace(['/', '.'], "_"), self.number)
    }
}

fn main() -> Done<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={EXCEPTIONS}");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let sources = tokio_sources()?;
    let mut exceptions = exceptions()?;
    let mut examples = Vec::new();
    for folder in FOLDERS {
        for file in rust_files(&sources.join(folder))? {
            examples.extend(examples_of(&sources, &file)?);
        }
    }
    let all = examples.iter().filter(|example| example.is_rust()).count();
    if all < AT_LEAST {
        return Err(format!("{all} examples under {}: too few", sources.display()).into());
    }
    let mut items = String::new();
    for example in examples.iter().filter(|example| example.is_rust()) {
        let excepted = exceptions.iter().position(|(file, number)| {
            (file.as_str(), *number) == (example.file.as_str(), example.number)
        });
        match excepted {
            Some(at) => drop(exceptions.swap_remove(at)),
            None => write_item(&mut items, example)?,
        }
    }
    if !exceptions.is_empty() {
        return Err(format!("{EXCEPTIONS} names what is not there: {exceptions:?}").into());
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("examples.rs"), items)?;
    Ok(())
}

/// The `src` of the Tokio that this package is built with.
fn tokio_sources() -> Done<PathBuf> {
    let told = Command::new(env::var("CARGO")?)
        .args(["metadata", "--format-version", "1", "--offline"])
        .args(["--filter-platform", &env::var("TARGET")?])
        .output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into());
    }
    let told: serde_json::Value = serde_json::from_slice(&told.stdout)?;
    let packages = told["packages"]
        .as_array()
        .ok_or("cargo metadata without packages")?;
    let tokio = packages.iter().find(|package| package["name"] == "tokio");
    let manifest = tokio.and_then(|package| package["manifest_path"].as_str());
    let folder = Path::new(manifest.ok_or("no Tokio")?).parent();
    Ok(folder.ok_or("no folder")?.join("src"))
}

/// The files and numbers of those that are left out of this build.
fn exceptions() -> Done<Vec<(String, usize)>> {
    let unstable = env::var_os("CARGO_CFG_TOKIO_UNSTABLE").is_some();
    let text = fs::read_to_string(EXCEPTIONS)?;
    let mut exceptions = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<_> = line.splitn(4, ": ").collect();
        let [file, number, place, _reason] = parts[..] else {
            return Err(format!("{EXCEPTIONS}: four parts are wanted: {line}").into());
        };
        let here = match place {
            "always" => true,
            "stable" => !unstable,
            _ => return Err(format!("{EXCEPTIONS}: `always` or `stable`: {line}").into()),
        };
        if here {
            exceptions.push((file.to_owned(), number.parse()?));
        }
    }
    Ok(exceptions)
}

fn rust_files(folder: &Path) -> Done<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What stands between the fences of a file's comments of documentation.
fn examples_of(sources: &Path, file: &Path) -> Done<Vec<Example>> {
    let text = fs::read_to_string(file)?;
    let file = file
        .strip_prefix(sources)?
        .to_string_lossy()
        .replace('\\', "/");
    let mut examples: Vec<Example> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim_start) {
        let Some(line) = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
        else {
            // The end of a comment ends its example, fence or not.
            open = false;
            continue;
        };
        let line = line.strip_prefix(' ').unwrap_or(line);
        let fence = line.trim_start().strip_prefix("```");
        match (fence, examples.last_mut()) {
            (Some(_), _) if open => open = false,
            (Some(attributes), _) => {
                open = true;
                examples.push(Example {
                    file: file.clone(),
                    number: examples.len() + 1,
                    attributes: attributes.trim().to_owned(),
                    lines: Vec::new(),
                });
            }
            (None, Some(example)) if open => example.lines.push(line.to_owned()),
            (None, _) => {}
        }
    }
    Ok(examples)
}

/// An item whose documentation is the example; what its name says is told with the outcome.
fn write_item(items: &mut String, example: &Example) -> Done<()> {
    writeln!(items, "#[doc = {:?}]", format!("```{}", example.attributes))?;
    for line in &example.lines {
        writeln!(items, "#[doc = {line:?}]")?;
    }
    writeln!(items, "#[doc = \"```\"]")?;
    writeln!(items, "#[allow(non_camel_case_types)]")?;
    writeln!(items, "pub struct {};\n", example.name())?;
    Ok(())
}
