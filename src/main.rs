//! The program's own memory, and its way in.

/// A waiting task takes 257 bytes instead of 440 with the allocator of glibc (`bench --only
/// memory`). The library leaves the choice to whoever uses it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    tokio_kitchen::run_program()
}
