"""Why things are as they are, in words that somebody entered, said where the report is about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from taizhang.catalogue.model import Catalogue
from taizhang.writing.page import stray_spans
from taizhang.writing.pieces import Own, Text
from taizhang.writing.said import Outcome, Runs, as_runs, open_ended
from taizhang.writing.same_fact import same_fact
from taizhang.writing.tasks import Tracked
from taizhang.writing.voice import Voice
from taizhang.writing.words import Words

WHOSE = "填报单位说明"


def entered(text: str) -> Words:
    """Words that somebody entered, without the stop at their end; numbers in them are that person's."""
    text = text.strip().rstrip("。；，")
    pieces: list[Text | Own] = []
    at = 0
    for start, end in stray_spans(text):
        pieces += [Text(text[at:start], digits=True), Own(text[start:end], WHOSE)]
        at = end
    return tuple(piece for piece in (*pieces, Text(text[at:], digits=True)) if piece.text)


def of_tasks(tasks: Iterable[Tracked]) -> dict[str, str]:
    """By the code of an indicator, the problem last told of a late task that is bound to it."""
    return {task.indicator: cause for task in tasks if task.late and task.indicator and (cause := cause_of(task))}


def cause_of(task: Tracked) -> str:
    """The problem that the task's owner has told last."""
    told = reversed(task.facts.reports(task.standing.on))
    return next((one.problem for one in told if one.problem), "")


def explain(outcome: Outcome, causes: Mapping[str, str], catalogue: Catalogue, voice: Voice) -> None:
    """Adds to each problem why it is so, where `causes` has something for one of its indicators; each is told once."""
    left = dict(causes)
    for at, said in enumerate(outcome.said):
        about = said.codes if said.part == "problems" else ()
        if code := next((code for code in left if same_fact(code, about, catalogue)), ""):
            outcome.said[at] = replace(said, runs=because(said.runs, left.pop(code), voice))


def because(runs: Runs, cause: str, voice: Voice) -> Runs:
    """A sentence with its cause, where there is one."""
    if words := entered(cause):
        return (*open_ended(runs), *as_runs(voice.say("because", cause, cause=words)))
    return runs
