//! Which item of the source a finding is about.

use super::alternative::{meant, read_by, reads};
use super::cause_key::is_lost;
use super::culprit::{Culprit, Fault, culprit, culprit_inside, unwritable};
use super::fold::Fold;
use super::trail::{Trail, trail, trail_to_key};
use crate::audit::model::{Alternative, Instance, Shape, SourceItem, TypeRef};
use crate::finding::{Code, Finding, Kind, LEFT_OUT, SourceKind, remedy_of};
use crate::json::Tree;
use crate::pointer::Pointer;
use serde_json::{Value, json};

impl Fold<'_> {
    /// Whether a type refuses a text that the generic types read around it, of which nothing else holds the type.
    pub(super) fn is_read_around(&self, finding: &Finding, text: &str) -> bool {
        let instance = || self.instances.get(&finding.subject);
        finding.code == Code::Rejected && instance().is_some_and(|instance| self.types.is_read_around(instance, text))
    }

    /// Where a finding leads to in the source, and what refuses its text if the type does.
    pub(super) fn attribute(&self, finding: &Finding, text: &str) -> (Trail, Option<Culprit>) {
        let Some(instance) = self.instances.get(&finding.subject) else {
            return (Trail::default(), None);
        };
        let Ok(tree) = Tree::parse(text) else {
            return (Trail::default(), None);
        };
        let root = TypeRef::Local(instance.id, instance.arguments.clone());
        // A branch that no variant reads is refused for a reason that its texts show as well.
        let is_refused = match finding.code {
            Code::Rejected => true,
            Code::UntaggedUnreadBranch => self.types.reads(instance, text) == Some(false),
            _ => false,
        };
        let found = is_refused
            .then(|| culprit(self.types, &root, &tree, &finding.message))
            .flatten();
        // Checks of enums give the finding the kind of the text.
        let is_unwritable = finding.code == Code::Unstable
            && (finding.kind == Some(Kind::Unwritable) || self.types.writes(instance, text) == Some(false));
        if is_unwritable && let Some(found) = unwritable(self.types, &root, &tree) {
            return (trail(self.types, instance, &tree, &found.at), Some(found));
        }
        // A required key that is not written has its place below the object that lacks it.
        let missing = finding.missing.as_ref().filter(|_| finding.code == Code::EmitsInvalid);
        let is_of_key = match finding.kind {
            // So does a key that was absent and is written.
            _ if missing.is_some() || is_lost(finding) || tree.at(&finding.pointer).is_none() => true,
            None | Some(Kind::OneDirection) => finding.code == Code::UnreadKey,
            Some(kind) => matches!(
                kind,
                Kind::AddedKey | Kind::AbsentBecameNull | Kind::UnnamedKey | Kind::DocumentedDefault
            ),
        };
        let follow = if is_of_key { trail_to_key } else { trail };
        let mut pointer = finding.pointer.clone();
        missing.into_iter().for_each(|key| pointer.push(key));
        let mut trail = follow(self.types, instance, &tree, &pointer);
        let by_keys = || {
            trail
                .variant
                .filter(|variant| self.meant_instead_of(*variant, &trail, &tree).is_some())
        };
        if let Some(picked) = trail.picked.or_else(by_keys)
            && !self.names_dropped(&trail, picked)
        {
            (trail.holder_item, trail.is_of_other_variant) = (Some(picked), true);
        }
        if trail.is_of_other_variant
            && let Some(found) = self.fallen_through(&trail, &tree)
        {
            trail.is_fallen_through = true;
            return (trail, Some(found));
        }
        // A type that is read by hand, and has no key by what is known, may ignore the key.
        if is_lost(finding) && trail.field.is_none() && !trail.is_key && self.ignores(&trail, &tree, &pointer) {
            trail.is_key = true;
        }
        if let Some(enum_item) = self.enum_item(finding, instance, &tree) {
            trail.holder_item = Some(enum_item);
            trail.is_of_other_variant = finding.code == Code::UntaggedShadowed && finding.kind.is_none();
        }
        if finding.kind == Some(Kind::OwnWord)
            && let Shape::Words { words, .. } = self.types.shape(&root)
            && let Some(word) = words
                .iter()
                .find(|word| tree.string(Tree::ROOT).as_deref() == Some(&word.name))
        {
            (trail.holder_item, trail.is_word) = (Some(word.source), true);
        }
        let remedied = self.refused_part(finding, found.as_ref(), instance, &tree);
        let field = || trail_to_key(self.types, instance, &tree, &remedied).field;
        let mut culprit = match of_remedy(finding, found.as_ref(), (&remedied, field), &tree) {
            Some(remedied) => Some(remedied),
            None => found,
        };
        if let Some(found) = &mut culprit
            && matches!(found.fault, Fault::Word(_) | Fault::Value)
            && found.item.field.is_none()
            && found.item.variant.is_none()
            && self.forbids(found, &tree)
            && let Some(field) = trail_to_key(self.types, instance, &tree, &found.at).field
        {
            // The document allows the value elsewhere than where the type stands for a schema: the field should hold another type.
            (found.item, found.fault) = (field, Fault::Value);
        }
        let is_unnamed = |key: &String| {
            self.names
                .get(&finding.subject)
                .is_some_and(|names| !names.contains(key))
        };
        if finding.case_kind == SourceKind::Capture {
            if let Some(culprit) = &mut culprit
                && let Fault::Denied(key) = &culprit.fault
                && is_unnamed(key)
            {
                culprit.fault = Fault::DeniedInCapture(key.clone());
            }
        } else {
            if let Some(last) = trail.rest.last_mut().filter(|last| trail.is_key && is_unnamed(last)) {
                last.clear();
            }
            if let Some(culprit) = &mut culprit {
                culprit.fault = match std::mem::replace(&mut culprit.fault, Fault::Value) {
                    Fault::Denied(key) if is_unnamed(&key) => Fault::DeniedUnnamed,
                    Fault::Missing(key) if is_unnamed(&key) => Fault::MissingUnnamed(key),
                    other => other,
                };
            }
        }
        (trail, culprit)
    }

    /// What refuses an object that is read as another variant than the one that it is meant for.
    fn fallen_through(&self, trail: &Trail, tree: &Tree<'_>) -> Option<Culprit> {
        let picked = trail.holder_item.filter(|picked| picked.variant.is_some())?;
        let meant = self.meant_instead_of(picked, trail, tree)?;
        let node = tree.at(&trail.holder_at)?;
        let is_refused = reads(self.types, &meant, tree, node) == Some(false);
        is_refused
            .then(|| culprit_inside(self.types, &meant, tree, (node, &trail.holder_at)))
            .flatten()
    }

    /// The variant that an object is meant for, if it is another than the one that reads it.
    fn meant_instead_of(&self, picked: SourceItem, trail: &Trail, tree: &Tree<'_>) -> Option<Alternative> {
        let of_holder = trail.holder.as_ref().filter(|holder| holder.id == picked.type_id);
        let arguments = of_holder.map_or(&[][..], |holder| &holder.arguments);
        let of_enum = TypeRef::Local(picked.type_id, arguments.to_vec());
        let Shape::Alternatives(all) = self.types.shape(&of_enum) else {
            return None;
        };
        let meant = meant(self.types, &all, tree, tree.at(&trail.holder_at)?)?;
        (meant.source != picked).then(|| meant.clone())
    }

    /// Whether the type at the end of a trail reads whatever stands at a key.
    fn ignores(&self, trail: &Trail, tree: &Tree<'_>, pointer: &Pointer) -> bool {
        let (Some(holder), Some(node)) = (&trail.holder, tree.at(&trail.holder_at)) else {
            return false;
        };
        let Ok(mut whole) = serde_json::from_str::<Value>(tree.source(node)) else {
            return false;
        };
        let depth = trail.holder_at.steps().count();
        let mut below = Pointer::root();
        pointer.steps().skip(depth).for_each(|step| below.push(step));
        let others = [
            json!(null),
            json!(true),
            json!("t"),
            json!(0.5),
            json!([{}]),
            json!({"a": [0]}),
        ];
        others.into_iter().all(|other| {
            let place = whole.pointer_mut(below.as_str());
            place.map(|place| *place = other).is_some() && self.types.reads(holder, &whole.to_string()) == Some(true)
        })
    }

    /// The place of a refusal, unless it lies inside a value that its own type reads, below the one that is known to be refused: then
    /// what holds this value refuses it, as a field does whose function compares the items of its list.
    fn refused_part(
        &self,
        finding: &Finding,
        found: Option<&Culprit>,
        instance: &Instance,
        tree: &Tree<'_>,
    ) -> Pointer {
        let known = found.map_or_else(Pointer::root, |found| found.at.clone());
        let mut refused = finding.pointer.clone();
        let mut at = refused.clone();
        while finding.code == Code::Rejected && at.is_within(&known) && at != known {
            at = at.parent();
            let holder = trail(self.types, instance, tree, &at);
            let is_read = || self.types.reads(holder.holder.as_ref()?, tree.source(tree.at(&at)?));
            if at != known && holder.holder_at == at && is_read() == Some(true) {
                refused = at.parent();
            }
        }
        refused
    }

    /// The enum that a finding about an enum is about, with the variant that is picked where it should not be.
    fn enum_item(&self, finding: &Finding, instance: &Instance, tree: &Tree<'_>) -> Option<SourceItem> {
        let is_pick = match finding.code {
            Code::UntaggedShadowed => true,
            Code::UntaggedUnreadBranch => false,
            _ => return None,
        };
        let of_enum = TypeRef::Local(instance.id, instance.arguments.clone());
        let Shape::Alternatives(all) = self.types.shape(&of_enum) else {
            return None;
        };
        match is_pick {
            true => Some(read_by(self.types, Some(instance), &all, tree, Tree::ROOT)?.source),
            false => Some(SourceItem {
                type_id: instance.id,
                variant: None,
                field: None,
            }),
        }
    }

    /// Whether the schemas that the culprit's type stands for forbid the value that it refuses.
    fn forbids(&self, culprit: &Culprit, tree: &Tree<'_>) -> bool {
        let source = || tree.at(&culprit.at).map(|node| tree.source(node));
        let value = || serde_json::from_str(source()?).ok();
        value().is_some_and(|value| self.own.allow(culprit.item.type_id, &value) == Some(false))
    }

    /// Whether the key that is lost is one that a schema of the picked type names: then it lacks the key wherever it stands.
    fn names_dropped(&self, trail: &Trail, picked: SourceItem) -> bool {
        let holder = trail.holder.as_ref().filter(|holder| holder.id != picked.type_id);
        let key = trail.rest.last();
        holder
            .zip(key)
            .is_some_and(|(holder, key)| self.own.name(holder.id, key))
    }
}

/// What refuses a text that is read once one value is another: the field that holds this value, where the shapes of the types only
/// tell that something around it is refused, or blame something else.
fn of_remedy(
    finding: &Finding,
    found: Option<&Culprit>,
    (at, field): (&Pointer, impl Fn() -> Option<SourceItem>),
    tree: &Tree<'_>,
) -> Option<Culprit> {
    if finding.code != Code::Rejected {
        return None;
    }
    let (_, remedy) = remedy_of(&finding.message)?;
    let left_out = remedy.strip_suffix(LEFT_OUT);
    // A key that the type does not know.
    if let (Some(key), Some(found)) = (left_out, found)
        && found.fault == Fault::Value
        && found.item.field.is_none()
        && Pointer::from(key).parent() == found.at
        && field().is_none()
        && let Some(key) = Pointer::from(key).steps().last()
    {
        return Some(Culprit {
            fault: Fault::Denied(key),
            ..found.clone()
        });
    }
    let tells_more = found.is_none_or(|found| match at.is_within(&found.at) {
        true => found.fault == Fault::Value && found.at != *at,
        false => !found.at.is_within(at),
    });
    let node = tree.at(at).filter(|_| tells_more)?;
    Some(Culprit {
        item: field()?,
        at: at.clone(),
        // Where no value at all is read, it is not for null that the text is refused.
        fault: match tree.kind(node) {
            crate::json::Kind::Null if left_out.is_none() => Fault::Null,
            _ => Fault::Value,
        },
    })
}
