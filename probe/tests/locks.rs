//! Who holds what a task waits for: told where somebody waits, and only there.

use kitchen_probe::events::*;
use kitchen_probe::sync::{Mutex, MutexGuard, OwnedMutexGuard, OwnedRwLockWriteGuard, RwLock};
use kitchen_probe::sync::{RwLockReadGuard, RwLockWriteGuard, oneshot};
use kitchen_probe::{Probe, spawn_as};
use std::future::Future;
use std::sync::Arc;

/// What is told of locks while `main` runs, with the names of tasks in place of their numbers.
fn told(main: impl Future<Output = ()>) -> Vec<String> {
    let (probe, mut reader) = Probe::new();
    let runtime = probe
        .build(kitchen_probe::runtime::Builder::new_current_thread().enable_all())
        .expect("a runtime");
    runtime.block_on(main);
    drop(runtime);
    let mut events = Vec::new();
    reader.drain_all(|event| events.push(event));
    let lines = Told(events);
    lines
        .0
        .iter()
        .filter_map(|event| lines.line(event))
        .collect()
}

struct Told(Vec<Event>);

impl Told {
    fn name(&self, wanted: TaskId) -> &str {
        let kind = self.0.iter().find_map(|event| match event.what {
            What::Spawned { task, kind, .. } if task == wanted => Some(kind),
            _ => None,
        });
        let name = self.0.iter().find_map(|event| match &event.what {
            What::Kind { id, name } if Some(*id) == kind => Some(name),
            _ => None,
        });
        name.expect("a task is told before it does anything")
    }

    fn is_here(&self, wanted: SiteId) -> bool {
        self.0.iter().any(|event| match &event.what {
            What::Site { id, site } => *id == wanted && site.file.ends_with("locks.rs"),
            _ => false,
        })
    }

    fn is_lock(&self, wanted: SiteId) -> bool {
        self.0.iter().any(|event| match &event.what {
            What::Site { id, site } => *id == wanted && site.wait == WaitOn::Lock,
            _ => false,
        })
    }

    fn line(&self, event: &Event) -> Option<String> {
        Some(match event.what {
            What::LockAwaited {
                task,
                site,
                mode,
                holder,
                others,
                ..
            } => {
                assert!(self.is_here(site), "where it waits");
                let whom = holder.map_or("?", |holder| {
                    assert!(self.is_here(holder.site), "where it was taken");
                    self.name(holder.task)
                });
                let task = self.name(task);
                format!("{task} awaits {whom} and {others}, {}", mode.name())
            }
            What::LockTaken { task, site, .. } => {
                assert!(self.is_here(site));
                format!("{} takes", self.name(task))
            }
            What::LockFreed { task, .. } => format!("{} frees", self.name(task)),
            What::WaitOver { task, site, end } if self.is_lock(site) => {
                format!("{} {}", self.name(task), end.name())
            }
            _ => return None,
        })
    }
}

/// Polls it once: it is not ready. Then it is dropped.
async fn pends<F: Future>(future: F) {
    let mut future = std::pin::pin!(future);
    let once = std::future::poll_fn(|cx| std::task::Poll::Ready(future.as_mut().poll(cx)));
    assert!(once.await.is_pending());
}

/// Until all others have come as far as they come.
async fn all_wait() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[test]
fn a_lock_that_nobody_waits_for_tells_nothing() {
    let told = told(async {
        let lock = Arc::new(Mutex::new(0));
        let book = RwLock::new(0);
        let one = spawn_as("one", async move {
            *lock.lock().await += 1;
            *Arc::clone(&lock).lock_owned().await += 1;
            *lock.try_lock().expect("free") += 1;
            drop((book.read().await, book.read().await));
            *book.write().await += 1;
            *lock.lock().await
        });
        assert_eq!(one.await.expect("it returns"), 3);
    });
    assert_eq!(told, [""; 0]);
}

#[test]
fn each_hand_it_goes_through_while_somebody_waits_is_told() {
    let told = told(async {
        let lock = Arc::new(Mutex::new(0));
        let (go, gone) = oneshot::channel::<()>();
        let first = Arc::clone(&lock);
        let first = spawn_as("first", async move {
            let held = first.lock().await;
            drop(gone.await);
            drop(held);
        });
        all_wait().await;
        let [second, third] = ["second", "third"].map(|name| {
            let lock = Arc::clone(&lock);
            spawn_as(name, async move { drop(lock.lock_owned().await) })
        });
        all_wait().await;
        drop(go);
        for task in [first, second, third] {
            task.await.expect("it returns");
        }
    });
    assert_eq!(
        told,
        [
            "second awaits first and 0, exclusive",
            "third awaits first and 0, exclusive",
            "first frees",
            "second ready",
            "second takes",
            "second frees",
            "third ready",
        ]
    );
}

#[test]
fn of_readers_one_is_known_and_how_many_others_there_are() {
    let told = told(async {
        let book = Arc::new(RwLock::new(0));
        let (go, gone) = tokio::sync::watch::channel(());
        for name in ["a", "b", "c"] {
            let (book, mut gone) = (Arc::clone(&book), gone.clone());
            spawn_as(name, async move {
                let held = book.read().await;
                drop(gone.changed().await);
                drop(held);
            });
            all_wait().await;
        }
        let writer = Arc::clone(&book);
        let writer = spawn_as("writer", async move { *writer.write_owned().await += 1 });
        let reader = spawn_as("reader", async move { pends(book.read()).await });
        all_wait().await;
        drop(go);
        writer.await.expect("it returns");
        reader.await.expect("it returns");
    });
    assert_eq!(
        told,
        [
            "writer awaits a and 2, exclusive",
            "reader awaits a and 2, shared",
            "reader dropped",
            "a frees",
            "writer ready",
        ]
    );
}

#[test]
fn a_guard_that_is_leaked_or_elsewhere_is_its_tasks_to_the_end() {
    let told = told(async {
        let lock = Arc::new(Mutex::new(0));
        let taker = Arc::clone(&lock);
        let guard = spawn_as("taker", async move { taker.lock_owned().await });
        let guard = guard.await.expect("it returns");
        let waiter = spawn_as("waiter", async move { *lock.lock().await += 1 });
        all_wait().await;
        drop(guard);
        waiter.await.expect("it returns");
    });
    assert_eq!(
        told,
        [
            "waiter awaits taker and 0, exclusive",
            "taker frees",
            "waiter ready"
        ]
    );
}

#[test]
fn outside_of_all_that_is_observed_it_is_tokios() {
    let lock = Mutex::new(5);
    assert_eq!(*lock.blocking_lock(), 5);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(async {
        let held = lock.lock().await;
        pends(lock.lock()).await;
        assert!(lock.try_lock().is_err());
        drop(held);
        assert!(lock.try_lock().is_ok());
    });
}

/// All methods of Tokio's guards: the parts, and what keeps the lock.
#[test]
fn guards_do_what_tokios_do() {
    let lock = Arc::new(Mutex::new((1, "x".to_owned())));
    let whole = lock.try_lock().expect("free");
    assert!(std::ptr::eq(MutexGuard::mutex(&whole), &raw const *lock));
    assert_eq!(format!("{whole:?}"), r#"(1, "x")"#);
    let whole = MutexGuard::try_map(whole, |_| None::<&mut u8>).err();
    let part = MutexGuard::map(whole.expect("there was none"), |both| &mut both.1);
    assert_eq!(format!("{part}"), "x");
    assert!(lock.try_lock().is_err());
    drop(part);

    let whole = Arc::clone(&lock).try_lock_owned().expect("free");
    assert!(Arc::ptr_eq(OwnedMutexGuard::mutex(&whole), &lock));
    let whole = OwnedMutexGuard::try_map(whole, |_| None::<&mut u8>).err();
    let mut part = OwnedMutexGuard::map(whole.expect("there was none"), |both| &mut both.0);
    *part += 1;
    assert!(lock.try_lock().is_err());
    drop(part);
    assert_eq!(lock.try_lock().expect("free").0, 2);

    let book = Arc::new(RwLock::new([1, 2]));
    let write = book.try_write().expect("free");
    let write = RwLockWriteGuard::try_downgrade_map(write, |_| None::<&u8>).err();
    let read = RwLockWriteGuard::downgrade_map(write.expect("none"), |all| &all[1]);
    assert_eq!((*read, book.try_read().expect("to read")[0]), (2, 1));
    let read = RwLockReadGuard::try_map(read, |_| None::<&u8>).err();
    assert!(book.try_write().is_err());
    drop(read);

    let write = Arc::clone(&book).try_write_owned().expect("free");
    let mut part = OwnedRwLockWriteGuard::map(write, |all| &mut all[0]);
    *part = 7;
    drop(part);
    let write = Arc::clone(&book).try_write_owned().expect("free");
    let write = OwnedRwLockWriteGuard::try_downgrade_map(write, |_| None::<&u8>).err();
    let mut write = write.expect("there was none");
    write[1] = 8;
    let read = write.downgrade();
    assert_eq!(
        (*read, *book.try_read().expect("to read")),
        ([7, 8], [7, 8])
    );
    // The lock lives as long as its guard.
    drop(book);
    assert_eq!(*read, [7, 8]);
}

/// As Tokio's, a guard need not be of something that lives for ever.
#[test]
fn what_is_locked_may_be_borrowed() {
    let text = String::from("text");
    let lock = Arc::new(Mutex::new(text.as_str()));
    let guard = Arc::clone(&lock).try_lock_owned().expect("free");
    assert_eq!(*guard, "text");
    let shared: Arc<Mutex<dyn std::fmt::Debug + Send>> = Arc::new(Mutex::new(1));
    assert_eq!(
        format!("{:?}", &*shared.try_lock_owned().expect("free")),
        "1"
    );
}
