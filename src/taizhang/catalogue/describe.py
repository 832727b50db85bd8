"""Things of the catalogue in a few lines for the terminal, and what each domain holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from taizhang.catalogue.coverage import Coverage
from taizhang.catalogue.formulas.parsing import parse
from taizhang.catalogue.formulas.syntax import names
from taizhang.catalogue.model import Catalogue, Form, Indicator, Register, Rule, Standard
from taizhang.catalogue.standards import SIGNS

Thing = Indicator | Form | Register | Rule | Standard


def found_by(name: str, catalogue: Catalogue) -> list[Thing]:
    """Everything of that full code, of that code in any domain, or called so."""
    tables: tuple[Iterable[Thing], ...] = (
        catalogue.indicators.values(), catalogue.forms.values(), catalogue.registers.values(),
        catalogue.rules.values(), catalogue.standards.values())
    return [one for table in tables for one in table if name in _names(one)]


def _names(one: Thing) -> set[str]:
    titles = set() if isinstance(one, Rule) else {one.title.zh, one.title.en}
    return {one.code, one.code.partition(".")[2], *titles, *(one.called if isinstance(one, Indicator) else ())}


def describe(one: Thing, catalogue: Catalogue) -> Iterator[str]:
    """The lines that say what a thing is."""
    title = one.says if isinstance(one, Rule) else one.title
    yield f"{one.code}  {title.zh} · {title.en}"
    match one:
        case Indicator():
            yield from _indicator(one)
        case Form():
            yield f"  填报 filled by: {', '.join(one.filled_by)}, {one.every}, {one.kind}"
            yield from (f"  - {item.indicator}" for item in one.items)
        case Register():
            yield f"  填报 filled by: {', '.join(one.filled_by)}; 主键 key: {', '.join(one.key)}"
            yield from (f"  - {field.code}: {field.type} {field.title.zh} {field.list or field.unit or ''}".rstrip()
                        for field in one.fields.values())
        case Rule():
            yield f"  {one.level} on {one.on}: {one.that.text}" + (f" where {one.where.text}" if one.where else "")
        case Standard():
            yield from _standard(one)


def _indicator(one: Indicator) -> Iterator[str]:
    yield f"  单位 unit: {one.unit or '1'}"
    if one.formula:
        yield f"  公式 formula: {one.formula.text}"
    if one.rollup:
        where = f" where {one.rollup.where.text}" if one.rollup.where else ""
        yield f"  台账 register: {one.rollup.how} {one.rollup.register} {one.rollup.field or ''}{where}"
    if one.by:
        yield f"  分组 by: {', '.join(one.by)}"
    if one.called:
        yield f"  又称 called: {'、'.join(one.called)}"
    if one.standard:
        yield f"  标准 standard: {one.standard}"
    for version in one.versions:
        broken = "" if version.comparable else " 不可比 not comparable"
        yield f"  口径 from {version.start}: {version.note or ''}{broken}"


def _standard(one: Standard) -> Iterator[str]:
    for row in one.values:
        values = ", ".join(f"{code} {value}".strip() for code, value in row.values.items())
        sure = "" if row.verified else " 未核实 unverified"
        yield (f"  {row.start} – {row.end or ''} {SIGNS[one.op]} {values} {one.unit}  "
               f"{row.source} {row.clause} ({row.sure}){sure}")


def contents(catalogue: Catalogue) -> Iterator[tuple[str | int, ...]]:
    """For each domain: title, indicators, of them without source and without case, rules, standards, of them
    unverified, and cases."""
    filled = {item.indicator for form in catalogue.forms.values() for item in form.items}
    tried = {catalogue.resolve(name.name, case.domain) for case in catalogue.cases
             for text in (*case.expect, *case.values, *(case.units[0] if case.units else ()))
             for name in names(parse(text).root)}
    for domain in catalogue.in_order():
        own = [one for one in catalogue.indicators.values() if one.domain == domain.code]
        standards = [one for one in catalogue.standards.values() if one.domain == domain.code]
        yield (f"{domain.title.zh} {domain.code}", len(own),
               sum(not one.formula and not one.rollup and one.code not in filled for one in own),
               sum(one.code not in tried for one in own),
               sum(rule.domain == domain.code for rule in catalogue.rules.values()), len(standards),
               sum(any(not row.verified for row in one.values) for one in standards),
               sum(case.domain == domain.code for case in catalogue.cases))


def systems(covered: Coverage, catalogue: Catalogue) -> Iterator[tuple[str | int, ...]]:
    """For each domain, how many systems of every report it holds and how many in all; a last row of sums."""
    reports, found = covered.reports(), covered.by_domain()
    for domain in catalogue.in_order():
        counted = found.get(domain.code, Counter())
        yield (f"{domain.title.zh} {domain.code}", *(counted[report] for report in reports),
               sum(counted.values()))
    yield ("合计 Sum", *(sum(one[report] for one in found.values()) for report in reports), len(covered.systems))
