//! The tables of the files in memory: how to walk a stack, and names and lines of addresses.

use super::calls::{self, Callee};
use super::code::{CodeFile, CodeFiles, Which};
use super::lines::{Lines, Named};
use super::maps::{self, Mapping};
use super::own::Call;
use super::process::Process;
use super::walk::{self, Code, Walk};
use crate::probe::thread::RawStack;
use framehop::Unwinder;
use framehop::x86_64::{CacheX86_64, UnwinderX86_64};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// The longest beginning of a function that is read.
const BEGINNING: usize = 48;

/// No more files are looked into. Servers have a dozen.
const MOST_FILES: usize = 256;

/// No file has its code in memory more often than so.
const MOST_COPIES: usize = 8;

/// See the module's text. Read at the first use, and again when a file was loaded since.
#[derive(Default)]
pub(super) struct Tables {
    code: CodeParts,
    unwinder: UnwinderX86_64<Arc<[u8]>>,
    cache: CacheX86_64,
}

/// Which files are in memory.
#[derive(Default)]
struct CodeParts {
    /// The parts of files that hold code, in order.
    parts: Vec<Mapping>,
    /// In order.
    loaded: Vec<Loaded>,
    files: CodeFiles,
    process: Process,
}

/// A file with code, in memory.
struct Loaded {
    range: Range<u64>,
    /// What is added to its own addresses.
    shift: u64,
    file: Which,
    is_program: bool,
}

impl Tables {
    /// The calls on a stack, innermost first, those put into another by the compiler, too.
    pub(super) fn calls(&mut self, stack: &RawStack) -> Vec<Call> {
        self.refresh();
        let walk = Walk {
            unwinder: &self.unwinder,
            cache: &mut self.cache,
            code: &self.code,
            stack,
        };
        let steps = walk.steps();
        steps
            .iter()
            .flat_map(|step| self.code.named(step))
            .collect()
    }

    /// From now on stacks are this process's.
    pub(super) fn are_of(&mut self, process: Process) {
        self.code.process = process;
    }

    /// When the program was built: its file's time.
    pub(super) fn built(&self) -> Option<SystemTime> {
        let file = match self.code.process {
            Process::Own => std::env::current_exe().ok()?,
            Process::Other { .. } => self.code.process.program_file(),
        };
        written(&file)
    }

    /// Whether the program itself has a table of lines.
    pub(super) fn have_lines(&self) -> bool {
        let mut programs = self.code.loaded.iter().filter(|file| file.is_program);
        programs.any(|program| {
            let lines = self.code.lines_of(program);
            lines.is_some_and(Lines::has_lines)
        })
    }

    /// Whether the program itself could be read, as it was when it was in memory.
    pub(super) fn has_program(&self) -> bool {
        self.code.loaded.iter().any(|file| file.is_program)
    }

    /// What reading them takes, in bytes: the program's file is by far the largest, and each part
    /// of it that is kept is there twice while it is read.
    pub(super) fn memory() -> usize {
        let file = std::fs::metadata("/proc/self/exe").map_or(0, |about| about.len());
        usize::try_from(file)
            .unwrap_or(usize::MAX)
            .saturating_mul(2)
    }

    /// Reads them, if that was not done or a file was loaded since.
    pub(super) fn refresh(&mut self) {
        let Some(text) = self.code.process.maps() else {
            return;
        };
        let mappings = maps::read(&text);
        let code = || mappings.iter().filter(|part| part.is_code);
        // Files that are read, by this and others, come and go without code.
        if !code().eq(&self.code.parts) {
            self.code.parts = code().cloned().collect();
            self.load(&mappings);
        }
    }

    fn load(&mut self, mappings: &[Mapping]) {
        self.unwinder = UnwinderX86_64::default();
        self.cache = CacheX86_64::default();
        self.code.loaded.clear();
        let program = self.code.process.program();
        let program_file = self.code.process.program_file();
        for (first, range) in maps::files(mappings).into_iter().take(MOST_FILES) {
            let is_program = program.to_str() == Some(first.path.as_str());
            let path = match is_program {
                true => &program_file,
                false => Path::new(&first.path),
            };
            if is_program && !self.code.process.may_be_program(written(path)) {
                continue;
            }
            if let Some(file) = self.code.files.open(path, first.inode) {
                self.add(first, range, (file, is_program));
            }
        }
        let CodeParts { loaded, files, .. } = &mut self.code;
        files.tidy(|which| loaded.iter().any(|loaded| loaded.file == which));
    }

    fn add(&mut self, first: &Mapping, range: Range<u64>, (file, is_program): (Which, bool)) {
        let copies = self.code.loaded.iter().filter(|other| other.file == file);
        if copies.count() >= MOST_COPIES {
            return;
        }
        let Some(read) = self.code.files.get(file) else {
            return;
        };
        let Some(shift) = read.shift(range.start) else {
            return;
        };
        let module = read.frames().module(&first.path, range.clone());
        self.unwinder.add_module(module);
        self.code.loaded.push(Loaded {
            range,
            shift,
            file,
            is_program,
        });
    }
}

fn written(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

impl CodeParts {
    fn loaded_at(&self, address: u64) -> Option<&Loaded> {
        let after = self
            .loaded
            .partition_point(|file| file.range.start <= address);
        let file = self.loaded.get(after.checked_sub(1)?)?;
        file.range.contains(&address).then_some(file)
    }

    fn lines_of(&self, loaded: &Loaded) -> Option<&Lines> {
        self.files.get(loaded.file)?.lines()
    }

    fn file_at(&self, address: u64) -> Option<(&Lines, u64)> {
        let loaded = self.loaded_at(address)?;
        let inside = address.checked_sub(loaded.shift)?;
        Some((self.lines_of(loaded)?, inside))
    }

    fn is_code(&self, address: u64) -> bool {
        self.part_at(address).is_some()
    }

    fn part_at(&self, address: u64) -> Option<&Mapping> {
        maps::at(&self.parts, address)
    }

    fn bytes(&self, address: u64, length: usize) -> Option<Vec<u8>> {
        let part = self.part_at(address)?;
        let loaded = self.loaded_at(address);
        let file = loaded.and_then(|loaded| self.files.get(loaded.file));
        let file = file.map(CodeFile::file);
        self.process.code((part, file), address, length)
    }

    /// The calls at an address: the innermost first, those into which the compiler put it after.
    fn named(&self, step: &walk::Step) -> Vec<Call> {
        let Some((lines, address)) = self.file_at(step.address) else {
            return Vec::new();
        };
        let named = lines.named(address).into_iter();
        let call = |Named { name, place }| Call {
            name,
            place,
            certainty: step.certainty,
        };
        named.map(call).collect()
    }
}

impl Code for CodeParts {
    fn is_plain(&self, address: u64) -> bool {
        let Some(loaded) = self.loaded_at(address) else {
            return true;
        };
        let inside = address.wrapping_sub(loaded.shift);
        let file = self.files.get(loaded.file);
        file.is_none_or(|file| file.frames().are_plain(inside))
    }

    fn call_before(&self, address: u64) -> Option<Callee> {
        if !self.is_code(address.wrapping_sub(1)) {
            return None;
        }
        walk::call_in(address, |at, length| self.bytes(at, length))
    }

    fn frame_of(&self, address: u64) -> Option<(u64, u64)> {
        let (lines, inside) = self.file_at(address)?;
        let function = lines.function_at(inside)?;
        let start = address.checked_sub(inside.checked_sub(function)?)?;
        let bytes = calls::frame_bytes(&self.bytes(start, BEGINNING)?)?;
        Some((bytes, start))
    }
}
