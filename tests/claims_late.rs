//! A claim that is typed while a run goes on is told as one that was made before it: over random
//! legal histories, typed at any moment, live or while the past is shown.

#[allow(dead_code, reason = "other tests say with it what is true")]
#[path = "claims/said.rs"]
mod said;
#[path = "model_support/script.rs"]
mod script;
#[path = "model_support/simulator.rs"]
mod simulator;

use proptest::prelude::*;
use said::Said;
use script::*;
use simulator::{Simulator, WORKERS};
use std::collections::BTreeSet;
use tokio_kitchen::app::{Action, App, Message, Options, update};
use tokio_kitchen::claim::{Claim, State};
use tokio_kitchen::events::{Delivery, Event, InHand, KindId, Nanos, Now, TextId, What};

/// A poll of this length is a stall: the polls of the simulator are short.
const STALL: Nanos = Nanos(400_000);

fn app() -> App {
    let options = Options {
        workers: WORKERS,
        reduced_motion: true,
        stall_after: STALL,
        history: 1 << 24,
    };
    App::new(Vec::new(), options)
}

fn history(choices: &[(u8, u16)], lines: &[(u16, u8)]) -> Vec<Event> {
    let sim = Simulator::run(choices);
    let mut told: Vec<Event> = sim.logs.iter().flatten().cloned().collect();
    told.sort_by_key(|event| event.at);
    for event in &mut told {
        if let What::Spawned { task, kind, .. }
        | What::Seen { task, kind, .. }
        | What::BlockingSubmitted {
            job: task, kind, ..
        } = &mut event.what
        {
            *kind = KindId::new((task.get() % 3) as u16);
        }
    }
    for &(place, text) in lines {
        let place = usize::from(place) % (told.len() + 1);
        let at = told[..place].last().map_or(Nanos::ZERO, |event| event.at);
        let what = What::Said {
            task: None,
            text: TextId::new(u32::from(text) % 3),
        };
        told.insert(place, Event { at, what });
    }
    let names = ["a", "b", "c"]
        .into_iter()
        .zip(0..)
        .map(|(name, id)| What::Kind {
            id: KindId::new(id),
            name: name.into(),
        });
    let texts = ["alpha", "beta", "a b"].into_iter().zip(0..);
    let texts = texts.map(|(text, id)| What::Text {
        id: TextId::new(id),
        text: text.into(),
    });
    let named = names.chain(texts).map(|what| Event {
        at: Nanos::ZERO,
        what,
    });
    let named: Vec<Event> = named.collect();
    opening(WORKERS)
        .into_iter()
        .chain(named)
        .chain(told)
        .collect()
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
            workers[worker.index()] = Some(InHand {
                task,
                since: start,
                site: None,
            });
        }
    }
    Now { at, workers }
}

/// Whether a task has given its worker away, in a poll that is not told yet.
fn in_place(events: &[Event]) -> bool {
    let mut gone = BTreeSet::new();
    for event in events {
        match event.what {
            What::InPlaceStarted { task, .. } => gone.insert(task),
            What::Polled { task, .. } | What::Dropped { task } => gone.remove(&task),
            _ => false,
        };
    }
    !gone.is_empty()
}

fn frame(app: &mut App, now: Now) {
    let message = Message::Frame {
        now,
        sample: None,
        delivery: Delivery::default(),
    };
    update(app, message);
}

fn act(app: &mut App, action: Action) {
    update(app, Message::Act(action));
}

/// Whether it was taken.
fn type_claim(app: &mut App, claim: &Claim) -> bool {
    act(app, Action::AskClaim);
    for c in claim.to_string().chars() {
        act(app, Action::Type(c));
    }
    act(app, Action::Submit);
    let taken = !app.typing.is_on();
    act(app, Action::Back);
    taken
}

/// A step of typing: at which of ten stages, what, and whether the past is shown meanwhile.
type Step = (u8, [u8; 10], bool);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(80) })]

    #[test]
    fn what_is_claimed_late_is_told_as_if_it_had_been_claimed_before(
        choices in prop::collection::vec((any::<u8>(), any::<u16>()), 0..300),
        lines in prop::collection::vec(any::<(u16, u8)>(), 0..20),
        steps in prop::collection::vec((0_u8..11, any::<[u8; 10]>(), any::<bool>()), 1..20),
        conclude: bool,
    ) {
        let events = history(&choices, &lines);
        let mut steps: Vec<Step> = steps;
        steps.sort_by_key(|step| step.0);
        let begins = || Message::ScenarioBegins {
            title: String::new(),
            about: String::new(),
            expects: Vec::new(),
            kinds: Vec::new(),
            held: false,
        };
        let mut late = app();
        update(&mut late, begins());
        let mut taken: Vec<Claim> = Vec::new();
        let mut texts = BTreeSet::new();
        let stage_end = |stage: usize| events.len() * stage / 10;
        for stage in 0..=11 {
            if stage > 0 && stage <= 10 {
                let (from, to) = (stage_end(stage - 1), stage_end(stage));
                late.hear_all(&mut events[from..to].to_vec());
                frame(&mut late, now(&events, to));
            }
            if stage == 10 && conclude {
                update(&mut late, Message::ScenarioOver);
            }
            for (_, bytes, past) in steps.iter().filter(|step| usize::from(step.0) == stage) {
                let claim = Said::new(bytes).claim();
                if *past {
                    act(&mut late, Action::Oldest);
                }
                if !texts.contains(&claim.to_string()) && type_claim(&mut late, &claim) {
                    texts.insert(claim.to_string());
                    taken.push(claim);
                }
                act(&mut late, Action::Newest);
            }
        }
        let mut early = app();
        update(&mut early, begins());
        early.expect(taken.clone());
        for stage in 1..=10 {
            let (from, to) = (stage_end(stage - 1), stage_end(stage));
            early.hear_all(&mut events[from..to].to_vec());
            frame(&mut early, now(&events, to));
        }
        if conclude {
            update(&mut early, Message::ScenarioOver);
        }
        prop_assert_eq!(late.claims().len(), taken.len());
        let in_place = in_place(&events);
        for (late, early) in late.claims().iter().zip(early.claims()) {
            prop_assert_eq!(&late.claim, &early.claim);
            if late.claim.to_string().contains(" overlap") {
                // Of several that overlap the one seen first is told: a frame sees them earlier.
                prop_assert_eq!(late.state(), early.state(), "{}", &late.claim);
            } else if in_place && late.claim.to_string().contains("ready wait") {
                // How long a task waited that then gave its worker away, a frame has seen, or
                // nobody until its poll is told: one of them may be open, or count one less.
                let states = [late.state(), early.state()];
                let contrary = [State::Holds, State::Broken].iter().all(|one| states.contains(&Some(*one)));
                prop_assert!(!contrary, "{}", &late.claim);
            } else {
                prop_assert_eq!(&late.verdict, &early.verdict, "{}", &late.claim);
            }
            prop_assert_eq!((late.since, late.over), (None, early.over));
        }
    }
}
