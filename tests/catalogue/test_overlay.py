"""A bureau lays its own folder over the shipped catalogue."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from catalogue_files import write_files
from taizhang.catalogue import read
from taizhang.catalogue.standards import standard_at

from .sample import problems


def overlay(folder: Path, **files: str) -> Path:
    return write_files(folder, {f"domains/aid/{name}.yaml": text for name, text in files.items()})


def test_titles_thresholds_and_outlines_change_and_each_change_is_listed(folder: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path / "own", indicators="recipients: {title: {zh: 受助学生数}}\n",
                  standards="AID-BOARD:\n  values:\n"
                            "    - {from: 2024-02-01, primary: 1300, junior: 1600, sure: V, source: 本市文件}\n",
                  outline="next: []\n")
    catalogue = read(folder, own)
    assert catalogue.indicators["aid.recipients"].title.zh == "受助学生数"
    assert catalogue.indicators["aid.recipients"].title.en == "Students aided"
    assert standard_at(catalogue, "AID-BOARD", date(2026, 6, 30), "junior") == 1600
    assert catalogue.outlines["aid"].next == () and catalogue.outlines["aid"].done
    assert [(".".join(one.path), one.was[:10], one.now[:10]) for one in catalogue.overrides] == [
        ("aid.indicators.recipients.title.zh", "资助学生", "受助学生数"),
        ("aid.outline.next", "when: paid", ""),
        ("aid.standards.AID-BOARD.values", "from: 2011", "from: 2024"),
    ]
    assert all("own" in one.at and "own" not in one.before for one in catalogue.overrides)


def test_a_domain_is_added_and_a_rule_taken_out(folder: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path / "own", rules="enough-teachers: ~\n")
    new = own / "domains" / "lamps"
    new.mkdir()
    (new / "domain.yaml").write_text("title: {zh: 灯具, en: Lamps}\nsection: 后勤\n", "utf-8")
    (new / "indicators.yaml").write_text(
        "lamps: {title: {zh: 灯, en: Lamps}, unit: 盏}\n"
        "lamps_per_pupil: {title: {zh: 生均灯, en: Lamps a pupil}, unit: 盏/人, formula: lamps / aid.pupils}\n",
        "utf-8")
    catalogue = read(folder, own)
    assert "aid.enough-teachers" not in catalogue.rules
    assert catalogue.indicators["lamps.lamps_per_pupil"].decimals == 2
    assert [(one.path, one.now) for one in catalogue.overrides] == [(("aid", "rules", "enough-teachers"), "")]


def test_cases_are_replaced_by_name(folder: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path / "own", cases="- {name: five schools, expect: {units(): 0}}\n"
                                          "- {name: ours, expect: {units(): 0}}\n")
    cases = {case.name: case for case in read(folder, own).cases}
    assert len(cases) == 6 and cases["five schools"].expect == {"units()": Decimal(0)}


def test_a_mistake_in_the_overlay_is_told_there(folder: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path / "own", indicators="recipients: {better: up}\n")
    assert problems(folder, own) == ["indicators.yaml:1:22 “up” does not fit; expected higher、lower."]


def test_the_digest_is_of_the_content_alone(folder: Path, tmp_path: Path) -> None:
    digest = read(folder).digest
    (folder / "shared.yaml").write_text("# a remark\n" + (folder / "shared.yaml").read_text("utf-8"), "utf-8")
    assert read(folder).digest == digest
    assert read(folder, overlay(tmp_path / "own", rules="enough-teachers: {level: hard}\n")).digest != digest
