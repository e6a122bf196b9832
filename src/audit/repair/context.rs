//! What changes are made from.

use super::document::DocumentView;
use super::edit::TextEdit;
use super::item_text::{ItemText, fields_of};
use super::sources::Sources;
use crate::audit::model::{CrateModel, FieldModel, FieldStyle, SourceItem};

/// One change of the source.
pub(super) type Change = Vec<TextEdit>;

/// What candidates are made from.
pub(super) struct Context<'a> {
    pub(super) document: DocumentView<'a>,
    pub(super) sources: Sources,
}

impl Context<'_> {
    pub(super) fn model(&self) -> &CrateModel {
        self.document.model
    }

    /// A field, in the model and in the source.
    pub(super) fn field(&self, item: SourceItem) -> Option<(&FieldModel, ItemText)> {
        let (fields, _) = fields_of(self.model().type_of(item.type_id)?, item)?;
        // A newtype is its only field.
        let is_newtype = item.field.is_none() && fields.style == FieldStyle::Tuple && fields.fields.len() == 1;
        let index = item.field.or(is_newtype.then_some(0))?;
        let item = SourceItem {
            field: Some(index),
            ..item
        };
        let field = fields.fields.get(usize::try_from(index).ok()?)?;
        Some((field, ItemText::of_field(self.model(), &self.sources, item)?))
    }
}
