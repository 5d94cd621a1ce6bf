//! The short words on the screen (titles, columns, states), in both registers. Each of Tokio's is
//! about as long as the one of the kitchen, or stands where there is room.

use crate::app::Register;

/// The words of one register.
#[derive(Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "each name is the word of the kitchen; a sentence would only repeat it"
)]
pub struct Labels {
    pub register: Register,
    /// At the beginning of a name, and inside a sentence.
    pub chef: &'static str,
    pub chef_in: &'static str,
    pub baker: &'static str,
    pub card: &'static str,
    pub cards: &'static str,
    pub clip: &'static str,
    pub rail: &'static str,
    pub pass: &'static str,
    pub raid: &'static str,
    /// Before the number of whom it was taken from.
    pub raid_at: &'static str,
    pub raids: &'static str,
    pub stove: &'static str,
    pub bakery: &'static str,
    pub bell: &'static str,
    pub shelf: &'static str,
    pub shift: &'static str,
    pub order: &'static str,
    pub ticket: &'static str,
    /// Of a fact.
    pub rail_fact: &'static str,
    pub bells_unseen: &'static str,
    pub in_hand: &'static str,
    pub put_down: &'static str,
    pub hands_empty: &'static str,
    /// Titles of panels, and what is said beside them.
    pub pass_title: &'static str,
    pub pass_about: [&'static str; 2],
    pub chefs_title: &'static str,
    pub chefs_about: &'static str,
    pub chef_about: &'static str,
    /// Headings of the numbers of chefs, as wide as these.
    pub headings: &'static str,
    pub head_chef_title: &'static str,
    pub head_chef_about: [&'static str; 2],
    pub stove_title: &'static str,
    pub stove_empty: &'static str,
    /// Behind how many there are.
    pub stove_counted: &'static str,
    pub stove_about: &'static str,
    pub bakery_title: &'static str,
    pub bakery_narrow: &'static str,
    pub bakery_idle: &'static str,
    /// Before how many are at work.
    pub bakery_works: &'static str,
    pub bakery_none: &'static str,
    pub counter_title: &'static str,
    pub counter_empty: &'static str,
    pub ticker_title: &'static str,
    pub ticker_about: &'static str,
    pub code_about: &'static str,
    pub no_card: &'static str,
    pub chef_without_card: &'static str,
    pub happenings: &'static str,
    /// How to make one.
    pub stall_makes: &'static str,
    pub no_cards_yet: &'static str,
    pub no_card_fits: &'static str,
    pub longest_waiting: &'static str,
    /// States of chefs.
    pub cooking: &'static str,
    pub stalled: &'static str,
    pub looking: &'static str,
    pub home: &'static str,
    /// What became of cards.
    pub served: &'static str,
    pub binned: &'static str,
    pub burnt: &'static str,
    pub unclaimed: &'static str,
    pub gone: &'static str,
    pub binned_at: &'static str,
    /// Beside keys.
    pub next_card: &'static str,
    pub next_chef: &'static str,
    pub block_a_chef: &'static str,
    pub new_shift: &'static str,
    pub last_orders: &'static str,
    pub drop_ticket: &'static str,
    /// Headings of the parts of the stove.
    pub bells_part: &'static str,
    pub doors_part: &'static str,
    /// What characters of the timeline mean.
    pub lanes: [&'static str; 2],
    pub marks: [&'static str; 2],
}

/// Those of the kitchen.
pub const KITCHEN: Labels = Labels {
    register: Register::Analogy,
    chef: "Chef",
    chef_in: "chef",
    baker: "baker",
    card: "card",
    cards: "cards",
    clip: "clip",
    rail: "rail",
    pass: "pass",
    raid: "raid",
    raid_at: "raid Chef ",
    raids: "raids",
    stove: "stove",
    bakery: "Bakery",
    bell: "bell",
    shelf: "shelf",
    shift: "shift",
    order: "order",
    ticket: "ticket",
    rail_fact: "rail",
    bells_unseen: "bells NOT SEEN (wakes)",
    in_hand: "in hand",
    put_down: "put down",
    hands_empty: "hands empty",
    pass_title: "PASS",
    pass_about: [
        "injection queue: any free chef takes from it",
        "injection queue",
    ],
    chefs_title: "CHEFS",
    chefs_about: "worker threads",
    chef_about: "worker thread",
    headings: "─rail───polls─raids─",
    head_chef_title: "HEAD CHEF",
    head_chef_about: [
        "~ how each chef got the card: clip > rail > pass > raid > park",
        "~ how the chef got the card: rail > pass > park",
    ],
    stove_title: "STOVE",
    stove_empty: "pending cards: they hold no chef",
    stove_counted: "pending",
    stove_about: "they hold no chef",
    bakery_title: "BAKERY",
    bakery_narrow: "blocking pool",
    bakery_idle: "spawn_blocking pool",
    bakery_works: "blocking pool: ",
    bakery_none: "no job: no baker is hired until one comes",
    counter_title: "COUNTER",
    counter_empty: "no card has ended yet",
    ticker_title: "TICKER",
    ticker_about: "what cards printed, newest first",
    code_about: "of the card in focus",
    no_card: "(no card)",
    chef_without_card: "(this chef has no card in hand)",
    happenings: "Stalls, panics, aborts, raids, long waits, cards stuck in a clip and bells that nobody minds",
    stall_makes: "a blocked chef makes one.",
    no_cards_yet: "No cards yet.",
    no_card_fits: "No card fits the search.",
    longest_waiting: "on the stove, longest first",
    cooking: "cooking",
    stalled: "stalled",
    looking: "looking",
    home: "home",
    served: "served",
    binned: "binned",
    burnt: "burnt",
    unclaimed: "unclaimed",
    gone: "gone",
    binned_at: "binned at",
    next_card: "next card",
    next_chef: "next chef",
    block_a_chef: "block a chef",
    new_shift: "any order opens a new shift",
    last_orders: "last orders",
    drop_ticket: "drop ticket",
    bells_part: "bells (timers)",
    doors_part: "doors (I/O)",
    lanes: [
        "\u{2581}\u{2588} share in polls   X stall   . parked   ! ready, waits   w woken   ~ pending   b baking   : suspended",
        "\u{2581}\u{2588} polls  X stall  . parked  ! ready  w woken  ~ pending  b baking  : asleep",
    ],
    marks: [
        "happenings, above the rows:   B bells late   X stall   L stuck in clip   ! panic   r ready for long   x abort   $ budget   > moved",
        "above: B late  X stall  L clip  ! panic  r waited  x abort  $ budget  > moved",
    ],
};

/// Tokio's.
pub(super) const TOKIO: Labels = Labels {
    register: Register::Tokio,
    chef: "Worker",
    chef_in: "worker",
    baker: "blocking thread",
    card: "task",
    cards: "tasks",
    clip: "LIFO",
    rail: "local",
    pass: "inject",
    raid: "steal",
    raid_at: "steal: W",
    raids: "steals",
    stove: "pending",
    bakery: "Blocking",
    bell: "timer",
    shelf: "deferred",
    shift: "runtime",
    order: "spawn",
    ticket: "handle",
    rail_fact: "queue",
    bells_unseen: "wakes NOT SEEN",
    in_hand: "in a poll",
    put_down: "polled",
    hands_empty: "in no poll",
    pass_title: "INJECTION QUEUE",
    pass_about: ["any free worker takes from it", ""],
    chefs_title: "WORKERS",
    chefs_about: "threads",
    chef_about: "thread",
    headings: "local───polls─steals",
    head_chef_title: "SCHEDULER",
    head_chef_about: [
        "~ how each worker got the task: LIFO slot > local queue > injection > steal > park",
        "~ how the worker got the task: local queue > injection > park",
    ],
    stove_title: "PENDING",
    stove_empty: "tasks that wait: they hold no worker",
    stove_counted: "tasks",
    stove_about: "they hold no worker",
    bakery_title: "BLOCKING POOL",
    bakery_narrow: "",
    bakery_idle: "spawn_blocking",
    bakery_works: "",
    bakery_none: "no job: no thread is started until one comes",
    counter_title: "ENDED",
    counter_empty: "no task has ended yet",
    ticker_title: "PRINTED",
    ticker_about: "by tasks, newest first",
    code_about: "of the task in focus",
    no_card: "(no task)",
    chef_without_card: "(this worker polls no task)",
    happenings: "Blocked workers, panics, aborts, steals, long waits, tasks stuck in a LIFO slot and a driver that nobody polls",
    stall_makes: "a blocked worker makes one.",
    no_cards_yet: "No tasks yet.",
    no_card_fits: "No task fits the search.",
    longest_waiting: "pending, longest first",
    cooking: "polling",
    stalled: "blocked",
    looking: "awake",
    home: "stopped",
    served: "completed",
    binned: "cancelled",
    burnt: "panicked",
    unclaimed: "result lost",
    gone: "over",
    binned_at: "dropped at",
    next_card: "next task",
    next_chef: "next worker",
    block_a_chef: "block a worker",
    new_shift: "any spawn starts a new runtime",
    last_orders: "shut down",
    drop_ticket: "drop handle",
    bells_part: "timers",
    doors_part: "I/O",
    lanes: [
        "\u{2581}\u{2588} share in polls   X stall   . parked   ! ready, waits   w woken   ~ pending   b blocking job   : suspended",
        "\u{2581}\u{2588} polls  X stall  . parked  ! ready  w woken  ~ pending  b job  : asleep",
    ],
    marks: [
        "happenings, above the rows:   B driver frozen   X stall   L stuck in LIFO slot   ! panic   r ready for long   x abort   $ budget   > moved",
        "above: B late  X stall  L LIFO  ! panic  r waited  x abort  $ budget  > moved",
    ],
};

/// The words of a register.
pub const fn labels(register: Register) -> &'static Labels {
    match register {
        Register::Analogy => &KITCHEN,
        Register::Tokio => &TOKIO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kitchen::analogy::TABLE;

    /// All words of a register.
    fn all(labels: &Labels) -> Vec<String> {
        let told = format!("{labels:?}");
        let texts = told.split('"').skip(1).step_by(2);
        texts.map(str::to_lowercase).collect()
    }

    #[test]
    fn tokios_words_have_none_of_the_kitchen() {
        let shared = ["parked"];
        let of_kitchen = TABLE.iter().map(|row| row.kitchen);
        let of_kitchen: Vec<_> = of_kitchen.filter(|word| !shared.contains(word)).collect();
        for text in all(&TOKIO) {
            let is_in = |word: &&&str| {
                let mut words = text.split(|letter: char| !letter.is_alphabetic());
                words.any(|one| one.trim_end_matches('s') == **word)
            };
            let found = of_kitchen.iter().find(is_in);
            assert_eq!(found, None, "{text}");
        }
    }

    #[test]
    fn columns_of_both_are_as_wide() {
        let wide = |labels: &Labels| {
            let texts = [labels.headings, labels.cooking, labels.stalled, labels.clip];
            texts.map(|text| text.chars().count())
        };
        assert_eq!(wide(&TOKIO), wide(&KITCHEN));
    }
}
