//! `tokio-kitchen attach` where there is nothing, or nothing good, to attach to: one line, exit
//! code 2, and no terminal is touched.

use crate::application::Application;
use crate::child;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    command.arg("attach").args(arguments);
    command.env("XDG_RUNTIME_DIR", folder);
    command
}

/// What it says, and its exit code.
fn attach(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = child::output(&mut command(folder, arguments));
    assert!(output.stdout.is_empty(), "nothing is drawn");
    let said = String::from_utf8(output.stderr).expect("text");
    (said, output.status.code())
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let (said, code) = attach(folder, arguments);
    assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
    said
}

/// A folder for sockets, with one at which this is said to the first who comes.
fn peer(says: Option<Vec<u8>>) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("tokio-kitchen");
    fs::DirBuilder::new()
        .mode(0o700)
        .create(&inside)
        .expect("room");
    let own = format!("{}.sock", std::process::id());
    let listener = UnixListener::bind(inside.join(own)).expect("a socket");
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        while let Ok((mut stream, _)) = listener.accept() {
            match &says {
                Some(says) => drop(stream.write_all(says)),
                None => kept.push(stream),
            }
        }
    });
    folder
}

#[test]
fn what_is_needed_is_told_where_there_is_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = refused(folder.path(), &["4294967295"]);
    assert!(
        said.contains("process 4294967295") && said.contains("TOKIO_KITCHEN=attach"),
        "{said}"
    );
    let none = folder.path().join("no\u{1b}[2Jne");
    let said = refused(folder.path(), &[&none.to_string_lossy()]);
    assert!(said.contains("expected the socket of a program"), "{said}");
}

#[test]
fn hostile_peers_are_told_in_one_line() {
    let own = std::process::id().to_string();
    let web = b"HTTP/1.1 400 Bad Request\r\n\r\n\x1b[2J and more of that".to_vec();
    for (says, told) in [
        (Some(Vec::new()), "hangs up"),
        (Some(web), "speaks something else"),
        (
            Some([b"KBLK", &[0xff; 60][..]].concat()),
            "a block says that it has",
        ),
        (None, "says nothing"),
    ] {
        let folder = peer(says);
        let said = refused(folder.path(), &[&own]);
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[test]
fn a_folder_of_sockets_that_is_a_link_is_not_entered() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("tokio-kitchen");
    let real = folder.path().join("real");
    fs::DirBuilder::new()
        .mode(0o700)
        .create(&real)
        .expect("room");
    symlink(&real, &inside).expect("a link");
    let said = refused(folder.path(), &["4294967295"]);
    // Programs in the other folder may be listed all the same; this one has no socket there.
    assert!(
        said.contains("a link") || said.contains("process 4294967295"),
        "{said}"
    );
}

#[test]
fn several_programs_are_listed_where_nobody_can_choose() {
    let mut one = Application::start("two");
    one.waits_for("two run");
    let folder = one
        .socket()
        .parent()
        .and_then(Path::parent)
        .expect("a folder")
        .to_owned();
    // The same program once more, as if it were two.
    let again = one
        .socket()
        .with_file_name(format!("{}.sock", std::process::id()));
    fs::hard_link(one.socket(), again).expect("one folder");
    let output = child::output(&mut command(&folder, &[]));
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let (list, said) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(2), "{said}");
    // Others of this user's may run, too.
    let count = list.lines().count();
    let counted = format!("found {count} programs");
    assert!(
        said.contains(&counted) && said.lines().count() == 1,
        "{said}"
    );
    let pids = [one.pid(), std::process::id()].map(|pid| pid.to_string());
    assert!(pids.iter().all(|pid| list.contains(pid)), "{list}");
}
