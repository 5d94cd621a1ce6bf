//! A model taken back is what it was: over random histories and random walks in them, and
//! over a rush of tasks large enough for everything that happens only then.

#[path = "model_support/orders.rs"]
mod orders;
#[path = "model_support/script.rs"]
mod script;
#[path = "model_support/simulator.rs"]
mod simulator;

use orders::{merged, shuffled};
use proptest::prelude::*;
use script::*;
use simulator::{Simulator, WORKERS};
use tokio_kitchen::events::{
    Event, Flavor, HandleAct, Holder, KindId, LockId, LockMode, Nanos, PollOutcome, Site, SiteId,
    TextId, WaitOn, WakeBy, What,
};
use tokio_kitchen::model::{Model, Undo};

/// What threads of tasks do not tell: runtimes, announcements, lines, sums under load.
fn spice(choice: u8, number: u32) -> Vec<What> {
    let text = TextId::new(number);
    let workers = u16::from(choice) / 7 % 5;
    match choice % 9 {
        0 => vec![
            What::Closing { graceful: true },
            What::RunEnded,
            What::RunStarted(info(workers, Flavor::MultiThread)),
        ],
        1 => vec![What::RunStarted(info(1, Flavor::CurrentThread))],
        2 => vec![What::Kind {
            id: KindId::new(number as u16 % 4),
            name: format!("kind {number}"),
        }],
        3 => vec![What::Site {
            id: SiteId::new(1 + number % 6),
            site: Site {
                file: format!("{number}.rs"),
                line: number,
                column: 1,
                wait: [WaitOn::Yield, WaitOn::Timer, WaitOn::Join][number as usize % 3],
                name: None,
            },
        }],
        4 => vec![What::Coalesced {
            worker: Some(worker(workers)),
            polls: 3,
            busy: us(70),
            wakes: 2,
        }],
        5 => vec![What::Suspended {
            lasted: us(300),
            timers: us(200),
            measured: number.is_multiple_of(2),
        }],
        6 => locks(choice, number),
        _ => vec![
            What::Text {
                id: text,
                text: format!("line {number}"),
            },
            What::Said { task: None, text },
        ],
    }
}

/// A task waits for a lock, gets it, gives it back.
fn locks(choice: u8, number: u32) -> Vec<What> {
    let task = |number: u32| id(1 + number % 5);
    let (of, site) = (task(number), SiteId::new(1 + number % 6));
    let lock = LockId::new(1 + u32::from(choice) / 9 % 3);
    let holder = Some(Holder {
        task: task(number / 2 + 1),
        site,
    });
    let holder = holder.filter(|_| choice < 200);
    let awaited = What::LockAwaited {
        task: of,
        site,
        lock,
        mode: LockMode::ALL[number as usize % 3],
        holder,
        others: number % 2,
    };
    match number % 4 {
        0 => vec![What::LockTaken {
            task: of,
            lock,
            site,
        }],
        1 => vec![What::LockFreed { task: of, lock }],
        _ => vec![
            What::Waiting {
                task: of,
                site,
                until: None,
                on: None,
            },
            awaited,
        ],
    }
}

/// A whole history from the announcements on, with such things in between.
fn history(logs: &[Vec<Event>], seed: Option<u64>, spices: &[(u16, u8)]) -> Vec<Event> {
    let mut events = opening(WORKERS);
    events.extend(match seed {
        Some(seed) => shuffled(logs, seed),
        None => merged(logs),
    });
    for (number, &(place, choice)) in (1..).zip(spices) {
        let place = usize::from(place) % (events.len() + 1);
        let at = events[..place].last().map_or(Nanos::ZERO, |event| event.at);
        let spice = spice(choice, number).into_iter();
        events.splice(place..place, spice.map(|what| Event { at, what }));
    }
    events
}

fn is_what_it_was(model: &Model, events: &[Event]) -> Result<(), TestCaseError> {
    model
        .same_picture(&folded(events))
        .and_then(|()| model.check_invariants())
        .map_err(|why| TestCaseError::fail(format!("at {} events: {why}", events.len())))
}

/// One stretch after another: where each begins, and its `Undo`.
struct Stretches {
    begins: Vec<usize>,
    undos: Vec<Undo>,
}

impl Stretches {
    /// Folds all events with a checkpoint at each of the places; the last stretch stays
    /// open. Gives a snapshot of the given place too.
    fn of(events: &[Event], cuts: &[u16], shot: usize) -> (Self, Model) {
        let mut model = Model::new(us(STALL_US));
        model.remember();
        let mut cuts: Vec<usize> = cuts
            .iter()
            .map(|cut| usize::from(*cut) % (events.len() + 1))
            .collect();
        cuts.sort_unstable();
        let (mut begins, mut undos) = (vec![0], Vec::new());
        let mut snapshot = model.snapshot();
        for number in 0..=events.len() {
            for _ in cuts.iter().filter(|cut| **cut == number) {
                undos.extend(model.checkpoint());
                begins.push(number);
            }
            if number == shot {
                snapshot = model.snapshot();
            }
            if let Some(event) = events.get(number) {
                model.apply(event);
            }
        }
        undos.extend(model.undo());
        (Self { begins, undos }, snapshot)
    }

    /// The stretch a place is in; the later one at a border.
    fn at(&self, place: usize) -> usize {
        self.begins.partition_point(|begin| *begin <= place) - 1
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Forward(u16),
    /// To the beginning of the stretch so many before.
    Back(u8),
    Checkpoint,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0u16..300).prop_map(Step::Forward),
        (0u8..6).prop_map(Step::Back),
        Just(Step::Checkpoint),
    ];
    prop::collection::vec(step, 1..12)
}

fn choices() -> impl Strategy<Value = Vec<(u8, u16)>> {
    prop::collection::vec((any::<u8>(), any::<u16>()), 0..600)
}

fn spices() -> impl Strategy<Value = Vec<(u16, u8)>> {
    prop::collection::vec((any::<u16>(), any::<u8>()), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    /// One model goes on and makes the stretches; a copy of it walks in them.
    #[test]
    fn a_copy_walks_back_and_forth_in_history(
        choices in choices(), seed in any::<Option<u64>>(), spices in spices(),
        cuts in prop::collection::vec(any::<u16>(), 0..12), shot in any::<u16>(), steps in steps()
    ) {
        let sim = Simulator::run(&choices);
        let events = history(&sim.logs, seed, &spices);
        let mut place = usize::from(shot) % (events.len() + 1);
        let (stretches, mut model) = Stretches::of(&events, &cuts, place);
        is_what_it_was(&model, &events[..place])?;
        for step in steps {
            let now = stretches.at(place);
            match step {
                Step::Forward(count) => {
                    let until = events.len().min(place + usize::from(count));
                    events[place..until].iter().for_each(|event| model.apply(event));
                    place = until;
                }
                Step::Back(many) => {
                    let to = now.saturating_sub(usize::from(many));
                    model.take_back(stretches.undos[to..=now].iter().rev());
                    place = stretches.begins[to];
                }
                Step::Checkpoint => prop_assert!(model.checkpoint().is_none()),
            }
            is_what_it_was(&model, &events[..place])?;
        }
    }

    /// One model that remembers goes back itself, and remembers on.
    #[test]
    fn a_model_that_remembers_is_taken_back_itself(
        choices in choices(), seed in any::<Option<u64>>(), spices in spices(), steps in steps()
    ) {
        let sim = Simulator::run(&choices);
        let events = history(&sim.logs, seed, &spices);
        let mut model = Model::new(us(STALL_US));
        model.remember();
        let (mut place, mut begin, mut stack) = (0, 0, Vec::new());
        for step in steps {
            match step {
                Step::Forward(count) => {
                    let until = events.len().min(place + usize::from(count));
                    events[place..until].iter().for_each(|event| model.apply(event));
                    place = until;
                }
                Step::Back(many) => {
                    let present = model.undo().expect("it remembers");
                    let left = stack.len().saturating_sub(usize::from(many));
                    let undone: Vec<(usize, Undo)> = stack.split_off(left);
                    let earlier = undone.iter().rev().map(|(_, undo)| undo);
                    model.take_back([&present].into_iter().chain(earlier));
                    begin = undone.first().map_or(begin, |(begin, _)| *begin);
                    place = begin;
                }
                Step::Checkpoint => {
                    stack.push((begin, model.checkpoint().expect("it remembers")));
                    begin = place;
                }
            }
            is_what_it_was(&model, &events[..place])?;
            is_what_it_was(&model.snapshot(), &events[..place])?;
        }
    }
}

/// Tasks of the rush: more than the largest ring that is never given back, and more than
/// the ended ones that are kept.
const RUSH: u32 = 80_000;

fn polled_for(task: u32, lasted: u64, at: u64, outcome: PollOutcome) -> Event {
    let on = Some((task % u32::from(WORKERS)) as u16);
    Event {
        at: us(at),
        what: polled(task, on, at - lasted, outcome),
    }
}

/// All tasks are spawned and polled; then they go in another order. Every third waits for
/// a timer, every fifth stalls its worker, every hundredth says something.
fn rush() -> Vec<Event> {
    let mut events = history(&[], None, &[]);
    let mut at = 1_000;
    let mut push = |what: &mut dyn FnMut(u64) -> Event| {
        at += 60;
        events.push(what(at));
    };
    for task in 1..=RUSH {
        push(&mut |at| Event {
            at: us(at),
            what: spawned(task, None, Some((task % 3) as u16)),
        });
        if task.is_multiple_of(3) {
            push(&mut |at| Event {
                at: us(at),
                what: What::Waiting {
                    task: id(task),
                    site: SiteId::new(TIMER),
                    until: Some(us(at + 1_000 * u64::from(task))),
                    on: None,
                },
            });
        }
        push(&mut |at| polled_for(task, 10, at, PollOutcome::Pending));
    }
    for turn in 0..RUSH {
        // Every task once: the step has no factor in common with their number.
        let task = 1 + ((u64::from(turn) * 33_331) % u64::from(RUSH)) as u32;
        push(&mut |at| Event {
            at: us(at),
            what: What::Woken {
                task: id(task),
                by: WakeBy::Driver,
                on: (task.is_multiple_of(2)).then(|| worker(0)),
            },
        });
        let lasted = if task.is_multiple_of(5) { STALL_US } else { 7 };
        push(&mut |at| polled_for(task, lasted.min(at), at, PollOutcome::Ready));
        if task.is_multiple_of(100) {
            for what in spice(6, turn) {
                push(&mut |at| Event {
                    at: us(at),
                    what: what.clone(),
                });
            }
            push(&mut |at| Event {
                at: us(at),
                what: What::Handle {
                    task: id(task),
                    by: None,
                    act: HandleAct::Dropped,
                },
            });
        }
    }
    events
}

#[test]
fn a_rush_is_taken_back_stretch_by_stretch_and_in_one_go() {
    let events = rush();
    let (mut live, mut truth) = (Model::new(us(STALL_US)), Model::new(us(STALL_US)));
    live.remember();
    let stretch = events.len() / 7 + 1;
    let (mut undos, mut states) = (Vec::new(), Vec::new());
    for chunk in events.chunks(stretch) {
        states.push(truth.clone());
        for event in chunk {
            live.apply(event);
            truth.apply(event);
        }
        undos.push(live.checkpoint().expect("it remembers"));
    }
    live.same_picture(&truth).unwrap();
    let forgotten = (1..=RUSH).filter(|task| truth.task(id(*task)).is_none());
    assert!(forgotten.count() > 60_000, "pages closed");
    assert!(truth.stalls().len() == 10_000 && truth.pending_len() == 0);
    let widest = states.iter().map(Model::pending_len).max();
    assert!(widest.is_some_and(|most| most > 1 << 16), "{widest:?}");

    let mut step_by_step = live.snapshot();
    for (undo, state) in undos.iter().zip(&states).rev() {
        step_by_step.take_back([undo]);
        step_by_step.same_picture(state).unwrap();
        step_by_step.check_invariants().unwrap();
    }
    let mut at_once = live.snapshot();
    at_once.take_back(undos[2..].iter().rev());
    at_once.same_picture(&states[2]).unwrap();
    // Forward again, half a stretch too far, and back from there.
    let events = &events[2 * stretch..];
    let further = &events[..3 * stretch + stretch / 2];
    further.iter().for_each(|event| at_once.apply(event));
    at_once.take_back([&undos[5]]);
    at_once.same_picture(&states[5]).unwrap();
    at_once.check_invariants().unwrap();
}

#[test]
fn what_is_taken_back_is_seen_to_differ_before() {
    let sim = Simulator::run(&[(0, 1), (3, 2), (7, 9)]);
    let events = history(&sim.logs, None, &[(9, 5)]);
    for count in 1..events.len() {
        let (short, long) = (folded(&events[..count]), folded(&events[..=count]));
        // Only announcements of places are seen by nobody until a task is there.
        let told = !matches!(events[count].what, What::Site { .. } | What::Text { .. });
        assert_eq!(
            long.same_picture(&short).is_err(),
            told,
            "{:?}",
            events[count]
        );
    }
}

#[test]
fn an_undo_tells_its_memory() {
    let mut model = Model::new(us(STALL_US));
    assert!(model.undo().is_none() && model.checkpoint().is_none());
    model.remember();
    let idle = model.checkpoint().map_or(0, |undo| undo.bytes());
    history(&[], None, &[])
        .iter()
        .for_each(|event| model.apply(event));
    model.remember();
    for task in 1..=100 {
        let what = spawned(task, None, None);
        model.apply(&Event { at: us(1), what });
    }
    model.remember();
    for task in 1..=100 {
        model.apply(&polled_for(task, 1, 5, PollOutcome::Pending));
    }
    let busy = model.undo().map_or(0, |undo| undo.bytes());
    assert!(
        busy > idle + 100 * 64 && busy < idle + 50_000,
        "{idle} {busy}"
    );
}
