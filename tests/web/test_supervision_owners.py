"""Owners of tasks are told apart, though two counties call a section by one name."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from taizhang.web.supervision import sheets
from taizhang.web.supervision.commands import remind
from taizhang.web.supervision.owners import Owners
from web.conftest import browser
from web.test_supervision import give, in_days, plan  # noqa: F401
from web.test_supervision_sources import words

# ruff: noqa: F811


@pytest.fixture
def namesakes(bureau, plan):
    """Two counties have a section of one name each: one is late, the other is not."""
    sections = [bureau.unit(f"{one.code}-1", "基教科", "section", one) for one in (bureau.pu, bureau.xi)]
    give(bureau, plan, "晚了", owner=sections[0], due=in_days(-4))
    give(bureau, plan, "还早", owner=sections[1], due=in_days(200), assigned_on=in_days(-1))
    return sections


def test_owners_of_one_name_are_ranked_and_urged_apart(bureau, namesakes):
    client = browser(bureau.supervisor)
    page = client.get(reverse("supervision:ranking")).text
    rows = re.findall(r'<tr><td class="number">(\d)</td><td><a href="([^"]+)">([^<]+)', page)
    assert [(place, name) for place, _link, name in rows] == [("1", "桐溪县教育局基教科"), ("2", "临浦区教育局基教科")]
    board = client.get(rows[1][1].replace("&amp;", "&")).text
    assert ("晚了" in board, "还早" in board) == (True, False), "a line leads to its own tasks"
    [urged] = re.findall(r'href="(/supervision/units/[^"]+)"', page)
    assert "临浦区教育局基教科" in board
    notice = words(client.get(urged).content)
    assert ("晚了" in notice, "临浦区教育局基教科" in notice) == (True, True)
    told = words(client.get(reverse("supervision:circular", args=["docx"])).content)
    assert told.count("临浦区教育局基教科") > 1


def test_owners_of_one_name_are_reminded_apart(bureau, namesakes, home, capsys):
    assert remind(home=home) == 0
    assert capsys.readouterr().out == "临浦区教育局基教科：逾期 overdue 1，两周内到期 due soon 0，红灯 red 1\n"


def test_a_name_that_two_owners_have_is_nobodys_and_a_sheet_comes_back_as_it_went_out(bureau, plan, namesakes):
    owners = Owners.below(bureau.city)
    assert owners.find("基教科、临浦区教育局基教科、临浦区") == ([namesakes[0], bureau.pu], ["基教科"])
    assert Owners.below(bureau.pu).find("基教科") == ([namesakes[0]], []), "a county's plan means its own"
    read = sheets.read_sheet(plan, sheets.sheet_of(plan), "表.xlsx")
    assert [one.code for one in read.findings if one.severity == "error"] == []
    assert [one.code for one in read.findings].count("ledger-task-listed") == 2
