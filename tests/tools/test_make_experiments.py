import importlib.util
import sys
import zipfile
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture(scope="module")
def tool():
    sys.path.insert(0, str(TOOLS))
    spec = importlib.util.spec_from_file_location("make_experiments", TOOLS / "make_experiments.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(TOOLS))


def test_periods_are_cut_where_sections_began_and_ceased_to_lie_fallow(tool):
    whole = [s for s in tool._fallowed(1922, 1968) if s[0] <= s[1]]
    assert whole == [(1922, 1925, 1.0), (1926, 1967, 0.8), (1968, 1968, 1.0)]
    assert [s for s in tool._fallowed(1935, 1944) if s[0] <= s[1]] == [(1935, 1944, 0.8)]


def test_hoosfield_received_manure_as_described(tool):
    assert tool._hoosfield_year("unmanured", 1900) == (1.6, {})
    assert tool._hoosfield_year("fym", 1900) == (2.8, {2: 3.0})
    assert tool._hoosfield_year("fym", 1931) == (2.8, {2: 3.0, 11: 3.0})
    assert tool._hoosfield_year("fym", 1933) == (0.0, {11: 3.0})
    assert tool._hoosfield_year("fym_1852_1871", 1874) == (2.8, {})
    assert tool._hoosfield_year("fym_1852_1871", 1877) == (1.6, {})
    assert tool._hoosfield_year("fym", 1912) == (0.0, {})


def test_cells_of_a_spreadsheet(tool, tmp_path):
    path = tmp_path / "book.xlsx"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", f'<w {main}><sheet name="Data"/></w>')
        book.writestr("xl/sharedStrings.xml", f"<s {main}><si><t>Year</t></si></s>")
        cells = '<c r="A1" t="s"><v>0</v></c><c r="C1"><v>2.5</v></c><c r="D1"/>'
        book.writestr("xl/worksheets/sheet1.xml", f"<w {main}><row>{cells}</row></w>")
    assert tool.sheets(path) == {"Data": [["Year", "", "2.5"]]}


def test_means_have_their_spread_and_number(tool):
    rows = tool._means("a", {1938: [40.0, 42.0], 1943: [39.0]}, 23, 1938)
    assert rows == [
        ["a", 1938, 23, 41.0, 1.41, 2, "start"],
        ["a", 1943, 23, 39.0, None, 1, "score"],
    ]
