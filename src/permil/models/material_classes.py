"""Which class of a model a material belongs to."""

from __future__ import annotations

from permil.models.streams import Material
from permil.tables import table


def quality_class(name: str, material: Material) -> str:
    """Return the class of a material in a model's own table.

    Parameters
    ----------
    name : str
        A table of :class:`~permil.tables.quality_rows.MaterialClassRow`.
    material : Material
        The material.

    Returns
    -------
    str
        The class of the crop's or amendment's own row, or of the row ``any`` of its part.
    """
    rows = table(name)
    own = rows.select(part=material.part, material=material.name)
    found = own[0] if own else rows.one(part=material.part, material="any")
    return str(found.quality)
