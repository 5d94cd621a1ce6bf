//! What the compiler wrote for walking from a frame to the one around it: `.eh_frame` of a file,
//! and the table of where in it what is.

use framehop::{ExplicitModuleSectionInfo, Module};
use gimli::{
    BaseAddresses, CallFrameInstruction, CallFrameInstructionIter, EhFrame, EhFrameHdr, Encoding,
    EndianSlice, LittleEndian, Operation, UnwindSection,
};
use object::{Object, ObjectSection, ReadRef};
use std::ops::Range;
use std::sync::Arc;

/// How every linker begins the table: its version, and of what kind the numbers in it are. With
/// others a lookup may count too far.
const PLAIN: [u8; 4] = [1, 0x1b, 0x03, 0x3b];

type Bytes<'a> = EndianSlice<'a, LittleEndian>;

/// See the module's text.
pub(super) struct Frames {
    /// The address of the file's first byte, by its own account.
    lowest: u64,
    text: Option<Range<u64>>,
    /// The frames, and the table; both or none.
    parts: Option<(Section, Section)>,
}

/// A part of a file: where in memory it says that it is, and its bytes.
type Section = (Range<u64>, Arc<[u8]>);

impl Frames {
    pub(super) fn of<'data, R: ReadRef<'data>>(file: &object::File<'data, R>, lowest: u64) -> Self {
        let section = |name| {
            let section = file.section_by_name(name)?;
            let from = section.address();
            let bytes: Arc<[u8]> = section.data().ok()?.into();
            Some((from..from.checked_add(section.size())?, bytes))
        };
        let text = file.section_by_name(".text");
        Self {
            lowest,
            text: text.map(|text| text.address()..text.address().saturating_add(text.size())),
            parts: section(".eh_frame")
                .zip(section(".eh_frame_hdr"))
                .filter(|(_, (_, index))| index.starts_with(&PLAIN)),
        }
    }

    /// For walking where the file is in this part of memory.
    pub(super) fn module(&self, name: &str, range: Range<u64>) -> Module<Arc<[u8]>> {
        let (frames, index) = self.parts.clone().unzip();
        let (frames, index) = (frames.unzip(), index.unzip());
        let tables = ExplicitModuleSectionInfo {
            base_svma: self.lowest,
            text_svma: self.text.clone(),
            eh_frame_svma: frames.0,
            eh_frame: frames.1,
            eh_frame_hdr_svma: index.0,
            eh_frame_hdr: index.1,
            ..ExplicitModuleSectionInfo::default()
        };
        Module::new(name.to_owned(), range.clone(), range.start, tables)
    }

    /// Whether what is written for an address of the file can be followed: it is where it is said to
    /// be, and no program that may run for ever. None of its expressions jumps: compilers write no
    /// such.
    pub(super) fn are_plain(&self, address: u64) -> bool {
        self.jumps(address) != Some(true)
    }

    /// `None` where nothing is written that can be read.
    fn jumps(&self, address: u64) -> Option<bool> {
        let ((from, frames), (index_from, index)) = self.parts.as_ref()?;
        let bases = BaseAddresses::default()
            .set_eh_frame(from.start)
            .set_eh_frame_hdr(index_from.start)
            .set_text(self.text.as_ref().map_or(0, |text| text.start));
        let index = EhFrameHdr::new(index, LittleEndian).parse(&bases, 8).ok()?;
        let mut frames = EhFrame::new(frames, LittleEndian);
        frames.set_address_size(8);
        let table = index.table()?;
        let place = table.lookup(address, &bases).ok()?;
        let begin = index.eh_frame_ptr().direct().ok()?;
        if place.direct().ok()? < begin {
            // It is said to be before its section: nothing to be looked up.
            return Some(true);
        }
        let place = table.pointer_to_offset(place).ok()?;
        let of = frames
            .fde_from_offset(&bases, place, EhFrame::cie_from_offset)
            .ok()?;
        let encoding = of.cie().encoding();
        let common = of.cie().instructions(&frames, &bases);
        let own = of.instructions(&frames, &bases);
        Some(
            [common, own]
                .into_iter()
                .any(|all| jump(all, &frames, encoding)),
        )
    }
}

/// Whether an expression in these jumps.
fn jump<'a>(
    mut all: CallFrameInstructionIter<'a, Bytes<'a>>,
    frames: &EhFrame<Bytes<'a>>,
    encoding: Encoding,
) -> bool {
    while let Ok(Some(instruction)) = all.next() {
        let (CallFrameInstruction::DefCfaExpression { expression }
        | CallFrameInstruction::Expression { expression, .. }
        | CallFrameInstruction::ValExpression { expression, .. }) = instruction
        else {
            continue;
        };
        let Ok(expression) = expression.get(frames) else {
            continue;
        };
        let mut operations = expression.operations(encoding);
        while let Ok(Some(operation)) = operations.next() {
            if matches!(operation, Operation::Bra { .. } | Operation::Skip { .. }) {
                return true;
            }
        }
    }
    false
}
