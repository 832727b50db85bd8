"""What the audit of somebody's report found, as a memo to its author: an official document like any other."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from taizhang.checking.across import compare
from taizhang.checking.audit import audit
from taizhang.findings import Finding, without
from taizhang.reading.model import Claim, Reading, Verdict
from taizhang.writing.document import Document
from taizhang.writing.pieces import Paragraph, Section, Table, Text

_LONGEST, _CELL = 160, 60     # characters of a sentence that is quoted, and in a cell of the table
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_HELD = {Verdict.HOLDS: "相符", Verdict.ROUNDING: "四舍五入后相符"}


class About(StrEnum):
    """What a point of the memo is about; its value is the heading under which it stands."""

    WRONG = "前后不符，请更正"
    DOUBTFUL = "存疑，请核实"
    EARLIER = "与往期报告不一致，请说明"
    LEDGER = "与台账不一致，请核实"


_UNQUOTED = {About.EARLIER: "往期提出、本报告未提到的："}      # above what is said of no sentence


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the author is told: the sentence, what is wrong with it, the likely cause, and who has confirmed it."""

    about: About
    sentence: str
    says: str
    cause: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that came out right: the sentence, how it was recomputed, and how well it holds."""

    sentence: str
    recomputed: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Memo:
    """Everything that a memo says. `title` and `bureau` are the report's, `signature` the auditing bureau's.

    `unchecked` counts the claims that could not be recomputed for want of a figure.
    """

    title: str
    bureau: str
    signature: str
    day: datetime.date
    figures: int
    points: Sequence[Point]
    held: Sequence[Held]
    unchecked: int = 0

    def document(self) -> Document:
        """The memo as a document, ready for Word or PDF."""
        return Document(
            title=f"关于《{self.title}》的数据核查意见", addressee=self.bureau,
            opening=tuple(map(_words, self._opening())), sections=tuple(self._sections()), signature=self.signature,
            date=self.day, release="", digest="", attachments=self._attachments(), draft=False,
        )

    def _opening(self) -> list[str]:
        wrong = sum(point.about is About.WRONG for point in self.points)
        doubtful = sum(point.about is About.DOUBTFUL for point in self.points)
        counted = (f"《{self.title}》收悉。经逐句核查，共读出数字{self.figures}个；对合计、占比、增减等关系逐条复算，"
                   f"相符{len(self.held)}处，不符{wrong}处，存疑{doubtful}处，因缺少数据不能复算{self.unchecked}处。")
        if not self.points:
            return [counted, "未发现需要更正的数字。"]
        return [counted, "现将有关情况反馈如下，请核实后更正或说明。"]

    def _sections(self) -> Iterable[Section]:
        for about in About:
            by_sentence: dict[str, list[Point]] = {}
            for point in self.points:
                if point.about is about:
                    by_sentence.setdefault(point.sentence, []).append(point)
            if by_sentence:
                yield Section(about.value, tuple(paragraph for number, points in enumerate(by_sentence.values(), 1)
                                                 for paragraph in _paragraphs(number, points)))

    def _attachments(self) -> tuple[Table, ...]:
        if not self.held:
            return ()
        rows = tuple((_run(_cut(one.sentence, _CELL, one.recomputed)), _run(one.recomputed), _run(one.verdict))
                     for one in self.held)
        return (Table("复算相符情况表", ("原句", "复算", "结论"), rows),)


def _paragraphs(number: int, points: Sequence[Point]) -> Iterable[Paragraph]:
    """A sentence, and all that there is to say of it; what the report never mentions, or the whole of it, has none."""
    sentence = points[0].sentence
    if sentence:
        quoted = _cut(sentence, _LONGEST, " ".join(point.says for point in points))
        yield Paragraph((_run(f"“{quoted}”"),), lead=f"{number}. 原文：")
    else:
        yield Paragraph((), lead=f"{number}. {_UNQUOTED.get(points[0].about, '关于全文：')}")
    for point in points:
        confirmed = f"（{point.confirmed_by}已核实）" if point.confirmed_by else ""
        cause = f"可能原因：{point.cause.strip('（）').rstrip('。')}。" if point.cause else ""
        yield _words(f"核查：{point.says.rstrip('。；')}。{cause}{confirmed}")


def _words(text: str) -> Paragraph:
    return Paragraph((_run(text),))


def _run(text: str) -> Text:
    return Text(text, digits=True)


def _cut(sentence: str, longest: int, told: str) -> str:
    """A sentence, of a long one what begins with the clause that has the first of the numbers `told`."""
    numbers = set(_NUMBER.findall(told))
    places = [found.end() for found in _NUMBER.finditer(sentence) if found[0] in numbers]
    begin = 0
    if len(sentence) > longest and max(places, default=0) > longest:
        begin = max(sentence.rfind(mark, 0, min(places)) for mark in "，；。") + 1
    rest = sentence[begin:begin + longest]
    return f"{'…' if begin else ''}{rest}{'…' if begin + longest < len(sentence) else ''}"


def memo_of(reading: Reading, *, earlier: Sequence[Reading] = (), day: datetime.date, signature: str = "") -> Memo:
    """The memo on a report as it was read, also against `earlier` ones of the same bureau."""
    points = [point_of(finding) for finding in audit(reading)]
    points += [point_of(finding, About.EARLIER) for one in earlier for finding in compare(reading, one)
               if finding.code != "earlier-other-bureau"]            # is no concern of the report's author
    first = reading.documents[0] if reading.documents else None
    return Memo(
        title=(first and first.title) or reading.name, bureau=(first and first.bureau) or "", signature=signature,
        day=day, figures=len(reading.figures), points=points, held=held(reading), unchecked=unchecked(reading.claims),
    )


def point_of(finding: Finding, about: About | None = None) -> Point:
    """A finding of the audit as a point of the memo."""
    told = finding.blanks
    usual = About.WRONG if finding.code.startswith("claim-contradicted") else About.DOUBTFUL
    sentence = str(told.get("sentence") or "")
    says = told.get("message") or without(sentence, finding.message("zh"))
    return Point(about or usual, sentence, says, told.get("cause", ""))


def held(reading: Reading) -> list[Held]:
    """The claims that came out right, in reading order."""
    return [Held(" ".join(reading.text[claim.start:claim.end].split()), claim.message, _HELD[claim.verdict])
            for claim in reading.claims if claim.verdict in _HELD and claim.message]


def unchecked(claims: Iterable[Claim]) -> int:
    """How many claims could not be recomputed for want of a figure."""
    return sum(claim.verdict is Verdict.UNCHECKABLE and bool(claim.needs) for claim in claims)
