"""Numbers as Chinese text writes them: Arabic, full-width, Chinese and mixed numerals to exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {d: i for i, d in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000, "萬": 10_000, "億": 100_000_000}
SHORT_FOR = str.maketrans({"．": ".", "，": ",", "廿": "二十", "卅": "三十", "＋": "+", "－": "-", "−": "-"})

ARABIC = r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?"
_SCALED = re.compile(r"(\d+(?:\.\d+)?)([万亿])?")
_PLAIN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_HAN_DECIMALS = re.compile("([^.点]+)点([零〇一二三四五六七八九]+)")
_TOKEN = re.compile(
    rf"(?P<arabic>{_PLAIN.pattern})|(?P<han>[{''.join(DIGITS)}]+)|(?P<scale>[{''.join(SMALL)}{''.join(LARGE)}])"
)


def read_number(text: str) -> Decimal | None:
    """The value of a whole numeral such as 1,204, ５．２万, 3亿5千万, 三百二, 九点七, 廿 or 半; None if it is none."""
    if plain := _SCALED.fullmatch(text):                        # nearly all there are
        return Decimal(plain[1]) * LARGE.get(plain[2], 1)
    if decimals := _HAN_DECIMALS.fullmatch(text):
        whole = read_number(decimals[1])
        return None if whole is None else whole + _digits(decimals[2]).scaleb(-len(decimals[2]))
    text = text.strip().translate(SHORT_FOR)
    sign, text = (-1, text[1:]) if text[:1] == "-" else (1, text)
    if text == "半":
        return sign * Decimal("0.5")
    if _PLAIN.fullmatch(text):
        return sign * Decimal(text.replace(",", ""))
    value = _mixed(text)
    return None if value is None else sign * value


def _mixed(text: str) -> Decimal | None:
    tokens = list(_TOKEN.finditer(text))
    if not tokens or sum(t.end() - t.start() for t in tokens) != len(text):
        return None
    if len(tokens) == 1 and tokens[0]["han"]:
        return _digits(text)
    return _fold(tokens)


def _digits(run: str) -> Decimal:
    return Decimal("".join(str(DIGITS[d]) for d in run))


def _fold(tokens: list[re.Match[str]]) -> Decimal | None:
    """Adds up digit-and-scale pairs, 万 and 亿 closing a section each."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    last, zero = 1, False
    for token in tokens:
        if scale := token["scale"]:
            if scale in SMALL:
                last = SMALL[scale]
                section += (Decimal(1) if digit is None else digit) * last
            else:
                last = LARGE[scale]
                section += digit or 0
                total, section = _close(total, section, last)
            digit, zero = None, False
            continue
        if digit is not None:
            return None
        zero = token[0][0] in "零〇○"
        digit = Decimal(token[0].replace(",", "")) if token["arabic"] else _digits(token[0])
        if token["han"] and digit >= 10:
            return None
    if digit is None:
        return total + section
    spoken = tokens[-1]["han"] and not zero and last >= 100      # 三百二 is 320, 两万五 is 25000
    return total + section + (digit * last / 10 if spoken else digit)


def _close(total: Decimal, section: Decimal, scale: int) -> tuple[Decimal, Decimal]:
    if total and scale > total:                                  # 一万亿
        return (total + section) * scale, Decimal(0)
    return total + (section or Decimal(1)) * scale, Decimal(0)
