//! The probe's package in Tokio's place, as Cargo takes it or refuses it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A package that depends on the probe so, and what Cargo makes of it. Without a network: all it
/// needs was needed to build this test.
fn resolved(name: &str, dependencies: &str) -> Output {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let probe = root.join("probe");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [workspace]\n\n[dependencies]\n{}\n",
        dependencies.replace("PROBE", &probe.display().to_string())
    );
    std::fs::create_dir_all(folder.join("src")).expect("a folder of its own");
    std::fs::write(folder.join("src/lib.rs"), "").expect("a file");
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("a file");
    let lock = folder.join("Cargo.lock");
    std::fs::copy(root.join("Cargo.lock"), lock).expect("the versions of this repository");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version=1", "--offline"]);
    cargo.current_dir(folder).output().expect("Cargo runs")
}

const WITH_A_FEATURE: &str =
    r#"tokio = { package = "tokio-kitchen-probe", path = 'PROBE', features = ["FEATURE"] }"#;

#[test]
fn a_feature_that_tokio_has_is_taken() {
    let taken = resolved("full-feature", &WITH_A_FEATURE.replace("FEATURE", "full"));
    let said = String::from_utf8_lossy(&taken.stderr);
    assert!(taken.status.success(), "{said}");
}

#[test]
fn a_feature_that_tokio_has_not_is_refused_by_cargo() {
    let refused = resolved("no-feature", &WITH_A_FEATURE.replace("FEATURE", "fast"));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success());
    assert!(said.contains("fast") && said.contains("feature"), "{said}");
}

/// An application that wants exactly this version of Tokio, beside the probe. What stands for
/// that Tokio is all that Cargo looks at, so it needs not be had here.
fn beside_tokio(version: &str) -> Output {
    let name = format!("tokio-{}", version.replace('.', "-"));
    let tokio = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("stands-for-{name}"));
    let manifest = format!(
        "[package]\nname = \"tokio\"\nversion = \"{version}\"\n\n[workspace]\n\n\
         [features]\nrt = []\nrt-multi-thread = []\nsync = []\ntime = []\n"
    );
    std::fs::create_dir_all(tokio.join("src")).expect("a folder of its own");
    std::fs::write(tokio.join("src/lib.rs"), "").expect("a file");
    std::fs::write(tokio.join("Cargo.toml"), manifest).expect("a file");
    let both = format!(
        "{}\nplain = {{ package = \"tokio\", version = \"={version}\" }}\n\n\
         [patch.crates-io]\ntokio = {{ path = '{}' }}\n",
        WITH_A_FEATURE.replace("FEATURE", "rt"),
        tokio.display()
    );
    resolved(&name, &both)
}

#[test]
fn a_tokio_below_the_floor_is_refused_by_cargo() {
    let taken = beside_tokio("1.47.0");
    let said = String::from_utf8_lossy(&taken.stderr);
    assert!(taken.status.success(), "{said}");
    let refused = beside_tokio("1.46.1");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success());
    assert!(
        said.contains("`^1.47`") && said.contains("1.46.1"),
        "{said}"
    );
}
