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

/// The TOML files of a folder, in the order of their names. A pipe or a device is none of
/// them: reading it may never end. Nor is a folder, whatever its name.
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
        .filter(|path| path.metadata().is_ok_and(|file| file.is_file()))
        .filter_map(|path| path.to_str().map(str::to_owned))
        .collect();
    files.sort();
    files.truncate(MOST);
    files
}

fn info(name: &str) -> ScenarioInfo {
    read(name).0
}

/// Reads one: its description as it is now, and the script if it has no mistake.
pub(super) fn read(name: &str) -> (ScenarioInfo, Option<Scenario>) {
    let info = ScenarioInfo {
        name: name.to_owned(),
        title: String::new(),
        about: String::new(),
        workers: None,
        flavor: None,
        mistake: None,
    };
    match Scenario::load(name) {
        Ok(scenario) => {
            let info = ScenarioInfo {
                title: scenario.title.clone(),
                about: scenario.about.clone(),
                workers: scenario.setup.workers,
                flavor: scenario.setup.flavor,
                ..info
            };
            (info, Some(scenario))
        }
        Err(mistake) => {
            let mistake = Some(mistake.to_string());
            (ScenarioInfo { mistake, ..info }, None)
        }
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
        std::fs::create_dir(folder.path().join("folder.toml")).expect("a folder");
        let pipe = std::process::Command::new("mkfifo")
            .arg(folder.path().join("pipe.toml"))
            .status();
        assert!(pipe.is_ok_and(|status| status.success()));
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
