"""Neurons: where weights are multiplied with inputs and added up, and what is made of the sum.

A neuron is a tree of values used once (see `joined`) that ends with a function of one value,
or with the addition of its last term if what follows isn't the neuron's own:

    relu(w1*x1 + w2*x2 + b)             all of it
    (w1*h1 + w2*h2 + b - y)**2          as far as b: y isn't a parameter
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.items import Bools
from gradviz.layout.joined import Joined, spread, tops, with_operand
from gradviz.layout.samples import Samples
from gradviz.model.graph import Ints


@dataclass(frozen=True, eq=False)
class Neurons:
    of_node: Ints  # (n,) the neuron of each node, -1 for none
    head: Ints  # (k,) ascending: what comes out of each
    tree: Ints  # (n,) the head of the tree that each node is in
    uses: Ints  # the edges from a parameter to its product in a neuron


def find_neurons(joined: Joined, samples: Samples, is_named: Bools) -> Neurons:
    after = samples.is_after
    cut = joined.is_nonlinear | after[joined.user]
    is_parameter = _parameters(joined, samples, is_named)
    is_product = joined.is_mul & with_operand(joined, is_parameter) & ~after
    up = joined.up(cut)
    if not samples.count and not is_named.any():
        is_product &= ~_of_inner_values(joined, up)
        is_product &= ~_strays(joined, is_product, is_parameter, up)
    is_sum = _sums(joined, is_product, is_parameter, up, after, samples.count == 0)
    is_core = is_product | is_sum
    is_top = is_core & ((up == np.arange(len(up))) | ~is_core[up])

    tree = tops(up)
    is_input = np.zeros(len(up), bool)
    is_input[joined.tail[is_product[joined.head]]] = True
    is_whole = joined.is_nonlinear & (is_input | with_operand(joined, is_top)) & ~after
    tree = tops(joined.up(cut | (is_top & ~is_whole[tree])))

    is_neuron = np.zeros(len(up), bool)
    is_neuron[tree[is_product]] = True
    is_neuron &= is_whole | is_top
    heads = np.flatnonzero(is_neuron).astype(np.int32)
    number = np.full(len(up), -1, np.int32)
    number[heads] = np.arange(len(heads))
    of_node = number[tree]
    is_use = is_parameter[joined.tail] & (of_node[joined.head] >= 0)
    return Neurons(of_node, heads, tree, np.flatnonzero(is_use).astype(np.int32))


def _parameters(joined: Joined, samples: Samples, is_named: Bools) -> Bools:
    """The leaves that may be weights and biases."""
    if samples.count:
        return samples.is_shared | is_named
    if is_named.any():
        return is_named
    # Of one sample, those used by one value; regularisation doesn't count.
    n = len(joined.graph)
    counts = ~samples.is_after[joined.head]
    first, last = np.full(n, -1, np.int32), np.full(n, -2, np.int32)
    last[joined.tail[counts]] = joined.head[counts]
    first[joined.tail[counts][::-1]] = joined.head[counts][::-1]
    return joined.is_leaf & (first == last)


def _of_inner_values(joined: Joined, up: Ints) -> Bools:
    """Products with what was joined to them, as -1 * s: a neuron's inputs are results."""
    inner = ~joined.is_leaf[joined.tail] & (up[joined.tail] == joined.head)
    out = np.zeros(len(up), bool)
    out[joined.head[inner]] = True
    return out


def _strays(joined: Joined, is_product: Bools, is_parameter: Bools, up: Ints) -> Bools:
    """Products of two leaves in a sum that has others: -y, not a weight times an input."""
    of_leaves = is_product & ~with_operand(joined, ~joined.is_leaf)
    total = tops(np.where(joined.is_add[up], up, np.arange(len(up))))
    has_others = np.zeros(len(up), bool)
    has_others[total[is_product & ~of_leaves]] = True
    return of_leaves & has_others[total]


def _sums(
    joined: Joined,
    is_product: Bools,
    is_parameter: Bools,
    up: Ints,
    after: Bools,
    is_single: bool,
) -> Bools:
    """The additions of nothing but products, biases and, as the first of all, a constant."""
    n = len(up)
    own = np.arange(n)
    is_add = joined.is_add & ~after
    into = np.where(is_add & is_add[up], up, own)  # the next addition of the chain
    edge = np.flatnonzero(is_add[joined.head])
    tail, head = joined.tail[edge], joined.head[edge]
    is_inner = up[tail] == head
    is_chain = is_add[tail] & is_inner
    continues = np.zeros(n, bool)
    continues[head[is_chain]] = True
    is_constant = joined.is_leaf[tail] & is_inner & ~continues[head]
    is_good = is_chain | (is_product[tail] & is_inner) | is_parameter[tail] | is_constant
    is_bad = np.zeros(n, bool)
    is_bad[head[~is_good]] = True
    if is_single:
        is_bad[_more_than_a_bias(joined, into, tail, head)] = True
    has_product = np.zeros(n, bool)
    has_product[head[is_product[tail]]] = True
    return is_add & ~spread(is_bad, into) & spread(has_product, into)


def _more_than_a_bias(joined: Joined, into: Ints, tail: Ints, head: Ints) -> Ints:
    """The last additions of a leaf in chains with more of them than the neurons have whose
    function follows at once: `out - 1.0`, where the chain of `out` has its bias."""
    adder = head[joined.is_leaf[tail]]
    end = tops(into)[adder]
    ends, where, counts = np.unique(end, return_inverse=True, return_counts=True)
    is_plain = joined.is_nonlinear[joined.user[ends]]
    usual = np.bincount(counts[is_plain]).argmax() if is_plain.any() else 1
    order = np.lexsort((adder, where))  # a chain's additions are in creation order
    start = np.cumsum(counts) - counts
    place = np.arange(len(order)) - start[where[order]]
    return adder[order[place >= usual]]
