"""Whether two indicators tell of the same fact: the rate of a plan and the amount it is made of, a gap and its rate."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.catalogue.formulas.syntax import Binary, Expression, names
from taizhang.catalogue.model import Catalogue


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
