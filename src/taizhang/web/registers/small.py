"""Counts of confidential cases on pages and in answers: the small ones are hidden wherever a unit's value is shown."""

from __future__ import annotations

from taizhang.analysis.hiding import hide_below, is_small
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import Observation


def is_hidden(observation: Observation) -> bool:
    """Whether an observation tells of so few confidential cases that nobody above the unit is shown it."""
    return is_small(observation.value, hide_below(observation.indicator, catalogue()))


def shown(observation: Observation) -> str:
    """The value as text; that it is small, where it is hidden."""
    if is_hidden(observation):
        return f"＜{hide_below(observation.indicator, catalogue())}"
    return "—" if observation.value is None else plain(observation.value)
