"""Fonts of a slide: one Latin and one East Asian face on every run, so that Chinese is never left to chance."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"  # on every desktop, or with a metric twin
_FACES = (("a:latin", LATIN), ("a:ea", EAST_ASIAN), ("a:cs", LATIN))
_LATER = ("a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")  # what the schema wants after the faces


def set_typeface(properties: Any) -> None:
    """Set the faces on run properties (`a:rPr`, `a:defRPr`), in the order the schema asks for."""
    for tag, face in _FACES:
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        element = properties.makeelement(qn(tag), {"typeface": face})
        later = next((child for child in properties if child.tag in {qn(name) for name in _LATER}), None)
        if later is None:
            properties.append(element)
        else:
            later.addprevious(element)
