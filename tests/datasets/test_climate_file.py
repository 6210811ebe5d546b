import pytest

from permil.datasets.climate_file import read_climate_file
from permil.errors import (
    Conflict,
    FileProblem,
    MissingKey,
    NotANumber,
    OutOfBounds,
    UnknownName,
    UnknownUnit,
    WrongLength,
    WrongUnit,
)


def lines(years, heading="year,month,temperature,precipitation", cells="{t},{p}"):
    rows = [
        f"{year},{month}," + cells.format(t=month + 0.5, p=10 * month)
        for year in years
        for month in range(1, 13)
    ]
    return [heading, *rows]


def write(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "weather.csv"
    text = content if isinstance(content, str) else "\n".join(content) + "\n"
    path.write_text(text, encoding=encoding)
    return path


def test_several_calendar_years(tmp_path):
    content = read_climate_file(write(tmp_path, lines([1990, 1991])))
    assert content.first_year == 1990
    assert content.series["temperature"] == tuple(m + 0.5 for m in range(1, 13)) * 2
    assert content.series["precipitation"][:2] == (10.0, 20.0)


def test_mean_year_without_years(tmp_path):
    rows = ["month,air_temperature", *(f"{month},{month}" for month in range(1, 13))]
    content = read_climate_file(write(tmp_path, rows))
    assert content.first_year is None
    assert content.series == {"temperature": tuple(map(float, range(1, 13)))}


def test_units_of_the_heading_are_converted(tmp_path):
    heading = "year,month,air_temperature [K],precipitation [mm/month]"
    rows = lines([2000], heading)
    rows[1:] = [row.replace(f",{m + 0.5},", f",{m + 273.15},") for m, row in enumerate(rows[1:], 1)]
    content = read_climate_file(write(tmp_path, rows))
    assert content.series["temperature"] == pytest.approx(range(1, 13))


def test_blank_lines_spaces_and_a_byte_order_mark(tmp_path):
    rows = [row.replace(",", " , ") for row in lines([2000])]
    content = read_climate_file(write(tmp_path, [*rows[:5], "", *rows[5:], ""], "utf-8-sig"))
    assert len(content.series["temperature"]) == 12


def replaced(line, text):
    rows = lines([2000])
    rows[line - 1] = text
    return rows


@pytest.mark.parametrize(
    ("content", "error", "where"),
    [
        ("", FileProblem, "weather.csv"),
        (lines([2000])[:1], WrongLength, "weather.csv"),
        (lines([2000])[:12], WrongLength, "weather.csv"),
        (lines([2000])[:1] + lines([2000])[2:], Conflict, "line 2"),
        (lines([2000, 2002]), Conflict, "line 14"),
        (lines([2000, 2000]), Conflict, "line 14"),
        (replaced(5, "2000,4,51"), FileProblem, "line 5"),
        (replaced(5, "2000,4,5,4,5"), FileProblem, "line 5"),
        (replaced(5, "2000,4,nan,40"), NotANumber, "line 5, temperature"),
        (replaced(5, "2000,4,,40"), NotANumber, "line 5, temperature"),
        (replaced(5, "2000,4,warm,40"), NotANumber, "line 5, temperature"),
        (replaced(5, "2000,4,5 °C,40"), NotANumber, "line 5, temperature"),
        (replaced(5, "2000,4,68,40"), OutOfBounds, "line 5, temperature"),
        (replaced(5, "2000,4,5,-1"), OutOfBounds, "line 5, precipitation"),
        (replaced(5, "2000,13,5,40"), OutOfBounds, "line 5, month"),
        (replaced(5, "2000,4.5,5,40"), Conflict, "line 5"),
        (lines([2000], "year,month,temprature,precipitation"), UnknownName, "line 1"),
        (lines([2000], "year,month,clay,precipitation"), UnknownName, "line 1"),
        (lines([2000], "year,month,temperature [degF],precipitation"), UnknownUnit, "line 1"),
        (lines([2000], "year,month,temperature,precipitation [°C]"), WrongUnit, "line 1"),
        (lines([2000], "year,month,temperature,air_temperature"), Conflict, "line 1"),
        (lines([2000], "year,irrigation,temperature,precipitation"), MissingKey, "line 1"),
        ("\n".join(lines([2000])).replace(",", ";"), UnknownName, "line 1"),
        (replaced(5, '2000,4,"5,40'), FileProblem, "weather.csv"),
    ],
)
def test_errors_name_file_and_line(tmp_path, content, error, where):
    with pytest.raises(error) as caught:
        read_climate_file(write(tmp_path, content))
    assert where in caught.value.fields["where"]
    assert "weather.csv" in caught.value.fields["where"]


def test_mean_year_has_twelve_lines_only(tmp_path):
    rows = ["month,temperature", *(f"{month % 12 + 1},5" for month in range(24))]
    with pytest.raises(WrongLength):
        read_climate_file(write(tmp_path, rows))


def test_misspelt_column_gets_its_nearest_name(tmp_path):
    with pytest.raises(UnknownName) as caught:
        read_climate_file(write(tmp_path, ["month,temprature"]))
    assert "temperature" in caught.value.fields["nearest"]


def test_unreadable_files(tmp_path):
    with pytest.raises(FileProblem):
        read_climate_file(tmp_path / "none.csv")
    with pytest.raises(FileProblem):
        read_climate_file(tmp_path)
    rows = lines([2000], "year,month,temperature [°C],precipitation")
    with pytest.raises(FileProblem):
        read_climate_file(write(tmp_path, rows, "latin-1"))
