//! The built program in a real pseudo-terminal, and an emulator that reads its screen.
//!
//! Nothing here waits a fixed time: a test waits for what it expects to see, and fails
//! with the screen in its message when it does not come within a generous time.

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::{Duration, Instant};

/// A machine that is very busy is no failure.
const DEADLINE: Duration = Duration::from_mins(2);

/// Only a panic while holding the lock poisons it, and then the test has failed already.
const POISON: &str = "no other thread panicked";

/// What came out so far.
struct Output {
    emulator: vt100::Parser,
    raw: Vec<u8>,
}

struct Shared {
    output: Mutex<Output>,
    changed: Condvar,
    /// Nobody reads the terminal while this is set.
    held: Mutex<bool>,
    let_go: Condvar,
}

/// A running program.
pub(super) struct Session {
    pair: PtyPair,
    keys: Box<dyn Write + Send>,
    shared: Arc<Shared>,
    pid: i32,
    exit: mpsc::Receiver<u32>,
    killer: Box<dyn portable_pty::ChildKiller + Send + Sync>,
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("tests use no empty terminal")
}

impl Session {
    /// Starts the program on a terminal of 24 rows and 80 columns.
    pub(super) fn open(args: &[&str]) -> Self {
        Self::open_with(args, &[], 24, 80)
    }

    /// Starts the program with these variables set besides.
    pub(super) fn open_with(
        args: &[&str],
        variables: &[(&str, &str)],
        rows: u16,
        cols: u16,
    ) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        for (name, value) in variables {
            command.env(name, value);
        }
        Self::open_command(command, rows, cols)
    }

    /// Starts what in the end becomes the program: `sudo`, `nice` and the like before it.
    pub(super) fn open_command(command: CommandBuilder, rows: u16, cols: u16) -> Self {
        let pair = native_pty_system()
            .openpty(size(rows, cols))
            .expect("a pseudo-terminal");
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        let shared = Arc::new(Shared {
            output: Mutex::new(Output {
                emulator: vt100::Parser::new(cells(rows), cells(cols), 0),
                raw: Vec::new(),
            }),
            changed: Condvar::new(),
            held: Mutex::new(false),
            let_go: Condvar::new(),
        });
        read_all(&*pair.master, Arc::clone(&shared));
        let pid = child
            .process_id()
            .expect("a running child has a number")
            .cast_signed();
        let killer = child.clone_killer();
        let keys = pair
            .master
            .take_writer()
            .expect("a terminal can be typed on");
        Self {
            pair,
            keys,
            shared,
            pid,
            exit: exit_of(child),
            killer,
        }
    }

    /// Types.
    pub(super) fn type_keys(&mut self, keys: &str) {
        self.keys
            .write_all(keys.as_bytes())
            .and_then(|()| self.keys.flush())
            .expect("typing works");
    }

    /// Sends a signal to the program.
    pub(super) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid).expect("not zero"), signal).expect("it is running");
    }

    /// Waits until the program is stopped: a signal to go on that comes sooner is lost.
    #[track_caller]
    pub(super) fn wait_stopped(&self) {
        let until = Instant::now() + DEADLINE;
        let path = format!("/proc/{}/stat", self.pid);
        loop {
            let stat = std::fs::read_to_string(&path).expect("it is still there");
            let state = stat
                .rsplit(") ")
                .next()
                .and_then(|rest| rest.chars().next());
            if state == Some('T') {
                return;
            }
            assert!(Instant::now() < until, "it never stopped: {stat}");
            std::thread::yield_now();
        }
    }

    /// Stops reading what the program writes, or goes on with it.
    pub(super) fn hold(&self, held: bool) {
        *self.shared.held.lock().expect(POISON) = held;
        self.shared.let_go.notify_all();
    }

    /// Whether a thread of the program sits in the terminal's write, by what the kernel tells of it:
    /// number 1 of the system call, 64 on ARM.
    pub(super) fn is_blocked(&self, thread: &str) -> bool {
        let tasks = format!("/proc/{}/task", self.pid);
        let tasks = std::fs::read_dir(tasks).into_iter().flatten().flatten();
        tasks.into_iter().any(|task| {
            let read = |name| std::fs::read_to_string(task.path().join(name)).unwrap_or_default();
            let call = read("syscall");
            let number = call.split_whitespace().next();
            read("comm").trim() == thread && matches!(number, Some("1" | "64"))
        })
    }

    /// Another size.
    pub(super) fn resize(&self, rows: u16, cols: u16) {
        self.shared
            .output
            .lock()
            .expect(POISON)
            .emulator
            .screen_mut()
            .set_size(cells(rows), cells(cols));
        self.pair
            .master
            .resize(size(rows, cols))
            .expect("a terminal has a size");
    }

    /// Waits until `seen` finds what it looks for on the screen, and gives it.
    #[track_caller]
    pub(super) fn wait_for<T>(
        &self,
        what: &str,
        mut seen: impl FnMut(&vt100::Screen) -> Option<T>,
    ) -> T {
        let until = Instant::now() + DEADLINE;
        let mut output = self.shared.output.lock().expect(POISON);
        loop {
            if let Some(found) = seen(output.emulator.screen()) {
                return found;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "never saw {what} on:\n{}",
                output.emulator.screen().contents()
            );
            output = self
                .shared
                .changed
                .wait_timeout(output, left)
                .expect(POISON)
                .0;
        }
    }

    /// Waits until the screen has this text, in upper or lower case.
    #[track_caller]
    pub(super) fn wait_text(&self, text: &str) {
        let text = text.to_lowercase();
        self.wait_for(&text, |screen| {
            screen
                .contents()
                .to_lowercase()
                .contains(&text)
                .then_some(())
        });
    }

    /// Waits for the end of the program; gives its exit code.
    #[track_caller]
    pub(super) fn wait_exit(&self) -> u32 {
        match self.exit.recv_timeout(DEADLINE) {
            Ok(code) => code,
            Err(_) => panic!("it never ended; its screen:\n{}", self.contents()),
        }
    }

    /// The text on the screen now.
    pub(super) fn contents(&self) -> String {
        self.shared
            .output
            .lock()
            .expect(POISON)
            .emulator
            .screen()
            .contents()
    }

    /// All bytes that came so far.
    pub(super) fn raw(&self) -> Vec<u8> {
        self.shared.output.lock().expect(POISON).raw.clone()
    }

    /// Whether the terminal is in raw mode.
    pub(super) fn is_raw(&self) -> bool {
        let modes = self
            .pair
            .master
            .get_termios()
            .expect("a terminal has modes");
        !format!("{:?}", modes.local_flags).contains("ICANON")
    }

    /// Waits until the terminal is as it was before: no alternate screen, no raw mode, no
    /// mouse reports, the cursor visible.
    #[track_caller]
    pub(super) fn assert_restored(&self) {
        self.wait_for("the user's own screen", |screen| {
            let plain = !screen.alternate_screen()
                && !screen.hide_cursor()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
            plain.then_some(())
        });
        assert!(!self.is_raw(), "raw mode is still on");
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It has ended already, or the test failed.
        let _ = self.killer.kill();
    }
}

fn read_all(master: &dyn MasterPty, shared: Arc<Shared>) {
    let mut reader = master.try_clone_reader().expect("a terminal can be read");
    std::thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(n @ 1..) = reader.read(&mut bytes) {
            let mut output = shared.output.lock().expect(POISON);
            output.emulator.process(&bytes[..n]);
            output.raw.extend_from_slice(&bytes[..n]);
            drop(output);
            shared.changed.notify_all();
            let mut held = shared.held.lock().expect(POISON);
            while *held {
                held = shared.let_go.wait(held).expect(POISON);
            }
        }
    });
}

fn exit_of(mut child: Box<dyn Child + Send + Sync>) -> mpsc::Receiver<u32> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        if let Ok(status) = child.wait() {
            let _ = send.send(status.exit_code());
        }
    });
    receive
}
