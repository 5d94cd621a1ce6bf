//! A region of a task is known by its name while it is polled, and by nothing while it waits.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use kitchen_probe::events::*;
use kitchen_probe::{Probe, spawn_as, task, watch};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::runtime::Builder;

mod story;

use story::Story;

/// Two sides of a stop: the task says where it is, and holds its worker until it may go on.
#[derive(Debug)]
struct Stop {
    there: Sender<()>,
    go: Mutex<Receiver<()>>,
}

impl Stop {
    fn here(&self) {
        self.there.send(()).unwrap();
        self.go.lock().unwrap().recv().unwrap();
    }
}

async fn serve(stop: &Stop) {
    stop.here();
    watch("inner", async { stop.here() }).await;
    stop.here();
    task::yield_now().await;
    stop.here();
}

#[test]
fn a_region_that_holds_its_worker_is_shown_while_it_does() {
    let (there, is_there) = channel();
    let (may_go, go) = channel();
    let go = Mutex::new(go);
    let stop = Stop { there, go };
    let (probe, mut reader) = Probe::new();
    let mut builder = Builder::new_multi_thread();
    let runtime = probe.build(builder.worker_threads(1)).unwrap();
    let handle = runtime.handle().clone();
    let task = probe.spawn_on(&handle, probe.kind("server"), async move {
        for id in 1..=2 {
            watch(format!("GET /users/{id}"), serve(&stop)).await;
        }
        // Outside of all regions.
        stop.here();
    });
    let (mut sites, mut names) = (Vec::new(), Vec::new());
    let mut seen = Vec::new();
    for _ in 0..9 {
        is_there.recv().unwrap();
        reader.drain_all(|event| match event.what {
            What::Site { id, site } => sites.push((id, site.name)),
            What::Text { id, text } => names.push((id, text)),
            _ => {}
        });
        let hand = reader.now().workers[0].unwrap();
        assert_eq!(Some(hand.task), task.number());
        let name = hand.site.map(|at| {
            let site = sites.iter().find(|(id, _)| *id == at).unwrap();
            let text = site.1.unwrap().text();
            let name = names.iter().find(|(id, _)| *id == text).unwrap();
            name.1.clone()
        });
        seen.push(name.unwrap_or_default());
        may_go.send(()).unwrap();
    }
    runtime.block_on(task).unwrap();
    let (one, two) = ("GET /users/1", "GET /users/2");
    assert_eq!(seen, [one, "inner", one, one, two, "inner", two, two, ""]);
}

#[test]
fn each_poll_of_a_region_comes_to_its_line() {
    let story = Story::of(&mut Builder::new_current_thread(), async {
        let region = || watch("upload", task::yield_now());
        spawn_as("server", async move {
            region().await;
            region().await;
        })
        .await
        .unwrap();
        // In no observed task it does nothing more than its future.
        watch("outside", async {}).await;
    });
    let server = story.one("server");
    let lines = story.events.iter().filter_map(|event| match event.what {
        What::At { task, site } => Some((task, site)),
        _ => None,
    });
    let lines: Vec<_> = lines.collect();
    assert_eq!(lines.len(), 4, "twice two polls");
    assert!(lines.iter().all(|line| *line == (server, lines[0].1)));
    let site = story.events.iter().find_map(|event| match &event.what {
        What::Site { id, site } if *id == lines[0].1 => Some(site),
        _ => None,
    });
    let site = site.unwrap();
    let upload = What::Text {
        id: site.name.unwrap().text(),
        text: "upload".to_owned(),
    };
    assert!(story.events.iter().any(|event| event.what == upload));
    assert_eq!(site.wait, WaitOn::Region);
    assert_eq!(story.place(lines[0].1).0, "regions.rs");
}
