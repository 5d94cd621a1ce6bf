//! How it stands with a program that is watched, for the top line.

use crate::app::{End, Link, Watched};
use crate::plain::escaped;
use crate::probe::wire::Ending;
use crate::source::{Ended, Remote};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Characters of a text from there.
const LONGEST: usize = 60;

/// The version of the package that this program tells with itself.
const OWN: &str = env!("CARGO_PKG_VERSION");

pub(super) fn watched(source: &Remote) -> Watched {
    let hello = source.hello();
    let runtimes = source.runtimes();
    let place = runtimes.iter().position(|number| *number == source.shown());
    let version = Some(plain(&hello.version)).filter(|version| version != OWN);
    Watched {
        name: plain(&hello.name),
        pid: hello.pid,
        runtime: (place.map_or(0, |place| place + 1), runtimes.len()),
        version,
        link: link(source),
    }
}

fn link(source: &Remote) -> Link {
    if let Some(ended) = source.ended() {
        return Link::Ended {
            when: clock(ended.when),
            how: how(ended, source.is_gone()),
        };
    }
    match source.silent_for() {
        // To the second: the line changes no more often.
        Some(long) => Link::Silent(Duration::from_secs(long.as_secs())),
        None => Link::Attached,
    }
}

fn how(ended: &Ended, is_gone: bool) -> End {
    match (&ended.bye, &ended.fault) {
        (Some(bye), _) if bye.ending == Ending::Panicked => End::Panicked(plain(&bye.text)),
        (_, Some(fault)) => End::Unreadable(plain(&fault.to_string())),
        _ if is_gone => End::Gone,
        _ => End::Closed,
    }
}

/// What came from there, on one line.
fn plain(text: &str) -> String {
    escaped(text).chars().take(LONGEST).collect()
}

/// The time of day, in UTC: the zone of this machine is not asked for.
fn clock(when: SystemTime) -> String {
    let since = when
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let (hours, minutes, seconds) = (since / 3600 % 24, since / 60 % 60, since % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_told_to_the_second() {
        let when = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(clock(when(0)), "00:00:00 UTC");
        assert_eq!(clock(when(86_400 * 20_000 + 50_531)), "14:02:11 UTC");
    }
}
