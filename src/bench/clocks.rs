//! What the system says of this process: CPU time, memory.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// CPU time of all threads of this process so far.
pub fn process_cpu() -> Duration {
    read(ClockId::ProcessCPUTime)
}

/// CPU time of the calling thread so far.
pub fn thread_cpu() -> Duration {
    read(ClockId::ThreadCPUTime)
}

/// A clock that all processes of the machine share.
pub(super) fn monotonic() -> Duration {
    read(ClockId::Monotonic)
}

fn read(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or(0),
        u32::try_from(time.tv_nsec).unwrap_or(0),
    )
}

/// Bytes of memory resident now; `None` where the system does not tell as Linux does.
pub(super) fn resident_bytes() -> Option<u64> {
    Some(Memory::counted()?.resident)
}

/// Memory of this process, in bytes.
pub(super) struct Memory {
    /// In memory now.
    pub(super) resident: u64,
    /// Of the address space, whether anything is there or not.
    pub(super) reserved: u64,
}

impl Memory {
    /// Now; `None` where the system does not tell as Linux does. What is resident is counted page
    /// by page, where the kernel does that (4.14): its own counters may lag behind by some pages
    /// of each thread, which is as much as a thread takes.
    pub(super) fn now() -> Option<Self> {
        let counted = Self::counted()?;
        let resident = rolled_up().unwrap_or(counted.resident);
        Some(Self {
            resident,
            ..counted
        })
    }

    /// As the kernel's counters have it.
    fn counted() -> Option<Self> {
        let text = std::fs::read_to_string("/proc/self/statm").ok()?;
        let mut pages = text.split_whitespace().map(str::parse::<u64>);
        let mut bytes = || Some(pages.next()?.ok()? * rustix::param::page_size() as u64);
        let (reserved, resident) = (bytes()?, bytes()?);
        Some(Self { resident, reserved })
    }
}

fn rolled_up() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/smaps_rollup").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Rss:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_costs_cpu_time_of_the_thread_and_of_the_process() {
        let (thread, process) = (thread_cpu(), process_cpu());
        let mut sum = 0_u64;
        while thread_cpu() == thread {
            sum = std::hint::black_box(sum + 1);
        }
        assert!(process_cpu() > process);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn memory_that_is_touched_is_resident() {
        let before = resident_bytes().unwrap();
        let block = vec![1_u8; 64 << 20];
        assert!(std::hint::black_box(&block).iter().all(|byte| *byte == 1));
        assert!(resident_bytes().unwrap() >= before + (32 << 20));
    }
}
