//! The packing: what goes in comes out, and nothing else changes.

use super::*;

#[test]
fn a_record_is_one_cache_line() {
    assert_eq!((size_of::<Record>(), align_of::<Record>()), (64, 64));
}

#[test]
fn every_place_comes_back_and_leaves_the_rest_alone() {
    let on = WorkerId::new(513);
    let ends = [EndKind::Completed, EndKind::Panicked, EndKind::Cancelled];
    let places = [
        Place::Injection,
        Place::Local(on),
        Place::Lifo(on),
        Place::Deferred(on),
        Place::Pending,
        Place::InPlace,
        Place::Lane,
        Place::BlockingQueue,
        Place::BlockingRunning,
    ];
    let mut record = Record::unknown(Nanos(7));
    record.set_handle(HandleState::Joined);
    record.make_job();
    record.set_early(true);
    record.set_rewoken(true);
    assert!(record.set_waits(Waits::Extra(9)));
    for place in places.into_iter().chain(ends.map(Place::Ended)) {
        record.set_place(place, Nanos(11));
        assert_eq!((record.place(), record.since()), (place, Nanos(11)));
        assert_eq!(record.is_ended(), place.is_ended());
        assert!(record.is_known());
    }
    assert_eq!(record.handle(), HandleState::Joined);
    assert!(record.is_job() && record.is_early() && record.is_rewoken());
    assert_eq!(record.waits(), Waits::Extra(9));
    assert_eq!(record.spawned_at(), Nanos(7));
}

#[test]
fn only_known_records_are_in_the_table() {
    let mut record = Record::ABSENT;
    assert_eq!((record.seen(), record.is_known()), (Seen::Never, false));
    record = Record::unknown(Nanos(1));
    assert_eq!(record.seen(), Seen::Alive);
    for completed in [true, false] {
        record.forget(completed);
        assert_eq!(record.seen(), Seen::Forgotten { completed });
        assert!(!record.is_known());
    }
}

#[test]
fn a_routine_record_has_nothing_out_of_the_ordinary() {
    let mut record = Record::unknown(Nanos::ZERO);
    assert!(!record.is_routine(), "not polled");
    assert!(record.set_first(Nanos(1)) && record.is_routine());
    let odd: [fn(&mut Record); 5] = [
        |record| record.set_early(true),
        |record| record.set_rewoken(true),
        |record| record.make_job(),
        |record| assert!(record.set_waits(Waits::Extra(0))),
        |record| record.set_place(Place::Ended(EndKind::Completed), Nanos(2)),
    ];
    for make_odd in odd {
        let mut record = record;
        make_odd(&mut record);
        assert!(!record.is_routine());
    }
    let most = Nanos((1 << 39) - 1);
    assert!(record.has_room_for(most, most) && !record.has_room_for(Nanos(1 << 39), most));
    record.count_routine(WorkerId::new(3), Nanos(7), most, Some(most));
    assert!(record.has_room_for(most, most));
    record.count_routine(WorkerId::new(3), Nanos(8), most, Some(Nanos(2)));
    assert_eq!((record.polls, record.last_start()), (2, Nanos(8)));
    assert_eq!(record.scheduled(), most.0 + 2);
}

#[test]
fn moments_saturate_and_disturb_nothing() {
    let mut record = Record::unknown(Nanos(u64::MAX));
    assert_eq!(record.since(), Nanos(LATEST));
    assert_eq!(record.place(), Place::Pending);
    assert_eq!(record.last_worker(), None);
    record.set_last_worker(WorkerId::new(0xABC));
    record.set_last_start(Nanos(u64::MAX));
    record.set_spawned_at(Nanos(5));
    assert_eq!(record.last_worker(), Some(WorkerId::new(0xABC)));
    assert_eq!(record.last_start(), Nanos(LATEST));
    assert_eq!(record.spawned_at(), Nanos(5));
}

#[test]
fn sums_hand_back_what_does_not_fit() {
    let mut record = Record::unknown(Nanos::ZERO);
    assert_eq!(record.add_busy(Nanos((1 << 40) - 1)), 0);
    assert_eq!(record.add_busy(Nanos(3 << 40 | 2)), 4);
    assert_eq!(record.busy(), 1);
    assert_eq!(record.add_scheduled(Nanos(5 << 32)), 0);
    assert_eq!(record.scheduled(), 5 << 32);
}

#[test]
fn a_first_poll_far_from_the_spawn_is_kept_elsewhere() {
    let mut record = Record::unknown(Nanos(1_000));
    assert_eq!(record.first(), First::Never);
    assert!(record.set_first(Nanos(1_007)));
    assert_eq!(record.first(), First::At(Nanos(1_007)));
    assert!(!record.set_first(Nanos(1_000 + (1 << 32))));
    assert_eq!(record.first(), First::Far);
    assert!(!record.set_first(Nanos(999)));
}

#[test]
fn a_plain_wait_is_a_site_and_one_site_does_not_fit() {
    let mut record = Record::unknown(Nanos::ZERO);
    assert_eq!(record.waits(), Waits::Plain(None));
    let site = Some(SiteId::new(0));
    assert!(record.set_waits(Waits::Plain(site)));
    assert_eq!(record.waits(), Waits::Plain(site));
    assert!(!record.set_waits(Waits::Plain(Some(SiteId::new(u32::MAX)))));
    assert_eq!(record.waits(), Waits::Plain(site));
}
