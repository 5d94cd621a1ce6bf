//! Circles: rooms of one folder that name each other, so that none can be read, tested or
//! moved alone. A file and the folder of its name are one room.

use super::paths::{Module, Sources};
use super::{code_only, files_of, is_test_file, src, without_tests};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rooms that name each other, by folder.
type Circles = BTreeSet<(String, Vec<String>)>;

/// All circles among the rooms of each folder.
fn circles(arrows: &BTreeSet<(Module, Module)>) -> Circles {
    let mut folders: BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (from, to) in arrows {
        let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        // One stands above the other: a room and its own furniture.
        let (Some(one), Some(other)) = (from.get(shared), to.get(shared)) else {
            continue;
        };
        let rooms = folders.entry(from[..shared].to_vec()).or_default();
        rooms.entry(one.clone()).or_default().insert(other.clone());
    }
    let found = folders.into_iter().flat_map(|(folder, rooms)| {
        let name = format!("src/{}", folder.join("/"));
        let circles = rooms.keys().filter_map(|room| circle_of(room, &rooms));
        circles
            .map(move |circle| (name.clone(), circle))
            .collect::<Vec<_>>()
    });
    found.collect()
}

/// The rooms one comes to from this one and back from, if there are any.
fn circle_of(room: &String, rooms: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let reach = |from: &String| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(room) = next.pop() {
            let further = rooms.get(&room).into_iter().flatten();
            next.extend(further.filter(|to| seen.insert((*to).clone())).cloned());
        }
        seen
    };
    let there = reach(room);
    let back = there.iter().filter(|other| reach(other).contains(room));
    let circle: Vec<String> = back.cloned().collect();
    (!circle.is_empty()).then_some(circle)
}

/// The sources in a folder, without their tests.
pub(crate) fn sources_of(src: &Path) -> Sources {
    let tops = std::fs::read_dir(src).expect("src is there");
    let tops = tops.map(|entry| entry.expect("a readable entry").path());
    let names: BTreeSet<String> = tops
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .filter(|name| !["lib", "main"].contains(&name.as_str()))
        .collect();
    let files = names.iter().flat_map(|name| files_of(src, name));
    let files = files.filter(|file| !is_test_file(file)).map(|file| {
        let source = std::fs::read_to_string(&file).expect("a readable source file");
        let inside = file.strip_prefix(src).expect("it is in src");
        let module = inside.with_extension("");
        let module = module.iter().map(|part| part.to_string_lossy().into());
        (module.collect(), without_tests(&code_only(&source)))
    });
    Sources::new(files)
}

/// The circles of a package's sources, with who names whom in them.
pub(crate) fn told(src: &Path) -> String {
    let arrows = sources_of(src).arrows_to_owners();
    let mut told = String::new();
    for (folder, rooms) in circles(&arrows) {
        told += &format!("{folder}: {}\n", rooms.join(", "));
        for (from, to) in &arrows {
            let depth = folder.split('/').filter(|part| !part.is_empty()).count() - 1;
            let inside = |module: &Module| {
                format!("src/{}", module[..depth.min(module.len())].join("/")) == folder
                    && module.get(depth).is_some_and(|room| rooms.contains(room))
            };
            if inside(from) && inside(to) && from[depth] != to[depth] {
                told += &format!("    {} names {}\n", from.join("::"), to.join("::"));
            }
        }
    }
    told
}

#[test]
fn no_rooms_of_a_folder_name_each_other_in_a_circle() {
    let told = told(&src());
    assert!(told.is_empty(), "\n{told}");
}

#[test]
fn circles_are_seen_however_the_path_is_written() {
    let file = |module: &str, code: &str| {
        let module = module.split("::").map(str::to_owned).collect();
        (module, code.to_owned())
    };
    let seen = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(module, code)| file(module, code));
        let circles = circles(&Sources::new(files).arrows_to_owners());
        circles
            .into_iter()
            .map(|(folder, rooms)| format!("{folder}: {}", rooms.join(" ")))
            .collect::<Vec<_>>()
    };
    // By the crate, and by two steps up.
    let (a, b) = (
        ("a", "use crate::b::X;"),
        ("b::c", "use super::super::a::Y;"),
    );
    assert_eq!(seen(&[a, b, ("b", "")]), ["src/: a b"]);
    // In braces, and in the middle of code.
    let b = ("b", "fn f() { crate::a::g() }");
    assert_eq!(
        seen(&[("a", "use crate::{b::{X, Y}, z};"), b]),
        ["src/: a b"]
    );
    // Siblings in a folder, one of them through the name its parent hands on.
    let (a, b) = (("m::a", "use super::b::X;"), ("m::b", "use super::Y;"));
    assert_eq!(seen(&[("m", "pub use a::Y;"), a, b]), ["src/m: a b"]);
    // A chain is no circle, nor are a room and what is in it.
    assert_eq!(
        seen(&[("m", "use a::Y;"), a, ("m::b", "use super::Z;")]),
        [""; 0]
    );
    assert_eq!(
        seen(&[("a", "use crate::b::X;"), ("b", "use crate::c::X;")]),
        [""; 0]
    );
}
