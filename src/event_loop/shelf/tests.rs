use super::*;
use crate::lesson::Outcome;
use std::os::unix::fs::PermissionsExt;

fn done(answered: u8) -> Outcome {
    Outcome {
        reached: true,
        guessed: false,
        answered,
    }
}

fn progress(lesson: &str, answered: u8) -> Progress {
    let mut progress = Progress::default();
    progress.note(lesson, done(answered));
    progress
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it is a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.unwrap().file_name().to_string_lossy().into_owned()
    };
    let mut names: Vec<_> = entries.map(name).collect();
    names.sort();
    names
}

#[test]
fn what_was_done_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("deep/down/progress.toml");
    let mut shelf = Shelf::at(file.clone());
    assert_eq!(shelf.progress(), Progress::default());
    assert_eq!(shelf.trouble(), None, "a first start is no trouble");
    let mut kept = progress("stall", 2);
    kept.offered = true;
    assert_eq!(shelf.keep(&kept), None);
    assert_eq!(Shelf::at(file.clone()).progress(), kept);
    let beside = file.parent().expect("it has one");
    assert_eq!(names(beside), ["progress.toml"], "nothing half is left");
}

#[test]
fn a_corrupt_file_is_kept_aside_and_said_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("progress.toml");
    for (number, broken) in [&b"offered = 3\n"[..], b"[[lesson\n", b"\xff\xfe"]
        .into_iter()
        .enumerate()
    {
        fs::write(&file, broken).expect("it can be written");
        let mut shelf = Shelf::at(file.clone());
        let Trouble(said) = shelf.trouble().expect("it is said");
        let aside = format!("progress.toml.aside-{}", number + 1);
        assert!(said.contains(&aside), "{said}");
        assert_eq!(shelf.trouble(), None, "once");
        assert_eq!(fs::read(folder.path().join(&aside)).unwrap(), broken);
        assert_eq!(shelf.keep(&progress("stall", 1)), None);
        assert_eq!(Shelf::at(file.clone()).progress(), progress("stall", 1));
    }
}

#[test]
fn two_programs_at_once_lose_nothing_of_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("progress.toml");
    let mut one = Shelf::at(file.clone());
    let mut other = Shelf::at(file.clone());
    assert_eq!(one.keep(&progress("stall", 3)), None);
    assert_eq!(other.keep(&progress("bakery", 1)), None);
    assert_eq!(one.keep(&progress("stall", 2)), None);
    let kept = Shelf::at(file).progress();
    assert_eq!(kept.lessons["stall"], done(3), "the better one stays");
    assert_eq!(kept.lessons["bakery"], done(1));
}

#[test]
fn what_somebody_broke_meanwhile_is_kept_aside_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("progress.toml");
    let mut shelf = Shelf::at(file.clone());
    fs::write(&file, "not ours").expect("it can be written");
    let Trouble(said) = shelf.keep(&progress("stall", 1)).expect("it is said");
    assert!(said.contains("aside-1"), "{said}");
    assert_eq!(Shelf::at(file).progress(), progress("stall", 1));
}

/// A folder in the place of the file, and a file in the place of the folder: also for those who
/// may write everywhere.
#[test]
fn where_nothing_can_be_written_that_is_said_once_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let blocked = folder.path().join("blocked");
    fs::write(&blocked, "a file").expect("it can be written");
    let mut shelf = Shelf::at(blocked.join("progress.toml"));
    let said: Vec<_> = [shelf.trouble(), shelf.keep(&progress("stall", 1))]
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(shelf.keep(&progress("stall", 2)), None, "once");
    assert_eq!(fs::read(&blocked).unwrap(), b"a file");
}

#[test]
fn a_folder_that_is_not_ours_to_write_costs_the_progress_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).expect("it can be made");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("it is ours");
    let probe = locked.join("probe");
    if fs::write(&probe, "").is_ok() {
        // Whoever may write everywhere has no such folder.
        return;
    }
    let mut shelf = Shelf::at(locked.join("progress.toml"));
    assert_eq!(shelf.trouble(), None);
    let Trouble(said) = shelf.keep(&progress("stall", 1)).expect("it is said");
    assert!(said.contains("is not kept"), "{said}");
    assert_eq!(shelf.keep(&progress("stall", 2)), None, "once");
}

#[test]
fn a_pipe_in_the_place_of_the_file_holds_nobody_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("progress.toml");
    let made = std::process::Command::new("mkfifo").arg(&file).status();
    assert!(made.is_ok_and(|status| status.success()));
    let mut shelf = Shelf::at(file.clone());
    let Trouble(said) = shelf.trouble().expect("it is said");
    assert!(
        said.contains("found a pipe") && said.contains("aside-1"),
        "{said}"
    );
    assert_eq!(shelf.keep(&progress("stall", 1)), None);
    assert_eq!(Shelf::at(file).progress(), progress("stall", 1));
}
