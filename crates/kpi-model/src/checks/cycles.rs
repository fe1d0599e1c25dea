//! Things that refer to each other in a circle.

/// An order in which each thing stands after those it refers to, and the circles that make it impossible.
pub struct Order {
    /// Every node; those of a circle stand in some order.
    pub order: Vec<usize>,
    /// Each a path whose last node refers to its first.
    pub cycles: Vec<Vec<usize>>,
}

/// `edges` lists for each node the nodes it refers to. Without recursion: a chain may be as long as a project.
pub fn order(edges: &[Vec<usize>]) -> Order {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; edges.len()];
    let mut order = Vec::with_capacity(edges.len());
    let mut cycles = Vec::new();
    let mut in_circle = vec![false; edges.len()];
    for root in 0..edges.len() {
        if state.get(root) != Some(&State::New) {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        if let Some(state) = state.get_mut(root) {
            *state = State::Open;
        }
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let target = edges.get(node).and_then(|to| to.get(*next)).copied();
            *next += 1;
            match target {
                Some(to) => match state.get(to).copied() {
                    Some(State::New) => {
                        if let Some(state) = state.get_mut(to) {
                            *state = State::Open;
                        }
                        path.push((to, 0));
                    }
                    Some(State::Open) => {
                        // One circle is told of those that hang together: mending it may mend the others.
                        let told = |i: usize| in_circle.get(i).copied().unwrap_or(false);
                        if !told(node) && !told(to) {
                            let circle: Vec<usize> =
                                path.iter().map(|(node, _)| *node).skip_while(|node| *node != to).collect();
                            for i in &circle {
                                if let Some(told) = in_circle.get_mut(*i) {
                                    *told = true;
                                }
                            }
                            cycles.push(circle);
                        }
                    }
                    _ => {}
                },
                None => {
                    if let Some(state) = state.get_mut(node) {
                        *state = State::Done;
                    }
                    order.push(node);
                    path.pop();
                }
            }
        }
    }
    Order { order, cycles }
}
