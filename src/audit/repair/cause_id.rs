//! What tells whether a changed crate still has a cause.

use crate::audit::cause::{Cause, Side};
use crate::audit::model::SourceItem;
use crate::audit::names::Names;

/// A cause by names, which stay the same when the crate is documented anew.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CauseId {
    side: Side,
    /// The item, or the subject where there is none.
    item: String,
    /// The type that the item belongs to.
    pub(super) owner: Option<String>,
    pub(super) detail: String,
}

impl CauseId {
    pub(crate) fn of(names: &Names, cause: &Cause) -> CauseId {
        let key = &cause.key;
        let owner = |item: SourceItem| SourceItem {
            variant: None,
            field: None,
            ..item
        };
        CauseId {
            side: key.side,
            item: match key.item {
                Some(item) => names.of_item(item),
                None => key.subject.clone().unwrap_or_default(),
            },
            owner: key.item.map(|item| names.of_item(owner(item))),
            detail: key.detail.clone(),
        }
    }

    /// A cause at the type itself.
    #[cfg(test)]
    pub(super) fn named(side: Side, name: &str) -> CauseId {
        CauseId {
            side,
            item: name.to_owned(),
            owner: Some(name.to_owned()),
            detail: String::new(),
        }
    }
}
