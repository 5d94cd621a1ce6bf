//! The steps there are: one table, of which the parser, its errors and the list are made.

/// A step.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The word that makes it this step.
    pub word: &'static str,
    /// What else it may have.
    pub options: &'static [&'static str],
    /// Whether it needs no `.await`: it can be inside `spawn_blocking` and `block_in_place`.
    pub sync: bool,
    /// As it is written.
    pub like: &'static str,
    /// What it does.
    pub about: &'static str,
}

const fn row(word: &'static str, like: &'static str, about: &'static str) -> Row {
    Row {
        word,
        options: &[],
        sync: false,
        like,
        about,
    }
}

const fn sync(row: Row) -> Row {
    Row { sync: true, ..row }
}

const fn with(options: &'static [&'static str], row: Row) -> Row {
    Row { options, ..row }
}

/// Every step, in the order of the list.
pub const VERBS: [Row; 23] = [
    row("sleep", "{ sleep = \"300ms\" }", "waits on a timer"),
    sync(row(
        "work",
        "{ work = \"5ms\" }",
        "computes: holds its worker, without an await",
    )),
    sync(row(
        "block",
        "{ block = \"100ms\" }",
        "std::thread::sleep: blocks its worker",
    )),
    row("yield", "{ yield = 2 }", "yields so many times"),
    row("lock", "{ lock = \"db\" }", "takes a mutex"),
    row(
        "read",
        "{ read = \"cache\" }",
        "takes a read-write lock to read",
    ),
    row(
        "write",
        "{ write = \"cache\" }",
        "takes a read-write lock to write",
    ),
    row(
        "unlock",
        "{ unlock = \"db\" }",
        "gives a lock back, which the same list took",
    ),
    row(
        "permit",
        "{ permit = \"pool\" }",
        "takes a permit of a semaphore",
    ),
    row(
        "release",
        "{ release = \"pool\" }",
        "gives a permit back, which the same list took",
    ),
    row("send", "{ send = \"orders\" }", "sends a value"),
    row(
        "receive",
        "{ receive = \"orders\" }",
        "receives a value: one card at a time",
    ),
    with(
        &["all"],
        row(
            "notify",
            "{ notify = \"bell\", all = true }",
            "signals one who waits, or all",
        ),
    ),
    row("wait", "{ wait = \"bell\" }", "waits for a signal"),
    with(
        &["count", "keep"],
        row(
            "spawn",
            "{ spawn = \"child\", count = 4, keep = true }",
            "spawns cards of a recipe of this file; their handles are dropped, or kept",
        ),
    ),
    row(
        "join",
        "{ join = \"child\" }",
        "awaits the kept handles; a panic is printed, not spread",
    ),
    row(
        "select",
        "{ select = [[{ sleep = \"1s\" }], [{ wait = \"bell\" }]] }",
        "all lists at once; the first to end wins, the others are dropped",
    ),
    with(
        &["steps"],
        row(
            "timeout",
            "{ timeout = \"1s\", steps = [..] }",
            "drops the steps when time is up",
        ),
    ),
    sync(with(
        &["steps"],
        row(
            "repeat",
            "{ repeat = 3, steps = [..] }",
            "takes the steps so many times",
        ),
    )),
    row(
        "spawn_blocking",
        "{ spawn_blocking = [..] }",
        "a job of the blocking pool, awaited: work, block, repeat, print, panic",
    ),
    row(
        "block_in_place",
        "{ block_in_place = [..] }",
        "the same, here, without its worker",
    ),
    sync(row("print", "{ print = \"baked\" }", "prints a line")),
    sync(row("panic", "{ panic = \"burnt\" }", "panics")),
];
