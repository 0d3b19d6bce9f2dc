"""Forms of pages: a verb's settings as fields, and what a person put into them as a request's body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openairlift.errors import UsageError
from openairlift.reports.svg import Markup, el, join
from openairlift.web.declared import Kind, Setting, Verb

Fields = Mapping[str, Sequence[str]]

_SHAPES = {
    Kind.NAMES: "names, commas between",
    Kind.LEVELS: "ITEM=QUANTITY, commas between",
    Kind.RANGES: "NAME=LOW..HIGH, one a line",
    Kind.MASS: "number with unit",
    Kind.TIME: "number with unit",
}


def verb_fields(verb: Verb, options: Sequence[str]) -> Markup:
    """Return the fields of a verb's form.

    Parameters
    ----------
    verb : the verb.
    options : names of the scenario's options, which are offered as boxes.
    """
    shown = [setting for setting in verb.settings if setting.name != "options" or setting.kind is not Kind.NAMES]
    boxes = None
    if len(shown) < len(verb.settings) and options:
        boxes = el(
            "fieldset",
            el("legend", "Options of the scenario"),
            el("div", [_box(verb, name) for name in options], class_="checks"),
        )
    return join([boxes, el("div", [_field(verb, setting) for setting in shown], class_="fields")])


def _box(verb: Verb, name: str) -> Markup:
    mark = f"{verb.slug}-option-{name}"
    return el("label", el("input", type="checkbox", name="options", value=name, id=mark), name, for_=mark)


def _field(verb: Verb, setting: Setting) -> Markup:
    mark, about = f"{verb.slug}-{setting.name}", f"{verb.slug}-{setting.name}-about"
    label = setting.name.rstrip("_").replace("_", " ")
    says = el("small", setting.says, f" ({_SHAPES[setting.kind]})" if setting.kind in _SHAPES else None, id=about)
    if setting.kind is Kind.FLAG:
        box = el(
            "input", type="checkbox", name=setting.name, value="yes", id=mark, checked=bool(setting.default),
            aria_describedby=about,
        )  # fmt: skip
        return el("div", el("label", box, label, for_=mark), says, class_="field check")
    default = "" if setting.default is None else str(setting.default)
    if isinstance(setting.default, tuple):
        default = ", ".join(setting.default)
    if setting.choices:
        names = ([] if setting.default is not None else [""]) + list(setting.choices)
        field = el(
            "select", [el("option", name or "–", value=name, selected=name == default) for name in names],
            name=setting.name, id=mark, aria_describedby=about,
        )  # fmt: skip
    elif setting.kind in (Kind.TABLE, Kind.RANGES):
        field = el(
            "textarea", "", name=setting.name, id=mark, rows=4, required=setting.required, aria_describedby=about
        )
    else:
        field = el(
            "input", type="text", name=setting.name, id=mark, value=default, required=setting.required,
            inputmode="decimal" if setting.kind in (Kind.WHOLE, Kind.NUMBER) else None, autocomplete="off",
            aria_describedby=about,
        )  # fmt: skip
    return el("div", el("label", label, for_=mark), field, says, class_="field")


def body_from(verb: Verb, fields: Fields) -> dict[str, Any]:
    """Return what a person put into a verb's form as a request's body; a blank field is not stated.

    Raises
    ------
    UsageError
        When a field can't be read.
    """
    body: dict[str, Any] = {}
    for setting in verb.settings:
        texts = [text.strip() for text in fields.get(setting.name, ()) if text.strip()]
        if setting.kind is Kind.FLAG:
            body[setting.name] = bool(texts)
        elif texts:
            body[setting.name] = _value(setting, texts)
    return body


def _value(setting: Setting, texts: Sequence[str]) -> Any:
    text, name = texts[0], setting.name.rstrip("_")
    try:
        if setting.kind is Kind.WHOLE:
            return int(text.replace(",", ""))
        if setting.kind is Kind.NUMBER:
            return float(text)
    except ValueError:
        kind = "whole number" if setting.kind is Kind.WHOLE else "number"
        raise UsageError(f"{name}: {text[:40]!r} is no {kind}") from None
    if setting.kind is Kind.NAMES:
        return [word.strip() for part in texts for word in part.split(",") if word.strip()]
    if setting.kind is Kind.LEVELS:
        pairs = _pairs(name, text.replace("\n", ",").split(","))
        try:
            return {key: float(value) for key, value in pairs.items()}
        except ValueError:
            raise UsageError(f"{name}: write ITEM=QUANTITY, such as food=300") from None
    if setting.kind is Kind.RANGES:
        return _pairs(name, text.splitlines())
    return text


def _pairs(name: str, parts: Sequence[str]) -> dict[str, str]:
    found = {}
    for part in parts:
        if part.strip():
            key, equals, value = part.partition("=")
            if not equals or not key.strip() or not value.strip():
                raise UsageError(f"{name}: {part.strip()[:40]!r} has no = between a name and a value")
            found[key.strip()] = value.strip()
    return found
