"""What the pages of papers ask for."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process

from taizhang.catalogue.model import Indicator
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.quantities import Unit
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import roles_for
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.entries import Below, Said
from taizhang.web.papers.models import Figure
from taizhang.web.refusals import NotAccepted

FOUND = 12


class Upload(forms.Form):
    """A report that somebody else wrote, and whose it is: the units where `by` audits can be chosen."""

    file = forms.FileField(
        label=_("报告文件"), help_text=_("Word（.docx、.doc）、PDF、网页或文本文件"), allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.pdf,.html,.htm,.txt,.md"}),
    )  # fmt: skip
    unit = forms.ModelChoiceField(OrgUnit.objects.none(), label=_("机构"), empty_label=None)

    def __init__(self, *args: object, by: Person) -> None:
        super().__init__(*args)
        tops = OrgUnit.objects.filter(roles__in=roles_for(by, "report.audit")).distinct()
        self.fields["unit"].queryset = tops
        if tops.count() == 1:
            self.fields["unit"].initial, self.fields["unit"].widget = tops[0], forms.HiddenInput()

    def clean_file(self) -> UploadedFile:
        """Raises NotAccepted for a file over the limit, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            size, limit = file.size // 2**20, settings.UPLOAD_LIMIT // 2**20
            raise NotAccepted(Finding("web-file-too-big", file.name, {"name": file.name, "size": size, "limit": limit}))
        return file


class Correction(forms.Form):
    """What a figure says, as a person reads it. Indicators and units are typed by name or code, and looked up."""

    indicator = forms.CharField(label=_("指标"))
    unit = forms.CharField(label=_("机构"))
    period = forms.CharField(label=_("报告期"))
    value = forms.CharField(label=_("数值"))

    def __init__(self, *args: object, below: Below, indicator: Indicator | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._below = below
        self.indicator = indicator_named(str(self.data.get("indicator", ""))) or indicator
        for name in self.indicator.by if self.indicator else ():
            codes = catalogue().codes_of(self.indicator, name)
            choices = [("", "—"), *((code.code, say(code.title)) for code in codes)]
            label = say(catalogue().dimensions[name].title)
            self.fields[f"by-{name}"] = forms.ChoiceField(choices=choices, label=label, required=False)

    @classmethod
    def of(cls, figure: Figure, below: Below, indicator: Indicator | None = None) -> Correction:
        """The form as it first stands: filled with what was read."""
        known = indicator or catalogue().indicators.get(figure.code)
        unit = below.named(figure.org) or below.unit
        value = "" if figure.value is None else f"{_counted(figure, known):f}"
        label = label_of(known) if known else ""
        first = {"indicator": label, "unit": unit.name, "period": figure.period, "value": value}
        split = {f"by-{name}": code for name, code in figure.by.items()}
        return cls(initial=first | split, below=below, indicator=known)

    def clean_indicator(self) -> Indicator:
        """Raises ValidationError for what is no indicator, naming those that come near."""
        if self.indicator is None or indicator_named(self.cleaned_data["indicator"]) is None:
            near = "、".join(label_of(one) for one in search(self.cleaned_data["indicator"], 3))
            raise forms.ValidationError(_("没有这个指标；相近的有：%(near)s"), params={"near": near})
        return self.indicator

    def clean_unit(self) -> OrgUnit:
        """Raises ValidationError for a unit that the bureau has not."""
        if (unit := self._below.named(self.cleaned_data["unit"].strip())) is None:
            raise forms.ValidationError(_("本级和下级中没有这个机构，或不止一个；请写全称"))
        return unit

    def clean_period(self) -> Period:
        """Raises ValidationError for what is no period."""
        try:
            return Period.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise forms.ValidationError(_("不是报告期；例如 2026H1、2026年上半年")) from error

    def clean_value(self) -> Decimal:
        """Raises ValidationError for what is no number, or has more digits than the ledger holds."""
        try:
            return Decimal(plain(Decimal(self.cleaned_data["value"].replace(",", "").strip())))
        except InvalidOperation as error:
            raise forms.ValidationError(_("不是数字；请只填数值，例如 12.5")) from error

    def said(self) -> Said:
        """What the form says, once it is valid."""
        told = self.cleaned_data
        dims = {name: told[f"by-{name}"] for name in told["indicator"].by if told.get(f"by-{name}")}
        return Said(told["indicator"], told["unit"], told["period"], told["value"], dims)


def _counted(figure: Figure, indicator: Indicator | None) -> Decimal:
    """The figure's value in the unit of the indicator, where it can be counted so."""
    own, other = Unit.parse(figure.unit or "1"), Unit.parse(indicator.unit if indicator else figure.unit or "1")
    return own.convert(figure.value, other) if own.compatible(other) else figure.value


def label_of(indicator: Indicator) -> str:
    """An indicator as it is chosen: its name, its unit, and the code that tells it from others of the name."""
    return f"{say(indicator.title)}（{indicator.unit}） {indicator.code}"


def indicator_named(text: str) -> Indicator | None:
    """The indicator of a label, a code, or a name that only one has."""
    known = catalogue().indicators
    if found := known.get(text.rpartition(" ")[2].strip()):
        return found
    named = [one for one in known.values() if text.strip() in (one.title.zh, one.title.en)]
    return named[0] if len(named) == 1 else None


def search(text: str, limit: int = FOUND) -> list[Indicator]:
    """The indicators whose names have the words, then those whose names come near."""
    known = catalogue().indicators
    words = text.split()
    names = {one.code: f"{one.title.zh} {one.title.en} {' '.join(one.called)} {one.code}" for one in known.values()}
    having = [code for code, name in names.items() if words and all(word.lower() in name.lower() for word in words)]
    if having:
        return [known[code] for code in sorted(having, key=lambda code: len(known[code].title.zh))[:limit]]
    return [known[code] for _name, _score, code in process.extract(text, names, limit=limit, score_cutoff=45)]
