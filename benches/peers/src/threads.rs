//! CPU time of a watcher's threads that it started itself.

use std::time::Duration;

/// CPU time of all threads of this process but the main one and the runtime's workers,
/// to a hundredth of a second. Zero where the system does not tell as Linux does.
pub(crate) fn watchers() -> Duration {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return Duration::ZERO;
    };
    let main = std::process::id().to_string();
    let of_thread = |entry: std::fs::DirEntry| {
        let text = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        let (head, tail) = text.rsplit_once(')')?;
        if head.ends_with("(tokio-rt-worker") || entry.file_name() == *main {
            return None;
        }
        // Fields 14 and 15 of proc_pid_stat(5); the state, field 3, comes first here.
        let fields: Vec<&str> = tail.split_whitespace().collect();
        let ticks: u64 = fields.get(11)?.parse().ok()?;
        Some(ticks + fields.get(12)?.parse::<u64>().ok()?)
    };
    let ticks: u64 = threads.flatten().filter_map(of_thread).sum();
    let rate = rustix::param::clock_ticks_per_second();
    Duration::from_secs_f64(ticks as f64 / rate as f64)
}
