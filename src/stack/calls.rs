//! Return addresses: what stands before one is a call, and says whom it calls.

/// How a call names whom it calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Callee {
    /// The function at this address.
    At(u64),
    /// Whoever a register or a word of memory names.
    Computed,
}

/// The longest call that is looked for, in bytes.
pub(super) const LONGEST: usize = 7;

/// The call that ends at an address, in the bytes before it. `None`: there is none.
pub(super) fn before(address: u64, bytes: [u8; LONGEST]) -> Option<Callee> {
    // call rel32
    if bytes[2] == 0xe8 {
        let to = i32::from_le_bytes([bytes[3], bytes[4], bytes[5], bytes[6]]);
        return Some(Callee::At(address.wrapping_add_signed(to.into())));
    }
    let computed = (0..LONGEST - 1).any(|start| {
        // call r/m64: ff /2
        let is_call = bytes[start] == 0xff && bytes[start + 1] & 0x38 == 0x10;
        is_call && length(bytes[start + 1], bytes.get(start + 2).copied()) == LONGEST - start
    });
    computed.then_some(Callee::Computed)
}

/// Bytes of such a call, from what follows its first one.
fn length(mod_rm: u8, sib: Option<u8>) -> usize {
    let (mode, rm) = (mod_rm >> 6, mod_rm & 7);
    let has_sib = mode != 3 && rm == 4;
    let displacement = match (mode, rm) {
        (0, 5) => 4,
        (0, 4) if sib.is_some_and(|sib| sib & 7 == 5) => 4,
        (1, _) => 1,
        (2, _) => 4,
        _ => 0,
    };
    2 + usize::from(has_sib) + displacement
}

/// Bytes between the stack pointer in the body of a function and the base pointer it has saved
/// there, by how the function begins. `None` if it does not begin as functions with a base
/// pointer do, or changes the stack pointer in another way.
pub(super) fn frame_bytes(code: &[u8]) -> Option<u64> {
    let code = code.strip_prefix(&[0xf3, 0x0f, 0x1e, 0xfa]).unwrap_or(code);
    // push rbp; mov rbp, rsp
    let mut code = code.strip_prefix(&[0x55, 0x48, 0x89, 0xe5])?;
    let mut bytes = 0;
    loop {
        code = match code {
            [0x41, 0x50..=0x57, rest @ ..] | [0x50..=0x57, rest @ ..] => rest,
            _ => break,
        };
        bytes += 8;
    }
    let (more, rest) = match code {
        [0x48, 0x83, 0xec, less, rest @ ..] if *less < 0x80 => (u64::from(*less), rest),
        [0x48, 0x81, 0xec, a, b, c, d, rest @ ..] => {
            (u32::from_le_bytes([*a, *b, *c, *d]).into(), rest)
        }
        _ => (0, code),
    };
    // and rsp, ..; lea r11, [rsp - ..], the beginning of a large frame.
    let is_more = matches!(
        rest,
        [0x48, 0x83 | 0x81, 0xe4, ..] | [0x4c, 0x8d, 0x9c, 0x24, ..]
    );
    (!is_more).then_some(bytes + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_told_from_what_is_none() {
        let direct = [0x90, 0x90, 0xe8, 0x10, 0, 0, 0];
        assert_eq!(before(0x1000, direct), Some(Callee::At(0x1010)));
        let back = [0x90, 0x90, 0xe8, 0xfb, 0xff, 0xff, 0xff];
        assert_eq!(before(0x1000, back), Some(Callee::At(0x0ffb)));
        for computed in [
            [0x90, 0x90, 0x90, 0x90, 0x90, 0xff, 0xd0],
            [0x90, 0x90, 0x90, 0x90, 0x41, 0xff, 0xd4],
            [0x90, 0x90, 0x90, 0x90, 0xff, 0x50, 0x18],
            [0x90, 0x90, 0x90, 0xff, 0x54, 0x24, 0x18],
            [0x90, 0xff, 0x15, 1, 2, 3, 4],
            [0x90, 0xff, 0x90, 1, 2, 3, 4],
            [0xff, 0x94, 0x24, 1, 2, 3, 4],
        ] {
            assert_eq!(before(0, computed), Some(Callee::Computed), "{computed:x?}");
        }
        for none in [[0; LONGEST], [0x90; LONGEST], [0xff; LONGEST]] {
            assert_eq!(before(0, none), None, "{none:x?}");
        }
        // A jump through a register, and a call that ends a byte later.
        assert_eq!(before(0, [0x90, 0x90, 0x90, 0x90, 0x90, 0xff, 0xe0]), None);
        assert_eq!(before(0, [0x90, 0x90, 0x90, 0x90, 0xff, 0xd0, 0x90]), None);
    }

    #[test]
    fn the_frame_of_a_function_with_a_base_pointer_is_read_from_its_beginning() {
        let head = [0x55, 0x48, 0x89, 0xe5];
        let with = |rest: &[u8]| frame_bytes(&[&head, rest].concat());
        assert_eq!(with(&[0x90]), Some(0));
        assert_eq!(
            with(&[0x41, 0x57, 0x53, 0x48, 0x83, 0xec, 0x28, 0x90]),
            Some(16 + 0x28)
        );
        assert_eq!(
            with(&[0x53, 0x48, 0x81, 0xec, 0, 1, 0, 0, 0x90]),
            Some(8 + 0x100)
        );
        assert_eq!(with(&[0x53, 0x48, 0x83, 0xe4, 0xe0]), None);
        assert_eq!(
            with(&[0x53, 0x48, 0x83, 0xec, 0x10, 0x48, 0x83, 0xe4, 0xe0]),
            None
        );
        assert_eq!(frame_bytes(&[0x41, 0x57, 0x53]), None);
        assert_eq!(frame_bytes(&[]), None);
    }
}
