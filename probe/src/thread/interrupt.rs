//! The stack of a thread that runs, copied by the thread itself in a signal handler.
//!
//! The only `unsafe` code of this folder, with the feature `stall-stacks` only. What it keeps to:
//!
//! - **The handler** does nothing but look at atomics, read the registers that the kernel has
//!   saved, and copy words of its own thread's stack into a static. No call, no lock, no
//!   allocation, no clock, no thread-local: it may interrupt any code.
//! - **What it reads** is from the interrupted stack pointer up to the end of the stack, and
//!   only if that pointer lies in the stack that the thread had when it was attached
//!   ([`pthread_getattr_np`]), which is forgotten as the thread ends: between the two all is in
//!   memory, since that is the part of the stack in use. A thread that runs on another stack at
//!   that moment (an alternate one, a coroutine's) is not copied. So is one that the request is
//!   not for: its stack is another.
//! - **The request** is one at a time, by a lock that no handler takes. One that is not answered
//!   in time is taken back; a handler that comes late finds none. A handler that has begun is
//!   waited for, since it needs microseconds.
//! - **The signal** is a real-time one whose action was the default when it was first asked for.
//!   It is sent to one thread (`tgkill`), and `SA_RESTART` has most calls go on. Those that do
//!   not (`nanosleep`, `poll`, `epoll_wait` and others, see signal(7)) may return `EINTR`: the
//!   thread may have entered one by then. Hence at most once a stall, and only if asked for.
//!
//! [`pthread_getattr_np`]: https://man7.org/linux/man-pages/man3/pthread_getattr_np.3.html

#![allow(unsafe_code)]

use super::proc::OsThread;
use super::stack::{RawStack, STACK_BYTES};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// A thread that has a processor answers in some microseconds; one that has none, later.
const PATIENCE: Duration = Duration::from_millis(250);
const BETWEEN_LOOKS: Duration = Duration::from_micros(50);

const IDLE: u32 = 0;
const WANTED: u32 = 1;
const COPYING: u32 = 2;
const COPIED: u32 = 3;
const NOT_ITS_STACK: u32 = 4;

const WORDS: usize = STACK_BYTES / 8;

static STATE: AtomicU32 = AtomicU32::new(IDLE);
/// The stack that is wanted: its lowest address, and the one after its last.
static STACK: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];
/// Instruction pointer, stack pointer, base pointer.
static REGISTERS: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];
static COPIED_WORDS: AtomicUsize = AtomicUsize::new(0);
static COPY: [AtomicU64; WORDS] = [const { AtomicU64::new(0) }; WORDS];

/// Where threads that were attached have their stacks.
static THREADS: Mutex<BTreeMap<OsThread, Bounds>> = Mutex::new(BTreeMap::new());
/// Held by whoever asks.
static ASKING: Mutex<()> = Mutex::new(());

#[derive(Clone, Copy)]
struct Bounds {
    /// The thread's number for the kernel: `/proc` may be that of another namespace.
    number: c_int,
    from: usize,
    to: usize,
}

/// No panic can leave these short sections half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// In a thread's own storage: when the thread ends its stack is nobody's any more, and its number
/// may be another one's.
struct Attached(OsThread);

impl Drop for Attached {
    fn drop(&mut self) {
        lock(&THREADS).remove(&self.0);
    }
}

thread_local! {
    static ATTACHED: OnceCell<Attached> = const { OnceCell::new() };
}

/// Notes where the calling thread, which has this number, has its stack. One that is about to end
/// is not attached any more.
pub(crate) fn attach(thread: OsThread) {
    let attach = |attached: &OnceCell<Attached>| {
        if attached.get().is_none()
            && let Some(bounds) = own_bounds()
        {
            lock(&THREADS).insert(thread, bounds);
            attached.get_or_init(|| Attached(thread));
        }
    };
    // Its storage is gone: so is what would take it out again.
    let _ = ATTACHED.try_with(attach);
}

fn own_bounds() -> Option<Bounds> {
    let mut about = MaybeUninit::uninit();
    let (mut from, mut size) = (std::ptr::null_mut(), 0);
    // SAFETY: the calling thread is alive; `about` is only used after the call has filled it,
    // and given back once; the two results are places of the right types.
    let number = unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), about.as_mut_ptr()) != 0 {
            return None;
        }
        let is_told = libc::pthread_attr_getstack(about.as_ptr(), &raw mut from, &raw mut size);
        libc::pthread_attr_destroy(about.as_mut_ptr());
        if is_told != 0 {
            return None;
        }
        libc::gettid()
    };
    let from = from.addr();
    Some(Bounds {
        number,
        from,
        to: from.checked_add(size)?,
    })
}

/// The stack of a thread, at whatever it is. It interrupts the thread for some microseconds, see
/// the module's text. `None` if the thread was never attached to a probe, is gone, does not
/// answer in 250 ms, or runs on another stack at that moment.
pub fn stack_of_runner(thread: OsThread) -> Option<RawStack> {
    let bounds = lock(&THREADS).get(&thread).copied()?;
    let signal = signal()?;
    let _one_at_a_time = lock(&ASKING);
    STACK[0].store(bounds.from, Ordering::Relaxed);
    STACK[1].store(bounds.to, Ordering::Relaxed);
    STATE.store(WANTED, Ordering::Release);
    // SAFETY: three numbers; a thread that is gone, or of another process, is an error.
    let sent = unsafe {
        libc::syscall(
            libc::SYS_tgkill,
            libc::c_long::from(libc::getpid()),
            libc::c_long::from(bounds.number),
            libc::c_long::from(signal),
        )
    };
    let is_copied = sent == 0 && is_answered();
    let stack = is_copied.then(take);
    STATE.store(IDLE, Ordering::Release);
    stack
}

/// Waits for the answer, and takes the question back if there is none.
fn is_answered() -> bool {
    let asked = Instant::now();
    loop {
        match STATE.load(Ordering::Acquire) {
            COPIED => return true,
            NOT_ITS_STACK => return false,
            WANTED if asked.elapsed() > PATIENCE => {
                let (relaxed, idle) = (Ordering::Relaxed, IDLE);
                if STATE
                    .compare_exchange(WANTED, idle, relaxed, relaxed)
                    .is_ok()
                {
                    return false;
                }
            }
            _ => std::thread::sleep(BETWEEN_LOOKS),
        }
    }
}

fn take() -> RawStack {
    let [pc, sp, bp] = [0, 1, 2].map(|i: usize| REGISTERS[i].load(Ordering::Relaxed));
    let words = COPIED_WORDS.load(Ordering::Relaxed).min(WORDS);
    let words = COPY[..words].iter();
    let bytes = words.flat_map(|word| word.load(Ordering::Relaxed).to_le_bytes());
    RawStack {
        pc,
        sp,
        bp: Some(bp),
        bytes: bytes.collect(),
    }
}

/// The signal, once the handler is there; `None` if all have actions already.
fn signal() -> Option<c_int> {
    static SIGNAL: OnceLock<Option<c_int>> = OnceLock::new();
    *SIGNAL.get_or_init(|| {
        let mut all = (libc::SIGRTMIN()..=libc::SIGRTMAX()).rev();
        all.find(|signal| is_free(*signal) && install(*signal))
    })
}

fn is_free(signal: c_int) -> bool {
    let mut action = MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: nothing is set; `action` is used only after the call has filled it.
    unsafe {
        libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_DFL
    }
}

fn install(signal: c_int) -> bool {
    // SAFETY: all zeros is a `sigaction`: no flags, an empty mask.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    let handler: extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) = copy;
    action.sa_sigaction = handler as *const () as usize;
    action.sa_flags = libc::SA_SIGINFO | libc::SA_RESTART | libc::SA_ONSTACK;
    // SAFETY: the handler has the signature that `SA_SIGINFO` asks for, and does only what a
    // handler may: see the module's text.
    unsafe { libc::sigaction(signal, &raw const action, std::ptr::null_mut()) == 0 }
}

/// The handler: see the module's text.
extern "C" fn copy(_signal: c_int, _info: *mut libc::siginfo_t, context: *mut c_void) {
    let (acquire, relaxed) = (Ordering::Acquire, Ordering::Relaxed);
    if STATE
        .compare_exchange(WANTED, COPYING, acquire, relaxed)
        .is_err()
    {
        return;
    }
    // SAFETY: the kernel gives a handler with `SA_SIGINFO` the context it has interrupted.
    let registers = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_mcontext.gregs };
    let register = |name: c_int| registers[name as usize] as u64;
    let sp = register(libc::REG_RSP);
    let (from, to) = (STACK[0].load(relaxed), STACK[1].load(relaxed));
    let start = sp as usize;
    if start < from || start >= to || !start.is_multiple_of(8) {
        STATE.store(NOT_ITS_STACK, Ordering::Release);
        return;
    }
    let words = ((to - start) / 8).min(WORDS);
    let stack = std::ptr::with_exposed_provenance::<u64>(start);
    for (place, word) in COPY[..words].iter().enumerate() {
        // SAFETY: from the stack pointer up to the end of this thread's own stack all is in
        // memory, and aligned as the pointer is. Nobody writes there while this thread is here,
        // but another thread that was lent a part: hence volatile, and a word that changes
        // meanwhile is one or the other.
        word.store(unsafe { stack.add(place).read_volatile() }, relaxed);
    }
    let values = [register(libc::REG_RIP), sp, register(libc::REG_RBP)];
    for (to, value) in REGISTERS.iter().zip(values) {
        to.store(value, relaxed);
    }
    COPIED_WORDS.store(words, relaxed);
    STATE.store(COPIED, Ordering::Release);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc;

    #[test]
    fn the_stack_of_a_thread_that_computes_is_copied_and_the_thread_goes_on() {
        static ENOUGH: AtomicBool = AtomicBool::new(false);
        let (tell, told) = mpsc::channel();
        let runner = std::thread::spawn(move || {
            let thread = OsThread::current().expect("there is a /proc");
            attach(thread);
            let marker = 0x1234_5678_9abc_def0_u64;
            tell.send((thread, std::ptr::from_ref(&marker).addr()))
                .expect("heard");
            let mut rounds = 0_u64;
            while !ENOUGH.load(Ordering::Relaxed) {
                rounds = std::hint::black_box(rounds + 1);
            }
            std::hint::black_box(marker);
            rounds
        });
        let (thread, at) = told.recv().expect("told");
        // On a busy machine it may get no processor for as long as one question waits.
        let stack = loop {
            if let Some(stack) = stack_of_runner(thread) {
                break stack;
            }
        };
        ENOUGH.store(true, Ordering::Relaxed);
        assert!(runner.join().expect("it goes on to its end") > 0);
        assert_eq!(stack_of_runner(thread), None, "its stack is gone");
        let place = at - stack.sp as usize;
        let word = stack.bytes[place..place + 8].try_into().expect("8 bytes");
        assert_eq!(u64::from_le_bytes(word), 0x1234_5678_9abc_def0);
        assert!(stack.bytes.len() <= STACK_BYTES && stack.bp.is_some());
    }

    #[test]
    fn a_thread_that_was_never_attached_is_left_alone() {
        let nobody = OsThread::new(u32::MAX).expect("not 0");
        assert_eq!(stack_of_runner(nobody), None);
    }
}
