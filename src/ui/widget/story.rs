//! What goes on and what happened, each with its reason.

use super::pen::{Pen, wrap};
use crate::app::{Action, Pace, Pick};
use crate::events::Nanos;
use crate::kitchen::amount::{self, count};
use crate::kitchen::scene::{Kitchen, Printed, Scene, StoryLine};
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns before the text, at least: the time, and a mark.
const TIME: u16 = 8;
/// The same in the past, where times are finer and change from step to step.
const PAST_TIME: u16 = 10;
/// The same at most, where times have many digits.
const LONGEST_TIME: u16 = 15;
/// How long a printed line stays where it has no place of its own.
const SAID_FOR: Nanos = Nanos::from_millis(8_000);
/// Rows of a line above the story at most.
const LEADS: usize = 2;
/// Columns of such a row that are not for its text: the edge, and a mark before.
const LEAD: usize = 3;
/// At its end where it is cut.
const CUT: &str = " ..";
/// In the margin of what stands above newer lines.
const OLDER: &str = "^";

/// One line of what is drawn.
enum Entry<'a> {
    /// A sentence, whether its reason goes with it, and the rows it may take.
    Told(&'a StoryLine, bool, u16),
    /// What a card printed.
    Said(&'a Printed),
}

impl Entry<'_> {
    fn at(&self) -> Nanos {
        match self {
            Self::Told(told, ..) => told.line.at,
            Self::Said(said) => said.at,
        }
    }
}

/// ```text
/// │ e17 of 50: #01 tutorial waits for its bell (timer), tutorial.rs:11    │  paused
/// │  12.41s Chef 1 is stalled for 1.40s: #07 block holds this chef ..     │
/// │         Until an .await has to wait, nobody can take it ..            │
/// │^ 11.02s Chef 2 took #15 garnish from Chef 1's rail (~ a steal).       │  ^ above newer ones
/// │  12.40s #06 Database says: Database is up                             │
/// ```
///
/// What weighs tells its reason too; routine lines only where there is room to spare.
/// Without a ticker of its own on screen, what cards printed just now is among the lines, and
/// has room before routine does. In the past, times are those before the moment shown.
pub fn draw(
    scene: &Scene,
    kitchen: &Kitchen,
    theme: &Theme,
    inner: Rect,
    quiet_ticker: bool,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut row = 0;
    if let Some(stood) = &kitchen.stood {
        row += lead("", stood, theme.key, inner, row, buf);
    }
    if let Some((notice, is_error)) = &scene.notice {
        let style = if *is_error { theme.error } else { theme.notice };
        let notice = Keys::new(&scene.menu).tell(notice);
        row += lead("> ", &notice, style, inner, row, buf);
    }
    let room = inner.height.saturating_sub(row);
    let at = scene.header.at;
    let most = if quiet_ticker { room } else { 0 };
    let live = scene.header.pace == Pace::Live;
    let left = left(kitchen, at, room, live);
    let text = usize::from(inner.width.saturating_sub(left));
    let entries = entries(kitchen, at, text, room, most);
    let times = times(entries.iter().map(Entry::at), at, live);
    for (entry, time) in entries.iter().zip(&times) {
        if row >= inner.height {
            return;
        }
        let area = Rect {
            y: inner.y + row,
            height: inner.height - row,
            ..inner
        };
        Pen::new(area, 0, buf).right(time, left - 1, theme.dim);
        row += match entry {
            Entry::Told(told, with_why, rows) => {
                let height = area.height.min(*rows);
                let area = Rect { height, ..area };
                draw_told(told, *with_why, left, theme, area, buf, hits).min(height)
            }
            Entry::Said(said) => draw_said(said, left, theme, area, buf),
        };
    }
}

/// A line above the story, in two rows at most; gives the rows it took.
fn lead(mark: &str, text: &str, style: Style, inner: Rect, row: u16, buf: &mut Buffer) -> u16 {
    let width = usize::from(inner.width).saturating_sub(LEAD);
    let mut lines = wrap(text, width);
    let cut = lines.len() > LEADS;
    if cut {
        lines = wrap(text, width.saturating_sub(CUT.len()));
    }
    for (i, text) in lines.iter().take(LEADS).enumerate() {
        let mut pen = Pen::new(inner, row + i as u16, buf);
        pen.skip(1);
        if i == 0 {
            pen.put(mark, style);
        } else {
            pen.skip(mark.len() as u16);
        }
        pen.put(text, style);
        if cut && i + 1 == LEADS {
            pen.put(CUT, style);
        }
    }
    lines.len().min(LEADS) as u16
}

/// What there is room for: what stands above the rest, then the rest, newest first.
fn entries(kitchen: &Kitchen, at: Nanos, width: usize, room: u16, most: u16) -> Vec<Entry<'_>> {
    let story = &kitchen.story;
    let mut said = said(kitchen, at, most);
    // The newest fact, perhaps the answer to a key, is told whatever stands above it and
    // whatever was printed before it.
    let newest = story.iter().map(|told| told.line.at).max();
    let above = story.first().is_some_and(|told| told.older);
    if above && said.len() > 1 && newest > said.first().map(|said| said.at) {
        said = &said[..said.len() - 1];
    }
    let spare = room.saturating_sub(said.len() as u16) > 8;
    let mut left = room.saturating_sub(said.len() as u16);
    let mut reason = None;
    let mut entries = Vec::new();
    for (i, told) in story.iter().enumerate() {
        if left == 0 {
            break;
        }
        // What is over leaves the last row to the newest fact; what goes on does not.
        if told.older && told.line.weight < 4 && left == 1 && i > 0 {
            continue;
        }
        // With little room the first entry keeps its reason and the others are told in a line.
        let worth = i == 0 || told.line.weight >= 3 || (spare && told.line.weight >= 1);
        // The same reason twice teaches nothing more.
        let with_why = worth && reason != Some(&told.line.why);
        reason = Some(&told.line.why);
        let why = told.line.why.as_ref().filter(|_| with_why);
        let texts = [Some(&told.line.text), why].into_iter().flatten();
        let rows = texts.map(|text| wrap(text, width).len());
        // What stands above newer lines leaves a row to the newest of them.
        let most = left - u16::from(told.older && left > 1);
        entries.push(Entry::Told(told, with_why, most));
        left -= most.min(rows.sum::<usize>() as u16);
    }
    // The lines that stand above newer ones stay there.
    let marked = |entry: &Entry<'_>| match entry {
        Entry::Told(told, ..) => told.older || told.line.weight >= 4,
        Entry::Said(_) => false,
    };
    let above = entries.iter().rposition(marked).map_or(0, |last| last + 1);
    entries.extend(said.iter().map(Entry::Said));
    entries[above..].sort_by_key(|entry| std::cmp::Reverse(entry.at()));
    entries
}

/// The lines printed in the last seconds, as many as the weight of the story leaves room for.
fn said(kitchen: &Kitchen, at: Nanos, room: u16) -> &[Printed] {
    let most = match kitchen.story.first().map_or(0, |told| told.line.weight) {
        4.. => room / 4,
        2 | 3 => room / 2,
        _ => room * 3 / 4,
    };
    let recent = |said: &&Printed| at.since(said.at) < SAID_FOR;
    let count = kitchen.ticker.iter().take_while(recent).count();
    &kitchen.ticker[..count.min(most.into())]
}

/// The columns before the texts: those of the longest time there may be.
fn left(kitchen: &Kitchen, at: Nanos, room: u16, live: bool) -> u16 {
    let room = usize::from(room);
    let told = kitchen.story.iter().map(|told| told.line.at).take(room);
    let said = kitchen.ticker.iter().map(|said| said.at).take(room);
    let times = times(told.chain(said), at, live);
    let longest = times.iter().map(|time| time.len() as u16 + 3).max();
    let least = if live { TIME } else { PAST_TIME };
    longest.unwrap_or(least).clamp(least, LONGEST_TIME)
}

/// Live the time of the run; in the past how long before the moment shown.
fn times(ats: impl Iterator<Item = Nanos>, at: Nanos, live: bool) -> Vec<String> {
    if live {
        return ats.map(|at| format!("{:.2}s", at.as_secs_f64())).collect();
    }
    let spans: Vec<_> = ats.map(|told| at.since(told)).collect();
    let mut times = amount::apart(&spans);
    for (time, span) in times.iter_mut().zip(spans) {
        if span == Nanos::ZERO {
            "now".clone_into(time);
        } else {
            time.insert(0, '-');
        }
    }
    times
}

fn draw_said(said: &Printed, left: u16, theme: &Theme, area: Rect, buf: &mut Buffer) -> u16 {
    let who = match said.who.as_str() {
        "" => "the program",
        who => who,
    };
    Pen::new(area, 0, buf)
        .skip(left)
        .put(format!("{who} says: "), theme.pending)
        .put(&said.text, theme.title);
    1
}

/// Draws one sentence; gives the rows it took.
fn draw_told(
    told: &StoryLine,
    with_why: bool,
    left: u16,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) -> u16 {
    let text_style = match told.line.weight {
        4 => theme.stalled,
        2 | 3 => theme.notice,
        _ => theme.text,
    };
    let mut text = told.line.text.clone();
    if told.times > 1 {
        text += &format!(" ×{}", count(told.times as u64));
    }
    if told.older {
        Pen::new(area, 0, buf).put(OLDER, theme.key);
    }
    let mut row = rows(&text, text_style, (0, left), area, buf);
    if let Some(why) = told.line.why.as_ref().filter(|_| with_why) {
        row += rows(why, theme.dim, (row, left), area, buf);
    }
    if let Some(task) = told.task {
        hits.add(
            Rect {
                height: row.min(area.height),
                ..area
            },
            Action::Pick(Pick::Task(task)),
        );
    }
    row
}

/// Writes text from a row on, `left` columns in; gives the rows it takes.
fn rows(text: &str, style: Style, (from, left): (u16, u16), area: Rect, buf: &mut Buffer) -> u16 {
    let rows = wrap(text, usize::from(area.width.saturating_sub(left)));
    for (row, text) in (from..).zip(&rows) {
        Pen::new(area, row, buf).skip(left).put(text, style);
    }
    let last = area.height.saturating_sub(from + 1);
    if usize::from(last) + 1 < rows.len() {
        // A sentence that does not fit must not look like a whole one.
        let end = rows[usize::from(last)]
            .trim_end_matches('.')
            .chars()
            .count()
            .min(usize::from(area.width.saturating_sub(left)).saturating_sub(3));
        Pen::new(area, from + last, buf)
            .skip(left + end as u16)
            .put("...", style);
    }
    rows.len() as u16
}
