//! As many workers as there may be.

use super::*;
use crate::camera::{Place, Which, next, previous};

#[test]
fn each_of_many_workers_has_a_line_and_the_idle_ones_take_no_columns() {
    const MANY: u16 = 96;
    let last = MANY - 1;
    let busy = [0, 63, 64, last];
    let mut log = Log::<NoUndo>::new(1 << 24);
    let mut model = Model::new(STALL_AFTER);
    let polls = busy.map(|on| poll(100, 120 + u64::from(on), u32::from(on) + 1, on));
    for event in [event(0, What::RunStarted(run(MANY)))].iter().chain(&polls) {
        log.push(event);
        model.apply(event);
    }
    let density = density(&log, grid(0, 4, 100), None);
    assert_eq!(density.columns_held(), 4 * busy.len());
    let ends = Now {
        at: Nanos(400),
        workers: vec![None; MANY.into()],
    };
    let picture = density.picture(0..usize::MAX, &ends, &model, not_known);
    assert_eq!(picture.workers.len(), usize::from(MANY));
    for worker in 0..MANY {
        let told = if busy.contains(&worker) {
            20 + u64::from(worker)
        } else {
            0
        };
        let lane = picture.worker(worker.into()).unwrap();
        assert_eq!(lane.cells.len(), 4, "{worker}");
        let polled: u64 = times(lane, Activity::Poll)
            .iter()
            .chain(&times(lane, Activity::Stall))
            .sum();
        assert_eq!(polled, told, "{worker}");
    }
    let some = density.picture(60..70, &ends, &model, not_known);
    assert_eq!((some.first, some.workers.len()), (60, 10));
    assert_eq!(some.worker(64), picture.worker(64));
    assert_eq!((some.worker(59), some.worker(70)), (None, None));
}

#[test]
fn a_worker_with_the_largest_number_has_a_line() {
    let last = u16::MAX - 1;
    let (log, model) = heard(&[poll(100, 150, 1, last)]);
    let mut ends = idle(400);
    ends.workers.resize(usize::from(last) + 1, None);
    let density = density(&log, grid(0, 4, 100), None);
    assert_eq!(density.columns_held(), 4);
    let picture = density.picture(usize::from(last)..usize::MAX, &ends, &model, not_known);
    assert_eq!(times(&picture.workers[0], Activity::Poll), [0, 50, 0, 0]);
}

#[test]
fn steps_go_through_what_workers_beyond_any_mask_do() {
    for on in [64, 95, u16::MAX - 1] {
        let (log, _) = heard(&[poll(100, 150, 1, 0), poll(200, 250, 2, on)]);
        let from = Place {
            position: log.position(Nanos(160)),
            at: Nanos(160),
        };
        let newest = idle(400);
        let stands = |place: Option<Place>| place.map(|place| place.at.0);
        let begins = next(&log, from, Which::Worker(worker(on)), &newest);
        assert_eq!(stands(begins), Some(200), "the poll begins on {on}");
        let ends = next(&log, begins.unwrap(), Which::Worker(worker(on)), &newest);
        assert_eq!(stands(ends), Some(250), "and ends");
        let back = previous(&log, ends.unwrap(), Which::Worker(worker(on)), &newest);
        assert_eq!(stands(back), Some(200));
    }
}
