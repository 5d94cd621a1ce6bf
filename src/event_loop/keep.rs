//! Writes what the screen can show into a file.

use crate::app::{App, Kept};
use crate::camera::{Mark, Place, earliest, hands};
use crate::events::{Event, Now};
use crate::probe::wire::{Bye, Tick};
use crate::recording::{Recorder, hello};
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

/// Events that are written at once.
const AT_ONCE: usize = 1 << 12;

/// Writes the history of the application into a new file in the present folder.
pub(super) fn keep(app: &App) -> io::Result<Kept> {
    let path = PathBuf::from(name(SystemTime::now()));
    let mut hello = hello(app.newest().now.at);
    if let Some(watched) = &app.watched {
        hello.name.clone_from(&watched.name);
        hello.pid = watched.pid;
    }
    let mut recorder = Recorder::create(&path, false, &hello)?;
    let log = &app.camera.log;
    let from = earliest(log);
    if from > 0 {
        recorder.state(1, &app.model_at(from).retold())?;
    }
    let mut marks = app.camera.marks.iter().peekable();
    let mut batch: Vec<Event> = Vec::with_capacity(AT_ONCE);
    for (_, event) in log.range(from, log.end()) {
        while let Some(mark) = marks.next_if(|mark| mark.at < event.at) {
            recorder.hear(1, &batch)?;
            batch.clear();
            recorder.tick(1, &tick(app, mark))?;
        }
        batch.push(event);
        if batch.len() == AT_ONCE {
            recorder.hear(1, &batch)?;
            batch.clear();
        }
    }
    recorder.hear(1, &batch)?;
    let newest = app.newest();
    let last = Tick {
        now: newest.now.clone(),
        ..tick(app, &newest.mark)
    };
    recorder.tick(1, &last)?;
    recorder.bye(&Bye::default())?;
    let began = app.camera.oldest().unwrap_or_default();
    Ok(Kept {
        file: path.display().to_string(),
        events: log.end() - from,
        lasted: newest.now.at.since(began),
    })
}

fn tick(app: &App, mark: &Mark) -> Tick {
    let log = &app.camera.log;
    let place = Place {
        position: log.position(mark.at),
        at: mark.at,
    };
    let newest = app.newest();
    let Now { workers, .. } = hands(log, place, &newest.model, &newest.now);
    Tick {
        now: Now {
            at: mark.at,
            workers,
        },
        sample: Some(mark.sample.clone()),
        delivery: mark.delivery,
        threads: Vec::new(),
    }
}

/// `tokio-kitchen-20261126-131207.tkr`, by the time in UTC.
fn name(now: SystemTime) -> String {
    let time = humantime::format_rfc3339_seconds(now).to_string();
    let time = time.trim_end_matches('Z').replace(['-', ':'], "");
    format!("tokio-kitchen-{}.tkr", time.replace('T', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_file_is_named_by_its_time() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_699_927);
        assert_eq!(name(time), "tokio-kitchen-20261126-133207.tkr");
    }
}
