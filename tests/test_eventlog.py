"""Event logs of other systems load, and what is written is read back.

The public logs that these formats come from (the road traffic fines and the municipal permits
of 4TU.ResearchData, the running example of process-mining courses) carry licences that do not
plainly allow a copy in this repository. The logs below are made up: they have the columns, the
attributes and the ways of writing times of those files, and other cases. The files themselves
(receipt.csv, roadtraffic100traces.xes, helpdesk.xes.gz, running-example.csv, as the tests of pm4py
hold them) were read once by hand: events, variants and the most frequent pair were those that
pm4py 2.7.23 counts in them (8577, 116, 1177; 390, 10, 77; 21348, 226, 4558; 42, 6, 6).
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import cxkit as cx

#: As the fines: no namespace, nested attributes of the log, days without a time, two offsets.
FINES = """<?xml version='1.0' encoding='UTF-8'?>
<log>
  <int key="meta_concept:named_events_total" value="5"><int key="Payment" value="2"/></int>
  <trace>
    <string key="concept:name" value="X1"/>
    <event><float key="amount" value="22.0"/><string key="org:resource" value="7"/>
      <string key="concept:name" value="Create Fine"/>
      <date key="time:timestamp" value="2024-03-30T00:00:00.000+01:00"/></event>
    <event><string key="concept:name" value="Payment"/><float key="paymentAmount" value="22.0"/>
      <date key="time:timestamp" value="2024-04-02T00:00:00.000+02:00"/></event>
  </trace>
  <trace>
    <string key="concept:name" value="X2"/>
    <event><string key="concept:name" value="Create Fine"/>
      <date key="time:timestamp" value="2024-03-01T00:00:00.000+01:00"/></event>
    <event><string key="concept:name" value="Send Fine"/>
      <date key="time:timestamp" value="2024-05-01T00:00:00.000+02:00"/></event>
    <event><string key="concept:name" value="Payment"/>
      <date key="time:timestamp" value="2024-06-01T00:00:00.000+02:00"/></event>
  </trace>
</log>
"""
#: As the running example: a column without a name, own columns doubled by the standard's.
REQUESTS = """,Activity,Costs,Resource,case:concept:name,concept:name,org:resource,time:timestamp
0,register request,50,Ada,3,register request,Ada,2024-12-30 14:32:00+01:00
1,check ticket,100,Bo,3,check ticket,Bo,2024-12-30 15:06:00+01:00
2,decide,200,Cy,3,decide,Cy,2025-04-06 09:18:00+02:00
3,register request,50,Ada,1,register request,Ada,2024-12-30 11:02:00+01:00
4,decide,200,Cy,1,decide,Cy,2025-01-06 11:18:00+01:00
"""
#: As exports of French ticket systems: semicolons, days first, cp1252, rows in order of time.
TICKETS = """Dossier;Étape;Début;Canal
T-9;réclamation reçue;03/01/2025 09:00;téléphone
T-4;réclamation reçue;03/01/2025 10:00;courriel
T-9;réponse;04/01/2025 08:30;courriel
T-4;réponse;02/02/2025 10:00;courriel
T-9;réouverture;13/01/2025 09:00;téléphone
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "fines.xes").write_text(FINES, encoding="utf-8")
    (tmp_path / "fines.xes.gz").write_bytes(gzip.compress(FINES.encode()))
    (tmp_path / "requests.csv").write_text(REQUESTS, encoding="utf-8")
    (tmp_path / "tickets.csv").write_bytes(TICKETS.encode("cp1252"))
    return tmp_path


@pytest.mark.parametrize("name", ["fines.xes", "fines.xes.gz"])
def test_a_log_in_xes_loads(files: Path, name: str) -> None:
    fines = cx.read_event_log(files / name)
    assert cx.variants(fines)["variant"].tolist() == [
        ("Create Fine", "Payment"), ("Create Fine", "Send Fine", "Payment"),
    ]  # fmt: skip
    events = fines.events
    assert events["at"].iloc[1] == pd.Timestamp("2024-04-01T22:00Z")
    assert events.loc[0, ["case", "amount"]].tolist() == ["X1", 22.0]
    assert cx.conformance(fines, ["Create Fine", "Payment"]).perfect == 0.5


def test_a_log_in_the_columns_of_process_mining_loads(files: Path) -> None:
    requests = cx.read_event_log(files / "requests.csv")
    assert not any(str(name).startswith("Unnamed") for name in requests.events)
    found = cx.dwell_times(requests).set_index("activity")
    assert found.loc["register request", "n"] == 2
    # From winter to summer time: the offset counts.
    hours = (pd.Timestamp("2025-04-06T07:18Z") - pd.Timestamp("2024-12-30T14:06Z")).total_seconds()
    assert found.loc["check ticket", "median_min"] == hours / 60
    same = cx.directly_follows(pd.read_csv(files / "requests.csv"))
    pd.testing.assert_frame_equal(same, cx.directly_follows(requests))


def test_any_table_loads_by_its_columns(files: Path) -> None:
    columns = {"case": "Dossier", "activity": "Étape", "time": "Début", "channel": "Canal"}
    tickets = cx.read_event_log(files / "tickets.csv", **columns)
    assert tickets.events["case"].tolist() == ["T-9"] * 3 + ["T-4"] * 2
    assert tickets.events["at"].iloc[2] == pd.Timestamp("2025-01-13T09:00Z")
    assert cx.channel_switches(tickets)["is_switch"].sum() == 2
    engine = pl.from_pandas(tickets.events[["case", "touchpoint", "at"]])
    again = cx.read_event_log(engine, case="case")
    assert cx.variants(again)["n"].tolist() == [1, 1]
    arrow = pl.from_pandas(tickets.events[["case", "touchpoint", "at", "channel"]]).to_arrow()
    assert len(cx.channel_switches(cx.read_event_log(arrow, case="case", channel="channel"))) == 3
    assert "channel" in cx.to_event_log(arrow, case="case")


def test_a_foreign_log_becomes_a_map_and_drawings(files: Path) -> None:
    fines = cx.read_event_log(files / "fines.xes")
    m = cx.journey_map(fines)
    assert m.touchpoints.set_index("touchpoint").loc["Send Fine", "reach"] == 0.5
    assert len(m.pain_points()) == 3
    assert len(cx.draw_journey_map(m).table) == 3
    for figure in (cx.draw_flow(fines), cx.draw_timeline(fines, 1)):
        assert "Create Fine" in figure.svg
    with pytest.raises(cx.InputError, match="designed_seq"):
        m.conformance()


@pytest.mark.parametrize("ending", [".xes", ".csv", ".xes.gz", ".csv.gz"])
def test_what_is_written_is_read_back(shop: cx.Dataset, tmp_path: Path, ending: str) -> None:
    few = cx.Dataset({"events": shop.events.head(500)}, scenario=shop.scenario)
    place = cx.write_event_log(few, tmp_path / f"shop{ending}")
    again = cx.read_event_log(place, channel="channel", customer="case:customer_id")
    wished = few.events.sort_values(["journey_id", "seq"])
    assert again.events["touchpoint"].astype(str).tolist() == wished["touchpoint"].tolist()
    assert (again.events["at"].to_numpy() == wished["at"].to_numpy()).all()
    assert again.events["case"].astype(str).tolist() == wished["journey_id"].astype(str).tolist()
    assert again.events["customer_id"].nunique() == wished["customer_id"].nunique()
    one, other = (cx.channel_switches(log).sort_values(["from", "to"], ignore_index=True)
                  for log in (again, few))  # fmt: skip
    pd.testing.assert_frame_equal(one, other)
    first = place.read_bytes()
    assert cx.write_event_log(few, place, overwrite=True).read_bytes() == first


def test_a_log_for_people_has_words(shop: cx.Dataset) -> None:
    cx.language("fr")
    log = cx.to_event_log(shop, labels=True)
    assert {"recherche", "fiche produit"} <= set(log["concept:name"])
    assert list(log.columns[:3]) == ["case:concept:name", "concept:name", "time:timestamp"]
    assert {"org:resource", "case:customer_id"} <= set(log.columns)
    assert str(log["time:timestamp"].dtype) == "datetime64[ms, UTC]"


def test_strange_characters_survive(tmp_path: Path) -> None:
    odd = 'a < b & "c" é\x07'
    log = pd.DataFrame({"case_id": ["<1>"], "activity": [odd], "timestamp": ["2025-01-01"]})
    found = cx.read_event_log(cx.write_event_log(log, tmp_path / "odd.xes"))
    assert found.events["touchpoint"].tolist() == [odd.replace("\x07", "")]
    assert found.events["case"].tolist() == ["<1>"]


def test_what_was_written_is_not_replaced_in_silence(shop: cx.Dataset, tmp_path: Path) -> None:
    place = tmp_path / "log.csv"
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(cx.InputError, match="overwrite=True"):
        cx.write_event_log(shop, place)
    assert place.read_text(encoding="utf-8") == "mine"
    with pytest.raises(cx.InputError, match=r"\.csv, \.xes"):
        cx.write_event_log(shop, tmp_path / "log.xlsx")
    with pytest.raises(cx.InputError, match="folder that exists"):
        cx.write_event_log(shop, tmp_path / "no" / "log.xes")


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("log.xes", "<log><trace>", "log.xes"),
        ("log.xes", "<log></log>", "usual names"),
        ("log.csv", "a,b\n1,2\n", "usual names"),
        ("log.txt", "a", "ending in"),
        ("log.xes", '<!DOCTYPE a [<!ENTITY b "c">]><log>&b;</log>', "entities"),
    ],
)
def test_a_file_that_is_no_log_is_refused(
    tmp_path: Path, name: str, content: str, match: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(cx.InputError, match=match):
        cx.read_event_log(tmp_path / name)
    with pytest.raises(cx.InputError, match="ending in"):
        cx.read_event_log(tmp_path / "none.xes")
