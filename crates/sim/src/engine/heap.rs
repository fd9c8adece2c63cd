//! A 4-ary min-heap: half as deep as one of pairs, and the children of a node lie side by side.

/// What a heap holds, by rank.
pub(crate) trait Ranked: Copy {
    type Rank: Ord;

    /// Who has the least comes first.
    fn rank(&self) -> Self::Rank;
}

impl Ranked for i64 {
    type Rank = Self;

    #[inline(always)]
    fn rank(&self) -> Self {
        *self
    }
}

/// The heap.
#[derive(Clone, Debug)]
pub(crate) struct Heap<T>(Vec<T>);

impl<T> Default for Heap<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ranked> Heap<T> {
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The least.
    #[inline(always)]
    pub(crate) fn first(&self) -> Option<&T> {
        self.0.first()
    }

    /// All, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    /// Adds one.
    pub(crate) fn push(&mut self, item: T) {
        let heap = &mut self.0;
        let mut hole = heap.len();
        heap.push(item);
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if heap[parent].rank() <= item.rank() {
                break;
            }
            heap[hole] = heap[parent];
            hole = parent;
        }
        heap[hole] = item;
    }

    /// Takes the least out.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let heap = &mut self.0;
        let last = heap.pop()?;
        let Some(&least) = heap.first() else {
            return Some(last);
        };
        let mut hole = 0;
        loop {
            let children = heap.get(4 * hole + 1..).unwrap_or_default();
            let children = children.iter().take(4).enumerate();
            match children.min_by_key(|child| child.1.rank()) {
                Some((at, child)) if child.rank() < last.rank() => {
                    heap[hole] = *child;
                    hole = 4 * hole + 1 + at;
                }
                _ => break,
            }
        }
        heap[hole] = last;
        Some(least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // catches: a child that is not looked at, a hole filled with the wrong one
    #[test]
    fn what_comes_out_is_the_least_of_what_is_in() {
        let mut heap = Heap::default();
        let mut sorted = Vec::new();
        for step in 0..5_000_u64 {
            let random = crate::random::mix64(step + 1);
            if random % 5 < 3 {
                let item = (random >> 32) as i64 % 1_000;
                heap.push(item);
                sorted.push(item);
                sorted.sort_unstable_by_key(|item| std::cmp::Reverse(*item));
            } else {
                assert_eq!(heap.pop(), sorted.pop());
            }
            assert_eq!(heap.first(), sorted.last());
            assert_eq!(heap.len(), sorted.len());
        }
    }
}
