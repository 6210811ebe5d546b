# %% [markdown]
# # Hoosfield in a notebook
# The published experiment, assessed from Python. Run cell by cell, or as a script.

# %%
from pathlib import Path

import permil

HERE = Path(__file__).parent
assessment = permil.assess(HERE / "hoosfield.toml", draws=200)
ledger = assessment.ledger

# %% [markdown]
# The ledger holds project totals by scenario, model, year and draw.

# %%
stock = ledger["project_soil_organic_carbon"].sel(model="rothc")
print(stock.sel(year=[1851, 1900, 1950, 2000]).mean("draw").round(1).to_pandas())

# %% [markdown]
# What the soil stores and what N2O takes back, against the baseline.

# %%
net = ledger["net_co2e"].sel(model="rothc", year=slice(1852, None)).sum("year")
benefit = net.sel(scenario="unmanured") - net
for scenario in ("fym_annual", "fym_1852_1871"):
    draws = benefit.sel(scenario=scenario)
    share = float((draws > 0).mean())
    print(f"{scenario}: {float(draws.median()):.1f} t CO2e, better in {100 * share:.0f} % of draws")

# %% [markdown]
# Model and measurement side by side; a model that fits badly is shown to fit badly.

# %%
document = assessment.document()
for scenario, models in document["fit"].items():
    fit = models["rothc"]
    print(f"{scenario}: mean error {fit['bias']:+.1f} t C/ha over {fit['n']} measurements")

# %% [markdown]
# The equation behind a number.

# %%
print(permil.explain("temperature_factor_rothc"))
