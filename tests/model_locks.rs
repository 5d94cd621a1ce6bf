//! Who waits for whom, as events of locks and joins tell it.

#[path = "model_support/script.rs"]
mod script;

use script::*;
use std::collections::BTreeMap;
use tokio_kitchen::events::{
    EndKind, HandleAct, Holder, LockId, LockMode, Nanos, Now, SiteId, WaitEnd, What,
};
use tokio_kitchen::findings::{Finding, FindingKind, Findings};
use tokio_kitchen::model::{Awaited, ChainEnd, HappeningKind};

/// Where task n waits for lock m: a place of its own.
const fn place(task: u32, lock: u32) -> u32 {
    100 + task * 10 + lock
}

impl Script {
    /// Task n waits for lock m, which the holder took at its own place.
    fn awaits(&mut self, at: u64, task: u32, lock: u32, holder: Option<u32>) -> &mut Self {
        self.awaits_so(at, task, lock, holder, LockMode::Exclusive)
    }

    fn awaits_so(
        &mut self,
        at: u64,
        task: u32,
        lock: u32,
        holder: Option<u32>,
        mode: LockMode,
    ) -> &mut Self {
        let holder = holder.map(|holder| Holder {
            task: id(holder),
            site: SiteId::new(place(holder, lock)),
        });
        let what = What::LockAwaited {
            task: id(task),
            site: SiteId::new(place(task, lock)),
            lock: LockId::new(lock),
            mode,
            holder,
            others: 0,
        };
        self.wait(at, task, place(task, lock), None).at(at, what)
    }

    fn takes(&mut self, at: u64, task: u32, lock: u32) -> &mut Self {
        let what = What::LockTaken {
            task: id(task),
            lock: LockId::new(lock),
            site: SiteId::new(place(task, lock)),
        };
        self.at(at, what)
    }

    fn frees(&mut self, at: u64, task: u32, lock: u32) -> &mut Self {
        let (task, lock) = (id(task), LockId::new(lock));
        self.at(at, What::LockFreed { task, lock })
    }

    fn joins(&mut self, at: u64, task: u32, of: u32) -> &mut Self {
        let what = What::Waiting {
            task: id(task),
            site: SiteId::new(JOIN),
            until: None,
            on: Some(id(of)),
        };
        self.at(at, what)
    }

    /// The tasks of the chain from one on, and its end.
    fn chain(&self, task: u32) -> (Vec<u32>, ChainEnd) {
        let chain = self.model.chain(id(task));
        let tasks = chain.links.iter().map(|link| link.of.get());
        (tasks.collect(), chain.end)
    }

    /// The circles told so far.
    fn deadlocks(&self) -> Vec<Vec<u32>> {
        let told = self.facts().into_iter().filter_map(|fact| match fact {
            HappeningKind::Deadlock(links) => {
                Some(links.iter().map(|link| link.task.get()).collect())
            }
            _ => None,
        });
        told.collect()
    }

    fn found(&self, at: u64) -> Vec<Finding> {
        let mut findings = Findings::default();
        findings.learn(&self.model);
        let now = Now {
            at: us(at),
            workers: vec![None],
        };
        findings.watch(&self.model, &now);
        findings.by_weight()
    }
}

/// A runtime in which so many tasks were polled and are pending.
fn script(tasks: u32) -> Script {
    let mut script = Script::new(1);
    for task in 1..=tasks {
        script
            .spawn(10, task, None, None)
            .pending((11, 12), task, 0);
    }
    script
}

#[test]
fn a_chain_goes_from_hand_to_hand_to_who_waits_for_nobody() {
    let mut all = script(4);
    all.awaits(20, 1, 7, Some(2)).awaits(21, 2, 8, Some(3));
    all.joins(22, 3, 4).wait(23, 4, TIMER, Some(900));
    let (tasks, end) = all.chain(1);
    assert_eq!(tasks, [2, 3, 4]);
    assert!(matches!(end, ChainEnd::Waits(task, wait) if task == id(4) && wait.until.is_some()));
    let links = all.model.chain(id(1)).links;
    assert_eq!(links[0].site, SiteId::new(place(1, 7)));
    let taken = SiteId::new(place(2, 7));
    assert!(matches!(links[0].what, Awaited::Lock { taken: site, .. } if site == taken));
    assert_eq!(links[2].what, Awaited::End);
    assert_eq!(all.deadlocks(), [[0; 0]; 0]);
    // Who waits for nothing that is seen, and who is ready.
    all.over(30, 4, TIMER, WaitEnd::Ready);
    assert_eq!(all.chain(1).1, ChainEnd::Unseen(id(4)));
    all.wake(31, 4, tokio_kitchen::events::WakeBy::Driver, Some(0));
    assert_eq!(all.chain(1).1, ChainEnd::Goes(id(4)));
}

#[test]
fn who_has_it_changes_with_each_hand_and_is_not_known_on_the_way() {
    let mut all = script(4);
    all.awaits(20, 1, 7, Some(2)).awaits(21, 3, 7, Some(2));
    assert_eq!(all.chain(3).0, [2]);
    all.frees(30, 2, 7);
    assert!(matches!(all.chain(3), (none, ChainEnd::HolderUnknown(..)) if none.is_empty()));
    all.over(31, 1, place(1, 7), WaitEnd::Ready).takes(32, 1, 7);
    assert_eq!(all.chain(3).0, [1]);
    // Another one's is nobody's business, and one told too late neither.
    all.frees(33, 2, 7).takes(34, 4, 9);
    assert_eq!(all.chain(3).0, [1]);
    all.over(35, 3, place(3, 7), WaitEnd::Dropped);
    assert!(all.chain(3).0.is_empty());
    // Nobody waits any more: nothing is kept that could be old.
    all.awaits(40, 3, 7, None);
    assert!(all.chain(3).0.is_empty());
}

#[test]
fn a_circle_is_told_once_when_it_closes() {
    let mut all = script(3);
    all.awaits(20, 1, 7, Some(2));
    assert!(all.deadlocks().is_empty());
    all.awaits(21, 2, 8, Some(1));
    assert_eq!(all.deadlocks(), [[2, 1]]);
    // From outside one comes into it; it is not another one.
    all.awaits(22, 3, 7, Some(2));
    assert_eq!(all.chain(3), (vec![2, 1, 2], ChainEnd::Circle(1)));
    assert_eq!(all.deadlocks().len(), 1);
    let found = all.found(30);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, found[0].task, found[0].at, found[0].count),
        (FindingKind::Deadlock, Some(id(2)), us(21), 2)
    );
    // One gives its wait up: the other one goes on.
    all.over(40, 2, place(2, 8), WaitEnd::Dropped);
    assert_eq!(all.chain(1).1, ChainEnd::Unseen(id(2)));
    all.awaits(50, 2, 8, Some(1));
    assert_eq!(all.deadlocks().len(), 2, "it closed again");
}

#[test]
fn circles_close_by_a_lock_taken_by_a_join_and_in_one_task_alone() {
    let mut all = script(4);
    // It waits for a lock that it has itself.
    all.awaits(20, 1, 7, Some(1));
    assert_eq!(all.deadlocks(), [[1]]);
    // It has what its child waits for, and waits for the child.
    all.awaits(30, 3, 8, Some(2)).joins(31, 2, 3);
    assert_eq!(all.deadlocks()[1..], [[2, 3]]);
    // Its second wait at once is what the others wait for, too.
    let mut all = script(3);
    all.awaits(20, 1, 7, Some(3)).awaits(20, 1, 8, Some(2));
    all.awaits(21, 2, 7, Some(3)).frees(30, 3, 7);
    all.over(31, 1, place(1, 7), WaitEnd::Ready).takes(32, 1, 7);
    assert_eq!(all.deadlocks(), [[1, 2]]);
}

#[test]
fn permits_may_be_given_back_by_others_so_they_close_no_circle() {
    let mut all = script(2);
    all.awaits(20, 1, 7, Some(2));
    all.awaits_so(21, 2, 8, Some(1), LockMode::Permits);
    assert_eq!(all.chain(2), (vec![1, 2], ChainEnd::Circle(0)));
    assert!(all.deadlocks().is_empty());
}

#[test]
fn what_is_left_by_a_task_that_is_over_is_found_after_a_while() {
    let mut all = script(2);
    all.ready((20, 25), 2, 0);
    all.awaits(40, 1, 7, Some(2));
    assert_eq!(all.chain(1), (vec![2], ChainEnd::Ended(id(2))));
    assert_eq!(all.place(2), ended(EndKind::Completed));
    assert!(all.found(40 + STALL_US - 1).is_empty(), "it may come yet");
    let found = all.found(40 + STALL_US);
    let left = BTreeMap::from([(FindingKind::LeftLocked, (id(2), us(40)))]);
    let found = found
        .iter()
        .map(|one| (one.kind, (one.task.unwrap(), one.at)));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), left);
    all.frees(200_000, 2, 7);
    assert!(all.found(900_000).is_empty());
}

#[test]
fn a_task_that_is_over_waits_for_nothing() {
    let mut all = script(2);
    all.awaits(20, 1, 7, Some(2))
        .at(30, What::Dropped { task: id(1) });
    assert_eq!(all.chain(1), (vec![], ChainEnd::Ended(id(1))));
    all.over(31, 1, place(1, 7), WaitEnd::Dropped);
    all.handle(32, 1, HandleAct::Dropped);
    assert!(
        all.found(900_000)
            .iter()
            .all(|one| one.kind != FindingKind::LeftLocked)
    );
    assert_eq!(all.model.at(), Nanos(32_000));
}
