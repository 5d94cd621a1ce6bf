//! The program that is watched, and how it is started.

use kitchen_probe as tokio;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// Tasks that wait.
pub(crate) const TASKS: usize = 20;

#[test]
#[ignore = "started by the other tests of this file"]
fn application() {
    match std::env::var("WHAT").as_deref() {
        Ok("blocks") => blocks(),
        Ok("waits") => waits(),
        Ok("floods") => floods(),
        _ => two(),
    }
}

/// What it has on its stack, which is nobody else's business.
pub(crate) const SECRET: &[u8; 32] = b"nobody reads this in a recording";

/// The line at which it blocks.
pub(crate) const LINE: u32 = line!() + 5;

fn line() -> String {
    let mut line = String::new();
    let secret = std::hint::black_box(*SECRET);
    let read = std::io::stdin().read_line(&mut line);
    std::hint::black_box(&secret);
    assert!(read.is_ok(), "{read:?}");
    line.trim().to_owned()
}

#[tokio::main(crate = "kitchen_probe", flavor = "multi_thread", worker_threads = 2)]
async fn blocks() {
    let task = tokio::spawn(async {
        println!("it blocks");
        line()
    });
    let _ = task.await;
}

#[tokio::main(crate = "kitchen_probe", flavor = "multi_thread", worker_threads = 2)]
async fn waits() {
    let (wake, woken) = tokio::sync::watch::channel(false);
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let mut woken = woken.clone();
            tokio::spawn(async move {
                let _ = woken.changed().await;
                std::future::pending::<()>().await;
            })
        })
        .collect();
    tokio::task::yield_now().await;
    println!("they wait");
    tokio::spawn_blocking(line).await.expect("it is told");
    wake.send(true).expect("they listen");
    for task in tasks {
        let _ = task.await;
    }
}

/// Tasks are born and end without a pause until it is told to stop; then these are left that wait.
#[tokio::main(crate = "kitchen_probe", flavor = "multi_thread", worker_threads = 2)]
async fn floods() {
    use std::sync::atomic::{AtomicBool, Ordering};
    static STOPS: AtomicBool = AtomicBool::new(false);
    let floods = (0..2).map(|_| {
        tokio::spawn(async {
            while !STOPS.load(Ordering::Relaxed) {
                let some: Vec<_> = (0..50)
                    .map(|_| tokio::spawn(tokio::task::yield_now()))
                    .collect();
                for (number, task) in some.into_iter().enumerate() {
                    if number % 5 == 0 {
                        task.abort();
                    }
                    let _ = task.await;
                }
            }
        })
    });
    let floods: Vec<_> = floods.collect();
    println!("it floods");
    tokio::spawn_blocking(line).await.expect("it is told");
    STOPS.store(true, Ordering::Relaxed);
    for flood in floods {
        flood.await.expect("it stops");
    }
    for _ in 0..TASKS {
        tokio::spawn(std::future::pending::<()>());
    }
    println!("they wait");
    tokio::spawn_blocking(line).await.expect("it is told");
}

fn two() {
    let runtime = |workers| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(workers).build().expect("threads")
    };
    let both = (runtime(1), runtime(3));
    println!("two run");
    line();
    drop(both);
}

/// That program, in a process of its own. It is killed when this is dropped.
pub(crate) struct Application {
    child: Child,
    says: BufReader<ChildStdout>,
    hears: Option<ChildStdin>,
    folder: TempDir,
}

impl Application {
    pub(crate) fn start(what: &str) -> Self {
        Self::start_with(what, "attach")
    }

    pub(crate) fn start_with(what: &str, asked: &str) -> Self {
        let this = std::env::current_exe().expect("this program");
        Self::start_from(&this, what, asked)
    }

    /// As a copy of this program.
    pub(crate) fn start_from(program: &Path, what: &str, asked: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(program);
        let arguments = [
            "application::application",
            "--exact",
            "--ignored",
            "--nocapture",
        ];
        command
            .args(arguments)
            .env("TOKIO_KITCHEN", asked)
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("WHAT", what)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let says = BufReader::new(child.stdout.take().expect("a pipe"));
        let this = Self {
            hears: child.stdin.take(),
            child,
            says,
            folder,
        };
        if (what, asked) == ("blocks", "attach") {
            // Its socket is there before its tasks are.
            while !this.socket().exists() {
                std::thread::yield_now();
            }
        }
        this
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn socket(&self) -> PathBuf {
        let name = format!("tokio-kitchen/{}.sock", self.pid());
        self.folder.path().join(name)
    }

    /// Reads what it says until it says this.
    pub(crate) fn waits_for(&mut self, said: &str) {
        let mut line = String::new();
        while !line.contains(said) {
            line.clear();
            let read = self.says.read_line(&mut line).expect("it can be read");
            assert!(read > 0, "it has ended and not said {said:?}");
        }
    }

    pub(crate) fn tell(&mut self, line: &str) {
        let hears = self.hears.as_mut().expect("it listens");
        writeln!(hears, "{line}").expect("it lives");
    }

    /// Waits until it has ended.
    pub(crate) fn ends(&mut self) {
        self.child.wait().expect("it is a child");
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it lives");
        self.ends();
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
