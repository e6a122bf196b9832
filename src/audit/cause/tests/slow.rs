//! Types that take too long, alone and inside of others.

use super::*;

/// Types that hold each other, by their numbers.
struct Holding(&'static [(u32, u32)]);

impl Types for Holding {
    fn shape(&self, _: &TypeRef) -> crate::audit::model::Shape {
        crate::audit::model::Shape::Unknown
    }

    fn reads(&self, _: &Instance, _: &str) -> Option<bool> {
        None
    }

    fn leads_to(&self, from: &Instance, to: TypeId) -> bool {
        self.0.contains(&(from.id.0, to.0))
    }
}

#[test]
fn a_type_that_takes_too_long_makes_those_slow_that_hold_it() {
    let names = HashMap::new();
    let subjects = ["Order", "Limits", "Item", "Mode"];
    let instances = (0..).zip(subjects);
    let instances = instances.map(|(id, name)| (name.to_owned(), instance(TypeId(id))));
    let instances: HashMap<String, Instance> = instances.collect();
    let found = |holding: &'static [(u32, u32)]| {
        let types = Holding(holding);
        let mut fold = Fold::new(&types, &instances, &names);
        for (subject, kind) in
            subjects
                .into_iter()
                .zip([Kind::TimedOut, Kind::TimedOut, Kind::GrowingTime, Kind::Panic])
        {
            let mut finding = finding(Code::Panicked, Some(kind), "");
            finding.subject = subject.to_owned();
            fold.add(Some(&Case::new("case", "{}")), &finding);
        }
        let causes = fold.finish().into_iter();
        let shown = causes.map(|cause| {
            (
                cause.key.item.unwrap().type_id.0,
                cause.subjects.len(),
                cause.finding.kind.unwrap(),
            )
        });
        let mut shown: Vec<_> = shown.collect();
        shown.sort_unstable();
        shown
    };
    let panics = (3, 1, Kind::Panic);
    let (apart, timed_out) = (found(&[]), Kind::TimedOut);
    assert_eq!(
        apart,
        [(0, 1, timed_out), (1, 1, timed_out), (2, 1, Kind::GrowingTime), panics]
    );
    // `Order` holds `Limits`, which is slow by itself.
    assert_eq!(
        found(&[(0, 1), (0, 3)]),
        [(1, 2, timed_out), (2, 1, Kind::GrowingTime), panics]
    );
    // In a circle one stands for all; what is worse than slow growth is shown.
    assert_eq!(
        found(&[(0, 1), (0, 2), (1, 2), (2, 1), (1, 1), (2, 2)]),
        [(1, 3, timed_out), panics]
    );
}
