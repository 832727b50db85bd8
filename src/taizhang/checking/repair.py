"""Where to look when hard rules fail: the fewest cells of a form that could be wrong.

After Fellegi and Holt, A Systematic Approach to Automatic Edit and Imputation (JASA 71, 1976): data should be made
to satisfy all edits by changing the fewest possible items. Nothing is changed here; the sender is told which cells
to look at first. Rules that are no sums of cells (shares, conditions) are left out of the search, and every answer
is held against all hard rules afterwards. Needs the extra `repair` (the HiGHS solver).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from taizhang.catalogue.formulas.plan import plan
from taizhang.catalogue.formulas.syntax import Input
from taizhang.catalogue.model import Catalogue
from taizhang.checking.amounts import counted
from taizhang.checking.known import KnownValues
from taizhang.checking.linear import Constraint, Linear, constraints
from taizhang.checking.rules import check_rules, splits
from taizhang.checking.submission import Key, Submission
from taizhang.findings import Finding, Severity

_MOST_ANSWERS = 5
_MOST_CELLS = 3      # when more are wrong than this, the form is wrong
_CENT = Fraction(1, 100)
_SECONDS = 5.0       # for one answer; one that takes longer is not given


def suggest(submission: Submission, catalogue: Catalogue, known: KnownValues) -> Finding | None:
    """Which cells to look at first, as one finding on the form; None where no rule fails or no answer is short.

    Among its blanks are the `answers` themselves: by place, the value for which every hard rule would hold.
    """
    answers = smallest_repairs(submission, catalogue, known)
    if not answers:
        return None
    places = {cell.key: cell.place for cell in submission.cells}
    options = "；或 ".join("、".join(places[key] for key in sorted(answer)) for answer in answers)
    told = [{places[key]: value for key, value in answer.items()} for answer in answers]
    blanks = {"count": len(answers[0]), "options": options, "answers": told}
    return Finding("repair-look-at", str(submission.what.title), blanks)


def smallest_repairs(submission: Submission, catalogue: Catalogue, known: KnownValues) -> list[Mapping[Key, Decimal]]:
    """Up to five smallest sets of cells, each with values for which every hard rule holds. None for a register."""
    if submission.records is not None or not _hard_failures(submission, catalogue, known):
        return []
    wanted = list(_constraints(submission, catalogue, known))
    solver = _Solver(submission, catalogue, wanted)
    answers: list[Mapping[Key, Decimal]] = []
    while len(answers) < _MOST_ANSWERS and (answer := solver.next_answer()):
        if answers and len(answer) > len(answers[0]):
            break
        if not _hard_failures(_changed(submission, answer), catalogue, known):
            answers.append(answer)
    return answers


def _hard_failures(submission: Submission, catalogue: Catalogue, known: KnownValues) -> list[Finding]:
    now = {**known.values.get(known.period.code, {}), **submission.values}
    facts = replace(known, values={**known.values, known.period.code: now})
    found = check_rules(submission, catalogue, facts)
    return [finding for finding in found if finding.severity == Severity.ERROR]


def _changed(submission: Submission, values: Mapping[Key, Decimal]) -> Submission:
    cells = tuple(replace(cell, value=values.get(cell.key, cell.value)) for cell in submission.cells)
    return replace(submission, cells=cells)


def _constraints(submission: Submission, catalogue: Catalogue, known: KnownValues) -> Iterator[Constraint]:
    """What the hard rules without a condition ask of the cells, for the whole form and for every split."""
    def expand(wanted: Input) -> Linear | None:
        by = set(wanted.by)
        keys = [cell.key for cell in submission.cells if cell.indicator == wanted.indicator and by <= set(cell.by)]
        if keys and wanted.period == known.period.code:
            return Linear(dict.fromkeys(keys, Fraction(1)))
        value = known.look_up(wanted)
        return None if value is None else Linear({}, Fraction(value))

    for rule in catalogue.rules_on(submission.what.code):
        if rule.level == "hard" and rule.where is None:
            for by in ({}, *splits(rule, submission, catalogue)):
                yield from constraints(plan(rule.that.root, catalogue, known.period, by), expand) or ()


class _Solver:
    """The search as an integer program: every cell either keeps its value or is free, and few are free."""

    def __init__(self, submission: Submission, catalogue: Catalogue, wanted: list[Constraint]) -> None:
        import highspy

        self.model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.model.silent()
        self.model.setOptionValue("mip_feasibility_tolerance", 1e-9)
        self.model.setOptionValue("time_limit", _SECONDS)
        self.now = {cell.key: cell.value for cell in submission.cells if cell.value is not None}
        # A free cell may move anywhere the other cells could ask of it.
        self.reach = 2 * float(sum(map(abs, self.now.values()), Decimal(1000)))
        whole = {cell.key for cell in submission.cells if counted(catalogue.indicators[cell.indicator].unit)}
        self.cells = {cell.key: self._cell(cell.key in whole) for cell in submission.cells}
        self.free = {key: self.model.addBinary() for key in self.now}
        self._keep()
        for constraint in wanted:
            self._require(constraint, whole)

    def _cell(self, whole: bool) -> Any:
        return self.model.addIntegral(lb=0, ub=self.reach) if whole else self.model.addVariable(lb=0, ub=self.reach)

    def _keep(self) -> None:
        """Cells that are not free keep their values; cells without a value are free anyway."""
        for key, free in self.free.items():
            self.model.addConstr(self.cells[key] - float(self.now[key]) <= self.reach * free)
            self.model.addConstr(float(self.now[key]) - self.cells[key] <= self.reach * free)
        self.model.addConstr(sum(self.free.values()) <= _MOST_CELLS)

    def _require(self, constraint: Constraint, whole: set[Key]) -> None:
        left = sum(float(factor) * self.cells[key] for key, factor in constraint.left.factors.items() if factor)
        if isinstance(left, int):
            return  # no cell of the form takes part
        limit = -float(constraint.left.constant)
        if constraint.op == "==":
            self.model.addConstr(left == limit)
        else:
            step = 1 if set(constraint.left.factors) <= whole else float(_CENT)
            self.model.addConstr(left <= limit - (step if constraint.op == "<" else 0))

    def next_answer(self) -> Mapping[Key, Decimal]:
        """The next smallest set of cells with values for them, empty where there is none; none comes twice."""
        import highspy

        self.model.minimize(sum(self.free.values()))
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return {}
        chosen = [key for key, free in self.free.items() if self.model.val(free) > 0.5]
        answer = {key: Decimal(repr(round(self.model.val(self.cells[key]), 2))) for key in chosen}
        if chosen:  # else the rules that fail are no sums
            self.model.addConstr(sum(self.free[key] for key in chosen) <= len(chosen) - 1)
        return answer
