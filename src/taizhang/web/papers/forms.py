"""What the pages of papers ask for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _

from taizhang.catalogue.model import Indicator
from taizhang.quantities import Qualifier, Quantity, Unit, UnitError, read_quantity
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.file_field import Files
from taizhang.web.indicators import label_of, named, search
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.unit_field import UnitField
from taizhang.web.papers.entries import Below, FigureSaid
from taizhang.web.papers.limits import wrong_with
from taizhang.web.papers.models import Figure
from taizhang.web.papers.naming import EXTENSIONS
from taizhang.web.papers.whose import units_of
from taizhang.web.period_field import PeriodField

ACCEPTED = ",".join(sorted({one for several in EXTENSIONS.values() for one in several}))
_TITLE = 40  # characters of pasted text that name it
_SPLIT = "by-"  # begins the name of a field for a split


class Upload(forms.Form):
    """Reports that somebody else wrote, as files or as text, and whose they are: any unit whose papers `by` audits."""

    file = Files(
        label=_("报告文件"), help_text=_("Word（.docx、.doc）、WPS、PDF、网页或文本文件，可选多个"),
        allow_empty_file=True, required=False, widget=Files.widget(attrs={"accept": ACCEPTED, "multiple": True}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("或粘贴文字"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    unit = UnitField(
        label=_("机构"), required=False,
        help_text=_("不填则按标题和发文机关认定；认不出的归本单位，采信之前可以改"),
    )  # fmt: skip

    def __init__(self, *args: object, by: Person) -> None:
        super().__init__(*args)
        self.fields["unit"].queryset = units_of(by)

    def clean(self) -> dict[str, object]:
        """What was pasted becomes a file, named by its first words."""
        given = super().clean()
        text = given.get("text", "").replace("\r\n", "\n").strip()
        if "file" in given and bool(given["file"]) == bool(text):
            raise forms.ValidationError(_("请选择文件，或者粘贴文字"))
        if text:
            name = f"{text.split(maxsplit=1)[0][:_TITLE]}.txt"
            given["file"] = [SimpleUploadedFile(name, text.encode(errors="replace"))]
        return given


class Whose(forms.Form):
    """Under which unit a paper is filed."""

    unit = UnitField(label=_("机构"))

    def __init__(self, *args: object, by: Person) -> None:
        super().__init__(*args)
        self.fields["unit"].queryset = units_of(by)


class Correction(forms.Form):
    """What a figure says, as a person reads it. Indicators and units are typed by name or code, and looked up."""

    indicator = forms.CharField(label=_("指标"))
    unit = forms.CharField(label=_("机构"))
    period = PeriodField(label=_("报告期"))
    value = forms.CharField(label=_("数值（不写单位则按指标的单位）"))

    def __init__(self, *args: object, below: Below, indicator: Indicator | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._below = below
        self.indicator = named(str(self.data.get("indicator", ""))) or indicator
        for name in self.indicator.by if self.indicator else ():
            codes = catalogue().codes_of(self.indicator, name)
            choices = [("", "—"), *((code.code, say(code.title)) for code in codes)]
            label = say(catalogue().dimensions[name].title)
            self.fields[_SPLIT + name] = forms.ChoiceField(choices=choices, label=label, required=False)

    @classmethod
    def asks(cls, name: str) -> bool:
        """Whether it asks for something of that name, for whichever indicator."""
        return name in cls.base_fields or name.startswith(_SPLIT)

    @classmethod
    def of(cls, figure: Figure, below: Below, typed: Mapping[str, str] | None = None) -> Correction:
        """The form as it first stands: filled with what was read, and with what somebody `typed` so far."""
        told = dict(typed or {})
        known = named(told.get("indicator", "")) or catalogue().indicators.get(figure.code)
        unit = below.named(figure.org) or below.unit
        value = "" if figure.value is None else f"{figure.value:f}{figure.unit}"
        label = label_of(known) if known else ""
        first = {"indicator": label, "unit": unit.name, "period": figure.period, "value": value}
        split = {_SPLIT + name: code for name, code in figure.by.items()}
        return cls(initial=first | split | told, below=below, indicator=known)

    def clean_indicator(self) -> Indicator:
        """Raises ValidationError for what is no indicator, naming those that come near."""
        if self.indicator is None or named(self.cleaned_data["indicator"]) is None:
            near = "、".join(label_of(one) for one in search(self.cleaned_data["indicator"], 3))
            if not near:
                raise forms.ValidationError(_("没有这个指标，也没有相近的；指标的名称和代码见“业务目录”"))
            raise forms.ValidationError(_("没有这个指标；相近的有：%(near)s"), params={"near": near})
        return self.indicator

    def clean_unit(self) -> OrgUnit:
        """Raises ValidationError for a unit that the bureau has not."""
        if (unit := self._below.named(self.cleaned_data["unit"].strip())) is None:
            raise forms.ValidationError(_("本级和下级中没有这个机构，或不止一个；请写全称"))
        return unit

    def clean_value(self) -> Decimal:
        """The value in the indicator's unit, which is meant where none is written.

        Raises ValidationError for what is no number, is of another measure, has more digits than the ledger holds, or
        would be refused by the forms that ask for the indicator.
        """
        quantity = read_quantity(self.cleaned_data["value"].replace(",", ""))
        if not _exact(quantity):
            raise forms.ValidationError(_("不是一个确定的数；例如 12.5、12.5万元"))
        if self.indicator is None:
            return Decimal(plain(quantity.value))
        value = Decimal(plain(_counted(quantity, self.indicator)))
        if wrong := wrong_with(value, self.indicator, self.cleaned_data.get("unit")):
            raise forms.ValidationError(say(wrong))
        return value

    def said(self) -> FigureSaid:
        """What the form says, once it is valid."""
        told = self.cleaned_data
        dims = {name: told[_SPLIT + name] for name in told["indicator"].by if told.get(_SPLIT + name)}
        return FigureSaid(told["indicator"], told["unit"], told["period"], told["value"], dims)


def _exact(quantity: Quantity | None) -> bool:
    """Whether a quantity is one number and meant exactly."""
    said = quantity is not None and quantity.value is not None and quantity.upper is None
    return said and quantity.qualifier == Qualifier.EXACT


def _counted(quantity: Quantity, indicator: Indicator) -> Decimal:
    """The value of a quantity in the indicator's unit. Raises ValidationError where it is of another measure."""
    if not quantity.unit.symbol:
        return quantity.value
    try:
        return quantity.to(Unit.parse(indicator.unit)).value
    except UnitError as error:
        told = {"unit": indicator.unit}
        raise forms.ValidationError(_("计量单位与指标的（%(unit)s）不能换算"), params=told) from error
