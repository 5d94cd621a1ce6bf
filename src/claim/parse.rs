//! From text to a [`Claim`], and what could be typed next.

use super::cursor::{Cursor, List, Want};
use super::subject::{Subject, Unit};
use super::token::ClaimError;
use super::vocabulary::{CALLERS, COMPARISONS, Compare, STATISTICS, Statistic};
use super::{Claim, Filter, Form, Name, Quantity, Source, Stretch};

/// Highest number a claim may count to.
const MOST: u64 = 1_000_000_000;
/// Highest index of a worker.
const MOST_WORKERS: u64 = u16::MAX as u64;

/// Reads a claim.
pub(super) fn claim(text: &str) -> Result<Claim, ClaimError> {
    let mut cursor = Cursor::new(text)?;
    match form(&mut cursor) {
        Some(form) if cursor.end() => Ok(Claim {
            text: text.trim().to_owned(),
            form,
        }),
        _ => Err(cursor.error()),
    }
}

/// What could come next after an unfinished claim: whole words that go on from what is typed.
pub(super) fn complete<'k>(text: &str, kinds: &[&'k str]) -> Vec<&'k str>
where
    'static: 'k,
{
    let begun = text.char_indices().rfind(|(_, c)| c.is_whitespace());
    let begun = begun.map_or(0, |(at, space)| at + space.len_utf8());
    let (before, begun) = text.split_at(begun);
    let Ok(mut cursor) = Cursor::new(before) else {
        return Vec::new();
    };
    if form(&mut cursor).is_some() {
        cursor.end();
    }
    let mut words: Vec<&'k str> = Vec::new();
    for want in cursor.next() {
        match want {
            Want::Words(_, List::Aliases) => {}
            Want::Words(phrase, _) => words.push(phrase),
            Want::Kind => words.extend(kinds),
            _ => {}
        }
    }
    let lower = begun.to_lowercase();
    words.retain(|word| word.to_lowercase().starts_with(&lower) && *word != begun);
    let mut each = std::collections::HashSet::new();
    words.retain(|word| each.insert(*word));
    words
}

fn form(cursor: &mut Cursor<'_>) -> Option<Form> {
    if let Some(first) = cursor.text() {
        cursor.eat("printed before").then_some(())?;
        let then = cursor.text()?;
        return Some(Form::Order { first, then });
    }
    if let Some(quantity) = quantity(cursor) {
        return counted(cursor, quantity?);
    }
    measured(cursor)
}

#[derive(Clone, Copy, PartialEq)]
enum Quantifier {
    No,
    Some,
    Every,
    Exactly,
    AtMost,
    AtLeast,
}

/// How many; the inner `None`: a number is missing.
fn quantity(cursor: &mut Cursor<'_>) -> Option<Option<Quantity>> {
    use Quantifier::{AtLeast, AtMost, Every, Exactly, No, Some as Any};
    let words = [
        ("no", No),
        ("some", Any),
        ("every", Every),
        ("exactly", Exactly),
        ("at most", AtMost),
        ("at least", AtLeast),
    ];
    Some(match cursor.choose(List::Short, words)? {
        No => Some(Quantity::AtMost(0)),
        Any => Some(Quantity::AtLeast(1)),
        Every => Some(Quantity::Every),
        Exactly => cursor.number(MOST).map(Quantity::Exactly),
        AtMost => cursor.number(MOST).map(Quantity::AtMost),
        AtLeast => cursor.number(MOST).map(Quantity::AtLeast),
    })
}

fn subject(cursor: &mut Cursor<'_>, fits: impl Fn(Subject) -> bool) -> Option<Subject> {
    let all = Subject::ALL.into_iter().filter(|subject| fits(*subject));
    let names = all.flat_map(|subject| subject.row().names.map(|name| (name, subject)));
    cursor.choose(List::Subjects, names)
}

/// `no stall of simmer over 50ms`.
fn counted(cursor: &mut Cursor<'_>, quantity: Quantity) -> Option<Form> {
    let every = quantity == Quantity::Every;
    // Of what has neither a length nor a source nothing can be said of every one.
    let fits = |subject: Subject| {
        let row = subject.row();
        match every {
            true => row.unit != Unit::None && row.takes.statistics || row.takes.source,
            false => row.takes.counts,
        }
    };
    let subject = subject(cursor, fits)?;
    let mut filter = Filter::default();
    let mut limit = None;
    loop {
        if limit.is_none()
            && subject.row().unit != Unit::None
            && let Some(compare) = cursor.choose(List::Short, COMPARISONS.iter().copied())
        {
            limit = Some((compare, cursor.value(subject.row().unit)?));
        } else if !qualify(cursor, subject, &mut filter)? {
            break;
        }
    }
    if every && limit.is_none() && filter.by.is_none() {
        return None;
    }
    Some(Form::Count {
        quantity,
        subject,
        filter,
        limit,
    })
}

/// `ready wait p99 under 10ms`, and what overlaps.
fn measured(cursor: &mut Cursor<'_>) -> Option<Form> {
    let before = cursor.choose(List::Statistics, STATISTICS.iter().copied());
    let subject = subject(cursor, |subject| {
        subject.row().unit != Unit::None || before.is_none() && stretch(subject).is_some()
    })?;
    let row = subject.row();
    let mut filter = Filter::default();
    while qualify(cursor, subject, &mut filter)? {}
    if before.is_none()
        && filter.is_plain()
        && let Some(one) = stretch(subject)
        && let Some(never) = overlap(cursor)
    {
        let other = stretched(cursor)?;
        return Some(Form::Overlap {
            never,
            sides: [(one, filter.kind), other],
        });
    }
    if row.unit == Unit::None {
        return None;
    }
    let statistic = before.or_else(|| statistic(cursor, subject));
    let statistic = statistic.unwrap_or(Statistic::Max);
    if !row.takes.statistics && statistic != Statistic::Max {
        return None;
    }
    while qualify(cursor, subject, &mut filter)? {}
    let compare: Compare = cursor.choose(List::Short, COMPARISONS.iter().copied())?;
    let limit = cursor.value(row.unit)?;
    while qualify(cursor, subject, &mut filter)? {}
    Some(Form::Measure {
        statistic,
        subject,
        filter,
        compare,
        limit,
    })
}

fn statistic(cursor: &mut Cursor<'_>, subject: Subject) -> Option<Statistic> {
    let any = subject.row().takes.statistics;
    let fits = |(_, statistic): &&(&str, Statistic)| any || *statistic == Statistic::Max;
    cursor.choose(List::Statistics, STATISTICS.iter().filter(fits).copied())
}

/// `jobs of chop`, as the other side of an overlap.
fn stretched(cursor: &mut Cursor<'_>) -> Option<(Stretch, Option<Name>)> {
    let other = subject(cursor, |subject| stretch(subject).is_some())?;
    let kind = match cursor.eat("of") {
        true => Some(cursor.kind()?),
        false => None,
    };
    Some((stretch(other)?, kind))
}

/// Whether `never`, if it is about an overlap.
fn overlap(cursor: &mut Cursor<'_>) -> Option<bool> {
    let words = [
        ("overlap", false),
        ("overlaps", false),
        ("never overlap", true),
        ("never overlaps", true),
    ];
    cursor.choose(List::Short, words)
}

const fn stretch(subject: Subject) -> Option<Stretch> {
    match subject {
        Subject::Poll => Some(Stretch::Poll),
        Subject::Task => Some(Stretch::Task),
        Subject::Job => Some(Stretch::Job),
        _ => None,
    }
}

/// One more thing said of the subject; `None`: it was begun and is wrong.
fn qualify(cursor: &mut Cursor<'_>, subject: Subject, filter: &mut Filter) -> Option<bool> {
    let takes = subject.row().takes;
    if takes.kind && filter.kind.is_none() && cursor.eat("of") {
        filter.kind = Some(cursor.kind()?);
    } else if takes.worker && filter.worker.is_none() && cursor.eat("on worker") {
        filter.worker = u16::try_from(cursor.number(MOST_WORKERS)?).ok();
    } else if takes.parked && !filter.while_parked && cursor.eat("while a worker is parked") {
        filter.while_parked = true;
    } else if takes.source && filter.by.is_none() && cursor.eat("by") {
        filter.by = Some(match cursor.choose(List::Short, CALLERS.iter().copied()) {
            Some(caller) => Source::Caller(caller),
            None => Source::Kind(cursor.kind()?),
        });
    } else if takes.text
        && filter.text.is_none()
        && let Some(text) = cursor.text()
    {
        filter.text = Some(text);
    } else {
        return Some(false);
    }
    Some(true)
}
