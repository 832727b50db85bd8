"""The promises the house makes about itself."""

import re
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).parents[1]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_arrows_run_one_way():
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout


def test_the_code_is_linted():
    result = run("ruff", "check", "src", "tests")
    assert result.returncode == 0, result.stdout


@pytest.mark.long
def test_types_hold_below_the_site():
    result = run("mypy")
    assert result.returncode == 0, result.stdout


def test_every_finding_reads_in_chinese_and_english():
    from taizhang.findings import templates

    for template in templates().values():
        assert template.zh and template.en, template.code


def test_constraints_name_versions_and_no_addresses():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert lines
    assert all("==" in line and "/" not in line and "@" not in line for line in lines if line)


def test_every_variable_that_the_settings_read_stands_in_the_guide():
    sources = [(ROOT / "src/taizhang/web" / name).read_text("utf-8") for name in ("settings.py", "home.py")]
    code = "\n".join(source.rpartition('"""\n\nfrom __future__')[2] for source in sources)
    read = set(re.findall(r'"((?:TAIZHANG_\w+|DATABASE_URL|SECRET_KEY|DEBUG))"', code))
    table = [line for line in (ROOT / "docs/deploy.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    assert {"TAIZHANG_ADDRESS", "SECRET_KEY", "TAIZHANG_POLISH_URL"} <= read
    assert read - set(re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in table))) == set()


def test_a_filter_of_a_name_stands_in_one_library():
    """What it says would else hang on which library a template loads last."""
    libraries = [one for one in engines["django"].engine.libraries.values() if one.startswith("taizhang.")]
    found = [import_module(one).register for one in libraries]
    names = Counter(name for register in found for name in (*register.filters, *register.tags))
    assert [name for name, count in names.items() if count > 1] == []
