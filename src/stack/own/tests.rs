use super::*;

fn call(name: &str, file: &str) -> Call {
    Call {
        name: name.to_owned(),
        place: Some((PathBuf::from(file), 7)),
        certainty: Certainty::Observed,
    }
}

#[test]
fn the_applications_own_calls_are_those_of_no_library() {
    let registry = "/home/me/.cargo/registry/src/index.crates.io-1/hyper-1.0.0/src/lib.rs";
    let probe = Path::new("/home/me/app").join(POLLS_IN);
    let polls = probe.to_str().expect("plain");
    let probes_own = probe.with_file_name("leaf.rs");
    let std = "/rustc/abc/library/std/src/thread/mod.rs";
    let calls = [
        call("clock_nanosleep", "./time/clock_nanosleep.c"),
        call("std::thread::sleep", std),
        call("occupy", probes_own.to_str().expect("plain")),
        call("app::read_row", "/home/me/app/src/main.rs"),
        call("app::query::{{closure}}", "/home/me/app/src/main.rs"),
        call("app::query", "/home/me/app/src/main.rs"),
        call("hyper::serve::{{closure}}", registry),
        call(
            "<app::Mine<T> as core::future::Future>::poll",
            "/home/me/app/src/lib.rs",
        ),
        call("{closure#0}", polls),
        call("app::main", "/home/me/app/src/main.rs"),
    ];
    let names: Vec<_> = lines(&calls, None)
        .0
        .into_iter()
        .map(|line| line.function)
        .collect();
    assert_eq!(names, ["app::read_row", "app::query", "app::Mine::poll"]);
}

#[test]
fn a_task_of_tokio_alone_ends_where_the_runtime_polls_it() {
    let tokio = "/src/runtime/task/core.rs";
    let calls = [
        call("app::work", "/app/src/main.rs"),
        call(
            "{closure#0}",
            &format!("/registry/src/x/tokio-1.54.1{tokio}"),
        ),
        call("app::main", "/app/src/main.rs"),
    ];
    assert_eq!(lines(&calls, None).0.len(), 1);
}

#[test]
fn a_function_has_the_name_it_was_written_with() {
    for (full, name) in [
        ("app::load::{{closure}}", "app::load"),
        ("app::load::{async_fn#0}::{closure#1}", "app::load"),
        ("app::load::<u32>", "app::load"),
        ("<app::Mine as core::ops::Drop>::drop", "app::Mine::drop"),
        ("app::apply<fn(u32) -> u32>", "app::apply"),
        ("", ""),
    ] {
        assert_eq!(short(full), name, "{full}");
    }
}

#[test]
fn tasks_of_this_package_are_its_own_wherever_its_source_was() {
    let package = Path::new("/home/me/.cargo/registry/src/index-1/tokio-kitchen-0.1.0");
    let task = package.join("src/recipes/block.rs");
    let other = package.join("src/engine/run.rs");
    assert!(is_task_of(package, &task) && !is_task_of(package, &other));
    // The folder is not there: its Cargo.lock cannot be found.
    assert_eq!(below_root(package, &task), "src/recipes/block.rs");
    let elsewhere = Path::new("/nowhere/src/main.rs");
    assert_eq!(below_root(package, elsewhere), "/nowhere/src/main.rs");
}
