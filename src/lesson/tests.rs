//! Lessons from text, and courses over them.

mod mutated;

use super::*;
use crate::lesson::text::pieces;

/// The smallest lesson.
const SMALL: &str = r#"title = "A title"
situation = "A situation."
why = "Because."
[predict]
question = "Which?"
[[predict.answer]]
text = "one"
claim = "some completion of simmer"
because = "It is."
[[predict.answer]]
text = "two"
claim = "no completion of simmer"
because = "It is not."
[[predict.answer]]
text = "three"
claim = "some stall of simmer over 1s"
because = "It is not."
[[run]]
name = "the run"
ask = "Press {order simmer}."
[[run.order]]
recipe = "simmer"
[[run.goal]]
text = "it completes"
claim = "some completion of simmer"
"#;

fn wrong(text: &str) -> String {
    Lesson::parse("own.toml", text)
        .expect_err("it is wrong")
        .to_string()
}

/// The small lesson with this in place of that.
fn with(this: &str, that: &str) -> String {
    assert!(SMALL.contains(that), "{that}");
    SMALL.replacen(that, this, 1)
}

fn words(text: &str) -> Text {
    let both = pieces(text, 1).expect("words");
    Text {
        analogy: both.clone(),
        tokio: both,
    }
}

#[test]
fn the_lessons_of_the_course_have_no_mistake_and_names_of_their_own() {
    let all = read_all().unwrap_or_else(|mistake| panic!("{mistake}"));
    assert_eq!(all.len(), names().count());
    for (at, lesson) in all.iter().enumerate() {
        assert_eq!(load(&(at + 1).to_string()).unwrap().name, lesson.name);
        assert_eq!(names().filter(|name| *name == lesson.name).count(), 1);
        assert!(!lesson.covers.is_empty(), "{}", lesson.name);
        assert!(lesson.pool.len() >= 3, "{}", lesson.name);
        assert!(lesson.runs.len() >= 2, "{}: nothing is tried", lesson.name);
        assert!(!lesson.compare.is_empty(), "{}", lesson.name);
    }
}

#[test]
fn a_small_lesson_is_read() {
    let lesson = Lesson::parse("own.toml", SMALL).unwrap();
    assert_eq!(lesson.title, words("A title"));
    assert_eq!(lesson.runs[0].ask.words(), 3);
    assert_eq!(lesson.runs[0].watched.len(), 3, "each claim once");
}

#[test]
fn mistakes_are_told_with_their_place() {
    let sixty = "word ".repeat(61);
    let mut others = Vec::new();
    for (this, that, told) in [
        (
            "titel = ",
            "title = ",
            "own.toml:1:1: found unknown field \"titel\" of a lesson",
        ),
        (
            "{ kitchen = \"a\", tokyo = \"b\" }",
            "\"A situation.\"",
            "own.toml:2:30: found unknown field \"tokyo\" of a text",
        ),
        (
            "{ kitchen = \"a\" }",
            "\"A situation.\"",
            "own.toml:2:13: found a text without `tokio`",
        ),
        (
            "some completion of simer",
            "some completion of simmer",
            "own.toml:8:29: found \"simer\"",
        ),
        (
            "some completin",
            "some completion",
            "own.toml:8:15: found \"completin\"",
        ),
        (
            "{order block}",
            "{order simmer}",
            "own.toml:20:7: found \"block\"; expected simmer",
        ),
        (
            "{press}",
            "{order simmer}",
            "own.toml:20:7: found {press}; expected {order RECIPE}",
        ),
        (
            "{= stal max}",
            "{order simmer}",
            "own.toml:20:7: found \"stal max\"; expected what a claim can count or measure",
        ),
        (
            "{=2 stall max}",
            "{order simmer}",
            "own.toml:20:7: found a figure of run 2; expected a run of this lesson",
        ),
        (
            "{order",
            "{order simmer}.",
            "own.toml:20:7: found \"{\" without \"}\"",
        ),
        (
            &sixty,
            "A situation.",
            "own.toml:2:13: found 61 words; expected at most 60",
        ),
        (
            "recipe = \"simer\"",
            "recipe = \"simmer\"",
            "own.toml:22:10: found `recipe`",
        ),
        (
            "[[run.gaol]]",
            "[[run.goal]]",
            "own.toml:23:7: found unknown field \"gaol\" of a run",
        ),
        ("  ", "A situation.", "own.toml:2:13: found"),
    ] {
        let text = wrong(&with(this, that));
        if !text.starts_with(told) {
            others.push(format!("{text}\n  expected {told}"));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[test]
fn what_is_missing_is_told() {
    let cut = |from: &str| &SMALL[..SMALL.find(from).expect("it is there")];
    let no_run = wrong(cut("[[run]]"));
    assert!(
        no_run.contains("found 0 runs; expected at least one [[run]]"),
        "{no_run}"
    );
    let no_goal = wrong(cut("[[run.goal]]"));
    assert!(no_goal.contains("found a run without a goal"), "{no_goal}");
    let two = SMALL.replacen(
        "[[predict.answer]]\ntext = \"three\"\nclaim = \"some stall of simmer over 1s\"\nbecause = \"It is not.\"\n",
        "",
        1,
    );
    let two = wrong(&two);
    assert!(two.starts_with("own.toml:5:12: found 2 answers"), "{two}");
    let order = with("order = [1, 2]", "claim = \"some completion of simmer\"");
    let order = wrong(&order);
    assert!(
        order.contains("expected the number of a line") || order.contains("`lines`"),
        "{order}"
    );
    let one = format!(
        "{SMALL}[[question]]\nat = \"some completion of simmer\"\nask = \"place\"\nbecause = \"x\"\n"
    );
    let one = wrong(&one);
    assert!(
        one.contains("found 1 questions; expected none, or at least 3"),
        "{one}"
    );
}

#[test]
fn a_text_is_one_line_and_shows_what_cannot_be_printed() {
    let told = with("\"\"\"\nTwo\r\n  lines.\"\"\"", "\"A situation.\"");
    let lesson = Lesson::parse("own.toml", &told).unwrap();
    assert_eq!(lesson.situation, words("Two lines."));
    let told = with("\\u001b[31mred", "A situation.");
    let lesson = Lesson::parse("own.toml", &told).unwrap();
    let shown = [Piece::Words("\\u{1b}[31mred".into())];
    assert_eq!(lesson.situation.tokio, shown, "no key is meant");
    let told = wrong(&with("{\\u001b}", "{order simmer}"));
    assert!(told.contains("found {\\u{1b}}"), "{told}");
}

#[test]
fn so_many_tables_that_they_would_take_long_are_told_at_the_first_one_too_many() {
    for head in ["run.goal", "predict.answer", "covers", "compare", "code"] {
        let table = format!("[[{head}]]\n");
        let many = SMALL.to_owned() + &table.repeat(100_000);
        let told = wrong(&many);
        let name = head.rsplit('.').next().unwrap_or(head);
        assert!(
            told.contains(&format!(" tables `{name}`; expected at most")),
            "{told}"
        );
    }
}

#[test]
fn unknown_lessons_are_told_with_those_there_are() {
    let told = load("stal").expect_err("there is none").to_string();
    assert!(
        told.contains("lesson: found \"stal\"") && told.contains("\"stall\""),
        "{told}"
    );
    let told = load("99").expect_err("there is none").to_string();
    assert!(told.contains("a number from 1 to"), "{told}");
    let told = load("./none.toml").expect_err("there is none").to_string();
    assert!(told.starts_with("./none.toml"), "{told}");
}

/// No sentence of a lesson names a key but by what it does: keys are printed from the key table.
#[test]
fn no_key_is_written_into_a_text() {
    for lesson in read_all().unwrap() {
        for text in lesson.texts() {
            for piece in text.pieces() {
                let Piece::Words(words) = piece else { continue };
                let mut before = "";
                for word in words.split_whitespace() {
                    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
                    let is_key =
                        bare.chars().count() == 1 || matches!(bare, "Enter" | "Esc" | "Tab");
                    let said = matches!(before, "press" | "Press" | "key" | "with" | "hit");
                    assert!(!(is_key && said), "{}: {words:?} names a key", lesson.name);
                    before = word;
                }
            }
        }
    }
}

fn lesson() -> Arc<Lesson> {
    Arc::new(Lesson::parse("own.toml", SMALL).unwrap())
}

#[test]
fn nothing_passes_a_run_but_the_run_itself() {
    let mut course = Course::new(lesson(), Here::default(), 7);
    course.go_on();
    assert_eq!(course.step(), Step::Predict);
    course.go_on();
    assert_eq!(course.step(), Step::Predict, "an answer is awaited");
    course.guess_at(0);
    assert_eq!(course.step(), Step::Run(0));
    for _ in 0..5 {
        course.go_on();
        course.guess_at(1);
    }
    assert_eq!(course.step(), Step::Run(0), "no key goes on");
    assert!(course.order("simmer").is_none(), "it has not begun");
    assert_eq!(course.take_wanted(), Some(0));
    assert_eq!(course.take_wanted(), None, "it is asked for once");
}

#[test]
fn a_run_that_is_over_without_its_goals_is_missed_and_can_be_done_again() {
    use crate::events::{Delivery, Nanos, Now};
    use crate::model::Model;
    let mut course = Course::new(lesson(), Here::default(), 7);
    course.go_on();
    course.guess_at(0);
    let stall_after = Nanos::from_millis(100);
    let model = Model::new(stall_after);
    course.begin(stall_after, &model, &Delivery::default());
    assert!(course.awaits_orders());
    let order = course.order("simmer").expect("an order of the run");
    assert_eq!((order.recipe, order.count), ("simmer", 1));
    assert!(!course.awaits_orders());
    course.over(&model, &Now::default());
    assert_eq!(course.step(), Step::Run(0));
    assert!(course.missed().is_some_and(|seen| !seen.reached()));
    assert!(!course.outcome().reached);
    assert!(course.again());
    assert!(course.missed().is_none() && course.awaits_orders());
    assert_eq!(course.take_wanted(), Some(0));
}

#[test]
fn what_cannot_be_run_here_is_passed_over_and_never_reached() {
    let text = with("needs = { unstable = true, cores = 3 }\nask = ", "ask = ");
    let lesson = Arc::new(Lesson::parse("own.toml", &text).unwrap());
    let here = |unstable, cores| Here { unstable, cores };
    let lacks = |here| Course::new(Arc::clone(&lesson), here, 0).lacks(0);
    assert_eq!(lacks(here(false, 4)), Some(Lacks::Unstable));
    let few = Lacks::Cores {
        needed: 3,
        there: 2,
    };
    assert_eq!(lacks(here(true, 2)), Some(few));
    assert_eq!(lacks(here(true, 3)), None);
    let mut course = Course::new(Arc::clone(&lesson), here(false, 4), 0);
    course.go_on();
    course.guess_at(0);
    assert_eq!(course.take_wanted(), None);
    course.go_on();
    assert_eq!(course.step(), Step::Decided);
    assert_eq!(course.guessed(), Guessed::Unknown);
    assert!(!course.outcome().reached);
}

#[test]
fn answers_are_offered_in_every_order() {
    let orders: std::collections::HashSet<_> = (0..64)
        .map(|seed| Course::new(lesson(), Here::default(), seed).offered())
        .collect();
    assert_eq!(orders.len(), 6);
}

#[test]
fn progress_comes_back_as_it_was_kept_and_only_gets_better() {
    let mut progress = Progress {
        offered: true,
        ..Progress::default()
    };
    let outcome = |reached, guessed, answered| Outcome {
        reached,
        guessed,
        answered,
    };
    assert!(progress.note("stall", outcome(true, false, 2)));
    assert!(
        !progress.note("stall", outcome(false, false, 1)),
        "nothing better"
    );
    assert!(progress.note("stall", outcome(false, true, 1)));
    assert!(progress.note("a \"b\"\n.toml", outcome(false, true, 3)));
    assert_eq!(progress.lessons["stall"], outcome(true, true, 2));
    let read = Progress::parse("progress.toml", &progress.text());
    assert_eq!(read.as_ref(), Ok(&progress), "{}", progress.text());
    for broken in [
        "offered = 3",
        "[[lesson]]\nreached = true",
        "\u{0}",
        "x = 1",
    ] {
        let told = Progress::parse("progress.toml", broken);
        assert!(told.is_err_and(|told| told.to_string().starts_with("progress.toml:")));
    }
}
