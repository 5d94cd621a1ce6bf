//! How often to look and how often to draw. Pure arithmetic on the loop's clock.

use std::time::Duration;

/// Between two pictures while much goes on: 60 a second.
pub(super) const FRAME: Duration = Duration::from_micros(16_667);
/// The same of a program in another process, which mostly has to share its processors with this
/// one: 20 a second.
const GENTLE_FRAME: Duration = Duration::from_millis(50);
/// The same while it needs all of them: 5 a second.
const CROWDED_FRAME: Duration = Duration::from_millis(200);
/// Between two pictures while tasks wait and nothing is told (their timers run down).
const WAITING: Duration = Duration::from_millis(100);
/// The same while they wait for long: what is left is shown to the second.
const RESTING: Duration = Duration::from_millis(1_000);
/// Between two pictures when nothing is alive: only how long ago things were changes; and
/// how long the loop may sleep.
const IDLE_PICTURE: Duration = Duration::from_millis(2_000);
const IDLE_SLEEP: Duration = Duration::from_millis(500);

/// A picture of news comes so long after they were heard: what follows from an unpark
/// within a moment is then in the same picture.
const SETTLE: Duration = Duration::from_micros(500);
/// Between two looks at workers that are awake and tell little.
const LOOK: Duration = Duration::from_millis(1);
/// After so long without an event awake workers are looked at once a frame.
const LIVELY: Duration = Duration::from_millis(50);
/// More events than this in two pictures: nobody can follow single ones.
const FEW: usize = 256;
/// Pictures come at once as long as there are fewer than 120 a second on average; some
/// may be saved up.
const AT_ONCE: Duration = Duration::from_micros(8_333);
const SAVED_UP: Duration = Duration::from_millis(100);

/// How much goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Activity {
    /// Events came, a poll is in progress, something travels: every picture differs.
    Moving,
    /// Tasks are alive, nothing is told of them: timers run down.
    Waiting,
    /// The same, but nothing happened for a while and no timer shown is due soon. Who
    /// unparks wakes the loop.
    Resting,
    /// Nothing is alive and every worker is parked: only the user can start something.
    #[default]
    Idle,
}

/// When to draw, when to wake.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Between two pictures while much goes on; less often in a crowd.
    frame: Duration,
    crowded: bool,
    activity: Activity,
    /// The scene may differ from the picture: by what the user did, or by anything.
    touched: bool,
    dirty: bool,
    drawn: Option<Duration>,
    /// When the first event was heard that is in no picture yet.
    news: Option<Duration>,
    /// When the last event was heard.
    heard_at: Duration,
    /// Events heard since the last picture, and between the two before.
    heard: usize,
    heard_before: usize,
    /// From when on a picture may come at once.
    free: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self::with(FRAME)
    }
}

impl Pace {
    /// For a program in another process.
    pub(super) fn gentle() -> Self {
        Self::with(GENTLE_FRAME)
    }

    fn with(frame: Duration) -> Self {
        Self {
            frame,
            crowded: false,
            activity: Activity::default(),
            touched: false,
            dirty: false,
            drawn: None,
            news: None,
            heard_at: Duration::ZERO,
            heard: 0,
            heard_before: 0,
            free: Duration::ZERO,
        }
    }

    /// Whether all processors are needed by others, which matters for a program in another process.
    pub(super) fn crowd(&mut self, crowded: bool) {
        self.crowded = crowded && self.frame != FRAME;
    }

    fn frame(&self) -> Duration {
        match self.crowded {
            true => CROWDED_FRAME,
            false => self.frame,
        }
    }

    /// The scene may have changed, by what the user did or must see.
    pub(super) fn touch(&mut self) {
        self.touched = true;
    }

    /// What goes on, after a look.
    pub(super) fn observe(&mut self, activity: Activity) {
        self.activity = activity;
        self.dirty |= activity == Activity::Moving;
    }

    /// So many events came in.
    pub(super) fn hear(&mut self, events: usize, clock: Duration) {
        if events > 0 {
            self.heard += events;
            self.heard_at = clock;
            self.news.get_or_insert(clock);
        }
    }

    /// Whether the loop should be woken by whatever happens next: single events can be
    /// followed, and none waits for its picture.
    pub(super) fn listens(&self) -> bool {
        self.is_calm() && self.news.is_none()
    }

    /// How long to wait at most, if nobody wakes the loop.
    pub(super) fn look_again(&self, clock: Duration) -> Duration {
        let is_lively = clock.saturating_sub(self.heard_at) < LIVELY;
        self.wait(clock).min(if is_lively { LOOK } else { FRAME })
    }

    fn is_calm(&self) -> bool {
        self.heard + self.heard_before <= FEW
    }

    /// Whether a picture is due.
    pub(super) fn due(&self, clock: Duration) -> bool {
        clock >= self.next_picture()
    }

    /// When the next picture is due.
    fn next_picture(&self) -> Duration {
        let in_turn = self
            .drawn
            .map_or(Duration::ZERO, |drawn| drawn + self.interval());
        match self.news {
            Some(news) if self.is_calm() => in_turn.min((news + SETTLE).max(self.free)),
            _ => in_turn,
        }
    }

    /// A picture was drawn.
    pub(super) fn drew(&mut self, clock: Duration) {
        (self.touched, self.dirty) = (false, false);
        self.drawn = Some(clock);
        self.news = None;
        self.heard_before = std::mem::take(&mut self.heard);
        self.free = self.free.max(clock.saturating_sub(SAVED_UP)) + AT_ONCE;
    }

    /// How long the loop may wait for input before it looks again. An awake runtime is
    /// looked at sixty times a second even when it says nothing, so that what happens
    /// next is seen within a frame; looking costs microseconds, drawing does not.
    pub(super) fn wait(&self, clock: Duration) -> Duration {
        let look = match self.activity {
            Activity::Moving | Activity::Waiting => self.frame(),
            Activity::Resting | Activity::Idle => IDLE_SLEEP,
        };
        look.min(self.next_picture().saturating_sub(clock))
    }

    fn interval(&self) -> Duration {
        match self.activity {
            _ if self.touched => FRAME,
            Activity::Moving => self.frame(),
            _ if self.dirty => FRAME,
            Activity::Waiting => WAITING,
            Activity::Resting => RESTING,
            Activity::Idle => IDLE_PICTURE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn drawn_at_zero(activity: Activity) -> Pace {
        let mut pace = Pace::default();
        pace.observe(activity);
        pace.drew(ms(0));
        pace
    }

    #[test]
    fn another_program_has_fewer_pictures_but_the_user_does_not() {
        let mut pace = Pace::gentle();
        pace.observe(Activity::Moving);
        pace.hear(FEW + 1, ms(0));
        pace.drew(ms(0));
        pace.observe(Activity::Moving);
        assert!(!pace.due(ms(49)) && pace.due(ms(50)));
        pace.touch();
        assert!(pace.due(ms(17)));
        pace.drew(ms(17));
        pace.observe(Activity::Moving);
        assert!(!pace.due(ms(60)) && pace.due(ms(67)));
        pace.crowd(true);
        assert!(!pace.due(ms(216)) && pace.due(ms(217)));
        assert_eq!(pace.wait(ms(17)), CROWDED_FRAME);
    }

    #[test]
    fn the_first_picture_is_due_at_once() {
        let pace = Pace::default();
        assert!(pace.due(ms(0)));
        assert_eq!(pace.wait(ms(0)), ms(0));
    }

    #[test]
    fn an_event_in_a_calm_program_is_drawn_at_once() {
        let mut pace = drawn_at_zero(Activity::Waiting);
        pace.drew(ms(1_000));
        assert!(pace.listens());
        pace.hear(3, ms(1_005));
        assert!(!pace.listens(), "the picture to come needs no further call");
        assert_eq!(pace.wait(ms(1_005)), SETTLE);
        assert!(!pace.due(ms(1_005)) && pace.due(ms(1_005) + SETTLE));
        pace.drew(ms(1_006));
        assert!(pace.listens() && !pace.due(ms(1_007)));
    }

    #[test]
    fn events_one_by_one_make_no_more_than_120_pictures_a_second() {
        let mut pace = Pace::default();
        let mut pictures = 0;
        for clock in (0..10_000).map(ms) {
            pace.hear(1, clock);
            pace.observe(Activity::Moving);
            if pace.due(clock) {
                pace.drew(clock);
                pictures += 1;
            }
        }
        assert!((1_100..=1_220).contains(&pictures), "{pictures}");
    }

    #[test]
    fn in_a_flood_there_are_sixty_pictures_a_second_and_nobody_calls() {
        let mut pace = drawn_at_zero(Activity::Moving);
        for picture in 1..10 {
            pace.hear(FEW, picture * FRAME);
            pace.drew(picture * FRAME);
        }
        pace.hear(1, 9 * FRAME);
        assert!(!pace.listens());
        assert_eq!(pace.wait(9 * FRAME), FRAME);
    }

    #[test]
    fn awake_workers_are_looked_at_often_for_as_long_as_they_tell_something() {
        let mut pace = drawn_at_zero(Activity::Moving);
        pace.hear(1, ms(1));
        pace.drew(ms(2));
        assert_eq!(pace.look_again(ms(3)), LOOK);
        pace.drew(ms(51));
        assert_eq!(pace.look_again(ms(51)), FRAME);
    }

    #[test]
    fn never_more_than_sixty_pictures_a_second_of_what_only_moves() {
        let mut pace = drawn_at_zero(Activity::Moving);
        pace.touch();
        assert!(!pace.due(ms(10)));
        assert_eq!(pace.wait(ms(10)), FRAME - ms(10));
        assert!(pace.due(FRAME));
    }

    #[test]
    fn waiting_tasks_are_looked_at_often_and_drawn_seldom() {
        let pace = drawn_at_zero(Activity::Waiting);
        assert_eq!(pace.wait(ms(1)), FRAME);
        assert!(!pace.due(ms(99)));
        assert!(pace.due(ms(100)));
    }

    #[test]
    fn an_idle_program_sleeps_and_wakes_twice_a_second() {
        let pace = drawn_at_zero(Activity::Idle);
        assert_eq!(pace.wait(ms(1)), IDLE_SLEEP);
        assert!(!pace.due(ms(600)));
        assert_eq!(pace.wait(ms(1_600)), ms(400));
        assert!(pace.due(ms(2_000)));
        let resting = drawn_at_zero(Activity::Resting);
        assert!(resting.due(ms(1_000)) && !resting.due(ms(999)));
    }

    #[test]
    fn a_key_in_an_idle_program_is_drawn_within_a_frame() {
        let mut pace = drawn_at_zero(Activity::Idle);
        pace.touch();
        assert_eq!(pace.wait(ms(5)), FRAME - ms(5));
        assert!(pace.due(ms(300)));
    }

    #[test]
    fn the_wait_ends_so_that_it_cannot_spin() {
        // Whatever is due is drawn, and after a drawing the wait is never zero.
        let all = [
            Activity::Moving,
            Activity::Waiting,
            Activity::Resting,
            Activity::Idle,
        ];
        for activity in all {
            assert!(drawn_at_zero(activity).wait(ms(0)) > ms(0));
        }
    }
}
