"""The verbs that the server offers, each declared once, and the commands that it does not offer, with the reason."""

from __future__ import annotations

from openairlift.web.declared import MOST_WHOLE, Kind, Setting, Verb

EITHER = ("scenario", "run")

OPTIONS = Setting(name="options", kind=Kind.NAMES, says="Options of the scenario to apply.")
RUNS = Setting(name="runs", low=1, high=1_000_000, says="Simulated runs; none = 200.")
SEED = Setting(name="seed", low=0, high=MOST_WHOLE, says="Seed of all draws; none = the scenario's.")
EFFORT = Setting(
    name="effort", low=1, high=1_000_000, default=1,
    says="Budget of every plan: 1 = the baseline, fast; 2 or more = near the optimum, which takes longer.",
)  # fmt: skip
SEARCH = Setting(name="effort", low=1, high=1_000_000, says="Budget of the planner in rounds of moves; none = 200.")
SECONDS = Setting(
    name="time_limit_s", kind=Kind.NUMBER, low=0, above=True, high=1e6,
    says="Budget in seconds instead; then the same call need not give the same plan.",
)  # fmt: skip
ANSWER = Setting(
    name="answer", kind=Kind.TEXT, default="closure",
    says="What is asked: closure, cost, undelivered, share@DAY[:METER][:MARK], or an expression of claims.",
)  # fmt: skip
TRIES = Setting(name="effort", low=1, high=1_000_000, default=20, says="Budget of every plan.")
PLANNER_SEED = Setting(name="seed", low=0, high=MOST_WHOLE, default=1, says="Seed of the planner.")


def _whole(name: str, says: str, *, low: int = 1, default: int | None = None, high: int = 1_000_000) -> Setting:
    return Setting(name=name, says=says, low=low, high=high, default=default)


def _words(name: str, says: str, *, choices: tuple[str, ...] = (), default: str | None = None) -> Setting:
    return Setting(name=name, kind=Kind.TEXT, says=says, choices=choices, default=default)


def _flag(name: str, says: str, *, default: bool) -> Setting:
    return Setting(name=name, kind=Kind.FLAG, says=says, default=default)


OFFERED: tuple[Verb, ...] = (
    Verb(
        name="check", home="verbs.checking:check", text="verbs.checking:check_text", job=False, told="none",
        says="Read a scenario and say everything that is wrong or doubtful.", settings=(OPTIONS,),
    ),
    Verb(
        name="quick", home="verbs.reckoning:quick", text="verbs.reckoning:quick_text", job=False, told="none", takes=(),
        says="Reckon one flow of cargo by planning factors, with the formulas.",
        settings=(
            Setting(name="mass_kg", kind=Kind.MASS, required=True, says="What has to be carried, such as 500t."),
            Setting(name="origin", kind=Kind.TEXT, required=True, says="ICAO code of the airport where it lies."),
            Setting(name="destination", kind=Kind.TEXT, required=True, says="ICAO code of where it is needed."),
            Setting(name="type_", kind=Kind.TEXT, required=True, says="Aircraft type, such as C-17A."),
            Setting(name="tails", low=1, high=100_000, required=True, says="Aircraft."),
            _whole("spots", "Aircraft served at once at the destination; none = no limit."),
            Setting(name="ground_s", kind=Kind.TIME, says="Time at each stop, such as 2.75h; none = of the type."),
            Setting(name="hours_per_day", kind=Kind.NUMBER, low=0, above=True, high=24, says="Operating hours a day."),
            Setting(name="efficiency", kind=Kind.NUMBER, low=0, above=True, high=1, says="Queueing efficiency."),
        ),
    ),
    Verb(
        name="find", home="verbs.finding:find", text="verbs.finding:find_text", job=False, told="none", takes=(),
        says="Find an airfield or an aircraft type by code, name, or a part of one.",
        settings=(
            Setting(name="kind", kind=Kind.TEXT, choices=("airfield", "type"), required=True, says="What to find."),
            Setting(name="words", kind=Kind.TEXT, required=True, says="A code, a name, or a part of one."),
            Setting(name="scenario", kind=Kind.SCENARIO, says="Search the places and types of this one, too."),
            _whole("most", "How many to list.", default=10, high=1000),
        ),
    ),
    Verb(
        name="evidence check", home="verbs.evidence:evidence_check", text="verbs.evidence_text:evidence_check_text",
        job=False, told="none", settings=(OPTIONS,),
        says="Look up every quote and figure in its source, and compare quoted inputs with what they cite.",
    ),
    Verb(
        name="evidence list", home="verbs.evidence:evidence_list", text="verbs.evidence_text:evidence_list_text",
        job=False, told="none", says="List what the scenario takes from its sources.",
        settings=(
            _words("kind", "What to list; none = how many there are of every kind.", choices=(
                "statements", "evidence", "sources", "observations", "params", "claims", "packages", "posture",
            )),
            Setting(name="search", kind=Kind.TEXT, default="", says="Records that hold every one of these words."),
        ),
    ),
    Verb(
        name="evidence chain", home="verbs.evidence:evidence_chain", text="verbs.evidence_text:evidence_chain_text",
        job=False, told="none", says="Say who told whom behind a record, and what depends on it.",
        settings=(Setting(name="id_", kind=Kind.TEXT, required=True, says="Id of the record, or key of a parameter."),),
    ),
    Verb(
        name="plan", home="verbs.planning:plan", text="verbs.planning:plan_text", searches=True, out=True,
        says="Plan near the optimum: how good the plan is, what can't be carried, and why.",
        settings=(OPTIONS, SEARCH, SECONDS, SEED, _flag("missions", "List every mission.", default=False)),
    ),
    Verb(
        name="plan against", home="verbs.robust:against", text="verbs.robust:against_text", told="words", out=True,
        says="Plan against sampled futures of disruptions that come by chance.",
        settings=(
            Setting(name="disruptions", kind=Kind.TABLE, required=True, says="Text in the form of disruptions.csv."),
            _whole("samples", "Futures; none = 20.", high=10_000), OPTIONS, SEARCH, SECONDS, SEED,
        ),
    ),
    Verb(
        name="replan", home="verbs.replanning:replan", text="verbs.replanning:replan_text", told="none", searches=True,
        out=True, says="Plan again while a plan is carried out: what changed for every mission, and why.",
        settings=(
            Setting(name="plan", kind=Kind.PLAN, required=True, says="Id of a run, or of a job that made a plan."),
            Setting(name="at", kind=Kind.TEXT, required=True, says="From when on, such as 2022-03-02T12:00Z."),
            OPTIONS,
            Setting(name="new", kind=Kind.SCENARIO, says="The scenario as it is now; none = the same."),
            Setting(name="old_options", kind=Kind.NAMES, says="Options that the plan was made with."),
            Setting(name="effort", low=1, high=1_000_000, says="Budget of the planner; none = 5."), SECONDS, SEED,
        ),
    ),
    Verb(
        name="run", home="verbs.running:run", text="reports.text:summary_text", searches=True,
        says="Plan, simulate many times, and say what arrives when and what holds it back.",
        settings=(
            OPTIONS, RUNS, SEED, EFFORT,
            _words("events", "Whose event logs are kept.", choices=("none", "first", "all"), default="first"),
            _flag("judge", "Also judge the scenario's claims: verdicts go into the report.", default=False),
        ),
    ),
    Verb(
        name="report", home="verbs.reporting:report", text="reports.text:summary_text", searches=True, takes=EITHER,
        says="Write the report of a stored run where it is missing, or run a scenario and report it.",
        settings=(OPTIONS, RUNS, SEED, EFFORT),
    ),
    Verb(
        name="limits", home="verbs.limiting:limits", text="reports.relief:relief_text", takes=EITHER,
        says="What holds the airlift back: how long each resource binds, and what one unit more brings.",
        settings=(
            OPTIONS, _whole("runs", "Simulated runs of every plan; none = 200.", low=2), SEED, EFFORT,
            _whole("top", "Resources tried, by binding share.", default=10, high=1000),
        ),
    ),
    Verb(
        name="compare", home="verbs.comparing:compare", text="reports.compared:comparison_text", out=True,
        page="comparison.html", resumes=True, says="Compare options on the same luck.",
        settings=(
            _words("options", "What is compared with the first, commas between; none = base and every option."),
            Setting(name="futures", kind=Kind.TEXT, default="", says="Options that come as events nobody planned for."),
            Setting(name="against", kind=Kind.TABLE, says="Further disruptions in the form of disruptions.csv."),
            _whole("runs", "Simulated runs of each; none = 200.", low=2), SEED,
            Setting(name="effort", low=1, high=1_000_000, says="Budget of every plan; none = 1, the baseline."),
            _whole("replans", "Times that the first is planned again for the planner's noise; none = 2.", low=0,
                   high=1000),
        ),
    ),
    Verb(
        name="judge", home="verbs.judging:judge", text="reports.judged:judgement_text", takes=EITHER, out=True,
        page="judgement.html", says="Judge public claims under every reading.",
        settings=(
            Setting(name="claims", kind=Kind.NAMES, says="Ids of claims; none = all."), OPTIONS, RUNS, SEED, EFFORT,
            _whole("trial_runs", "Runs with each input moved.", default=40),
            _whole("draws", "Draws of all inputs from their ranges; 0 = none.", low=0, default=40),
            _flag("inversion", "Find out for which masses and fleets the share is reached.", default=True),
        ),
    ),
    Verb(
        name="sensitivity", home="verbs.sensing:sensitivity", text="reports.sensitivity:sensitivity_text", takes=EITHER,
        out=True, page="sensitivity.html", says="What each input is worth: one at a time, by Morris, or by Sobol.",
        settings=(
            ANSWER, _words("method", "How.", choices=("oat", "morris", "sobol"), default="oat"),
            Setting(name="inputs", kind=Kind.NAMES, says="Inputs to move, table/row/column; none = all with a range."),
            Setting(name="ranges", kind=Kind.RANGES, says="Ranges to assume: places/hub/parking to 2..4."),
            Setting(name="spread", kind=Kind.PERCENT, says="Range of numbers without one, such as 20%."),
            _whole("samples", "Trajectories of Morris, or points of Sobol's sequence.", low=2, high=100_000),
            OPTIONS, _whole("runs", "Runs of every evaluation.", default=20), SEED, EFFORT,
        ),
    ),
    Verb(
        name="tornado", home="verbs.sensing:tornado", text="reports.sensitivity:sensitivity_text", takes=EITHER,
        says="What each input's range is worth, and which one to look up next.",
        settings=(ANSWER, OPTIONS, _whole("runs", "Runs at each end.", default=40), SEED, EFFORT),
    ),
    Verb(
        name="size", home="verbs.sizing:size", text="verbs.sizing:size_text", told="words",
        says="The fewest tails, spots or slots that meet the dates, with the proof that fewer do not.",
        settings=(
            _words("fleet", "Count tails of this type."), _words("spots", "Count parking spots of this place."),
            _words("slots", "Count working slots of this place."),
            _words("meet", "Dates to meet.", choices=("required", "latest", "horizon"), default="required"),
            OPTIONS, TRIES, PLANNER_SEED, SECONDS,
        ),
    ),
    Verb(
        name="explain", home="verbs.explaining:explain", text="verbs.explaining:explain_text", told="words",
        says="What can't be met, the smallest set of limits to blame, and what one more unit is worth.",
        settings=(_words("requirement", "Explain this one; none = those not met."), OPTIONS, TRIES, PLANNER_SEED),
    ),
    Verb(
        name="stocks", home="verbs.stocking:stocks", text="reports.stocks:stocks_text", out=True, page="stocks.html",
        says="How stocks stand months ahead: when they run out, how long they last, when they are rebuilt.",
        settings=(
            Setting(name="months", low=1, high=1200, default=36, says="Months of 30.4375 days ahead."),
            Setting(name="samples", low=1, high=1_000_000, default=10_000, says="Draws of everything uncertain."), SEED,
            OPTIONS, Setting(name="items", kind=Kind.NAMES, says="These items; none = all that move."),
            Setting(name="floors", kind=Kind.LEVELS, says="Level that should hold, by item."),
            Setting(name="levels", kind=Kind.LEVELS, says="Level that counts as rebuilt, by item."),
            Setting(name="hold", kind=Kind.NUMBER, default=0.9, low=0, high=1,
                    says="Probability with which new production holds the floor."),
            Setting(name="lead", kind=Kind.NUMBER, default=0.0, low=0, high=1200,
                    says="Months until new production arrives."),
        ),
    ),
    Verb(
        name="cover", home="verbs.covering:cover", text="reports.cover:cover_text", out=True, page="cover.html",
        takes=EITHER,
        says="From which sites units cover most, and what is covered by day as they arrive: geometry, not protection.",
        settings=(
            OPTIONS, _whole("k", "Units to place; none = as many as cover all, at most 10.", high=1000),
            _words("unit_type", "Type of unit; none = those that requirements bring."),
            _whole("runs", "Runs of the plan that brings the units; none = 200, 0 = no cover by day.", low=0), SEED,
            EFFORT,
        ),
    ),
    Verb(
        name="resilience", home="verbs.losing:resilience", text="reports.resilience:resilience_text", told="timed",
        out=True, page="resilience.html", says="Lose each base, route and airspace: what it costs, what to protect.",
        settings=(
            Setting(name="lose", kind=Kind.NAMES, default=("places", "routes", "airspaces"),
                    says="What can be lost: groups, or single places, A>B, A-B, A>B:road, polygon(…)."),
            _flag("pairs", "Lose every pair too.", default=False),
            _whole("budget", "How many may be lost at once, for the worst choice.", default=1, high=100),
            _whole("protections", "How many can be protected against it.", low=0, default=1, high=100),
            Setting(name="add", kind=Kind.NAMES, says="One more base: an option that adds it, or an ICAO code."),
            Setting(name="opens", kind=Kind.MOMENT, says="When it is lost: 2022-03-02T00:00Z; none = the start."),
            Setting(name="closes", kind=Kind.MOMENT, says="When it is back; none = never."), OPTIONS,
            _whole("worst", "Losses planned for.", default=5, high=1000),
            _whole("runs", "Runs of every plan; 0 = none.", low=0, default=100), SEED, EFFORT, SECONDS,
        ),
    ),
    Verb(
        name="units", home="verbs.moving:units", text="reports.unit_moves:units_text",
        says="What moving units takes: sorties by type, when they are complete, what they delay.",
        settings=(
            Setting(name="unit_types", kind=Kind.NAMES, says="Types to pack; none = those asked for."), OPTIONS, RUNS,
            SEED, EFFORT, _flag("delays", "Plan again without each unit.", default=True),
        ),
    ),
    Verb(
        name="posture", home="verbs.posturing:posture", text="reports.posture:posture_text",
        says="Which people and units are in which country from when, against totals that sources state.",
        settings=(OPTIONS, _whole("runs", "Runs for a spread of dates; none = planned only."), SEED, EFFORT),
    ),
)  # fmt: skip

VERBS = {verb.slug: verb for verb in OFFERED}


ELSEWHERE = {
    "example": "GET and POST /api/scenarios",
    "new": "POST /api/scenarios",
}
"""Commands that the server has in another form."""

NOT_OFFERED = {
    "serve": "it is the server",
    "import": "it turns files of yours into tables, which are then sent as files of a scenario",
    "convert": "it turns a folder of yours into a workbook, or back",
    "fmt": "it writes into a scenario's folder in place, and here nothing is overwritten",
    "log": "it reads a flight log of yours, as it grows, beside the plan that is carried out",
    "daily": "it writes lists and boards for the printer, from the plan that is carried out",
    "export": "it writes files for other programs",
    "diff": "it sets two folders side by side, and runs of jobs have no folder here",
    "catalogue": "it reads all runs below a folder of yours, and takes SQL",
    "ledger": "it sets files of yours side by side",
    "evidence draft": "it reads a text of yours; a person looks proposals up before they are accepted",
    "evidence accept": "it writes into a scenario's folder in place, and here nothing is overwritten",
    "evidence export": "it writes a file for other programs",
}
"""Commands that the server does not offer, and why."""
