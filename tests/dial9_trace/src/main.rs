//! `make FOLDER ROUNDS` makes a trace, `count FOLDER` tells what dial9's own decoder finds in one.

use anyhow::{Result, bail};
use std::path::Path;

fn main() -> Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["make", folder, rounds] => dial9_trace::make(Path::new(folder), rounds.parse()?),
        ["count", folder] => {
            println!("{}", dial9_trace::count(Path::new(folder))?);
            Ok(())
        }
        _ => bail!("expected `make FOLDER ROUNDS` or `count FOLDER`"),
    }
}
