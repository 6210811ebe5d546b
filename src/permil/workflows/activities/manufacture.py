"""What making a field's fertiliser, lime and pesticides emits, by one study for a run.

The making of sulphur is not counted: no study has a factor for it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from permil.assumptions import Assumption
from permil.science.manufacture import manufacture_co2e, product_from_nutrient
from permil.science.nutrient_options import P2O5_PER_PHOSPHORUS
from permil.tables import table
from permil.tables.upstream_categories import ManufactureStudy
from permil.vocabulary import Fertiliser
from permil.workflows.factor_use import FactorBook
from permil.workflows.factors import one_if_exact

if TYPE_CHECKING:
    from permil.workflows.activities.run import ActivityRun, Lines
    from permil.workflows.drivers import FieldDrivers

LINE = "manufacture_co2e"
#: Product of each study that stands for a type of fertiliser; any other is nitrogen in general,
#: for which a study may have no factor.
_PRODUCTS: dict[ManufactureStudy, dict[Fertiliser, str]] = {
    ManufactureStudy.LAL_2004: {},
    ManufactureStudy.BRENTRUP_2018: {
        Fertiliser.UREA: "urea",
        Fertiliser.AMMONIUM: "ammonium_sulphate",
        Fertiliser.NITRATE: "calcium_nitrate",
        Fertiliser.AMMONIUM_NITRATE: "ammonium_nitrate_prilled",
    },
    ManufactureStudy.GOBLIN: {
        Fertiliser.UREA: "urea",
        Fertiliser.AMMONIUM_NITRATE: "ammonium_nitrate",
    },
}
#: Product of each study that stands for mineral phosphorus.
_PHOSPHATE = {
    ManufactureStudy.LAL_2004: "phosphate",
    ManufactureStudy.BRENTRUP_2018: "triple_superphosphate",
    ManufactureStudy.GOBLIN: "triple_superphosphate",
}
#: Studies that do not tell kinds of pesticides apart.
_ANY_PESTICIDE = {ManufactureStudy.GOBLIN: "pesticide"}


def manufacture(run: ActivityRun, drivers: FieldDrivers) -> Lines:
    """Return what making a field's inputs emits, up to the gate of the factory.

    The CO2 that urea and lime give off in the field is in lines of its own.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    drivers : FieldDrivers
        Nitrogen by type of fertiliser, lime and pesticides, by year.

    Returns
    -------
    dict of str to ndarray, shape (year, 1)
        Line of manufacture [t CO2e/ha/yr].

    Raises
    ------
    permil.errors.NoFactor
        If the study of the run has no factor for a product.
    """
    study = run.project.run.manufacture_study
    total: Any = np.zeros((len(run.years), 1))
    for product, amount in _products(study, drivers):
        if not amount.any():
            continue
        drawn = run.drawn.factor(
            f"manufacture.{study}.{product}", "manufacture", (LINE,), study=study, product=product
        )
        if content := _content(study, product):
            amount = product_from_nutrient(amount, content)
        total = total + manufacture_co2e(amount[:, None], one_if_exact(drawn))
    if total.any():
        run.note(
            [Assumption("manufacture_study", {"study": str(study)}, "run.manufacture_study", study)]
        )
    return {LINE: total}


def making_of(book: FactorBook, study: ManufactureStudy, nutrient: str) -> float:
    """Return what making a mineral nutrient emits, as the run takes it.

    Parameters
    ----------
    book : FactorBook
        Published factors and those of the project.
    study : ManufactureStudy
        Study of the run.
    nutrient : {"nitrogen", "phosphate"}
        Nitrogen of any kind (where the study has none such, of ammonium nitrate), or P2O5.

    Returns
    -------
    float
        [kg CO2e/kg of the nutrient].
    """
    product = _PHOSPHATE[study] if nutrient == "phosphate" else "nitrogen"
    if not book.has("manufacture", study=study, product=product):
        product = _PRODUCTS[study][Fertiliser.AMMONIUM_NITRATE]
    value = float(book.row("manufacture", (), study=study, product=product).value)
    content = _content(study, product)
    return value * float(product_from_nutrient(1.0, content)) if content else value


def _content(study: ManufactureStudy, product: str) -> float | None:
    """Return the nutrient in a product [% by mass]; None where the factor is of the nutrient."""
    row: Any = table("manufacture").one(study=study, product=product)
    return row.nitrogen or row.phosphate or None


def _products(study: ManufactureStudy, drivers: FieldDrivers) -> list[tuple[str, Any]]:
    """Return products and their amount by year: N, P2O5, product, active ingredient [kg/ha]."""
    nitrogen = [
        (_PRODUCTS[study].get(kind, "nitrogen"), amount)
        for kind, amount in drivers.synthetic_nitrogen.items()
    ]
    phosphate = [(_PHOSPHATE[study], P2O5_PER_PHOSPHORUS * drivers.minerals["P"])]
    lime = [("lime", 1000.0 * drivers.carbonates[product]) for product in ("limestone", "dolomite")]
    pesticides = [
        (_ANY_PESTICIDE.get(study, str(kind)), amount)
        for kind, amount in drivers.pesticides.items()
    ]
    return nitrogen + phosphate + lime + pesticides
