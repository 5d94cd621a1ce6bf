//! The sentence for each finished fact.

use crate::events::{BlockingOutcome, SiteId, TaskId, WaitOn, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::analogy::waits;
use crate::kitchen::words::{self, LATE, RAID, REMEDY, Tally, at_line, card, chef, raid_takes};
use crate::model::{Happening, HappeningKind, Model, WokenBy};

/// Weight, text and reason.
type Told = (u8, String, Option<String>);

fn plain(weight: u8, text: String) -> Told {
    (weight, text, None)
}

fn because(weight: u8, text: String, why: impl Into<String>) -> Told {
    (weight, text, Some(why.into()))
}

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
        HappeningKind::Closing { graceful } => closing(*graceful),
        HappeningKind::RunEnded => ended(model),
        HappeningKind::Spawned {
            parent,
            to_lifo,
            displaced,
        } => {
            let why = queued(
                model,
                fact.worker.is_some().then_some(&chef),
                *to_lifo,
                *displaced,
            );
            because(1, handed_in(model, &subject, *parent), why)
        }
        HappeningKind::FirstPoll { waited } => plain(
            0,
            format!(
                "{chef} takes {subject} for the first time; it had waited {}.",
                span(*waited)
            ),
        ),
        HappeningKind::PutAside { site } => put_aside(model, &subject, &chef, *site),
        HappeningKind::Woken { by } => woken(model, &subject, *by),
        HappeningKind::Moved { from, lay, .. } => raid(&chef, &subject, *from, (1, *lay)),
        HappeningKind::StallEnded { lasted, site } => because(
            3,
            format!(
                "{chef} is free again: one poll of {subject}{} took {}.",
                at_line(model, *site),
                span(*lasted)
            ),
            format!("There was no .await in it, so nobody could take him off it. {REMEDY}"),
        ),
        HappeningKind::FreezeEnded {
            lasted,
            site,
            waiting,
        } => because(
            3,
            format!(
                "The bells were not minded for {} (~ driver frozen: timers and sockets). {}",
                span(*lasted),
                match fact.task {
                    Some(_) => format!("{subject}{} held {chef}.", at_line(model, *site)),
                    None => format!("{chef} was at something that is not watched."),
                }
            ),
            match waiting {
                1 => "1 card waited for a timer or a socket: none could come meanwhile.".into(),
                n => format!(
                    "{} cards waited for timers or sockets: none could come meanwhile.",
                    count((*n).into())
                ),
            },
        ),
        HappeningKind::LifoFreed { waited } => because(
            3,
            format!(
                "{subject} is out of the clip at last, after {}.",
                span(*waited)
            ),
            "The clip (LIFO slot) cannot be raided: it had to wait for its own chef.",
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
            plain(1, format!("{subject} is served: its future is Ready."))
        }
        HappeningKind::Completed { unclaimed: true } => because(
            2,
            format!("{subject} is done, but unclaimed."),
            "Its ticket (JoinHandle) was torn before: the card was cooked to the end, its result is lost.",
        ),
        HappeningKind::Panicked => because(
            3,
            format!("{subject} is burnt: it panicked."),
            "Tokio caught it. Only this card is lost; whoever holds the ticket gets Err(JoinError).",
        ),
        HappeningKind::Cancelled { abort_asked, site } => {
            binned(model, &subject, *abort_asked, *site)
        }
        HappeningKind::HandleDropped => because(
            2,
            format!("The ticket of {subject} (JoinHandle) is torn."),
            "That stops nothing: the card is cooked on, but nobody will take its dish.",
        ),
        HappeningKind::AbortAsked => because(
            2,
            format!("{subject} is asked to stop (abort)."),
            "It stops at its next .await, not before; if its last poll ends first, it is served.",
        ),
        HappeningKind::Joined { by } => joined(model, &subject, (*by)?),
        HappeningKind::BlockingStarted => because(
            1,
            format!("A baker begins {subject} (a thread of the blocking pool)."),
            "It may block: no chef is held. Once begun, no abort stops it.",
        ),
        HappeningKind::BlockingEnded { outcome } => baked(&subject, *outcome),
        HappeningKind::JobsWaited {
            jobs,
            longest,
            full,
        } => {
            let jobs = usize::try_from(*jobs).unwrap_or(usize::MAX);
            because(
                3,
                words::jobs_wait(jobs, false, &span(*longest), &subject),
                words::no_baker(*full),
            )
        }
        HappeningKind::CoreHandedOver => because(
            3,
            format!(
                "{subject} called block_in_place: {chef} hands rail and clip over to another thread."
            ),
            "The card blocks on its old thread, and the other cards go on. Its own join! siblings wait.",
        ),
        HappeningKind::Said(_) => return None,
        HappeningKind::BudgetSpent => because(
            2,
            format!("{subject} used up its coop budget and has to yield."),
            "After 128 operations Tokio makes it wait one turn (deferred list), though it was ready.",
        ),
        // Every patient recipe listens for last orders beside what it waits for: that this
        // branch loses says only that the kitchen is still open.
        HappeningKind::BranchDropped { site }
            if model
                .site(*site)
                .is_some_and(|site| site.wait == WaitOn::Signal) =>
        {
            return None;
        }
        HappeningKind::BranchDropped { site } => because(
            1,
            format!(
                "A select! branch of {subject}{} lost.",
                at_line(model, Some(*site))
            ),
            "Another branch was first. This one was dropped while it waited, with all it had begun.",
        ),
        HappeningKind::Other(name) => plain(1, format!("{subject}: {name}.")),
    })
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
    plain(
        1,
        format!(
            "Shift {} opens: {chefs}, up to {} bakers (blocking pool).",
            run.shift, run.max_blocking
        ),
    )
}

fn closing(graceful: bool) -> Told {
    if graceful {
        because(
            3,
            "Last orders (graceful shutdown).".into(),
            "Every card is told over a watch channel, and may finish before the runtime stops.",
        )
    } else {
        because(
            3,
            "Lights out (shutdown_background).".into(),
            "Nobody is asked: cards on the stove are dropped where they wait, at their .await.",
        )
    }
}

fn ended(model: &Model) -> Told {
    let all = Tally::of(model);
    because(
        3,
        "The kitchen closed: that runtime is gone.".into(),
        format!(
            "So far {} served, {} binned, {} burnt, {} unclaimed.",
            count(all.served),
            count(all.binned),
            count(all.burnt),
            count(all.unclaimed)
        ),
    )
}

fn handed_in(model: &Model, subject: &str, parent: Option<TaskId>) -> String {
    match parent {
        Some(parent) => format!(
            "{} handed in {subject} (tokio::spawn).",
            card(model, parent)
        ),
        None => format!("{subject} is handed in from outside (spawn)."),
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
                "The newest takes {chef}'s clip (LIFO slot); {} moves to the rail.",
                card(model, old)
            )
        }
        (Some(chef), true, None) => {
            format!("Made on {chef}, so it takes the clip (LIFO slot): he cooks it next.")
        }
        // The current-thread scheduler has no clip.
        (Some(chef), false, _) => format!("Made on {chef}: it goes to his rail (local queue)."),
        (None, ..) => "It lies on the pass (injection queue) until a free chef takes it.".into(),
    }
}

fn put_aside(model: &Model, subject: &str, chef: &str, site: Option<SiteId>) -> Told {
    let waits = site
        .and_then(|id| model.site(id))
        .map_or("its waker", |site| waits::row(site.wait).long);
    because(
        0,
        format!(
            "{chef} puts {subject} aside{}: it waits for {waits}.",
            at_line(model, site)
        ),
        "Pending: on the stove it holds no chef, who is free for another card.",
    )
}

fn woken(model: &Model, subject: &str, by: WokenBy) -> Told {
    let text = match by {
        WokenBy::Task(other) => format!("{} rang for {subject} (Waker::wake).", card(model, other)),
        WokenBy::Itself => format!("{subject} rang for itself: it wants another turn."),
        WokenBy::Driver => format!("The bell rang for {subject} (timer or I/O driver)."),
        WokenBy::Deferred => format!("{subject} comes back from the shelf (deferred list)."),
        WokenBy::Joined(done) => {
            format!("{} is over, which rang for {subject}.", card(model, done))
        }
        WokenBy::Blocking(Some(job)) => {
            format!("The bakery rang for {subject}: {}.", card(model, job))
        }
        WokenBy::Blocking(None) => format!("The bakery rang for {subject}."),
        WokenBy::Outside => format!("A thread outside the kitchen rang for {subject}."),
    };
    because(
        0,
        text,
        "It is ready now, and queued: some free chef goes on with it.",
    )
}

fn binned(model: &Model, subject: &str, abort_asked: bool, site: Option<SiteId>) -> Told {
    let place = at_line(model, site);
    if abort_asked {
        because(
            3,
            format!("{subject} is binned{place} (aborted)."),
            "abort() takes effect at an .await: there its future was dropped, half-made.",
        )
    } else {
        because(
            3,
            format!("{subject} is binned{place} (cancelled)."),
            "Nobody aborted it by name: its future was dropped where it waited, by the runtime or its owner.",
        )
    }
}

fn joined(model: &Model, subject: &str, by: TaskId) -> Told {
    plain(
        1,
        format!(
            "{} took the result of {subject} (JoinHandle).",
            card(model, by)
        ),
    )
}

fn baked(subject: &str, outcome: BlockingOutcome) -> Told {
    match outcome {
        BlockingOutcome::Completed => plain(1, format!("The baker is done with {subject}.")),
        BlockingOutcome::Panicked => because(
            3,
            format!("{subject} is burnt in the bakery: it panicked."),
            "The pool thread lives on; the ticket gives Err(JoinError).",
        ),
        BlockingOutcome::Cancelled => because(
            3,
            format!("{subject} is binned: no baker had begun it."),
            "Queued blocking jobs are dropped when the runtime closes or they are aborted.",
        ),
    }
}
