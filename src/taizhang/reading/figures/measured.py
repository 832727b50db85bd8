"""What a figure measures, as a short phrase of the text's own words.

A phrase is made of the words beside the number. Where these are too few to stand alone (已竣工185个, 占46%), the
figure before them, the words before the bracket they stand in, or the topic of the sentence goes in front.
"""

from __future__ import annotations

import re

from taizhang.reading.figures.context import Context
from taizhang.reading.figures.own_words import ALONE, LONGEST, own_words
from taizhang.reading.figures.topics import (
    DEPENDENT,
    LONGEST_TOPIC,
    NUMBERS,
    WORDS,
    topic,
    trimmed,
)
from taizhang.reading.figures.vocabulary import Vocabulary

_TOTAL = re.compile("[合共总]计")
_NAMED_INSIDE = re.compile(r"[（；](?!其中)([^，；。（）\d]{2,10})，[^；]*$")   # （高中部，设36个班；初中部，设24个班）
_CARRIED = re.compile(WORDS["carried"])
_BARE = re.compile(WORDS["bare"])
_PURPOSE = re.compile(WORDS["purpose"] + "(?P<what>[^，。；（]{3,24})")
_AT_A_CLAUSE = {"所": re.compile(WORDS["schools"]), "人": re.compile(WORDS["people"]),
                "个": re.compile(f"{WORDS['schools']}|{WORDS['people']}")}
_NEXT_ITEM = re.compile("、|[^、]{1,6}、$")              # 小学3所、初中2所; 86个教学班、3900个学位
_PARTS = re.compile(WORDS["parts"])
_LAST_PART = re.compile(f"(?<!中)(?:{WORDS['parts']})$")      # 中小学 is one word
_BARE_RATE = re.compile(WORDS["bare_rates"])
_ALL_SCHOOLS = re.compile("(?:各级各类|义务教育|中小)?学校$")
_STAGE_ITEM = re.compile("(?:全[国省市县区])?(?:(?:普通)?(?:小学|初中|高中|幼儿园|高等学校|高校)|中等职业学校|中职学校)"
                         "|农村(?:小学|初中)?")
_HEADING = re.compile(r"\n[ \u3000]*（[一二三四五六七八九十]{1,2}）([^。\n，]{4,40}?)(?:增长)?(?:情况)?(?=[。\n，])")
_PEOPLE = {"人", "人次"}
_LIMITS = {"分", "岁", "周岁"}
_LIMIT = re.compile("及?以[上下]")
_AND = {"和", "及", "与", "、", "或"}
_ALIKE = 2          # characters at the end of two phrases that make them of one sort
_SAID = 20          # so many figures of a sentence are remembered
_HEADED = 400       # characters back in which the heading of a list of stages is looked for
_REACH = 60         # no heading or sentence so far back lends its topic


class Phrases:
    """Makes the phrases of one text's figures, in order: each may lean on those before it in its sentence."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._text = text
        self._names = vocabulary.by_word
        self._sentence = -1
        self._said: list[tuple[int, str, str]] = []      # where each figure of the sentence ends, its phrase and unit

    def phrase(self, context: Context) -> str:
        """What the figure measures."""
        if context.start != self._sentence:
            self._sentence, self._said = context.start, []
        self._forget_bracket(context)
        own = self._in_turn(context) or self._threshold(context) or own_words(context)
        alone = context.turn or (self._stands_alone(own) and not _is_item(context, own))
        whole = own if alone else joined(self._scope(context, own), own)
        leaning = self._said and DEPENDENT.match(own) and not own.endswith("率")
        said = (context.number.end, self._said[-1][1] if leaning else whole, context.unit)
        self._said = [*self._said[-_SAID:], said]
        return whole[:2 * LONGEST]

    def _forget_bracket(self, context: Context) -> None:
        """Behind a bracket nothing leans on what was said in it."""
        opened, closed = context.sentence.rfind("（"), context.sentence.rfind("）")
        if -1 < opened < closed:
            start = context.number.start - len(context.sentence)
            self._said = [said for said in self._said if not start + opened < said[0] <= start + closed]

    def _stands_alone(self, phrase: str) -> bool:
        """Whether a phrase needs no topic: it is long enough, or the name of a rate that the catalogue knows."""
        named = phrase[-1:] == "率" and phrase in self._names and bool(self._names[phrase].indicators)
        return (named or len(phrase) >= ALONE) and not DEPENDENT.match(phrase) and not _BARE.fullmatch(phrase)

    def _in_turn(self, context: Context) -> str:
        turn = context.turn
        return trimmed(self._text[turn.start:turn.end]) + turn.shared if turn else ""

    def _threshold(self, context: Context) -> str:
        """600分以上: nothing else says what is meant."""
        limit = _LIMIT.match(context.after) if context.unit in _LIMITS else None
        return self._text[context.number.start:context.number.end] + limit[0] if limit else ""

    def _scope(self, context: Context, own: str) -> str:
        """The words that a phrase too short to stand alone leans on."""
        opened = context.sentence.rfind("（")
        if opened > context.sentence.rfind("）"):
            named = _NAMED_INSIDE.search(context.sentence, opened)
            return named[1] if named else self._said_before(context, opened) or topic(context.sentence[:opened])
        if context.unit == "元" and _BARE.fullmatch(own) and (what := self._purpose(context)):
            return what
        if not own and _TOTAL.search(context.near):
            return topic(context.segment)
        if _is_item(context, own):
            return topic(self._heading(context.start))
        if self._said and (not own or DEPENDENT.match(own) or context.near.strip() in _AND):
            return self._said[-1][1]
        listed = self._in_list(context, own)
        return topic(context.segment) or topic(self._before(context.start)) if listed is None else listed

    def _in_list(self, context: Context, own: str) -> str | None:
        """What a number leans on as one of a list, be it nothing; None where it stands in none."""
        alone = _AT_A_CLAUSE.get(context.unit)
        if alone and context.near == context.lead and alone.fullmatch(own):
            return ""
        if "其中" in context.segment:
            parts = context.sentence.rindex("其中")
            return self._said_before(context, parts) if len(own) < ALONE - 1 else ""
        if not _NEXT_ITEM.match(context.near):
            return None
        if verb := _CARRIED.match(trimmed(context.lead)):
            return verb[0]
        goes_on = self._said and self._said[-1][2] == context.unit and _PARTS.fullmatch(own)
        return _LAST_PART.sub("", self._said[-1][1]) if goes_on else None

    def _purpose(self, context: Context) -> str:
        """Whom or what a sum is for: the people or, in its clause, the things told before it, else the next clause."""
        _, said, unit = self._said[-1] if self._said else (0, "", "元")
        if unit in _PEOPLE or (unit != "元" and context.near != context.lead):
            return said
        told = _PURPOSE.match(self._text, context.number.end + len(context.rest))
        return NUMBERS.sub("", told["what"])[:LONGEST_TOPIC + 2] if told else ""

    def _said_before(self, context: Context, place: int) -> str:
        """The phrase of the last figure before a place of the sentence, such as an open bracket."""
        at = context.number.start - len(context.sentence) + place
        return next((said for end, said, _ in reversed(self._said) if end <= at), "")

    def _heading(self, start: int) -> str:
        """The last heading before a sentence, be there items of it between: （二）生均经费⏎1.小学…⏎2.初中…."""
        headings = _HEADING.findall(self._text, max(0, start - _HEADED), start)
        return headings[-1] if headings else ""

    def _before(self, start: int) -> str:
        """The sentence or heading before the sentence that starts there."""
        return re.split("[。\n]", self._text[max(0, start - 1 - _REACH):max(0, start - 1)])[-1]


def _is_item(context: Context, own: str) -> bool:
    """Whether a sum has no words but the stage of which a heading above tells it."""
    return context.unit == "元" and context.near == context.lead and _STAGE_ITEM.fullmatch(own) is not None


def joined(scope: str, own: str) -> str:
    """The two in one, what they share said once: 一本上线人数 and 上线率 make 一本上线率.

    A phrase of the same sort stands alone: 省级奖励 and 市级奖励 make 市级奖励; a bare rate takes the place of the
    one before it: 体质健康合格率 and 优良率 make 体质健康优良率.
    """
    if _AT_A_CLAUSE["所"].fullmatch(own):                   # 各级各类学校 and 初中 make 初中
        scope = _ALL_SCHOOLS.sub("", scope)
    if _BARE_RATE.fullmatch(own) and scope.endswith("率"):
        return scope[:-len(own)] + own
    if len(own) > _ALIKE and scope.endswith(own[-_ALIKE:]):
        return own
    if scope.endswith(own):
        return scope
    shared = scope.find(own[:2]) if len(own) > 2 else -1
    return (scope[:shared] if shared >= 0 else scope) + own
