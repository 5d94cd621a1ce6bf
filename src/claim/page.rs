//! The words of claims as a page of tables: for the list on the command line and the README.

use super::subject::{Row, Subject, Unit};
use super::vocabulary::{CALLERS, COMPARISONS, SHAPES, STATISTICS, Statistic};

/// A part of the page: a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What its columns are.
    pub head: &'static [&'static str],
    /// Its rows, each with as many cells.
    pub rows: Vec<Vec<String>>,
}

/// What a claim can say, what it can be about, and with which words.
pub fn page() -> [Section; 3] {
    let shapes = SHAPES.iter();
    let shapes = shapes.map(|(shape, about, example)| cells([shape, about, example]));
    let subjects = Subject::ALL.iter().map(|subject| of_row(subject.row()));
    [
        Section {
            head: &["Claim", "What it says", "Example"],
            rows: shapes.collect(),
        },
        Section {
            head: &["Subject", "", "What it is", "Besides", "Example"],
            rows: subjects.collect(),
        },
        Section {
            head: &["Word", "One of"],
            rows: words(),
        },
    ]
}

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).into()
}

fn of_row(row: &Row) -> Vec<String> {
    let mark = if row.inferred { "~" } else { "=" };
    let takes = row.takes;
    let besides = [
        (takes.kind, "of KIND"),
        (takes.worker, "on worker N"),
        (takes.text, "\"TEXT\""),
        (takes.source, "by SOURCE"),
        (takes.parked, "while a worker is parked"),
        (row.unit == Unit::None, "is counted only"),
        (row.unit != Unit::None && !takes.counts, "is not counted"),
        (!takes.statistics, "the longest only"),
    ];
    let besides = besides.iter().filter(|(takes, _)| *takes);
    let besides: Vec<_> = besides.map(|(_, text)| *text).collect();
    cells([
        row.names[0],
        mark,
        row.about,
        &besides.join(", "),
        row.example,
    ])
}

fn words() -> Vec<Vec<String>> {
    let listed =
        |words: &mut dyn Iterator<Item = &'static str>| words.collect::<Vec<_>>().join(", ");
    let mut statistics: Vec<(Statistic, Vec<&str>)> = Vec::new();
    for (word, statistic) in STATISTICS {
        match statistics.iter_mut().find(|(known, _)| known == statistic) {
            Some((_, words)) => words.push(word),
            None => statistics.push((*statistic, vec![word])),
        }
    }
    let statistics: Vec<_> = statistics
        .iter()
        .map(|(_, words)| words.join(" or "))
        .collect();
    let sources = listed(&mut CALLERS.iter().map(|(word, _)| *word)) + ", the name of a kind";
    let compare = listed(&mut COMPARISONS.iter().map(|(word, _)| *word));
    [
        ("STATISTIC", statistics.join(", ")),
        ("compared", compare),
        ("SOURCE", sources),
        (
            "KIND",
            "the name of a kind of task; in quotes if it has spaces or is a word of claims"
                .to_owned(),
        ),
        (
            "VALUE",
            "a time as 50ms or 1.5s up to 24h; a size as 512B, 2KiB, 1MiB, 2kB".to_owned(),
        ),
    ]
    .map(|(word, one_of)| vec![word.to_owned(), one_of])
    .into()
}
