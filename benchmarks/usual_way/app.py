"""The overview page as Streamlit's tutorials teach it: the yardstick, written to be fair and not to be used.

Same database, same sentence, same ten measures, same pictures and tables. Rows are read once (`st.cache_data`);
filtering, group-by, intervals and charts are made on every run.
"""

import json
import os
import sqlite3

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st
from scipy.special import betaincinv, gammaincinv

DIVERTED = ["resolved_by_phone", "mobile_team_sent", "ems_fire_sent"]
SHARES = {  # measure: numerator, denominator
    "Capture rate": (["reached_clinician"], "eligible"),
    "Diversion rate, of eligible calls": (DIVERTED, "eligible"),
    "Diversion rate, of calls handled": (DIVERTED, "reached_clinician"),
    "Phone resolution": (["resolved_by_phone"], "reached_clinician"),
    "No contact": (["no_contact"], "mobile_team_sent"),
    "Police backup rate": (["backup_requested"], "mobile_team_sent"),
    "Safety question answered": (["safety_answers"], "mobile_team_sent"),
    "Responders who felt safe": (["felt_safe"], "safety_answers"),
}
TRENDS = list(SHARES)[:3]
ENDINGS = [*DIVERTED, "police_sent", "other_outcome", "unaccounted_for", "lost_in_transfer", "never_offered"]


@st.cache_data
def read(table: str) -> pd.DataFrame:
    """The newest revision of each row."""
    with sqlite3.connect(os.environ["FOURTH_OPTION_DATABASE_PATH"]) as connection:
        return pd.read_sql(f"SELECT * FROM {table} ORDER BY revision", connection).drop_duplicates("key", keep="last")


@st.cache_data
def read_ledger() -> pd.DataFrame:
    """The counts as columns; a count that is missing is no number."""
    ledger = read("ledger_entry").reset_index(drop=True)
    counts = pd.DataFrame([json.loads(text) for text in ledger.counts]).apply(pd.to_numeric, errors="coerce")
    rules = read("submission")[["program_id", "quarter", "rule_version"]]
    return pd.concat([ledger[["program_id", "quarter", "call_type"]], counts], axis=1).merge(rules)


@st.cache_data
def read_programs() -> pd.DataFrame:
    programs = read("program")
    return programs[programs.kind != "context"].sort_values(["jurisdiction", "name"]).set_index("program_id")


@st.cache_data
def tally() -> tuple[int, int, int]:
    """Published figures, programs they are about, and how many figures somebody verified."""
    published, checks = read("published_figure"), read("verification")
    real = published[(published.series == 0) & published.program_id.isin(read_programs().index)]
    agreed = checks[checks.agrees == 1][["figure_id", "figure_revision"]].drop_duplicates()
    checked = real.merge(agreed, left_on=["figure_id", "revision"], right_on=["figure_id", "figure_revision"])
    names = set(checked.figure_id)
    computed = real[real.computed_from != ""].computed_from.str.split(";").map(names.issuperset).sum()
    return len(real), real.program_id.nunique(), len(checked) + int(computed)


def share(top: pd.Series, base: pd.Series) -> pd.DataFrame:
    """A percentage with its Wilson interval."""
    z, p = 1.959964, top / base
    middle = (p + z * z / (2 * base)) / (1 + z * z / base)
    half = z * np.sqrt(p * (1 - p) / base + z * z / (4 * base * base)) / (1 + z * z / base)
    return pd.DataFrame({"value": 100 * p, "low": 100 * (middle - half), "high": 100 * (middle + half)})


def trend(figures: pd.DataFrame, rules: pd.Series) -> alt.LayerChart:
    data = figures.assign(rule=rules.astype(str)).reset_index()
    changed = data[data.rule != data.rule.shift().fillna(data.rule)]
    base = alt.Chart(data).encode(x=alt.X("quarter:O", title=None), detail="rule:N")
    band = base.mark_area(opacity=0.2).encode(y=alt.Y("low:Q", title=None), y2="high:Q")
    line = base.mark_line(point=True).encode(y="value:Q", tooltip=["quarter:N", "value:Q", "low:Q", "high:Q"])
    rule = alt.Chart(changed).mark_rule(strokeDash=[4, 3]).encode(x="quarter:O")
    return alt.layer(rule, band, line).properties(height=180)


def hundred(now: pd.Series) -> tuple[alt.Chart, pd.DataFrame]:
    counts = now.reindex(ENDINGS)
    counts["unaccounted_for"] = now["reached_clinician"] - counts[ENDINGS[:5]].sum()
    counts["never_offered"] = now["eligible"] - now["offered"]
    exact = 100 * counts / now["eligible"]
    dots = exact.astype(int)
    dots[(exact - dots).nlargest(100 - dots.sum()).index] += 1
    table = pd.DataFrame({"calls": counts, "of 100": dots, "percent": exact.round(1)}).rename_axis("ending")
    each = table.loc[table.index.repeat(table["of 100"])].reset_index()
    place = each.groupby("ending").cumcount()
    each = each.assign(place=place % 20, line=each.ending + " " + (place // 20).astype(str))
    chart = alt.Chart(each).mark_point(filled=True, size=110)
    chart = chart.encode(
        x=alt.X("place:Q", axis=None),
        y=alt.Y("line:N", sort=list(each.line.unique()), title=None),
        color=alt.Color("ending:N", legend=None),
        tooltip=["ending:N", "of 100:Q", "percent:Q"],
    )
    return chart, table


def tabs(name: str, table: pd.DataFrame) -> st.delta_generator.DeltaGenerator:
    """A table and a download behind a chart; the chart's own tab."""
    chart, rows, download = st.tabs(["Chart", "Table", "Download"])
    rows.dataframe(table)
    download.download_button("Download these figures (CSV)", table.to_csv(), f"{name}.csv", key=name)
    return chart


def quarter_page(program: str, ledger: pd.DataFrame) -> None:
    totals = ledger.groupby("quarter").sum(numeric_only=True, skipna=False)
    rules = ledger.groupby("quarter").rule_version.first()
    quarter = st.selectbox("Quarter", totals.index[::-1])
    now = totals.loc[quarter]
    figures = {n: share(totals[top].sum(axis=1, skipna=False), totals[base]) for n, (top, base) in SHARES.items()}

    chart, table = hundred(now)
    lost = table["of 100"][["lost_in_transfer", "never_offered"]].sum()
    diverted = table["of 100"][DIVERTED].sum()
    st.header(f"Of 100 eligible calls, {100 - lost} reached a clinician and {diverted} ended without a police unit")
    tabs("ends", table).altair_chart(chart)

    st.header(f"The headline measures, {quarter}")
    cards: dict[str, tuple[str, str]] = {}
    for name, (top, base) in SHARES.items():
        value, low, high = figures[name].loc[quarter]
        cards[name] = (f"{value:.1f}%", f"{now[top].sum():,.0f} of {now[base]:,.0f}; {low:.1f} to {high:.1f}")
    hurt, teams = now["responder_injuries"], now["mobile_team_sent"]
    low, high = 1000 / teams * gammaincinv([max(hurt, 1e-9), hurt + 1], [0.025, 0.975])
    cards["Responder injuries"] = (f"{1000 * hurt / teams:.2f} per 1,000", f"{low:.2f} to {high:.2f}")
    before = totals["reached_clinician"].shift(4).where(rules == rules.shift(4))[quarter]
    growth = 100 * (now["reached_clinician"] / before - 1)
    low, high = betaincinv(now["reached_clinician"] + np.array([0, 1]), before + np.array([1, 0]), [0.025, 0.975])
    span = f"{100 * (low / (1 - low) - 1):.1f} to {100 * (high / (1 - high) - 1):.1f}"
    cards["Growth"] = (f"{growth:+.1f}%", span) if pd.notna(growth) else ("not comparable", "the rule changed")
    columns = st.columns(5)
    for number, (name, (value, note)) in enumerate(cards.items()):
        with columns[number % 5]:
            st.metric(name, value, border=True)
            st.caption(f"{note}. ◇ Illustrative")

    st.header("Over time")
    over_time = pd.concat({name: figures[name].round(1) for name in TRENDS}, axis=1)
    over_time.columns = [" ".join(column) for column in over_time.columns]
    with tabs("trend", over_time):
        for column, name in zip(st.columns(3), TRENDS, strict=True):
            column.markdown(f"**{name}**")
            column.altair_chart(trend(figures[name], rules))
    submissions = read("submission")
    about = submissions[(submissions.program_id == program) & (submissions.quarter == quarter)].iloc[0]
    st.info(f"Due on {about.due_on}, published on {about.published_on}. {about.note} Rule: {about.rule_note}.")


st.set_page_config("Fourth Option, the usual way", layout="wide")
programs = read_programs()
figures, about, verified = tally()
st.title(f"Of {figures} published figures about {about} programs, {verified} were independently verified.")
st.caption("The others rest on the word of the program, its government or its funder, or of third parties.")
with st.popover("What the evidence labels mean"):
    st.markdown("■ Independently verified\n\n○ Program-reported\n\n△ Third party, unreviewed\n\n◇ Illustrative")
titles = programs.jurisdiction + ", " + programs.state + ": " + programs.name
chosen = st.selectbox("Program", titles.index, format_func=titles.get)
ledger = read_ledger()
rows = ledger[ledger.program_id == chosen]
st.subheader(titles[chosen])
if len(rows):
    quarter_page(chosen, rows)
else:
    columns = ["statement", "value", "unit", "bound", "period_label", "stated_tier", "source_id", "caveat"]
    published = read("published_figure")
    st.dataframe(published[published.program_id == chosen][columns], hide_index=True)
st.caption("In crisis, or worried about someone? Call or text 988, the Suicide and Crisis Lifeline, at any hour.")
