//! Traces made with dial9's own crates, and what its own decoder finds in them.

use anyhow::{Context, Result, anyhow};
use dial9_tokio_telemetry::telemetry::{
    Dial9HandleTokioExt, DiskBuffer, TokioAttachOptions, recorder, spawn, spawn_in,
};
use dial9_trace_format::decoder::Decoder;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

/// What there is of each kind in a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub polls: u64,
    pub parks: u64,
    pub unparks: u64,
    pub wakes: u64,
    pub spawns: u64,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            polls,
            parks,
            unparks,
            wakes,
            spawns,
        } = self;
        write!(
            f,
            "polls {polls}\nparks {parks}\nunparks {unparks}\nwakes {wakes}\nspawns {spawns}"
        )
    }
}

/// Records two runtimes of one process, with so many rounds of work, into a folder.
pub fn make(folder: &Path, rounds: u32) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let buffer = DiskBuffer::builder()
        .base_path(folder.join("trace.bin"))
        .max_file_size(8 << 20)
        .max_total_size(64 << 20)
        .build()?;
    let recorder = recorder(buffer).build();
    let attach = |name: &str, builder: &mut Builder| -> Result<Runtime> {
        builder.enable_all();
        let builder = std::mem::replace(builder, Builder::new_current_thread());
        let options = TokioAttachOptions::builder()
            .runtime_name(name)
            .task_tracking_enabled(true)
            .build();
        let attached = recorder.handle().attach_tokio_runtime(builder, options);
        attached.map_err(|error| anyhow!("{name}: {error}"))
    };
    let main = attach("main", Builder::new_multi_thread().worker_threads(2))?;
    let other = attach("io", Builder::new_multi_thread().worker_threads(1))?;
    let far = spawn_in(other.handle(), async move {
        for _ in 0..rounds {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let _ = spawn(tokio::task::yield_now()).await;
        }
    });
    main.block_on(async {
        let root = spawn(work(rounds));
        root.await?;
        far.await
    })?;
    drop((main, other));
    recorder.graceful_shutdown(Duration::from_secs(60));
    Ok(())
}

/// Tasks that sleep, yield, send, are aborted, and wait for jobs and for each other.
async fn work(rounds: u32) {
    let (sender, mut receiver) = mpsc::channel::<u32>(4);
    let reader = spawn(async move {
        let mut sum = 0;
        while let Some(number) = receiver.recv().await {
            sum += u64::from(number);
        }
        sum
    });
    let forever = spawn(std::future::pending::<()>());
    for round in 0..rounds {
        let sender = sender.clone();
        let child = spawn(async move {
            tokio::task::yield_now().await;
            let _ = sender.send(round).await;
            tokio::time::sleep(Duration::from_micros(200)).await;
        });
        let plain = tokio::spawn(async {
            tokio::task::yield_now().await;
        });
        let job = tokio::task::spawn_blocking(move || round);
        let _ = (child.await, plain.await, job.await);
    }
    forever.abort();
    drop(sender);
    let _ = (forever.await, reader.await);
}

/// The segments in a folder, in any depth.
pub fn segments(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match path.is_dir() {
            true => found.extend(segments(&path)?),
            false if name.ends_with(".bin") || name.ends_with(".bin.gz") => found.push(path),
            false => {}
        }
    }
    Ok(found)
}

/// What dial9's own decoder finds.
pub fn count(folder: &Path) -> Result<Counts> {
    let mut counts = Counts::default();
    for path in segments(folder)? {
        let mut bytes = std::fs::read(&path)?;
        if bytes.starts_with(&[0x1F, 0x8B]) {
            let packed = std::mem::take(&mut bytes);
            flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bytes)?;
        }
        let mut decoder = Decoder::new(&bytes).context("no trace")?;
        let read = decoder.for_each_event(|event| {
            let count = match event.name {
                "PollStartEvent" => &mut counts.polls,
                "WorkerParkEvent" => &mut counts.parks,
                "WorkerUnparkEvent" => &mut counts.unparks,
                "WakeEventEvent" => &mut counts.wakes,
                "TaskSpawnEvent" => &mut counts.spawns,
                _ => return,
            };
            *count += 1;
        });
        read.map_err(|error| anyhow!("{}: {error}", path.display()))?;
    }
    Ok(counts)
}
