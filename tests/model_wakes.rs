//! Who called a waker, where its thread could not tell: what the woken task waits for decides
//! it, or nothing does.

#[path = "model_support/script.rs"]
mod script;

use script::*;
use tokio_kitchen::events::{Flavor, Likely, Site, SiteId, WaitOn, WakeBy, What};

/// The woken task.
const WOKEN: u32 = 1;
/// Another one: it ended just before the wake.
const ENDED: u32 = 2;
const WHEN: u64 = 5_000;

/// Something the task waits for: its kind, when it is due, and whose end it is.
type Waits = (WaitOn, Option<u64>, Option<u32>);

const DUE: Waits = (WaitOn::Timer, Some(WHEN), None);
const NOT_DUE: Waits = (WaitOn::Timer, Some(WHEN + 1_500), None);
const JOIN_IT: Waits = (WaitOn::Join, None, Some(ENDED));

const fn plain(on: WaitOn) -> Waits {
    (on, None, None)
}

/// A task that waits for these, woken by a worker's thread between two polls, or by a pool
/// thread between two jobs.
struct Case<'a> {
    flavor: Flavor,
    waits: &'a [Waits],
    ended: Option<u32>,
    on: Option<u16>,
    child: bool,
    asleep: bool,
    /// The waker called is that of a wait.
    named: bool,
}

const CASE: Case<'static> = Case {
    flavor: Flavor::MultiThread,
    waits: &[],
    ended: Some(ENDED),
    on: Some(0),
    child: false,
    asleep: true,
    named: true,
};

impl Case<'_> {
    fn caller(&self) -> WakeBy {
        let mut s = Script::of(1, self.flavor);
        for wait in WaitOn::ALL {
            let site = Site {
                file: "b.rs".into(),
                line: 1,
                column: 1,
                wait,
                name: None,
            };
            let id = site_of(wait);
            s.at(0, What::Site { id, site });
        }
        s.spawn(1, WOKEN, None, None);
        s.spawn(1, ENDED, self.child.then_some(WOKEN), None);
        for &(wait, until, on) in self.waits {
            let what = What::Waiting {
                task: id(WOKEN),
                site: site_of(wait),
                until: until.map(us),
                on: on.map(id),
            };
            s.at(2, what);
        }
        if self.asleep {
            s.pending((2, 3), WOKEN, 0);
        }
        let ended = self.ended.map(id);
        let by = if self.named {
            WakeBy::NamedWait(ended)
        } else {
            WakeBy::BetweenPolls(ended)
        };
        s.model
            .true_waker(us(WHEN), id(WOKEN), by, self.on.map(worker))
    }
}

fn site_of(wait: WaitOn) -> SiteId {
    SiteId::new(100 + u32::from(wait.code()))
}

const DRIVER: WakeBy = WakeBy::Likely(Likely::Driver);

#[test]
fn what_a_task_waits_for_tells_who_called_from_a_worker() {
    let (joined, unknown) = (
        WakeBy::Joined(id(ENDED)),
        WakeBy::BetweenPolls(Some(id(ENDED))),
    );
    for (waits, expected) in [
        (&[][..], unknown),
        (&[JOIN_IT], joined),
        (&[DUE, JOIN_IT], joined),
        (&[DUE], DRIVER),
        (&[plain(WaitOn::Timer)], DRIVER),
        (&[plain(WaitOn::Io)], DRIVER),
        (&[DUE, plain(WaitOn::Channel)], DRIVER),
        (&[NOT_DUE], unknown),
        (&[NOT_DUE, plain(WaitOn::Io)], DRIVER),
        (&[plain(WaitOn::Channel)], unknown),
        (&[plain(WaitOn::Join)], WakeBy::Likely(Likely::Unobserved)),
        (&[DUE, plain(WaitOn::Join)], unknown),
        (&[(WaitOn::Join, None, Some(9))], unknown),
        (&[plain(WaitOn::JoinSet)], unknown),
        (&[plain(WaitOn::Other)], unknown),
        (&[DUE, plain(WaitOn::Other)], unknown),
    ] {
        assert_eq!(Case { waits, ..CASE }.caller(), expected, "{waits:?}");
    }
}

#[test]
fn a_waker_that_no_named_wait_stored_is_not_said_to_be_called_for_one() {
    let unknown = WakeBy::BetweenPolls(Some(id(ENDED)));
    for flavor in [Flavor::MultiThread, Flavor::CurrentThread] {
        for (wait, expected) in [
            (DUE, unknown),
            (plain(WaitOn::Io), unknown),
            (plain(WaitOn::Join), unknown),
            (plain(WaitOn::Channel), unknown),
            // A handle stores a waker of no name, and what it waits for is known all the same.
            (JOIN_IT, WakeBy::Joined(id(ENDED))),
        ] {
            let case = Case {
                flavor,
                waits: &[wait],
                named: false,
                ..CASE
            };
            assert_eq!(case.caller(), expected, "{wait:?} {flavor:?}");
        }
    }
}

#[test]
fn the_end_of_a_member_wakes_who_waits_for_its_set() {
    let case = Case {
        waits: &[NOT_DUE, plain(WaitOn::JoinSet)],
        child: true,
        ..CASE
    };
    assert_eq!(case.caller(), WakeBy::Likely(Likely::Joined(id(ENDED))));
    let case = Case {
        waits: &[DUE, plain(WaitOn::JoinSet)],
        ..case
    };
    assert_eq!(case.caller(), WakeBy::BetweenPolls(Some(id(ENDED))));
}

#[test]
fn on_the_thread_of_a_current_thread_runtime_it_may_be_main() {
    for (waits, expected) in [
        (
            &[plain(WaitOn::Channel)][..],
            WakeBy::Likely(Likely::Outside),
        ),
        (
            &[plain(WaitOn::Lock), NOT_DUE],
            WakeBy::Likely(Likely::Outside),
        ),
        (&[plain(WaitOn::Channel), DUE], WakeBy::BetweenPolls(None)),
        (&[DUE], DRIVER),
        (&[], WakeBy::BetweenPolls(None)),
    ] {
        let case = Case {
            flavor: Flavor::CurrentThread,
            waits,
            ended: None,
            ..CASE
        };
        assert_eq!(case.caller(), expected, "{waits:?}");
    }
}

#[test]
fn the_end_of_a_job_wakes_only_who_awaits_it() {
    for (waits, expected) in [
        (
            &[(WaitOn::Blocking, None, Some(ENDED))][..],
            Some(id(ENDED)),
        ),
        (&[(WaitOn::Blocking, None, Some(9))], None),
        (&[plain(WaitOn::Io)], None),
        (&[DUE], None),
        (&[], None),
    ] {
        let case = Case {
            waits,
            on: None,
            ..CASE
        };
        assert_eq!(case.caller(), WakeBy::Blocking(expected), "{waits:?}");
    }
}

#[test]
fn a_task_that_may_be_about_to_join_is_not_said_to_wait_for_something_else() {
    let case = Case {
        waits: &[DUE],
        asleep: false,
        ..CASE
    };
    assert_eq!(case.caller(), WakeBy::BetweenPolls(Some(id(ENDED))));
    let nobody_ended = Case {
        ended: None,
        ..case
    };
    assert_eq!(nobody_ended.caller(), DRIVER);
}

#[test]
fn who_is_known_stays_so() {
    let s = Script::new(1);
    for by in [WakeBy::Driver, WakeBy::Outside, WakeBy::Task(id(1))] {
        assert_eq!(s.model.true_waker(us(1), id(1), by, None), by);
    }
}
