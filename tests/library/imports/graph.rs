//! Which source file imports which.

use super::source::{Path, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// All modules of the crate and the imports between their files.
pub struct Graph {
    modules: BTreeMap<Path, Source>,
    /// For each module the modules that its code depends on, with one path that shows it.
    pub imports: BTreeMap<Path, BTreeMap<Path, Path>>,
}

impl Graph {
    /// Reads the sources of the crate.
    pub fn read(src: &std::path::Path) -> Graph {
        let files = module_files(src);
        let paths: BTreeSet<Path> = files.iter().map(|(module, _)| module.clone()).collect();
        let mut modules = BTreeMap::new();
        for (module, text) in files {
            let is_child = |path: &&Path| path.len() == module.len() + 1 && path.starts_with(&module);
            let children = paths.iter().filter(is_child).map(|path| path[module.len()].clone());
            let source = Source::read(module.clone(), &text, &children.collect::<Vec<_>>());
            modules.insert(module, source);
        }
        let for_tests = |path: &Path| {
            (0..path.len()).any(|depth| {
                let parent: Option<&Source> = modules.get(&path[..depth]);
                parent.is_some_and(|parent| parent.test_modules.contains(&path[depth]))
            })
        };
        let tests: Vec<Path> = modules.keys().filter(|path| for_tests(path)).cloned().collect();
        modules.retain(|path, _| !tests.contains(path));
        let mut graph = Graph {
            modules,
            imports: BTreeMap::new(),
        };
        graph.connect();
        graph
    }

    fn connect(&mut self) {
        let mut imports: BTreeMap<Path, BTreeMap<Path, Path>> = BTreeMap::new();
        for (module, source) in &self.modules {
            let found = imports.entry(module.clone()).or_default();
            for path in &source.paths {
                if let Some(target) = self.owner(path, 0).filter(|target| target != module) {
                    found.entry(target).or_insert_with(|| path.clone());
                }
            }
        }
        self.imports = imports;
    }

    /// The module that defines what a path names; `None` if the path only names a module.
    fn owner(&self, path: &[String], depth: usize) -> Option<Path> {
        // The root re-exports what is in its modules.
        let mut module: Path = Vec::new();
        for (at, step) in path.iter().enumerate() {
            let mut child = module.clone();
            child.push(step.clone());
            if self.modules.contains_key(&child) {
                module = child;
                continue;
            }
            let source = self.modules.get(&module)?;
            if depth < 8 {
                if let Some(target) = source.names.get(step) {
                    let target: Path = target.iter().chain(&path[at + 1..]).cloned().collect();
                    return self.owner(&target, depth + 1);
                }
                for glob in &source.globs {
                    if self
                        .modules
                        .get(glob)
                        .is_some_and(|source| source.names.contains_key(step))
                    {
                        let target: Path = glob.iter().chain(&path[at..]).cloned().collect();
                        return self.owner(&target, depth + 1);
                    }
                }
            }
            return Some(module);
        }
        None
    }

    /// The circles: sets of modules each of which imports all others, directly or through others. Each set is given as the
    /// imports between its modules.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let name = |path: &Path| path.join("::");
        let reach = |start: &Path| {
            let mut reached = BTreeSet::new();
            let mut open = vec![start];
            while let Some(module) = open.pop() {
                for target in self.imports.get(module).into_iter().flat_map(BTreeMap::keys) {
                    if reached.insert(target) {
                        open.push(target);
                    }
                }
            }
            reached
        };
        let reached: BTreeMap<&Path, BTreeSet<&Path>> = self.imports.keys().map(|path| (path, reach(path))).collect();
        let mut circles = BTreeSet::new();
        for (module, targets) in &reached {
            if targets.contains(module) {
                let circle = targets
                    .iter()
                    .filter(|target| reached.get(**target).is_some_and(|back| back.contains(module)));
                let circle: BTreeSet<&Path> = circle.copied().collect();
                let mut lines = Vec::new();
                for from in &circle {
                    for (to, path) in self.imports[*from].iter().filter(|(to, _)| circle.contains(to)) {
                        lines.push(format!(
                            "{} imports {} of {}",
                            name(from),
                            path.last().unwrap(),
                            name(to)
                        ));
                    }
                }
                circles.insert(lines);
            }
        }
        circles.into_iter().collect()
    }
}

/// All files below a folder with their texts.
pub fn source_files(folder: &std::path::Path) -> Vec<(std::path::PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(source_files(&path)),
            false => files.push((path.clone(), fs::read_to_string(&path).unwrap())),
        }
    }
    files
}

/// The module that each file below a folder is, with the text of the file. The program itself is no module.
fn module_files(src: &std::path::Path) -> Vec<(Path, String)> {
    let modules = source_files(src).into_iter().filter_map(|(file, text)| {
        let below = file.strip_prefix(src).unwrap().with_extension("");
        let mut module: Path = below.iter().map(|step| step.to_str().unwrap().to_owned()).collect();
        let last = module.last().unwrap().clone();
        if ["mod", "lib"].contains(&&*last) {
            module.pop();
        }
        // Programs are no part of the library.
        let is_program = last == "main" || module.first().is_some_and(|part| part == "bin");
        (!is_program).then_some((module, text))
    });
    modules.collect()
}
