"""Where a result comes from: hash of its inputs, versions, machine and time."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from typing import TYPE_CHECKING, Any

from permil.errors import FileProblem

if TYPE_CHECKING:
    from permil.datasets.project import Project
    from permil.workflows.assess import Assessment


def version() -> str:
    """Return the version of permil."""
    from permil import __version__

    return __version__


def input_hash(assessment: Assessment) -> str:
    """Return the SHA-256 of everything that decides the result, seed included.

    Parameters
    ----------
    assessment : Assessment
        The assessment.

    Returns
    -------
    str
        Digest of the resolved project, the files that it names, the editions of the tables and
        the version of the climatology.
    """
    draws = assessment.draws
    return project_hash(assessment.project, (draws.seed, draws.n, draws.sequence))


def project_hash(project: Project, settings: tuple[Any, ...]) -> str:
    """Return the SHA-256 of a project and of what decides a run of it.

    Parameters
    ----------
    project : Project
        The project.
    settings : tuple
        Seed, numbers and names.

    Returns
    -------
    str
        Digest, as of :func:`input_hash`.
    """
    from permil.datasets.climatology import climatology_version
    from permil.tables import edition_digest

    digest = hashlib.sha256()
    resolved = json.dumps(project.raw, sort_keys=True, ensure_ascii=False, default=str)
    digest.update(resolved.encode())
    for path in project.files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for part in (edition_digest(), climatology_version(), version(), repr(settings)):
        digest.update(part.encode())
    return digest.hexdigest()


def assessed_at() -> str:
    """Return the time of the assessment in UTC; SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise FileProblem(
            where="SOURCE_DATE_EPOCH",
            problem=f"{epoch!r} is no time",
            remedy="give whole seconds since 1970, or unset it",
        ) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def provenance() -> dict[str, Any]:
    """Return time, machine and versions: what lies outside the hashed content.

    Returns
    -------
    dict
        Plain texts.
    """
    libraries = {}
    for name in ("numpy", "scipy", "numba", "xarray"):
        try:
            libraries[name] = installed(name)
        except PackageNotFoundError:
            libraries[name] = "not installed"
    return {
        "time": assessed_at(),
        "permil": version(),
        "python": platform.python_version(),
        "cpu": platform.processor() or platform.machine(),
        "system": platform.system(),
        **libraries,
    }
