//! The life of a card: handed in, put aside, woken, ended.

use super::{form, sentences};

sentences! {
    handle_dropped() {
        kitchen: "torn: JoinHandle dropped, the result is lost",
        tokio: "dropped, the result is lost",
    }
    handed_in_by(parent: &str, subject: &str) {
        kitchen: "{parent} handed in {subject} (tokio::spawn).",
        tokio: "{parent} spawned {subject} (tokio::spawn).",
    }
    handed_in_on(subject: &str, chef: &str) {
        kitchen: "{subject} is handed in (spawn) on {chef}, by code that is not observed.",
        tokio: "{subject} is spawned on {chef}, by code that is not observed.",
    }
    handed_in_outside(subject: &str) {
        kitchen: "{subject} is handed in from outside the chefs (spawn).",
        tokio: "{subject} is spawned from outside the workers.",
    }
    to_clip_of_another(chef: &str, old: &str) {
        kitchen: "~ The newest takes the clip (LIFO slot) of {chef}; {old} moves to the rail.",
        tokio: "~ The newest takes the LIFO slot of {chef}; {old} moves to the local queue.",
    }
    to_clip(chef: &str) {
        kitchen: "~ Made on {chef}, so it takes the clip (LIFO slot), before the cards of the rail.",
        tokio: "~ Made on {chef}, so it takes the LIFO slot, before the tasks of the local queue.",
    }
    to_rail(chef: &str) {
        kitchen: "~ Made on {chef}: it goes to the rail (local queue).",
        tokio: "~ Made on {chef}: it goes to the local queue.",
    }
    to_pass() {
        kitchen: "~ It lies on the pass (injection queue) until a free chef takes it.",
        tokio: "~ It lies in the injection queue until a free worker takes it.",
    }
    /// A card that goes on in a thread of its own.
    pauses(subject: &str, line: &str, waits: &str) {
        both: "{subject} pauses{line}: it waits for {waits}.",
    }
    pauses_why() {
        kitchen: "Pending, in a lane of its own: it is in no queue of the chefs.",
        tokio: "Pending, on a thread of its own: it is in no queue of the workers.",
    }
    put_aside(chef: &str, subject: &str, line: &str, waits: &str) {
        kitchen: "{chef} puts {subject} aside{line}: it waits for {waits}.",
        tokio: "{chef} polled {subject}, Pending{line}: it waits for {waits}.",
    }
    put_aside_why() {
        kitchen: "Pending: on the stove it holds no chef, who is free for another card.",
        tokio: "While it is Pending it holds no worker, which is free for another task.",
    }
    woken(rang: &str) {
        both: "{rang}.",
    }
    woken_in_lane_why() {
        kitchen: "It is ready now, and in no queue of the chefs: the thread of its lane goes on.",
        tokio: "It is ready now, and in no queue of the workers: its own thread goes on.",
    }
    woken_why() {
        kitchen: "It is ready now, and queued: some free chef goes on with it.",
        tokio: "It is ready now, and queued: some free worker polls it.",
    }
    served(subject: &str) {
        kitchen: "{subject} is served: its future is Ready.",
        tokio: "{subject} completed: its future is Ready.",
    }
    served_together(subject: &str, took: &str) {
        kitchen: "{subject} is served: {took}",
        tokio: "{subject} completed: {took}",
    }
    served_together_why() {
        both: "They ran at the same time, inside one task.",
    }
    unclaimed(subject: &str) {
        kitchen: "{subject} is done, but unclaimed.",
        tokio: "{subject} completed, but nobody takes its result.",
    }
    unclaimed_why() {
        kitchen: "Its ticket (JoinHandle) was torn before: the card was cooked to the end, its result is lost.",
        tokio: "Its JoinHandle was dropped before: the task ran to its end, its result is lost.",
    }
    burnt(subject: &str, said: &str) {
        kitchen: "{subject} is burnt: it panicked{said}.",
        tokio: "{subject} panicked{said}.",
    }
    burnt_why() {
        kitchen: "Tokio caught it. Only this card is lost; whoever holds the ticket gets Err(JoinError).",
        tokio: "Tokio caught it. Only this task is lost; whoever holds the JoinHandle gets Err(JoinError).",
    }
    burnt_in_block_on_why() {
        both: "It is the future of block_on, where Tokio catches no panic: it goes on in the thread that called block_on.",
    }
    gone(subject: &str) {
        kitchen: "{subject} is gone: it is over.",
        tokio: "{subject} is over.",
    }
    gone_why() {
        both: "It was spawned past the probe: whether it returned, panicked or was aborted is not seen.",
    }
    gone_panicked(subject: &str, said: &str) {
        kitchen: "{subject} is gone: it panicked{said} in its last poll.",
        tokio: "{subject} is over: it panicked{said} in its last poll.",
    }
    gone_panicked_why() {
        both: "It was spawned past the probe: whether the panic ended it, or was caught before, is not seen.",
    }
    binned_when_asked(subject: &str, line: &str) {
        kitchen: "{subject} is binned{line} (asked to stop).",
        tokio: "{subject} is cancelled{line} (an abort was asked for).",
    }
    binned_when_asked_why() {
        both: "abort() takes effect at an .await that waits: there its future was dropped, half-made.",
    }
    binned_somewhere_why() {
        both: "Its future was dropped before it was ready; at which .await is not known, if at any.",
    }
    binned(subject: &str, line: &str) {
        kitchen: "{subject} is binned{line} (cancelled).",
        tokio: "{subject} is cancelled{line}.",
    }
    binned_why() {
        both: "No abort of it was seen: the runtime, or whoever owned its future, dropped it before it was ready.",
    }
    ticket_torn(subject: &str) {
        kitchen: "The ticket of {subject} (JoinHandle) is torn.",
        tokio: "The JoinHandle of {subject} is dropped.",
    }
    ticket_torn_why() {
        kitchen: "That stops nothing: the card is cooked on, but nobody will take its dish.",
        tokio: "That stops nothing: the task runs on, but nobody will take its result.",
    }
    abort_asked(subject: &str) {
        kitchen: "{subject} is asked to stop (abort).",
        tokio: "An abort of {subject} is asked for.",
    }
    abort_of_job_why() {
        kitchen: "A job that no baker has begun is binned. One that has begun runs to its end.",
        tokio: "A job that no pool thread has begun is cancelled. One that has begun runs to its end.",
    }
    abort_why() {
        kitchen: "It stops at an .await that has to wait, not before; if its last poll ends first, it is served.",
        tokio: "It stops at an .await that has to wait, not before; if its last poll ends first, it completes.",
    }
    joined(by: &str, subject: &str) {
        both: "{by} took the result of {subject} (JoinHandle).",
    }
    joined_panicked(by: &str, subject: &str) {
        both: "{by} got Err(JoinError) of {subject}: panicked (JoinHandle).",
    }
    joined_cancelled(by: &str, subject: &str) {
        both: "{by} got Err(JoinError) of {subject}: cancelled (JoinHandle).",
    }
    budget_spent(subject: &str) {
        both: "{subject} used up its coop budget and has to yield.",
    }
    budget_spent_why() {
        both: "After 128 operations Tokio makes it wait one turn (deferred list), though it was ready.",
    }
    await_dropped(subject: &str, line: &str, waits: &str) {
        both: "{subject} dropped an await{line} before it was ready: it waited for {waits}.",
    }
    timer_dropped_why() {
        kitchen: "It rings no more. So end losers of select!, the later of a timeout() and its future, any drop by hand.",
        tokio: "It fires no more. So end losers of select!, the later of a timeout() and its future, any drop by hand.",
    }
    await_dropped_why() {
        both: "Whatever it had begun is lost. So end losers of select!, a timeout(), any drop by hand.",
    }
    /// A fact without a sentence of its own.
    other(subject: &str, name: &str) {
        both: "{subject}: {name}.",
    }
}
