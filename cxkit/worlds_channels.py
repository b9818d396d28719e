"""Close a channel: the same people, who have to take another one.

A log can only say who passed by a channel. A simulated company can be lived again without it:
every touchpoint that has another way keeps its others, in their proportions, and the same people
decide as before. What is lost then is the channel's true effect, for this company.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxkit.dataset import Dataset
from cxkit.language import say
from cxkit.require import choice, fail, show
from cxkit.worlds import World, with_origin

if TYPE_CHECKING:
    from cxkit.scenario import Scenario

__all__ = ["close_channel", "closable"]


def closable(company: Scenario) -> list[str]:
    """List the channels that can be closed: each touchpoint that they serve has another.

    Parameters
    ----------
    company : Scenario

    Returns
    -------
    list of str

    Examples
    --------
    >>> import cxkit as cx
    >>> closable(cx.scenario("retail"))
    ['social', 'email', 'web', 'app', 'chat', 'phone']
    """
    found = dict.fromkeys(name for point in company.touchpoints for name in point.channels)
    return [name for name in found if not _only_by(company, name)]


def _only_by(company: Scenario, channel: str) -> list[str]:
    return [point.name for point in company.touchpoints if list(point.channels) == [channel]]


def close_channel(dataset: Dataset, channel: str) -> World:
    """Live the same lives again without one channel.

    Parameters
    ----------
    dataset : Dataset
        Simulated by this version of cxkit.
    channel : str
        Such as ``"app"``; every touchpoint on it needs another channel.

    Returns
    -------
    World
        The two worlds, see `what_if`.

    Raises
    ------
    InputError
        For an unknown channel, one that is the only way to a touchpoint, or data without an
        origin.

    Notes
    -----
    The other channels of a touchpoint share what the closed one had, in their proportions. Each
    person's draw of a channel is the same as before, but is compared with these new shares: so
    some change between the remaining channels too. Who never comes to one of its touchpoints lives
    the same life. That nobody gives up because his channel is gone is an assumption: the loss is a
    lower bound where people are attached to it.

    Examples
    --------
    >>> import cxkit as cx
    >>> world = close_channel(cx.simulate("retail", customers=100, seed=7, months=6), "app")
    >>> "app" in set(world.base.events["channel"]), "app" in set(world.changed.events["channel"])
    (True, False)
    """
    from cxkit.simulate import simulate

    base = with_origin(dataset)
    company, origin = base.scenario, base.origin
    assert company is not None
    assert origin is not None
    known = dict.fromkeys(name for point in company.touchpoints for name in point.channels)
    choice("channel", channel, list(known))
    alone = _only_by(company, channel)
    if alone:
        names = ", ".join(company.label(name) for name in alone)
        words = say("worlds.closable", names=", ".join(closable(company)))
        fail("channel", show(channel), words, say("worlds.fix_closable", names=names))
    changes = {}
    for point in company.touchpoints:
        if channel in point.channels:
            rest = {name: share for name, share in point.channels.items() if name != channel}
            whole = sum(rest.values())
            changes[f"touchpoints.{point.name}.channels"] = {
                name: share / whole for name, share in rest.items()
            }
    first = origin.first_customer
    changed = simulate(
        company.replace(changes), customers=range(first, first + origin.n_customers),
        seed=origin.seed, months=origin.months, layers=origin.layers, tables=list(base.tables),
        levers=dict(origin.levers),
    )  # fmt: skip
    return World(base, changed, {f"channels.{channel}": -1.0})
