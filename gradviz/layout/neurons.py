"""Neurons: where weights are multiplied with inputs and added up, and a function of the sum.

    relu(w1*x1 + w2*x2 + b)             all of it
    (w1*h1 + w2*h2 + b - y)**2          as far as b: y isn't a parameter
    (e - 1) / (e + 1), e = exp(2*sum)   all of it, if the next neurons take it as input

Which leaves are parameters is told by labels, or by several samples using them. In a graph
about one sample any leaf may be one; there form alone has to tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.functions import Functions
from gradviz.layout.items import Bools
from gradviz.layout.joined import Joined, spread, tops, with_operand
from gradviz.layout.samples import Samples
from gradviz.model.distinct import distinct
from gradviz.model.graph import Ints
from gradviz.model.repeated import repeated


@dataclass(frozen=True, eq=False)
class Neurons:
    of_node: Ints  # (n,) the neuron of each node, -1 for none
    head: Ints  # (k,) ascending: what comes out of each
    uses: Ints  # the edges from a parameter into a neuron's products and their sum
    inputs: Ints  # the edges from an input into a product of a neuron

    def kept(self, joined: Joined, keep: Bools) -> Neurons:
        """Only some of the neurons."""
        number = np.append(np.where(keep, np.cumsum(keep) - 1, -1), -1).astype(np.int32)
        of_node = number[self.of_node]
        edges = [e[of_node[joined.head[e]] >= 0] for e in (self.uses, self.inputs)]
        return Neurons(of_node, self.head[keep], edges[0], edges[1])


def find_neurons(joined: Joined, samples: Samples, is_named: Bools) -> Neurons:
    up = joined.up(samples.is_after[joined.user])
    is_parameter = _parameters(joined, samples, is_named)
    is_product = joined.is_mul & with_operand(joined, is_parameter) & ~samples.is_after
    is_product &= with_operand(joined, ~is_parameter | (not samples.count))
    if not samples.count and not is_named.any():
        is_product &= ~_of_inner_values(joined, is_product, up)
        is_product &= ~_strays(joined, is_product, up)
    is_sum = _sums(joined, is_product, is_parameter, up, samples)
    is_core = is_product | is_sum
    into = np.where(is_core & is_sum[up], up, np.arange(len(up)))
    total = np.where(is_core, tops(into), -1)

    is_input = np.zeros(len(up), bool)
    inputs = np.flatnonzero(is_product[joined.head] & ~is_parameter[joined.tail])
    is_input[joined.tail[inputs]] = True
    functions = Functions.of(joined, total, ~joined.is_leaf & ~is_core & ~samples.is_after)
    end, of_total = functions.ends(joined, is_input)

    # Both are by the last addition; neurons are numbered by what comes out of them.
    totals = np.flatnonzero(total == np.arange(len(up)))
    totals = totals[is_sum[totals] | (end[totals] != totals)]  # not a product and no more
    totals = totals[np.argsort(end[totals])]
    number = np.full(len(up) + 1, -1, np.int32)
    number[totals] = np.arange(len(totals))
    of_node = number[of_total]
    of_node = np.where(joined.is_leaf, _of_leaves(joined, of_node, samples.is_after), of_node)
    is_core &= of_node >= 0
    uses = np.flatnonzero(is_parameter[joined.tail] & is_core[joined.head]).astype(np.int32)
    if not samples.count and not is_named.any():
        uses = uses[~_by_form_alone(joined, uses, is_product, total)]
    return Neurons(
        of_node,
        end[totals].astype(np.int32),
        uses,
        inputs[is_core[joined.head[inputs]]].astype(np.int32),
    )


def _parameters(joined: Joined, samples: Samples, is_named: Bools) -> Bools:
    """The leaves that may be weights and biases."""
    if samples.count:
        return samples.is_shared | is_named
    if is_named.any():
        return is_named
    return joined.is_leaf


def _of_leaves(joined: Joined, of_node: Ints, is_after: Bools) -> Ints:
    """The neuron of each leaf that is used in that one alone; regularisation doesn't count."""
    counts = np.flatnonzero(joined.is_leaf[joined.tail] & ~is_after[joined.head])
    leaf, neuron = joined.tail[counts], of_node[joined.head[counts]]
    first, last = np.full(len(of_node), -1, np.int32), np.full(len(of_node), -1, np.int32)
    np.maximum.at(last, leaf, neuron)
    first[leaf] = last[leaf]
    np.minimum.at(first, leaf, neuron)
    return np.where(first == last, first, -1)


def _by_form_alone(joined: Joined, uses: Ints, is_product: Bools, total: Ints) -> Bools:
    """Uses of leaves that have the form of a parameter and are none: an input may be a leaf,
    too (of the two in a product the one used more often, or the second), and so is the 0 that
    Python's sum begins with (the first of two in a sum)."""
    head, leaf = joined.head[uses], joined.tail[uses]
    often = np.bincount(leaf, minlength=len(total))[leaf]
    out = np.zeros(len(uses), bool)
    second = 1 + np.flatnonzero((head[1:] == head[:-1]) & is_product[head[1:]])
    out[np.where(often[second - 1] > often[second], second - 1, second)] = True

    added = np.flatnonzero(~is_product[head])
    added = added[np.lexsort((head[added], total[head[added]]))]
    chain = total[head[added]]
    is_first = np.append(True, chain[1:] != chain[:-1])[: len(chain)]
    has_more = np.append(chain[1:] == chain[:-1], False)[: len(chain)]
    out[added[is_first & has_more]] = True
    return out


def _of_inner_values(joined: Joined, is_product: Bools, up: Ints) -> Bools:
    """Products with a sum or product that is used in them alone, as -1 * s: the inputs of a
    neuron are results of others."""
    inner = (joined.is_add | is_product)[joined.tail] & (up[joined.tail] == joined.head)
    out = np.zeros(len(up), bool)
    out[joined.head[inner]] = True
    return out


def _strays(joined: Joined, is_product: Bools, up: Ints) -> Bools:
    """Products of two leaves after all others in a sum: -y, not a weight times an input."""
    of_leaves = is_product & ~with_operand(joined, ~joined.is_leaf)
    adder = np.where(joined.is_add[up], up, -1)
    own = np.arange(len(up))
    total = tops(np.where(joined.is_add & joined.is_add[up], up, own))
    others = adder[is_product & ~of_leaves]
    others = others[others >= 0]
    last = np.full(len(up) + 1, len(up), np.int32)
    last[total[others]] = -1
    np.maximum.at(last, total[others], others)
    is_after_others: Bools = adder > last[np.where(adder >= 0, total[adder], -1)]
    return of_leaves & is_after_others


def _sums(
    joined: Joined, is_product: Bools, is_parameter: Bools, up: Ints, samples: Samples
) -> Bools:
    """The additions of nothing but products, biases and, as the first of all, a constant."""
    n = len(up)
    is_add = joined.is_add & ~samples.is_after
    into = np.where(is_add & is_add[up], up, np.arange(n))  # the next addition of the chain
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
    if not samples.count:
        is_bad[_more_than_a_bias(joined, into, tail, head)] = True
    has_product = np.zeros(n, bool)
    has_product[head[is_product[tail]]] = True
    return is_add & ~spread(is_bad, into) & spread(has_product, into)


def _more_than_a_bias(joined: Joined, into: Ints, tail: Ints, head: Ints) -> Ints:
    """The last additions of a leaf in chains with more of them than the neurons have whose
    function follows at once: `out - 1.0`, where the chain of `out` has its bias."""
    end = tops(into)
    adder = head[joined.is_leaf[tail]]
    counts = np.bincount(end[adder], minlength=len(end))
    ends = distinct(end[head])
    before_function = ends[joined.is_nonlinear[joined.user[ends]]]
    usual = np.bincount(counts[before_function]).argmax() if len(before_function) else 1
    order = np.lexsort((adder, end[adder]))  # a chain's additions are in creation order
    chain = end[adder[order]]
    start = np.flatnonzero(np.diff(chain, prepend=-1))
    place = np.arange(len(order)) - repeated(start, np.diff(np.append(start, len(order))))
    return adder[order[place >= usual]]
