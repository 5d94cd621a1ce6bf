//! System calls that a thread may sleep in: their numbers (x86-64), names, and what they are for.

/// What a system call is for, for whoever waits in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// It sleeps for a time.
    Sleeps,
    /// It waits for a word of memory to change: a lock, a condition, a parked or joined thread.
    WaitsForThread,
    /// It reads or receives.
    Reads,
    /// It writes or sends.
    Writes,
    /// It waits until its data is on the disk.
    Syncs,
    /// It waits until one of several files is ready.
    Polls,
    /// It connects a socket.
    Connects,
    /// It waits for somebody to connect.
    Accepts,
    /// It opens a file.
    Opens,
    /// It waits for a lock on a file.
    LocksFile,
    /// It waits for another process to end.
    WaitsForProcess,
    /// Anything else.
    Calls,
}

/// A system call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// Its number, on this kind of processor.
    pub number: u32,
    /// Its name, if it is one of those known here.
    pub name: Option<&'static str>,
    /// What it is for.
    pub verb: Verb,
    /// Its first argument is a file descriptor.
    pub(super) takes_fd: bool,
    /// Which of its arguments is a path, if it waits for that.
    pub(super) path: Option<u8>,
}

/// Number, name, what for, and whether the first argument is a file descriptor. From the
/// kernel's `arch/x86/entry/syscalls/syscall_64.tbl`, whose numbers never change.
const CALLS: [(u32, &str, Verb, bool); 66] = [
    (0, "read", Verb::Reads, true),
    (1, "write", Verb::Writes, true),
    (2, "open", Verb::Opens, false),
    (3, "close", Verb::Calls, true),
    (4, "stat", Verb::Calls, false),
    (5, "fstat", Verb::Calls, true),
    (6, "lstat", Verb::Calls, false),
    (7, "poll", Verb::Polls, false),
    (9, "mmap", Verb::Calls, false),
    (10, "mprotect", Verb::Calls, false),
    (11, "munmap", Verb::Calls, false),
    (16, "ioctl", Verb::Calls, true),
    (17, "pread64", Verb::Reads, true),
    (18, "pwrite64", Verb::Writes, true),
    (19, "readv", Verb::Reads, true),
    (20, "writev", Verb::Writes, true),
    (23, "select", Verb::Polls, false),
    (24, "sched_yield", Verb::Calls, false),
    (26, "msync", Verb::Syncs, false),
    (28, "madvise", Verb::Calls, false),
    (34, "pause", Verb::Sleeps, false),
    (35, "nanosleep", Verb::Sleeps, false),
    (40, "sendfile", Verb::Writes, true),
    (42, "connect", Verb::Connects, true),
    (43, "accept", Verb::Accepts, true),
    (44, "sendto", Verb::Writes, true),
    (45, "recvfrom", Verb::Reads, true),
    (46, "sendmsg", Verb::Writes, true),
    (47, "recvmsg", Verb::Reads, true),
    (56, "clone", Verb::Calls, false),
    (59, "execve", Verb::Calls, false),
    (61, "wait4", Verb::WaitsForProcess, false),
    (72, "fcntl", Verb::LocksFile, true),
    (73, "flock", Verb::LocksFile, true),
    (74, "fsync", Verb::Syncs, true),
    (75, "fdatasync", Verb::Syncs, true),
    (82, "rename", Verb::Calls, false),
    (83, "mkdir", Verb::Calls, false),
    (87, "unlink", Verb::Calls, false),
    (162, "sync", Verb::Syncs, false),
    (202, "futex", Verb::WaitsForThread, false),
    (217, "getdents64", Verb::Reads, true),
    (230, "clock_nanosleep", Verb::Sleeps, false),
    (232, "epoll_wait", Verb::Polls, true),
    (247, "waitid", Verb::WaitsForProcess, false),
    (257, "openat", Verb::Opens, false),
    (262, "newfstatat", Verb::Calls, false),
    (263, "unlinkat", Verb::Calls, false),
    (264, "renameat", Verb::Calls, false),
    (270, "pselect6", Verb::Polls, false),
    (271, "ppoll", Verb::Polls, false),
    (275, "splice", Verb::Reads, true),
    (277, "sync_file_range", Verb::Syncs, true),
    (281, "epoll_pwait", Verb::Polls, true),
    (288, "accept4", Verb::Accepts, true),
    (295, "preadv", Verb::Reads, true),
    (296, "pwritev", Verb::Writes, true),
    (299, "recvmmsg", Verb::Reads, true),
    (306, "syncfs", Verb::Syncs, true),
    (307, "sendmmsg", Verb::Writes, true),
    (316, "renameat2", Verb::Calls, false),
    (326, "copy_file_range", Verb::Reads, true),
    (332, "statx", Verb::Calls, false),
    (426, "io_uring_enter", Verb::Polls, true),
    (441, "epoll_pwait2", Verb::Polls, true),
    (449, "futex_waitv", Verb::WaitsForThread, false),
];

impl Call {
    /// The call with this number.
    pub fn numbered(number: u32) -> Self {
        let row = CALLS.binary_search_by_key(&number, |row| row.0);
        let row = row.ok().map(|place| CALLS[place]);
        Self {
            number,
            name: row.map(|row| row.1),
            verb: row.map_or(Verb::Calls, |row| row.2),
            takes_fd: row.is_some_and(|row| row.3),
            path: match number {
                2 => Some(0),
                257 => Some(1),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_of_the_numbers() {
        assert!(CALLS.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn a_call_is_found_by_its_number() {
        let call = Call::numbered(230);
        assert_eq!(
            (call.name, call.verb),
            (Some("clock_nanosleep"), Verb::Sleeps)
        );
        assert_eq!(Call::numbered(9999).name, None);
        assert_eq!(Call::numbered(9999).verb, Verb::Calls);
    }
}
