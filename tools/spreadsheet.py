"""Read the cells of a spreadsheet (.xlsx) with the standard library alone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """Return the cells of a spreadsheet by sheet, as the text that it stores."""
    with zipfile.ZipFile(path) as book:
        strings = []
        if "xl/sharedStrings.xml" in book.namelist():
            for item in ET.fromstring(book.read("xl/sharedStrings.xml")):
                strings.append("".join(t.text or "" for t in item.iter(f"{SPREADSHEET}t")))
        names = [
            s.get("name", "")
            for s in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{SPREADSHEET}sheet")
        ]
        found = {}
        for i, name in enumerate(names, start=1):
            member = f"xl/worksheets/sheet{i}.xml"
            if member in book.namelist():
                found[name] = _rows(ET.fromstring(book.read(member)), strings)
        return found


def _rows(sheet: ET.Element, strings: list[str]) -> list[list[str]]:
    rows = []
    for row in sheet.iter(f"{SPREADSHEET}row"):
        cells: dict[int, str] = {}
        for cell in row.findall(f"{SPREADSHEET}c"):
            value = cell.find(f"{SPREADSHEET}v")
            if value is None or value.text is None:
                continue
            place = 0
            for letter in re.match("[A-Z]+", cell.get("r", "A1")).group():  # type: ignore[union-attr]
                place = 26 * place + ord(letter) - 64
            cells[place - 1] = strings[int(value.text)] if cell.get("t") == "s" else value.text
        rows.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])
    return rows
