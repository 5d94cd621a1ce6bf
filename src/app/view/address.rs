//! Addresses of moments: the one shown, and those that are typed.

use super::App;
use crate::app::{Refused, Said, Selection};
use crate::camera::{Address, Place, When, Which, earliest};
use crate::events::{Nanos, TaskId, What};

impl App {
    /// The address of the moment shown, with what is selected.
    pub fn address(&self) -> Address {
        let place = self.place();
        let select = match self.selected {
            Selection::Auto => Which::Any,
            Selection::Task(task) => Which::Task(task),
            Selection::Worker(worker) => Which::Worker(worker),
        };
        Address {
            when: Some(When::At(place.at)),
            event: Some(place.position),
            select,
        }
    }

    /// To an address that was typed.
    pub(in crate::app) fn go_to(&mut self, text: &str) {
        let address = match text.parse::<Address>() {
            Ok(address) => address,
            Err(error) => {
                self.refuse(Refused::Unreadable(error));
                return;
            }
        };
        match self.find(&address) {
            Ok(place) => self.arrive(&address, place),
            Err(why) => self.refuse(why),
        }
    }

    fn arrive(&mut self, address: &Address, place: Option<Place>) {
        if let Some(place) = place {
            self.freeze();
            self.pause();
            self.stand(place, address.event.is_some());
        }
        match address.select {
            Which::Any => {}
            Which::Task(task) => self.selected = Selection::Task(task),
            Which::Worker(worker) => self.selected = Selection::Worker(worker),
        }
        if let (Some(When::At(asked)), Which::Task(task)) = (address.when, address.select)
            && place.is_some_and(|place| place.at != asked)
        {
            self.say(Said::FirstPoll { task, asked });
        }
    }

    /// Whether there is what the address selects. At another moment there may be more: tasks
    /// that are forgotten by now, workers of an earlier runtime.
    fn can_select(&self, address: &Address) -> bool {
        let elsewhere = address.when.is_some() || address.event.is_some();
        let models = [&self.newest().model, &self.shown().model];
        match address.select {
            Which::Any => true,
            Which::Task(task) if elsewhere => self.newest().model.has_seen(task),
            Which::Task(task) => models.iter().any(|model| model.task(task).is_some()),
            Which::Worker(worker) if elsewhere => worker.index() < self.stage.most_workers(),
            Which::Worker(worker) => models
                .iter()
                .any(|model| worker.index() < model.workers().len()),
        }
    }

    /// The place of an address; `None` if it only selects.
    fn find(&self, address: &Address) -> Result<Option<Place>, Refused> {
        if !self.can_select(address) {
            return Err(Refused::NoSuchSelection);
        }
        let log = &self.camera.log;
        let newest = self.newest().now.at;
        let at = match address.when {
            Some(When::At(at)) => Some(at),
            Some(When::Ago(span)) => Some(
                newest
                    .0
                    .checked_sub(span.0)
                    .map(Nanos)
                    .ok_or(Refused::BeforeTheRun)?,
            ),
            None => None,
        };
        let Some((oldest, _)) = self.span() else {
            return Err(Refused::NoPast);
        };
        match at {
            Some(at) if at < oldest => return Err(Refused::BeforeTheHistory { at, oldest }),
            Some(at) if at > newest => return Err(Refused::AfterNow { at, newest }),
            _ => {}
        }
        let first = earliest(log);
        match address.event {
            Some(event) if event < first || event > log.end() => Err(Refused::NoSuchEvent {
                event,
                first,
                last: log.end(),
            }),
            Some(position) => {
                let reached = log.reached(position).unwrap_or(oldest);
                let at = at.unwrap_or(reached);
                // Several events can have one time; then the number tells more.
                if at != reached && log.position(at) != position {
                    return Err(Refused::EventElsewhere {
                        event: position,
                        reached,
                        at,
                    });
                }
                Ok(Some(Place { position, at }))
            }
            None => Ok(at.map(|at| {
                let at = match address.select {
                    Which::Task(task) => self.first_poll_after(task, at).unwrap_or(at),
                    _ => at,
                };
                Place {
                    position: log.position(at),
                    at,
                }
            })),
        }
    }

    /// When the first poll of a task begins that was not spawned yet at this moment. Such an
    /// address is of another run of the same scenario, where all was a bit earlier: what it is
    /// about begins no sooner than that.
    fn first_poll_after(&self, task: TaskId, at: Nanos) -> Option<Nanos> {
        let log = &self.camera.log;
        let mut life = log.of_task_within(task, log.position(at)..log.end());
        let (_, born) = life.next()?;
        if !matches!(
            born.what,
            What::Spawned { .. } | What::BlockingSubmitted { .. }
        ) {
            return None;
        }
        let begins = life.find_map(|(_, event)| match event.what {
            What::Polled { start, .. } => Some(start),
            What::BlockingStarted { .. } => Some(event.at),
            _ => None,
        });
        // The first one may go on still.
        let hands = self.newest().now.workers.iter().flatten();
        begins.or_else(|| {
            let mut hands = hands.filter(|hand| hand.task == task);
            hands.next().map(|hand| hand.since)
        })
    }
}
