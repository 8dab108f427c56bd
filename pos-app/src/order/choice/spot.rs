//! Where in a dish modifiers are chosen: on the dish itself, on a half, on a dish of a combo, and
//! under which options.

use shared::api::till::Chosen;

use super::{Choice, is_at};

/// On what modifiers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Root {
    /// The dish itself.
    Dish,
    /// A half of it.
    Half(usize),
    /// A dish of a combo, by its place among the chosen ones.
    Part(usize),
}

/// On what, and under which options.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Spot {
    /// On what.
    pub(crate) root: Root,
    /// Group and option, from the root down.
    pub(crate) path: Vec<(String, usize)>,
}

impl Spot {
    /// Right on something.
    pub(crate) const fn root(root: Root) -> Self {
        Self {
            root,
            path: Vec::new(),
        }
    }

    /// Under an option that is chosen here.
    pub(crate) fn under(&self, group: &str, option: usize) -> Self {
        let mut path = self.path.clone();
        path.push((group.to_owned(), option));
        Self {
            root: self.root,
            path,
        }
    }

    /// What stands before the names by which tests know the options here.
    pub(crate) fn testid(&self) -> String {
        let root = match self.root {
            Root::Dish => String::new(),
            Root::Half(place) => format!("half-{place}-"),
            Root::Part(place) => format!("part-{place}-"),
        };
        let step = |(group, option): &(String, usize)| format!("{group}-{option}-");
        root + &self.path.iter().map(step).collect::<String>()
    }
}

impl Choice {
    /// What was picked at a spot; none where the spot is not there.
    pub(super) fn picks(&self, spot: &Spot) -> Option<&[Chosen]> {
        let mut picks: &[Chosen] = match spot.root {
            Root::Dish => &self.picks,
            Root::Half(place) => &self.half(place)?.modifiers,
            Root::Part(place) => &self.dishes.get(place)?.modifiers,
        };
        for (group, option) in &spot.path {
            let is_it = |one: &&Chosen| one.group == *group && is_at(one.option, *option);
            picks = &picks.iter().find(is_it)?.inner;
        }
        Some(picks)
    }

    pub(super) fn picks_mut(&mut self, spot: &Spot) -> Option<&mut Vec<Chosen>> {
        let mut picks: &mut Vec<Chosen> = match spot.root {
            Root::Dish => &mut self.picks,
            Root::Half(place) => &mut self.halves.get_mut(place)?.as_mut()?.modifiers,
            Root::Part(place) => &mut self.dishes.get_mut(place)?.modifiers,
        };
        for (group, option) in &spot.path {
            let is_it = |one: &&mut Chosen| one.group == *group && is_at(one.option, *option);
            picks = &mut picks.iter_mut().find(is_it)?.inner;
        }
        Some(picks)
    }
}
