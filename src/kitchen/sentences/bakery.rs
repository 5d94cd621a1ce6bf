//! The bakery: jobs that block, and the threads they wait for.

use super::{form, sentences};

sentences! {
    job_waits(job: &str, waited: &str) {
        kitchen: "{job} waits for a baker (blocking pool) for {waited}.",
        tokio: "{job} waits for a thread of the blocking pool for {waited}.",
    }
    job_waited(job: &str, waited: &str) {
        kitchen: "{job} waited for a baker (blocking pool) for {waited}.",
        tokio: "{job} waited for a thread of the blocking pool for {waited}.",
    }
    jobs_wait(jobs: &str, waited: &str, longest: &str) {
        kitchen: "{jobs} jobs wait for a baker (blocking pool), the longest for {waited}: {longest}.",
        tokio: "{jobs} jobs wait for a thread of the blocking pool, the longest for {waited}: {longest}.",
    }
    jobs_waited(jobs: &str, waited: &str, longest: &str) {
        kitchen: "{jobs} jobs waited for a baker (blocking pool), the longest for {waited}: {longest}.",
        tokio: "{jobs} jobs waited for a thread of the blocking pool, the longest for {waited}: {longest}.",
    }
    all_bakers_have_why(threads: u32) {
        kitchen: "All {threads} bakers that the pool may have (max_blocking_threads) have a job: a \
            further one waits until one of them is done.",
        tokio: "All {threads} threads that the pool may have (max_blocking_threads) have a job: a \
            further one waits until one of them is done.",
    }
    all_bakers_had_why(threads: u32) {
        kitchen: "All {threads} bakers that the pool may have (max_blocking_threads) had a job most of that time: a \
            further one waits until one of them is done.",
        tokio: "All {threads} threads that the pool may have (max_blocking_threads) had a job most of that time: a \
            further one waits until one of them is done.",
    }
    unknown_why() {
        both: "Why is not known: not every thread that the pool may have was seen busy. \
            Threads may have been slow to start, or busy with jobs that are not observed.",
    }
    begins(subject: &str, by: &str) {
        kitchen: "A baker begins {subject}, handed in {by} (a thread of the blocking pool).",
        tokio: "A thread of the blocking pool begins {subject}, submitted {by}.",
    }
    begins_why() {
        kitchen: "It may block: no chef is held. Once begun, no abort stops it.",
        tokio: "It may block: no worker is held. Once begun, no abort stops it.",
    }
    from_outside() {
        both: "from outside",
    }
    by(card: &str) {
        both: "by {card}",
    }
    done(subject: &str) {
        kitchen: "The baker is done with {subject}.",
        tokio: "The pool thread is done with {subject}.",
    }
    unclaimed(subject: &str) {
        kitchen: "The baker is done with {subject}, but it is unclaimed.",
        tokio: "The pool thread is done with {subject}, but nobody takes its result.",
    }
    unclaimed_why() {
        kitchen: "Its ticket (JoinHandle) was torn before: the job ran to its end, its result is lost.",
        tokio: "Its JoinHandle was dropped before: the job ran to its end, its result is lost.",
    }
    burnt(subject: &str, said: &str) {
        kitchen: "{subject} is burnt in the bakery: it panicked{said}.",
        tokio: "{subject} panicked on its pool thread{said}.",
    }
    burnt_why() {
        kitchen: "The pool thread lives on; the ticket gives Err(JoinError).",
        tokio: "The pool thread lives on; the JoinHandle gives Err(JoinError).",
    }
    binned(subject: &str) {
        kitchen: "{subject} is binned: no baker had begun it.",
        tokio: "{subject} is cancelled: no pool thread had begun it.",
    }
    binned_why() {
        both: "Queued blocking jobs are dropped when the runtime closes or they are aborted.",
    }
}
