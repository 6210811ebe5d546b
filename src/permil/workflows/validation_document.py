"""The result of a validation as one document, and as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from permil import __version__
from permil.datasets.experiments import Experiment, Treatment
from permil.workflows.experiment_run import of_another_depth
from permil.workflows.files import output_folder
from permil.workflows.provenance import assessed_at
from permil.workflows.validate import Validation
from permil.workflows.validation_scores import Skill

#: Version of the document.
FORMAT = 1
SKILL = (
    "model",
    "experiment",
    "treatment",
    "n",
    "bias",
    "rmse",
    "efficiency",
    "trend_sign_right",
    "coverage_90",
    "calibrated",
)
STOCKS = (
    "model",
    "experiment",
    "treatment",
    "calibrated",
    "year",
    "measured",
    "sd",
    "n",
    "modelled",
    "low",
    "high",
)


def validation_document(validation: Validation) -> dict[str, Any]:
    """Return everything that the page and the tables show.

    Parameters
    ----------
    validation : Validation
        Results and scores.

    Returns
    -------
    dict
        Plain values: sites with measurements, models with factors, stocks, scores, weights.
    """
    return {
        "format": FORMAT,
        "version": __version__,
        "time": assessed_at(),
        "sites": [_site(site) for site in validation.sites],
        "models": [
            {
                "name": model.name,
                "title": model.title,
                "rates": list(model.rates),
                "depths": list(model.depths),
                "linear": model.linear,
                "other_depths": sorted(
                    {
                        site.soil["depth"]
                        for site in validation.ran
                        if site.id in validation.results[model.name, False]
                        and of_another_depth(model, site)
                    }
                ),
                "calibration": {
                    name: asdict(one)
                    for name, one in validation.calibrations.get(model.name, {}).items()
                },
            }
            for model in validation.models
        ],
        "left_out": [asdict(one) for one in validation.left_out],
        "skill": [_skill(one) for one in validation.skill()],
        "summary": [_skill(one) for one in validation.summary()],
        "weights": validation.weights(),
        "stocks": _stocks(validation),
    }


def _site(site: Experiment) -> dict[str, Any]:
    return {
        "id": site.id,
        "name": site.name,
        "place": site.place,
        "about": site.about,
        "depth": site.soil["depth"],
        "first_year": site.first_year,
        "last_year": site.last_year,
        "assumptions": list(site.assumptions),
        "sources": [asdict(source) for source in site.sources],
        "licence": site.licence,
        "attribution": site.attribution,
        "left_out": site.left_out,
        "held": site.held,
        "treatments": [_treatment(t) for t in site.treatments],
    }


def _treatment(treatment: Treatment) -> dict[str, Any]:
    return {
        "id": treatment.id,
        "name": treatment.name,
        "initial_stock": treatment.initial_stock,
        "inputs_of": treatment.inputs_of,
        "left_out": treatment.left_out,
        "measured": [
            {"year": m.year, "stock": m.stock, "sd": m.sd, "n": m.n, "use": str(m.use)}
            for m in treatment.measured
        ],
    }


def _skill(one: Skill) -> dict[str, Any]:
    return asdict(one) | {"marked": one.marked}


def _stocks(validation: Validation) -> list[dict[str, Any]]:
    """Return the stocks of every year by model, site and treatment, with the interval."""
    rows = []
    for (model, calibrated), found in validation.results.items():
        for site in validation.ran:
            if site.id not in found:
                continue
            result = found[site.id]
            for i, treatment in enumerate(site.run):
                rows.append(
                    {
                        "model": model,
                        "calibrated": calibrated,
                        "experiment": site.id,
                        "treatment": treatment.id,
                        "first_year": site.first_year - 1,
                        "soc": [float(v) for v in result.soc[:, i]],
                        "error_low": None if result.interval is None else result.interval.low,
                        "error_high": None if result.interval is None else result.interval.high,
                    }
                )
    return rows


def skill_table(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the skill table: a row for every model, treatment, and calibrated or not.

    Parameters
    ----------
    document : mapping
        A validation document.

    Returns
    -------
    list of dict
        Rows with the columns ``SKILL``; an unknown score is None, ``trend_sign_right`` and
        ``calibrated`` are "yes" or "no".
    """
    rows = []
    for one in document["skill"]:
        right = None if not one["trends"] else "yes" if one["trends_right"] else "no"
        row = dict(one) | {
            "trend_sign_right": right,
            "calibrated": "yes" if one["calibrated"] else "no",
        }
        rows.append({name: row[name] for name in SKILL})
    return rows


def stock_table(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the scored stocks: measured, modelled and the 90 % interval.

    Parameters
    ----------
    document : mapping
        A validation document.

    Returns
    -------
    list of dict
        Rows with the columns ``STOCKS`` [t C/ha].
    """
    measured = {
        (site["id"], treatment["id"]): treatment["measured"]
        for site in document["sites"]
        for treatment in site["treatments"]
    }
    rows = []
    for one in document["stocks"]:
        for m in measured[one["experiment"], one["treatment"]]:
            if m["use"] != "score":
                continue
            modelled = one["soc"][m["year"] - one["first_year"]]
            ends = [
                None if one[end] is None else modelled + one[end]
                for end in ("error_low", "error_high")
            ]
            rows.append(
                {
                    "model": one["model"],
                    "experiment": one["experiment"],
                    "treatment": one["treatment"],
                    "calibrated": "yes" if one["calibrated"] else "no",
                    "year": m["year"],
                    "measured": m["stock"],
                    "sd": m["sd"],
                    "n": m["n"],
                    "modelled": modelled,
                    "low": ends[0],
                    "high": ends[1],
                }
            )
    return rows


def write_validation(
    document: Mapping[str, Any], folder: Path, *, force: bool = False
) -> list[Path]:
    """Write the skill page and its tables.

    Parameters
    ----------
    document : mapping
        A validation document.
    folder : Path
        Folder to make, or to replace where permil wrote it.
    force : bool
        Whether results may go into a folder with other files, which stay.

    Returns
    -------
    list of Path
        What was written: page, skill, stocks, weights, and all of it as JSON.

    Raises
    ------
    FileProblem
        If the folder cannot be written.
    """
    from permil.report.validation import render_validation

    weights = [
        dict(row) | {"calibrated": "yes" if row["calibrated"] else "no"}
        for row in document["weights"]
    ]
    texts = {
        "validation.html": render_validation(dict(document)),
        "skill.csv": _csv(SKILL, skill_table(document)),
        "stocks.csv": _csv(STOCKS, stock_table(document)),
        "weights.csv": _csv(("model", "calibrated", "without", "weight"), weights),
        "validation.json": json.dumps(document, indent=1, ensure_ascii=False) + "\n",
    }
    with output_folder(folder, force=force) as work:
        for name, text in texts.items():
            (work / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a table; numbers in full precision, so that scores can be computed again."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow("" if row[name] is None else row[name] for name in columns)
    return file.getvalue()
