//! Who rang for a card.

use super::{form, sentences};

sentences! {
    for_itself(subject: &str) {
        kitchen: "{subject} rang for itself",
        tokio: "{subject} woke itself",
    }
    from_shelf(subject: &str) {
        kitchen: "{subject} comes back from the shelf (deferred list)",
        tokio: "{subject} comes back from the deferred list",
    }
    rang(mark: &str, caller: &str, subject: &str) {
        kitchen: "{mark}{caller} rang for {subject}",
        tokio: "{mark}{caller} woke {subject}",
    }
    by_shelf() {
        kitchen: "from the shelf (deferred list)",
        tokio: "from the deferred list",
    }
    by_itself() {
        both: "by itself",
    }
    by(mark: &str, caller: &str) {
        both: "{mark}by {caller}",
    }
    bell() {
        kitchen: "the bell (timer or I/O driver)",
        tokio: "the timer or I/O driver",
    }
    shelf() {
        kitchen: "the shelf (deferred list)",
        tokio: "the deferred list",
    }
    end_of(task: &str) {
        both: "the end of {task} (joined)",
    }
    drop_of(task: &str) {
        both: "the drop of {task} (cancelled, with all it held)",
    }
    bakery(job: &str) {
        kitchen: "the bakery ({job})",
        tokio: "the blocking pool ({job})",
    }
    bakery_unknown() {
        kitchen: "a job of the bakery (not known which)",
        tokio: "a job of the blocking pool (not known which)",
    }
    unobserved() {
        both: "a task that is not observed",
    }
    main() {
        both: "main (the future of block_on)",
    }
    outside() {
        kitchen: "a thread outside the kitchen",
        tokio: "a thread outside the runtime",
    }
    unknown() {
        both: "somebody not known (between two polls)",
    }
    on(by: &str, chef: &str) {
        kitchen: "{by}, on chef {chef}",
        tokio: "{by}, on worker {chef}",
    }
}
