//! Lines of a text that is carried out, not compiled: what is done there has their place.

use kitchen_probe::events::*;
use kitchen_probe::{Line, Probe};
use std::time::Duration;

/// A line of a script, with its number.
fn line(number: u32, on: WaitOn) -> Line {
    Line::new("my\u{1b}.script", number, 7, on)
}

/// What an interpreter does for a task.
async fn interpret() {
    let child = line(1, WaitOn::Spawn).spawn("child", async {
        line(2, WaitOn::Timer).sleep(Duration::from_millis(1)).await;
        line(3, WaitOn::Work).occupy(|| ());
        line(4, WaitOn::Work).panic("as it is written");
    });
    let ended = line(5, WaitOn::Join).join(child).await;
    assert!(ended.is_err_and(|error| error.is_panic()));
    let job = line(6, WaitOn::Spawn).spawn_blocking("job", || 7);
    let seven = line(7, WaitOn::Blocking).join(job).await;
    assert!(seven.is_ok_and(|seven| seven == 7));
    line(8, WaitOn::Yield).leaf(tokio::task::yield_now()).await;
    line(9, WaitOn::Work).block_in_place(|| ());
}

#[test]
fn all_is_told_at_its_line() {
    kitchen_probe::watch_panics();
    let (probe, mut reader) = Probe::new();
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = probe
        .build(builder.worker_threads(1).enable_all())
        .expect("a runtime");
    let kind = probe.kind("interpreter");
    let spawned =
        line(10, WaitOn::Spawn).spawn_sized(&probe, runtime.handle(), kind, 99, interpret());
    let ended = runtime.block_on(spawned);
    assert!(ended.is_ok(), "{ended:?}");
    drop(runtime);
    let mut events = Vec::new();
    reader.drain_all(|event| events.push(event.what));

    let place = |wanted: SiteId| {
        let site = events.iter().find_map(|what| match what {
            What::Site { id, site } if *id == wanted => Some(site),
            _ => None,
        });
        let site = site.expect("a place is announced before it is used");
        (&*site.file == "my.script").then_some((site.wait, site.line, site.column))
    };
    let at = |what: &What| match *what {
        What::Spawned { site, .. }
        | What::BlockingSubmitted { site, .. }
        | What::At { site, .. }
        | What::PanicAt { site, .. } => place(site),
        What::Waiting { site, until, .. } => {
            let place = place(site)?;
            assert_eq!(until.is_some(), place.0 == WaitOn::Timer);
            Some(place)
        }
        _ => None,
    };
    let told: Vec<_> = events
        .iter()
        .filter_map(at)
        .map(|(on, line, column)| {
            assert_eq!(column, 7);
            (on, line)
        })
        .collect();
    for expected in [
        (WaitOn::Spawn, 10),
        (WaitOn::Spawn, 1),
        (WaitOn::Join, 5),
        (WaitOn::Timer, 2),
        (WaitOn::Work, 3),
        (WaitOn::Work, 4),
        (WaitOn::Spawn, 6),
        (WaitOn::Yield, 8),
        (WaitOn::Work, 9),
    ] {
        assert!(told.contains(&expected), "{expected:?}: {told:?}");
    }
    let sized = |what: &What| {
        matches!(
            what,
            What::Spawned {
                bytes: 99,
                parent: None,
                ..
            }
        )
    };
    assert!(events.iter().any(sized));
    let joined = |what: &What| matches!(what, What::Waiting { on: Some(_), .. });
    assert!(events.iter().any(joined), "whom it waits for");
    let said = |what: &What| matches!(what, What::Text { text, .. } if text == "as it is written");
    assert!(events.iter().any(said));
}

#[test]
fn where_nothing_is_observed_it_does_what_tokio_does() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async { tokio::spawn(interpret()).await.expect("no panic") });
}
