//! The tables of the files in memory: how to walk a stack, and names and lines of addresses.

use super::calls::{self, Callee};
use super::lines::{Lines, Named};
use super::maps::{self, Mapping};
use super::own::Call;
use super::process::Process;
use super::walk::{self, Code, Walk};
use crate::probe::thread::RawStack;
use framehop::x86_64::{CacheX86_64, UnwinderX86_64};
use framehop::{ExplicitModuleSectionInfo, Module, Unwinder};
use object::{Object, ObjectSection, ObjectSegment, ReadCache};
use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The longest beginning of a function that is read.
const BEGINNING: usize = 48;

/// See the module's text. Read at the first use, and again when a file was loaded since.
#[derive(Default)]
pub(super) struct Tables {
    code: CodeParts,
    unwinder: UnwinderX86_64<Vec<u8>>,
    cache: CacheX86_64,
}

/// Which files are in memory.
#[derive(Default)]
struct CodeParts {
    /// The parts of files that hold code.
    parts: Vec<Mapping>,
    files: Vec<LoadedFile>,
    process: Process,
}

/// A file with code, in memory.
struct LoadedFile {
    range: Range<u64>,
    /// What is added to its own addresses.
    shift: u64,
    lines: Option<Lines>,
    is_program: bool,
    /// For code of another process.
    file: Option<File>,
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
        let mut programs = self.code.files.iter().filter(|file| file.is_program);
        programs.any(LoadedFile::has_lines)
    }

    /// Whether the program itself could be read, as it was when it was in memory.
    pub(super) fn has_program(&self) -> bool {
        self.code.files.iter().any(|file| file.is_program)
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
            let code = code().cloned().collect();
            self.load(&mappings, code);
        }
    }

    fn load(&mut self, mappings: &[Mapping], code: Vec<Mapping>) {
        let process = std::mem::take(&mut self.code.process);
        *self = Self::default();
        let program = process.program();
        let program_file = process.program_file();
        for part in &code {
            let is_known = |file: &LoadedFile| file.range.contains(&part.range.start);
            let first = maps::first_of(mappings, part);
            let Some(first) = first.filter(|_| !self.code.files.iter().any(is_known)) else {
                continue;
            };
            let is_program = program.to_str() == Some(part.path.as_str());
            let range = first.range.start..part.range.end;
            let path = match is_program {
                true => program_file.clone(),
                false => PathBuf::from(&first.path),
            };
            if is_program && !process.may_be_program(written(&path)) {
                continue;
            }
            if let Some((file, module)) = load_file(first, range, path, is_program) {
                self.code.files.push(file);
                self.unwinder.add_module(module);
            }
        }
        self.code.parts = code;
        self.code.process = process;
    }
}

fn written(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

/// `None` if the file is not the one in memory any more, or cannot be read.
fn load_file(
    first: &Mapping,
    range: Range<u64>,
    path: PathBuf,
    is_program: bool,
) -> Option<(LoadedFile, Module<Vec<u8>>)> {
    // Whoever opens a pipe waits for who writes.
    if !std::fs::metadata(&path).is_ok_and(|about| about.is_file()) {
        return None;
    }
    let opened = File::open(&path).ok()?;
    let about = opened.metadata().ok()?;
    if !about.is_file() || about.ino() != first.inode {
        return None;
    }
    let file = opened.try_clone().ok();
    let cache = ReadCache::new(opened);
    let object = object::File::parse(&cache).ok()?;
    let lowest = object.segments().map(|segment| segment.address()).min()?;
    let shift = range.start.checked_sub(lowest & !0xfff)?;
    let section = |name| {
        let section = object.section_by_name(name)?;
        let from = section.address();
        let bytes = section.data().ok()?.to_vec();
        Some((from..from.checked_add(section.size())?, bytes))
    };
    let (frames, index) = (section(".eh_frame"), section(".eh_frame_hdr"));
    let text = object.section_by_name(".text");
    let tables = ExplicitModuleSectionInfo {
        base_svma: lowest & !0xfff,
        text_svma: text.map(|text| text.address()..text.address().saturating_add(text.size())),
        eh_frame_svma: frames.as_ref().map(|(range, _)| range.clone()),
        eh_frame: frames.map(|(_, bytes)| bytes),
        eh_frame_hdr_svma: index.as_ref().map(|(range, _)| range.clone()),
        eh_frame_hdr: index.map(|(_, bytes)| bytes),
        ..ExplicitModuleSectionInfo::default()
    };
    let module = Module::new(first.path.clone(), range.clone(), range.start, tables);
    let file = LoadedFile {
        range,
        shift,
        lines: Lines::of(&object),
        is_program,
        file,
    };
    Some((file, module))
}

impl LoadedFile {
    fn has_lines(&self) -> bool {
        self.lines.as_ref().is_some_and(Lines::has_lines)
    }
}

impl CodeParts {
    fn file_at(&self, address: u64) -> Option<(&Lines, u64)> {
        let file = self
            .files
            .iter()
            .find(|file| file.range.contains(&address))?;
        Some((file.lines.as_ref()?, address.checked_sub(file.shift)?))
    }

    fn is_code(&self, address: u64) -> bool {
        self.part_at(address).is_some()
    }

    fn part_at(&self, address: u64) -> Option<&Mapping> {
        let mut parts = self.parts.iter();
        parts.find(|part| part.range.contains(&address))
    }

    fn bytes(&self, address: u64, length: usize) -> Option<Vec<u8>> {
        let part = self.part_at(address)?;
        let mut files = self.files.iter();
        let file = files.find(|file| file.range.contains(&address));
        let file = file.and_then(|file| file.file.as_ref());
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
