//! `tokio-kitchen compare --screen`: the comparison while it is played, and when it is.
//!
//! A loop of its own: there is no runtime here, only rounds in processes of their own.

use super::console::{Console, Input, Tty};
use super::driver::Ending;
use super::themed::Themed;
use crate::compare::Plays;
use crate::config::{Compare, Theme};
use crate::terminal::{self, Canvas, Guard, Signal};
use crate::ui::screen::compare::{View, draw};
use anyhow::Context;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// Between two looks whether a round is over.
const LOOK: Duration = Duration::from_millis(20);
/// Between two looks whether the terminal is there, when all is played.
const REST: Duration = Duration::from_millis(450);
/// A stopped process that is not told to continue goes on after this.
const STOPPED: Duration = Duration::from_millis(300);
/// Rows per step of the wheel.
const WHEEL: usize = 3;

/// Plays and shows the comparison, until the user leaves; `program` is this program's own file.
/// Whether a claim is broken in some round.
///
/// # Errors
/// When a round cannot be played, or the terminal cannot be used or goes away. After a signal it
/// does not return: the process exits with 128 + the signal's number.
pub fn compare(config: &Compare, theme: Theme, program: &Path) -> anyhow::Result<bool> {
    let mut plays = Plays::new(config, program);
    let ended = with_screen(theme, &mut plays);
    let broken = plays.comparison().broken();
    // On every way out: it ends the round that is being played.
    drop(plays);
    match ended? {
        Ending::Quit => {}
        Ending::Signal(number) => std::process::exit(terminal::exit_code(number)),
    }
    for line in &broken {
        let _ = writeln!(std::io::stderr(), "tokio-kitchen: {line}");
    }
    Ok(!broken.is_empty())
}

/// The part during which the terminal is ours; it is given back on every return.
fn with_screen(theme: Theme, plays: &mut Plays<'_>) -> anyhow::Result<Ending> {
    terminal::install_panic_hook();
    let theme = Themed::of(theme);
    let guard = Guard::enter(theme.asks()).context("cannot take over the terminal")?;
    let canvas = Canvas::new();
    let screen = Terminal::new(CrosstermBackend::new(canvas.clone()))
        .context("cannot ask the terminal for its size")?;
    let console = Tty::open(&guard, canvas).context("cannot listen to the terminal")?;
    Board::new(screen, console, theme, plays).run()
}

/// The screen and what it moves.
struct Board<'a, 'p, B: Backend, C> {
    terminal: Terminal<B>,
    console: C,
    theme: Themed,
    plays: &'a mut Plays<'p>,
    view: View,
    /// Rows of the list there was room for.
    room: usize,
    /// The picture is not what is to be seen.
    stale: bool,
    /// What is on the terminal is unknown.
    repaint: bool,
    stopped: bool,
}

impl<'a, 'p, B, C> Board<'a, 'p, B, C>
where
    B: Backend,
    B::Error: std::error::Error + Send + Sync + 'static,
    C: Console,
{
    fn new(terminal: Terminal<B>, console: C, theme: Themed, plays: &'a mut Plays<'p>) -> Self {
        let view = View {
            sheet: plays.comparison().sheet(),
            progress: plays.progress(),
            selected: 0,
        };
        Self {
            terminal,
            console,
            theme,
            plays,
            view,
            room: 0,
            stale: true,
            repaint: false,
            stopped: false,
        }
    }

    fn run(mut self) -> anyhow::Result<Ending> {
        loop {
            if let Some(ending) = self.round()? {
                return Ok(ending);
            }
        }
    }

    /// Waits for input, acts on it, looks at the rounds, draws if due.
    fn round(&mut self) -> anyhow::Result<Option<Ending>> {
        let wait = match (self.stopped, &self.view.progress) {
            (true, _) => STOPPED,
            // A picture that is due waits for its colours, or for the terminal.
            (false, Some(_)) => LOOK,
            (false, None) if self.stale => LOOK,
            (false, None) => REST,
        };
        let input = self.console.wait(wait);
        if input.is_none() && self.stopped {
            self.resume()?;
        }
        if let Some(input) = input
            && let Some(ending) = self.take(input)?
        {
            return Ok(Some(ending));
        }
        if self.stopped {
            // The terminal is not ours.
            return Ok(None);
        }
        anyhow::ensure!(!self.console.is_gone(), "the terminal went away");
        if self.plays.step()? {
            self.look();
        }
        self.draw_if_due()?;
        Ok(None)
    }

    fn look(&mut self) {
        self.view.sheet = self.plays.comparison().sheet();
        self.view.progress = self.plays.progress();
        self.stale = true;
    }

    fn take(&mut self, input: Input) -> anyhow::Result<Option<Ending>> {
        self.stale = true;
        match input {
            Input::Key(key) => return Ok(self.press(key)),
            Input::Wheel(rows) if rows < 0 => self.choose(|at| at.saturating_sub(WHEEL)),
            Input::Wheel(_) => self.choose(|at| at + WHEEL),
            Input::Click(..) | Input::Drag(_) | Input::Release => {}
            Input::Ground(ground) => self.theme.hear(ground),
            Input::Signal(Signal::Exit(number)) => return Ok(Some(Ending::Signal(number))),
            Input::Signal(Signal::Suspend) => {
                self.stopped = true;
                self.console.stop();
            }
            Input::Signal(Signal::Continue) => self.resume()?,
            Input::Signal(Signal::Resized) => self.repaint = true,
            Input::Failed(error) => return Err(error).context("cannot read the terminal"),
        }
        Ok(None)
    }

    fn press(&mut self, key: KeyEvent) -> Option<Ending> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let page = self.room.max(1);
        match key.code {
            KeyCode::Char('c' | 'C') if control => return Some(Ending::Quit),
            KeyCode::Char('z' | 'Z') if control => self.console.ask_to_stop(),
            KeyCode::Char('q' | 'Q') | KeyCode::Esc => return Some(Ending::Quit),
            KeyCode::Up | KeyCode::Char('k') => self.choose(|at| at.saturating_sub(1)),
            KeyCode::Down | KeyCode::Char('j') => self.choose(|at| at + 1),
            KeyCode::PageUp => self.choose(|at| at.saturating_sub(page)),
            KeyCode::PageDown => self.choose(|at| at + page),
            KeyCode::Home => self.choose(|_| 0),
            KeyCode::End => self.choose(|_| usize::MAX),
            _ => {}
        }
        None
    }

    fn choose(&mut self, to: impl Fn(usize) -> usize) {
        let last = self.view.sheet.rows.len().saturating_sub(1);
        self.view.selected = to(self.view.selected).min(last);
    }

    /// Takes the terminal over again after a stop, ours or somebody else's.
    fn resume(&mut self) -> anyhow::Result<()> {
        self.stopped = false;
        let again = self.console.reenter();
        again.context("cannot take the terminal over again")?;
        self.repaint = true;
        self.stale = true;
        Ok(())
    }

    fn draw_if_due(&mut self) -> anyhow::Result<()> {
        let ready = self.console.is_ready();
        let ready = ready.context("cannot write to the terminal")?;
        let settled = self.theme.settles_in(self.console.clock()).is_zero();
        if !self.stale || !ready || !settled {
            return Ok(());
        }
        if std::mem::take(&mut self.repaint) {
            let size = self.terminal.size().context("cannot ask for the size")?;
            self.terminal.resize(size.into()).context("cannot draw")?;
        }
        let Self {
            terminal,
            theme,
            view,
            room,
            ..
        } = self;
        terminal
            .draw(|frame| {
                let area = frame.area();
                *room = draw(view, theme.theme(), area, frame.buffer_mut());
            })
            .context("cannot draw")?;
        self.stale = false;
        let shown = self.console.present();
        shown.context("cannot write to the terminal")
    }
}

#[cfg(test)]
mod tests;
