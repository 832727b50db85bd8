"""Of which stage, and of which school, place or topic, a figure is, by what its sentence says before it."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from taizhang.reading.claims import cues
from taizhang.reading.claims.view import NEAR, Mention, Sentence

_BEGINS = re.compile(
    r"\s*[^，,。；;：:]{1,14}(?:(?:中学|小学|学校|幼儿园|[一二三四五六七八九]中|[乡镇县区]|方面)[，,]|[：:])")
_WORDS = 60              # characters of a sentence in which a stage is looked for


def stage_of(sentence: Sentence, mention: Mention) -> str:
    """Of which stage a sentence tells, by itself or by those before it without figures: 「初中教育。共有学生920人」."""
    words = sentence.text[max(0, mention.start - _WORDS) : mention.start]
    for above in takewhile(lambda one: not one.mentions, islice(sentence.earlier(), NEAR)):
        words = above.text[-_WORDS:] + words
    return last_stage(words)


def last_stage(words: str) -> str:
    """The stage that some words name last: 小学, 初中; "" where they name none."""
    found = cues.LAST_STAGE.match(words)
    return found[1] if found is not None else ""


def topic_of(sentence: Sentence) -> str:
    """The school, place or topic that a sentence begins with: 「实验中学，占地…」, 「安全方面，…」."""
    found = _BEGINS.match(sentence.text)
    return found[0] if found is not None else ""
