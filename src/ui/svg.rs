//! A frame as an SVG picture: how the pictures of the README are made.
//!
//! A pure function of a buffer. Lines and blocks are drawn as shapes, so that they join
//! whatever font the reader has; all else is text, held in its columns.

mod color;
mod shape;

pub use color::Paper;

use crate::plain::is_harmful;
use color::Rgb;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use std::fmt::Write;

/// Size of a cell in the picture's units. The width of a character is 0.6 of its size
/// in nearly every monospace font.
const CELL: (f64, f64) = (9.0, 18.0);
const FONT_SIZE: f64 = 15.0;
/// From the top of a cell to the line the characters stand on.
const BASELINE: f64 = 13.5;
const PADDING: f64 = 12.0;
const TITLE_BAR: f64 = 30.0;

/// The picture of a frame, in a window with this title (no window if it is empty).
pub fn svg(buffer: &Buffer, title: &str, paper: Paper) -> String {
    let area = buffer.area();
    let top = if title.is_empty() {
        PADDING
    } else {
        TITLE_BAR + PADDING / 2.0
    };
    let width = f64::from(area.width) * CELL.0 + 2.0 * PADDING;
    let height = f64::from(area.height) * CELL.1 + top + PADDING;
    let mut out = String::new();
    head(&mut out, (width, height), title, paper);
    for row in 0..area.height {
        let y = top + f64::from(row) * CELL.1;
        let cells: Vec<Shown<'_>> = (0..area.width)
            .map(|column| Shown::of(&buffer[(area.x + column, area.y + row)], paper))
            .collect();
        backgrounds(&mut out, &cells, y, paper);
        shapes(&mut out, &cells, y);
        texts(&mut out, &cells, y);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn head(out: &mut String, (width, height): (f64, f64), title: &str, paper: Paper) {
    let name = escape(if title.is_empty() { "terminal" } else { title });
    line(
        out,
        format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{name}">"#
        ),
    );
    line(out, format_args!("<title>{name}</title>"));
    line(
        out,
        format_args!(
            r#"<rect width="{width}" height="{height}" rx="8" fill="{}"/>"#,
            paper.background
        ),
    );
    line(
        out,
        format_args!(
            r#"<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="{FONT_SIZE}" xml:space="preserve">"#
        ),
    );
    if !title.is_empty() {
        for (x, fill) in [(18, "#e06c75"), (36, "#d9a94e"), (54, "#7fb069")] {
            line(
                out,
                format_args!(r#"<circle cx="{x}" cy="17" r="5.5" fill="{fill}"/>"#),
            );
        }
        line(
            out,
            format_args!(
                r#"<text x="{}" y="22" text-anchor="middle" fill="{}">{name}</text>"#,
                width / 2.0,
                paper.title
            ),
        );
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text)
        .expect("writing into a String does not fail");
    out.push('\n');
}

/// A cell with its colours worked out: reverse, dim and hidden are in them already.
#[derive(Clone, Copy, PartialEq)]
struct Shown<'a> {
    symbol: &'a str,
    ink: Rgb,
    paper: Rgb,
    modifier: Modifier,
}

impl<'a> Shown<'a> {
    fn of(cell: &'a Cell, own: Paper) -> Self {
        let mut ink = color::rgb(cell.fg, own.foreground);
        let mut paper = color::rgb(cell.bg, own.background);
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut ink, &mut paper);
        }
        if cell.modifier.contains(Modifier::DIM) {
            ink = ink.towards(paper);
        }
        let symbol = if cell.modifier.contains(Modifier::HIDDEN) {
            " "
        } else {
            cell.symbol()
        };
        let kept = Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        Self {
            symbol,
            ink,
            paper,
            modifier: cell.modifier & kept,
        }
    }

    fn is_blank(&self) -> bool {
        let ruled = Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        self.symbol.trim().is_empty() && !self.modifier.intersects(ruled)
    }

    fn is_shape(&self) -> bool {
        shape::of(self.symbol).is_some()
    }
}

/// Runs of cells for which `same` holds between neighbours: first column and length.
fn runs<'a>(
    cells: &'a [Shown<'a>],
    same: impl Fn(&Shown<'a>, &Shown<'a>) -> bool,
) -> impl Iterator<Item = (usize, &'a [Shown<'a>])> {
    let mut column = 0;
    cells.chunk_by(same).map(move |run| {
        column += run.len();
        (column - run.len(), run)
    })
}

fn left(column: usize) -> f64 {
    PADDING + column as f64 * CELL.0
}

fn backgrounds(out: &mut String, cells: &[Shown<'_>], y: f64, own: Paper) {
    for (column, run) in runs(cells, |a, b| a.paper == b.paper) {
        if run[0].paper != own.background {
            line(
                out,
                format_args!(
                    r#"<rect x="{}" y="{y}" width="{}" height="{}" fill="{}"/>"#,
                    left(column),
                    run.len() as f64 * CELL.0,
                    CELL.1,
                    run[0].paper
                ),
            );
        }
    }
}

/// Lines of one colour in a row become one path; blocks one path of another kind.
fn shapes(out: &mut String, cells: &[Shown<'_>], y: f64) {
    for (column, run) in runs(cells, |a, b| a.ink == b.ink && a.is_shape() && b.is_shape()) {
        let (mut strokes, mut fills) = (String::new(), String::new());
        for (i, cell) in run.iter().enumerate() {
            if let Some(shape) = shape::of(cell.symbol) {
                shape.draw(left(column + i), y, CELL, &mut strokes, &mut fills);
            }
        }
        let ink = run[0].ink;
        if !strokes.is_empty() {
            line(
                out,
                format_args!(
                    r#"<path d="{strokes}" stroke="{ink}" stroke-width="1.2" fill="none"/>"#
                ),
            );
        }
        if !fills.is_empty() {
            line(out, format_args!(r#"<path d="{fills}" fill="{ink}"/>"#));
        }
    }
}

fn texts(out: &mut String, cells: &[Shown<'_>], y: f64) {
    let same = |a: &Shown<'_>, b: &Shown<'_>| {
        a.is_shape() == b.is_shape() && a.ink == b.ink && a.modifier == b.modifier
    };
    for (column, run) in runs(cells, same) {
        let before = run.iter().take_while(|cell| cell.is_blank()).count();
        let after = run.iter().rev().take_while(|cell| cell.is_blank()).count();
        if run[0].is_shape() || before == run.len() {
            continue;
        }
        let shown = &run[before..run.len() - after];
        let text: String = shown.iter().map(|cell| cell.symbol).collect();
        line(
            out,
            format_args!(
                r#"<text x="{}" y="{}" textLength="{}" lengthAdjust="spacingAndGlyphs" fill="{}"{}>{}</text>"#,
                left(column + before),
                y + BASELINE,
                shown.len() as f64 * CELL.0,
                run[0].ink,
                weight(run[0].modifier),
                escape(&text)
            ),
        );
    }
}

fn weight(modifier: Modifier) -> String {
    let mut out = String::new();
    for (flag, attribute) in [
        (Modifier::BOLD, r#" font-weight="bold""#),
        (Modifier::ITALIC, r#" font-style="italic""#),
    ] {
        if modifier.contains(flag) {
            out.push_str(attribute);
        }
    }
    let under = modifier
        .contains(Modifier::UNDERLINED)
        .then_some("underline");
    let through = modifier
        .contains(Modifier::CROSSED_OUT)
        .then_some("line-through");
    let rules: Vec<&str> = under.into_iter().chain(through).collect();
    if !rules.is_empty() {
        out.push_str(&format!(r#" text-decoration="{}""#, rules.join(" ")));
    }
    out
}

/// Text as XML allows it: markup escaped, what is harmful gone.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars().filter(|char| !is_harmful(*char)) {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Leading and double spaces fall together in some viewers, even when told not to.
            ' ' => out.push('\u{a0}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests;
