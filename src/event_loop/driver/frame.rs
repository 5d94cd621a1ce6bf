//! One look at the observed runtime, and one picture.

use super::{ALIVE, AT_REST, Driver, EVENTS_AT_ONCE, INTERVAL};
use crate::app::{Message, Pace, Screen};
use crate::event_loop::console::Console;
use crate::event_loop::intake::look;
use crate::event_loop::pace::Activity;
use crate::events::Nanos;
use crate::kitchen::scene::scene;
use crate::source::Source;
use crate::terminal;
use crate::ui;
use crate::ui::hit::HitMap;
use anyhow::Context;
use ratatui::backend::Backend;
use std::time::Duration;

/// Moments of a recording are taken one after the other for so long before input is looked at.
const AT_ONCE: Duration = Duration::from_millis(20);

impl<B, C, S> Driver<'_, B, C, S>
where
    B: Backend,
    B::Error: std::error::Error + Send + Sync + 'static,
    C: Console,
    S: Source,
{
    /// Takes in what happened since the last look.
    pub(super) fn look(&mut self) {
        // Before the events are read: whatever the engine did is then among them.
        let settled = self.source.settled();
        let until = self.console.clock() + AT_ONCE;
        let mut heard = 0;
        loop {
            if let Some(place) = self.source.place() {
                self.app.stands_before(place);
            }
            let player = self.player.as_mut();
            let (count, moment) = look(self.source, &mut self.app, player, EVENTS_AT_ONCE);
            heard += count;
            self.tell(moment);
            let more = self.source.has_more();
            self.app.heard(count as u64, !more);
            self.more = more || count >= EVENTS_AT_ONCE;
            // What is behind the next tick is another moment, and may be taken at once.
            if !more || heard >= EVENTS_AT_ONCE || self.console.clock() >= until {
                break;
            }
        }
        self.look_at_recording();
        self.read_part();
        self.end_if_over(settled && !self.more);
        self.begin_if_ready();
        self.play();
        for report in self.source.reports() {
            self.pace.touch();
            self.tell(Message::Reported(report));
        }
        if let Some(terminal::Panic { thread, text }) = terminal::take_panic() {
            self.pace.touch();
            self.tell(match thread == crate::engine::THREAD {
                true => Message::Panicked(text),
                false => Message::ThreadPanicked { thread, text },
            });
        }
        self.measure();
        self.look_around();
        let activity = self.activity(heard);
        self.pace.observe(activity);
    }

    /// Reads the part of a history again in which the moment is that is to be shown.
    fn read_part(&mut self) {
        let Some(part) = self.app.begin_part() else {
            return;
        };
        self.source.read_again(part.from, part.until);
        while self.app.is_on_its_way() && self.source.has_more() {
            let (_, moment) = look(self.source, &mut self.app, None, EVENTS_AT_ONCE);
            self.tell(moment);
        }
        self.app.arrive_in_part();
        self.more = self.source.has_more();
        self.pace.touch();
    }

    /// What is read of a recording, which stands still while somebody looks on.
    fn look_at_recording(&mut self) {
        let Some(recorded) = self.source.recorded() else {
            return;
        };
        let recorded = recorded.into();
        if self.app.watched.as_ref() != Some(&recorded) {
            self.pace.touch();
            self.app.watched = Some(recorded);
        }
        let clock = self.console.clock();
        let before = std::mem::replace(&mut self.looked_at, clock);
        if self.source.over() {
            let passed = clock.saturating_sub(before);
            self.tell(Message::Passed(Nanos::from_duration(passed)));
        }
    }

    /// Gives the orders of the script that are due.
    fn play(&mut self) {
        let Some(player) = &mut self.player else {
            return;
        };
        let due = player.advance(self.source.now().at);
        self.app.tempo = player.tempo();
        self.source.send_all(due);
    }

    /// Twice a second, one interval of tokio-metrics.
    fn measure(&mut self) {
        let clock = self.console.clock();
        if clock < self.next_interval || !self.app.newest().model.running() {
            return;
        }
        self.next_interval = clock + INTERVAL;
        let (runtime, tasks) = self.source.intervals();
        if let Some(interval) = runtime {
            self.tell(Message::Runtime(interval));
        }
        if !tasks.is_empty() {
            self.tell(Message::Tasks(tasks));
        }
    }

    /// Twice a second, whether others need the processors.
    fn look_around(&mut self) {
        let clock = self.console.clock();
        if let Some(crowd) = self.crowd.as_mut().filter(|_| clock >= self.next_crowd) {
            self.next_crowd = clock + INTERVAL;
            self.pace.crowd(crowd.look());
        }
    }

    fn activity(&mut self, heard: usize) -> Activity {
        self.pace.hear(heard, self.console.clock());
        if heard > 0 {
            self.heard_at = self.console.clock();
        }
        if matches!(self.app.pace(), Pace::Playing(_)) {
            return Activity::Moving;
        }
        if self.app.looks_back() || self.app.by_hand_moves() {
            return Activity::Moving;
        }
        let model = &self.app.newest().model;
        let in_hand = self.app.newest().now.workers.iter().any(Option::is_some);
        if heard > 0 || in_hand || self.animating || !self.source.settled() {
            return Activity::Moving;
        }
        let jobs = model.blocking_running_len() > 0 || model.blocking_queued_len() > 0;
        let alive = model.counters().alive() > 0 || jobs;
        let scripted = self
            .player
            .as_ref()
            .is_some_and(|player| !player.all_ordered());
        // A notice must fade even when nothing else moves.
        let scripted = scripted || self.coming.is_some();
        let hurry = jobs || self.is_awake() || scripted || self.app.notice.is_some();
        match (alive, hurry) {
            (true, false) if self.at_rest() => Activity::Resting,
            (false, false) => Activity::Idle,
            _ => Activity::Waiting,
        }
    }

    /// Whether some worker is not parked, as far as it has told.
    pub(super) fn is_awake(&self) -> bool {
        let model = &self.app.newest().model;
        model.running() && model.workers().iter().any(|worker| !worker.parked)
    }

    /// Tasks only wait, for long: nobody misses a picture, and the next event wakes us.
    fn at_rest(&mut self) -> bool {
        let quiet = self.console.clock().saturating_sub(self.heard_at) > AT_REST;
        let soon = |left: Nanos| left < Nanos::from_duration(AT_REST);
        quiet && !self.soonest.is_some_and(soon) && self.source.rest()
    }

    /// A terminal that went away may neither fail nor end when read, and an idle program
    /// writes nothing that could fail.
    pub(super) fn check_terminal(&mut self) -> anyhow::Result<()> {
        let clock = self.console.clock();
        if clock < self.next_alive {
            return Ok(());
        }
        self.next_alive = clock + ALIVE;
        anyhow::ensure!(!self.console.is_gone(), "the terminal went away");
        Ok(())
    }

    pub(crate) fn draw(&mut self) -> anyhow::Result<()> {
        if std::mem::take(&mut self.repaint) {
            // Resizing to the full area clears the screen and draws everything anew, and
            // unlike `Terminal::clear` it asks the terminal nothing.
            let area = self
                .terminal
                .size()
                .context("cannot ask for the size")?
                .into();
            self.terminal.resize(area).context("cannot draw")?;
        }
        self.terminal
            .autoresize()
            .context("cannot ask for the size")?;
        let viewport = ui::viewport(&self.app, self.terminal.get_frame().area().as_size());
        self.tell(Message::Look(viewport));
        let Self {
            terminal,
            app,
            theme,
            hits,
            animating,
            soonest,
            ..
        } = self;
        let mut seen = None;
        let mut offered = false;
        terminal
            .draw(|frame| {
                let area = frame.area();
                if area.is_empty() {
                    *hits = HitMap::default();
                    return;
                }
                let scene = scene(app, &viewport);
                *animating = scene.animating;
                *soonest = scene.soonest;
                seen = Some(ui::seen(&scene, area));
                offered = ui::offers_course(&scene, area);
                *hits = ui::draw(&scene, theme.theme(), frame);
            })
            .context("cannot draw")?;
        self.console
            .present()
            .context("cannot write to the terminal")?;
        self.pace.drew(self.console.clock());
        if offered {
            self.app.offered_lessons();
        }
        if let Some(seen) = seen {
            self.tell(Message::Seen(seen));
        }
        self.unseen = false;
        Ok(())
    }

    /// Works out the page that the keys since the last picture lead to, without a picture:
    /// many keys may come between two, and each acts on the rows that those before it left.
    pub(super) fn see(&mut self) {
        let area = self.terminal.get_frame().area();
        let is_page = self.app.screen != Screen::Main;
        if !std::mem::take(&mut self.unseen) || !is_page || area.is_empty() {
            return;
        }
        let viewport = ui::viewport(&self.app, area.as_size());
        self.tell(Message::Look(viewport));
        let seen = ui::seen(&scene(&self.app, &viewport), area);
        self.tell(Message::Seen(seen));
    }
}
