//! The top line: what runs, and how. The least important parts give way first.

use super::pen::Pen;
use crate::app::{Action, End, Link, Pace, Screen, Watched};
use crate::events::{Flavor, shown};
use crate::kitchen::amount::count;
use crate::kitchen::scene::{Covered, Header, Phase, Scene};
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Characters of what is wrong with a recording.
const LONGEST_FAULT: usize = 60;

/// A piece of the line; those with the highest number are left out first.
struct Part {
    gives_way: u8,
    text: String,
    style: Style,
}

fn parts(header: &Header, theme: &Theme, width: u16) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut part = |gives_way, text: String, style| {
        parts.push(Part {
            gives_way,
            text,
            style,
        });
    };
    if let Some(watched) = &header.watched {
        watching(&mut part, watched, theme);
    }
    let name = if width < 110 {
        "KITCHEN"
    } else {
        "TOKIO KITCHEN"
    };
    part(3, name.into(), theme.title);
    match header.pace {
        Pace::Live => {
            let live = if header.phase == Phase::Live {
                theme.cooking
            } else {
                theme.notice
            };
            match header.watched.as_ref().map(|watched| &watched.link) {
                Some(Link::Ended { .. } | Link::Recorded(_)) => {
                    part(0, "[THE LAST PICTURE]".into(), theme.notice);
                }
                // The newest moment is that up to which it is read.
                Some(Link::Reading(_)) => part(0, "[READ SO FAR]".into(), theme.notice),
                Some(Link::Replayed) => part(0, "[RECORDED]".into(), theme.notice),
                _ => part(0, format!("[{}]", header.phase.word()), live),
            }
            part(0, format!("t={:.2}s", header.at.as_secs_f64()), theme.text);
        }
        Pace::Paused => {
            let speed = header.speed.map(|speed| format!(" {speed}"));
            let how = format!("PAUSED{}", speed.unwrap_or_default());
            past(&mut part, header, how, theme);
        }
        Pace::Playing(speed) => past(&mut part, header, format!("PLAY {speed}"), theme),
    }
    if let Some(task) = header.followed {
        part(1, format!("follows {task}"), theme.notice);
    }
    let plural = |n: usize, word: &str| {
        if n == 1 {
            format!("1 {word}")
        } else {
            format!("{n} {word}s")
        }
    };
    part(1, plural(header.chefs, theme.words.chef_in), theme.text);
    let bakers = if header.bakers > 0 {
        theme.blocking
    } else {
        theme.dim
    };
    part(4, plural(header.bakers, theme.words.baker), bakers);
    match header.claims {
        Some(claims) if claims.broken > 0 => part(
            1,
            format!("X broken {} of {}", claims.broken, claims.all),
            theme.error,
        ),
        Some(claims) => part(
            4,
            format!("{} of {} hold", claims.hold, plural(claims.all, "claim")),
            theme.dim,
        ),
        None => {}
    }
    if header.quantity != 1 {
        part(
            2,
            format!("{} x{}", theme.words.order, thousands(header.quantity)),
            theme.notice,
        );
    }
    if header.watched.is_some() {
        // It has a tempo of its own, that nobody knows.
    } else if (header.tempo - 1.0).abs() > f64::EPSILON {
        part(3, format!("tempo {}x", header.tempo), theme.notice);
    } else {
        part(6, "tempo 1x".into(), theme.dim);
    }
    if header.refused > 0 {
        part(1, format!("{} refused", header.refused), theme.error);
    }
    let (coalesced, dropped) = header.missed;
    if dropped > 0 {
        part(1, format!("{dropped} events LOST"), theme.error);
    }
    if header.unseen > 0 {
        part(
            1,
            format!("{} {} NOT SEEN", header.unseen, theme.words.cards),
            theme.error,
        );
    }
    if !header.wakes_seen {
        part(1, theme.words.bells_unseen.into(), theme.error);
    }
    match header.coverage {
        Some(Covered::All) => part(5, "all tasks =".into(), theme.dim),
        Some(Covered::Some { seen, of }) if seen < of => part(
            1,
            format!("{} of {} tasks seen ~", count(seen), count(of)),
            theme.notice,
        ),
        Some(Covered::Some { of, .. }) => {
            part(5, format!("all {} tasks seen ~", count(of)), theme.dim);
        }
        None => {}
    }
    if coalesced > 0 {
        part(
            2,
            format!("{coalesced} polls/wakes only counted"),
            theme.notice,
        );
    }
    let flavor = match header.flavor {
        Flavor::MultiThread => "multi_thread",
        Flavor::CurrentThread => "current_thread",
    };
    part(5, flavor.into(), theme.dim);
    if !header.tokio.is_empty() {
        let build = if header.unstable {
            "unstable"
        } else {
            "stable"
        };
        part(4, format!("tokio {} {build}", header.tokio), theme.dim);
        part(
            8,
            format!("{} {}", theme.words.shift, header.shift),
            theme.dim,
        );
    }
    if header.own_numbers {
        part(5, format!("~ {} numbers", theme.words.chef_in), theme.dim);
    }
    part(9, "= measured  ~ inferred".into(), theme.dim);
    parts
}

/// Who is watched, and how that stands.
fn watching(part: &mut impl FnMut(u8, String, Style), watched: &Watched, theme: &Theme) {
    let name = match watched.pid {
        // A trace of another program does not tell it.
        0 => watched.name.clone(),
        pid => format!("{} {pid}", watched.name),
    };
    part(0, name, theme.title);
    match &watched.link {
        Link::Attached => part(2, "attached =".into(), theme.cooking),
        Link::Silent(long) => part(0, format!("no word for {} s", long.as_secs()), theme.error),
        Link::Ended { when, how } => {
            let what = match how {
                End::Gone => format!("ended {when}"),
                End::Panicked(why) => format!("ended {when}: {why}"),
                End::Closed => format!("hung up {when}"),
                End::Unreadable(why) => format!("cut off {when}: {why}"),
            };
            part(0, what, theme.error);
        }
        Link::Reading(share) => part(0, format!("reading {share}%"), theme.notice),
        Link::Replayed => {}
        Link::Recorded(Some(fault)) => {
            part(1, "recorded".into(), theme.notice);
            part(2, shown(fault, LONGEST_FAULT), theme.notice);
        }
        Link::Recorded(None) => part(1, "recorded".into(), theme.notice),
    }
    let (which, of) = watched.runtime;
    if of > 1 {
        let key = Keys::FIXED.name(Action::NextRuntime);
        part(1, format!("runtime {which} of {of} ({key})"), theme.notice);
    }
    if let Some(version) = &watched.version {
        part(4, format!("its probe {version}"), theme.notice);
    }
}

/// In the past every digit of the moment counts.
fn past(part: &mut impl FnMut(u8, String, Style), header: &Header, how: String, theme: &Theme) {
    part(0, format!("[{how}]"), theme.notice);
    let at = header.at.0;
    let (seconds, nanos) = (at / 1_000_000_000, at % 1_000_000_000);
    part(0, format!("t={seconds}.{nanos:09}s"), theme.text);
    if header.forgotten {
        part(1, "no longer in the history".into(), theme.notice);
    }
    let behind = header.behind.as_secs_f64();
    let newest = match header.watched.as_ref().is_some_and(Watched::ends) {
        true => "the end",
        false => "now",
    };
    part(0, format!("{newest} is {behind:.2}s ahead"), theme.notice);
}

/// `10k`, `1M`: quantities are powers of ten.
fn thousands(number: u32) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..1_000_000 if number.is_multiple_of(1_000) => format!("{}k", number / 1_000),
        _ if number.is_multiple_of(1_000_000) => format!("{}M", number / 1_000_000),
        _ => number.to_string(),
    }
}

/// Draws the top line.
pub fn draw(scene: &Scene, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    const HELP: &str = " help";
    let help = Action::Toggle(Screen::Help);
    let key = Keys::FIXED.name(help);
    let wide = key.chars().count() as u16 + HELP.len() as u16;
    let mut parts = parts(&scene.header, theme, area.width);
    let width = |parts: &[Part]| {
        parts
            .iter()
            .map(|part| part.text.chars().count() + 2)
            .sum::<usize>()
    };
    while width(&parts) + usize::from(wide) + 2 > area.width.into() {
        let Some(least) = parts
            .iter()
            .map(|part| part.gives_way)
            .max()
            .filter(|least| *least > 0)
        else {
            break;
        };
        // The last of them.
        if let Some(last) = parts.iter().rposition(|part| part.gives_way == least) {
            parts.remove(last);
        }
    }
    let mut pen = Pen::new(area, 0, buf);
    pen.skip(1);
    for part in &parts {
        pen.put(&part.text, part.style).skip(2);
    }
    let start = area.width.saturating_sub(wide + 1);
    if pen.x() <= area.x + start {
        pen.to(start).put(key, theme.key).put(HELP, theme.dim);
        hits.add(
            Rect {
                x: area.x + start,
                width: wide,
                ..area
            },
            help,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kitchen::scene::fixtures;

    fn line(link: Link) -> String {
        let mut header = fixtures::rich().header;
        header.watched = Some(Watched {
            name: "shop".into(),
            pid: 7,
            runtime: (1, 1),
            version: None,
            link,
        });
        let parts = parts(&header, &Theme::mono(), 80);
        let texts: Vec<_> = parts.into_iter().map(|part| part.text).collect();
        texts.join(" ")
    }

    #[test]
    fn only_what_still_tells_is_live() {
        assert!(line(Link::Attached).contains("[LIVE]"));
        let reading = line(Link::Reading(37));
        assert!(reading.contains("reading 37% "), "{reading}");
        assert!(reading.contains("[READ SO FAR]"), "{reading}");
        let film = line(Link::Replayed);
        assert!(
            film.contains("[RECORDED]") && !film.contains("reading"),
            "{film}"
        );
        let read = line(Link::Recorded(None));
        assert!(read.contains("[THE LAST PICTURE]"), "{read}");
        assert!(!reading.contains("LIVE") && !read.contains("LIVE"));
    }
}
