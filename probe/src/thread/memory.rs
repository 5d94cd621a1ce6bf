//! Memory of this process, read through `/proc/self/mem`: what is not there is an error of a
//! read, never a fault.

/// The longest path that is read, less one.
const PATH: usize = 256;

/// Up to so many bytes of this process's memory from an address on: fewer where it ends.
pub fn bytes_at(address: u64, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    let read = read_at(&mut bytes, address)?;
    bytes.truncate(read);
    Some(bytes)
}

/// A text of C.
pub(super) fn text_at(address: u64) -> Option<String> {
    let bytes = bytes_at(address, PATH)?;
    let end = bytes.iter().position(|byte| *byte == 0)?;
    Some(String::from_utf8_lossy(&bytes[..end]).into_owned())
}

#[cfg(target_os = "linux")]
fn read_at(bytes: &mut [u8], address: u64) -> Option<usize> {
    use std::os::unix::fs::FileExt;
    let memory = std::fs::File::open("/proc/self/mem").ok()?;
    memory.read_at(bytes, address).ok()
}

#[cfg(not(target_os = "linux"))]
fn read_at(_bytes: &mut [u8], _address: u64) -> Option<usize> {
    None
}
