//! The workloads: the same code whoever watches, spawned through a [`Spawner`].

use std::future::Future;
use std::hint::black_box;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How tasks are spawned: plainly, or watched by somebody.
pub trait Spawner: Clone + Send + Sync + 'static {
    /// What waits for the end of a task.
    type Handle: IntoFuture<IntoFuture: Send> + Send;

    /// Spawns a task on the runtime of the caller.
    fn spawn<F>(&self, future: F) -> Self::Handle
    where
        F: Future<Output = ()> + Send + 'static;

    /// `yield_now`, as an await that the watcher tells of where it can.
    fn yield_now(&self) -> impl Future<Output = ()> + Send + 'static {
        tokio::task::yield_now()
    }
}

/// What the tasks do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Ten times `yield_now` and nothing else: 11 polls.
    TenYields,
    /// The same, each await told.
    TenLeaves,
    /// Ten times 1 to 20 microseconds of computing, `yield_now` between.
    Busy,
    /// Ten timers of 1 to 5 ms, one after another.
    Timers,
    /// Pairs of tasks that send a number to and fro a hundred times.
    PingPong,
    /// Nothing at all: one poll.
    Trivial,
}

/// A workload: `tasks` tasks in waves of `live`.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// What the tasks do.
    pub work: Work,
    /// How many tasks (or pairs) in all.
    pub tasks: usize,
    /// How many of them at a time.
    pub live: usize,
}

impl Load {
    /// Runs it to its end. As many tasks as `coordinators` share the spawning and waiting.
    pub async fn run<S: Spawner>(self, spawner: S, coordinators: usize) {
        // Outside what is measured on either side: it takes its time once a process.
        spins_per_micro();
        let live = self.live.div_ceil(coordinators);
        let waves = (self.tasks / coordinators).div_ceil(live);
        let coordinate = |_| spawner.spawn(coordinate(spawner.clone(), self.work, live, waves));
        let handles: Vec<_> = (0..coordinators).map(coordinate).collect();
        for handle in handles {
            handle.await;
        }
    }
}

async fn coordinate<S: Spawner>(spawner: S, work: Work, live: usize, waves: usize) {
    let mut handles = Vec::with_capacity(live);
    for _ in 0..waves {
        for index in 0..live {
            spawn_one(&spawner, work, index, &mut handles);
        }
        for handle in handles.drain(..) {
            handle.await;
        }
    }
}

fn spawn_one<S: Spawner>(spawner: &S, work: Work, index: usize, handles: &mut Vec<S::Handle>) {
    let handle = match work {
        Work::TenYields => spawner.spawn(ten_yields()),
        Work::TenLeaves => spawner.spawn(ten_leaves(spawner.clone())),
        Work::Busy => spawner.spawn(busy(index as u64)),
        Work::Timers => spawner.spawn(timers(index as u64)),
        Work::Trivial => spawner.spawn(async {}),
        Work::PingPong => {
            let (ping, pinged) = mpsc::channel(1);
            let (pong, ponged) = mpsc::channel(1);
            handles.push(spawner.spawn(player(ping, ponged, true)));
            spawner.spawn(player(pong, pinged, false))
        }
    };
    handles.push(handle);
}

async fn ten_yields() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

async fn ten_leaves<S: Spawner>(spawner: S) {
    for _ in 0..10 {
        spawner.yield_now().await;
    }
}

async fn busy(seed: u64) {
    let mut random = Random::new(seed);
    for _ in 0..10 {
        spin(random.between(1, 20) * spins_per_micro());
        tokio::task::yield_now().await;
    }
}

async fn timers(seed: u64) {
    let mut random = Random::new(seed);
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_micros(random.between(1_000, 5_000))).await;
    }
}

async fn player(to: mpsc::Sender<u32>, mut from: mpsc::Receiver<u32>, serves: bool) {
    if serves && to.send(0).await.is_err() {
        return;
    }
    while let Some(number) = from.recv().await {
        if number == 200 || to.send(number + 1).await.is_err() {
            return;
        }
    }
}

/// Small repeatable random numbers (xorshift): both sides do the very same work.
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// From `low` to `high`, both possible.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + self.0 % (high - low + 1)
    }
}

/// Computes; the compiler cannot leave it out.
fn spin(rounds: u64) {
    let mut value = black_box(1_u64);
    for _ in 0..rounds {
        value = value.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
    }
    black_box(value);
}

/// How many rounds of [`spin`] take a microsecond here. Measured once: afterwards the
/// work is fixed, however fast the machine happens to be.
fn spins_per_micro() -> u64 {
    static SPINS: OnceLock<u64> = OnceLock::new();
    *SPINS.get_or_init(|| {
        const ROUNDS: u64 = 200_000;
        let time = || {
            let began = Instant::now();
            spin(ROUNDS);
            began.elapsed()
        };
        let best = (0..20).map(|_| time()).min().unwrap_or_default();
        (ROUNDS * 1_000 / u64::try_from(best.as_nanos()).unwrap_or(1).max(1)).max(1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Counts what is spawned.
    #[derive(Clone, Default)]
    struct Counting(Arc<AtomicUsize>);

    impl Spawner for Counting {
        type Handle = tokio::task::JoinHandle<()>;
        fn spawn<F: Future<Output = ()> + Send + 'static>(&self, future: F) -> Self::Handle {
            self.0.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(future)
        }
    }

    fn spawned(work: Work, tasks: usize, live: usize, coordinators: usize) -> usize {
        let counting = Counting::default();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(Load { work, tasks, live }.run(counting.clone(), coordinators));
        counting.0.load(Ordering::Relaxed)
    }

    #[test]
    fn every_workload_ends_and_spawns_what_it_says() {
        for work in [
            Work::TenYields,
            Work::TenLeaves,
            Work::Busy,
            Work::Timers,
            Work::Trivial,
        ] {
            assert_eq!(spawned(work, 60, 20, 1), 1 + 60, "{work:?}");
            assert_eq!(spawned(work, 60, 20, 2), 2 + 60, "{work:?}");
        }
        assert_eq!(spawned(Work::PingPong, 6, 3, 1), 1 + 2 * 6);
    }

    #[test]
    fn random_numbers_stay_in_range_and_repeat() {
        let of = |seed| {
            let mut random = Random::new(seed);
            (0..100).map(|_| random.between(3, 9)).collect::<Vec<_>>()
        };
        assert_eq!(of(5), of(5));
        assert_ne!(of(5), of(6));
        assert!(of(0).iter().all(|n| (3..=9).contains(n)));
    }
}
