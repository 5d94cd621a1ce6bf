//! One lesson, played once by its own script.

use super::others::Clocks;
use super::report::{Round, RunCheck};
use crate::app::{Action, App, Message, Options, update};
use crate::config::Learn;
use crate::events::{Event, Nanos};
use crate::headless::engine_of;
use crate::lesson::{Here, Lesson, Progress, Step};
use crate::model::Model;
use crate::opening::{self, Opening};
use crate::order::{Command, Report};
use crate::scenario::Player;
use crate::source::{Live, Source, Until};
use anyhow::{Context, bail};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often events are read.
const STEP: Duration = Duration::from_millis(4);
/// A run that is not over after this is cut, and judged so.
const LONGEST: Nanos = Nanos::from_millis(120_000);
/// Memory for the history of a lesson, in bytes.
const HISTORY: usize = 128 << 20;

/// Plays it; `None` if that was interrupted.
pub(super) fn round(
    lesson: &Arc<Lesson>,
    config: &Learn,
    here: Here,
    number: u16,
    interrupted: &AtomicBool,
) -> anyhow::Result<Option<Round>> {
    let runtime = &config.runtime;
    let (engine, reader) = engine_of(runtime)?;
    let mut source = Live::new(engine, reader)
        .naming_lines(runtime.stall_after)
        .context("cannot look at stalls")?;
    let options = Options {
        workers: runtime.workers.unwrap_or(1),
        reduced_motion: true,
        stall_after: Nanos::from_duration(runtime.stall_after),
        history: HISTORY,
    };
    let app = App::new(crate::recipes::menu(), options);
    let mut app = app.with_lessons(Vec::new(), Progress::default(), here, number.into());
    app.own_flavor = runtime.flavor;
    app.open_lesson(Arc::clone(lesson), true);
    let mut learner = Learner {
        source: &mut source,
        app,
        player: None,
        coming: None,
        interrupted,
    };
    let round = learner.play(usize::from(number) % 3);
    source.shutdown();
    round
}

/// Who goes through a lesson without hands.
struct Learner<'a, S> {
    source: &'a mut S,
    app: App,
    player: Option<Player>,
    coming: Option<Opening>,
    interrupted: &'a AtomicBool,
}

impl<S: Source> Learner<'_, S> {
    fn play(&mut self, guess: usize) -> anyhow::Result<Option<Round>> {
        let mut runs = Vec::new();
        loop {
            let Some(course) = self.app.course() else {
                bail!("the lesson was left");
            };
            match course.step() {
                Step::Predict => self.act(Action::Answer(guess)),
                Step::Run(index) => {
                    let Some(run) = self.run(index)? else {
                        return Ok(None);
                    };
                    let reached = run.is_passed();
                    runs.push(run);
                    if !reached {
                        break;
                    }
                }
                Step::Quiz(_) => {
                    let right = course.quiz().asked().map(|asked| asked.right);
                    self.act(Action::Answer(right.unwrap_or(0)));
                    self.act(Action::GoOn);
                }
                Step::Done => break,
                _ => self.act(Action::GoOn),
            }
        }
        let questions = self.app.questions_that_can_be_asked();
        let course = self.app.course().context("the lesson was left")?;
        Ok(Some(Round::new(course, runs, questions)))
    }

    /// Plays a run to its end; `None` if that was interrupted.
    fn run(&mut self, index: usize) -> anyhow::Result<Option<RunCheck>> {
        let course = self.app.course().context("the lesson was left")?;
        if let Some(lacks) = course.lacks(index) {
            self.act(Action::GoOn);
            return Ok(Some(RunCheck::not_here(lacks)));
        }
        let before = Clocks::look();
        if !self.begin(index)? {
            return Ok(None);
        }
        let began = self.source.now().at;
        let cut = loop {
            if self.is_interrupted() {
                return Ok(None);
            }
            let late = self.source.now().at.since(began) > LONGEST;
            if self.is_over()? {
                break false;
            }
            if late {
                break true;
            }
            self.pause();
        };
        self.tell(Message::LessonRunOver);
        let others = before
            .zip(Clocks::look())
            .map(|(before, now)| now.others_since(before));
        let course = self.app.course().context("the lesson was left")?;
        let seen = course.seen()[index].as_ref().or(course.missed());
        let seen = seen.context("the run was not watched")?;
        let lesson = course.lesson();
        Ok(Some(RunCheck::of(&lesson.runs[index], seen, others, cut)))
    }

    fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Opens a runtime for the run; `false` if that was interrupted.
    fn begin(&mut self, index: usize) -> anyhow::Result<bool> {
        let run = self.app.take_lesson_run();
        let script = run
            .with_context(|| format!("run {} cannot begin", index + 1))?
            .script;
        self.player = None;
        let setup = &script.setup;
        let runtime = self.app.runtime_for(setup.flavor, setup.workers);
        let model = &self.app.newest().model;
        let opening = Opening::of(&script, runtime, model, self.source);
        self.coming = Some(opening);
        while let Some(coming) = self.coming.take() {
            if self.is_interrupted() {
                return Ok(false);
            }
            self.look()?;
            if coming.is_ready(&self.app.newest().model) {
                self.player = Some(coming.begin());
            } else {
                self.coming = Some(coming);
                self.pause();
            }
        }
        self.tell(Message::LessonRunBegins);
        Ok(true)
    }

    /// One look at the runtime; whether nothing of the run goes on any more.
    fn is_over(&mut self) -> anyhow::Result<bool> {
        let now = self.source.now().at;
        if let Some(player) = &mut self.player {
            let due = player.advance(now);
            self.source.send_all(due);
        }
        let settled = self.source.settled();
        self.look()?;
        let Some(player) = &self.player else {
            return Ok(false);
        };
        let model = &self.app.newest().model;
        Ok(opening::is_over(player, model, settled, self.source))
    }

    /// Takes in what happened.
    fn look(&mut self) -> anyhow::Result<()> {
        let now = self.source.now();
        let Self {
            source,
            app,
            player,
            interrupted,
            ..
        } = self;
        let mut tell = |event: &Event, model: &Model| {
            if let Some(player) = player {
                player.hear(event, |kind| model.kind(kind));
            }
        };
        source.take(Until::Settled, &mut |events| {
            // After an interrupt nothing is told: a flood need not be looked through.
            if !interrupted.load(Ordering::Relaxed) {
                app.hear_with(events, &mut tell);
            }
        });
        let (sample, delivery) = (source.sample(), source.delivery());
        self.tell(Message::Frame {
            now,
            sample,
            delivery,
        });
        for report in self.source.reports() {
            if let Report::Failed(why) = &report {
                bail!("{why}");
            }
            self.tell(Message::Reported(report));
        }
        Ok(())
    }

    fn act(&mut self, action: Action) {
        self.tell(Message::Act(action));
    }

    fn tell(&mut self, message: Message) {
        let commands: Vec<Command> = update(&mut self.app, message);
        self.source.send_all(commands);
    }

    fn pause(&self) {
        self.source.waits(STEP);
        std::thread::sleep(STEP);
    }
}
