"""From the land-unit sections of a project file to soils with their measured stock."""

from __future__ import annotations

from permil.datasets import project as p
from permil.datasets import project_schema as s
from permil.datasets.geometry import OUTLINE, check_geometry
from permil.datasets.resolve_context import Context
from permil.errors import Ambiguous, Conflict, MissingKey
from permil.science.inorganic_carbon import soil_carbon_by_kind
from permil.science.soil_stock import stock_from_description
from permil.tables import parameter_set
from permil.units import parse_quantity
from permil.variables import variable


class SoilResolver:
    """Turns land-unit sections into land units.

    Parameters
    ----------
    context : Context
        Places, notes and files of the project file.
    """

    def __init__(self, context: Context) -> None:
        self.context = context

    def land_unit(self, name: str, unit: s.LandUnitSection) -> p.LandUnit:
        """Return one land unit.

        Raises
        ------
        permil.errors.InputError
            If texture, stock or outline cannot be used, or a density or share is ambiguous.
        """
        where = ("land_unit", name)
        geometry = None
        if unit.geometry is not None:
            key = (*where, "geometry")
            geometry = self.context.file(unit.geometry, *key, remedy=OUTLINE)
            check_geometry(geometry, where=self.context.where(*key))
        self._check_texture(unit, where)
        unit = self._without_carbonates(name, unit, where)
        stock, method, density = self._stock(unit, where)
        soil = p.Soil(
            depth=unit.depth,
            clay=unit.clay,
            silt=unit.silt,
            sand=unit.sand,
            stock=stock,
            stock_sd=unit.organic_carbon_stock_sd,
            stock_method=method,
            soil_type=unit.soil_type,
            bulk_density=density,
            organic_carbon=unit.organic_carbon,
            inert_organic_matter=unit.inert_organic_matter,
            calcium_carbonate=unit.calcium_carbonate,
            ph=unit.ph,
            carbon_nitrogen_ratio=unit.carbon_nitrogen_ratio,
            measured_year=unit.measured_year,
            pools=unit.pools,
            electrical_conductivity=unit.electrical_conductivity,
            drainage_class=unit.drainage_class,
        )
        return p.LandUnit(name, unit.name or name, unit.area, soil, geometry)

    def _without_carbonates(
        self, name: str, unit: s.LandUnitSection, where: tuple[str, ...]
    ) -> s.LandUnitSection:
        """Return a land unit with its organic carbon, where its total carbon is given."""
        if unit.total_carbon is None:
            return unit
        for key in ("organic_carbon", "organic_carbon_stock"):
            if getattr(unit, key) is not None:
                raise Conflict(
                    where=self.context.where(*where, "total_carbon"),
                    problem=f"total_carbon and {key} are given",
                    remedy="the organic carbon follows from one of the two",
                )
        if unit.calcium_carbonate is None:
            raise MissingKey(
                where=self.context.where(*where, "total_carbon"),
                key="calcium_carbonate",
                expected='the carbonates, such as "120 g/kg", or "0 g/kg" where there are none',
            )
        found = soil_carbon_by_kind(
            unit.total_carbon,
            unit.calcium_carbonate,
            parameter_set("inorganic_carbon")["carbon_of_carbonate"],
            self.context.where(*where, "total_carbon"),
        )
        organic = variable("soil_organic_carbon_concentration").check(
            float(found.organic), where=self.context.where(*where, "total_carbon")
        )
        self.context.note(
            "carbonates_taken_off",
            f"land_unit.{name}.total_carbon",
            unit=unit.name or name,
            organic=f"{organic:.3g}",
            inorganic=f"{float(found.inorganic):.3g}",
        )
        return unit.model_copy(update={"organic_carbon": organic})

    def _check_texture(self, unit: s.LandUnitSection, where: tuple[str, ...]) -> None:
        parts = (unit.clay, unit.silt, unit.sand)
        known = [part for part in parts if part is not None]
        if 0.0 < unit.clay < 1.0:
            raise Ambiguous(
                where=self.context.where(*where, "clay"),
                problem=f"{unit.clay:g} may be a share or per cent, of which so little is rare",
                remedy=f'write "{100 * unit.clay:g} %", or "0 %" where there is no clay',
            )
        total = sum(known)
        if total > 100.5 or (len(known) == 3 and abs(total - 100) > 1):
            raise Conflict(
                where=self.context.where(*where, "clay"),
                problem=f"clay, silt and sand add up to {total:g} %",
                remedy="they must make 100 %",
            )

    def _stock(
        self, unit: s.LandUnitSection, where: tuple[str, ...]
    ) -> tuple[float | None, str, float | None]:
        """Return the measured stock, how it was found and the fine-earth density where known."""
        fine = unit.bulk_density if unit.bulk_density_of == "fine_earth" else None
        if unit.organic_carbon_stock is not None:
            if unit.bulk_density is not None and unit.organic_carbon is not None:
                raise Conflict(
                    where=self.context.where(*where, "organic_carbon_stock"),
                    problem="the stock is given as such and by concentration and density",
                    remedy="give one of the two",
                )
            return self._plausible(unit.organic_carbon_stock, where), "given", fine
        if unit.organic_carbon is None:
            return None, "", fine
        if unit.bulk_density is None:
            raise MissingKey(
                where=self.context.where(*where, "organic_carbon"),
                key="bulk_density",
                expected='a density such as "1.35 g/cm3", from which the stock follows',
            )
        share, by = self._fragments(unit, where)
        described = stock_from_description(
            unit.organic_carbon,
            unit.depth,
            bulk_density=unit.bulk_density,
            bulk_density_of=unit.bulk_density_of,
            coarse_fragments=share,
            coarse_fragments_by=by,
            rock_density=unit.rock_density,
            where=self.context.where(*where),
        )
        return self._plausible(float(described.stock), where), described.method, fine

    def _plausible(self, stock: float, where: tuple[str, ...]) -> float:
        return variable("soil_organic_carbon_stock").check(stock, where=self.context.where(*where))

    def _fragments(
        self, unit: s.LandUnitSection, where: tuple[str, ...]
    ) -> tuple[float, str | None]:
        """Return coarse fragments in % and what they are a share of."""
        if unit.coarse_fragments is None:
            raise MissingKey(
                where=self.context.where(*where),
                key="coarse_fragments",
                expected='the stones, such as "5 % by volume" or "0 % by mass"',
            )
        place = self.context.where(*where, "coarse_fragments")
        number, written = parse_quantity(unit.coarse_fragments, where=place)
        for by in ("mass", "volume"):
            if written == f"% by {by}":
                name = f"coarse_fragments_{by}"
                return variable(name).check(number, given=unit.coarse_fragments, where=place), by
        if written in ("%", ""):
            return number, None
        raise Ambiguous(
            where=place,
            problem=f"'{unit.coarse_fragments}' says no share of mass or volume",
            remedy='write it as "5 % by volume" or "5 % by mass"',
        )
