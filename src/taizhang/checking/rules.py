"""The catalogue's rules, held against a submission: a hard one that fails stops it, a soft one wants an explanation.

A rule of which a value is missing is neither passed nor failed; that is said, once for each rule.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

from taizhang.catalogue.formulas.plan import inputs_of, plan
from taizhang.catalogue.formulas.syntax import names
from taizhang.catalogue.model import Catalogue, Rule
from taizhang.catalogue.rules import Judgement, Outcome, dimensions_of_rule, judge_form, judge_record
from taizhang.checking.known import Known, place_of
from taizhang.checking.submission import Records, Submission
from taizhang.findings import Finding, Severity, Template

SEVERITIES = {"hard": Severity.ERROR, "soft": Severity.WARNING}
BLANK = re.compile(r"\{(\w+)\}")
MOST_LISTED = 200  # failures of one rule told one by one


def check_rules(submission: Submission, catalogue: Catalogue, known: Known) -> Iterator[Finding]:
    """What the rules on this form or register have to say."""
    for rule in catalogue.rules_on(submission.what.code):
        if submission.records is not None:
            yield from _on_records(rule, submission.records, catalogue, known)
        else:
            yield from _on_form(rule, submission, catalogue, known)


def _on_records(rule: Rule, records: Records, catalogue: Catalogue, known: Known) -> Iterator[Finding]:
    """Records that agree in every field the rule looks at are judged once."""
    fields = sorted(_fields(rule) & set(records.columns))
    places = defaultdict(list)
    for index, values in enumerate(zip(*(records.columns[name] for name in fields), strict=True)):
        places[values].append(index)
    unknown = 0
    failures: list[tuple[int, Judgement]] = []
    for values, indices in places.items():
        judgement = judge_record(rule, dict(zip(fields, values, strict=True)), catalogue, known.period)
        if judgement.outcome == Outcome.FAIL:
            failures += [(index, judgement) for index in indices]
        unknown += len(indices) * (judgement.outcome == Outcome.UNKNOWN)
    shown = _first_field(rule, records)
    failures.sort(key=lambda failure: failure[0])
    for index, judgement in failures[:MOST_LISTED]:
        yield _failed(judgement, records.place(index, shown))
    if more := max(len(failures) - MOST_LISTED, 0):
        yield Finding(f"rule-more-{rule.level}", records.sheet, {"rule": rule.code, "count": more})
    if unknown:
        yield Finding("rule-unknown-records", records.sheet, {"rule": rule.code, "count": unknown})


def _fields(rule: Rule) -> set[str]:
    formulas = [rule.that, *([rule.where] if rule.where else [])]
    used = {name.name for formula in formulas for name in names(formula.root)}
    return used | {blank for text in (rule.says.zh, rule.says.en) for blank in BLANK.findall(text)}


def _first_field(rule: Rule, records: Records) -> str:
    """The field whose cell a finding points at: the first one the rule names."""
    return next((name.name for name in names(rule.that.root) if name.name in records.columns), "")


def _on_form(rule: Rule, submission: Submission, catalogue: Catalogue, known: Known) -> Iterator[Finding]:
    """The whole form, and each split by which the rule makes sense; the whole is told only where no part is."""
    parts = [(by, judge_form(rule, known.look_up, catalogue, known.period, by))
             for by in _splits(rule, submission, catalogue)]
    failed = [(by, judgement) for by, judgement in parts if judgement.outcome == Outcome.FAIL]
    if not failed:
        whole = judge_form(rule, known.look_up, catalogue, known.period)
        failed = [({}, whole)] if whole.outcome == Outcome.FAIL else []
        if whole.outcome == Outcome.UNKNOWN:
            yield Finding("rule-unknown", _place(rule, submission, catalogue, known, {}), {"rule": rule.code})
    for by, judgement in failed:
        place = _place(rule, submission, catalogue, known, by)
        yield _failed(judgement, place, explanation=submission.explanations.get(place, ""))


def _splits(rule: Rule, submission: Submission, catalogue: Catalogue) -> Iterator[dict[str, str]]:
    """Every combination of codes on the form, of the dimensions by which the rule can be judged."""
    dimensions = dimensions_of_rule(rule, catalogue)
    if not dimensions:
        return
    codes: dict[str, dict[str, None]] = {dimension: {} for dimension in dimensions}
    for cell in submission.cells:
        for dimension, code in cell.by:
            codes.get(dimension, {})[code] = None
    for combination in product(*codes.values()):
        yield dict(zip(dimensions, combination, strict=True))


def _place(rule: Rule, submission: Submission, catalogue: Catalogue, known: Known, by: Mapping[str, str]) -> str:
    """Where the first value the rule names stands on the form."""
    wanted = inputs_of(plan(rule.that.root, catalogue, known.period, by))
    return next(filter(None, (place_of(submission.cells, one) for one in wanted)), str(submission.what.title))


def _failed(judgement: Judgement, place: str, *, explanation: str = "") -> Finding:
    """The finding for a rule that failed. A soft one that the sender has explained only informs."""
    rule = judgement.rule
    severity = SEVERITIES[rule.level]
    zh, en = judgement.message("zh"), judgement.message("en")
    if explanation and rule.level == "soft":
        severity, zh, en = Severity.NOTE, f"{zh}（填报说明：{explanation}）", f"{en} (the sender says: {explanation})"
    template = Template(rule.code, severity, _literal(zh), _literal(en))
    return Finding(rule.code, place, {}, template)


def _literal(text: str) -> str:
    """Text that stands in a template as it is."""
    return text.replace("{", "{{").replace("}", "}}")


