//! Runtimes built by hand, their handles, and the attribute macros.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::runtime::{self, Builder, Handle, Runtime, RuntimeFlavor};

#[test]
fn new_block_on_drop() {
    let runtime = Runtime::new().unwrap();
    assert_eq!(runtime.block_on(async { 7 }), 7);
    assert!(format!("{runtime:?}").contains("Runtime"));
}

#[test]
fn everything_a_builder_can() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(3)
        .thread_name("named")
        .thread_stack_size(1024 * 1024)
        .thread_keep_alive(Duration::from_secs(1))
        .global_queue_interval(31)
        .event_interval(61)
        .max_io_events_per_tick(256)
        .enable_io()
        .enable_time()
        .enable_all()
        .build()
        .unwrap();
    let name = runtime.spawn(async { std::thread::current().name().map(str::to_owned) });
    assert_eq!(runtime.block_on(name).unwrap().as_deref(), Some("named"));
    assert_eq!(runtime.metrics().num_workers(), 2);
    runtime.shutdown_timeout(Duration::from_secs(1));
}

#[test]
fn a_builder_in_pieces() {
    let mut builder = Builder::new_current_thread();
    builder.enable_all();
    let named = AtomicUsize::new(0);
    builder.thread_name_fn(move || format!("n{}", named.fetch_add(1, Ordering::Relaxed)));
    assert!(format!("{builder:?}").contains("Builder"));
    let runtime: Runtime = builder.build().unwrap();
    let thread = runtime.spawn_blocking(|| std::thread::current().name().map(str::to_owned));
    assert_eq!(runtime.block_on(thread).unwrap().as_deref(), Some("n0"));
    // Once more from the same.
    assert_eq!(builder.build().unwrap().block_on(async { 7 }), 7);
}

#[test]
fn hooks_of_threads_are_called() {
    let counts: Arc<[AtomicUsize; 4]> = Arc::default();
    let count = |n: usize| {
        let counts = Arc::clone(&counts);
        move || {
            counts[n].fetch_add(1, Ordering::Relaxed);
        }
    };
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .on_thread_start(count(0))
        .on_thread_stop(count(1))
        .on_thread_park(count(2))
        .on_thread_unpark(count(3))
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        tokio::spawn(tokio::time::sleep(Duration::from_millis(1)))
            .await
            .unwrap();
    });
    drop(runtime);
    let [started, stopped, parked, unparked] =
        [0, 1, 2, 3].map(|n| counts[n].load(Ordering::Relaxed));
    assert_eq!((started, stopped), (2, 2));
    assert!(parked > 0 && unparked > 0, "{parked} {unparked}");
}

#[cfg(tokio_unstable)]
#[test]
fn hooks_of_tasks_are_called() {
    let counts: Arc<[AtomicUsize; 4]> = Arc::default();
    let count = |n: usize| {
        let counts = Arc::clone(&counts);
        move |meta: &runtime::TaskMeta<'_>| {
            assert!(!meta.id().to_string().is_empty());
            counts[n].fetch_add(1, Ordering::Relaxed);
        }
    };
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .on_task_spawn(count(0))
        .on_before_task_poll(count(1))
        .on_after_task_poll(count(2))
        .on_task_terminate(count(3))
        .build()
        .unwrap();
    runtime.block_on(async {
        for _ in 0..3 {
            tokio::spawn(tokio::task::yield_now()).await.unwrap();
        }
    });
    drop(runtime);
    let seen = [0, 1, 2, 3].map(|n| counts[n].load(Ordering::Relaxed));
    // The worker's own loop is a job of the pool: it ends, and is not spawned as a task.
    assert_eq!(&seen[..3], [3, 6, 6]);
    assert!(seen[3] >= 3, "{seen:?}");
}

#[cfg(tokio_unstable)]
#[test]
fn what_is_unstable_in_a_builder() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .disable_lifo_slot()
        .enable_metrics_poll_time_histogram()
        .metrics_poll_time_histogram_configuration(runtime::HistogramConfiguration::linear(
            Duration::from_micros(10),
            10,
        ))
        .rng_seed(runtime::RngSeed::from_bytes(b"seed"))
        .build()
        .unwrap();
    runtime.block_on(async { tokio::spawn(async {}).await.unwrap() });
    assert!(runtime.metrics().poll_time_histogram_enabled());
}

#[cfg(tokio_unstable)]
#[test]
fn an_unhandled_panic_ends_the_runtime() {
    let runtime = Builder::new_current_thread()
        .unhandled_panic(runtime::UnhandledPanic::ShutdownRuntime)
        .build()
        .unwrap();
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        runtime.block_on(async {
            tokio::spawn(async { panic!("nobody catches it") });
            std::future::pending::<()>().await;
        });
    }));
    assert!(ended.is_err());
}

#[test]
fn spawned_from_outside() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .unwrap();
    let task = runtime.spawn(async { 7 });
    let job = runtime.spawn_blocking(|| 8);
    assert_eq!(
        runtime.block_on(async { task.await.unwrap() + job.await.unwrap() }),
        15
    );
}

#[test]
fn entered() {
    let runtime = Runtime::new().unwrap();
    let task = {
        let _entered: runtime::EnterGuard<'_> = runtime.enter();
        tokio::spawn(async { 7 })
    };
    assert_eq!(runtime.block_on(task).unwrap(), 7);
}

#[test]
fn entered_through_a_handle() {
    let runtime = Runtime::new().unwrap();
    let handle: Handle = runtime.handle().clone();
    let task = std::thread::spawn(move || {
        let _entered = handle.enter();
        tokio::spawn(async { 7 })
    });
    assert_eq!(runtime.block_on(task.join().unwrap()).unwrap(), 7);
}

#[test]
fn a_handle_in_another_thread() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let handle = runtime.handle().clone();
    let told = std::thread::spawn(move || {
        let task = handle.spawn(async { 7 });
        let job = handle.spawn_blocking(|| 8);
        handle.block_on(async { task.await.unwrap() + job.await.unwrap() })
    });
    assert_eq!(told.join().unwrap(), 15);
}

#[tokio::test]
async fn the_current_handle() {
    let handle = Handle::current();
    assert_eq!(handle.spawn(async { 7 }).await.unwrap(), 7);
    assert_eq!(handle.runtime_flavor(), RuntimeFlavor::CurrentThread);
    assert_eq!(Handle::try_current().unwrap().id(), handle.id());
    assert!(handle.metrics().num_workers() == 1);
    assert!(format!("{handle:?}").contains("Handle"));
}

#[test]
fn no_current_handle_outside() {
    let error: runtime::TryCurrentError = Handle::try_current().unwrap_err();
    assert!(error.is_missing_context());
}

#[test]
#[should_panic(expected = "no reactor running")]
fn spawning_outside_panics() {
    drop(tokio::spawn(async {}));
}

#[test]
fn a_runtime_inside_a_blocking_job() {
    let runtime = Runtime::new().unwrap();
    let handle = runtime.handle().clone();
    let got = runtime.block_on(async move {
        tokio::task::spawn_blocking(move || handle.block_on(async { 7 }))
            .await
            .unwrap()
    });
    assert_eq!(got, 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handle_blocked_on_in_place() {
    let got = tokio::task::block_in_place(|| Handle::current().block_on(async { 7 }));
    assert_eq!(got, 7);
}

#[test]
fn shut_down_in_the_background() {
    let runtime = Runtime::new().unwrap();
    let task = runtime.spawn(std::future::pending::<()>());
    runtime.shutdown_background();
    drop(task);
}

#[test]
fn in_a_struct_and_a_static() {
    use std::sync::OnceLock;
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    struct Blocking {
        runtime: tokio::runtime::Runtime,
    }
    let blocking = Blocking {
        runtime: Runtime::new().unwrap(),
    };
    assert_eq!(blocking.runtime.block_on(async { 7 }), 7);
    let shared = RUNTIME.get_or_init(|| Runtime::new().unwrap());
    assert_eq!(shared.block_on(async { 8 }), 8);
}

#[test]
fn a_future_that_is_not_send() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let shared = std::rc::Rc::new(std::cell::Cell::new(0));
    let inside = std::rc::Rc::clone(&shared);
    runtime.block_on(async move { inside.set(7) });
    assert_eq!(shared.get(), 7);
}

#[test]
fn it_is_what_tokios_is() {
    fn is<T: Send + Sync + std::fmt::Debug + std::panic::UnwindSafe + std::panic::RefUnwindSafe>() {
    }
    is::<Runtime>();
    is::<Handle>();
}

#[test]
fn the_main_of_a_program() {
    #[tokio::main]
    async fn plain() -> u8 {
        tokio::spawn(async { 7 }).await.unwrap()
    }
    #[tokio::main(flavor = "current_thread")]
    async fn current() -> Result<RuntimeFlavor, std::io::Error> {
        Ok(Handle::current().runtime_flavor())
    }
    #[tokio::main(flavor = "multi_thread", worker_threads = 3)]
    async fn three() -> usize {
        Handle::current().metrics().num_workers()
    }
    #[tokio::main(worker_threads = 2)]
    async fn with(argument: &str) -> String {
        argument.to_owned()
    }
    assert_eq!(plain(), 7);
    assert_eq!(current().unwrap(), RuntimeFlavor::CurrentThread);
    assert_eq!(three(), 3);
    assert_eq!(with("x"), "x");
}

#[cfg(tokio_unstable)]
#[test]
fn the_main_of_a_program_unstable() {
    #[tokio::main(flavor = "current_thread", unhandled_panic = "shutdown_runtime")]
    async fn strict() -> u8 {
        7
    }
    #[tokio::main(flavor = "local")]
    async fn local() -> u8 {
        tokio::task::spawn_local(async { *std::rc::Rc::new(7) })
            .await
            .unwrap()
    }
    assert_eq!(strict(), 7);
    assert_eq!(local(), 7);
}

#[tokio::test(start_paused = true, flavor = "current_thread")]
async fn a_test_whose_clock_stands() {
    let before = tokio::time::Instant::now();
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert_eq!(before.elapsed(), Duration::from_secs(100));
}

#[tokio::test]
async fn a_test_that_returns_a_result() -> Result<(), Box<dyn std::error::Error>> {
    tokio::spawn(async {}).await?;
    Ok(())
}

#[test]
fn methods_by_their_path() {
    let runtime = Runtime::new().unwrap();
    let _guard = runtime.enter();
    let flavor = Handle::try_current().map(|handle| Handle::runtime_flavor(&handle));
    assert_eq!(flavor.unwrap(), RuntimeFlavor::MultiThread);
    let workers = [
        Runtime::metrics(&runtime),
        Handle::metrics(runtime.handle()),
    ];
    assert!(workers.iter().all(|metrics| metrics.num_workers() > 0));
    let set = tokio::task::LocalSet::new();
    drop(tokio::task::LocalSet::enter(&set));
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_with_their_types() {
    assert_eq!(tokio::task::block_in_place::<_, u8>(|| 5), 5);
    let five = tokio::task::spawn_blocking::<_, u8>(|| 5).await;
    assert_eq!(five.unwrap(), 5);
}

#[cfg(tokio_unstable)]
#[test]
#[allow(deprecated)]
fn settings_that_tokio_calls_deprecated() {
    let runtime: Runtime = Builder::new_current_thread()
        .metrics_poll_count_histogram_scale(runtime::HistogramScale::Linear)
        .metrics_poll_count_histogram_resolution(Duration::from_millis(1))
        .metrics_poll_count_histogram_buckets(5)
        .build()
        .unwrap();
    let mut set = tokio::task::LocalSet::new();
    set.unhandled_panic(runtime::UnhandledPanic::ShutdownRuntime);
    let numbered: tokio::task::JoinHandle<u8> = set.spawn_local(async { 1 });
    set.block_on(&runtime, async { assert_eq!(numbered.await.unwrap(), 1) });
}
