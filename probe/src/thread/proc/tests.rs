use super::super::calls::Verb;
use super::*;

#[test]
fn the_file_of_a_sleeping_thread_is_read() {
    let text = "230 0x0 0x0 0x7f00aa 0x7f00aa 0x0 0xffff 0x7f0010 0x7f0020\n";
    let Some(Line::InCall {
        number,
        arguments,
        sp,
        pc,
    }) = Line::read(text)
    else {
        panic!("not read");
    };
    assert_eq!(
        (number, arguments[2], sp, pc),
        (230, 0x7f_00aa, 0x7f_0010, 0x7f_0020)
    );
    assert_eq!(Line::read("running\n"), Some(Line::Running));
    assert_eq!(
        Line::read("-1 0x10 0x20"),
        Some(Line::Asleep { sp: 0x10, pc: 0x20 })
    );
}

#[test]
fn a_file_that_is_odd_tells_nothing() {
    for odd in [
        "",
        "x",
        "0",
        "0 0x1",
        "-1",
        "-1 0x1",
        "-2 0x1 0x1",
        "0 1 2 3 4 5 6 7 8",
        "99999999999 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0",
    ] {
        assert_eq!(Line::read(odd), None, "{odd:?}");
    }
    for odd in ["", "1", "x y", "-1 2 3"] {
        assert_eq!(read_times(odd), None, "{odd:?}");
    }
}

#[test]
fn times_of_a_thread_are_told_since_an_earlier_look() {
    let (then, now) = (
        read_times("5 7 1").expect("read"),
        read_times("15 27 2\n").expect("read"),
    );
    let since = now.since(then);
    assert_eq!((since.ran.as_nanos(), since.waited.as_nanos()), (10, 20));
    assert_eq!(then.since(now), Times::default());
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn a_thread_that_waits_for_another_is_seen_in_its_call() {
    use std::sync::mpsc;
    let (tell, told) = mpsc::channel();
    let (end, ended) = mpsc::channel::<()>();
    let waiting = std::thread::spawn(move || {
        tell.send(OsThread::current()).expect("heard");
        let _ = ended.recv();
    });
    let thread = told.recv().expect("told").expect("there is a /proc");
    let call = loop {
        match look(thread).expect("a living thread").at {
            At::Call { call, .. } if call.verb == Verb::WaitsForThread => break call,
            _ => std::thread::yield_now(),
        }
    };
    assert_eq!(call.name, Some("futex"));
    drop(end);
    waiting.join().expect("no panic");
}

#[test]
fn a_thread_that_is_gone_tells_nothing() {
    assert_eq!(OsThread::new(0), None);
    let nobody = OsThread::new(u32::MAX).expect("not 0");
    assert_eq!(look(nobody), None);
}
