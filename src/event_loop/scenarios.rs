//! What can be played from inside: the built-in scenarios, those of a folder, and the one
//! the program was started with.

use crate::order::ScenarioInfo;
use crate::scenario::{self, Scenario};
use std::path::Path;

/// Most files of a folder that are listed.
const MOST: usize = 200;

/// Reads them all; one that has a mistake is listed with it.
pub(super) fn list(folder: Option<&Path>, given: Option<&Scenario>) -> Vec<ScenarioInfo> {
    let mut names: Vec<String> = scenario::names().map(str::to_owned).collect();
    names.extend(folder.map(files).unwrap_or_default());
    let given = given.map(|scenario| scenario.name.clone());
    names.extend(given.filter(|given| !names.contains(given)));
    names.iter().map(|name| info(name)).collect()
}

/// The TOML files of a folder, in the order of their names.
fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = folder.read_dir() else {
        return Vec::new();
    };
    let mut files: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .filter_map(|path| path.to_str().map(str::to_owned))
        .collect();
    files.sort();
    files.truncate(MOST);
    files
}

fn info(name: &str) -> ScenarioInfo {
    match Scenario::load(name) {
        Ok(scenario) => ScenarioInfo {
            name: name.to_owned(),
            title: scenario.title,
            about: scenario.about,
            workers: scenario.setup.workers,
            flavor: scenario.setup.flavor,
            mistake: None,
        },
        Err(mistake) => ScenarioInfo {
            name: name.to_owned(),
            title: String::new(),
            about: String::new(),
            workers: None,
            flavor: None,
            mistake: Some(mistake.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_ones_come_first_then_the_files_of_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).expect("it can be written");
        };
        write("b.toml", "title = \"B\"\n[[order]]\nrecipe = \"simmer\"\n");
        write("a.toml", "[[order]]\nrecipe = \"simer\"\n");
        write("notes.txt", "no scenario");
        let list = list(Some(folder.path()), None);
        let built_in = scenario::names().count();
        assert_eq!(list.len(), built_in + 2);
        assert!(list[..built_in].iter().all(|row| row.mistake.is_none()));
        assert!(
            list[built_in]
                .mistake
                .as_ref()
                .is_some_and(|text| text.contains("simer"))
        );
        assert_eq!(list[built_in + 1].title, "B");
    }

    #[test]
    fn the_one_given_is_listed_once() {
        let stall = Scenario::load("stall").expect("it is built in");
        assert_eq!(list(None, Some(&stall)).len(), scenario::names().count());
    }
}
