"""The command line: what it prints, its exit codes, and that it stays light."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import permil
from amg_files import write_con
from permil import library
from permil.cli.main import app
from permil.models import MODELS
from permil.report.methods import methods
from permil.tables import table_names
from rothc_files import PYTHON_EXAMPLE, official_input

BAD = Path(__file__).parents[1] / "bad_input"
HOOSFIELD = Path(__file__).parents[2] / "examples" / "hoosfield.toml"
HEAVY = ("numpy", "scipy", "numba", "xarray", "pydantic", "pandas", "jinja2")


def command(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "permil", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "100"},
    )


def loaded_after(code):
    """Return which heavy packages are loaded after some code in a fresh interpreter."""
    script = (
        f"import sys\n{code}\nprint([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stderr.strip()


@pytest.fixture
def official(tmp_path):
    path = tmp_path / "RothC_input.dat"
    path.write_text(official_input("python_example_drivers.csv", PYTHON_EXAMPLE))
    return path


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments):
    code = f"""
from permil.cli.main import main
sys.argv = ["permil", *{arguments!r}]
try:
    main()
except SystemExit as stop:
    assert stop.code == 0, stop.code
"""
    assert loaded_after(code) == "[]"


def test_importing_permil_loads_nothing_heavy():
    assert loaded_after("import permil; dir(permil); permil.__version__") == "[]"


def test_the_public_interface_is_small_and_there():
    assert len(permil.__all__) <= 15
    for name in permil.__all__:
        assert getattr(permil, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'assses'"):
        permil.assses  # noqa: B018


def test_version():
    done = command("--version")
    assert (done.returncode, done.stdout) == (0, f"permil {permil.__version__}\n")


def test_every_command_is_listed_and_explains_itself():
    text = command("--help").stdout
    names = [found.name or found.callback.__name__ for found in app.registered_commands]
    names += [group.name for group in app.registered_groups]
    assert len(names) == 13
    for name in names:
        assert f"  {name} " in text
        assert command(name, "--help").returncode == 0


def test_usage_errors_have_code_2():
    for arguments in (["assess"], ["nonsense"], ["assess", "--nonsense", "x"]):
        done = command(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["assess", "absent.toml"], "absent.toml"),
        (["assess", HOOSFIELD, "--draws", "0"], "--draws: 0 cannot be used"),
        (["assess", HOOSFIELD, "--seed", "-1"], "--seed: -1 cannot be used"),
        (["simulate", "roth", "x.csv"], "nearest: rothc"),
        (["simulate", "rothc", "absent.dat"], "absent.dat"),
        (["simulate", "rothc", BAD / "simulate" / "clay_negative.dat"], "line 4, clay"),
        (["simulate", "rothc", "x.csv", "--clay", "23.4 g/cm3"], "--clay: "),
        (["simulate", "rothc", "x.csv", "--depth", "23"], "--depth: 23 has no unit"),
        (["simulate", "amg", "absent"], "absent: it is no folder"),
        (["simulate", "amg", "x", "--clay", "20 %"], "--clay has no effect for amg"),
        (
            ["simulate", "rothc", "x.dat", "--rounding", "official"],
            "--rounding has no effect for other",
        ),
        (
            ["simulate", "rothc", "x.dat", "--treatment", "CON"],
            "--treatment has no effect for other",
        ),
        (["explain", "partition_colman1996"], "partition_coleman1996"),
        (["tables", "show", "gpw"], "gwp"),
        (["explain", "thornthwaite"], "heat_index_thornthwaite1948"),
        (["practices", "show", "cover_crops"], "cover_crop"),
        (["practices", "show", "ley"], "(nearest: grass_ley)"),
        (["assess", HOOSFIELD, "--pdf"], "--pdf has no effect without --output"),
        (["assess", HOOSFIELD, "--draws-out"], "--draws-out has no effect without --output"),
        (["assess", HOOSFIELD, "--json", "--force"], "--force has no effect without --output"),
        (["simulate", "rothc", "x.csv", "--force"], "--force has no effect without --output"),
        (["migrate", HOOSFIELD, "--force"], "--force has no effect without --output"),
        (["migrate", "absent.toml"], "absent.toml"),
        (["init", "absent/project.toml"], "absent"),
    ],
)
def test_input_errors_are_one_message_and_code_2(tmp_path, arguments, message):
    done = command(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("permil: ")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_simulate_the_official_input(official, tmp_path):
    done = command("simulate", "rothc", official, "--output", tmp_path / "run")
    assert done.returncode == 0, done.stderr
    assert "t C/ha at the end of 1948" in done.stdout
    assert sorted(p.name for p in (tmp_path / "run").glob("*.csv")) == [
        "month_results.csv",
        "year_results.csv",
    ]
    first = (tmp_path / "run" / "month_results.csv").read_bytes()
    assert command("simulate", "rothc", official, "--output", tmp_path / "run").returncode == 0
    assert (tmp_path / "run" / "month_results.csv").read_bytes() == first


def test_simulate_the_official_folder_of_amg(tmp_path):
    folder = write_con(tmp_path / "inputs")
    done = command(
        "simulate", "amg", folder, "--rounding", "official", "--output", tmp_path / "run"
    )
    assert done.returncode == 0, done.stderr
    assert "50.95 t C/ha at the start, 46.58 t C/ha at the end of 2018" in done.stdout
    assert done.stdout.count("Assumed: parameters_") == 3
    assert sorted(p.name for p in (tmp_path / "run").glob("*.csv")) == [
        "carbon_inputs.csv",
        "year_results.csv",
    ]
    done = command("simulate", "amg", folder, "--treatment", "FYM")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nearest: CON" in done.stderr


def test_simulate_a_table_with_a_soil_in_any_unit(tmp_path):
    rows = [f"{2001 + i // 12},{i % 12 + 1},{i % 12},60,40,0.2" for i in range(24)]
    names = "year,month,air_temperature,precipitation,potential_evapotranspiration"
    path = tmp_path / "drivers.csv"
    path.write_text("\n".join([f"{names},monthly_plant_carbon_input", *rows]) + "\n")
    soil = ["--clay", "0.234 -", "--depth", "0.23 m", "--inert-organic-matter", "270 g C/m2"]
    done = command("simulate", "rothc", path, *soil, "--output", tmp_path / "run")
    assert done.returncode == 0, done.stderr
    assert "Assumed: " in done.stdout
    years = (tmp_path / "run" / "year_results.csv").read_text().splitlines()
    column = years[0].split(",").index("inert_organic_matter [t C/ha]")
    assert float(years[1].split(",")[column]) == pytest.approx(2.7)


def test_other_files_in_a_folder_are_never_deleted(official, tmp_path):
    target = tmp_path / "run"
    target.mkdir()
    (target / "thesis.doc").write_text("years of work")
    done = command("simulate", "rothc", official, "--output", target)
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert [p.name for p in target.iterdir()] == ["thesis.doc"]
    assert command("simulate", "rothc", official, "--output", target, "--force").returncode == 0
    assert (target / "thesis.doc").exists()


def test_an_unwritable_folder_is_refused_before_the_run(official):
    done = command("simulate", "rothc", official, "--output", official / "run")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert done.stdout == ""


def test_results_go_into_the_working_directory_and_only_they_are_listed(official, tmp_path):
    here = tmp_path / "here"
    here.mkdir()
    done = command("simulate", "rothc", official, "--output", ".", cwd=here)
    assert done.returncode == 0, done.stderr
    listed = [line.strip() for line in done.stdout.splitlines()[1:]]
    assert listed == ["month_results.csv", "year_results.csv"]
    (here / "notes.csv").write_text("mine")
    refused = command("simulate", "rothc", official, "--output", ".", cwd=here)
    assert refused.returncode == 2
    forced = command("simulate", "rothc", official, "--output", ".", "--force", cwd=here)
    assert [line.strip() for line in forced.stdout.splitlines()[1:]] == listed
    assert (here / "notes.csv").read_text() == "mine"


def test_a_link_that_leads_nowhere_is_refused_before_the_run(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "absent")
    done = command("assess", "absent.toml", "--output", "link", cwd=tmp_path)
    assert done.returncode == 2
    assert "link is a link to" in done.stderr
    assert "which does not exist" in done.stderr


def test_init_migrate_and_schema(tmp_path):
    project = tmp_path / "project.toml"
    assert command("init", project).returncode == 0
    template = tomllib.loads(project.read_text(encoding="utf-8"))
    assert template["format"] == 1
    again = command("init", project)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert command("init", project, "--force").returncode == 0
    assert tomllib.loads(command("migrate", project).stdout) == template
    lifted = tmp_path / "lifted.toml"
    assert command("migrate", project, "--output", lifted).returncode == 0
    assert tomllib.loads(lifted.read_text(encoding="utf-8")) == template
    schema = json.loads(command("schema").stdout)
    assert schema["properties"]["format"]["description"].startswith("Always 1.")


def test_the_template_is_assessed_as_it_stands(tmp_path):
    project = tmp_path / "project.toml"
    assert command("init", project).returncode == 0
    done = command("assess", project, "--draws", "20", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_models_tables_and_practices():
    models = command("models").stdout
    assert [line.split()[0] for line in models.splitlines()] == list(MODELS)
    tables = command("tables", "list").stdout
    assert [line.split()[0] for line in tables.splitlines()] == list(table_names())
    gwp = command("tables", "show", "gwp").stdout.splitlines()
    assert gwp[0].startswith("# ")
    assert "AR6" in "".join(gwp)
    for practice in library.all_practices():
        assert practice.name in command("practices", "show", practice.id).stdout
    assert all(p.id in command("practices", "list").stdout for p in library.all_practices())


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_explained(name):
    done = command("explain", name)
    assert done.returncode == 0, done.stderr
    assert name in done.stdout


def test_explain_without_a_name_lists_every_method_on_one_plain_line():
    done = command("explain")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "\x1b" not in done.stdout
    for name, entry in methods().items():
        (line,) = (line for line in lines if line.split()[:1] == [name])
        assert line.startswith("  ")
        assert entry.title[:20] in line
    assert "Models and the engine" in lines


@pytest.mark.parametrize("called", ["#method-net_benefit", "Net benefit for the climate", "net"])
def test_explain_takes_what_the_report_shows(called):
    assert command("explain", called).stdout == command("explain", "net_benefit").stdout


def test_explain_prints_equation_validity_and_source():
    text = command("explain", "partition_coleman1996").stdout
    assert "exp" in text
    assert "coleman1996" in text.lower()


def test_assess_prints_the_answer_and_writes_the_files(tmp_path):
    target = tmp_path / "results"
    done = command("assess", HOOSFIELD, "--draws", "20", "--output", target)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Hoosfield")
    for name in ("report.html", "assessment.json", "assessment.csv", "ledger.nc"):
        assert (target / name).exists()
        assert str(target / name) in done.stdout.replace("\n", "")


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupting_leaves_nothing(tmp_path, which):
    arguments = ["permil", "assess", str(HOOSFIELD), "--draws", "200000"]
    arguments += ["--output", str(tmp_path / "results")]
    script = f"""
import os, sys, threading
from permil.cli.main import main
sys.argv = {arguments!r}
threading.Timer(0.8, os.kill, (os.getpid(), {int(which)})).start()
main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 130
    assert done.stdout == ""
    assert done.stderr.endswith("permil: interrupted; no file is left half-written.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_signal_that_a_library_swallows_ends_the_run_all_the_same(tmp_path):
    """A callback of compiled code drops the exception and goes on."""
    script = f"""
import os, signal, sys
import permil.workflows.projects as projects
from permil.cli.main import main
read = projects.read_project
def swallowing(path):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    except KeyboardInterrupt:
        pass
    return read(path)
projects.read_project = swallowing
sys.argv = ["permil", "assess", {str(HOOSFIELD)!r}, "--draws", "5", "--output", "r"]
main()
"""
    called = [sys.executable, "-c", script]
    done = subprocess.run(called, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 130, done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupting_the_imports_is_one_line(tmp_path, which):
    """A library that is slow to import, and a signal that comes meanwhile."""
    (tmp_path / "typer.py").write_text(
        f"import os, time\nos.kill(os.getpid(), {int(which)})\ntime.sleep(20)\n"
    )
    source = Path(permil.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "permil", "models"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{source}"},
    )
    assert done.returncode == 130
    assert done.stdout == ""
    assert done.stderr == "permil: interrupted; no file is left half-written.\n"


def test_the_installed_command_is_the_one_that_heeds_signals_first():
    project = tomllib.loads((HOOSFIELD.parents[1] / "pyproject.toml").read_text("utf-8"))
    module, name = project["project"]["scripts"]["permil"].split(":")
    code = f"import sys\nfrom {module} import {name}\nprint('typer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_closed_pipe_is_no_traceback():
    process = subprocess.Popen(
        [sys.executable, "-m", "permil", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    error = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 1
    assert error == ""


def run_with(environment, *arguments, stdout=subprocess.PIPE):
    return subprocess.run(
        [sys.executable, "-m", "permil", *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        env=os.environ | {"NO_COLOR": "1"} | environment,
    )


def test_a_terminal_that_knows_no_per_mille_sign_gets_the_answer():
    done = run_with({"PYTHONIOENCODING": "ascii"}, "assess", HOOSFIELD, "--draws", 5)
    assert done.returncode == 0
    assert b"Farmyard manure every year" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_behind_the_output_is_one_message():
    with Path("/dev/full").open("w") as full:
        done = run_with({}, "schema", stdout=full)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"cannot be written" in done.stderr


def test_a_broken_source_date_epoch_is_named():
    for broken in ("soon", "1.5", "99999999999999"):
        done = run_with({"SOURCE_DATE_EPOCH": broken}, "assess", HOOSFIELD, "--draws", 5)
        assert done.returncode == 2
        assert f"SOURCE_DATE_EPOCH: '{broken}' is no time".encode() in done.stderr
        assert b"Traceback" not in done.stderr
    assert run_with({"SOURCE_DATE_EPOCH": ""}, "assess", HOOSFIELD, "--draws", 5).returncode == 0
