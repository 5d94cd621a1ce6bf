//! The course: its steps, what each waits for, and what came of it.

use super::{form, sentences};

sentences! {
    place(number: usize, all: usize) {
        both: "LESSON {number} of {all}",
    }
    /// One that is not of the course.
    own_place() {
        both: "LESSON",
    }
    situation() {
        both: "situation",
    }
    predict() {
        both: "predict",
    }
    run(number: usize, all: usize) {
        both: "run {number} of {all}",
    }
    your_guess() {
        both: "your guess",
    }
    why() {
        both: "why",
    }
    code() {
        both: "code",
    }
    side_by_side() {
        both: "side by side",
    }
    question(number: usize) {
        both: "question {number}",
    }
    done() {
        both: "done",
    }
    goes_on() {
        both: "goes on",
    }
    tells_why() {
        both: "tells why",
    }
    opens_list() {
        both: "opens the list, at the next lesson",
    }
    or() {
        both: " or ",
    }
    answers() {
        both: " answers",
    }
    copies_code() {
        both: "copies the code",
    }
    passes_on() {
        both: "passes on",
    }
    runs_again() {
        both: "runs it again",
    }
    begins_again() {
        both: "begins this run again",
    }
    runtime_opens() {
        both: "A new runtime opens for this run ...",
    }
    watch() {
        both: "Watch. It is over when all of it has ended.",
    }
    hands_in(recipe: &str) {
        kitchen: "hands in {recipe}",
        tokio: "spawns {recipe}",
    }
    lacks_unstable() {
        both: "This run takes a build with tokio_unstable; this one is without it.",
    }
    lacks_cores(needed: usize, there: usize) {
        both: "This run takes {needed} processors, and here are {there}.",
    }
    nothing_decided(lacks: &str) {
        both: "{lacks} So nothing is decided.",
    }
    /// What a row of the comparison lacks.
    run_lacks(lacks: &str) {
        both: ": {lacks}",
    }
    run_missed() {
        both: "The run is over, and not all was reached:",
    }
    run_reached() {
        both: "All of it was reached.",
    }
    goal_reached() {
        both: "reached",
    }
    goal_missed() {
        both: "not reached",
    }
    goal_lost() {
        both: "cannot be reached any more",
    }
    goal_so_far() {
        both: "so far",
    }
    goal_open() {
        both: "not yet",
    }
    right() {
        both: "Right.",
    }
    wrong() {
        both: "Not so.",
    }
    not_told() {
        both: "This run does not tell.",
    }
    moment_gone() {
        both: "The moment itself is no longer in the history.",
    }
    orders_of_lines(rounds: u64) {
        both: "In {rounds} rounds, these orders:",
    }
    as_said() {
        both: "+ as said",
    }
    not_as_said() {
        both: "X not as said",
    }
    not_known() {
        both: "? unknown",
    }
    none() {
        both: "none",
    }
    unknown() {
        both: "unknown",
    }
    all_goals() {
        both: "all goals of its runs were reached",
    }
    /// Some of its runs cannot be done here.
    goals_here() {
        both: "all goals of the runs that can be done here were reached",
    }
    /// None of its runs can be done here.
    no_goals_here() {
        both: "none of its runs can be done here",
    }
    guess_right() {
        both: "your guess was right",
    }
    guess_wrong() {
        both: "your guess was wrong, and a moment showed it",
    }
    guess_open() {
        both: "nothing was decided about your guess",
    }
    no_question() {
        both: "no question could be asked",
    }
    questions(right: u8, all: u8) {
        both: "{right} of {all} questions answered rightly",
    }
    head_chef() {
        kitchen: "Be the head chef",
        tokio: "Be the scheduler",
    }
    /// What that is.
    game() {
        kitchen: "The same load twice: first you hand each ready card to a chef, which is \
                  simulated and marked so; then the real scheduler does. Latency and idle time \
                  stand side by side.",
        tokio: "The same load twice: first you give each ready task to a worker, which is \
                simulated and marked so; then the real scheduler does. Latency and idle time \
                stand side by side.",
    }
    not_begun() {
        both: "not begun",
    }
    done_reached(guess: &str, answers: &str) {
        both: "reached, {guess}, {answers}",
    }
    done_begun(guess: &str, answers: &str) {
        both: "begun, {guess}, {answers}",
    }
    done_guess_right() {
        both: "guess right",
    }
    done_guess_wrong() {
        both: "guess not right",
    }
    one_answer() {
        both: "1 answer right",
    }
    many_answers(number: u8) {
        both: "{number} answers right",
    }
}
