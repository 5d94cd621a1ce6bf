//! Which of several programs is to be watched: a list, before the kitchen is drawn.

use crate::event_loop::console::{Console, Input};
use crate::event_loop::driver::Ending;
use crate::event_loop::themed::Themed;
use crate::remote::{Found, Told};
use crate::terminal::Signal;
use crate::ui::screen::programs::{View, draw};
use anyhow::Context;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::Backend;
use std::ops::ControlFlow;
use std::time::Duration;

/// Between two looks whether the terminal is there.
const LOOK: Duration = Duration::from_millis(100);

/// The one that is chosen, or how the user left.
pub(super) fn choose<B, C>(
    terminal: &mut Terminal<B>,
    console: &mut C,
    theme: &mut Themed,
    all: &[Told],
) -> anyhow::Result<Result<Found, Ending>>
where
    B: Backend,
    B::Error: std::error::Error + Send + Sync + 'static,
    C: Console,
{
    let mut view = View {
        rows: all.iter().map(Told::line).collect(),
        selected: 0,
    };
    loop {
        let settled = theme.settles_in(console.clock()).is_zero();
        if settled && console.is_ready().context("cannot write to the terminal")? {
            terminal
                .draw(|frame| draw(&view, theme.theme(), frame.area(), frame.buffer_mut()))
                .context("cannot draw")?;
            console.present().context("cannot write to the terminal")?;
        }
        let Some(input) = console.wait(LOOK) else {
            anyhow::ensure!(!console.is_gone(), "the terminal went away");
            continue;
        };
        match input {
            Input::Key(key) => match press(&mut view, key) {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(Some(row)) => return Ok(Ok(all[row].found.clone())),
                ControlFlow::Break(None) => return Ok(Err(Ending::Quit)),
            },
            Input::Wheel(rows) => view.step(rows.signum() as isize),
            Input::Ground(ground) => theme.hear(ground),
            Input::Signal(Signal::Exit(number)) => return Ok(Err(Ending::Signal(number))),
            Input::Signal(Signal::Suspend) => console.stop(),
            Input::Signal(Signal::Continue) => {
                console
                    .reenter()
                    .context("cannot take the terminal over again")?;
                repaint(terminal)?;
            }
            Input::Signal(Signal::Resized) => repaint(terminal)?,
            Input::Failed(error) => return Err(error).context("cannot read the terminal"),
            Input::Click(..) | Input::Drag(_) | Input::Release => {}
        }
    }
}

fn repaint<B: Backend>(terminal: &mut Terminal<B>) -> anyhow::Result<()>
where
    B::Error: std::error::Error + Send + Sync + 'static,
{
    let size = terminal.size().context("cannot ask for the size")?;
    terminal.resize(size.into()).context("cannot draw")
}

/// The row that is taken; none to leave.
fn press(view: &mut View, key: KeyEvent) -> ControlFlow<Option<usize>> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c' | 'C') if control => return ControlFlow::Break(None),
        KeyCode::Char('q' | 'Q') | KeyCode::Esc => return ControlFlow::Break(None),
        KeyCode::Up | KeyCode::Char('k') => view.step(-1),
        KeyCode::Down | KeyCode::Char('j') => view.step(1),
        KeyCode::Enter => return ControlFlow::Break(Some(view.selected)),
        KeyCode::Char(digit @ '1'..='9') => {
            let row = digit as usize - '1' as usize;
            if row < view.rows.len() {
                return ControlFlow::Break(Some(row));
            }
        }
        _ => {}
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_chosen_by_arrows_or_by_its_number() {
        let mut view = View {
            rows: vec!["a".into(), "b".into(), "c".into()],
            selected: 0,
        };
        let mut press = |code| press(&mut view, KeyEvent::new(code, KeyModifiers::NONE));
        for code in [KeyCode::Up, KeyCode::Down, KeyCode::Char('9')] {
            assert_eq!(press(code), ControlFlow::Continue(()));
        }
        assert_eq!(press(KeyCode::Enter), ControlFlow::Break(Some(1)));
        assert_eq!(press(KeyCode::Char('3')), ControlFlow::Break(Some(2)));
        assert_eq!(press(KeyCode::Esc), ControlFlow::Break(None));
    }
}
