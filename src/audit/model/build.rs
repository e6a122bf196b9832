//! From rustdoc's items to the model.

use super::attributes::{ContainerAttributes, FieldAttributes, Rename};
use super::exports::public_paths;
use super::impls::{Impls, impls};
use super::index::{Index, UnreadableJson};
use super::item::{
    Body, CrateModel, FieldModel, FieldStyle, Fields, Parameter, TypeModel, Unnameable, VariantModel, type_parameters,
};
use super::read_type::{TypeReader, generics_of};
use super::rename::RenameRule;
use super::span::SourceSpan;
use super::text_type::{Scope, TypeNames};
use super::type_ref::{TypeId, TypeRef};
use rustdoc_types::{
    Attribute, GenericParamDef, GenericParamDefKind, Id, Item, ItemEnum, Span, StructKind, VariantKind, Visibility,
};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The crate whose model is built.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) package: String,
    pub(crate) library: String,
    pub(crate) version: String,
    /// The folder of the manifest.
    pub(crate) folder: PathBuf,
}

impl CrateModel {
    /// Builds the model of a crate from its rustdoc JSON.
    ///
    /// # Errors
    /// If the file cannot be read, or is not what rustdoc writes.
    pub(crate) fn read(json: &Path, identity: Identity) -> Result<CrateModel, UnreadableJson> {
        Ok(build(&Index::read(json)?, identity))
    }

    #[cfg(test)]
    pub(crate) fn parse(json: &str, identity: Identity) -> Result<CrateModel, UnreadableJson> {
        Ok(build(&Index::parse(json)?, identity))
    }
}

/// A type that serde knows.
struct Candidate<'a> {
    item: &'a Item,
    path: String,
    impls: Impls,
    attributes: ContainerAttributes,
}

fn build(index: &Index, identity: Identity) -> CrateModel {
    let mut candidates: Vec<Candidate> = index
        .items()
        .into_iter()
        .filter_map(|item| candidate(index, item))
        .collect();
    candidates.sort_by(|one, other| one.path.cmp(&other.path).then(one.item.id.cmp(&other.item.id)));
    let paths: Vec<(String, TypeId)> = candidates
        .iter()
        .zip(0..)
        .map(|(one, number)| (one.path.clone(), TypeId(number)))
        .collect();
    let ids: HashMap<Id, TypeId> = candidates
        .iter()
        .zip(&paths)
        .map(|(one, (_, id))| (one.item.id, *id))
        .collect();
    let builder = Builder {
        index,
        types: TypeReader { index, ids: &ids },
        names: TypeNames { paths: &paths },
        public: public_paths(index),
        folder: &identity.folder,
    };
    let mentioned = index.mentioned_types().into_iter().map(|ty| builder.types.read(ty));
    let mentioned: BTreeSet<TypeRef> = mentioned.filter(|one| !one.parts().is_empty()).collect();
    let types = candidates
        .into_iter()
        .map(|candidate| builder.type_model(candidate))
        .collect();
    CrateModel {
        package: identity.package,
        library: identity.library,
        version: identity.version,
        folder: identity.folder.clone(),
        types,
        mentioned: mentioned.into_iter().collect(),
    }
}

fn candidate<'a>(index: &'a Index, item: &'a Item) -> Option<Candidate<'a>> {
    let ids = match &item.inner {
        ItemEnum::Struct(one) => &one.impls,
        ItemEnum::Enum(one) => &one.impls,
        ItemEnum::Union(one) => &one.impls,
        _ => return None,
    };
    let impls = impls(index, ids);
    let attributes = ContainerAttributes::parse(texts(item));
    // A derive for a remote type leaves functions, and no impl.
    if item.crate_id != 0 || !(impls.are_of_serde() || attributes.remote.is_some()) {
        return None;
    }
    let path = index.path(item.id).map(|steps| steps.join("::"));
    Some(Candidate {
        item,
        path: path.or_else(|| item.name.clone())?,
        impls,
        attributes,
    })
}

/// The attributes that rustdoc prints as text.
fn texts(item: &Item) -> impl Iterator<Item = &str> {
    item.attrs.iter().filter_map(|attribute| match attribute {
        Attribute::Other(text) => Some(text.as_str()),
        _ => None,
    })
}

struct Builder<'a> {
    index: &'a Index,
    types: TypeReader<'a>,
    names: TypeNames<'a>,
    public: HashMap<Id, String>,
    folder: &'a Path,
}

impl Builder<'_> {
    fn type_model(&self, candidate: Candidate) -> TypeModel {
        let Candidate {
            item,
            path,
            impls,
            attributes,
        } = candidate;
        let body = match &item.inner {
            ItemEnum::Struct(one) => match self.struct_fields(&one.kind, &attributes.rename_all) {
                Some(fields) => Body::Struct(fields),
                None => Body::Opaque,
            },
            ItemEnum::Enum(one) => {
                let variants = one.variants.iter().map(|id| self.variant(*id, &attributes));
                variants.collect::<Option<_>>().map_or(Body::Opaque, Body::Enum)
            }
            _ => Body::Opaque,
        };
        let module = path.rsplit_once("::").map_or("", |(module, _)| module);
        let generics = generics_of(&item.inner).map(|generics| generics.params.as_slice());
        let parameters: Vec<Parameter> = generics
            .unwrap_or_default()
            .iter()
            .filter_map(|one| self.parameter(one))
            .collect();
        let scope = Scope {
            module,
            parameters: &type_parameters(&parameters),
        };
        let named = |text: &Option<String>| text.as_ref().map(|text| self.names.read(text, scope));
        let conversion = &attributes.conversion;
        TypeModel {
            name: item.name.clone().unwrap_or_default(),
            public_path: self.public.get(&item.id).cloned().ok_or(Unnameable::Private),
            span: self.span(item),
            docs: item.docs.clone(),
            read: impls.read,
            write: impls.write,
            borrows: impls.borrows,
            has_debug: impls.has_debug,
            has_partial_eq: impls.has_partial_eq,
            is_non_exhaustive: item.attrs.contains(&Attribute::NonExhaustive),
            read_as: named(&conversion.from).or_else(|| named(&conversion.try_from)),
            write_as: named(&conversion.into),
            path,
            parameters,
            attributes,
            body,
        }
    }

    fn parameter(&self, parameter: &GenericParamDef) -> Option<Parameter> {
        let name = parameter.name.clone();
        Some(match &parameter.kind {
            GenericParamDefKind::Lifetime { .. } => Parameter::Lifetime(name),
            GenericParamDefKind::Type { is_synthetic: true, .. } => return None,
            GenericParamDefKind::Type { default, .. } => Parameter::Type {
                name,
                default: default.as_ref().map(|ty| self.types.read(ty)),
            },
            GenericParamDefKind::Const { .. } => Parameter::Const(name),
        })
    }

    /// The fields of a struct; `None` if rustdoc does not show all of them.
    fn struct_fields(&self, kind: &StructKind, rename_all: &Rename) -> Option<Fields> {
        match kind {
            StructKind::Unit => Some(Fields::unit()),
            StructKind::Tuple(ids) => self.tuple_fields(ids),
            StructKind::Plain {
                fields,
                has_stripped_fields: false,
            } => self.named_fields(fields, rename_all),
            StructKind::Plain { .. } => None,
        }
    }

    fn named_fields(&self, ids: &[Id], rename_all: &Rename) -> Option<Fields> {
        let fields = ids.iter().map(|id| {
            let item = self.index.item(*id)?;
            let mut field = self.field(item)?;
            field.read_name = field_name(&field, field.attributes.rename.read.as_ref(), rename_all.read.as_ref());
            field.write_name = field_name(
                &field,
                field.attributes.rename.write.as_ref(),
                rename_all.write.as_ref(),
            );
            Some(field)
        });
        Some(Fields {
            style: FieldStyle::Named,
            fields: fields.collect::<Option<_>>()?,
        })
    }

    fn tuple_fields(&self, ids: &[Option<Id>]) -> Option<Fields> {
        let fields = ids.iter().map(|id| self.field(self.index.item((*id)?)?));
        Some(Fields {
            style: FieldStyle::Tuple,
            fields: fields.collect::<Option<_>>()?,
        })
    }

    fn field(&self, item: &Item) -> Option<FieldModel> {
        let ItemEnum::StructField(ty) = &item.inner else {
            return None;
        };
        let ident = item.name.clone()?;
        let attributes = FieldAttributes::parse(texts(item));
        let with = attributes.read_with.as_ref().or(attributes.write_with.as_ref());
        let stand_in = with.map(|with| self.names.read(with, Scope::default()));
        Some(FieldModel {
            stand_in: stand_in.filter(|named| matches!(named, TypeRef::Local(..))),
            read_name: ident.clone(),
            write_name: ident.clone(),
            ident,
            type_ref: self.types.read(ty),
            is_public: matches!(item.visibility, Visibility::Public),
            span: self.span(item),
            docs: item.docs.clone(),
            attributes,
        })
    }

    fn variant(&self, id: Id, container: &ContainerAttributes) -> Option<VariantModel> {
        let item = self.index.item(id)?;
        let ItemEnum::Variant(variant) = &item.inner else {
            return None;
        };
        let attributes = FieldAttributes::parse(texts(item));
        let rename_all = Rename {
            read: attributes
                .rename_all
                .read
                .clone()
                .or_else(|| container.rename_all_fields.read.clone()),
            write: attributes
                .rename_all
                .write
                .clone()
                .or_else(|| container.rename_all_fields.write.clone()),
        };
        let fields = match &variant.kind {
            VariantKind::Plain => Fields::unit(),
            VariantKind::Tuple(ids) => self.tuple_fields(ids)?,
            VariantKind::Struct {
                fields,
                has_stripped_fields: false,
            } => self.named_fields(fields, &rename_all)?,
            VariantKind::Struct { .. } => return None,
        };
        let ident = item.name.clone()?;
        let name =
            |own: &Option<String>, rule: &Option<String>| match (own, rule.as_deref().and_then(RenameRule::parse)) {
                (Some(own), _) => own.clone(),
                (None, Some(rule)) => rule.of_variant(&ident),
                (None, None) => ident.clone(),
            };
        Some(VariantModel {
            read_name: name(&attributes.rename.read, &container.rename_all.read),
            write_name: name(&attributes.rename.write, &container.rename_all.write),
            fields,
            span: self.span(item),
            docs: item.docs.clone(),
            ident,
            attributes,
        })
    }

    fn span(&self, item: &Item) -> Option<SourceSpan> {
        item.span.as_ref().map(|span| source_span(span, self.folder))
    }
}

/// The key of a field: its own name, else its identifier by the rule.
fn field_name(field: &FieldModel, own: Option<&String>, rule: Option<&String>) -> String {
    match (own, rule.and_then(|rule| RenameRule::parse(rule))) {
        (Some(own), _) => own.clone(),
        (None, Some(rule)) => rule.of_field(&field.ident),
        (None, None) => field.ident.clone(),
    }
}

fn source_span(span: &Span, folder: &Path) -> SourceSpan {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    SourceSpan {
        file: span.filename.strip_prefix(folder).unwrap_or(&span.filename).to_owned(),
        line: number(span.begin.0),
        column: number(span.begin.1),
        end_line: number(span.end.0),
        end_column: number(span.end.1),
    }
}
