//! What a list of events says of a claim, worked out from all of it at once. What only a model
//! infers (LIFO slots, steals, freezes) is seen in one from outside.

use crate::FIGURES;
use crate::said::{By, Filter, Quantity, Said};
use crate::script::{TIMER, YIELD};
use std::collections::BTreeMap;
use tokio_kitchen::claim::{Caller, Compare, State, Statistic, Subject, Unit};
use tokio_kitchen::events::{
    BlockingOutcome, Event, HandleAct, KindId, Nanos, Now, PollOutcome, TaskId, TextId, WaitEnd,
    WakeBy, What, WorkerId,
};
use tokio_kitchen::model::{HappeningKind, Model, Ongoing};

/// Two clocks disagree by so much.
const SKEW: u64 = 2_000;

#[derive(Clone, Debug)]
struct Item {
    subject: Subject,
    task: Option<TaskId>,
    worker: Option<WorkerId>,
    text: Option<TextId>,
    by: Option<WakeBy>,
    at: Nanos,
    until: Nanos,
    amount: u64,
    goes_on: bool,
    doubtful: bool,
}

/// All that claims can be about.
pub(crate) struct Seen {
    items: Vec<Item>,
    kinds: BTreeMap<TaskId, KindId>,
    names: BTreeMap<KindId, String>,
    texts: BTreeMap<TextId, String>,
    parks: Vec<(Nanos, WorkerId, bool)>,
    coalesced: bool,
    sizes_unseen: bool,
    /// A task in place was ready before a poll whose begin is not told.
    waits_unknown: bool,
}

#[derive(Default)]
struct Task {
    spawned: Nanos,
    first: bool,
    /// Since when, and whether it only lies on a deferred list.
    ready: Option<(Nanos, bool)>,
    /// Wakes that did not make it ready: it was so, or was polled.
    wakes: Vec<Nanos>,
    dues: Vec<Nanos>,
    yields: usize,
    in_place: Option<(Nanos, WorkerId)>,
    /// Since when it had been ready before that.
    held: Option<Nanos>,
    /// Of its last poll.
    worker: Option<WorkerId>,
    over: bool,
    bare: bool,
    job: bool,
    runs: Option<Nanos>,
}

impl Seen {
    pub(crate) fn of(events: &[Event], now: &Now, stall: Nanos) -> Self {
        let mut seen = Self {
            items: Vec::new(),
            kinds: BTreeMap::new(),
            names: BTreeMap::new(),
            texts: BTreeMap::new(),
            parks: Vec::new(),
            coalesced: false,
            sizes_unseen: false,
            waits_unknown: false,
        };
        let mut tasks = BTreeMap::new();
        for event in events {
            seen.hear(event, &mut tasks);
        }
        for (id, task) in &tasks {
            seen.goes_on(*id, task, now.at);
        }
        seen.inferred(events, now, stall);
        seen
    }

    fn add(
        &mut self,
        subject: Subject,
        task: Option<TaskId>,
        at: Nanos,
        until: Nanos,
    ) -> &mut Item {
        self.items.push(Item {
            subject,
            task,
            worker: None,
            text: None,
            by: None,
            at,
            until: until.max(at),
            amount: until.since(at).0,
            goes_on: false,
            doubtful: false,
        });
        self.items.last_mut().expect("one was pushed")
    }

    fn hear(&mut self, event: &Event, tasks: &mut BTreeMap<TaskId, Task>) {
        let at = event.at;
        if let Some(id) = event.what.subject() {
            tasks.entry(id).or_default();
        }
        match event.what.clone() {
            What::Kind { id, name } => drop(self.names.insert(id, name)),
            What::Text { id, text } => drop(self.texts.insert(id, text)),
            What::Spawned {
                task, kind, bytes, ..
            } => {
                self.born(at, task, kind, tasks);
                self.add(Subject::Size, Some(task), at, at).amount = bytes.into();
            }
            What::Seen {
                task, kind, born, ..
            } => {
                self.born(at, task, kind, tasks);
                self.sizes_unseen = true;
                let known = tasks.get_mut(&task).expect("it is there");
                known.bare = true;
                known.first = !born;
                known.ready = known.ready.filter(|_| born);
            }
            What::Woken { task, by, on } => {
                let wake = self.add(Subject::Wake, Some(task), at, at);
                (wake.by, wake.worker) = (Some(by), on);
                let known = tasks.get_mut(&task).expect("it is there");
                match known.ready {
                    _ if known.over => {}
                    None if known.in_place.is_none() => known.ready = Some((at, false)),
                    Some((_, true)) => known.ready = Some((at, false)),
                    _ => known.wakes.push(at),
                }
            }
            What::Waiting {
                task, site, until, ..
            } => {
                let known = tasks.get_mut(&task).expect("it is there");
                match u32::try_from(site.index()).expect("a small number") {
                    TIMER if !known.bare => known.dues.extend(until),
                    YIELD => known.yields += 1,
                    _ => {}
                }
            }
            What::WaitOver { task, site, end } => {
                let known = tasks.get_mut(&task).expect("it is there");
                match u32::try_from(site.index()).expect("a small number") {
                    TIMER if !known.dues.is_empty() => {
                        let first = (0..known.dues.len()).min_by_key(|at| known.dues[*at]);
                        let due = known.dues.remove(first.expect("it is not empty"));
                        if end == WaitEnd::Ready {
                            self.add(Subject::TimerDelay, Some(task), due, at);
                        }
                    }
                    YIELD => known.yields = known.yields.saturating_sub(1),
                    _ => {}
                }
            }
            What::InPlaceStarted { task, worker } => {
                let known = tasks.get_mut(&task).expect("it is there");
                let ready = known.ready.take().map(|(since, _)| since);
                known.held = ready.or(known.held);
                known.in_place = Some((at, worker));
                self.moved(at, task, worker, known);
            }
            What::Polled { task, .. } => {
                let known = tasks.get_mut(&task).expect("it is there");
                self.polled(event, known);
            }
            What::Dropped { task } => {
                let known = tasks.get_mut(&task).expect("it is there");
                if let Some((since, _)) = known.ready {
                    self.add(Subject::ReadyWait, Some(task), since, at);
                }
                if !known.first {
                    self.add(Subject::FirstPoll, Some(task), known.spawned, at);
                }
                self.add(Subject::Cancellation, Some(task), at, at);
                self.ends(task, known, at);
            }
            What::Handle {
                task,
                act: HandleAct::AbortAsked,
                ..
            } if tasks.get(&task).is_some_and(|known| !known.over) => {
                self.add(Subject::Abort, Some(task), at, at);
            }
            What::Said { task, text } => {
                for subject in [Subject::Line, Subject::LineGap] {
                    self.add(subject, task, at, at).text = Some(text);
                }
                let line = self.texts.get(&text).cloned().unwrap_or_default();
                for (known, time, size) in FIGURES {
                    let figures = [(Subject::PrintedTime, time), (Subject::PrintedSize, size)];
                    for (subject, amount) in figures {
                        if let Some(amount) = amount.filter(|_| line == known) {
                            let figure = self.add(subject, task, at, at);
                            (figure.text, figure.amount) = (Some(text), amount);
                        }
                    }
                }
            }
            What::Parked { worker } => self.parks.push((at, worker, true)),
            What::Unparked { worker } => self.parks.push((at, worker, false)),
            What::Coalesced { .. } => self.coalesced = true,
            What::Suspended { timers, .. } => {
                let dues = tasks.values_mut().flat_map(|task| &mut task.dues);
                dues.filter(|due| **due > at)
                    .for_each(|due| *due = due.since(timers).max(at));
            }
            _ => self.job(event, tasks),
        }
    }

    fn born(&mut self, at: Nanos, id: TaskId, kind: KindId, tasks: &mut BTreeMap<TaskId, Task>) {
        self.kinds.insert(id, kind);
        self.add(Subject::Task, Some(id), at, at);
        let task = tasks.get_mut(&id).expect("it is there");
        (task.spawned, task.ready) = (at, Some((at, false)));
    }

    fn ends(&mut self, id: TaskId, task: &mut Task, at: Nanos) {
        self.add(Subject::Lifetime, Some(id), task.spawned, at);
        task.over = true;
        task.dues.clear();
    }

    fn polled(&mut self, event: &Event, task: &mut Task) {
        let What::Polled {
            task: id,
            worker,
            start,
            outcome,
            self_woken,
            budget_spent,
        } = event.what
        else {
            return;
        };
        let end = event.at;
        for subject in [Subject::Poll, Subject::PollGap] {
            self.add(subject, Some(id), start, end).worker = worker;
        }
        let gave_up = task.in_place.take();
        let held = worker.or(gave_up.map(|(_, worker)| worker));
        if held.is_some() {
            let until = gave_up.map_or(end, |(at, _)| at);
            self.add(Subject::Stall, Some(id), start, until).worker = held;
        }
        if budget_spent {
            self.add(Subject::Budget, Some(id), end, end).worker = worker;
        }
        if self_woken {
            let wake = self.add(Subject::Wake, Some(id), end, end);
            (wake.by, wake.worker) = (Some(WakeBy::Task(id)), worker);
        }
        if let Some(worker) = worker {
            self.moved(start, id, worker, task);
        }
        let ready = task.ready.take().map(|(since, _)| since);
        if let Some(since) = task.held.take().or(ready) {
            self.add(Subject::ReadyWait, Some(id), since, start);
        }
        if !task.first {
            self.add(Subject::FirstPoll, Some(id), task.spawned, start);
            task.first = true;
        }
        let woken = task.wakes.drain(..).any(|wake| wake >= start);
        match outcome {
            PollOutcome::Pending if self_woken || woken => task.ready = Some((end, false)),
            PollOutcome::Pending if budget_spent || task.yields > 0 => {
                task.ready = Some((end, worker.is_some()));
            }
            PollOutcome::Pending => {}
            PollOutcome::Ready => drop(self.add(Subject::Completion, Some(id), end, end).clone()),
            PollOutcome::Panicked => drop(self.add(Subject::Panic, Some(id), end, end).clone()),
            PollOutcome::Over => {
                for subject in [Subject::Completion, Subject::Panic] {
                    self.add(subject, Some(id), end, end).doubtful = true;
                }
            }
        }
        if outcome != PollOutcome::Pending {
            self.ends(id, task, end);
        }
    }

    fn moved(&mut self, at: Nanos, id: TaskId, worker: WorkerId, task: &mut Task) {
        if task.worker.is_some_and(|last| last != worker) {
            self.add(Subject::Move, Some(id), at, at).worker = Some(worker);
        }
        task.worker = Some(worker);
    }

    fn job(&mut self, event: &Event, tasks: &mut BTreeMap<TaskId, Task>) {
        let at = event.at;
        match event.what {
            What::BlockingSubmitted { job, kind, .. } => {
                self.kinds.insert(job, kind);
                let known = tasks.get_mut(&job).expect("it is there");
                (known.spawned, known.job) = (at, true);
            }
            What::BlockingStarted { job } => {
                let known = tasks.get_mut(&job).expect("it is there");
                known.runs = Some(at);
                self.add(Subject::PoolWait, Some(job), known.spawned, at);
            }
            What::BlockingEnded { job, outcome } => {
                let known = tasks.get_mut(&job).expect("it is there");
                known.over = true;
                match known.runs {
                    Some(began) => self.add(Subject::Job, Some(job), began, at),
                    None => self.add(Subject::PoolWait, Some(job), known.spawned, at),
                };
                match outcome {
                    BlockingOutcome::Completed => {}
                    BlockingOutcome::Panicked => {
                        self.add(Subject::Panic, Some(job), at, at);
                    }
                    BlockingOutcome::Cancelled => {
                        self.add(Subject::Cancellation, Some(job), at, at);
                    }
                }
            }
            _ => {}
        }
    }

    /// What is not over at the end.
    fn goes_on(&mut self, id: TaskId, task: &Task, now: Nanos) {
        if task.over {
            return;
        }
        self.waits_unknown |= task.held.is_some();
        let mut goes_on = |subject, since| self.add(subject, Some(id), since, now).goes_on = true;
        if task.job {
            match task.runs {
                Some(began) => goes_on(Subject::Job, began),
                None => goes_on(Subject::PoolWait, task.spawned),
            }
            return;
        }
        goes_on(Subject::Lifetime, task.spawned);
        if !task.first && task.in_place.is_none() {
            goes_on(Subject::FirstPoll, task.spawned);
        }
        if let Some((since, false)) = task.ready {
            goes_on(Subject::ReadyWait, since);
        }
        for due in task.dues.iter().filter(|due| **due < now) {
            goes_on(Subject::TimerDelay, *due);
        }
    }

    /// What the model infers, seen from outside.
    fn inferred(&mut self, events: &[Event], now: &Now, stall: Nanos) {
        let mut model = Model::new(stall);
        let mut facts = 0;
        for event in events {
            let (before, migrated) = (slots(&model), model.counters().migrated);
            model.apply(event);
            let after = slots(&model);
            let left = before.iter().filter(|slot| !after.contains(slot));
            for &(worker, task, since) in left {
                let until = match event.what {
                    What::Polled { start, .. } => start,
                    _ => event.at,
                };
                self.add(Subject::LifoWait, Some(task), since, until).worker = Some(worker);
            }
            if let What::Polled {
                task,
                worker,
                start,
                ..
            } = event.what
                && model.counters().migrated > migrated
            {
                self.add(Subject::Steal, Some(task), start, start).worker = worker;
            }
            let fresh: Vec<_> = model
                .happenings()
                .filter(|fact| fact.number >= facts)
                .collect();
            for fact in fresh {
                facts = fact.number + 1;
                if let HappeningKind::FreezeEnded { lasted, .. } = fact.kind {
                    let began = Nanos(fact.at.0.saturating_sub(lasted.0));
                    self.add(Subject::Freeze, fact.task, began, fact.at).worker = fact.worker;
                }
            }
        }
        for (worker, task, since) in slots(&model) {
            let wait = self.add(Subject::LifoWait, Some(task), since, now.at);
            (wait.worker, wait.goes_on) = (Some(worker), true);
        }
        for fact in model.ongoing(now) {
            if let Ongoing::DriverFrozen(freeze) = fact
                && freeze.waiting > 0
            {
                self.add(Subject::Freeze, freeze.task, freeze.since, now.at)
                    .goes_on = true;
            }
        }
    }

    fn is_of(&self, task: Option<TaskId>, kind: &str) -> bool {
        let known = task.and_then(|task| self.kinds.get(&task));
        known.is_some_and(|id| self.names.get(id).is_some_and(|name| name == kind))
    }

    /// While any worker was parked.
    fn parked(&self, from: Nanos, until: Nanos) -> u64 {
        let mut parked = BTreeMap::new();
        let (mut sum, mut last) = (0, Nanos::ZERO);
        for &(at, worker, is) in self.parks.iter().chain([&(until, WorkerId::new(9), false)]) {
            if parked.values().any(|is| *is) {
                sum += at.min(until).since(last.max(from)).0;
            }
            parked.insert(worker, is);
            last = at;
        }
        sum
    }

    fn of_filter(&self, subject: Subject, filter: &Filter) -> Vec<Item> {
        let subject_of = self.items.iter().filter(|item| item.subject == subject);
        let fits = |item: &&Item| {
            filter.kind.is_none_or(|kind| self.is_of(item.task, kind))
                && filter
                    .worker
                    .is_none_or(|on| item.worker == Some(WorkerId::new(on)))
                && filter.text.is_none_or(|text| {
                    item.text
                        .is_some_and(|line| self.texts[&line].contains(text))
                })
        };
        let all = subject_of.filter(fits).cloned();
        if !filter.parked {
            return all.collect();
        }
        let parked = all.map(|item| Item {
            amount: self.parked(item.at, item.until),
            ..item
        });
        parked.filter(|item| item.amount > 0).collect()
    }

    /// Not all of it is told.
    fn is_blind(&self, subject: Subject) -> bool {
        let kept = matches!(
            subject,
            Subject::Lifetime
                | Subject::PoolWait
                | Subject::Job
                | Subject::LineGap
                | Subject::Size
                | Subject::Task
                | Subject::Completion
                | Subject::Panic
                | Subject::Cancellation
                | Subject::Abort
                | Subject::Line
                | Subject::PrintedTime
                | Subject::PrintedSize
        );
        self.coalesced && !kept || self.sizes_unseen && subject == Subject::Size
    }

    /// What may be said at the end: one state, unless the value is too near the limit.
    pub(crate) fn states(&self, said: &Said, stall: Nanos) -> Vec<State> {
        match said {
            Said::Count(_, Subject::ReadyWait, ..) | Said::Measure(_, Subject::ReadyWait, ..)
                if self.waits_unknown =>
            {
                vec![State::Holds, State::Broken, State::Open]
            }
            Said::Count(quantity, subject, filter, limit) => {
                vec![self.count(*quantity, *subject, filter, *limit, stall)]
            }
            Said::Measure(statistic, subject, filter, compare, limit) => {
                let with = (*compare, *limit);
                self.measure(*statistic, *subject, filter, with, stall)
            }
            Said::Order(first, then) => {
                let lines = self.of_filter(Subject::Line, &Filter::default());
                let place = |text: &str| {
                    let has = |item: &Item| self.texts[&item.text.expect("a line")].contains(text);
                    lines.iter().position(has)
                };
                let holds = match (place(first), place(then)) {
                    (Some(first), Some(then)) => first < then,
                    _ => false,
                };
                vec![of(holds)]
            }
            Said::Overlap(never, sides) => vec![self.overlap(*never, sides)],
        }
    }

    fn count(
        &self,
        quantity: Quantity,
        subject: Subject,
        filter: &Filter,
        limit: Option<(Compare, u64)>,
        stall: Nanos,
    ) -> State {
        let every = quantity == Quantity::Every;
        let own = matches!(limit, Some((Compare::Over | Compare::AtLeast, _)));
        let floor = match subject {
            Subject::Stall if every || !own => stall.0,
            _ => 0,
        };
        let (mut hits, mut misses, mut unknown) = (0, 0, 0);
        for item in self.of_filter(subject, filter) {
            let holds = |amount: u64| {
                amount >= floor && limit.is_none_or(|(compare, limit)| compare.holds(amount, limit))
            };
            if every && item.amount < floor {
                continue;
            }
            let is = holds(item.amount);
            if item.goes_on && (is != holds(1 << 60)) {
                continue;
            }
            match filter.by.map(|by| self.came(&item, by)) {
                _ if item.doubtful => unknown += 1,
                Some(None) if is => unknown += 1,
                Some(Some(false)) => misses += 1,
                _ if is => hits += 1,
                _ => misses += 1,
            }
        }
        let most = match self.is_blind(subject) {
            true => u64::MAX,
            false => hits + unknown,
        };
        let all_of = |fits: &dyn Fn(u64) -> bool| match (fits(hits), fits(most)) {
            (true, true) => State::Holds,
            (false, false) => State::Broken,
            _ => State::Open,
        };
        match quantity {
            Quantity::AtMost(limit) => all_of(&|many| many <= limit),
            Quantity::AtLeast(limit) => all_of(&|many| many >= limit),
            Quantity::Exactly(limit) if hits > limit => State::Broken,
            Quantity::Exactly(limit) if most < limit => State::Broken,
            Quantity::Exactly(limit) => match hits == limit && most == limit {
                true => State::Holds,
                false => State::Open,
            },
            Quantity::Every if misses > 0 => State::Broken,
            Quantity::Every if most == hits && hits > 0 => State::Holds,
            Quantity::Every => State::Open,
        }
    }

    /// Whether a wake came from there; `None`: that is not known.
    fn came(&self, item: &Item, by: By) -> Option<bool> {
        let caller = item.by?.value().value;
        if let WakeBy::BetweenPolls(_) | WakeBy::NamedWait(_) = caller {
            return None;
        }
        let task = match caller {
            WakeBy::Task(task) | WakeBy::Joined(task) | WakeBy::Cancelled(task) => Some(task),
            WakeBy::Blocking(job) => job,
            _ => None,
        };
        Some(match by {
            By::Kind(_) if matches!(caller, WakeBy::Blocking(None) | WakeBy::Unobserved) => {
                return None;
            }
            By::Kind(kind) => self.is_of(task, kind),
            By::Caller(Caller::Driver) => caller == WakeBy::Driver,
            By::Caller(Caller::Itself) => {
                matches!(caller, WakeBy::Task(task) if item.task == Some(task))
            }
            By::Caller(Caller::Job) => matches!(caller, WakeBy::Blocking(_)),
            By::Caller(Caller::Outside) => caller == WakeBy::Outside,
            By::Caller(Caller::Deferred) => caller == WakeBy::Deferred,
            By::Caller(Caller::Unobserved) => caller == WakeBy::Unobserved,
        })
    }

    /// The lengths that a measure is about: of what is over, and of what goes on.
    fn values(&self, subject: Subject, filter: &Filter, stall: Nanos) -> [Vec<u64>; 2] {
        let items = self.of_filter(subject, filter);
        let gaps = match subject {
            Subject::PollGap => gaps(items),
            Subject::LineGap => {
                let pairs = items.windows(2);
                pairs.map(|pair| pair[1].at.since(pair[0].at).0).collect()
            }
            _ => {
                let floor = match subject {
                    Subject::Stall => stall.0,
                    _ => 0,
                };
                let amounts = |goes_on| {
                    let items = items.iter().filter(|item| item.goes_on == goes_on);
                    let amounts = items.map(|item| item.amount);
                    amounts.filter(|amount| *amount >= floor).collect()
                };
                return [amounts(false), amounts(true)];
            }
        };
        [gaps, Vec::new()]
    }

    fn measure(
        &self,
        statistic: Statistic,
        subject: Subject,
        filter: &Filter,
        (compare, limit): (Compare, u64),
        stall: Nanos,
    ) -> Vec<State> {
        let [over, going] = self.values(subject, filter, stall);
        let all = [&over[..], &going[..]].concat();
        let longest = [&over[..], &vec![1 << 60; going.len()]].concat();
        let values = match statistic {
            Statistic::Max => all.iter().max().map(|most| [*most; 2]),
            Statistic::Min => over.iter().min().map(|least| [*least; 2]),
            _ => of_all(statistic, all),
        };
        let Some(values) = values else {
            return vec![State::Open];
        };
        let is = |value| of(compare.holds(value, limit));
        let mut told = Vec::new();
        for value in values {
            let more = [1, 1 << 60].map(|more| is(value.saturating_add(more)));
            let for_good = match statistic {
                _ if subject == Subject::PollGap => false,
                Statistic::Max | Statistic::Total => more == [is(value); 2],
                Statistic::Min => is(0) == is(value),
                _ => false,
            };
            // What goes on only becomes longer, and nobody knows how much.
            let also = match (statistic, compare, is(value)) {
                (Statistic::Max | Statistic::Min, ..) => None,
                (_, Compare::Under | Compare::AtMost, State::Holds) => {
                    of_all(statistic, over.clone())
                }
                (_, Compare::Over | Compare::AtLeast, State::Broken) => {
                    of_all(statistic, longest.clone())
                }
                _ => None,
            };
            match self.is_blind(subject) && !for_good {
                true => told.push(State::Open),
                false => {
                    for also in also.unwrap_or([value; 2]) {
                        let agrees = for_good || is(also) == is(value);
                        told.push(if agrees { is(value) } else { State::Open });
                    }
                }
            }
        }
        told
    }

    fn overlap(&self, never: bool, sides: &[(Subject, Option<&'static str>); 2]) -> State {
        let [one, other] = sides.map(|(subject, kind)| {
            let subject = match subject {
                Subject::Task => Subject::Lifetime,
                subject => subject,
            };
            let filter = Filter {
                kind,
                ..Filter::default()
            };
            self.of_filter(subject, &filter)
        });
        let long = |item: &&Item| item.until.since(item.at).0 > SKEW;
        let meet = |a: &Item, b: &Item| {
            let both = a.until.min(b.until).since(a.at.max(b.at)).0;
            a.task != b.task && both > SKEW
        };
        let found = one.iter().filter(long).any(|a| {
            let mut others = other.iter().filter(long);
            others.any(|b| meet(a, b))
        });
        let polls = sides.iter().any(|(subject, _)| *subject == Subject::Poll);
        match found {
            true => of(!never),
            false if polls && self.coalesced => State::Open,
            false => of(never),
        }
    }

    /// The length of the moment that decides, where the longest does.
    pub(crate) fn most(&self, said: &Said, stall: Nanos) -> Option<u64> {
        let Said::Measure(Statistic::Max, subject, filter, ..) = said else {
            return None;
        };
        let unknown = *subject == Subject::ReadyWait && self.waits_unknown;
        // A figure is no stretch of time.
        let printed = *subject == Subject::PrintedTime;
        if filter.parked || subject.row().unit != Unit::Time || unknown || printed {
            return None;
        }
        let [over, going] = self.values(*subject, filter, stall);
        over.iter().chain(&going).max().copied()
    }
}

fn of(holds: bool) -> State {
    match holds {
        true => State::Holds,
        false => State::Broken,
    }
}

/// Between what is covered by polls.
fn gaps(mut polls: Vec<Item>) -> Vec<u64> {
    polls.sort_by_key(|poll| poll.at);
    let mut found = Vec::new();
    let mut covered: Option<Nanos> = None;
    for poll in polls {
        if let Some(covered) = covered
            && covered < poll.at
        {
            found.push(poll.at.since(covered).0);
        }
        covered = covered.max(Some(poll.until));
    }
    found
}

fn slots(model: &Model) -> Vec<(WorkerId, TaskId, Nanos)> {
    let slots = model.workers().iter();
    let slots = slots.filter_map(|worker| Some((worker.index, model.task(worker.lifo?)?)));
    slots
        .map(|(worker, task)| (worker, task.id, task.since))
        .collect()
}

/// A statistic that every value counts for; as it is, and as it may be told.
fn of_all(statistic: Statistic, mut values: Vec<u64>) -> Option<[u64; 2]> {
    values.sort_unstable();
    let tops = *values.last()?;
    let sum: u128 = values.iter().map(|value| u128::from(*value)).sum();
    let fits = |value| u64::try_from(value).unwrap_or(u64::MAX);
    Some(match statistic {
        Statistic::Mean => [fits(sum / values.len() as u128); 2],
        Statistic::Percentile(share) => {
            let rank = (usize::from(share) * values.len()).div_ceil(100).max(1);
            // It is told to two digits.
            let value = values[rank - 1];
            [value, (value + value / 127 + 1).min(tops)]
        }
        _ => [fits(sum); 2],
    })
}
