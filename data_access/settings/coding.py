"""Settings as JSON and back. Reading is strict: an unknown key or a wrong value is refused by its place in the document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from data_access.errors import SettingsError
from data_access.settings.model import Effect, Settings

T = TypeVar("T")
_NEXT = "Correct it and try again."


def as_json(settings: Settings) -> str:
    """The whole document, every part written out; equal settings give equal text."""
    return json.dumps(plain(settings), ensure_ascii=False, indent=2)


def from_json(text: str | bytes) -> Settings:
    """The settings of a document; parts that are absent are as delivered. Raises SettingsError."""
    return decoded(Settings, _parsed(text), "settings")


def effects_json(effects: tuple[Effect, ...]) -> str:
    """What a change moved, to be kept beside it."""
    return json.dumps(plain(effects), ensure_ascii=False)


def decoded_effects(text: str) -> tuple[Effect, ...]:
    """The inverse of `effects_json`."""
    return tuple(decoded(Effect, raw, f"effects[{i}]") for i, raw in enumerate(_parsed(text)))


def plain(value: Any) -> Any:
    """Dataclasses, tuples, days and times as JSON knows them."""
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


def decoded(kind: type[T], raw: Any, at: str) -> T:
    """`raw` (of JSON) as a dataclass, every value of its declared type; `at` names the place in messages."""
    if not isinstance(raw, Mapping):
        raise SettingsError(f"{at} holds {_shown(raw)}.", "An object with named parts is expected.", _NEXT)
    hints = get_type_hints(kind)
    unknown = sorted(set(raw) - set(hints))
    if unknown:
        raise SettingsError(f"{at} has no part {unknown[0]!r}.", f"Expected any of {', '.join(hints)}.", _NEXT)
    parts: Any = fields(kind)  # type: ignore[arg-type]  # callers pass dataclasses
    missing = next((f.name for f in parts if f.name not in raw and f.default is MISSING), None)
    if missing:
        raise SettingsError(f"{at} lacks {missing!r}.", f"It has {', '.join(hints)}.", _NEXT)
    values = {name: _value(hints[name], value, f"{at}.{name}") for name, value in raw.items()}
    try:
        return kind(**values)
    except ValueError as error:
        raise SettingsError(f"{at} cannot be used: {error}.", "", _NEXT) from error


def _value(kind: Any, raw: Any, at: str) -> Any:
    if get_origin(kind) is UnionType:
        if raw is None and NoneType in get_args(kind):
            return None
        kind = next(k for k in get_args(kind) if k is not NoneType)
    if get_origin(kind) is tuple:
        return _items(get_args(kind), raw, at)
    if is_dataclass(kind):
        return decoded(kind, raw, at)  # type: ignore[arg-type]
    expected, read = _SCALARS[kind]
    try:
        return read(raw)
    except (ValueError, TypeError, OverflowError):
        raise SettingsError(f"{at} holds {_shown(raw)}.", f"Expected {expected}.", _NEXT) from None


def _items(kinds: tuple[Any, ...], raw: Any, at: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise SettingsError(f"{at} holds {_shown(raw)}.", "A list is expected.", _NEXT)
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(raw)
    if len(raw) != len(kinds):
        raise SettingsError(f"{at} holds {len(raw)} values.", f"{len(kinds)} are expected.", _NEXT)
    return tuple(_value(kind, item, f"{at}[{i}]") for i, (kind, item) in enumerate(zip(kinds, raw, strict=True)))


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if type(raw) is not kind:
            raise TypeError
        return raw

    return read


def _number(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) < float("inf"):
        raise TypeError
    return float(raw)


_SCALARS: dict[Any, tuple[str, Callable[[Any], Any]]] = {
    str: ("a text", _exactly(str)),
    int: ("a whole number", _exactly(int)),
    float: ("a number", _number),
    date: ("a day such as 2026-12-25", date.fromisoformat),
    time: ("a time of day such as 09:00", time.fromisoformat),
}


def _parsed(text: str | bytes) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"The document is no JSON: {error}.", "A document as `settings show` prints it.", _NEXT) from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the document: of two parts of one name the reader would silently lose the first."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise SettingsError(f"The document gives {twice!r} twice in one object.", "Each part once is expected.", _NEXT)
    return found


def _shown(raw: Any) -> str:
    text = json.dumps(raw, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
