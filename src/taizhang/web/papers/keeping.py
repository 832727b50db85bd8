"""The figures of a reading kept with their paper; of an earlier reading, what people decided stays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from django.db.models import F

from taizhang.web.ledger.inserting import insert
from taizhang.web.papers.changes import ReadingChange, What, of_figures, read_otherwise, told_before
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.moved import Moved, Span

BATCH = 400
_READ = (
    "ref", "start", "end", "quote", "value", "low", "high", "unit", "kind", "qualifier", "measures", "code", "domain",
    "score", "period", "org", "by", "contradicted",
)  # fmt: skip
_ASIDE = 10**9  # numbers that no figure has
_LONGEST = 80  # characters of a figure


def keep_figures(paper: Paper, now: Sequence[Figure], moved: Moved) -> list[ReadingChange]:
    """Keep the figures that are read now, which come in the order of the text, and tell what changed.

    A figure that somebody decided on stays as it was decided on, with its place in the text, or with none where its
    sentence is gone. Any other gives way to the one that is read in its place, and is dropped where there is none.
    """
    before = list(paper.figures.select_for_update(of=("self",)).order_by("number"))
    was = {one.pk: _told(one) for one in before}
    heirs = _heirs(before, now, moved)
    lost = [one for one in before if one.pk not in heirs]
    dropped = [one for one in lost if one.state == Figure.State.READ]
    replaced = {id(heir) for heir in heirs.values()}
    new = [one for one in now if id(one) not in replaced]
    otherwise = (change for old in before if old.pk in heirs for change in read_otherwise(old, heirs[old.pk]))
    known = told_before(paper)
    changes = [
        *(change for change in otherwise if known.get(change.pk) != change.now),
        *of_figures(What.GONE, dropped),
        *of_figures(What.DECIDED_GONE, (one for one in lost if one not in dropped and one.ref)),
    ]
    for old in before:
        _bring_up(old, heirs.get(old.pk), moved)
    Figure.objects.filter(pk__in=[one.pk for one in dropped]).delete()
    gone = {one.pk for one in dropped}
    _store(paper, [one for one in before if one.pk not in gone], new, was)
    return [*of_figures(What.NEW, new), *changes]


def _heirs(before: Sequence[Figure], now: Sequence[Figure], moved: Moved) -> Mapping[int, Figure]:
    """By the key of an earlier figure, the one that is read in its place now: that shares most characters with it."""
    starts, heirs, taken = [one.start for one in now], {}, set()
    for old in before:
        if (place := _place(old, moved)) is None:
            continue
        near = now[bisect_left(starts, place[0] - _LONGEST) : bisect_left(starts, place[1])]
        touching = [one for one in near if one.end > place[0] and id(one) not in taken]
        if touching:
            heirs[old.pk] = max(touching, key=lambda one: (_shared(one, place), one.start - one.end))
            taken.add(id(heirs[old.pk]))
    return heirs


def _place(old: Figure, moved: Moved) -> Span | None:
    return moved(old.start, old.end) if old.end else None


def _shared(figure: Figure, place: Span) -> int:
    return min(figure.end, place[1]) - max(figure.start, place[0])


def _bring_up(old: Figure, heir: Figure | None, moved: Moved) -> None:
    """Let an earlier figure say what is read in its place now; a decided one takes over no more than the place."""
    if heir and old.state == Figure.State.READ:
        for name in _READ:
            setattr(old, name, getattr(heir, name))
        return
    old.start, old.end = _place(old, moved) or (0, 0)
    old.ref, old.contradicted = (heir.ref, heir.contradicted) if heir else ("", False)


def _told(figure: Figure) -> tuple[object, ...]:
    return tuple(getattr(figure, name) for name in _READ)


def _store(
    paper: Paper, kept: Sequence[Figure], new: Sequence[Figure], was: Mapping[int, tuple[object, ...]]
) -> None:
    """Store all, numbered in the order of the text; those whose sentence is gone come last.

    `was` is what the kept ones said: a long paper has tens of thousands, of which few change.
    """
    numbers = {one.pk: one.number for one in kept}
    for number, one in enumerate(sorted([*kept, *new], key=lambda one: (not one.end, one.start, -one.end)), 1):
        one.number, one.paper = number, paper
    _renumber(paper, [one for one in kept if one.number != numbers[one.pk]])
    Figure.objects.bulk_update([one for one in kept if _told(one) != was[one.pk]], _READ, batch_size=40)
    insert(new)
    keys = dict(paper.figures.values_list("number", "pk")) if new else {}
    for one in new:
        one.pk = keys[one.number]


def _renumber(paper: Paper, changed: Sequence[Figure]) -> None:
    """Give figures other numbers. All are put aside meanwhile: no two may have the same, not even in between."""
    if changed:
        paper.figures.update(number=F("number") + _ASIDE)
        Figure.objects.bulk_update(changed, ["number"], batch_size=BATCH)
        paper.figures.filter(number__gt=_ASIDE).update(number=F("number") - _ASIDE)
