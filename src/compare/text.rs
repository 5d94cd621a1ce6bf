//! The comparison for people, 80 columns wide.

use super::NAMES;
use super::sheet::{Kind, Row, Sheet};

const WIDTH: usize = 80;
/// Shares of workers beyond this many are left to the screen and to JSON.
const WORKERS: usize = 16;

pub(super) fn text(sheet: &Sheet) -> String {
    let mut out = String::new();
    for (name, side) in NAMES.iter().zip(&sheet.sides) {
        wrapped(&mut out, &format!("{name}  "), "   ", side);
    }
    wrapped(&mut out, "", "", &sheet.head);
    out.push('\n');
    line(&mut out, "", [NAMES[0], NAMES[1]], "B - A");
    let (claims, figures): (Vec<&Row>, Vec<&Row>) =
        sheet.rows.iter().partition(|row| row.kind == Kind::Claim);
    let workers = figures.iter().filter(|row| row.kind == Kind::Worker);
    let shown = figures.len() - workers.count().saturating_sub(WORKERS);
    for row in &figures[..shown] {
        figure(&mut out, row);
    }
    if shown < figures.len() {
        let left = figures.len() - shown;
        out += &format!("{left} more workers: see --report json\n");
    }
    if !claims.is_empty() {
        out += "\nclaims\n";
    }
    for row in claims {
        wrapped(&mut out, "", "  ", &row.label);
        figure(
            &mut out,
            &Row {
                label: String::new(),
                ..row.clone()
            },
        );
        moments(&mut out, row);
    }
    worst(&mut out, &figures);
    out.push('\n');
    wrapped(&mut out, "", "", &sheet.rule);
    for note in &sheet.notes {
        wrapped(&mut out, "", "", note);
    }
    out
}

/// The worst moments, once for all figures that they stand for.
fn worst(out: &mut String, figures: &[&Row]) {
    let with = figures.iter().filter(|row| row.moments != [None, None]);
    let mut told: Vec<&Row> = Vec::new();
    for row in with {
        if told.iter().all(|before| before.moments != row.moments) {
            told.push(row);
        }
    }
    if !told.is_empty() {
        *out += "\nthe worst\n";
    }
    for row in told {
        let name = row.label.trim_end_matches(" p50").trim_end_matches(" max");
        *out += name;
        out.push('\n');
        moments(out, row);
    }
}

fn moments(out: &mut String, row: &Row) {
    for (name, moment) in NAMES.iter().zip(&row.moments) {
        if let Some(moment) = moment {
            wrapped(out, &format!("  {name} "), "    ", moment);
        }
    }
}

fn figure(out: &mut String, row: &Row) {
    let [a, b] = &row.cells;
    line(out, &row.label, [a, b], &row.difference);
}

fn line(out: &mut String, label: &str, [a, b]: [&str; 2], difference: &str) {
    let line = format!("{label:<16}{a:<24}{b:<24}{difference}");
    *out += line.trim_end();
    out.push('\n');
}

/// A paragraph, broken at spaces; `first` is before its first line, `next` before the others.
fn wrapped(out: &mut String, first: &str, next: &str, text: &str) {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        let wide = line.chars().count() + usize::from(!empty) + word.chars().count();
        if !empty && wide > WIDTH {
            *out += &line;
            out.push('\n');
            next.clone_into(&mut line);
            empty = true;
        }
        if !std::mem::replace(&mut empty, false) {
            line.push(' ');
        }
        line += word;
    }
    *out += &line;
    out.push('\n');
}
