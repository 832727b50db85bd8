"""The catalogue's rules, held against a submission: a hard one that fails stops it, a soft one wants an explanation.

A rule of which a value is missing is neither passed nor failed; that is said, once for each rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from taizhang.catalogue.formulas.plan import inputs_of, plan
from taizhang.catalogue.formulas.syntax import names
from taizhang.catalogue.model import Catalogue, Register, Rule
from taizhang.catalogue.model.judging import BLANK
from taizhang.catalogue.rules import Judgement, RuleOutcome, dimensions_of_rule, judge_form, judge_record
from taizhang.checking.contents import Value
from taizhang.checking.known import KnownValues, places_of
from taizhang.checking.missing import unknown, unknown_records
from taizhang.checking.screening import to_judge
from taizhang.checking.submission import Records, Submission
from taizhang.findings import Finding, Severity, Template

_SEVERITIES = {"hard": Severity.ERROR, "soft": Severity.WARNING}
_MOST_LISTED = 200  # failures of one rule told one by one


def check_rules(submission: Submission, catalogue: Catalogue, known: KnownValues) -> Iterator[Finding]:
    """What the rules on this form or register have to say."""
    for rule in catalogue.rules_on(submission.what.code):
        if isinstance(submission.what, Register):
            if submission.records is not None:
                yield from _on_records(rule, submission.what, submission.records, known)
        else:
            yield from _on_form(rule, submission, catalogue, known)


def _on_records(rule: Rule, register: Register, records: Records, known: KnownValues) -> Iterator[Finding]:
    """Records that agree in every field the rule looks at are judged once."""
    columns = {name: records.columns[name] for name in sorted(_fields(rule) & set(records.columns))}
    judged: dict[tuple[Value, ...], Judgement] = {}
    failures: list[tuple[int, Judgement]] = []
    unsure: list[int] = []
    for index in to_judge(rule, columns, register.fields, known.catalogue, known.period):
        values = tuple(column[index] for column in columns.values())
        if values not in judged:
            record = dict(zip(columns, values, strict=True))
            judged[values] = judge_record(rule, record, known.catalogue, known.period)
        outcome = judged[values].outcome
        if outcome == RuleOutcome.FAIL:
            failures.append((index, judged[values]))
        if outcome == RuleOutcome.UNKNOWN:
            unsure.append(index)
    yield from _told(rule, records, failures)
    if unsure:
        without = [name for name in columns if name in _used(rule) and any(columns[name][at] is None for at in unsure)]
        place = records.place(unsure[0], without[0] if without else "")
        yield unknown_records(rule, register, without, place, len(unsure))


def _told(rule: Rule, records: Records, failures: list[tuple[int, Judgement]]) -> Iterator[Finding]:
    shown = _first_field(rule, records)
    for index, judgement in failures[:_MOST_LISTED]:
        yield _failed(judgement, records.place(index, shown))
    if more := max(len(failures) - _MOST_LISTED, 0):
        yield Finding(f"rule-more-{rule.level}", records.sheet, {"rule": rule.about, "count": more})


def _used(rule: Rule) -> set[str]:
    formulas = [rule.that, *([rule.where] if rule.where else [])]
    return {name.name for formula in formulas for name in names(formula.root)}


def _fields(rule: Rule) -> set[str]:
    return _used(rule) | {blank for text in (rule.says.zh, rule.says.en) for blank in BLANK.findall(text)}


def _first_field(rule: Rule, records: Records) -> str:
    """The field whose cell a finding points at: the first one the rule names."""
    return next((name.name for name in names(rule.that.root) if name.name in records.columns), "")


def _on_form(rule: Rule, submission: Submission, catalogue: Catalogue, known: KnownValues) -> Iterator[Finding]:
    """The whole form, and each split by which the rule makes sense; the whole is told only where no part is."""
    parts = [(by, judge_form(rule, known.look_up, catalogue, known.period, by))
             for by in splits(rule, submission, catalogue)]
    failed = [(by, judgement) for by, judgement in parts if judgement.outcome == RuleOutcome.FAIL]
    if not failed:
        whole = judge_form(rule, known.look_up, catalogue, known.period)
        failed = [({}, whole)] if whole.outcome == RuleOutcome.FAIL else []
        if whole.outcome == RuleOutcome.UNKNOWN:
            yield unknown(rule, submission, known, _places(rule, submission, known, {})[0])
    for by, judgement in failed:
        places = _places(rule, submission, known, by)
        said = [submission.explanations[place] for place in places if place in submission.explanations]
        yield _failed(judgement, places[0], explanation="；".join(dict.fromkeys(said)))


def splits(rule: Rule, submission: Submission, catalogue: Catalogue) -> Iterator[dict[str, str]]:
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


def _places(rule: Rule, submission: Submission, known: KnownValues, by: Mapping[str, str]) -> list[str]:
    """Where the values the rule looks at stand on the form, in the order of the rule; else the form itself."""
    wanted = inputs_of(plan(rule.that.root, known.catalogue, known.period, by))
    return [place for one in wanted for place in places_of(submission.cells, one)] or [str(submission.what.title)]


def _failed(judgement: Judgement, place: str, *, explanation: str = "") -> Finding:
    """The finding for a rule that failed. A soft one that the sender has explained only informs."""
    rule = judgement.rule
    severity = _SEVERITIES[rule.level]
    zh, en = judgement.message("zh"), judgement.message("en")
    if explanation and rule.level == "soft":
        severity, zh, en = Severity.NOTE, f"{zh}（填报说明：{explanation}）", f"{en} (the sender says: {explanation})"
    template = Template(rule.code, severity, _literal(zh), _literal(en))
    return Finding(rule.code, place, {}, template)


def _literal(text: str) -> str:
    """Text that stands in a template as it is."""
    return text.replace("{", "{{").replace("}", "}}")


