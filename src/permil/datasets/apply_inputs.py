"""What the practices biochar and lime change in a management."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from permil.assumptions import Assumption
from permil.datasets.management import BiocharUse, LimeUse, Management, PracticeUse, Schedule
from permil.errors import Conflict, MissingKey
from permil.tables.biomass_categories import BiocharFeedstock, BiocharProcess
from permil.vocabulary import AlternativeFate

#: Feedstocks that are residues of crops.
_RESIDUES = (BiocharFeedstock.HERBACEOUS, BiocharFeedstock.RICE)


def add_biochar(
    management: Management, use: PracticeUse, schedule: Schedule
) -> tuple[Management, tuple[Assumption, ...]]:
    """Return a management with biochar, which is a line of the balance and no input of a model.

    Parameters
    ----------
    management : Management
        The management without it.
    use : PracticeUse
        Amount, feedstock, class of pyrolysis and what would have happened otherwise.
    schedule : Schedule
        Years of application.

    Returns
    -------
    tuple of Management and assumptions
        The changed management.

    Raises
    ------
    MissingKey
        If a key without default is missing.
    """
    given = use.parameters
    needed = {
        "amount": 'its dry matter, such as "5 t DM/ha"',
        "feedstock": f"what it is made of: {', '.join(BiocharFeedstock)}",
        "pyrolysis": "the highest temperature: low (350 to 450 °C), medium (to 600 °C), high",
        "alternative_fate": "what would have happened to it or its feedstock otherwise:"
        f" {', '.join(AlternativeFate)}",
    }
    _require(given, needed)
    notes: tuple[Assumption, ...] = ()
    process = given.get("process")
    if process is None:
        process = BiocharProcess.PYROLYSIS
        fields = {"key": "practice.process", "value": str(process)}
        notes = (Assumption("default_taken", fields, "practice.process"),)
    added = BiocharUse(
        amount=given["amount"],
        feedstock=given["feedstock"],
        process=process,
        pyrolysis=given["pyrolysis"],
        alternative_fate=given["alternative_fate"],
        schedule=schedule,
    )
    return replace(management, biochars=(*management.biochars, added)), notes


def add_lime(management: Management, use: PracticeUse, schedule: Schedule) -> Management:
    """Return a management with lime beside what it has.

    Parameters
    ----------
    management : Management
        The management without it.
    use : PracticeUse
        Product and amount.
    schedule : Schedule
        Years of application.

    Returns
    -------
    Management
        The changed management.

    Raises
    ------
    MissingKey
        If product or amount is missing.
    """
    given = use.parameters
    _require(given, {"product": "limestone or dolomite", "amount": 'such as "2 t/ha"'})
    added = LimeUse(given["product"], given["amount"], schedule)
    return replace(management, limes=(*management.limes, added))


def _require(given: dict[str, Any], needed: dict[str, str]) -> None:
    for key, expected in needed.items():
        if given.get(key) is None:
            raise MissingKey(where="", key=key, expected=expected)


def check_biochar(management: Management, baseline: Management, where: str) -> None:
    """Raise an error for feedstock of this land that stays on it and becomes biochar, too.

    What leaves the land is then in the drivers of the scenario, and its loss in the soil's line; so
    the carbon of the biochar counts in full.

    Parameters
    ----------
    management, baseline : Management
        The scenario's and the baseline's.
    where : str
        Place of the scenario, for the message.

    Raises
    ------
    Conflict
        If the scenario brings the land as much manure, or leaves it as many residues, as before.
    """
    for use in management.biochars:
        if use.alternative_fate is not AlternativeFate.SAME_LAND or use in baseline.biochars:
            continue
        if use.feedstock is BiocharFeedstock.ANIMAL_MANURE:
            what = "manure"
            stays = management.amendments == baseline.amendments
        elif use.feedstock in _RESIDUES:
            what = "residues"
            stays = (management.rotation, management.overrides) == (
                baseline.rotation,
                baseline.overrides,
            )
        else:
            what, stays = f"{use.feedstock.replace('_', ' ')}", True
        if stays:
            raise Conflict(
                where=where,
                problem=f"the biochar is made of {what} of the same land, and nothing that the land"
                " receives is taken away for it: it would count twice",
                remedy="take it from the amendment or the residues of the scenario, or say"
                " spread_elsewhere, which counts no gain",
            )
