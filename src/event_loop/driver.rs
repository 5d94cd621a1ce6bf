//! The loop itself, over any terminal and any source of events.

mod frame;
mod play;

use super::console::{Console, Input};
use super::crowd::Crowd;
use super::keep;
use super::pace::{FRAME, Pace};
use super::shelf::Shelf;
use super::themed::Themed;
use crate::app::{Action, App, Copied, Message, Screen, update};
use crate::events::Nanos;
use crate::kitchen::copied;
use crate::order::Command;
use crate::scenario::Player;
use crate::source::Source;
use crate::terminal::Signal;
use crate::terminal::clipboard::Copy;
use crate::ui::hit::{HitMap, Slider};
use crate::ui::keymap;
use anyhow::Context;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::Buffer;
use std::time::Duration;

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The user left.
    Quit,
    /// A signal asked for it.
    Signal(i32),
}

/// Between two intervals of tokio-metrics.
const INTERVAL: Duration = Duration::from_millis(500);
/// Between two looks at whether the terminal is still there.
const ALIVE: Duration = Duration::from_millis(450);
/// A stopped process that is not told to continue goes on after this: there are places
/// (the first process of a container) where stopping does nothing.
const STOPPED: Duration = Duration::from_millis(300);
/// Inputs taken before events are read again.
const AT_ONCE: usize = 256;
/// Events taken before input is looked at again: some milliseconds' worth.
const EVENTS_AT_ONCE: usize = 16_384;
/// After so long without an event what the picture tells of the past stands still, and
/// what is due later than that is shown to the second.
const AT_REST: Duration = Duration::from_secs(12);
/// Rows per step of the wheel.
const WHEEL: i32 = 3;

/// The loop and what it moves.
pub(crate) struct Driver<'a, B: Backend, C, S> {
    terminal: Terminal<B>,
    console: C,
    pub(super) source: &'a mut S,
    pub(crate) app: App,
    theme: Themed,
    player: Option<Player>,
    /// What it played is over.
    play_over: bool,
    played: play::Played,
    /// Where the progress of the learner is kept.
    shelf: Shelf,
    /// A scenario that begins when the runtime is ready for it.
    coming: Option<play::Coming>,
    hits: HitMap,
    /// The time the mouse took hold of, until it lets go.
    held: Option<Slider>,
    /// The column it was dragged to since that was last acted on.
    dragged: Option<u16>,
    pace: Pace,
    /// Cards travel in the picture drawn last.
    animating: bool,
    /// What is left of the timer shown that is due first.
    soonest: Option<Nanos>,
    /// Keys were pressed since the last picture.
    unseen: bool,
    /// When the last event came.
    heard_at: Duration,
    /// When what is watched was looked at last.
    looked_at: Duration,
    /// What is on the terminal is unknown: the next picture is drawn whole. Also after a
    /// change of size, since two of them can lead back to the size we know.
    repaint: bool,
    /// A picture is due, but the terminal has not taken the last one.
    held_up: bool,
    /// More events were there than were taken at once.
    more: bool,
    /// We have stopped, and did not hear yet that we go on.
    stopped: bool,
    next_interval: Duration,
    /// Looked at for a program in another process.
    crowd: Option<Crowd>,
    next_crowd: Duration,
    next_alive: Duration,
}

pub(super) use play::begins;

impl<'a, B, C, S> Driver<'a, B, C, S>
where
    B: Backend,
    B::Error: std::error::Error + Send + Sync + 'static,
    C: Console,
    S: Source,
{
    pub(crate) fn new(
        terminal: Terminal<B>,
        console: C,
        source: &'a mut S,
        app: App,
        theme: Themed,
        player: Option<Player>,
    ) -> Self {
        Self {
            terminal,
            console,
            source,
            app,
            theme,
            player,
            play_over: false,
            played: play::Played::default(),
            shelf: Shelf::default(),
            coming: None,
            hits: HitMap::default(),
            held: None,
            dragged: None,
            pace: Pace::default(),
            animating: false,
            soonest: None,
            unseen: false,
            heard_at: Duration::ZERO,
            looked_at: Duration::ZERO,
            repaint: false,
            held_up: false,
            more: false,
            stopped: false,
            next_interval: INTERVAL,
            crowd: None,
            next_crowd: INTERVAL,
            next_alive: ALIVE,
        }
    }

    /// Keeps the progress of the learner there.
    pub(crate) fn keeping(mut self, shelf: Shelf) -> Self {
        self.shelf = shelf;
        self
    }

    /// Runs until the user leaves, a signal asks for it, or the terminal fails. Gives the
    /// application back: what a million tasks left in it takes long to free, longer than
    /// leaving may take.
    pub(crate) fn run(mut self) -> (anyhow::Result<Ending>, App) {
        let ended = loop {
            match self.round() {
                Ok(None) => {}
                Ok(Some(ending)) => break Ok(ending),
                Err(error) => break Err(error),
            }
        };
        (ended, self.app)
    }

    /// As fits a program in another process, whose processors are also this one's.
    pub(super) fn gently(mut self) -> Self {
        self.pace = Pace::gentle();
        self.crowd = Some(Crowd::here());
        self
    }

    /// The next picture is due: something else changed than the source tells.
    pub(super) fn touch(&mut self) {
        self.pace.touch();
    }

    /// Whether there is more to take in at once.
    pub(crate) fn has_more(&self) -> bool {
        self.more || self.source.has_more()
    }

    /// Waits for input, acts on it, looks at the runtime, draws if due.
    pub(crate) fn round(&mut self) -> anyhow::Result<Option<Ending>> {
        let wait = self.how_long();
        self.source.waits(wait);
        let mut next = self.console.wait(wait);
        if next.is_none() && self.stopped {
            self.resume()?;
        }
        for _ in 0..AT_ONCE {
            let Some(input) = next else { break };
            if let Some(ending) = self.take(input)? {
                return Ok(Some(ending));
            }
            if self.stopped {
                // Nothing else until we go on: the terminal is not ours.
                return Ok(None);
            }
            next = self.console.wait(Duration::ZERO);
        }
        self.drag();
        self.look();
        if self.app.quit {
            return Ok(Some(Ending::Quit));
        }
        self.check_terminal()?;
        self.draw_if_due()?;
        Ok(None)
    }

    /// How long to wait for input.
    fn how_long(&mut self) -> Duration {
        if self.stopped {
            STOPPED
        } else if self.more {
            Duration::ZERO
        } else if self.held_up {
            FRAME
        } else {
            // The picture that is due waits for its colours; the answer wakes us.
            let colours = self.theme.settles_in(self.console.clock());
            self.until_news_or_picture().max(colours)
        }
    }

    /// The first event after a pause is looked at when it happens: who unparks wakes the
    /// loop, and workers that are awake are looked at again and again.
    fn until_news_or_picture(&mut self) -> Duration {
        let clock = self.console.clock();
        if !self.pace.listens() {
            return self.pace.wait(clock);
        }
        let all_parked = self.source.rest() && !self.is_awake();
        if all_parked {
            self.pace.wait(clock)
        } else {
            self.pace.look_again(clock)
        }
    }

    /// A terminal that takes nothing holds up pictures and nothing else.
    fn draw_if_due(&mut self) -> anyhow::Result<()> {
        let ready = self.console.is_ready();
        let ready = ready.context("cannot write to the terminal")?;
        let clock = self.console.clock();
        let due = self.pace.due(clock) && self.theme.settles_in(clock).is_zero();
        self.held_up = due && !ready;
        if due && ready {
            self.draw()?;
        }
        Ok(())
    }

    fn take(&mut self, input: Input) -> anyhow::Result<Option<Ending>> {
        self.pace.touch();
        if !matches!(input, Input::Drag(_)) {
            self.drag();
        }
        match input {
            Input::Key(key) if is_control_z(key) => self.console.ask_to_stop(),
            Input::Key(key) => {
                if let Some(action) = keymap::action(key, &self.app) {
                    self.act(action);
                }
            }
            Input::Click(column, row) => {
                self.held = self.hits.time_at(column, row);
                if let Some(action) = self.hits.at(column, row) {
                    self.act(action);
                }
            }
            Input::Drag(column) => self.dragged = Some(column),
            Input::Release => self.held = None,
            Input::Wheel(rows) if self.app.screen == Screen::Timeline => {
                self.act(Action::Zoom { closer: rows < 0 });
            }
            Input::Wheel(rows) => self.act(Action::Scroll(rows * WHEEL)),
            Input::Signal(Signal::Exit(number)) => return Ok(Some(Ending::Signal(number))),
            Input::Signal(Signal::Suspend) => {
                self.stopped = true;
                self.console.stop();
            }
            Input::Signal(Signal::Continue) => self.resume()?,
            Input::Signal(Signal::Resized) => self.repaint = true,
            Input::Ground(ground) => self.theme.hear(ground),
            Input::Failed(error) => return Err(error).context("cannot read the terminal"),
        }
        Ok(if self.app.quit {
            Some(Ending::Quit)
        } else {
            None
        })
    }

    /// Acts on the newest of the columns the mouse was dragged over: those before it are
    /// over already.
    fn drag(&mut self) {
        if let (Some(slider), Some(column)) = (self.held, self.dragged.take()) {
            self.act(slider.action(column));
        }
    }

    pub(crate) fn act(&mut self, action: Action) {
        // What is typed goes on whatever the page shows.
        if !matches!(action, Action::Type(_) | Action::Erase | Action::EraseAll) {
            self.see();
        }
        self.tell(Message::Act(action));
        self.unseen = true;
        match action {
            Action::Copy => match copied::code(&self.app) {
                Some((title, code)) => self.copy(Some((title, code))),
                None => self.copy_line(copied::line(&self.app)),
            },
            Action::Keep => {
                let kept = keep::keep(&self.app).map_err(|error| error.to_string());
                self.tell(Message::Kept(kept));
            }
            Action::TellAddress => self.copy_line(Some(copied::address(&self.app))),
            _ => {}
        }
    }

    fn copy_line(&mut self, line: Option<String>) {
        self.copy(line.map(|line| (line.clone(), line)));
    }

    /// Copies a text, and says so of what it is called.
    fn copy(&mut self, named: Option<(String, String)>) {
        let copied = named.map(|(line, text)| {
            let copied = match self.console.copy(&text) {
                Copy::Sent => Copied::Sent,
                Copy::SentToTmux => Copied::SentToTmux,
                Copy::NotTaken => Copied::NotTaken,
            };
            (line, copied)
        });
        self.tell(Message::Copied(copied));
    }

    /// Updates the application and passes its commands on.
    fn tell(&mut self, message: Message) {
        let commands = update(&mut self.app, message);
        if self.app.take_first_order() {
            self.order_again();
        }
        for command in commands {
            let coming = self.coming.as_mut().map(play::Coming::player);
            if let Some(player) = self.player.as_mut().or(coming) {
                match &command {
                    Command::Spawn(order) => player.note_order(order),
                    Command::SetTempo(tempo) => player.set_tempo(*tempo),
                    _ => {}
                }
            }
            self.source.send(command);
        }
        if let Some(play) = self.app.take_play() {
            self.prepare(play);
        }
        if let Some(load) = self.app.take_load() {
            self.prepare_load(&load);
        }
        if let Some(run) = self.app.take_lesson_run() {
            self.prepare_run(&run.script);
        }
        if let Some(progress) = self.app.take_progress()
            && let Some(trouble) = self.shelf.keep(progress)
        {
            self.tell(Message::Shelf(trouble.0));
        }
    }

    /// Takes the terminal over again after a stop, ours or somebody else's.
    fn resume(&mut self) -> anyhow::Result<()> {
        self.stopped = false;
        self.console
            .reenter()
            .context("cannot take the terminal over again")?;
        self.repaint = true;
        self.pace.touch();
        Ok(())
    }
}

fn is_control_z(key: KeyEvent) -> bool {
    key.modifiers.contains(KeyModifiers::CONTROL) && matches!(key.code, KeyCode::Char('z' | 'Z'))
}

#[cfg(test)]
impl<C: Console, S: Source> Driver<'_, TestBackend, C, S> {
    /// As if the program had been started with it.
    pub(super) fn play_at_start(&mut self, scenario: &crate::scenario::Scenario) {
        self.player = Some(Player::new(scenario, 1.0));
        update(&mut self.app, begins(scenario, false));
    }
}

impl<C, S> Driver<'_, TestBackend, C, S> {
    /// The picture drawn last.
    pub(super) fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }
}
