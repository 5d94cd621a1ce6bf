//! Work that blocks or computes for long goes to the blocking pool.

use tokio::task::spawn_blocking;

/// Blocks its thread: reads a file, or computes for long.
fn count_words(path: &str) -> std::io::Result<usize> {
    Ok(std::fs::read_to_string(path)?.split_whitespace().count())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A thread of the pool runs it; no worker is held meanwhile.
    let words = spawn_blocking(|| count_words("Cargo.toml")).await??;
    println!("{words} words");
    Ok(())
}
