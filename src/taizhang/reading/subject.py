"""Whether a text may be read at all: it is Chinese, and it tells of education. Of others no figure is taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taizhang.reading.figures.vocabulary import Vocabulary

UNRELATED = "unrelated"   # Document.kind of a text that tells of something else

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]+")
_OTHER_EAST = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]+")   # kana, hangul
_SAMPLES = 500, 200_000      # characters that are looked at: few first, more where these do not tell
_LEAST_HAN = 0.2         # of the letters of a Chinese report; notes of pronunciation and web addresses are the rest
_MOST_OTHER = 0.1        # kana or hangul for each Chinese character
_SPARSE = 60             # characters a word: reports have a word of the vocabulary in 5 to 30, a novel in hundreds
_SNIPPET = 60            # characters; of so few only a title of its own can tell that they are of something else
_LEAST_TOLD = 20
_TITLED = re.compile(r"\s*[^，。；：、（(\n]{4,30}\n\s*\S")     # but no heading of a section (一、…；（二）…)
_OF_SCHOOLS = re.compile("[教学校园师课考幼]")


def is_chinese(text: str) -> bool:
    """Whether the words of a text are Chinese: not English, Japanese, mere digits or nothing at all."""
    return any(_mostly_han(text[:length]) for length in _SAMPLES)


def tells_of_education(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the words of the catalogue's domains are as frequent in a clean text as in reports on education.

    A text of a few words gets the benefit of the doubt, but where it has a title and not a word of education: what is
    pasted from a report has none, and some of its paragraphs tell of money and places alone.
    """
    length = _length(_HAN, text[:_SAMPLES[0]])
    if length < _SNIPPET:
        silent = not _OF_SCHOOLS.search(text) and not _names_any(text, vocabulary)
        return not (silent and length >= _LEAST_TOLD and _TITLED.match(text))
    return any(_frequent(text[:length], vocabulary) for length in _SAMPLES)


def _mostly_han(text: str) -> bool:
    han, latin, other = (_length(letters, text) for letters in (_HAN, _LATIN, _OTHER_EAST))
    return han > 0 and han >= _LEAST_HAN * (han + latin) and other <= _MOST_OTHER * han


def _names_any(text: str, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.names[name].domains for name, _, _ in vocabulary.hits(text))


def _frequent(text: str, vocabulary: Vocabulary) -> bool:
    telling = sum(bool(vocabulary.names[name].domains) for name, _, _ in vocabulary.hits(text))
    return telling * _SPARSE >= _length(_HAN, text)


def _length(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))
