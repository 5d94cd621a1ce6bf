//! What the application says: the line of notices.

use super::{form, sentences};

sentences! {
    quantity(number: &str) {
        both: "the next order is x{number}",
    }
    tempo(tempo: f64) {
        both: "tempo x{tempo}: durations that begin from now on",
    }
    tempo_stays(tempo: f64) {
        both: "the tempo stays x{tempo}: that is the limit",
    }
    one_chef() {
        kitchen: "last orders, then a new shift with 1 chef",
        tokio: "graceful shutdown, then a new runtime with 1 worker",
    }
    chefs(number: u16) {
        kitchen: "last orders, then a new shift with {number} chefs",
        tokio: "graceful shutdown, then a new runtime with {number} workers",
    }
    newer_program(pid: u32) {
        both: "attached to process {pid}: newer, of the same name",
    }
    attached_again(pid: u32) {
        both: "attached to process {pid} again: its history begins anew, after a gap",
    }
    begins_anew(events: &str) {
        both: "{events} events are missing, this screen was too slow: the history begins anew",
    }
    ordered_after(ahead: &str) {
        kitchen: "handed in, but {ahead} after the moment shown",
        tokio: "spawned, but {ahead} after the moment shown",
    }
    closing_already() {
        kitchen: "last orders were called already",
        tokio: "a graceful shutdown began already",
    }
    abort_asked(card: &str) {
        kitchen: "{card} is to be binned (abort): at its next .await",
        tokio: "{card} is to be cancelled (abort): at its next .await",
    }
    abort_too_late(card: &str) {
        kitchen: "{card} is to be binned (abort), but a bakery job that has begun runs to its end",
        tokio: "{card} is to be cancelled (abort), but a blocking job that has begun runs to its end",
    }
    ticket_torn(card: &str) {
        kitchen: "tore the ticket of {card} (JoinHandle): it is cooked, and nobody collects it",
        tokio: "dropped the JoinHandle of {card}: it runs on, and nobody takes its result",
    }
    interrupting(card: &str) {
        kitchen: "the chef that {card} holds is interrupted for the line, once a stall (by a signal)",
        tokio: "the worker that {card} holds is interrupted for the line, once a stall (by a signal)",
    }
    motion_reduced() {
        both: "reduced motion is on",
    }
    motion() {
        both: "reduced motion is off",
    }
    /// In the register that is chosen now.
    words() {
        kitchen: "told in the words of the kitchen: chefs, cards, bells",
        tokio: "told in Tokio's words: workers, tasks, wakers",
    }
    stood_still(about: &str, lasted: &str) {
        both: "the program stood still for {about}{lasted}: that time counts for nothing",
    }
    thread_panicked(thread: &str, text: &str) {
        both: "this program's thread {thread:?} panicked: {text}",
    }
    panicked(text: &str) {
        kitchen: "a card is burnt (panicked): {text}",
        tokio: "a task panicked: {text}",
    }
    paused() {
        kitchen: "paused: the kitchen goes on. No poll is held up: holding one is a stall",
        tokio: "paused: the runtime goes on. No poll is held up: holding one is a stall",
    }
    speed(speed: &str) {
        both: "the view's clock: {speed}",
    }
    beginning(at: &str) {
        both: "the history begins at {at}",
    }
    kept(file: &str, events: &str, lasted: &str) {
        both: "{events} events of {lasted} are in {file} now (tokio-kitchen open shows it)",
    }
    not_kept(why: &str) {
        both: "nothing is recorded: {why}",
    }
    copied(line: &str) {
        both: "handed to the terminal for its clipboard (OSC 52): {line}",
    }
    copied_by_tmux(line: &str) {
        both: "sent to tmux, which copies with set-clipboard on: {line}",
    }
    not_copied(line: &str) {
        both: "this terminal takes no copies (OSC 52), select it here: {line}",
    }
    sure(number: &str, recipe: &str) {
        kitchen: "{number} cards of {recipe}, and each blocks a thread: ",
        tokio: "{number} tasks of {recipe}, and each blocks a thread: ",
    }
    sure_once_more() {
        kitchen: " once more hands them in",
        tokio: " once more spawns them",
    }
    no_later_event() {
        both: "there is no later event yet",
    }
    no_earlier_event() {
        both: "there is no earlier event in the history",
    }
    of_card(none: &str, card: &str) {
        both: "{none} of {card}",
    }
    of_chef(none: &str, chef: &str) {
        kitchen: "{none} of chef {chef}",
        tokio: "{none} of worker {chef}",
    }
    following(card: &str) {
        both: "{card} is followed: steps go through its life only",
    }
    following_none() {
        kitchen: "no card is followed any more: steps go through everything",
        tokio: "no task is followed any more: steps go through everything",
    }
    woken(rang: &str) {
        both: "{rang}, here; ",
    }
    woken_back() {
        both: " goes back",
    }
    no_wake(card: &str) {
        kitchen: "the history has no bell that rang for {card} before this moment",
        tokio: "the history has no wake of {card} before this moment",
    }
    stopped(here: &str) {
        both: "stopped: {here}; ",
    }
    stopped_live() {
        both: " is live",
    }
    first_poll(card: &str, asked: &str) {
        kitchen: "{card} was not handed in at {asked}s of this run: here is its first poll",
        tokio: "{card} was not spawned at {asked}s of this run: here is its first poll",
    }
    at_claim(decided: &str) {
        both: "here: {decided}",
    }
    play_over(standing: &str) {
        both: "the play is over: {standing}; ",
    }
    play_over_list() {
        both: " lists them",
    }
    no_later_finding() {
        both: "no later happening yet",
    }
    no_earlier_finding() {
        both: "no earlier happening in the history",
    }
    begins(title: &str) {
        both: "{title} begins",
    }
    begins_about(title: &str, about: &str) {
        both: "{title}: {about}",
    }
    not_found() {
        both: "the search finds nothing here",
    }
    whole_history() {
        both: "this is the whole history; ",
    }
    whole_history_closer() {
        both: " is closer",
    }
}
