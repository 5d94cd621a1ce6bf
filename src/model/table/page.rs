//! A page: the records of 1,024 neighbouring numbers.
//!
//! It takes memory for the tasks it knows, not for its numbers: once tasks of it are
//! forgotten, a page with few left is thin, and one with none left is a fact per task, or
//! nothing if all completed. Else a single task that lives on, or numbers that were never used, would keep 64 KiB.

use crate::model::record::{Record, Seen};

/// Records of a page.
pub(super) const PAGE: usize = 1_024;

/// A page that knows at most so many tasks becomes thin.
const THIN: u32 = 16;

/// A thin page that knows more becomes whole.
const WHOLE: usize = 64;

pub(super) type Bits = [u64; PAGE / 64];

/// See the module's text.
#[derive(Clone, Debug)]
pub(super) enum Page {
    Untouched,
    Open(Open),
    Thin(Box<Thin>),
    /// Every task of it is forgotten; the bits say which had completed, if not all of them.
    Closed(Option<Box<Bits>>),
}

/// A record for every number.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) records: Box<[Record; PAGE]>,
    known: u32,
    forgotten: u32,
    /// Which records were noted in the present segment, if the model remembers.
    pub(super) noted: Option<Box<Bits>>,
}

/// Records of the tasks that are known, and what is left of those that were.
#[derive(Clone, Debug)]
pub(super) struct Thin {
    /// Slots of the records, in order.
    slots: Vec<u16>,
    records: Vec<Record>,
    forgotten: Bits,
    completed: Bits,
    /// As in an open page.
    pub(super) noted: Option<Box<Bits>>,
}

const fn bit(bits: &Bits, slot: usize) -> bool {
    bits[slot / 64] >> (slot % 64) & 1 == 1
}

const fn set(bits: &mut Bits, slot: usize, on: bool) {
    let word = bits[slot / 64] & !(1 << (slot % 64));
    bits[slot / 64] = word | (on as u64) << (slot % 64);
}

impl Page {
    /// A page of tasks never mentioned.
    pub(super) fn fresh(noting: bool) -> Self {
        Self::Open(Open::absent(noting.then(Box::default)))
    }

    #[inline]
    pub(super) fn seen(&self, slot: usize) -> Seen {
        match self {
            Self::Open(open) => open.records[slot].seen(),
            _ => self.seen_elsewhere(slot),
        }
    }

    #[cold]
    fn seen_elsewhere(&self, slot: usize) -> Seen {
        match self {
            Self::Untouched => Seen::Never,
            Self::Open(open) => open.records[slot].seen(),
            Self::Thin(thin) => thin.record(slot).seen(),
            Self::Closed(completed) => Seen::Forgotten {
                completed: completed.as_ref().is_none_or(|bits| bit(bits, slot)),
            },
        }
    }

    /// Which records were noted in the present segment, where that is kept.
    pub(super) const fn noted_mut(&mut self) -> Option<&mut Option<Box<Bits>>> {
        match self {
            Self::Open(open) => Some(&mut open.noted),
            Self::Thin(thin) => Some(&mut thin.noted),
            Self::Untouched | Self::Closed(_) => None,
        }
    }

    /// Puts a record into its slot, be it of a task that is known, forgotten or absent, and
    /// takes the form that fits what is known then.
    pub(super) fn put(&mut self, slot: usize, record: &Record, noting: bool) {
        if let Self::Closed(completed) = self {
            let noted = noting.then(Box::default);
            *self = Self::Thin(Box::new(Thin::closed(completed.as_deref(), noted)));
        }
        if matches!(self, Self::Untouched) {
            *self = Self::fresh(noting);
        }
        match self {
            Self::Open(open) => open.put(slot, record),
            Self::Thin(thin) => thin.put(slot, record),
            Self::Untouched | Self::Closed(_) => {}
        }
        self.take_shape();
    }

    /// A record of a page that is not open.
    #[cold]
    #[inline(never)]
    pub(super) fn get_elsewhere(&self, slot: usize) -> Option<&Record> {
        match self {
            Self::Thin(thin) => thin.get(slot),
            Self::Untouched | Self::Open(_) | Self::Closed(_) => None,
        }
    }

    /// A record of a page that is not open, and the notes of the page.
    #[cold]
    #[inline(never)]
    pub(super) fn get_mut_elsewhere(
        &mut self,
        slot: usize,
    ) -> Option<(&mut Record, &mut Option<Box<Bits>>)> {
        match self {
            Self::Thin(thin) => thin.get_mut(slot),
            Self::Untouched | Self::Open(_) | Self::Closed(_) => None,
        }
    }

    /// Opens a page that was never touched; one that few tasks are expected on is thin.
    #[cold]
    #[inline(never)]
    pub(super) fn make_room(&mut self, few: bool, noting: bool) {
        if matches!(self, Self::Untouched) {
            *self = match few {
                true => Self::Thin(Box::new(Thin::absent(noting.then(Box::default)))),
                false => Self::fresh(noting),
            };
        }
    }

    #[inline(never)]
    pub(super) fn take_shape(&mut self) {
        match self {
            Self::Open(open) if open.known <= THIN && open.forgotten > 0 => {
                *self = Self::Thin(Box::new(open.thin()));
                self.take_shape();
            }
            Self::Thin(thin) if thin.slots.len() > WHOLE => *self = Self::Open(thin.open()),
            Self::Thin(thin) if thin.forgotten == [u64::MAX; PAGE / 64] => {
                let all = thin.completed == [u64::MAX; PAGE / 64];
                *self = Self::Closed((!all).then(|| Box::new(thin.completed)));
            }
            _ => {}
        }
    }

    /// Copies the tasks and no notes, into the records that are there if there are any.
    pub(super) fn become_copy_of(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Open(mine), Self::Open(open)) => {
                mine.records.copy_from_slice(&open.records[..]);
                (mine.known, mine.forgotten) = (open.known, open.forgotten);
                mine.noted = None;
            }
            // Little to copy but of an open page, and notes only where it says so.
            _ => {
                *self = match other {
                    Self::Open(open) => Self::Open(Open {
                        records: open.records.clone(),
                        noted: None,
                        ..*open
                    }),
                    Self::Thin(thin) => Self::Thin(Box::new(Thin {
                        slots: thin.slots.clone(),
                        records: thin.records.clone(),
                        noted: None,
                        ..**thin
                    })),
                    Self::Untouched | Self::Closed(_) => other.clone(),
                };
            }
        }
    }
}

impl Open {
    fn absent(noted: Option<Box<Bits>>) -> Self {
        let records = vec![Record::ABSENT; PAGE].into_boxed_slice();
        Self {
            records: records.try_into().expect("it has just that many records"),
            known: 0,
            forgotten: 0,
            noted,
        }
    }

    fn put(&mut self, slot: usize, record: &Record) {
        let is_forgotten = |record: &Record| matches!(record.seen(), Seen::Forgotten { .. });
        self.known += u32::from(record.is_known());
        self.forgotten += u32::from(is_forgotten(record));
        self.known -= u32::from(self.records[slot].is_known());
        self.forgotten -= u32::from(is_forgotten(&self.records[slot]));
        self.records[slot] = *record;
    }

    /// Puts in a task that was absent.
    #[inline]
    pub(super) fn insert(&mut self, slot: usize, record: &Record) {
        self.records[slot] = *record;
        self.known += 1;
    }

    /// Leaves of a task that is known nothing but the fact that it was there. Whether the
    /// page may have to take another shape.
    #[inline]
    pub(super) fn forget(&mut self, slot: usize, completed: bool) -> bool {
        self.records[slot].forget(completed);
        self.known -= 1;
        self.forgotten += 1;
        self.known <= THIN
    }

    fn thin(&mut self) -> Thin {
        let mut thin = Thin::absent(self.noted.take());
        for (slot, record) in self.records.iter().enumerate() {
            if let Seen::Forgotten { completed } = record.seen() {
                thin.forgotten[slot / 64] |= 1 << (slot % 64);
                thin.completed[slot / 64] |= u64::from(completed) << (slot % 64);
            } else if record.is_known() {
                thin.slots.push(slot as u16);
                thin.records.push(*record);
            }
        }
        thin
    }
}

impl Thin {
    const fn absent(noted: Option<Box<Bits>>) -> Self {
        Self {
            slots: Vec::new(),
            records: Vec::new(),
            forgotten: [0; PAGE / 64],
            completed: [0; PAGE / 64],
            noted,
        }
    }

    /// Of a page that was closed.
    fn closed(completed: Option<&Bits>, noted: Option<Box<Bits>>) -> Self {
        Self {
            forgotten: [u64::MAX; PAGE / 64],
            completed: completed.copied().unwrap_or([u64::MAX; PAGE / 64]),
            ..Self::absent(noted)
        }
    }

    fn place(&self, slot: usize) -> Result<usize, usize> {
        self.slots.binary_search(&(slot as u16))
    }

    pub(super) fn get(&self, slot: usize) -> Option<&Record> {
        self.place(slot).ok().map(|place| &self.records[place])
    }

    /// The record, and the notes of the page.
    pub(super) fn get_mut(&mut self, slot: usize) -> Option<(&mut Record, &mut Option<Box<Bits>>)> {
        let place = self.place(slot).ok()?;
        Some((&mut self.records[place], &mut self.noted))
    }

    /// The record as an open page has it.
    pub(super) fn record(&self, slot: usize) -> Record {
        if let Some(record) = self.get(slot) {
            return *record;
        }
        let mut record = Record::ABSENT;
        if bit(&self.forgotten, slot) {
            record.forget(bit(&self.completed, slot));
        }
        record
    }

    fn put(&mut self, slot: usize, record: &Record) {
        let (forgotten, completed) = match record.seen() {
            Seen::Forgotten { completed } => (true, completed),
            _ => (false, false),
        };
        set(&mut self.forgotten, slot, forgotten);
        set(&mut self.completed, slot, completed);
        match (self.place(slot), record.is_known()) {
            (Ok(place), true) => self.records[place] = *record,
            (Ok(place), false) => {
                self.slots.remove(place);
                self.records.remove(place);
            }
            (Err(place), true) => {
                self.slots.insert(place, slot as u16);
                self.records.insert(place, *record);
            }
            (Err(_), false) => {}
        }
    }

    fn open(&mut self) -> Open {
        let mut open = Open::absent(self.noted.take());
        for slot in 0..PAGE {
            open.put(slot, &self.record(slot));
        }
        open
    }

    /// The records with their slots, in order.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, &Record)> {
        let slots = self.slots.iter().map(|slot| usize::from(*slot));
        slots.zip(&self.records)
    }
}
