"""Whether a Word or PDF file is one that was issued, the same text saved again, or what in it differs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePath

from rapidfuzz import fuzz

from taizhang import reading
from taizhang.web import files
from taizhang.web.refusals import NotAccepted
from taizhang.web.reports.differing import SentenceChange, differences, sentences
from taizhang.web.reports.models import Seal
from taizhang.web.reports.stamping import SHORT, seal_in

KINDS = ("docx", "pdf", "html")
NEAR = 40       # per cent of wording in common below which a file is no version of an issued report
OPENING = 400   # characters of a text, without its spaces, in which its own number stands
_PAGE_MARK = re.compile(r"^\s*[—–-]\s*[0-9]+\s*[—–-]\s*$", re.MULTILINE)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,6}〔[0-9]{4}〕[0-9]+号")


class Verdict(StrEnum):
    ISSUED = "issued"            # the very file
    SAME_TEXT = "same_text"      # saved again, nothing in it changed
    DIFFERS = "differs"
    UNKNOWN = "unknown"          # like nothing that was issued here


@dataclass(frozen=True, slots=True)
class Verified:
    """What is said of a file, and of which issued report; `changes` from the issued text to that of the file."""

    verdict: Verdict
    seal: Seal | None = None
    changes: tuple[SentenceChange, ...] = ()


def verify(data: bytes, name: str) -> Verified:
    """Hold a file against everything that was issued. Raises NotAccepted where it gives no text."""
    sha256 = hashlib.sha256(data).hexdigest()
    seals = list(Seal.objects.select_related("report", "unit", "by").defer("report__document"))
    if exact := next((seal for seal in seals if sha256 in seal.files.values()), None):
        return Verified(Verdict.ISSUED, exact)
    text = text_of(data, name)
    hashed = text_hash(text)
    if same := next((seal for seal in seals if hashed in seal.texts.values()), None):
        return Verified(Verdict.SAME_TEXT, same)
    meant = _meant(data, text, seals)
    if meant is None:
        return Verified(Verdict.UNKNOWN)
    changes = _changes(meant, text, PurePath(name).suffix.lower().lstrip("."))
    return Verified(Verdict.DIFFERS if changes else Verdict.SAME_TEXT, meant, tuple(changes))


def text_of(data: bytes, name: str) -> str:
    """The text of a file without what a page adds to it. Raises NotAccepted where it gives none."""
    try:
        return _PAGE_MARK.sub("", reading.load(data, name).text)
    except reading.Unreadable as unreadable:
        raise NotAccepted(unreadable.finding) from unreadable


def text_hash(text: str) -> str:
    """SHA-256 of a text without its spaces and line ends, which another program may set otherwise."""
    return hashlib.sha256(_squeezed(text).encode()).hexdigest()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _meant(data: bytes, text: str, seals: Sequence[Seal]) -> Seal | None:
    """The issued report that a file claims to be: by the seal in it, by the digits of one that are printed on it, by
    its number, or by how it reads.

    A report may begin with the number of another one, so that its seal goes first; what was issued twice word for word
    has one seal and two numbers.
    """
    claimed, squeezed = seal_in(data), _squeezed(text)
    sealed = [seal for seal in seals if seal.body == claimed] or [seal for seal in seals if seal.body[:SHORT] in text]
    return _numbered(squeezed[:OPENING], sealed or seals) or next(iter(sealed), None) or _like(squeezed, seals)


def _numbered(opening: str, seals: Sequence[Seal]) -> Seal | None:
    """The report whose number comes first; 临青教〔2026〕1号 is not 青教〔2026〕1号, though it ends so."""
    for named in _NUMBER.findall(opening):
        if ends := [seal for seal in seals if named.endswith(seal.document_number)]:
            return max(ends, key=lambda seal: len(seal.document_number))
    return None


def _like(squeezed: str, seals: Iterable[Seal]) -> Seal | None:
    scored = [(fuzz.ratio(squeezed, _squeezed_issued(seal.files["docx"])), seal) for seal in seals]
    score, best = max(scored, key=lambda one: one[0], default=(0, None))
    return best if score >= NEAR else None


@lru_cache(maxsize=256)
def _squeezed_issued(sha256: str) -> str:
    """Kept, since what was issued never changes and each file that is like none of it is held against all."""
    return _squeezed(text_of(files.read(sha256), "report.docx"))


def issued_text(seal: Seal, kind: str = "docx") -> str:
    """The text of an issued file: of the same kind where there is one, since each lays out its tables otherwise."""
    found = kind if kind in seal.files else "docx"
    return text_of(files.read(seal.files[found]), f"report.{found}")


def _changes(seal: Seal, text: str, kind: str) -> list[SentenceChange]:
    return differences(*(sentences(_squeezed_lines(one, kind)) for one in (issued_text(seal, kind), text)))


def _squeezed_lines(text: str, kind: str) -> str:
    """One line a paragraph; the lines of a PDF are those of its pages, so there only sentences count."""
    return _squeezed(text) if kind == "pdf" else "\n".join(map(_squeezed, text.splitlines()))
