"""How an erratum (更正说明) reads: what was issued, why it is put right, and each place as it was and as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from taizhang.web.reports.models import Seal
from taizhang.web.reports.retelling import Touched
from taizhang.writing.numbering import chinese, plain_date
from taizhang.writing.pieces import Paragraph, Run, Text

REST = "除上述内容外，原文其他内容不变。"


def worded(title: str, seal: Seal, reasons: Collection[str], touched: Sequence[Touched]) -> tuple[Paragraph, ...]:
    """The paragraphs of an erratum to the report of that title and seal."""
    why = "；".join(reason.strip().rstrip("。；") for reason in reasons)
    found = f"印发后经核实，{why}。" if why else "印发后，有关数据经核实作了更正。"
    begin = f"《{title}》（{seal.document_number}）已于{plain_date(seal.dated)}印发。{found}现将有关内容更正如下："
    places = (_place(one, f"{chinese(number)}、" if len(touched) > 1 else "")
              for number, one in enumerate(touched, start=1))
    return Paragraph((Text(begin, digits=True),)), *places, Paragraph((Text(REST),))


def _place(touched: Touched, number: str) -> Paragraph:
    made = _row(touched) if touched.cells else _sentence(touched)
    return Paragraph(tuple(run for run in (Text(number), *made, Text("。")) if run.text))


def _sentence(touched: Touched) -> Iterator[Run]:
    where = f"“{touched.place}”部分" if touched.place else ""
    yield Text(f"{where}原文为“{touched.before.rstrip('。')}”，更正为“", digits=True)
    yield from (run for run in (*touched.runs[:-1], _unstopped(touched.runs[-1])) if run.text)
    yield Text("”")


def _row(touched: Touched) -> Iterator[Run]:
    yield Text(f"《{touched.place}》中“{touched.row}”一行，", digits=True)
    for at, (column, before, after) in enumerate(touched.cells):
        yield Text(f"{'，' if at else ''}“{column}”一栏由“{before}”更正为“", digits=True)
        yield after
        yield Text("”")


def _unstopped(run: Run) -> Run:
    return Text(run.text.rstrip("。"), run.digits) if isinstance(run, Text) else run
