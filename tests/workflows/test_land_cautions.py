"""Salt and standing water are warned of."""

from dataclasses import replace

from permil.datasets.climate import ClimateInput
from permil.datasets.management import CropYear
from permil.datasets.project import Horizon, Run
from permil.vocabulary import DrainageClass, SoilType
from permil.workflows.assess import assess
from workflows.projects import ROTHAMSTED, WHEAT, project, scenario, unit


def warned(management=WHEAT, climate=ROTHAMSTED, **soil):
    plan = project(
        scenario("other", management),
        land_units=(unit(**soil),),
        horizon=Horizon(2026, 2030),
        run=Run(draws=5, models=("rothc",)),
        climate=climate,
    )
    warnings = assess(plan).document()["warnings"]
    return {warning["code"]: warning["text"] for warning in warnings}


BEANS = replace(WHEAT, rotation=(CropYear("dry_bean", 2.0),))


def test_salt_names_the_crop_that_bears_it_worst():
    assert "8 % less" not in " ".join(warned())
    # Wheat bears 6 dS/m; beans lose 19 % for each dS/m beyond 1.
    assert "saline" in warned(electrical_conductivity=5.0)
    beans = warned(BEANS, electrical_conductivity=5.0)
    assert "about 76 % of what Dry bean" in beans["saline_crop"]
    mild = warned(BEANS, electrical_conductivity=2.0)
    assert "about 19 % of what Dry bean" in mild["salt_sensitive"]
    assert not {"saline", "saline_crop", "salt_sensitive"} & set(
        warned(BEANS, electrical_conductivity=0.8)
    )


WET = ClimateInput(
    temperature=(10.0,) * 12, precipitation=(300.0,) * 12, potential_evapotranspiration=(20.0,) * 12
)


def test_a_soil_that_drains_badly_under_much_rain_stands_under_water():
    text = warned(climate=WET, sand=40.0, drainage_class=DrainageClass.POOR)["waterlogged"]
    assert "in 12.0 months" in text
    assert "waterlogged" not in warned(climate=WET, sand=40.0, drainage_class=DrainageClass.GOOD)
    assert "poorly_drained" in warned(drainage_class=DrainageClass.POOR)
    assert "poorly_drained" in warned(soil_type=SoilType.WET)
    assert not {"poorly_drained", "waterlogged"} & set(warned())
