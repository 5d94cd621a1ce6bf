//! From a stack's bytes to the addresses of its calls.

use super::calls::{self, Callee};
use crate::events::Certainty;
use crate::probe::thread::RawStack;
use framehop::x86_64::{CacheX86_64, UnwindRegsX86_64, UnwinderX86_64};
use framehop::{FrameAddress, Unwinder};
use std::sync::Arc;

/// A call on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// An address inside the instruction that is in progress there.
    pub(super) address: u64,
    pub(super) certainty: Certainty,
}

/// No stack is followed further.
const DEEPEST: usize = 256;
/// So many bytes of a stack are looked through for one return address.
const LOOKED_THROUGH: u64 = 16 << 10;

/// A base pointer where no stack is, in the kernel's half of the addresses: a rule that needs it
/// finds something there, and one that does not ends.
const NOWHERE: u64 = 0xffff_8000_0000_0000;

/// What is known of the code in memory.
pub(super) trait Code {
    /// Whether what the compiler wrote for this address is done in a few steps.
    fn is_plain(&self, address: u64) -> bool;
    /// The call that ends at this address; `None` if there is no code or no call.
    fn call_before(&self, address: u64) -> Option<Callee>;
    /// How many bytes below its saved base pointer the stack pointer is, in the function at
    /// this address, and where that function begins.
    fn frame_of(&self, address: u64) -> Option<(u64, u64)>;
}

/// A place on the stack.
#[derive(Clone, Copy)]
struct Place {
    pc: u64,
    sp: u64,
    /// 0: it is not known.
    bp: u64,
}

pub(super) struct Walk<'a, C> {
    pub(super) unwinder: &'a UnwinderX86_64<Arc<[u8]>>,
    pub(super) cache: &'a mut CacheX86_64,
    pub(super) code: &'a C,
    pub(super) stack: &'a RawStack,
}

impl<C: Code> Walk<'_, C> {
    /// The calls of the stack, innermost first.
    pub(super) fn steps(mut self) -> Vec<Step> {
        let mut certainty = Certainty::Observed;
        let mut at = Place {
            pc: self.stack.pc,
            sp: self.stack.sp,
            bp: self.stack.bp.unwrap_or(0),
        };
        let mut steps = vec![Step {
            address: at.pc,
            certainty,
        }];
        while steps.len() < DEEPEST {
            let is_innermost = steps.len() == 1;
            let next = match self.by_table(at, is_innermost) {
                Next::End => break,
                Next::At(next) => next,
                Next::NotKnown => match self.by_beginning(at) {
                    Some(next) => next,
                    None => {
                        certainty = Certainty::Inferred;
                        let Some(next) = self.by_looking(at) else {
                            break;
                        };
                        next
                    }
                },
            };
            at = next;
            steps.push(Step {
                address: at.pc.wrapping_sub(1),
                certainty,
            });
        }
        steps
    }

    fn word(&self, address: u64) -> Option<u64> {
        word(self.stack, address)
    }

    /// By the table that the compiler wrote.
    fn by_table(&mut self, at: Place, is_innermost: bool) -> Next {
        let address = at.pc.wrapping_sub(u64::from(!is_innermost));
        if !self.code.is_plain(address) {
            return Next::NotKnown;
        }
        let stack = self.stack;
        let mut read = |address| match address {
            NOWHERE.. => Ok(1),
            address => word(stack, address).ok_or(()),
        };
        let mut step = |bp, cache: &mut CacheX86_64| {
            let address = if is_innermost {
                FrameAddress::from_instruction_pointer(at.pc)
            } else {
                FrameAddress::from_return_address(at.pc)?
            };
            let mut registers = UnwindRegsX86_64::new(at.pc, at.sp, bp);
            let step = self
                .unwinder
                .unwind_frame(address, &mut registers, cache, &mut read);
            Some((step.ok()?, registers))
        };
        match step(at.bp, self.cache) {
            Some((Some(pc), registers)) => {
                let is_call = self.code.call_before(pc).is_some();
                if is_call && registers.sp() > at.sp {
                    let (sp, bp) = (registers.sp(), registers.bp());
                    Next::At(Place { pc, sp, bp })
                } else {
                    Next::NotKnown
                }
            }
            // Also where the base pointer is needed and is 0; with another one it shows.
            Some((None, _)) if matches!(step(NOWHERE, self.cache), Some((None, _))) => Next::End,
            _ => Next::NotKnown,
        }
    }

    /// The base pointer is needed and not known: from how the function begins, it is known
    /// where on the stack it saved the one before, and what it returns to.
    fn by_beginning(&self, at: Place) -> Option<Place> {
        let (bytes, function) = self.code.frame_of(at.pc.wrapping_sub(1))?;
        let saved = at.sp.checked_add(bytes)?;
        let (bp, pc) = (self.word(saved)?, self.word(saved.checked_add(8)?)?);
        let is_caller = match self.code.call_before(pc)? {
            Callee::At(callee) => callee == function,
            Callee::Computed => true,
        };
        let sp = saved.checked_add(16)?;
        is_caller.then_some(Place { pc, sp, bp })
    }

    /// The next word that may be a return address.
    fn by_looking(&self, at: Place) -> Option<Place> {
        let end = at.sp.saturating_add(LOOKED_THROUGH);
        let mut address = at.sp;
        while address < end {
            let pc = self.word(address)?;
            address = address.checked_add(8)?;
            if self.code.call_before(pc).is_some() {
                return Some(Place {
                    pc,
                    sp: address,
                    bp: 0,
                });
            }
        }
        None
    }
}

enum Next {
    At(Place),
    End,
    NotKnown,
}

/// A word of the stack.
fn word(stack: &RawStack, address: u64) -> Option<u64> {
    let place = usize::try_from(address.checked_sub(stack.sp)?).ok()?;
    let bytes = stack.bytes.get(place..place.checked_add(8)?)?;
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}

/// The call before an address, in the code that `bytes` gives.
pub(super) fn call_in(
    address: u64,
    bytes: impl Fn(u64, usize) -> Option<Vec<u8>>,
) -> Option<Callee> {
    let start = address.checked_sub(calls::LONGEST as u64)?;
    let code = bytes(start, calls::LONGEST)?;
    calls::before(address, code.try_into().ok()?)
}
