"""Whether two tell of the same fact: the rate of a plan and the amount it is made of, a task and an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable

from taizhang.catalogue.formulas.syntax import Binary, Expression, names
from taizhang.catalogue.model import Catalogue, Indicator

_FEWEST = 4         # characters of a name; fewer are too general to tie
_COUNTING = re.compile("^(?:完成|本期|累计|已)|(?:的|总|人|次|个)?(?:数量?|次)$")


def same_fact(code: str, codes: Iterable[str], catalogue: Catalogue) -> bool:
    """Whether an indicator rests on the same reported figures as one of `codes`, or on some of them."""
    own = _rests_on(code, catalogue)
    return any(own <= other or other <= own for other in (_rests_on(one, catalogue) for one in codes))


def _rests_on(code: str, catalogue: Catalogue) -> frozenset[str]:
    """The reported indicators that an indicator counts; what it is divided by says of how many, not what."""
    formula = catalogue.indicators[code].formula if code in catalogue.indicators else None
    if formula is None:
        return frozenset([code])
    domain = code.partition(".")[0]
    counted = (catalogue.resolve(one.name, domain) for one in names(_counted(formula.root)))
    return frozenset(name for one in counted for name in _rests_on(one, catalogue))


def _counted(root: Expression) -> Expression:
    return _counted(root.left) if isinstance(root, Binary) and root.op in {"*", "/"} else root


def same_words(title: str, indicator: Indicator) -> bool:
    """Whether a task's title, its figure aside, has the very words of a name of an indicator in whatever order:
    培训心理健康教师300人次 and 心理健康教师培训人次.
    """
    own = _words(re.sub(r"[0-9.]+万?[^，。]{0,2}$", "", title))
    return len(own) >= _FEWEST and own in [_words(name) for name in (indicator.title.zh, *indicator.called)]


def _words(name: str) -> list[str]:
    return sorted(_COUNTING.sub("", name))
