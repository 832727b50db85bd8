"""A paragraph as an editor shows it: words that may be changed, and figures as locked tokens that may not.

A token is `⟦fig-0f3c…|331所⟧`: the anchor of a figure and the number as printed. It may be moved, copied or dropped.
An altered or unknown token is refused, and a number typed between tokens is found with the reader, so that it can be
tied to a figure or answered for by its writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taizhang.findings import Finding
from taizhang.quantities import Quantity, read_quantity
from taizhang.reading import read_text
from taizhang.writing.page import stray_digits, stray_spans
from taizhang.writing.pieces import FigureRun, Own, Paragraph, Run, Text

OPEN, CLOSE = "⟦", "⟧"
_GROWS_BEFORE = re.compile(r"[0-9０-９.．\-−－十百千万亿]$")       # would be read as part of the number that follows
_GROWS_AFTER = re.compile(r"[0-9０-９.．%％十百千万亿倍]")        # or of the number before, where that ends in a digit
_TOKEN = re.compile(f"{OPEN}([^{OPEN}{CLOSE}|]*)[|]([^{OPEN}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that somebody typed: its place in the edited string, and what it says where that can be read."""

    start: int
    end: int
    text: str
    quantity: Quantity | None


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an edited string.

    `paragraph` is None where a token was refused; `refused` says which and how to mend it. `typed` are the numbers
    that stand in the words with nothing behind them.
    """

    paragraph: Paragraph | None
    refused: tuple[Finding, ...] = ()
    typed: tuple[Typed, ...] = ()


def to_tokens(paragraph: Paragraph) -> str:
    """The runs of a paragraph as one string; its `lead` is a heading and not part of it."""
    return "".join(token(run) if isinstance(run, FigureRun | Own) else run.text for run in paragraph.runs)


def token(run: FigureRun | Own) -> str:
    """The locked token of a figure, or of a number that its writer answers for."""
    return f"{OPEN}{run.anchor}|{run.text}{CLOSE}"


def plain(edited: str) -> str:
    """A string with tokens as it is printed."""
    return _TOKEN.sub(r"\2", edited)


def from_tokens(edited: str, known: Iterable[Run], *, lead: str = "") -> Edited:
    """An edited string as a paragraph again.

    `known` are the runs of the whole report (`document.runs()`), and what the writer tied since: figures may be moved
    from one paragraph to another, and names that had digits before may keep them. Never raises.
    """
    runs = list(known)
    locked = {(run.anchor, run.text): run for run in runs if isinstance(run, FigureRun | Own)}
    words = frozenset(run.text for run in runs if isinstance(run, Text))
    refused = tuple(_refused(edited, locked))
    if refused:
        return Edited(None, refused)
    made = tuple(_runs(edited, locked, words))
    return Edited(Paragraph(made, lead), typed=tuple(sorted(_typed(edited, words), key=lambda one: one.start)))


def tied(edited: str, typed: Typed, run: FigureRun | Own) -> str:
    """The edited string with a typed number in its place made into a token."""
    return edited[:typed.start] + token(run) + edited[typed.end:]


def alike(typed: Typed, known: Iterable[Run]) -> list[FigureRun]:
    """The figures of a report that print what was typed, each once: what a writer most likely meant."""
    found = {run.anchor: run for run in known if isinstance(run, FigureRun) and _says(run, typed.quantity)}
    return list(found.values())


def _says(run: FigureRun, quantity: Quantity | None) -> bool:
    printed = read_quantity(run.text)
    if quantity is None or printed is None or None in (quantity.value, printed.value):
        return False
    if not printed.unit.compatible(quantity.unit):
        return False
    return printed.unit.convert(printed.value, quantity.unit) == quantity.value  # type: ignore[arg-type]


Locked = dict[tuple[str, str], FigureRun | Own]
Span = tuple[int, int]


def _refused(edited: str, locked: Locked) -> Iterator[Finding]:
    anchors: dict[str, str] = {}
    for anchor, text in locked:
        anchors.setdefault(anchor, text)
    for found in _TOKEN.finditer(edited):
        anchor, text = found.groups()
        place = f"{found.start()}-{found.end()}"
        if anchor not in anchors:
            yield Finding("token-unknown", place, {"token": found[0]})
        elif (anchor, text) not in locked:
            yield Finding("token-altered", place, {"found": text, "expected": anchors[anchor]})
        elif grown := _grown(edited, found):
            yield Finding("token-altered", place, {"found": grown, "expected": text})
    for stray in re.finditer(f"[{OPEN}{CLOSE}]", _blanked(edited)):
        yield Finding("token-broken", f"{stray.start()}-{stray.end()}", {"found": _around(edited, stray.start())})


def _grown(edited: str, token: re.Match[str]) -> str:
    """What a token's number would become by what is typed right before or after it; "" where it stays what it is."""
    before, after = _GROWS_BEFORE.search(edited[:token.start()]), _GROWS_AFTER.match(edited[token.end():])
    after = after if token[2][-1:].isdigit() else None
    return f"{before[0] if before else ''}{token[2]}{after[0] if after else ''}" if before or after else ""


def _around(edited: str, at: int) -> str:
    return edited[max(0, at - 5):at + 15]


def _blanked(edited: str) -> str:
    """The string with its tokens as spaces, so that places stay what they are."""
    return _TOKEN.sub(lambda found: " " * len(found[0]), edited)


def _runs(edited: str, locked: Locked, words: frozenset[str]) -> Iterator[Run]:
    at = 0
    for found in _TOKEN.finditer(edited):
        yield from _words(edited[at:found.start()], words)
        yield locked[found[1], found[2]]
        at = found.end()
    yield from _words(edited[at:], words)


def _words(text: str, known: frozenset[str]) -> Iterator[Text]:
    """Words between tokens; names that have digits in `known` stay what they were."""
    names = sorted((one for one in known if stray_digits(one)), key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, names))})", text) if names else [text]
    yield from (Text(part, digits=part in known and bool(stray_digits(part))) for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Plain:
    """An edited string as it will be printed, with the place of each character in what was edited."""

    text: str
    places: tuple[int, ...]
    tokens: tuple[Span, ...]

    @classmethod
    def of(cls, edited: str) -> _Plain:
        shown: list[int] = []
        tokens: list[Span] = []
        at = 0
        for found in _TOKEN.finditer(edited):
            shown += range(at, found.start())
            tokens.append((len(shown), len(shown) + len(found[2])))
            shown += range(*found.span(2))
            at = found.end()
        shown += range(at, len(edited))
        return cls("".join(edited[place] for place in shown), tuple(shown), tuple(tokens))


def _typed(edited: str, words: frozenset[str]) -> Iterator[Typed]:
    """Numbers in the words: those that the reader finds, and digits that it makes nothing of."""
    plain = _Plain.of(edited)
    taken, said = list(plain.tokens), list(_spans_of(words, plain.text))
    read = [(figure.start, figure.end) for figure in read_text(plain.text).figures]
    for start, end in [*read, *stray_spans(plain.text)]:
        known = any(since <= start and end <= until for since, until in said)
        if not known and not any(start < until and since < end for since, until in taken):
            taken.append((start, end))
            text = plain.text[start:end]
            yield Typed(plain.places[start], plain.places[end - 1] + 1, text, read_quantity(text))


def _spans_of(words: frozenset[str], text: str) -> Iterator[Span]:
    """Where words that the report said before stand in a text: their 一轮 or 第3小学 was typed by nobody."""
    for known in words:
        if known and known in text:
            yield from (found.span() for found in re.finditer(re.escape(known), text))
