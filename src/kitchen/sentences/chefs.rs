//! Chefs, what holds them, what they take from each other, and who waits meanwhile.

use super::{form, sentences};

sentences! {
    polls_it() {
        kitchen: "runs the code of the card: one call of poll",
        tokio: "runs the code of the task: one call of poll",
    }
    put_down_now(card: &str, took: &str) {
        kitchen: "put {card} down just now, after {took}",
        tokio: "polled {card} just now, for {took}",
    }
    marked(place: &str) {
        kitchen: "{place}   marked by the card",
        tokio: "{place}   marked by the task",
    }
    /// It is told first, and fits a row of a small terminal: with little room a reason is cut
    /// at its end.
    remedy() {
        both: "Cure: tokio::time::sleep(..).await, or the work in spawn_blocking.",
    }
    stalled(chef: &str, lasted: &str, card: &str, line: &str) {
        kitchen: "{chef} is stalled for {lasted}: one poll of {card}{line}.",
        tokio: "{chef} is blocked for {lasted}: one poll of {card}{line}.",
    }
    stalled_why(remedy: &str) {
        both: "{remedy} Until an .await has to wait, nobody can take it away.",
    }
    stall_over(chef: &str, subject: &str, line: &str, took: &str) {
        kitchen: "{chef}'s stall is over: one poll of {subject}{line} took {took}.",
        tokio: "{chef} is not blocked any more: one poll of {subject}{line} took {took}.",
    }
    stall_over_why(remedy: &str) {
        kitchen: "{remedy} Until its end there was no .await in it at which the card had to wait.",
        tokio: "{remedy} Until its end there was no .await in it at which the task had to wait.",
    }
    stalled_at_once(chefs: usize, longest: &str) {
        kitchen: "{chefs} chefs are stalled at once. {longest}",
        tokio: "{chefs} workers are blocked at once. {longest}",
    }
    all_stalled() {
        kitchen: "Every chef is stalled: none is free for a ready card, or to mind the bells.",
        tokio: "Every worker is blocked: none is free for a ready task, or to poll the driver.",
    }
    all_stalled_why() {
        kitchen: "Cards and timers go on when one of them is free; the bakery works on.",
        tokio: "Tasks and timers go on when one of them is free; the blocking pool works on.",
    }
    trapped(card: &str, waited: &str, chef: &str) {
        kitchen: "{card} is ready for {waited} but sits in the clip (~ LIFO slot) of stalled {chef}.",
        tokio: "{card} is ready for {waited} but sits in the LIFO slot (~) of {chef}, which is blocked.",
    }
    trapped_alone_why() {
        kitchen: "A clip cannot be raided (no steal from the LIFO slot): it waits for its own chef.",
        tokio: "Nobody steals from a LIFO slot: it waits for its own worker.",
    }
    trapped_beside_one_why() {
        kitchen: "A clip cannot be raided (no steal): it waits beside 1 parked chef.",
        tokio: "Nobody steals from a LIFO slot: it waits beside 1 parked worker.",
    }
    trapped_beside_why(parked: usize) {
        kitchen: "A clip cannot be raided (no steal): it waits beside {parked} parked chefs.",
        tokio: "Nobody steals from a LIFO slot: it waits beside {parked} parked workers.",
    }
    clip_freed(subject: &str, waited: &str) {
        kitchen: "{subject} is out of the clip (~) at last, after {waited}.",
        tokio: "{subject} is out of the LIFO slot (~) at last, after {waited}.",
    }
    clip_freed_why() {
        kitchen: "No other chef takes a card from a clip (LIFO slot): there it waited while its chef was held.",
        tokio: "No other worker takes a task from a LIFO slot: there it waited while its worker was held.",
    }
    holds(card: &str, line: &str, chef: &str) {
        both: "{card}{line} holds {chef}",
    }
    held(subject: &str, line: &str, chef: &str) {
        both: "{subject}{line} held {chef}.",
    }
    /// A chef is awake, and no event tells what they do.
    unseen(chef: &str) {
        both: "Nothing is seen of {chef}",
    }
    unseen_for(unseen: &str, lasted: &str) {
        both: "{unseen} for {lasted}.",
    }
    unseen_and_bells(unseen: &str, lasted: &str) {
        kitchen: "{unseen} for {lasted}. No other chef minds the bells.",
        tokio: "{unseen} for {lasted}. No other worker polls the driver.",
    }
    unseen_and_bells_why(cards: &str, chef: &str, why: &str) {
        kitchen: "{cards} wait for a timer or a socket. If {chef} does not look up, none comes (~). {why}",
        tokio: "{cards} wait for a timer or a socket. If {chef} does not poll the driver, none comes (~). {why}",
    }
    unseen_why(why: &str) {
        kitchen: "They are awake, in no poll that is seen. {why}",
        tokio: "It is awake, in no poll that is seen. {why}",
    }
    unseen_at_main_why() {
        kitchen: "What they are at is not known: main's own code (its future in block_on, or what it does \
            outside of it), a task that was not spawned through the probe (--cfg tokio_unstable shows those), or their \
            thread has no processor.",
        tokio: "What it is at is not known: main's own code (its future in block_on, or what it does \
            outside of it), a task that was not spawned through the probe (--cfg tokio_unstable shows those), or its \
            thread has no processor.",
    }
    unseen_at_what_why() {
        kitchen: "What they are at is not known: a task that was not spawned through the probe (--cfg tokio_unstable shows \
            those), or their thread has no processor.",
        tokio: "What it is at is not known: a task that was not spawned through the probe (--cfg tokio_unstable shows \
            those), or its thread has no processor.",
    }
    was_unseen(chef: &str) {
        both: "Nothing was seen of {chef} meanwhile.",
    }
    was_unseen_for(chef: &str, lasted: &str) {
        both: "Nothing was seen of {chef} for {lasted}.",
    }
    was_unseen_why() {
        kitchen: "They were awake, and in no poll that is seen: at a task that was not spawned through the probe \
            (--cfg tokio_unstable shows those), or their thread had no processor.",
        tokio: "It was awake, and in no poll that is seen: at a task that was not spawned through the probe \
            (--cfg tokio_unstable shows those), or its thread had no processor.",
    }
    /// That nobody polls timers and sockets, who holds it up, and who waits.
    frozen(lasted: &str, mark: &str, who: &str, waiting: &str) {
        kitchen: "Nobody minds the bells for {lasted} ({mark}driver frozen: timers and sockets): {who}. {waiting}",
        tokio: "Nobody polls the driver for {lasted} ({mark}frozen: timers and sockets): {who}. {waiting}",
    }
    none_waits() {
        kitchen: "Of the cards that are watched none waits for one.",
        tokio: "Of the tasks that are watched none waits for one.",
    }
    they_wait(cards: &str) {
        both: "{cards} waiting.",
    }
    they_wait_overdue(cards: &str, bells: &str) {
        both: "{cards} waiting, {bells} overdue.",
    }
    frozen_all_busy_why() {
        kitchen: "Every chef has a card in hand. One of them must park before timers and sockets are polled.",
        tokio: "Every worker is in a poll. One of them must park before timers and sockets are polled.",
    }
    frozen_unwoken_why() {
        kitchen: "One new card from outside un-freezes it. The chef who held the driver was \
            called to a card that blocks, and woke no other.",
        tokio: "One new task from outside un-freezes it. The worker that held the driver was \
            woken for a task that blocks, and woke no other.",
    }
    freeze_over(lasted: &str, who: &str) {
        kitchen: "The bells were not minded for {lasted} (~ driver frozen: timers and sockets). {who}",
        tokio: "The driver was not polled for {lasted} (~ frozen: timers and sockets). {who}",
    }
    freeze_over_one_why() {
        kitchen: "1 card waited for a timer or a socket: none could come meanwhile.",
        tokio: "1 task waited for a timer or a socket: none could come meanwhile.",
    }
    freeze_over_why(cards: &str) {
        both: "{cards} waited for timers or sockets: none could come meanwhile.",
    }
    late(subject: &str, waited: &str, chef: &str) {
        both: "{subject} was ready for {waited} before {chef} took it.",
    }
    late_together(cards: &str, waited: &str, longest: &str) {
        kitchen: "{cards} were ready for up to {waited} before a chef took them; the longest was {longest}.",
        tokio: "{cards} were ready for up to {waited} before a worker took them; the longest was {longest}.",
    }
    late_why() {
        kitchen: "Ready is not running: it lay in a queue until a chef took it. One long poll can hold up many cards.",
        tokio: "Ready is not running: it lay in a queue until a worker took it. One long poll can hold up many tasks.",
    }
    raid(chef: &str, cards: &str, from: &str) {
        kitchen: "{chef} took {cards} from {from}'s rail (~ a steal).",
        tokio: "{chef} took {cards} from {from}'s local queue (~ a steal).",
    }
    raids(chef: &str, cards: &str, from: &str, raids: usize) {
        kitchen: "{chef} took {cards} from {from}'s rail (~ {raids} steals).",
        tokio: "{chef} took {cards} from {from}'s local queue (~ {raids} steals).",
    }
    raid_why() {
        kitchen: "An idle chef raids another's rail, from its front, and never the clip.",
        tokio: "An idle worker steals from another's local queue, from its front, and never from the LIFO slot.",
    }
    raid_half_why(taken: usize, lay: usize) {
        kitchen: "An idle chef raids the rail of another: half of it, here {taken} of {lay} (~), and \
            never the clip.",
        tokio: "An idle worker steals from the local queue of another: half of it, here {taken} of {lay} (~), and \
            never the LIFO slot.",
    }
    handed_over(subject: &str, chef: &str) {
        kitchen: "{subject} called block_in_place: rail and clip of {chef} are free for another thread.",
        tokio: "{subject} called block_in_place: local queue and LIFO slot of {chef} are free for another thread.",
    }
    handed_over_why() {
        kitchen: "The card blocks on its old thread, and other cards can go on. Its own join! siblings wait.",
        tokio: "The task blocks on its old thread, and other tasks can go on. Its own join! siblings wait.",
    }
    /// What a card that holds its chef was found doing.
    found(chef: &str, card: &str, place: &str, doing: &str) {
        both: "{chef} is held by {card}{place}: it {doing}",
    }
    found_by_mark() {
        kitchen: "The card has marked this line.",
        tokio: "The task has marked this line.",
    }
}
