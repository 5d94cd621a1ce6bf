//! The thread that reads all observed runtimes of the process.

use super::file::Recorded;
use super::member::Member;
use super::sink::Sink;
use super::still::Still;
#[cfg(unix)]
use super::viewer::Watching;
use crate::complain::complain;
use crate::observe::{Probe, Reader, is_forked, watch_panics};
#[cfg(unix)]
use crate::serve::Socket;
use crate::wire::Ask;
use std::iter;
use std::panic;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::runtime::Handle;

/// How often it looks while nobody listens and something happens.
const QUIET: Duration = Duration::from_millis(100);

/// Questions of one viewer that are answered at each look: all that may wait.
const ANSWERS: usize = 64;

/// What the thread is told.
pub(super) enum Mail {
    /// A runtime begins.
    Joins(Box<(Reader, Probe, Handle)>, Sender<u16>),
    /// The runtime with this number is gone; its events are told when this is dropped.
    Leaves(u16, Sender<()>),
    /// Somebody wants to be told.
    Listens(Box<dyn Sink>),
    /// Something happens again.
    News,
    /// The process may end now.
    Dies(String, Sender<()>),
}

/// How the thread is reached, once it runs.
static POST: OnceLock<Option<Mutex<Sender<Mail>>>> = OnceLock::new();

fn send(mail: Mail) -> bool {
    let Some(Some(post)) = POST.get() else {
        return false;
    };
    let post = post.lock().unwrap_or_else(PoisonError::into_inner);
    post.send(mail).is_ok()
}

/// A runtime that the thread reads. Dropped when the runtime is gone.
#[derive(Debug)]
pub(crate) struct Joined(u16);

impl Drop for Joined {
    fn drop(&mut self) {
        if is_forked() {
            // The thread did not come along.
            return;
        }
        let (told, all_told) = mpsc::channel();
        if send(Mail::Leaves(self.0, told)) {
            // It says by its end that it is told.
            let _ = all_told.recv();
        }
    }
}

/// Has the events of a runtime read, and told to a file if one is asked for when the first one
/// joins, else to viewers who come. `None` where there is no thread for it, which is said once.
pub(crate) fn join(
    reader: Reader,
    probe: Probe,
    runtime: &Handle,
    (file, began): (Option<Recorded>, SystemTime),
) -> Option<Joined> {
    POST.get_or_init(|| {
        let (post, mail) = mpsc::channel();
        let is_served = file.is_none();
        let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
        match file.map(|file| file.open(began)).transpose() {
            Ok(file) => sinks.extend(file.map(|file| Box::new(file) as Box<dyn Sink>)),
            Err(error) => {
                complain(format_args!("nothing is recorded: {error}"));
                return None;
            }
        }
        let news = post.clone();
        let thread = std::thread::Builder::new().name("tokio-kitchen".into());
        let door = Door::new(post.clone(), began, is_served);
        match thread.spawn(move || Thread::new(mail, news, sinks, door).run()) {
            Ok(_) => {
                watch_ends();
                Some(Mutex::new(post))
            }
            Err(error) => {
                complain(format_args!("nothing is observed: {error}"));
                None
            }
        }
    });
    let (number, numbered) = mpsc::channel();
    let member = Box::new((reader, probe, runtime.clone()));
    if !send(Mail::Joins(member, number)) {
        return None;
    }
    numbered.recv().ok().map(Joined)
}

/// Panics of tasks are told from now on; and where a panic ends the process, what is known is
/// told first.
fn watch_ends() {
    if std::thread::panicking() {
        // No hook can be set here.
        return;
    }
    watch_panics();
    if cfg!(panic = "abort") {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            dies(&info.to_string());
            before(info);
        }));
    }
}

fn dies(why: &str) {
    let (told, all_told) = mpsc::channel();
    if !is_forked() && send(Mail::Dies(why.to_owned(), told)) {
        let _ = all_told.recv_timeout(Duration::from_millis(500));
    }
}

/// Lets viewers in as long as there is a runtime: a process without one is about to end, and
/// leaves no file behind.
struct Door {
    /// `None` where nobody is served.
    post: Option<Sender<Mail>>,
    began: SystemTime,
    #[cfg(unix)]
    socket: Option<Socket>,
}

impl Door {
    fn new(post: Sender<Mail>, began: SystemTime, is_served: bool) -> Self {
        Self {
            post: is_served.then_some(post),
            began,
            #[cfg(unix)]
            socket: None,
        }
    }

    #[cfg(unix)]
    fn open(&mut self) {
        let Some(post) = self.post.as_ref().filter(|_| self.socket.is_none()) else {
            return;
        };
        let (began, news) = (self.began, post.clone());
        let enters = post.clone();
        // The thread lives as long as the process.
        let enter = move |viewer| {
            let _ = enters.send(Mail::Listens(Box::new(Watching::new(viewer, began))));
        };
        match Socket::open(enter, move || drop(news.send(Mail::News))) {
            Ok(socket) => self.socket = Some(socket),
            Err(error) => {
                self.post = None;
                // Who has not asked for it need not know.
                if std::env::var_os("TOKIO_KITCHEN").is_some() {
                    complain(format_args!("no viewer can attach: {error}"));
                }
            }
        }
    }

    #[cfg(unix)]
    fn close(&mut self) {
        self.socket = None;
    }

    #[cfg(not(unix))]
    fn open(&mut self) {}

    #[cfg(not(unix))]
    fn close(&mut self) {}
}

struct Thread {
    mail: Receiver<Mail>,
    news: Sender<Mail>,
    members: Vec<Member>,
    sinks: Vec<Box<dyn Sink>>,
    door: Door,
    joined: u16,
    /// Who begins a runtime and waits for its number, until it is looked at.
    waiting: Vec<(Sender<u16>, u16)>,
    still: Still,
}

impl Thread {
    fn new(
        mail: Receiver<Mail>,
        news: Sender<Mail>,
        sinks: Vec<Box<dyn Sink>>,
        door: Door,
    ) -> Self {
        Self {
            mail,
            news,
            members: Vec::new(),
            sinks,
            door,
            joined: 0,
            waiting: Vec::new(),
            still: Still::default(),
        }
    }

    fn run(mut self) {
        loop {
            match self.next() {
                Ok(mail) => {
                    self.open(mail);
                    // What came meanwhile is worth one look together.
                    while let Ok(mail) = self.mail.try_recv() {
                        self.open(mail);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.look();
            // The first look at a runtime is before anything happens in it: how long its threads
            // wait for a processor counts from there.
            for (number, joined) in self.waiting.drain(..) {
                // Who asked may be gone.
                let _ = number.send(joined);
            }
        }
    }

    /// The next mail; while something happens it is not waited for long.
    fn next(&mut self) -> Result<Mail, RecvTimeoutError> {
        let rests = self.members.iter_mut().all(Member::rest);
        if rests {
            let mail = self.mail.recv();
            return mail.map_err(|_| RecvTimeoutError::Disconnected);
        }
        let every = self.sinks.iter().map(|sink| sink.every()).min();
        let every = every.unwrap_or(QUIET);
        self.still.wait(every, || self.mail.recv_timeout(every))
    }

    fn open(&mut self, mail: Mail) {
        match mail {
            Mail::Joins(member, number) => {
                let (reader, probe, runtime) = *member;
                let Some(next) = self.joined.checked_add(1) else {
                    return complain("more than 65535 runtimes: the next ones are not observed");
                };
                self.joined = next;
                let mut member = Member::new(next, reader, probe, runtime.metrics());
                let news = self.news.clone();
                member.on_news(move || drop(news.send(Mail::News)));
                member.listen(!self.sinks.is_empty());
                self.members.push(member);
                self.door.open();
                self.waiting.push((number, next));
            }
            Mail::Leaves(number, told) => {
                let place = self
                    .members
                    .iter()
                    .position(|member| member.number == number);
                if let Some(place) = place {
                    self.begin_sinks();
                    self.members.remove(place).end(&mut self.sinks);
                    self.sinks.iter_mut().for_each(|sink| sink.settle());
                    self.flush();
                }
                if self.members.is_empty() {
                    self.door.close();
                }
                drop(told);
            }
            Mail::Listens(sink) => {
                self.sinks.push(sink);
                self.members
                    .iter_mut()
                    .for_each(|member| member.listen(true));
            }
            Mail::News => {}
            Mail::Dies(why, told) => {
                self.look();
                self.sinks.iter_mut().for_each(|sink| sink.bye(&why));
                drop(told);
            }
        }
    }

    fn look(&mut self) {
        self.begin_sinks();
        for member in &mut self.members {
            member.stood_still(self.still.total());
            member.look(&mut self.sinks);
        }
        self.answer();
        self.flush();
    }

    /// Answers what viewers have asked for. Who asks without end does not keep this thread: each
    /// question comes with a mail, so none is forgotten.
    fn answer(&mut self) {
        for sink in &mut self.sinks {
            let asked: Vec<_> = iter::from_fn(|| sink.asked()).take(ANSWERS).collect();
            for (runtime, ask) in asked {
                let of = |member: &&Member| member.number == runtime;
                match ask {
                    Ask::Tick => {
                        // Those that are awake tell anyway, as soon as all before is told.
                        for member in self.members.iter().filter(|member| !member.is_awake()) {
                            sink.tick(member.number, &member.tick());
                        }
                    }
                    Ask::Stack(worker) => {
                        let member = self.members.iter().find(of);
                        if let Some(stack) = member.and_then(|member| member.stack(worker)) {
                            sink.answer(runtime, &stack);
                        }
                    }
                }
            }
        }
    }

    /// Tells those sinks what is so that have just begun.
    fn begin_sinks(&mut self) {
        for sink in &mut self.sinks {
            if sink.begins() {
                for member in &self.members {
                    sink.state(member.number, member.alive());
                }
            }
        }
    }

    fn flush(&mut self) {
        self.sinks.iter_mut().for_each(|sink| sink.flush());
        let before = self.sinks.len();
        self.sinks.retain(|sink| !sink.is_over());
        if self.sinks.is_empty() && before > 0 {
            self.members
                .iter_mut()
                .for_each(|member| member.listen(false));
        }
    }
}
