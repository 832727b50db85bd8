"""Why the site does not do what it was asked: each refusal carries the findings that tell a person what to do."""

from __future__ import annotations

import sys

from django.db import DataError

from taizhang.findings import Finding, Severity, Template, unopened


class Refused(Exception):  # noqa: N818 - an answer, no error
    """Nothing was changed. `findings` say why and what to do; `status` is the HTTP status."""

    status = 400

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("\n".join(finding.message() for finding in findings))

    @classmethod
    def because(cls, code: str, place: str = "", /, **blanks: object) -> Refused:
        """One finding of `findings.yaml`."""
        return cls(Finding(code, place, blanks))


class NotAllowed(Refused):
    """This person may not do this here."""

    status = 403


class WrongState(Refused):
    """It may be done, but not now."""

    status = 409


class Gone(Refused):
    """It was here, and may be kept no longer."""

    status = 410


class NotAccepted(Refused):
    """What was sent cannot be taken in."""

    status = 422


def unstorable(error: DataError) -> NotAccepted:
    """What was sent holds a character or a number that the database has no room for, such as a zero byte in a text."""
    return NotAccepted(Finding("web-unstorable", "", {"said": str(error).partition("\n")[0]}))


def why(error: Exception) -> str:
    """What a command says of an error."""
    if isinstance(error, Refused):
        return "\n".join(map(_in_both, error.findings))
    finding = unopened(error) if isinstance(error, OSError) else getattr(error, "finding", None)
    return _in_both(finding) if finding else str(error)


def _in_both(finding: Finding) -> str:
    return f"{finding.message('zh')} {finding.message('en')}"


def refuse(error: Exception) -> int:
    """Say it on stderr; the exit status of a command that refuses."""
    print(why(error), file=sys.stderr)
    return 2


def told(finding: Finding) -> dict[str, str]:
    """A finding in words, as it is kept: rules change, what was said then does not."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": finding.place,
        "zh": finding.message("zh"),
        "en": finding.message("en"),
    }


def retold(said: dict[str, str]) -> Finding:
    """A kept finding again: `told(retold(said)) == said`."""
    zh, en = (said[language].replace("{", "{{").replace("}", "}}") for language in ("zh", "en"))
    return Finding(said["code"], said["place"], {}, Template(said["code"], Severity(said["severity"]), zh, en))
