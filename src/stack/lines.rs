//! The table of lines and the names of functions of one file, as the compiler wrote them (DWARF).

use addr2line::Context;
use gimli::{EndianArcSlice, LittleEndian};
use object::{Object, ObjectSection, ObjectSymbol, ReadRef, SymbolKind};
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

type Bytes = EndianArcSlice<LittleEndian>;

/// See the module's text.
pub(super) struct Lines {
    context: Context<Bytes>,
    /// Where functions begin, in order.
    functions: Vec<u64>,
    has_lines: bool,
}

/// A function at an address, and the line in it.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) place: Option<(PathBuf, u32)>,
}

impl Lines {
    pub(super) fn of<'data, R: ReadRef<'data>>(file: &object::File<'data, R>) -> Option<Self> {
        let section = |id: gimli::SectionId| {
            let section = file.section_by_name(id.name());
            // A compressed one cannot be read here: as if it were not there.
            let data = section.and_then(|section| section.data().ok());
            let data: Arc<[u8]> = data.unwrap_or_default().into();
            Ok::<_, gimli::Error>(Bytes::new(data, LittleEndian))
        };
        let dwarf = gimli::Dwarf::load(section).ok()?;
        let functions = file
            .symbols()
            .filter(|symbol| symbol.kind() == SymbolKind::Text);
        let mut functions: Vec<_> = functions.map(|symbol| symbol.address()).collect();
        functions.sort_unstable();
        Some(Self {
            context: Context::from_dwarf(dwarf).ok()?,
            functions,
            has_lines: file.section_by_name(".debug_line").is_some(),
        })
    }

    pub(super) const fn has_lines(&self) -> bool {
        self.has_lines
    }

    /// Where the function at this address begins, if that is known.
    pub(super) fn function_at(&self, address: u64) -> Option<u64> {
        let after = self.functions.partition_point(|start| *start <= address);
        self.functions.get(after.checked_sub(1)?).copied()
    }

    /// The functions at an address: the innermost first, those into which the compiler has put
    /// it after.
    pub(super) fn named(&self, address: u64) -> Vec<Named> {
        let mut named = Vec::new();
        let Ok(mut frames) = self.context.find_frames(address).skip_all_loads() else {
            return named;
        };
        while let Ok(Some(frame)) = frames.next() {
            let name = frame.function.as_ref();
            let name = name.and_then(|name| name.demangle().ok());
            let place = frame.location.as_ref().and_then(|location| {
                let file = PathBuf::from(location.file?);
                Some((file, location.line?))
            });
            named.push(Named {
                name: name.map(Cow::into_owned).unwrap_or_default(),
                place,
            });
        }
        named
    }
}
