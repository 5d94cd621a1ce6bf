//! From a TOML document to a checked [`Lesson`].

mod compare;
mod predict;
mod runs;

use super::question::TOPICS;
use super::text::{Piece, pieces};
use super::{Code, Covered, Lesson, MOST_WORDS, Proof, Question, Run, Text, built_in};
use crate::claim::Claim;
use crate::document::{Field, Fields, Mistake, Source, Table, clean, one_of, quoted};
use crate::scenario::expect;
use std::sync::Arc;

const LESSON: [&str; 9] = [
    "title",
    "covers",
    "situation",
    "predict",
    "run",
    "why",
    "compare",
    "code",
    "question",
];
/// Most runs of a lesson.
const MOST_RUNS: usize = 4;
/// Most tables of one name: more are no lesson, and would take long to read.
const MOST_TABLES: usize = 100;
/// Questions at the end are drawn from at least so many.
const LEAST_POOL: usize = 3;

/// Reads a lesson.
pub(super) fn lesson(name: &str, text: &str) -> Result<Lesson, Mistake> {
    let source = Source { name, text };
    let document = source.parse("a lesson: title, situation, [predict], [[run]], why")?;
    let top = Fields::new(source, "a lesson", (document.get_ref(), 0..0), &LESSON)?;
    let tables = tables(&top, "run")?;
    if tables.is_empty() || tables.len() > MOST_RUNS {
        let found = format!("{} runs", tables.len());
        let expected = format!("at least one [[run]], and at most {MOST_RUNS}");
        return Err(source.mistake(0..0, found, expected));
    }
    let reader = Reader {
        source,
        runs: tables.len(),
    };
    let mut runs = Vec::new();
    for table in tables {
        runs.push(runs::run(&reader, table)?);
    }
    let predict = predict::predict(&reader, &top, &runs[0])?;
    let mut lesson = Lesson {
        name: clean(name),
        title: reader.text(&top.need("title", TEXT)?)?,
        covers: covers(&reader, &top)?,
        situation: reader.short(&top.need("situation", TEXT)?)?,
        predict,
        runs,
        why: reader.short(&top.need("why", TEXT)?)?,
        compare: Vec::new(),
        code: codes(&reader, &top)?,
        pool: Vec::new(),
    };
    for table in self::tables(&top, "compare")? {
        lesson.compare.push(compare::comparison(&reader, table)?);
    }
    for table in self::tables(&top, "question")? {
        lesson.pool.push(question(&reader, table, &lesson.runs)?);
    }
    if (1..LEAST_POOL).contains(&lesson.pool.len()) {
        let found = format!("{} questions", lesson.pool.len());
        return Err(source.mistake(0..0, found, format!("none, or at least {LEAST_POOL}")));
    }
    watch_all(&mut lesson);
    Ok(lesson)
}

/// An example of a text.
const TEXT: &str = "{ kitchen = \"A chef stalls\", tokio = \"A worker is blocked\" }";

/// Reads texts of a lesson with so many runs.
struct Reader<'a> {
    source: Source<'a>,
    runs: usize,
}

impl<'a> Reader<'a> {
    /// A text in both registers; one string stands for both.
    fn text(&self, field: &Field<'a>) -> Result<Text, Mistake> {
        if field.is_text() {
            let both = self.pieces(field)?;
            return Ok(Text {
                analogy: both.clone(),
                tokio: both,
            });
        }
        let known = ["kitchen", "tokio"];
        let fields = Fields::new(self.source, "a text", field.table(TEXT)?, &known)?;
        Ok(Text {
            analogy: self.pieces(&fields.need("kitchen", "\"A chef stalls\"")?)?,
            tokio: self.pieces(&fields.need("tokio", "\"A worker is blocked\"")?)?,
        })
    }

    /// The same, no longer than may be read between two actions.
    fn short(&self, field: &Field<'a>) -> Result<Text, Mistake> {
        let text = self.text(field)?;
        match text.words() {
            words if words > MOST_WORDS => Err(self.source.mistake(
                field.span_of_value(),
                format!("{words} words"),
                format!("at most {MOST_WORDS} between two actions"),
            )),
            _ => Ok(text),
        }
    }

    fn pieces(&self, field: &Field<'a>) -> Result<Vec<Piece>, Mistake> {
        // One line, whatever the lines of the file.
        let words: Vec<&str> = field.text()?.split_whitespace().collect();
        let text = words.join(" ");
        if text.is_empty() {
            return Err(field.wrong("a sentence"));
        }
        pieces(&text, self.runs).map_err(|(_, found, expected)| {
            self.source.mistake(field.span_of_value(), found, expected)
        })
    }

    /// What is measured, in words.
    fn measure(&self, field: &Field<'a>) -> Result<Claim, Mistake> {
        Claim::measuring(field.text()?).map_err(|error| {
            let span = field.span_of_value();
            self.source.mistake(span, error.found, error.expected)
        })
    }

    /// The number of a run.
    fn run(&self, fields: &Fields<'a>) -> Result<usize, Mistake> {
        let runs = u32::try_from(self.runs).unwrap_or(u32::MAX);
        let number = fields.get("run");
        let number = number.map(|field| field.number("the number of a run,", 1, runs));
        Ok(number.transpose()?.unwrap_or(1) as usize - 1)
    }
}

fn tables<'a>(top: &Fields<'a>, name: &str) -> Result<Vec<Table<'a>>, Mistake> {
    let Some(field) = top.get(name) else {
        return Ok(Vec::new());
    };
    let tables = field.tables()?;
    match tables.get(MOST_TABLES) {
        None => Ok(tables),
        Some((_, span)) => Err(field.source().mistake(
            span.clone(),
            format!("{} tables `{name}`", tables.len()),
            format!("at most {MOST_TABLES}"),
        )),
    }
}

fn covers(reader: &Reader<'_>, top: &Fields<'_>) -> Result<Vec<Covered>, Mistake> {
    let mut all = Vec::new();
    for table in tables(top, "covers")? {
        let known = ["statement", "seen"];
        let fields = Fields::new(reader.source, "what is covered", table, &known)?;
        let text = |name, like| Ok::<_, Mistake>(clean(fields.need(name, like)?.text()?));
        all.push(Covered {
            statement: text("statement", "\"spawn returns at once\"")?,
            seen: text("seen", "\"main's line comes first\"")?,
        });
    }
    Ok(all)
}

fn codes(reader: &Reader<'_>, top: &Fields<'_>) -> Result<Vec<Code>, Mistake> {
    let mut all = Vec::new();
    for table in tables(top, "code")? {
        let known = ["title", "text", "built-in", "keep"];
        let fields = Fields::new(reader.source, "a piece of code", table, &known)?;
        let text = match fields.get("built-in") {
            Some(field) => {
                let name = field.text()?;
                let known = built_in::code(name);
                known.ok_or_else(|| field.wrong(one_of(name, built_in::code_names())))?
            }
            None => fields.need("text", "\"fn main() {}\"")?.text()?,
        };
        all.push(Code {
            title: reader.short(&fields.need("title", TEXT)?)?,
            text: lines(text),
            keep: fields
                .get("keep")
                .map_or(Ok(false), |field| field.truth())?,
        });
    }
    Ok(all)
}

/// The lines, each as it may reach a terminal.
fn lines(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().lines().map(crate::plain::escaped).collect();
    lines.join("\n")
}

fn question(reader: &Reader<'_>, table: Table<'_>, runs: &[Run]) -> Result<Question, Mistake> {
    let known = ["run", "at", "ask", "because"];
    let fields = Fields::new(reader.source, "a question", table, &known)?;
    let run = reader.run(&fields)?;
    let kinds = runs[run].scenario.kinds();
    let at = fields.need("at", "\"some stall over 1s\"")?;
    Ok(Question {
        run,
        at: expect::of(&at, &kinds)?.0,
        topic: fields
            .need("ask", "\"place\"")?
            .word("a question", &TOPICS)?,
        because: reader.short(&fields.need("because", TEXT)?)?,
    })
}

/// Notes in each run all claims whose verdicts are needed.
fn watch_all(lesson: &mut Lesson) {
    let mut all: Vec<(usize, Claim)> = Vec::new();
    for answer in &lesson.predict.answers {
        if let Proof::Claim(claim) = &answer.proof {
            all.push((0, claim.clone()));
        }
    }
    for row in &lesson.compare {
        all.push((row.between.0, row.of.0.clone()));
        all.push((row.between.1, row.of.1.clone()));
    }
    all.extend(lesson.pool.iter().map(|ask| (ask.run, ask.at.clone())));
    for text in lesson.texts() {
        all.extend(text.figures().map(|(run, of)| (run, of.clone())));
    }
    for (index, run) in lesson.runs.iter_mut().enumerate() {
        let mut watched: Vec<Claim> = run.goals.iter().map(|goal| goal.claim.clone()).collect();
        for (of, claim) in &all {
            if *of == index && !watched.contains(claim) {
                watched.push(claim.clone());
            }
        }
        run.watched = Arc::from(watched);
    }
}

impl Lesson {
    /// All its texts.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let Self {
            title,
            situation,
            predict,
            runs,
            why,
            compare,
            code,
            pool,
            ..
        } = self;
        let answers = predict.answers.iter();
        [title, situation, &predict.question, why]
            .into_iter()
            .chain(answers.flat_map(|answer| [&answer.text, &answer.because]))
            .chain(runs.iter().flat_map(|run| {
                let goals = run.goals.iter().map(|goal| &goal.text);
                [&run.name, &run.ask].into_iter().chain(goals)
            }))
            .chain(compare.iter().map(|row| &row.label))
            .chain(code.iter().map(|code| &code.title))
            .chain(pool.iter().map(|ask| &ask.because))
    }
}

/// A name that is not one of those.
fn unknown(field: &Field<'_>, name: &str, known: &[&str]) -> Mistake {
    let expected = one_of(name, known.iter().copied());
    field
        .source()
        .mistake(field.span_of_value(), quoted(name), expected)
}
