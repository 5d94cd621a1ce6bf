//! Claims over random legal histories: what is said of them as the events come, with frames at any
//! moment, is what follows from the whole list of events; and what one looks at meanwhile changes
//! nothing.

#[path = "claims/naive.rs"]
mod naive;
#[path = "claims/said.rs"]
mod said;
#[path = "model_support/script.rs"]
mod script;
#[path = "model_support/simulator.rs"]
mod simulator;

use naive::Seen;
use proptest::prelude::*;
use said::Said;
use script::*;
use simulator::{Simulator, WORKERS};
use tokio_kitchen::camera::{Camera, earliest, seek};
use tokio_kitchen::claim::{Claim, Claims, State, Verdict};
use tokio_kitchen::events::{
    Delivery, Event, Flavor, InHand, KindId, Nanos, Now, PollOutcome, TextId, What,
};
use tokio_kitchen::stage::Stage;

/// A poll of this length is a stall: the polls of the simulator are short.
const STALL: Nanos = Nanos(400_000);
const KINDS: [&str; 3] = ["a", "b", "c"];
/// Printed lines, with the first time and the first size in each: nanoseconds and bytes.
const FIGURES: [(&str, Option<u64>, Option<u64>); 3] = [
    ("alpha 2.5 us", Some(2_500), None),
    ("beta: 3 of 12 B", None, Some(12)),
    (
        "alpha beta in 40us or 9 ms, 0.1 KiB",
        Some(40_000),
        Some(102),
    ),
];

fn opening() -> Vec<Event> {
    let kinds = (0..).zip(KINDS).map(|(id, name)| What::Kind {
        id: KindId::new(id),
        name: name.into(),
    });
    let texts = (0..).zip(FIGURES).map(|(id, (text, ..))| What::Text {
        id: TextId::new(id),
        text: text.into(),
    });
    let sites = announcements().into_iter().skip(1);
    let started = What::RunStarted(info(WORKERS, Flavor::MultiThread));
    let all = kinds.chain(texts).chain(sites).chain([started]);
    let at = Nanos::ZERO;
    all.map(|what| Event { at, what }).collect()
}

/// What threads of the simulator do not tell.
fn spice(events: &mut Vec<Event>, place: usize, choice: u8) {
    let at = events[..place].last().map_or(Nanos::ZERO, |event| event.at);
    let task = events[..place]
        .last()
        .and_then(|event| event.what.subject());
    let what = match choice % 8 {
        0..=3 => What::Said {
            task: task.filter(|_| choice & 8 == 0),
            text: TextId::new(u32::from(choice) / 16 % 3),
        },
        4 => What::Suspended {
            lasted: us(300),
            timers: us(u64::from(choice) * 20),
            measured: true,
        },
        _ => {
            let polled = events[place..]
                .iter_mut()
                .find_map(|event| match &mut event.what {
                    What::Polled {
                        budget_spent,
                        outcome: PollOutcome::Pending,
                        ..
                    } => Some(budget_spent),
                    _ => None,
                });
            if let Some(budget_spent) = polled {
                *budget_spent = true;
            }
            return;
        }
    };
    events.insert(place, Event { at, what });
}

/// A whole history in order of time.
fn history(sim: &Simulator, spices: &[(u16, u8)], coalesced: Option<u16>) -> Vec<Event> {
    let mut told: Vec<Event> = sim.logs.iter().flatten().cloned().collect();
    told.sort_by_key(|event| event.at);
    for event in &mut told {
        if let What::Spawned {
            task, kind, bytes, ..
        } = &mut event.what
        {
            *bytes = task.get() * 8;
            *kind = KindId::new((task.get() % 3) as u16);
        }
        if let What::Seen { task, kind, .. }
        | What::BlockingSubmitted {
            job: task, kind, ..
        } = &mut event.what
        {
            *kind = KindId::new((task.get() % 3) as u16);
        }
    }
    for &(place, choice) in spices {
        let place = usize::from(place) % (told.len() + 1);
        spice(&mut told, place, choice);
    }
    if let Some(place) = coalesced {
        let place = usize::from(place) % (told.len() + 1);
        let at = told[..place].last().map_or(Nanos::ZERO, |event| event.at);
        let what = What::Coalesced {
            worker: Some(worker(0)),
            polls: 2,
            busy: us(7),
            wakes: 1,
        };
        told.insert(place, Event { at, what });
    }
    opening().into_iter().chain(told).collect()
}

/// The events with the starts of polls put right: no worker is seen in a poll of a task that is
/// not ready yet.
fn put_right(events: &[Event]) -> Vec<Event> {
    let mut right = events.to_vec();
    Stage::new(STALL).hear(&mut right, None, &mut ());
    right
}

/// The polls in progress at a moment, known from what is told later.
fn now(events: &[Event], next: usize) -> Now {
    let at = events[..next].last().map_or(Nanos::ZERO, |event| event.at);
    let mut workers = vec![None; usize::from(WORKERS)];
    for event in &events[next..] {
        if let What::Polled {
            task,
            worker: Some(worker),
            start,
            ..
        } = event.what
            && start <= at
        {
            let site = None;
            workers[worker.index()] = Some(InHand {
                task,
                since: start,
                site,
            });
        }
    }
    Now { at, workers }
}

fn verdicts(stage: &Stage) -> Vec<Verdict> {
    stage.verdicts().map(|(_, verdict)| verdict).collect()
}

/// Takes the events in, in batches, with a frame after each.
struct Played {
    stage: Stage,
    /// As they were put right.
    events: Vec<Event>,
    /// What was said after each frame.
    said: Vec<Vec<Verdict>>,
}

fn play(events: &[Event], claims: &[Claim], batch: usize, mut past: Option<Camera>) -> Played {
    let mut stage = match past {
        Some(_) => Stage::with_history(STALL),
        None => Stage::new(STALL),
    };
    stage
        .claims_mut()
        .extend(Claims::new(claims.iter().cloned(), STALL));
    let to_come = put_right(events);
    let mut events = events.to_vec();
    let mut said = Vec::new();
    let mut next = 0;
    while next < events.len() {
        let end = events.len().min(next + batch);
        stage.hear(
            &mut events[next..end],
            past.as_mut(),
            &mut |_: &Event, _: &_| {},
        );
        next = end;
        stage.frame(
            now(&to_come, next),
            None,
            Delivery::default(),
            past.as_mut(),
        );
        said.push(verdicts(&stage));
        if let Some(camera) = &past {
            let live = &stage.newest().model;
            let mut view = live.snapshot();
            let (first, last) = (earliest(&camera.log), camera.log.end());
            let back = seek(&mut view, last, first, live, &camera.log);
            seek(&mut view, back, last, live, &camera.log);
            assert_eq!(verdicts(&stage), said[said.len() - 1]);
        }
    }
    let at = events.last().map_or(Nanos::ZERO, |event| event.at) + us(1_000);
    let workers = vec![None; usize::from(WORKERS)];
    let now = Now { at, workers };
    stage.frame(now, None, Delivery::default(), past.as_mut());
    stage.conclude();
    said.push(verdicts(&stage));
    Played {
        stage,
        events,
        said,
    }
}

type Choices = Vec<(u8, u16)>;

fn choices() -> impl Strategy<Value = Choices> {
    prop::collection::vec((any::<u8>(), any::<u16>()), 0..400)
}

fn sayings() -> impl Strategy<Value = Vec<Said>> {
    let one = any::<[u8; 10]>().prop_map(|bytes| Said::new(&bytes));
    prop::collection::vec(one, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn what_is_said_as_events_come_follows_from_all_of_them(
        choices in choices(),
        spices in prop::collection::vec(any::<(u16, u8)>(), 0..30),
        preempted: bool,
        coalesced in prop::option::weighted(0.1, any::<u16>()),
        sayings in sayings(),
        batch in 1_usize..60,
    ) {
        let sim = match preempted {
            true => Simulator::preempted(&choices),
            false => Simulator::run(&choices),
        };
        let events = history(&sim, &spices, coalesced);
        let claims: Vec<Claim> = sayings.iter().map(Said::claim).collect();
        let played = play(&events, &claims, batch, None);
        let end = played.stage.newest().now.clone();
        let seen = Seen::of(&played.events, &end, STALL);
        for (at, said) in sayings.iter().enumerate() {
            let last = &played.said[played.said.len() - 1][at];
            let allowed = seen.states(said, STALL);
            prop_assert!(allowed.contains(&last.state), "{}: {last:?}, not {allowed:?}", claims[at]);
            if let (Some(most), Some(moment)) = (seen.most(said, STALL), last.moment) {
                let length = moment.until.since(moment.at).0;
                prop_assert_eq!(length, most, "{}: {:?}", &claims[at], last);
            }
            // What was said once was never taken back.
            let before = played.said.iter().find(|said| said[at].state != State::Open);
            if let Some(before) = before {
                prop_assert_eq!(before[at].state, last.state, "{}: {:?}", &claims[at], before[at]);
            }
        }
    }

    #[test]
    fn looking_at_the_past_and_claiming_change_nothing(
        choices in choices(),
        spices in prop::collection::vec(any::<(u16, u8)>(), 0..30),
        sayings in sayings(),
        batch in 1_usize..60,
    ) {
        let events = history(&Simulator::run(&choices), &spices, None);
        let claims: Vec<Claim> = sayings.iter().map(Said::claim).collect();
        let straight = play(&events, &claims, batch, None);
        let looked = play(&events, &claims, batch, Some(Camera::new(1 << 22)));
        prop_assert_eq!(&straight.said, &looked.said);
        let without = play(&events, &[], batch, None);
        let model = |played: &Played| played.stage.newest().model.snapshot();
        prop_assert_eq!(model(&straight).same_picture(&model(&without)), Ok(()));
    }
}
