//! How long from exec to the first picture, on a pseudo-terminal of its own.

use super::clocks;
use super::cost::Plan;
use super::row::Row;
use anyhow::{Context, bail};
use rustix::process::{ioctl_tiocsctty, setsid};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The end of a picture: the program sends each as one synchronized update.
const PICTURE_END: &[u8] = b"\x1b[?2026l";

pub(super) fn rows(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let starts = if plan.quick { 3 } else { 4 * plan.rounds };
    let times: Vec<f64> = (0..=starts)
        .map(|_| once(&plan.program))
        .collect::<Result<_, _>>()?;
    // The first start reads the program from disk.
    let (cold, warm) = times.split_at(1);
    Ok(vec![
        Row::new("first-frame", "ms").median(warm),
        Row::new("first-frame/first", "ms").median(cold),
    ])
}

fn once(program: &Path) -> anyhow::Result<f64> {
    let (mut master, terminal) = terminal().context("cannot open a pseudo-terminal")?;
    let mut child = Command::new(program)
        .args(["bench", "--part", "on-terminal"])
        .env("TERM", "xterm-256color")
        .stdin(terminal.try_clone()?)
        .stdout(terminal)
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start the program again")?;
    let seen = first_picture(&mut master);
    let at = clocks::monotonic();
    let exec = exec_time(&mut child);
    // It may have ended on its own, which the reads above then tell.
    let _ = master.write_all(b"q");
    let _ = child.wait();
    seen?;
    Ok(at.saturating_sub(exec?).as_secs_f64() * 1e3)
}

/// Both ends of a terminal of 200 x 60.
fn terminal() -> anyhow::Result<(File, File)> {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
    grantpt(&master)?;
    unlockpt(&master)?;
    let size = Winsize {
        ws_row: 60,
        ws_col: 200,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&master, size)?;
    let name = ptsname(&master, Vec::new())?;
    let path = Path::new(std::ffi::OsStr::from_bytes(name.as_bytes()));
    let terminal = OpenOptions::new().read(true).write(true).open(path)?;
    Ok((File::from(master), terminal))
}

/// Reads until the first picture is whole.
fn first_picture(master: &mut File) -> anyhow::Result<()> {
    let mut all = Vec::new();
    let mut bytes = [0; 16 * 1024];
    loop {
        match master.read(&mut bytes).context("the program ended")? {
            0 => bail!("the program ended without a picture"),
            count => all.extend_from_slice(&bytes[..count]),
        }
        if all
            .windows(PICTURE_END.len())
            .any(|part| part == PICTURE_END)
        {
            return Ok(());
        }
    }
}

/// What the child wrote just before it became the program.
fn exec_time(child: &mut Child) -> anyhow::Result<Duration> {
    let stderr = child.stderr.take().context("no stderr")?;
    let mut line = String::new();
    BufReader::new(stderr).read_line(&mut line)?;
    let nanos = line.trim().parse().with_context(|| line.clone())?;
    Ok(Duration::from_nanos(nanos))
}

/// In the child: makes the terminal on stdin its own, tells the time, becomes the program.
pub(super) fn on_terminal(program: &Path) -> anyhow::Result<()> {
    setsid().context("cannot begin a session")?;
    ioctl_tiocsctty(std::io::stdin()).context("cannot have the terminal")?;
    eprintln!("{}", clocks::monotonic().as_nanos());
    // This terminal answers nothing: what is measured must not wait for its background.
    Err(Command::new(program).args(["--theme", "dark"]).exec()).context("cannot become the program")
}
