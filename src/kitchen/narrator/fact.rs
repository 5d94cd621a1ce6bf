//! The sentence for each finished fact.

use super::{Told, because, closing, order, plain};
use crate::events::{BlockingOutcome, EndKind, Nanos, SiteId, TaskId, WaitOn, WakeBy, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::analogy::waits;
use crate::kitchen::stuck;
use crate::kitchen::wakes::Wake;
use crate::kitchen::words::{
    self, LATE, RAID, REMEDY, at_line, card, chef, panic_text, raid_takes,
};
use crate::model::{Happening, HappeningKind, Model, Place};

/// Tells a fact; `None` if it is not worth a line.
pub(super) fn told(fact: &Happening, model: &Model) -> Option<Told> {
    // Printed lines have a place of their own, and taking a result from outside is no news.
    if matches!(
        fact.kind,
        HappeningKind::Said(_) | HappeningKind::Joined { by: None }
    ) {
        return None;
    }
    let subject = fact
        .task
        .map_or_else(|| "a card".into(), |task| card(model, task));
    let chef = chef(fact.worker);
    Some(match &fact.kind {
        HappeningKind::RunStarted => started(model),
        HappeningKind::Closing { graceful } => closing::begins(fact.at, *graceful, model),
        HappeningKind::RunEnded => closing::ends(fact.at, model),
        HappeningKind::Spawned {
            parent,
            to_lifo,
            displaced,
        } => {
            let on = fact.worker.is_some().then_some(&chef);
            let why = queued(model, on, *to_lifo, *displaced);
            because(1, handed_in(model, &subject, *parent, on), why)
        }
        HappeningKind::FirstPoll { waited } => order::first_poll(fact, model, &subject, *waited),
        HappeningKind::PutAside { site } => {
            let lane = is_lane(model, fact.task);
            put_aside(model, &subject, &chef, *site, lane)
        }
        HappeningKind::Woken { by } => woken(model, (fact.task?, *by, fact.worker)),
        HappeningKind::Moved { from, lay, .. } => raid(&chef, &subject, *from, (1, *lay)),
        HappeningKind::StallEnded { lasted, site } => because(
            3,
            format!(
                "{chef}'s stall is over: one poll of {subject}{} took {}.",
                at_line(model, *site),
                span(*lasted)
            ),
            format!(
                "{REMEDY} Until its end there was no .await in it at which the card had to wait."
            ),
        ),
        HappeningKind::FreezeEnded {
            lasted,
            site,
            waiting,
            more,
        } => because(
            3,
            format!(
                "The bells were not minded for {} (~ driver frozen: timers and sockets). {}",
                span(*lasted),
                match fact.task {
                    Some(_) => format!("{subject}{} held {chef}.", at_line(model, *site)),
                    None => format!("Nothing was seen of {chef} meanwhile."),
                }
            ),
            match (*waiting, *more) {
                (1, false) => {
                    "1 card waited for a timer or a socket: none could come meanwhile.".into()
                }
                (n, more) => format!(
                    "{}{} cards waited for timers or sockets: none could come meanwhile.",
                    if more { "At least " } else { "" },
                    count(n.into())
                ),
            },
        ),
        HappeningKind::OutOfSight { lasted } => because(
            3,
            format!("Nothing was seen of {chef} for {}.", span(*lasted)),
            "They were awake, and in no poll that is seen: at a task that was not spawned through the \
             probe, or their thread had no processor.",
        ),
        HappeningKind::LifoFreed { waited } => because(
            3,
            format!(
                "{subject} is out of the clip (~) at last, after {}.",
                span(*waited)
            ),
            words::of_clip(
                model,
                "No other chef takes a card from a clip (LIFO slot): there it waited while its chef was held.",
            ),
        ),
        HappeningKind::LongWait { waited } => because(
            2,
            format!(
                "{subject} was ready for {} before {chef} took it.",
                span(*waited)
            ),
            LATE,
        ),
        HappeningKind::Completed { unclaimed: false } => {
            match fact.task.and_then(|task| order::together(model, task)) {
                Some(took) => because(
                    1,
                    format!("{subject} is served: {took}"),
                    "They ran at the same time, inside one task.",
                ),
                None => plain(1, format!("{subject} is served: its future is Ready.")),
            }
        }
        HappeningKind::Completed { unclaimed: true } => because(
            2,
            format!("{subject} is done, but unclaimed."),
            "Its ticket (JoinHandle) was torn before: the card was cooked to the end, its result is lost.",
        ),
        HappeningKind::Panicked => because(
            3,
            format!(
                "{subject} is burnt: it panicked{}.",
                panic_text(model, fact.task)
            ),
            "Tokio caught it. Only this card is lost; whoever holds the ticket gets Err(JoinError).",
        ),
        HappeningKind::Ended { panicked: false } => because(
            1,
            format!("{subject} is gone: it is over."),
            "It was spawned past the probe: whether it returned, panicked or was aborted is not seen.",
        ),
        HappeningKind::Ended { panicked: true } => because(
            3,
            format!(
                "{subject} is gone: it panicked{} in its last poll.",
                panic_text(model, fact.task)
            ),
            "It was spawned past the probe: whether the panic ended it, or was caught before, is not seen.",
        ),
        HappeningKind::Cancelled { abort_asked, site } => {
            binned(model, &subject, *abort_asked, *site)
        }
        HappeningKind::HandleDropped => because(
            2,
            format!("The ticket of {subject} (JoinHandle) is torn."),
            "That stops nothing: the card is cooked on, but nobody will take its dish.",
        ),
        HappeningKind::AbortAsked => abort_asked(model, fact.task, &subject),
        HappeningKind::Joined { by } => joined(model, &subject, (*by)?, fact.task),
        HappeningKind::BlockingStarted => because(
            1,
            baker_begins(model, &subject, fact.task),
            "It may block: no chef is held. Once begun, no abort stops it.",
        ),
        HappeningKind::BlockingEnded {
            unclaimed: true, ..
        } => because(
            2,
            format!("The baker is done with {subject}, but it is unclaimed."),
            "Its ticket (JoinHandle) was torn before: the job ran to its end, its result is lost.",
        ),
        HappeningKind::BlockingEnded { outcome, .. } => {
            baked(&subject, *outcome, &panic_text(model, fact.task))
        }
        HappeningKind::JobsWaited {
            jobs,
            longest,
            full,
        } => {
            let jobs = usize::try_from(*jobs).unwrap_or(usize::MAX);
            because(
                3,
                words::jobs_wait(jobs, false, &span(*longest), &subject),
                words::no_baker(*full, false),
            )
        }
        HappeningKind::CoreHandedOver => because(
            3,
            format!(
                "{subject} called block_in_place: rail and clip of {chef} are free for another thread."
            ),
            "The card blocks on its old thread, and other cards can go on. Its own join! siblings wait.",
        ),
        HappeningKind::Said(_) => return None,
        HappeningKind::BudgetSpent => because(
            2,
            format!("{subject} used up its coop budget and has to yield."),
            "After 128 operations Tokio makes it wait one turn (deferred list), though it was ready.",
        ),
        // Every patient recipe listens for last orders beside what it waits for: that this
        // await is dropped says only that the kitchen is still open.
        HappeningKind::AwaitDropped { site }
            if model
                .site(*site)
                .is_some_and(|site| site.wait == WaitOn::Signal) =>
        {
            return None;
        }
        HappeningKind::Suspended { lasted, measured } => suspended(*lasted, *measured),
        HappeningKind::AwaitDropped { site } => await_dropped(model, &subject, *site),
        HappeningKind::Stuck(found) => because(
            3,
            format!("{}.", stuck::held(&chef, &subject, found)),
            stuck::where_it_is(found),
        ),
        HappeningKind::Other(name) => plain(1, format!("{subject}: {name}.")),
    })
}

fn suspended(lasted: Nanos, measured: bool) -> Told {
    let (lasted, why) = (
        span(lasted),
        "It counts for nothing: no stall, no wait is longer for it.",
    );
    because(
        2,
        match measured {
            true => format!(
                "The whole program stood still for {lasted}: it was stopped, or the machine slept."
            ),
            false => format!(
                "The whole program stood still for {lasted} (~: nothing of it ran meanwhile)."
            ),
        },
        why,
    )
}

/// Cards that one chef took from another's rail at once: which, how many, and of how many
/// that lay there.
pub(super) fn raid(chef: &str, cards: &str, from: WorkerId, (taken, lay): (usize, u32)) -> Told {
    because(
        2,
        format!("{chef} took {cards} from Chef {from}'s rail (~ a steal)."),
        raid_takes(taken, lay),
    )
}

/// Cards that one chef took from another's rail in several raids.
pub(super) fn raids(chef: &str, cards: &str, from: WorkerId, raids: usize) -> Told {
    because(
        2,
        format!("{chef} took {cards} from Chef {from}'s rail (~ {raids} steals)."),
        RAID,
    )
}

fn started(model: &Model) -> Told {
    let Some(run) = model.run() else {
        return plain(2, "The kitchen opens.".into());
    };
    let chefs = match run.workers {
        1 => "1 chef (worker)".into(),
        n => format!("{n} chefs (workers)"),
    };
    let opens = format!(
        "Shift {} opens: {chefs}, up to {} bakers (blocking pool).",
        run.shift, run.max_blocking
    );
    let set: Vec<_> = run.settings().iter().map(ToString::to_string).collect();
    match set.as_slice() {
        [] => plain(1, opens),
        set => because(
            1,
            opens,
            format!("Otherwise than Tokio by itself: {}.", set.join(", ")),
        ),
    }
}

/// `chef`: on whose thread.
fn handed_in(
    model: &Model,
    subject: &str,
    parent: Option<TaskId>,
    chef: Option<&String>,
) -> String {
    match (parent, chef) {
        (Some(parent), _) => format!(
            "{} handed in {subject} (tokio::spawn).",
            card(model, parent)
        ),
        (None, Some(chef)) => {
            format!("{subject} is handed in (spawn) on {chef}, by code that is not observed.")
        }
        (None, None) => format!("{subject} is handed in from outside the chefs (spawn)."),
    }
}

/// Where a card that was handed in lies, and why. `chef`: on whose thread.
fn queued(
    model: &Model,
    chef: Option<&String>,
    to_lifo: bool,
    displaced: Option<TaskId>,
) -> String {
    match (chef, to_lifo, displaced) {
        (Some(chef), true, Some(old)) => {
            format!(
                "~ The newest takes the clip (LIFO slot) of {chef}; {} moves to the rail.",
                card(model, old)
            )
        }
        (Some(chef), true, None) => {
            format!(
                "~ Made on {chef}, so it takes the clip (LIFO slot), before the cards of the rail."
            )
        }
        // There is no clip: in the current-thread scheduler, or because it was switched off.
        (Some(chef), false, _) => format!("~ Made on {chef}: it goes to the rail (local queue)."),
        (None, ..) => "~ It lies on the pass (injection queue) until a free chef takes it.".into(),
    }
}

/// A card that no chef takes from a queue: its own thread goes on with it.
fn is_lane(model: &Model, task: Option<TaskId>) -> bool {
    let task = task.and_then(|task| model.task(task));
    task.is_some_and(|task| task.role.is_lane())
}

fn put_aside(model: &Model, subject: &str, chef: &str, site: Option<SiteId>, lane: bool) -> Told {
    let waits = site
        .and_then(|id| model.site(id))
        .map_or("its waker", |site| waits::row(site.wait).long);
    if lane {
        return because(
            0,
            format!(
                "{subject} pauses{}: it waits for {waits}.",
                at_line(model, site)
            ),
            "Pending, in a lane of its own: it is in no queue of the chefs.",
        );
    }
    because(
        0,
        format!(
            "{chef} puts {subject} aside{}: it waits for {waits}.",
            at_line(model, site)
        ),
        "Pending: on the stove it holds no chef, who is free for another card.",
    )
}

fn woken(model: &Model, wake: (TaskId, WakeBy, Option<WorkerId>)) -> Told {
    let (task, by, on) = wake;
    let name = &|id| card(model, id);
    let rang = Wake { task, by, on, name }.rang();
    let why = match is_lane(model, Some(task)) {
        true => "It is ready now, and in no queue of the chefs: the thread of its lane goes on.",
        false => "It is ready now, and queued: some free chef goes on with it.",
    };
    because(0, format!("{rang}."), why)
}

fn binned(model: &Model, subject: &str, abort_asked: bool, site: Option<SiteId>) -> Told {
    let place = at_line(model, site);
    match (abort_asked, site) {
        (true, Some(_)) => because(
            3,
            format!("{subject} is binned{place} (asked to stop)."),
            "abort() takes effect at an .await that waits: there its future was dropped, half-made.",
        ),
        (true, None) => because(
            3,
            format!("{subject} is binned (asked to stop)."),
            "Its future was dropped before it was ready; at which .await is not known, if at any.",
        ),
        (false, _) => because(
            3,
            format!("{subject} is binned{place} (cancelled)."),
            "No abort of it was seen: the runtime, or whoever owned its future, dropped it before it was ready.",
        ),
    }
}

/// Who took what a ticket gave.
fn joined(model: &Model, subject: &str, by: TaskId, of: Option<TaskId>) -> Told {
    let by = card(model, by);
    let how = match of.and_then(|of| model.task(of)).map(|task| task.place) {
        Some(Place::Ended(EndKind::Panicked)) => "panicked",
        Some(Place::Ended(EndKind::Cancelled)) => "cancelled",
        _ => {
            return plain(
                1,
                format!("{by} took the result of {subject} (JoinHandle)."),
            );
        }
    };
    let text = format!("{by} got Err(JoinError) of {subject}: {how} (JoinHandle).");
    plain(1, text)
}

fn abort_asked(model: &Model, task: Option<TaskId>, subject: &str) -> Told {
    let job = task
        .and_then(|task| model.task(task))
        .is_some_and(|task| task.is_blocking_job);
    let why = if job {
        "A job that no baker has begun is binned. One that has begun runs to its end."
    } else {
        "It stops at an .await that has to wait, not before; if its last poll ends first, it is served."
    };
    because(2, format!("{subject} is asked to stop (abort)."), why)
}

/// Who dropped it is not told by any event: that another await ended just before proves nothing.
fn await_dropped(model: &Model, subject: &str, site: SiteId) -> Told {
    let wait = model.site(site).map(|site| site.wait);
    let waited = wait.map_or("its waker", |wait| waits::row(wait).long);
    let why = match wait {
        // A timeout whose future was in time drops its timer as well: there nothing is lost.
        Some(WaitOn::Timer) => {
            "It rings no more. So end losers of select!, and of a timeout() what comes second: timer or future."
        }
        _ => {
            "Whatever it had begun is lost. So end losers of select!, a timeout(), any drop by hand."
        }
    };
    because(
        1,
        format!(
            "{subject} dropped an await{} before it was ready: it waited for {waited}.",
            at_line(model, Some(site))
        ),
        why,
    )
}

/// A job says who handed it in, if a card did.
fn baker_begins(model: &Model, subject: &str, job: Option<TaskId>) -> String {
    let by = job.and_then(|job| model.task(job)?.parent);
    let by = by.map_or_else(
        || "from outside".to_owned(),
        |by| format!("by {}", card(model, by)),
    );
    format!("A baker begins {subject}, handed in {by} (a thread of the blocking pool).")
}

fn baked(subject: &str, outcome: BlockingOutcome, said: &str) -> Told {
    match outcome {
        BlockingOutcome::Completed => plain(1, format!("The baker is done with {subject}.")),
        BlockingOutcome::Panicked => because(
            3,
            format!("{subject} is burnt in the bakery: it panicked{said}."),
            "The pool thread lives on; the ticket gives Err(JoinError).",
        ),
        BlockingOutcome::Cancelled => because(
            3,
            format!("{subject} is binned: no baker had begun it."),
            "Queued blocking jobs are dropped when the runtime closes or they are aborted.",
        ),
    }
}
