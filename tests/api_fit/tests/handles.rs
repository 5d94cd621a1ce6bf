//! What people do with the handle of a task.

use std::panic;
use std::pin::Pin;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::task::{AbortHandle, JoinError, JoinHandle};
use tokio::{spawn, task, time};

const LONG: Duration = Duration::from_secs(60);

async fn forever() {
    std::future::pending().await
}

#[tokio::test]
async fn awaited() {
    let h = spawn(async { 7 });
    assert_eq!(h.await.unwrap(), 7);
}

#[tokio::test]
async fn in_a_timeout() {
    let h = spawn(async { 7 });
    assert_eq!(time::timeout(LONG, h).await.unwrap().unwrap(), 7);
}

#[tokio::test]
async fn by_reference_in_select() {
    let mut h = spawn(forever());
    tokio::select! {
        _ = &mut h => panic!("it has no end"),
        () = task::yield_now() => h.abort(),
    }
    assert!(h.await.unwrap_err().is_cancelled());
}

#[tokio::test(start_paused = true)]
async fn by_reference_in_a_timeout_then_aborted() {
    let mut h = spawn(forever());
    if time::timeout(Duration::from_secs(1), &mut h).await.is_err() {
        h.abort();
    }
    assert!(h.await.unwrap_err().is_cancelled());
}

#[tokio::test]
async fn many_in_join_all() {
    let all: Vec<_> = (0..3).map(|n| spawn(async move { n })).collect();
    let all: Result<Vec<_>, JoinError> = futures::future::join_all(all).await.into_iter().collect();
    assert_eq!(all.unwrap(), [0, 1, 2]);
}

#[tokio::test]
async fn many_in_try_join_all() {
    let all = (0..3).map(|n| spawn(async move { n }));
    assert_eq!(futures::future::try_join_all(all).await.unwrap(), [0, 1, 2]);
}

#[tokio::test]
async fn many_in_futures_unordered() {
    let mut all = FuturesUnordered::new();
    all.push(spawn(async { 1 }));
    all.push(spawn(async { 2 }));
    let mut sum = 0;
    while let Some(one) = all.next().await {
        sum += one.unwrap();
    }
    assert_eq!(sum, 3);
}

#[tokio::test]
async fn two_in_try_join() {
    let (a, b) = (spawn(async { 1 }), spawn(async { "two" }));
    assert_eq!(tokio::try_join!(a, b).unwrap(), (1, "two"));
}

#[tokio::test]
async fn two_in_join() {
    let (a, b) = tokio::join!(spawn(async { 1 }), spawn(async { 2 }));
    assert_eq!(a.unwrap() + b.unwrap(), 3);
}

#[tokio::test]
async fn select_of_futures() {
    let (a, b) = (spawn(async { 1 }), spawn(forever()));
    match futures::future::select(a, b).await {
        futures::future::Either::Left((one, rest)) => {
            rest.abort();
            assert_eq!(one.unwrap(), 1);
        }
        futures::future::Either::Right(_) => panic!("it has no end"),
    }
}

#[tokio::test]
async fn through_its_abort_handle() {
    let h = spawn(forever());
    let a: AbortHandle = h.abort_handle();
    a.clone().abort();
    assert!(h.await.unwrap_err().is_cancelled());
    assert!(a.is_finished());
}

#[tokio::test]
async fn its_id_is_the_tasks() {
    let h = spawn(async { task::id() });
    let id: task::Id = h.id();
    assert_eq!(id, h.abort_handle().id());
    assert_eq!(h.await.unwrap(), id);
}

#[tokio::test]
async fn an_id_inside_and_outside() {
    let told = spawn(async { (task::id(), task::try_id()) }).await.unwrap();
    assert_eq!(told.1, Some(told.0));
    assert!(!told.0.to_string().is_empty());
}

#[tokio::test]
async fn taken_out_of_an_option() {
    let mut h = Some(spawn(async { 7 }));
    let mut got = 0;
    if let Some(h) = h.take() {
        got = h.await.unwrap();
    }
    assert_eq!(got, 7);
}

#[tokio::test]
async fn awaited_inside_an_option() {
    let mut h = Some(spawn(async { 7 }));
    let got = match h.as_mut() {
        Some(h) => h.await.unwrap(),
        None => 0,
    };
    assert_eq!(got, 7);
}

#[tokio::test]
async fn in_a_field_of_a_struct() {
    struct Owner {
        task: tokio::task::JoinHandle<()>,
    }
    impl Drop for Owner {
        fn drop(&mut self) {
            self.task.abort();
        }
    }
    let owner = Owner {
        task: spawn(forever()),
    };
    assert!(!owner.task.is_finished());
}

#[tokio::test]
async fn returned_by_a_function() {
    fn start() -> JoinHandle<Result<u8, std::io::Error>> {
        tokio::task::spawn(async { Ok(7) })
    }
    assert_eq!(start().await.unwrap().unwrap(), 7);
}

#[tokio::test]
async fn boxed_with_other_futures() {
    let boxed: Pin<Box<dyn Future<Output = Result<u8, JoinError>> + Send>> =
        Box::pin(spawn(async { 7 }));
    assert_eq!(boxed.await.unwrap(), 7);
}

#[tokio::test]
async fn fused_and_mapped() {
    use futures::FutureExt;
    let h = spawn(async { 7 }).map(|one| one.unwrap() + 1).fuse();
    assert_eq!(h.await, 8);
}

#[tokio::test]
async fn polled_by_hand() {
    let mut h = spawn(async { 7 });
    let got = std::future::poll_fn(|cx| Pin::new(&mut h).poll(cx)).await;
    assert_eq!(got.unwrap(), 7);
}

#[tokio::test]
async fn asked_whether_it_ended() {
    let h = spawn(async {});
    while !h.is_finished() {
        task::yield_now().await;
    }
    h.await.unwrap();
}

#[tokio::test]
async fn dropped_the_task_goes_on() {
    let (told, hears) = tokio::sync::oneshot::channel();
    drop(spawn(async move { told.send(7) }));
    assert_eq!(hears.await.unwrap(), 7);
}

#[tokio::test]
async fn a_panic_comes_back() {
    let error = spawn(async { panic::panic_any(7_u8) }).await.unwrap_err();
    assert!(error.is_panic() && !error.is_cancelled());
    assert_eq!(*error.into_panic().downcast::<u8>().unwrap(), 7);
}

#[tokio::test]
async fn a_panic_goes_on_where_it_is_joined() {
    let error: JoinError = spawn(async { panic!("it burnt") }).await.unwrap_err();
    assert!(error.to_string().contains("it burnt"));
    assert!(error.try_into_panic().is_ok());
}

#[tokio::test]
async fn debug_says_what_it_is() {
    let h = spawn(async {});
    assert!(format!("{h:?}").contains("JoinHandle"));
    assert!(format!("{:?}", h.abort_handle()).contains("AbortHandle"));
}

#[test]
fn it_is_what_tokios_is() {
    fn is<T: Send + Sync + Unpin + std::fmt::Debug + panic::UnwindSafe + panic::RefUnwindSafe>() {}
    is::<JoinHandle<u8>>();
    is::<AbortHandle>();
    fn kept_by_any<T: 'static>(h: JoinHandle<T>) -> Box<dyn std::any::Any> {
        Box::new(h)
    }
    let _ = kept_by_any::<std::rc::Rc<u8>>;
}

#[tokio::test]
async fn of_a_blocking_job() {
    let h: JoinHandle<u8> = task::spawn_blocking(|| 7);
    assert_eq!(h.await.unwrap(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn block_in_place_gives_its_value() {
    assert_eq!(task::block_in_place(|| 7), 7);
}

#[tokio::test]
async fn wrapped_where_nothing_is_budgeted() {
    let h = spawn(task::unconstrained(async { 7 }));
    assert_eq!(task::unconstrained(h).await.unwrap(), 7);
}
