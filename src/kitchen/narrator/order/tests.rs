use crate::app::Register;
use crate::events::{
    Event, KindId, Nanos, PollOutcome, Role, Site, SiteId, TaskId, TextId, WaitEnd, WaitOn, What,
    WorkerId,
};
use crate::kitchen::narrator::{self, Line};
use crate::model::{HappeningKind, Model};

/// Events of a few tasks, one after the other.
struct Script {
    model: Model,
    texts: u32,
}

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

impl Script {
    fn new() -> Self {
        let model = Model::new(Nanos::from_millis(100));
        let mut script = Self { model, texts: 0 };
        for (number, name) in [(1, "main"), (2, "old"), (3, "young")] {
            let kind = KindId::new(number);
            let name = name.into();
            script.hear(0, What::Kind { id: kind, name });
        }
        for (number, wait) in [(0, WaitOn::Timer), (1, WaitOn::Signal)] {
            let site = Site {
                file: "menu.rs".into(),
                line: number + 1,
                column: 1,
                wait,
                name: None,
            };
            let id = SiteId::new(number);
            script.hear(0, What::Site { id, site });
        }
        script
    }

    fn hear(&mut self, ms: u64, what: What) {
        let at = Nanos::from_millis(ms);
        self.model.apply(&Event { at, what });
    }

    fn spawn(&mut self, ms: u64, task: u32, parent: Option<u32>) {
        let what = What::Spawned {
            task: id(task),
            parent: parent.map(id),
            kind: KindId::new(u16::try_from(task).expect("few")),
            site: SiteId::new(9),
            on: None,
            bytes: 8,
            detached: false,
            role: Role::Task,
        };
        self.hear(ms, what);
    }

    fn poll(&mut self, (start, end): (u64, u64), task: u32, outcome: PollOutcome) {
        let what = What::Polled {
            task: id(task),
            worker: Some(WorkerId::new(0)),
            start: Nanos::from_millis(start),
            outcome,
            self_woken: false,
            budget_spent: false,
        };
        self.hear(end, what);
    }

    fn say(&mut self, ms: u64, task: u32, line: &str) {
        self.texts += 1;
        let text = TextId::new(self.texts);
        let what = What::Text {
            id: text,
            text: line.into(),
        };
        self.hear(ms, what);
        let task = Some(id(task));
        self.hear(ms, What::Said { task, text });
    }

    fn wait(&mut self, ms: u64, site: u32, until: Option<u64>) {
        let what = What::Waiting {
            task: id(1),
            site: SiteId::new(site),
            until: until.map(Nanos::from_millis),
            on: None,
        };
        self.hear(ms, what);
    }

    fn over(&mut self, ms: u64, site: u32, end: WaitEnd) {
        let what = What::WaitOver {
            task: id(1),
            site: SiteId::new(site),
            end,
        };
        self.hear(ms, what);
    }

    /// What is told of the newest fact of this sort about the task.
    fn told(&self, task: u32, sort: impl Fn(&HappeningKind) -> bool) -> Line {
        let fact = self
            .model
            .happenings()
            .rev()
            .find(|fact| fact.task == Some(id(task)) && sort(&fact.kind))
            .expect("it happened");
        narrator::happening(fact, &self.model, Register::Analogy).expect("it is told")
    }

    fn first_poll(&self, task: u32) -> Option<String> {
        let is_first = |kind: &HappeningKind| matches!(kind, HappeningKind::FirstPoll { .. });
        self.told(task, is_first).why
    }

    fn served(&self) -> String {
        let is_end = |kind: &HappeningKind| matches!(kind, HappeningKind::Completed { .. });
        self.told(1, is_end).text
    }
}

#[test]
fn a_card_polled_after_its_giver_had_printed_says_so() {
    let mut script = Script::new();
    script.spawn(1, 1, None);
    script.say(2, 1, "one");
    script.spawn(3, 2, Some(1));
    script.spawn(4, 3, Some(1));
    script.say(5, 1, "free");
    script.poll((2, 6), 1, PollOutcome::Pending);
    script.say(7, 3, "young begins");
    script.poll((7, 8), 3, PollOutcome::Pending);
    script.say(9, 2, "old begins");
    script.poll((9, 10), 2, PollOutcome::Pending);
    assert_eq!(
        script.first_poll(2).as_deref(),
        Some(
            "A spawn only queues a card. Before it printed, others printed: #01 main \"free\" and \
             #03 young, handed in later but polled sooner, \"young begins\"."
        )
    );
    let young = script.first_poll(3).expect("its giver had");
    assert!(
        young.contains("\"free\"") && !young.contains("old"),
        "{young}"
    );
    assert_eq!(script.first_poll(1), None, "nobody handed it in");
}

#[test]
fn in_the_order_of_the_spawns_there_is_nothing_to_explain() {
    let mut script = Script::new();
    script.spawn(1, 1, None);
    script.say(2, 1, "one");
    script.spawn(3, 2, Some(1));
    script.spawn(4, 3, Some(1));
    script.say(6, 2, "old begins");
    script.say(7, 1, "free");
    script.poll((2, 8), 1, PollOutcome::Pending);
    script.poll((6, 8), 2, PollOutcome::Pending);
    assert_eq!(
        script.first_poll(2),
        None,
        "it printed before its giver went on"
    );
    script.say(9, 3, "young begins");
    script.poll((9, 10), 3, PollOutcome::Pending);
    let young = script.first_poll(3).expect("its giver had");
    assert!(
        !young.contains("old"),
        "the older one is first anyway: {young}"
    );
}

#[test]
fn what_ran_at_the_same_time_took_the_longest_and_not_the_sum() {
    let mut script = Script::new();
    script.spawn(1, 1, None);
    script.wait(2, 1, None);
    [400, 600, 900]
        .into_iter()
        .for_each(|ms| script.wait(2, 0, Some(2 + ms)));
    script.poll((2, 2), 1, PollOutcome::Pending);
    for ms in [402, 602] {
        script.over(ms, 0, WaitEnd::Ready);
        script.poll((ms, ms), 1, PollOutcome::Pending);
    }
    script.over(902, 0, WaitEnd::Ready);
    script.over(902, 1, WaitEnd::Dropped);
    script.poll((902, 902), 1, PollOutcome::Ready);
    assert_eq!(
        script.served(),
        "#01 main is served: its waits of 400ms, 600ms and 900ms took 900ms, the longest, not \
         1.90s, the sum."
    );
}

#[test]
fn nothing_is_said_of_waits_in_a_row_or_of_a_lost_branch() {
    let mut script = Script::new();
    script.spawn(1, 1, None);
    script.wait(2, 0, Some(402));
    script.over(402, 0, WaitEnd::Ready);
    script.wait(402, 0, Some(802));
    script.over(802, 0, WaitEnd::Ready);
    script.poll((2, 802), 1, PollOutcome::Ready);
    assert_eq!(script.served(), "#01 main is served: its future is Ready.");

    let mut script = Script::new();
    script.spawn(1, 1, None);
    script.wait(2, 0, Some(402));
    script.wait(2, 0, Some(802));
    script.over(402, 0, WaitEnd::Ready);
    script.over(402, 0, WaitEnd::Dropped);
    script.poll((2, 402), 1, PollOutcome::Ready);
    assert_eq!(script.served(), "#01 main is served: its future is Ready.");
}
