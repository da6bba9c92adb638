"""The zip file a workbook is: looked at before anything is unpacked, so that bombs and forgeries never start."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from lxml import etree

from data_access.importing import limits
from data_access.importing.errors import DataError
from metrics.phrases import phrase

_RESAVE = phrase("Open it in a spreadsheet program, save it anew as XLSX, and upload that.")
_PROLOG = 1 << 16
_SAFE_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-?8|utf-?16|us-ascii|iso-8859-|windows-125|gb)", re.IGNORECASE)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)


def damaged(what: str = phrase("The workbook is damaged or cut off.")) -> DataError:
    """The refusal of what cannot be unpacked or parsed."""
    return DataError(what, phrase("A whole workbook is expected."), _RESAVE)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The parts of a workbook; whatever is wrong with the zip file is a DataError."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Package(archive)
    except _UNREADABLE as error:
        raise damaged() from error


class Package:
    """Parts by name, checked. Relations between them are read, addresses outside are never followed."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        infos = archive.infolist()
        self._check(infos)
        self._infos = {_tidy(info.filename).lower(): info for info in infos}

    @staticmethod
    def _check(infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > limits.MOST_PARTS:
            raise DataError(
                phrase("The workbook has {n:,} parts.", n=len(infos)),
                phrase("At most {n:,} are read.", n=limits.MOST_PARTS),
                _RESAVE,
            )
        names = [_tidy(info.filename).lower() for info in infos]
        if len(set(names)) < len(names):
            raise damaged(phrase("The workbook holds two parts of the same name."))
        if any(".." in PurePosixPath(name).parts or ":" in name.split("/")[0] for name in names):
            raise damaged(phrase("The workbook holds parts that point outside of it."))
        total = sum(info.file_size for info in infos)
        if total > limits.WORKBOOK_BYTES:
            raise DataError(
                phrase("The workbook unpacks to {size:.1f} GB.", size=total / (1 << 30)),
                phrase("At most {size} GB is read.", size=limits.WORKBOOK_BYTES >> 30),
                phrase("Export the rows as CSV, or split the workbook."),
            )
        for info in infos:
            if info.file_size > limits.RATIO_FROM and info.file_size > limits.HIGHEST_RATIO * info.compress_size:
                raise DataError(
                    phrase(
                        "A part of the workbook unpacks to more than {ratio} times its size: no table does.",
                        ratio=limits.HIGHEST_RATIO,
                    ),
                    phrase("A workbook with rows of data is expected."),
                    phrase(
                        "Delete empty rows and columns that only have a format, or export the rows as CSV"
                        " and upload that.",
                    ),
                )
            if info.flag_bits & 1:
                raise DataError(
                    phrase("The file is protected by a password."),
                    phrase("An open workbook is expected."),
                    _RESAVE,
                )

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._infos

    def size(self, name: str) -> int:
        """Bytes of a part, unpacked."""
        return self._infos[name.lower()].file_size

    def open(self, name: str) -> IO[bytes]:
        """A part's bytes, streamed; never more than the archive declares."""
        if name not in self:
            raise damaged(phrase("The workbook lacks its part {name!r}.", name=PurePosixPath(name).name))
        return self._archive.open(self._infos[name.lower()])

    def xml(self, name: str, *tags: str, events: tuple[str, ...] = ("end",)) -> Iterator[tuple[str, Any]]:
        """(event, element) for the elements with these local names, in order; the caller clears what it has used."""
        with self.open(name) as prolog:
            refuse_doctype(prolog.read(_PROLOG))
        with self.open(name) as handle:
            yield from elements(handle, tags, events)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """id → (kind of relation, name of the part) of what a part refers to inside the package."""
        folder, _, file = name.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        found = {}
        if rels in self:
            for _, element in self.xml(rels, "Relationship"):
                if element.get("TargetMode") != "External":
                    kind = (element.get("Type") or "").rpartition("/")[2]
                    found[element.get("Id") or ""] = (kind, _resolved(folder, element.get("Target") or ""))
        return found


def elements(handle: IO[bytes], tags: tuple[str, ...], events: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """A streaming parse that resolves no entity and loads nothing; raises DataError when the XML is broken."""
    chosen = [f"{{*}}{tag}" for tag in tags]
    try:
        parsed = etree.iterparse(
            handle, events=events, tag=chosen, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        yield from parsed
    except etree.LxmlError as error:
        line = getattr(error, "lineno", None)
        broken = phrase("The XML inside the file is broken, or holds far too long a text.")
        if line:
            broken = phrase("The XML inside the file is broken, or holds far too long a text (line {line}).", line=line)
        raise damaged(broken) from error


def refuse_doctype(head: bytes) -> None:
    """Declarations of entities are what XML bombs are made of; no honest workbook or event log has any."""
    plain = head.replace(b"\0", b"")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", plain, re.IGNORECASE) or _SAFE_ENCODING.search(plain[:200]):
        raise damaged(phrase("The XML inside the file declares entities or a document type."))
    if not re.search(rb"<[A-Za-z_]", plain):
        raise damaged(phrase("The XML inside the file begins with no element."))


def _tidy(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _resolved(folder: str, target: str) -> str:
    """A relation's target as the name of a part."""
    if target.startswith("/"):
        return target.lstrip("/")
    parts: list[str] = [p for p in folder.split("/") if p]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
