"""What the figures of a report are called, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping

from taizhang.analysis.results import Result
from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import language, say

# results carry the Chinese title that the report was written with; these are of what no indicator gives
_ENGLISH = {
    "+": "{} + {}", "-": "{} − {}", "*": "{} × {}", "/": "{} ÷ {}", "share": "{} as a share of {}",
    "growth": "growth of {}", "expected": "units that are to report {}", "reported": "units that have reported {}",
}  # fmt: skip


def label(result: Result) -> str:
    """What a figure is: its title, split and period."""
    split, period = titles(dict(result.by)), say(Period.parse(result.period))
    if language() == "zh":
        return f"{result.title}{f'（{split}）' if split else ''}，{period}"
    return f"{_english(result)}{f' ({split})' if split else ''}, {period}"


def _english(result: Result) -> str:
    """The catalogue's title of a figure, or of those it was worked out from; what it does not know keeps its own."""
    if known := catalogue().indicators.get(result.code):
        return known.title.en
    if result.operation not in _ENGLISH:
        return result.title
    return _ENGLISH[result.operation].format(*map(_english, result.inputs))


def titles(by: Mapping[str, str]) -> str:
    """The codes of a split in the catalogue's words; one that left the catalogue keeps its code."""
    known = catalogue().dimensions
    said = (
        say(known[name].codes[code].title) if name in known and code in known[name].codes else code
        for name, code in by.items()
    )
    return ("、" if language() == "zh" else ", ").join(said)
