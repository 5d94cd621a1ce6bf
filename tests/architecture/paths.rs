//! Paths that a source file names, followed to the module that owns what they name.

use std::collections::{BTreeMap, BTreeSet};

/// A module as a path from the crate: `["model", "list"]`.
pub(crate) type Module = Vec<String>;

/// The source files by module, comments, strings and tests blanked.
pub(crate) struct Sources {
    files: BTreeMap<Module, String>,
    /// Names a module takes from elsewhere: `use list::List` in `model` makes `List` of
    /// `model` mean `model::list::List`.
    taken: BTreeMap<(Module, String), Vec<String>>,
}

impl Sources {
    pub(crate) fn new(files: impl IntoIterator<Item = (Module, String)>) -> Self {
        let files: BTreeMap<_, _> = files.into_iter().collect();
        let mut all = Self {
            files,
            taken: BTreeMap::new(),
        };
        let mut taken = BTreeMap::new();
        for (module, code) in &all.files {
            for path in used(code) {
                let name = path.last().cloned().unwrap_or_default();
                taken.insert((module.clone(), name), all.absolute(module, &path));
            }
        }
        all.taken = taken;
        all
    }

    /// Which module names which other, as it is written.
    pub(crate) fn arrows(&self) -> BTreeSet<(Module, Module)> {
        self.arrows_to(|path| self.module_of(&path))
    }

    /// Which module names what of which other, wherever it takes it from.
    pub(crate) fn arrows_to_owners(&self) -> BTreeSet<(Module, Module)> {
        self.arrows_to(|path| self.owner(path))
    }

    fn arrows_to(&self, end: impl Fn(Vec<String>) -> Module) -> BTreeSet<(Module, Module)> {
        let named = |from, code| {
            let paths = rooted(code).into_iter().chain(used(code));
            let ends = paths.map(|path| end(self.absolute(from, &path)));
            ends.collect::<Vec<_>>()
        };
        let arrows = self.files.iter().flat_map(|(from, code)| {
            let ends = named(from, code).into_iter();
            ends.map(|end| (from.clone(), end))
        });
        arrows.filter(|(from, to)| from != to).collect()
    }

    /// The deepest module an absolute path leads through.
    fn module_of(&self, path: &[String]) -> Module {
        let depth = (0..=path.len()).rev();
        let mut known = depth.map(|depth| path[..depth].to_vec());
        known
            .find(|module| self.files.contains_key(module))
            .unwrap_or_default()
    }

    /// From the crate's root on: `super` and `self` done, a child's name as it is.
    fn absolute(&self, from: &Module, path: &[String]) -> Vec<String> {
        let mut all: Vec<String> = match path[0].as_str() {
            "crate" => Vec::new(),
            _ => from.clone(),
        };
        for step in path {
            match step.as_str() {
                "crate" | "self" => {}
                "super" => drop(all.pop()),
                name => all.push(name.to_owned()),
            }
        }
        all
    }

    /// The module that owns what an absolute path names, through `use` of others.
    fn owner(&self, mut path: Vec<String>) -> Module {
        // A name can be handed on by several modules, but not for ever.
        for _ in 0..8 {
            let module = self.module_of(&path);
            let Some(name) = path.get(module.len()) else {
                return module;
            };
            match self.taken.get(&(module.clone(), name.clone())) {
                Some(further) if *further != path => path.clone_from(further),
                _ => return module,
            }
        }
        path
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every path that begins with `crate`, `super` or `self`.
fn rooted(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(root) {
            let before = &code[..at];
            if !before.ends_with(is_word) && !before.ends_with("::") {
                tree(&code[at..], &[], &mut found);
            }
        }
    }
    found
}

/// Every path of a `use` item, those that begin with a child's name too.
fn used(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        if !code[..at].ends_with(is_word) {
            tree(&code[at + 4..], &[], &mut found);
        }
    }
    found
}

/// Reads `a::{b, c::d as e}` with what stands before it; gives how much was read.
fn tree(text: &str, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        if text[at..].starts_with('{') {
            at += 1;
            while !text[at..].is_empty() && !text[at..].trim_start().starts_with('}') {
                at += tree(&text[at..], &path, found);
                let gap = text[at..].find([',', '}']).unwrap_or(text[at..].len());
                at += gap + usize::from(text[at + gap..].starts_with(','));
            }
            let end = text[at..].find('}').map_or(text.len() - at, |end| end + 1);
            return at + end;
        }
        let name: String = text[at..].chars().take_while(|c| is_word(*c)).collect();
        at += name.len();
        match name.as_str() {
            "" => break,
            "self" if !path.is_empty() => {}
            _ => path.push(name),
        }
        if !text[at..].starts_with("::") {
            break;
        }
        at += 2;
    }
    if path.len() > before.len() || !before.is_empty() {
        found.push(path);
    }
    at
}
