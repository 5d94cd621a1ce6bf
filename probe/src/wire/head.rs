//! The head of a block.

use super::{Fault, MOST_BYTES};
use crate::events::Nanos;

/// Bytes of a head.
pub const HEAD_BYTES: usize = 40;

const MAGIC: [u8; 4] = *b"KBLK";

/// No byte of what is packed makes more than so many.
const MOST_PACKED: u64 = 256;

/// Where the sum stands, which is not part of what is summed.
const SUM: std::ops::Range<usize> = 12..16;

/// The kinds of block. A reader passes over a kind that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Who writes: the first block of a stream.
    Hello = 1,
    /// What happened, in order of time.
    Events = 2,
    /// What was so when the stream began: names, and who was alive.
    State = 3,
    /// All up to a moment is told; what the workers had in hand then.
    Tick = 4,
    /// Something is missing here.
    Mark = 5,
    /// The stream ends, and why.
    Bye = 6,
    /// The stack of a thread, to be walked by the viewer.
    Stack = 7,
    /// What a viewer asks for.
    Ask = 8,
}

impl Kind {
    /// The one with this number.
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Hello,
            2 => Self::Events,
            3 => Self::State,
            4 => Self::Tick,
            5 => Self::Mark,
            6 => Self::Bye,
            7 => Self::Stack,
            8 => Self::Ask,
            _ => return None,
        })
    }
}

/// The head of a block: what it is, and how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The kind's number, which may be one that is not known here.
    pub kind: u8,
    /// Which runtime of the application it is about, from 1; 0 for what is about all of it.
    pub runtime: u16,
    /// The earliest moment it tells of.
    pub first: Nanos,
    /// The latest one.
    pub last: Nanos,
    /// Counts up with the blocks of a stream.
    pub sequence: u32,
    pub(super) encoding: u8,
    pub(super) length: u32,
    pub(super) unpacked: u32,
    pub(super) sum: u32,
}

impl Head {
    /// Reads a head, and gives what comes behind it.
    ///
    /// # Errors
    /// When the bytes end in it, or are none, or say that the block is longer than one may be.
    pub fn read(bytes: &[u8]) -> Result<(Self, &[u8]), Fault> {
        let Some((head, rest)) = bytes.split_first_chunk::<HEAD_BYTES>() else {
            return Err(
                match MAGIC.starts_with(&bytes[..bytes.len().min(4)]) || bytes.starts_with(&MAGIC) {
                    true => Fault::Torn((HEAD_BYTES - bytes.len()) as u64),
                    false => Fault::NotABlock,
                },
            );
        };
        if !head.starts_with(&MAGIC) {
            return Err(Fault::NotABlock);
        }
        let read = Self {
            kind: head[4],
            encoding: head[5],
            runtime: u16::from_le_bytes(array(head, 6)),
            length: u32::from_le_bytes(array(head, 8)),
            sum: u32::from_le_bytes(array(head, SUM.start)),
            first: Nanos(u64::from_le_bytes(array(head, 16))),
            last: Nanos(u64::from_le_bytes(array(head, 24))),
            sequence: u32::from_le_bytes(array(head, 32)),
            unpacked: u32::from_le_bytes(array(head, 36)),
        };
        let longest = read.length.max(read.unpacked);
        if longest > MOST_BYTES {
            return Err(Fault::TooLong(longest.into()));
        }
        if u64::from(read.unpacked) > (u64::from(read.length) + 1) * MOST_PACKED {
            return Err(Fault::TooLong(read.unpacked.into()));
        }
        Ok((read, rest))
    }

    /// Bytes behind the head.
    pub fn length(&self) -> usize {
        self.length as usize
    }

    /// Whether the sum is that of the head and these bytes.
    pub fn is_sum_of(&self, payload: &[u8]) -> bool {
        self.sum == self.sum_with(payload)
    }

    fn bytes(&self) -> [u8; HEAD_BYTES] {
        let mut bytes = [0; HEAD_BYTES];
        bytes[..4].copy_from_slice(&MAGIC);
        bytes[4] = self.kind;
        bytes[5] = self.encoding;
        bytes[6..8].copy_from_slice(&self.runtime.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.length.to_le_bytes());
        bytes[SUM].copy_from_slice(&self.sum.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.first.0.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.last.0.to_le_bytes());
        bytes[32..36].copy_from_slice(&self.sequence.to_le_bytes());
        bytes[36..40].copy_from_slice(&self.unpacked.to_le_bytes());
        bytes
    }

    fn sum_with(&self, payload: &[u8]) -> u32 {
        let bare = Self {
            sum: 0,
            ..self.clone()
        };
        let mut sum = crc32fast::Hasher::new();
        sum.update(&bare.bytes());
        sum.update(payload);
        sum.finalize()
    }

    /// Writes it and what belongs to it, packed if it may be and that is smaller.
    pub(super) fn write(mut self, payload: &[u8], may_pack: bool, to: &mut Vec<u8>) {
        let packed = may_pack.then(|| lz4_flex::block::compress(payload));
        let packed = packed.filter(|packed| packed.len() < payload.len());
        let body = packed.as_deref().unwrap_or(payload);
        self.encoding = packed.is_some().into();
        self.length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        self.unpacked = u32::try_from(payload.len()).unwrap_or(u32::MAX);
        self.sum = self.sum_with(body);
        to.extend_from_slice(&self.bytes());
        to.extend_from_slice(body);
    }

    /// What was packed, unpacked.
    pub(super) fn unpack(&self, payload: &[u8]) -> Result<Vec<u8>, Fault> {
        if !self.is_sum_of(payload) {
            return Err(Fault::Sum);
        }
        match self.encoding {
            0 => Ok(payload.to_vec()),
            1 => lz4_flex::block::decompress(payload, self.unpacked as usize)
                .map_err(|_| Fault::Senseless("a packed block")),
            _ => Err(Fault::Senseless("the packing of a block")),
        }
    }
}

fn array<const N: usize>(bytes: &[u8; HEAD_BYTES], from: usize) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(&bytes[from..from + N]);
    array
}
