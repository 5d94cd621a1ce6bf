//! A lesson beside the kitchen: every step of every lesson of the course.

use super::*;
use crate::app::{App, Options, Register};
use crate::kitchen::lesson::{self as shown, LessonView};
use crate::lesson::{Asked, Choice, Here, Lesson, Piece, Progress, Step, Topic, WorkerDoes};
use crate::ui::keymap::Keys;
use crate::ui::paint;
use crate::ui::widget::lesson::rows as lesson_rows;

const HERE: Here = Here {
    unstable: true,
    cores: 64,
};

fn app(register: Register) -> App {
    let options = Options {
        workers: 4,
        reduced_motion: true,
        stall_after: Nanos::from_millis(100),
        history: 1 << 20,
    };
    let lessons = crate::lesson::read_all().expect("the course is right");
    let app = App::new(crate::recipes::menu(), options);
    let mut app = app.with_lessons(lessons, Progress::default(), HERE, 1);
    app.register = register;
    app
}

/// A question with the longest answers there are.
fn asked() -> Asked {
    let worker = WorkerId::new(3);
    Asked {
        topic: Topic::Worker,
        task: TaskId::new(123),
        worker: Some(worker),
        choices: [
            Choice::Doing(WorkerDoes::Awake),
            Choice::Worker(Some(worker)),
            Choice::Doing(WorkerDoes::Parked),
        ],
        right: 0,
    }
}

/// All steps of a lesson.
fn steps(lesson: &Lesson) -> Vec<Step> {
    let mut steps = vec![Step::Situation, Step::Predict, Step::Decided, Step::Why];
    steps.extend((0..lesson.runs.len()).map(Step::Run));
    steps.extend((1..lesson.runs.len()).map(Step::Ran));
    steps.extend((0..lesson.code.len()).map(Step::Code));
    steps.extend([Step::Compare, Step::Quiz(0), Step::Done]);
    steps
}

/// Every step of every lesson: the longest answer was guessed, the question answered wrongly.
fn every_step(register: Register, mut look: impl FnMut(&str, &App, &LessonView)) {
    let mut app = app(register);
    for lesson in app.lessons().to_vec() {
        app.open_lesson(lesson.clone(), false);
        let answers = lesson.predict.answers.iter().enumerate();
        let long = answers.max_by_key(|(_, answer)| answer.because.words() + answer.text.words());
        let guess = long.map(|(index, _)| index);
        for step in steps(&lesson) {
            let course = app.course_mut().expect("it is played");
            course.stand_at(step, guess);
            if matches!(step, Step::Quiz(_)) {
                course.quiz_mut().ask(asked());
                course.quiz_mut().pick(1);
            }
            let case = format!("{} {step:?} {register:?}", lesson.name);
            let view = shown::view(&app).expect("it is played");
            look(&case, &app, &view);
        }
    }
}

fn beside(app: &App, view: &LessonView) -> Scene {
    let mut scene = fixtures::rich();
    scene.menu = app.menu.clone();
    scene.lesson = Some(view.clone());
    scene
}

/// What a lesson says is whole on the smallest screen that has the kitchen, with its chefs and
/// the story beside it.
#[test]
fn every_word_of_every_lesson_is_on_the_screen() {
    let mut cut = Vec::new();
    for register in [Register::Analogy, Register::Tokio] {
        every_step(register, |case, app, view| {
            for (width, height) in [(80, 24), (100, 30), (160, 48)] {
                let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
                let area = buf.area;
                paint(&beside(app, view), &Theme::mono(), area, &mut buf);
                let screen = rows(&buf).join("\n");
                let inside = screen.contains("rows more");
                let keys = Keys::new(&app.menu);
                let said = lesson_rows(view, keys, lesson_columns(&buf), &Theme::mono());
                let missing = said
                    .iter()
                    .find(|row| !screen.contains(row.text().trim_end()));
                if inside || missing.is_some() {
                    cut.push(format!("{width}x{height} {case}: {missing:?}\n{screen}"));
                }
            }
        });
    }
    assert!(
        cut.is_empty(),
        "{} are cut:\n{}",
        cut.len(),
        cut.join("\n\n")
    );
}

/// The columns inside the panel of the lesson, from its title.
fn lesson_columns(buf: &Buffer) -> u16 {
    let (x, _) = find(buf, "LESSON ");
    buf.area.width - x - 1
}

/// A text that names a key which does not exist would send the learner nowhere.
#[test]
fn every_key_that_a_lesson_names_is_in_the_table() {
    for register in [Register::Analogy, Register::Tokio] {
        every_step(register, |case, app, view| {
            let keys = Keys::new(&app.menu);
            let said = lesson_rows(view, keys, 200, &Theme::mono());
            for row in said {
                assert!(!row.text().contains("(no key)"), "{case}: {}", row.text());
            }
        });
    }
    let course = crate::lesson::read_all().expect("the course is right");
    let mut named = 0;
    for text in course.iter().flat_map(Lesson::texts) {
        let pieces = text.analogy.iter().chain(&text.tokio);
        named += pieces
            .filter(|piece| matches!(piece, Piece::Key(_)))
            .count();
    }
    assert!(named > course.len(), "lessons name keys by what they do");
}

#[test]
fn answers_and_the_way_on_can_be_clicked() {
    let mut app = app(Register::Analogy);
    app.open_lesson(app.lessons()[0].clone(), false);
    let clicked = |app: &App, what: &str| {
        let view = shown::view(app).expect("it is played");
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        let area = buf.area;
        let hits = paint(&beside(app, &view), &Theme::mono(), area, &mut buf);
        let (x, y) = find(&buf, what);
        hits.at(x + 1, y)
    };
    assert_eq!(clicked(&app, "Enter goes on"), Some(Action::GoOn));
    let course = app.course_mut().expect("it is played");
    course.stand_at(Step::Predict, None);
    let view = shown::view(&app).expect("it is played");
    let rows = lesson_rows(&view, Keys::new(&app.menu), 31, &Theme::mono());
    let answers = rows
        .iter()
        .filter(|row| matches!(row.action, Some(Action::Answer(_))));
    let mut found = 0;
    for row in answers {
        assert_eq!(clicked(&app, row.text().trim_end()), row.action, "{row:?}");
        found += 1;
    }
    assert!(found >= 3, "{rows:?}");
}

/// What lasts longer than the screen is high is scrolled, with its key shown.
#[test]
fn more_than_fits_says_how_to_read_on() {
    let mut app = app(Register::Analogy);
    app.open_lesson(app.lessons()[0].clone(), false);
    let mut view = shown::view(&app).expect("it is played");
    let long = "word ".repeat(200) + "end";
    view.blocks = vec![shown::Block::Words(
        long.into(),
        crate::kitchen::tone::Tone::Plain,
    )];
    let drawn = |view: &LessonView| {
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        let area = buf.area;
        paint(&beside(&app, view), &Theme::mono(), area, &mut buf);
        rows(&buf).join("\n")
    };
    let screen = drawn(&view);
    assert!(
        screen.contains("PgDn") && screen.contains("rows more"),
        "{screen}"
    );
    view.scroll = usize::MAX;
    let screen = drawn(&view);
    assert!(
        screen.contains("end") && screen.contains("PgUp"),
        "{screen}"
    );
}

#[test]
fn no_size_panics_beside_a_lesson() {
    every_step(Register::Analogy, |_, app, view| {
        let scene = beside(app, view);
        for (width, height) in [(1, 1), (40, 10), (79, 23), (80, 24), (119, 33), (300, 90)] {
            let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
            let area = buf.area;
            paint(&scene, &Theme::dark(), area, &mut buf);
        }
    });
}
