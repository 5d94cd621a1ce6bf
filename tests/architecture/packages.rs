//! What an application gets that takes the probe: few packages beside Tokio's own.

#[path = "../support/child.rs"]
mod child;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// As many as a probe may bring into an application that has Tokio.
const AT_MOST: usize = 12;

/// The packages a package needs to be built, by their ids, with every feature on.
struct Tree {
    needs: BTreeMap<String, Vec<String>>,
}

impl Tree {
    fn of_the_workspace() -> Self {
        let mut command = std::process::Command::new(env!("CARGO"));
        command.args(["metadata", "--offline", "--locked", "--format-version", "1"]);
        // Of all systems together there are more, and nobody has them all.
        command.args([
            "--all-features",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ]);
        let output = child::output(command.current_dir(env!("CARGO_MANIFEST_DIR")));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let all: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let nodes = list(&all["resolve"]["nodes"]);
        let needs = nodes.iter().map(|node| {
            let deps = list(&node["deps"]).iter();
            let built = deps.filter(|dep| {
                let kinds = list(&dep["dep_kinds"]);
                kinds.iter().any(|kind| kind["kind"] != "dev")
            });
            (
                text(&node["id"]),
                built.map(|dep| text(&dep["pkg"])).collect(),
            )
        });
        let needs = needs.collect();
        Self { needs }
    }

    /// The one package of this name.
    fn named(&self, name: &str) -> String {
        let is = |id: &&String| name_of(id) == name;
        let mut found = self.needs.keys().filter(is);
        let id = found.next().unwrap_or_else(|| panic!("no {name}")).clone();
        assert!(found.next().is_none(), "two packages {name}");
        id
    }

    /// All that a package needs, itself too.
    fn below(&self, id: &str) -> BTreeSet<String> {
        let (mut seen, mut next) = (BTreeSet::new(), vec![id.to_owned()]);
        while let Some(id) = next.pop() {
            if seen.insert(id.clone()) {
                next.extend(self.needs[&id].iter().cloned());
            }
        }
        seen
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// `registry+https://…#name@1.2.3`, or `path+file:///…/probe#tokio-kitchen-probe@0.1.0`.
fn name_of(id: &str) -> &str {
    let part = id.rsplit('#').next().unwrap_or(id);
    part.split('@').next().unwrap_or(part)
}

#[test]
fn the_probe_brings_few_packages() {
    let tree = Tree::of_the_workspace();
    let probe = tree.below(&tree.named("tokio-kitchen-probe"));
    let tokio = tree.below(&tree.named("tokio"));
    assert!(tokio.len() > 1 && probe.is_superset(&tokio));
    let own: Vec<&str> = probe.difference(&tokio).map(|id| name_of(id)).collect();
    assert!(own.contains(&"quanta"), "{own:?}");
    assert!(own.len() <= AT_MOST, "{} packages: {own:?}", own.len());
    for screen in ["ratatui", "crossterm", "clap", "tokio-kitchen"] {
        assert!(!own.contains(&screen), "{screen} in {own:?}");
    }
}
