"""What a rule could not be held against, in words: which values are missing, and where they would stand."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.catalogue.formulas.plan import inputs_of, plan
from taizhang.catalogue.formulas.syntax import Input
from taizhang.catalogue.model import Catalogue, Form, Register, Rule, Title
from taizhang.checking.known import KnownValues, places_of
from taizhang.checking.submission import Submission
from taizhang.findings import Finding
from taizhang.periods import Period

_MOST = 3  # values, or places of one, that a message names


def unknown(rule: Rule, submission: Submission, known: KnownValues, place: str) -> Finding:
    """The finding for a rule on a form that can neither hold nor fail, at `place`."""
    formulas = [rule.that, *([rule.where] if rule.where else [])]
    wanted = [one for formula in formulas for one in inputs_of(plan(formula.root, known.catalogue, known.period))]
    missing = [one for one in dict.fromkeys(wanted) if known.look_up(one) is None]
    if not missing:  # as where nothing is divided by nothing, or definitions have changed
        return Finding("rule-unknown-otherwise", place, {"rule": rule.about})
    named = _listed(_named(one, submission, known) for one in missing[:_MOST])
    return Finding("rule-unknown", place, {"rule": rule.about, "missing": named})


def unknown_records(rule: Rule, register: Register, fields: Iterable[str], first: str, count: int) -> Finding:
    """The finding for a rule on records of which `fields` are empty in some; the first stands at `first`."""
    named = _listed(_quoted(register.fields[code].title) for code in fields)
    code = "rule-unknown-records" if named.zh else "rule-unknown-records-otherwise"
    return Finding(code, first, {"rule": rule.about, "fields": named, "count": count})


def _named(wanted: Input, submission: Submission, known: KnownValues) -> Title:
    title, period = _quoted(known.catalogue.indicators[wanted.indicator].title), Period.parse(wanted.period)
    if period != known.period:
        return Title(f"{title.zh}（{period.zh}）", f"{title.en} ({period.en})")
    empty = {cell.place for cell in submission.cells if cell.value is None}
    here = [place for place in places_of(submission.cells, wanted) if place in empty]
    if here:
        places = ", ".join(here[:_MOST])
        return Title(f"{title.zh}（{places}）", f"{title.en} ({places})")
    there = _holding(wanted.indicator, known.catalogue)
    return Title(f"{title.zh}（在{there.zh}中）", f"{title.en} (in {there.en})") if there.zh else title


def _holding(indicator: str, catalogue: Catalogue) -> Title:
    """The register or the forms in which the indicator is reported."""
    rollup = catalogue.indicators[indicator].rollup
    if rollup:  # of a register, or of "register.child"
        found = catalogue.registers.get(rollup.register) or catalogue.registers[rollup.register.rpartition(".")[0]]
        return _quoted(found.title)
    return _listed(_quoted(form.title) for form in catalogue.forms.values() if _asks(form, indicator))


def _asks(form: Form, indicator: str) -> bool:
    return any(item.indicator == indicator for item in form.items)


def _quoted(title: Title) -> Title:
    return Title(f"“{title.zh}”", f"“{title.en}”")


def _listed(titles: Iterable[Title]) -> Title:
    together = list(titles)
    return Title("、".join(one.zh for one in together), ", ".join(one.en for one in together))
