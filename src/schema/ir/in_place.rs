//! How many schemas apply to one value.

use super::graph::SchemaGraph;
use super::location::SchemaId;

/// How the schemas of a graph apply to one value together. Validators and analyses nest and expand by these numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InPlace {
    /// The longest chain of schemas that apply to the same value, each inside or referred to by the one before.
    pub(crate) longest: usize,
    /// The number of schemas that all references together stand for, if each reference is replaced by its target and all
    /// schemas in it that apply to the same value.
    pub(crate) inlined: u64,
}

/// What is known of a schema and of those in it that apply to the same value.
#[derive(Clone, Copy)]
enum Walked {
    No,
    /// On the way from the schema where the walk began to the one that it has reached.
    Open,
    Done {
        longest: usize,
        /// The number of schemas, each counted as often as a way leads to it.
        ways: u64,
    },
}

impl SchemaGraph {
    /// Walks the schemas that apply to the same value, depth first.
    ///
    /// # Errors
    /// A schema that, through references, applies to the same value as itself without end.
    pub(crate) fn in_place(&self) -> Result<InPlace, SchemaId> {
        let mut walked = vec![Walked::No; self.len()];
        let mut found = InPlace { longest: 0, inlined: 0 };
        let mut stack = Vec::new();
        for start in self.ids() {
            stack.push((start, false));
            while let Some((id, below_is_done)) = stack.pop() {
                let node = &self[id];
                if below_is_done {
                    let (mut longest, mut ways) = (0, 0_u64);
                    for below in node.in_place() {
                        if let Walked::Done {
                            longest: far,
                            ways: many,
                        } = walked[below.index()]
                        {
                            longest = longest.max(far);
                            ways = ways.saturating_add(many);
                        }
                    }
                    if node.reference.is_some() {
                        found.inlined = found.inlined.saturating_add(ways);
                    }
                    found.longest = found.longest.max(longest + 1);
                    walked[id.index()] = Walked::Done {
                        longest: longest + 1,
                        ways: ways.saturating_add(1),
                    };
                } else if matches!(walked[id.index()], Walked::No) {
                    walked[id.index()] = Walked::Open;
                    // A schema that is reached again before it is done applies to the same value for ever.
                    if node
                        .in_place()
                        .any(|below| matches!(walked[below.index()], Walked::Open))
                    {
                        return Err(id);
                    }
                    stack.push((id, true));
                    stack.extend(node.in_place().map(|below| (below, false)));
                }
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn chains_and_ways_are_counted() {
        let document = json!({"$ref": "#/$defs/a", "$defs": {
            "a": {"anyOf": [{"$ref": "#/$defs/b"}, {"$ref": "#/$defs/b"}]},
            "b": {"allOf": [{}, {}]}}});
        // Three references: two that stand for `b` and its parts, one that stands for `a` and all in it.
        let expected = InPlace {
            longest: 5,
            inlined: 3 + 3 + 9,
        };
        assert_eq!(SchemaGraph::build(&document).in_place(), Ok(expected));
    }

    #[test]
    fn a_schema_that_applies_to_the_same_value_for_ever_is_found() {
        let endless = json!({"$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}});
        assert!(SchemaGraph::build(&endless).in_place().is_err());
        let recursive = json!({"$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}});
        assert_eq!(
            SchemaGraph::build(&recursive).in_place().map(|found| found.longest),
            Ok(2)
        );
    }
}
