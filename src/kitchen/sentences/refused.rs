//! What could not be done, and why.

use super::{form, sentences};

sentences! {
    one_chef() {
        kitchen: "a current_thread kitchen has one chef, always",
        tokio: "a current_thread runtime has one worker, always",
    }
    chefs(most: u16) {
        kitchen: "a kitchen has 1 to {most} chefs",
        tokio: "a runtime has 1 to {most} workers",
    }
    no_kitchen() {
        kitchen: "the kitchen is closed: any order opens a new shift",
        tokio: "the runtime is shut down: any order builds a new one",
    }
    nothing_to_copy() {
        kitchen: "no card is shown to copy: there is none, or none selected",
        tokio: "no task is shown to copy: there is none, or none selected",
    }
    nothing_played() {
        both: "no scenario was played yet: ",
    }
    no_lesson() {
        both: "no lesson is played: ",
    }
    lists_them() {
        both: " lists them",
    }
    scenario(mistake: &str) {
        both: "cannot play it: {mistake}",
    }
    nothing_to_inspect() {
        kitchen: "no card is shown to inspect: there is none, or none selected",
        tokio: "no task is shown to inspect: there is none, or none selected",
    }
    no_row() {
        both: "there is no row here to choose",
    }
    nothing_to_select() {
        both: "nothing to select yet",
    }
    nothing_searched() {
        both: "nothing was searched: ",
    }
    begins_a_search() {
        both: " begins a search",
    }
    nothing_to_follow() {
        kitchen: "no card is shown to follow: there is none, or none selected",
        tokio: "no task is shown to follow: there is none, or none selected",
    }
    no_card() {
        kitchen: "no card is selected",
        tokio: "no task is selected",
    }
    no_stall() {
        kitchen: "no chef is stalled now",
        tokio: "no worker is blocked now",
    }
    live_faster() {
        both: "live cannot be faster: go back in time first",
    }
    no_past() {
        both: "nothing has happened yet: there is no past to go to",
    }
    no_way_back() {
        both: "nowhere to go back to: ",
    }
    goes_to_waker() {
        kitchen: " goes to who rang for a card",
        tokio: " goes to who woke a task",
    }
    nothing_told() {
        both: "no sentence is chosen: there is none yet, or none that fits",
    }
    no_finding() {
        both: "nothing has happened yet that is worth a jump",
    }
    no_claim() {
        both: "nothing is expected yet: ",
    }
    types_a_claim() {
        both: " types a claim",
    }
    no_moment() {
        both: "nothing of what it is about has happened: there is no moment",
    }
    too_many_claims(most: usize) {
        both: "there are {most} claims, and no more can be",
    }
    unmoved(why: &str) {
        both: "{why}: nothing moved",
    }
    forgotten() {
        both: "that is before the history",
    }
    no_such_selection() {
        kitchen: "there is no such card or chef",
        tokio: "there is no such task or worker",
    }
    before_the_run() {
        kitchen: "that is before the kitchen opened",
        tokio: "that is before the runtime started",
    }
    before_the_history(at: &str, oldest: &str) {
        both: "{at} is before the history, which begins at {oldest}",
    }
    after_now(at: &str, newest: &str) {
        both: "{at} is after now, at {newest}",
    }
    no_such_event(event: u64, first: u64, last: u64) {
        both: "event {event} is not in the history, which has {first} to {last}",
    }
    event_elsewhere(event: u64, reached: &str, at: &str) {
        both: "event {event} was reached at {reached}, not at {at}",
    }
    abort_ended(card: &str) {
        both: "{card} has ended: nothing left to abort",
    }
    abort_held(card: &str, parent: &str) {
        kitchen: "cannot bin {card} from here: {parent} handed it in and got its ticket (JoinHandle)",
        tokio: "cannot abort {card} from here: {parent} spawned it and got its JoinHandle",
    }
    abort_not_seen(card: &str) {
        kitchen: "cannot bin {card}: it was spawned past the probe, its ticket (JoinHandle) is not seen",
        tokio: "cannot abort {card}: it was spawned past the probe, its JoinHandle is not seen",
    }
    abort_gone(card: &str) {
        kitchen: "cannot bin {card}: its ticket was torn (JoinHandle)",
        tokio: "cannot abort {card}: its JoinHandle was dropped",
    }
    drop_ended(card: &str) {
        kitchen: "{card} has ended: no ticket of it is left here (JoinHandle)",
        tokio: "{card} has ended: no JoinHandle of it is left here",
    }
    drop_held(parent: &str, card: &str) {
        kitchen: "not ours to tear: {parent} handed {card} in and got its ticket (JoinHandle)",
        tokio: "not ours to drop: {parent} spawned {card} and got its JoinHandle",
    }
    drop_not_seen(card: &str) {
        kitchen: "cannot tear the ticket of {card} (JoinHandle): spawned past the probe, it is not seen",
        tokio: "cannot drop the JoinHandle of {card}: spawned past the probe, it is not seen",
    }
    drop_gone(card: &str) {
        kitchen: "the ticket of {card} (JoinHandle) is gone already",
        tokio: "the JoinHandle of {card} is dropped already",
    }
    no_address() {
        both: "no address given",
    }
    cannot_read(found: &str) {
        both: "cannot read {found:?}",
    }
    unreadable(what: &str) {
        kitchen: "{what}: expected a time (12.5s, 850ms, -2s), e and an event number, # and a card, or w \
            and a chef",
        tokio: "{what}: expected a time (12.5s, 850ms, -2s), e and an event number, # and a task, or w \
            and a worker",
    }
    too_many(cards: &str, limit: &str) {
        both: "{cards} refused: more than {limit} would be alive, the limit",
    }
    closing(cards: &str) {
        kitchen: "{cards} refused: the kitchen is closing",
        tokio: "{cards} refused: the runtime is shutting down",
    }
    closed(cards: &str) {
        kitchen: "{cards} refused: the kitchen is closed",
        tokio: "{cards} refused: the runtime is shut down",
    }
    stopped(cards: &str) {
        both: "{cards} refused: the engine has stopped",
    }
    only_watched(cards: &str) {
        kitchen: "{cards} refused: this kitchen is only watched",
        tokio: "{cards} refused: this runtime is only watched",
    }
    missed(card: &str) {
        kitchen: "the ticket of {card} (JoinHandle) is not held here: another card holds it, or it is \
            gone",
        tokio: "the JoinHandle of {card} is not held here: another task holds it, or it is \
            dropped",
    }
    engine_stopped() {
        both: "the engine has stopped",
    }
    unknown_recipe(name: &str) {
        both: "no recipe is called {name:?}",
    }
    cannot_open(why: &str) {
        kitchen: "cannot open the kitchen: {why}",
        tokio: "cannot build the runtime: {why}",
    }
    /// The short part first: the line may end before the reason.
    still_one_chef(why: &str) {
        kitchen: "still 1 chef: {why}",
        tokio: "still 1 worker: {why}",
    }
    still_chefs(number: u16, why: &str) {
        kitchen: "still {number} chefs: {why}",
        tokio: "still {number} workers: {why}",
    }
    nothing_to_order() {
        kitchen: "nothing can be ordered: this kitchen is only watched",
        tokio: "nothing can be ordered: this runtime is only watched",
    }
}
