//! What `learn` asks for.

use super::args::Learn;
use super::{BadInput, Job, Surroundings, needs_screen, tokios_own, unless_no_color};
use crate::config::{self, Runtime};
use crate::lesson;
use std::sync::Arc;

/// Every lesson of the course.
const ALL: &str = "all";
/// The game in which the user is the scheduler.
const BY_HAND: &str = "head-chef";

/// The job that was asked for.
pub(super) fn job(flags: &Learn, around: &Surroundings) -> Result<Job, BadInput> {
    let runtime = Runtime {
        workers: Some(tokios_own(around)?),
        ..Runtime::default()
    };
    let named = flags.lesson.as_deref();
    if flags.check {
        let lessons = match named {
            None | Some(ALL) => lesson::read_all()?,
            Some(name) => vec![lesson::load(name)?],
        };
        let config = config::Learn {
            runtime,
            repeat: flags.repeat,
            report: flags.report,
        };
        return Ok(Job::CheckLessons(config, lessons));
    }
    let by_hand = named == Some(BY_HAND);
    let named = named.filter(|_| !by_hand);
    let lesson = named.map(lesson::load).transpose()?.map(Arc::new);
    needs_screen(around, "learn --check")?;
    let look = flags.look.config();
    let tui = config::Tui {
        runtime,
        theme: unless_no_color(look.theme, around),
        ..look
    };
    Ok(match by_hand {
        true => Job::ByHand(tui),
        false => Job::Lesson(tui, lesson),
    })
}
