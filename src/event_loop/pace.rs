//! How often to look and how often to draw. Pure arithmetic on the loop's clock.

use std::time::Duration;

/// Shortest time between two pictures: 60 a second.
pub(super) const FRAME: Duration = Duration::from_micros(16_667);
/// Between two pictures while tasks wait and nothing is told (their timers run down).
const WAITING: Duration = Duration::from_millis(100);
/// Between two pictures when nothing is alive; and how long the loop may sleep.
const IDLE_PICTURE: Duration = Duration::from_millis(1_000);
const IDLE_SLEEP: Duration = Duration::from_millis(500);

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
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    activity: Activity,
    /// The scene may differ from the picture.
    dirty: bool,
    drawn: Option<Duration>,
}

impl Pace {
    /// The scene may have changed.
    pub(super) fn touch(&mut self) {
        self.dirty = true;
    }

    /// What goes on, after a look.
    pub(super) fn observe(&mut self, activity: Activity) {
        self.activity = activity;
        self.dirty |= activity == Activity::Moving;
    }

    /// Whether a picture is due.
    pub(super) fn due(&self, clock: Duration) -> bool {
        self.drawn
            .is_none_or(|drawn| clock.saturating_sub(drawn) >= self.interval())
    }

    /// A picture was drawn.
    pub(super) fn drew(&mut self, clock: Duration) {
        self.dirty = false;
        self.drawn = Some(clock);
    }

    /// How long the loop may wait for input before it looks again. An awake runtime is
    /// looked at sixty times a second even when it says nothing, so that what happens
    /// next is seen within a frame; looking costs microseconds, drawing does not.
    pub(super) fn wait(&self, clock: Duration) -> Duration {
        let look = match self.activity {
            Activity::Moving | Activity::Waiting => FRAME,
            Activity::Resting | Activity::Idle => IDLE_SLEEP,
        };
        let until_due = self.drawn.map_or(Duration::ZERO, |drawn| {
            (drawn + self.interval()).saturating_sub(clock)
        });
        look.min(until_due)
    }

    fn interval(&self) -> Duration {
        match (self.dirty, self.activity) {
            (true, _) | (_, Activity::Moving) => FRAME,
            (false, Activity::Waiting) => WAITING,
            (false, Activity::Resting | Activity::Idle) => IDLE_PICTURE,
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
    fn the_first_picture_is_due_at_once() {
        let pace = Pace::default();
        assert!(pace.due(ms(0)));
        assert_eq!(pace.wait(ms(0)), ms(0));
    }

    #[test]
    fn never_more_than_sixty_pictures_a_second() {
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
        assert_eq!(pace.wait(ms(600)), ms(400));
        assert!(pace.due(ms(1_000)));
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
