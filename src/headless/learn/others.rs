//! How much of the processors other programs had, measured: from /proc, where there is one.

use std::fs;

/// A reading of the clocks of the processors this process may use, in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clocks {
    busy: u64,
    all: u64,
    own: u64,
}

impl Clocks {
    /// Now; `None` where the system does not tell.
    pub(super) fn look() -> Option<Self> {
        let stat = fs::read_to_string("/proc/stat").ok()?;
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let own = fs::read_to_string("/proc/self/stat").ok()?;
        let (busy, all) = processors(&stat, &allowed(&status)?)?;
        Some(Self {
            busy,
            all,
            own: own_ticks(&own)?,
        })
    }

    /// The share of the processors' time since then that others had, from 0 to 1.
    pub(super) fn others_since(self, before: Self) -> f64 {
        let all = self.all.saturating_sub(before.all);
        let own = self.own.saturating_sub(before.own);
        let busy = self.busy.saturating_sub(before.busy);
        match all {
            0 => 0.0,
            all => busy.saturating_sub(own) as f64 / all as f64,
        }
    }
}

/// Numbers of the processors that may be used, from `Cpus_allowed_list: 0-1,4`.
fn allowed(status: &str) -> Option<Vec<(u32, u32)>> {
    let list = status
        .lines()
        .find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?;
    let ranges = list.trim().split(',').map(|range| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some((first.parse().ok()?, last.parse().ok()?))
    });
    ranges.collect()
}

/// Busy ticks and all ticks of these processors, from the lines `cpu0 user nice system idle
/// iowait irq softirq steal`.
fn processors(stat: &str, allowed: &[(u32, u32)]) -> Option<(u64, u64)> {
    let (mut busy, mut all) = (0, 0);
    for line in stat.lines() {
        let mut words = line.split_whitespace();
        let number = words.next().and_then(|name| name.strip_prefix("cpu"));
        let Some(number) = number.and_then(|number| number.parse::<u32>().ok()) else {
            continue;
        };
        if !allowed
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&number))
        {
            continue;
        }
        let ticks: Vec<u64> = words.take(8).map_while(|word| word.parse().ok()).collect();
        let sum: u64 = ticks.iter().sum();
        let idle: u64 = ticks.iter().skip(3).take(2).sum();
        all += sum;
        busy += sum - idle;
    }
    (all > 0).then_some((busy, all))
}

/// `utime`, `stime`, and the same of children that were waited for: the 14th to 17th field; the
/// second one, in brackets, may have spaces.
fn own_ticks(stat: &str) -> Option<u64> {
    let rest = stat.rsplit_once(')')?.1;
    let ticks = rest.split_whitespace().skip(11).take(4);
    let ticks: Vec<u64> = ticks.map_while(|word| word.parse().ok()).collect();
    (ticks.len() == 4).then(|| ticks.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_processors_that_may_be_used_count() {
        let stat = "cpu  1 1 1 1 1 1 1 1\ncpu0 10 0 10 70 10 0 0 0 5 0\ncpu1 50 0 0 50 0 0 0 0\n\
                    cpu2 9 9 9 9 9 9 9 9\nintr 1\n";
        let allowed = allowed("Name:\tx\nCpus_allowed_list:\t0-1\n").unwrap();
        assert_eq!(processors(stat, &allowed), Some((70, 200)));
        assert_eq!(processors(stat, &[(9, 9)]), None);
    }

    #[test]
    fn what_is_our_own_is_not_others() {
        let own = "12 (a b) c) S 1 2 3 4 5 6 7 8 9 10 30 12 5 3 20";
        assert_eq!(own_ticks(own), Some(50));
        let clocks = |busy, all, own| Clocks { busy, all, own };
        let others = clocks(150, 300, 60).others_since(clocks(50, 100, 10));
        assert!((others - 0.25).abs() < 1e-9, "{others}");
        assert_eq!(clocks(1, 1, 1).others_since(clocks(1, 1, 1)), 0.0);
    }
}
