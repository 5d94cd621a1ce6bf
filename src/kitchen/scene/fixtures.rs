//! Scenes made by hand: one before anything was ordered, one in the middle of a stall.

use super::*;
use crate::app::Pace;
use crate::app::Register;
use crate::events::{Certainty, Flavor, WorkerId};
use crate::kitchen::code;
use crate::kitchen::narrator::Line;
use crate::order::Origin;

pub(crate) const RECIPE: RecipeInfo = RecipeInfo {
    name: "block",
    origin: Origin::Menu('b'),
    blocks: true,
    summary: "blocks its chef",
    file: "src/recipes/block.rs",
    source: "//! Blocks.\n\n/// Holds its chef.\npub(crate) async fn block(kit: Kit, time: Duration) {\n    // Two children, the newest takes the clip.\n    tokio::spawn(garnish(1));\n    tokio::spawn(garnish(2));\n    std::thread::sleep(time); // no .await\n    sleep(kit.ms(200)).await;\n    println!(\"done\");\n}\n",
    params: &[],
    kinds: &[],
};

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

fn card(number: u32, name: &str) -> Card {
    Card {
        task: id(number),
        name: name.into(),
        fresh: false,
        carried: false,
    }
}

/// A strip of `WINDOW` from stretches in milliseconds: `=` busy, `X` stalled, `.` parked, `!` waiting.
pub(crate) fn strip(parts: &[(u64, u64, char)]) -> Strip {
    let mut strip = Strip::new(WINDOW);
    for (from, to, part) in parts {
        let part = match part {
            '=' => strip::Part::Busy,
            'X' => strip::Part::Stalled,
            '!' => strip::Part::Waiting,
            _ => strip::Part::Parked,
        };
        strip.add(ms(*from), ms(*to), part);
    }
    strip
}

fn chef(index: u16, state: ChefState, hand: Option<(u32, &str, u64)>, strip: Strip) -> Chef {
    Chef {
        index: WorkerId::new(index),
        state,
        time: ms(2_310),
        hand: hand.map(|(task, name, time)| Hand {
            card: card(task, name),
            time: ms(time),
            going_on: true,
        }),
        clip: None,
        source: None,
        rail: Queue {
            cards: Vec::new(),
            len: Value::observed(0),
        },
        strip,
        polls: 233 + u64::from(index) * 17,
        slow: 0,
        raids: Value::observed(u64::from(index)),
        stuck: None,
    }
}

/// Before anything was ordered.
pub(crate) fn empty(chefs: u16) -> Scene {
    Scene {
        body: Body::Main(Box::new(empty_kitchen(chefs))),
        header: Header {
            phase: Phase::Live,
            at: ms(4_000),
            pace: Pace::Live,
            speed: None,
            followed: None,
            behind: Nanos::ZERO,
            forgotten: false,
            chefs: chefs.into(),
            bakers: 0,
            flavor: Flavor::MultiThread,
            tokio: "1.54.1".into(),
            unstable: true,
            shift: 1,
            tempo: 1.0,
            quantity: 1,
            refused: 0,
            missed: (0, 0),
            unseen: 0,
            wakes_seen: true,
            own_numbers: false,
            claims: None,
            watched: None,
            coverage: Some(Covered::All),
        },
        menu: crate::recipes::all()
            .iter()
            .map(|recipe| &recipe.info)
            .collect(),
        notice: None,
        tour: Vec::new(),
        lesson: None,
        offers_course: false,
        can_order: true,
        open: true,
        anything_ordered: false,
        typing: false,
        going: None,
        task_selected: false,
        animating: false,
        soonest: None,
        words: Register::Analogy,
        asked: None,
    }
}

fn empty_kitchen(chefs: u16) -> Kitchen {
    let parked = || strip(&[(6_000, 10_000, '.')]);
    Kitchen {
        pass: Queue {
            cards: Vec::new(),
            len: Value::observed(0),
        },
        chefs: (0..chefs)
            .map(|index| chef(index, ChefState::Parked, None, parked()))
            .collect(),
        stove: Stove {
            pots: Vec::new(),
            len: 0,
            shelf: Vec::new(),
        },
        bakery: Bakery {
            baking: Vec::new(),
            running: 0,
            queue: Vec::new(),
            queued: Value::observed(0),
            threads: Some((0, 0)),
            max: 512,
            strip: strip(&[]),
        },
        counter: Counter {
            served: 0,
            binned: 0,
            burnt: 0,
            unclaimed: 0,
            gone: 0,
            dishes: Vec::new(),
        },
        code: None,
        card: None,
        stood: None,
        story: Vec::new(),
        ticker: Vec::new(),
        gauges: Vec::new(),
        travellers: Vec::new(),
        selected: None,
        focus: None,
        beat: 0,
    }
}

impl Scene {
    /// The kitchen of a scene that shows it.
    pub(crate) fn kitchen(&self) -> &Kitchen {
        match &self.body {
            Body::Main(kitchen) => kitchen,
            body => panic!("{:?} is shown", body.screen()),
        }
    }

    /// The same, to be changed.
    pub(crate) fn kitchen_mut(&mut self) -> &mut Kitchen {
        match &mut self.body {
            Body::Main(kitchen) => kitchen,
            body => panic!("{:?} is shown", body.screen()),
        }
    }
}

fn busy_chefs() -> Vec<Chef> {
    let polls = |step: usize| {
        let parts: Vec<_> = (0..100)
            .step_by(step)
            .map(|i| (i * 100, i * 100 + 70, '='))
            .collect();
        let mut all = strip(&[(0, 10_000, '.')]);
        for (from, to, _) in parts {
            all.add(ms(from), ms(to), strip::Part::Busy);
        }
        all
    };
    let mut chefs = vec![
        chef(0, ChefState::Cooking, Some((4, "simmer", 2)), polls(2)),
        chef(
            1,
            ChefState::Stalled,
            Some((7, "block", 1_402)),
            strip(&[(0, 8_600, '.'), (3_000, 3_900, '='), (8_600, 10_000, 'X')]),
        ),
        chef(2, ChefState::Cooking, Some((15, "garnish", 0)), polls(5)),
        chef(
            3,
            ChefState::Parked,
            None,
            strip(&[(0, 10_000, '.'), (4_000, 4_010, '=')]),
        ),
    ];
    chefs[1].clip = Some(Clip {
        card: card(16, "garnish"),
        trapped: Some(ms(1_400)),
    });
    chefs[1].source = Some(Source::Pass);
    chefs[0].source = Some(Source::Rail);
    chefs[1].slow = 1;
    chefs[0].rail = Queue {
        cards: (18..26).map(|n| card(n, "simmer")).collect(),
        len: Value::observed(12),
    };
    chefs[2].raids = Value::inferred(3);
    if let Some(hand) = &mut chefs[2].hand {
        hand.going_on = false;
    }
    chefs
}

fn pots() -> Vec<Pot> {
    let pot = |number, name, group, wants: &str, left: Option<u64>| Pot {
        card: card(number, name),
        group,
        wants: wants.into(),
        bell: left.map(|left| (ms(left), 1.0 - left as f32 / 2_000.0)),
        overdue: None,
        waited: ms(1_100),
        waits: Vec::new(),
    };
    vec![
        pot(2, "simmer", WaitGroup::Bells, "bell", Some(800)),
        pot(8, "simmer", WaitGroup::Bells, "bell", Some(1_640)),
        pot(5, "knife", WaitGroup::Others, "wants lock", None),
        pot(9, "bakery", WaitGroup::Others, "bakery #10", None),
        pot(3, "hatch", WaitGroup::Others, "channel", None),
        pot(30, "delivery", WaitGroup::Doors, "socket", None),
        pot(11, "race", WaitGroup::Bells, "bell", Some(1_900)),
    ]
}

fn story() -> Vec<StoryLine> {
    let line = |at, weight, text: &str, why: Option<&str>| StoryLine {
        line: Line {
            at: ms(at),
            text: text.into(),
            why: why.map(Into::into),
            weight,
        },
        task: Some(id(7)),
        times: 1,
        older: at < 11_020 && weight > 1,
    };
    vec![
        line(
            11_010,
            4,
            "Chef 1 is stalled for 1.40s: one poll of #07 block at line 8.",
            Some(
                "Cure: tokio::time::sleep(..).await, or the work in spawn_blocking. Until an .await has to wait, nobody can take it away.",
            ),
        ),
        line(
            11_010,
            4,
            "#16 garnish is ready for 1.40s but sits in the clip (LIFO slot) of stalled Chef 1.",
            Some("A clip cannot be raided (no steal): it waits beside 1 parked chef."),
        ),
        line(
            11_020,
            2,
            "Chef 2 took #15 garnish from Chef 1's rail (~ a steal).",
            Some("An idle chef raids another's rail, from its front, and never the clip."),
        ),
        line(
            10_900,
            3,
            "#25 panic is burnt: it panicked.",
            Some(
                "Tokio caught it. Only this card is lost; whoever holds the ticket gets Err(JoinError).",
            ),
        ),
        line(
            10_100,
            1,
            "#01 simmer is served: its future is Ready.",
            None,
        ),
    ]
}

/// In the middle of a stall, with something at every place.
pub(crate) fn rich() -> Scene {
    let fact = |label, value: &str, certainty| Fact {
        label,
        value: value.into(),
        certainty,
    };
    let dish = |number, name, outcome, ago| Dish {
        card: card(number, name),
        outcome,
        ago: ms(ago),
    };
    let mut scene = empty(4);
    scene.header.at = ms(12_410);
    scene.header.bakers = 1;
    scene.header.quantity = 10;
    scene.task_selected = true;
    let kitchen = scene.kitchen_mut();
    kitchen.chefs = busy_chefs();
    kitchen.pass = Queue {
        cards: vec![card(33, "simmer"), card(34, "chop"), card(35, "race")],
        len: Value::observed(5),
    };
    kitchen.stove = Stove {
        pots: pots(),
        len: 7,
        shelf: vec![card(12, "chop")],
    };
    kitchen.bakery.baking = vec![
        Baking {
            card: card(10, "bakery"),
            time: ms(2_100),
            in_place: false,
        },
        Baking {
            card: card(40, "hand-over"),
            time: ms(410),
            in_place: true,
        },
    ];
    kitchen.bakery.running = 2;
    kitchen.counter = Counter {
        served: 14,
        binned: 1,
        burnt: 1,
        unclaimed: 1,
        gone: 0,
        dishes: vec![
            dish(25, "panic", Outcome::Burnt, 1_500),
            dish(21, "simmer", Outcome::Binned, 2_100),
            dish(1, "simmer", Outcome::Served, 2_310),
            dish(17, "torn-child", Outcome::Unclaimed, 4_000),
        ],
    };
    kitchen.code = Some(CodeView {
        title: "#07 block".into(),
        file: "block.rs".into(),
        lines: code::excerpt(&RECIPE, Some(8)),
        stuck: Some(ms(1_402)),
        note: "here for 1.40s, no .await that waits: nobody can take it away".into(),
    });
    kitchen.card = Some(CardFacts {
        about: super::About::Card,
        title: "#07 block".into(),
        facts: vec![
            fact("now", "stalled 1.40s", Certainty::Observed),
            fact("at", "Chef 1", Certainty::Observed),
            fact("spawned", "11.01s by outside", Certainty::Observed),
            fact("1st poll", "after 85us", Certainty::Observed),
            fact("polls", "1, busy 12us", Certainty::Observed),
            fact("wakes", "0, queued 0ns", Certainty::Observed),
            fact("ticket", "JoinHandle held", Certainty::Observed),
            fact("size", "312 bytes", Certainty::Observed),
        ],
        strip: strip(&[(8_600, 10_000, 'X')]),
    });
    kitchen.story = story();
    kitchen.ticker = vec![
        Printed {
            at: ms(9_500),
            who: "#05 API Server".into(),
            text: "Finished fetching from API Server.".into(),
        },
        Printed {
            at: ms(9_300),
            who: "#06 Database".into(),
            text: "Finished fetching from Database.".into(),
        },
    ];
    kitchen.gauges = vec![
        Gauge {
            label: "alive tasks",
            value: "26".into(),
            certainty: Certainty::Observed,
        },
        Gauge {
            label: "global queue depth",
            value: "5".into(),
            certainty: Certainty::Observed,
        },
        Gauge {
            label: "raids (steals)",
            value: "3".into(),
            certainty: Certainty::Inferred,
        },
    ];
    scene.anything_ordered = true;
    scene
}
