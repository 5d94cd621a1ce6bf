//! The bytes of a segment, read one after the other, whatever their number.

use std::io::{self, Read};

/// Bytes kept of it at once.
const KEPT: usize = 1 << 16;

/// Bytes kept of a text.
const LONGEST: usize = 512;

/// Why no more of a segment can be read.
#[derive(Debug)]
pub(super) enum Stop {
    /// It ends inside of a frame.
    Cut,
    /// Its bytes say nothing that is understood.
    Senseless(&'static str),
    /// The system says no.
    Io,
}

/// Reads little-endian numbers and texts.
pub(super) struct Bytes<R> {
    from: R,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    passed: u64,
}

impl<R: Read> Bytes<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            buffer: vec![0; KEPT].into(),
            start: 0,
            end: 0,
            passed: 0,
        }
    }

    /// How many were read.
    pub(super) fn offset(&self) -> u64 {
        self.passed
    }

    /// Whether there are no more.
    pub(super) fn is_over(&mut self) -> Result<bool, Stop> {
        if self.start < self.end {
            return Ok(false);
        }
        self.more().map(|more| !more)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Stop> {
        while self.end - self.start < N {
            if !self.more()? {
                return Err(Stop::Cut);
            }
        }
        let mut array = [0; N];
        array.copy_from_slice(&self.buffer[self.start..self.start + N]);
        self.pass(N);
        Ok(array)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Stop> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn short(&mut self) -> Result<u16, Stop> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn word(&mut self) -> Result<u32, Stop> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn long(&mut self) -> Result<u64, Stop> {
        self.array().map(u64::from_le_bytes)
    }

    /// A number of 24 bits.
    pub(super) fn three(&mut self) -> Result<u64, Stop> {
        let [a, b, c] = self.array()?;
        Ok(u64::from(u32::from_le_bytes([a, b, c, 0])))
    }

    /// A number in LEB128.
    pub(super) fn varint(&mut self) -> Result<u64, Stop> {
        let mut value = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                break;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Stop::Senseless("a number"))
    }

    pub(super) fn skip(&mut self, count: u64) -> Result<(), Stop> {
        let mut left = count;
        while left > 0 {
            if self.is_over()? {
                return Err(Stop::Cut);
            }
            let here = left.min((self.end - self.start) as u64);
            self.pass(here as usize);
            left -= here;
        }
        Ok(())
    }

    /// A text of so many bytes; of a long one the beginning.
    pub(super) fn text(&mut self, length: u64) -> Result<String, Stop> {
        let kept = length.min(LONGEST as u64) as usize;
        let mut bytes = Vec::with_capacity(kept);
        while bytes.len() < kept {
            if self.is_over()? {
                return Err(Stop::Cut);
            }
            let here = (kept - bytes.len()).min(self.end - self.start);
            bytes.extend_from_slice(&self.buffer[self.start..self.start + here]);
            self.pass(here);
        }
        self.skip(length - kept as u64)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn pass(&mut self, count: usize) {
        self.start += count;
        self.passed += count as u64;
    }

    /// Reads more of it; `false` at its end.
    fn more(&mut self) -> Result<bool, Stop> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        loop {
            match self.from.read(&mut self.buffer[self.end..]) {
                Ok(0) => return Ok(false),
                Ok(count) => {
                    self.end += count;
                    return Ok(true);
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::Interrupted => {}
                    io::ErrorKind::UnexpectedEof => return Err(Stop::Cut),
                    io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                        return Err(Stop::Senseless("what is packed here"));
                    }
                    _ => return Err(Stop::Io),
                },
            }
        }
    }
}
