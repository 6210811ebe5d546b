"""The report's part on water: bars of what there is, names of what is not known."""

from permil.report.charts.water import bars_of, water_chart
from permil.report.water import water_figure, water_line, water_view
from report.sample import document
from report.sample_land import balance


def words(chart):
    return [one["encoding"]["text"]["value"] for one in chart["layer"] if "text" in one["encoding"]]


def test_every_scenario_has_its_bars_and_trees_have_one_where_there_are_trees():
    plain = {"a": balance(500.0, 200.0), "b": balance(510.0, 190.0, 10.0)}
    assert [label for _, label, _ in bars_of(plain)] == [
        "evapotranspiration",
        "cover_crop",
        "drainage",
        "irrigation_need",
    ]
    found = words(water_chart(plain))
    assert found.count("drainage") == 2
    assert {"a", "b", "510 mm", "10 mm"} <= set(found)
    shaded = plain | {"c": balance(520.0, 180.0) | {"tree_evapotranspiration": 20.0}}
    assert words(water_chart(shaded)).count("of it by trees") == 3


def test_bars_of_less_water_stay_within_the_frame():
    dry = {"a": balance(500.0, 200.0), "b": balance(450.0, 250.0, -50.0)}
    rects = [one for one in water_chart(dry)["layer"] if one["mark"]["type"] == "rect"]
    for one in rects:
        assert 0.0 <= one["encoding"]["x"]["value"] <= one["encoding"]["x2"]["value"]


def test_the_title_is_of_the_plan_that_changes_most_and_the_table_holds_every_part():
    figure = water_figure(document())
    assert "stopped: 538 mm/yr evaporate and 166 mm/yr drain, +18 and −18" in figure.title
    assert len(figure.rows) == 3
    assert all(len(row) == len(figure.headings) for row in figure.rows)


def test_land_whose_water_is_not_known_is_named_and_nothing_known_is_said():
    answer = document()
    view = water_view(answer, "rothc")
    assert view["unknown"] == ["Not known: Manure on barley, hill (no sand or silt)."]
    assert not view["trees"]
    answer["water"] |= {"precipitation": None}
    assert water_view(answer, "rothc")["figure"] is None
    assert water_line(answer).startswith("Water: not known")
