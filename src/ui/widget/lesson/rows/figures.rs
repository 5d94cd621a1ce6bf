//! What was measured and counted in runs, side by side.

use super::{Row, hanging, style};
use crate::kitchen::lesson::{Measured, Ordered, Value};
use crate::kitchen::text::Text;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::wrap;
use unicode_width::UnicodeWidthStr;

/// Fewest columns of a bar.
const BAR: usize = 4;

/// One measure, with its values below it.
pub(super) fn measured(
    one: &Measured,
    keys: Keys<'_>,
    width: usize,
    theme: &Theme,
    rows: &mut Vec<Row>,
) {
    let label = keys.tell(&one.label);
    let mut lines: Vec<Row> = wrap(&label, width)
        .into_iter()
        .map(|line| Row::of(line, theme.title))
        .collect();
    if let Some((said, tone)) = &one.held {
        let look = style(*tone, theme);
        match lines.last_mut() {
            Some(last) if last.text().width() + 2 + said.width() <= width => {
                let pad = width - last.text().width() - said.width();
                last.parts.push((" ".repeat(pad), theme.text));
                last.parts.push((said.clone(), look));
            }
            _ => lines.push(Row::of(said.clone(), look)),
        }
    }
    rows.append(&mut lines);
    values(one, keys, width, theme, rows);
}

/// What was measured in each run, with a bar.
fn values(one: &Measured, keys: Keys<'_>, width: usize, theme: &Theme, rows: &mut Vec<Row>) {
    let names = one.values.each_ref().map(|value| keys.tell(&value.run));
    let shown = one.values.iter().map(|value| value.shown.width()).max();
    let shown = shown.unwrap_or(0);
    let name = names.iter().map(|name| name.width()).max().unwrap_or(0);
    // A name too long for its place has a row of its own.
    let room = width.saturating_sub(shown + BAR + 4);
    for (value, text) in one.values.iter().zip(names) {
        let mut parts = Vec::new();
        if name <= room {
            let pad = name - text.width();
            parts.push((format!(" {text}{}  ", " ".repeat(pad)), theme.text));
        } else {
            let lines = wrap(&text, width.saturating_sub(1));
            rows.extend(
                lines
                    .into_iter()
                    .map(|line| Row::of(format!(" {line}"), theme.text)),
            );
            parts.push(("   ".to_owned(), theme.text));
        }
        let used: usize = parts.iter().map(|(text, _)| text.width()).sum();
        parts.push((format!("{:<shown$} ", value.shown), theme.title));
        let bar = width.saturating_sub(used + shown + 1);
        parts.push((bars(value, bar), theme.cooking));
        rows.push(Row {
            parts,
            action: None,
        });
    }
}

/// A bar as long as the value's share; what is not nothing has at least one mark.
fn bars(value: &Value, width: usize) -> String {
    let Some(share) = value.share else {
        return String::new();
    };
    let marks = (share * width as f64).round() as usize;
    "#".repeat(marks.max(usize::from(share > 0.0)).min(width))
}

/// In which orders lines came, and how often each.
pub(super) fn ordered(one: &Ordered, width: usize, theme: &Theme, rows: &mut Vec<Row>) {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index).unwrap_or(25).min(25));
    rows.push(Row::default());
    rows.extend(
        wrap(&one.heading, width)
            .into_iter()
            .map(|line| Row::of(line, theme.title)),
    );
    for (index, line) in one.lines.iter().enumerate() {
        hanging(
            (letter(index).to_string(), theme.key),
            line,
            width,
            theme.text,
            rows,
        );
    }
    let most = one
        .orders
        .iter()
        .map(|(_, rounds)| *rounds)
        .max()
        .unwrap_or(1);
    for (order, rounds) in &one.orders {
        let letters: Vec<_> = order
            .iter()
            .map(|index| letter(*index).to_string())
            .collect();
        let count = format!("{}  = {rounds:>2} ", letters.join(" "));
        let room = width.saturating_sub(count.width());
        let bar = Value {
            run: Text::default(),
            shown: String::new(),
            share: Some(*rounds as f64 / most.max(1) as f64),
        };
        rows.push(Row {
            parts: vec![(count, theme.text), (bars(&bar, room), theme.cooking)],
            action: None,
        });
    }
}
