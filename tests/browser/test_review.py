"""The state of reviews in a reader's browser, long after the build: it grows worse, and never better.

The site of these tests is built on 10 March 2025. What it must not be is a static page that goes on
saying that all is well because nobody rebuilt it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from policysite.domain.reviews import format_by, parse_month_or_day
from tests import VECTOR_FILES
from tests.sites import build
from tests.small import EDITION, FILES, SmallProject
from tests.web_server import serve

from .axe import faults
from .conftest import DESK, PHONE
from .test_pages import OVERFLOW

BUILT = "1741608000"
"""10 March 2025, 12:00 UTC."""
VECTORS: list[dict[str, Any]] = json.loads((VECTOR_FILES / "reviews.json").read_text(encoding="utf-8"))[
    "vectors"
]
DOCUMENTS = {
    "HR12": ("2023-12", "2025-12", ""),
    "HR12a": ("2024-11", "2028-11", "governed_by: HR12\n"),
    "HR13": ("2025-01", "2029-01", ""),
    "HR14": ("2023-10", "2025-10-26", ""),
    "HR15": ("2024-03", "2026-03-29", ""),
}
"""The edition, the due date and the rest of each: summer time ends and begins on two of the due days."""
EVENTS = """\
events:
  - id: new-law
    kind: legislation
    date: 2025-09-15
    what: A new law takes effect.
    documents: [HR13]
    source: {url: https://www.example.org/law}
"""
LISTS = ("", "documents/", "review/", "roles/line-manager/", "roles/head-of-people/")

Opener = Callable[..., Page]


def project(folder: Path, *, every: str) -> SmallProject:
    """A library whose documents become due one after another."""
    small = SmallProject(folder)
    small.remove(EDITION)
    usual = FILES[EDITION].replace("  every: 2 years\n", "")
    for reference, (edition, due, more) in DOCUMENTS.items():
        text = usual.replace("next: 2027-11", f"next: {due}").replace("2025-11", edition)
        text = text.replace("reference: HR12\n", f"reference: {reference}\n{more}")
        text = text.replace("kind: policy", "kind: procedure") if more else text
        small.write(f"policy/{reference}/{edition}.yml", text)
    small.change("policy/HR14/2023-10.yml", "owner:", "contact: line-manager\nowner:")
    small.write("policy/events.yml", EVENTS)
    small.change("policy/library.yml", "time_zone", f"{every}time_zone")
    return small


@pytest.fixture(scope="module")
def old_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of the site that says it is rebuilt every 7 days, and of one that does not say."""
    with ExitStack() as stack:
        found = {}
        for name, every in (("weekly", "builds: {every: 7 days}\n"), ("silent", "")):
            small = project(tmp_path_factory.mktemp(name), every=every)
            built = build(small.folder, SOURCE_DATE_EPOCH=BUILT)
            assert built.returncode == 0, built.stderr
            found[name] = stack.enter_context(serve(small.folder / "site"))
        yield found


@pytest.fixture
def reading(browser: Browser, old_sites: dict[str, str]) -> Iterator[Opener]:
    """Open a page of the old site at an instant, as a reader of some zone."""
    with ExitStack() as stack:

        def opened(path: str, now: str, site: str = "silent", **options: Any) -> Page:
            usual = {"viewport": DESK, "timezone_id": "Europe/London"}
            context = browser.new_context(
                base_url=old_sites[site], service_workers="block", **(usual | options)
            )
            stack.callback(context.close)
            tab = context.new_page()
            tab.on("pageerror", lambda error: pytest.fail(str(error)))
            tab.clock.set_fixed_time(now)
            tab.goto(path)
            return tab

        yield opened


def top(tab: Page) -> list[str]:
    """What stands above a document's text about its review."""
    found: list[str] = tab.locator(".review-notices > [role=note]").all_inner_texts()
    return [" ".join(one.split()) for one in found]


def state_of(tab: Page, reference: str) -> str:
    """What a list says of a document: the row or the item that names it first."""
    named = tab.locator("main, article").first
    place = (
        named.locator("tr, li")
        .filter(has=tab.locator(f"a[href$='/{reference}/']"))
        .filter(has=tab.locator(".state"))
    )
    shown = place.first.locator(".state, .state-above, .state-since, .state-governing")
    return (
        "".join(" ".join(one.split()) + " " for one in shown.all_inner_texts()).replace(" ,", ",").strip()
    )


# --- the rule ------------------------------------------------------------------------------------


IMPORT = "await import(new URL('dates.js', document.querySelector('script[src$=\"/main.js\"]').src))"


def test_vectors(reading: Opener) -> None:
    """Two consumers of one date never disagree: the browser gives what every shared vector says."""
    tab = reading("about/", "2025-03-10T12:00:00Z")
    found = tab.evaluate(
        f"async (vectors) => {{ const dates = {IMPORT};"
        """return vectors.map(({ due, now, zone, window, called_from }) => {
            const today = dates.todayIn(zone, new Date(now));
            return {
                today,
                due_day: due && dates.dueDay(due),
                overdue_since: due && dates.overdueSince(due),
                state: dates.reviewState(due ?? "", today, { window, calledFrom: called_from ?? "" }),
            };
        }); }""",
        VECTORS,
    )
    assert len(found) == len(VECTORS) >= 100
    for vector, one in zip(VECTORS, found, strict=True):
        assert one == {key: vector[key] for key in one}, vector["name"]


WITHOUT_ZONE = {
    "a zone that the browser does not know": "",
    "no zone": "zone = '';",
    "no Intl": "delete globalThis.Intl;",
    "an Intl without parts": "delete Intl.DateTimeFormat.prototype.formatToParts;",
    "a calendar that is ahead": "pretend({year: '2569', month: '01', day: '01'});",
    "a calendar that is behind": "pretend({year: '1405', month: '01', day: '01'});",
    "other digits": "pretend({year: '٢٠٢٦', month: '٠١', day: '٠١'});",
}
PRETEND = """const pretend = (day) => {
    Intl.DateTimeFormat.prototype.formatToParts =
        () => Object.entries(day).map(([type, value]) => ({ type, value }));
};"""


@pytest.mark.parametrize("spoil", WITHOUT_ZONE.values(), ids=WITHOUT_ZONE)
def test_without_the_zone_a_state_is_only_stricter(reading: Opener, spoil: str) -> None:
    """Where a browser cannot tell the day in the zone, no vector's state comes out better than it is."""
    tab = reading("about/", "2025-03-10T12:00:00Z")
    order, found = tab.evaluate(
        f"""async (vectors) => {{
            const dates = {IMPORT};
            let zone = "Mars/Olympus";
            {PRETEND}
            {spoil}
            return [dates.WORST_FIRST, vectors.map(({{ due, now, window, called_from }}) => {{
                const today = dates.todayIn(zone, new Date(now));
                const more = {{ window, calledFrom: called_from ?? "" }};
                return [today, dates.reviewState(due ?? "", today, more)];
            }})];
        }}""",
        VECTORS,
    )
    for vector, (today, state) in zip(VECTORS, found, strict=True):
        latest = datetime.fromisoformat(vector["now"]) + timedelta(hours=14)
        assert today == latest.date().isoformat() >= vector["today"], vector["name"]
        assert order.index(state) <= order.index(vector["state"]), vector["name"]


UNREADABLE = [
    ("2025-13", "", "overdue"),
    ("2025-02-30", "", "overdue"),
    ("31/12/2029", "", "overdue"),
    ("x", "2024-01-01", "overdue"),
    ("2029-12", "x", "called for"),
    ("2029-12", "2025-1-1", "called for"),
]


def test_a_date_that_cannot_be_read_has_passed(reading: Opener) -> None:
    """A damaged date never leaves a review in date, nor does a damaged window, state or clock."""
    tab = reading("about/", "2025-03-10T12:00:00Z")
    found = tab.evaluate(
        f"""async (dates) => {{
            const {{ reviewState }} = {IMPORT};
            return dates.map(([due, calledFrom]) => reviewState(due, "2025-03-10", {{ calledFrom }}));
        }}""",
        UNREADABLE,
    )
    assert found == [expected for *_, expected in UNREADABLE]
    assert tab.evaluate(
        f"""async () => {{
            const {{ reviewState, isWorse, todayIn }} = {IMPORT};
            return [reviewState("2029-12", "2025-03-10", {{ window: "six" }}), isWorse("overdue", "?"),
                    todayIn("Mars/Olympus", new Date(NaN)), todayIn("Mars/Olympus", new Date(8.64e15))];
        }}"""
    ) == ["due soon", True, "9999-12-31", "9999-12-31"]


@pytest.mark.parametrize("when", ["2025-12", "2024-02", "2026-07-01"])
def test_words_of_a_date(reading: Opener, when: str) -> None:
    """The browser says a date in the words of the pages."""
    tab = reading("about/", "2025-03-10T12:00:00Z")
    found = tab.evaluate(f"async (when) => ({IMPORT}).formatBy(when)", when)
    assert found == format_by(parse_month_or_day(when))


# --- read long after the build -------------------------------------------------------------------


@pytest.mark.parametrize("year", ["2026", "2027", "2028"])
def test_overdue_at_the_top_years_later(reading: Opener, year: str) -> None:
    """A page built in 2025 says in later years that the review is overdue, on screen and on paper."""
    for path in ("documents/HR12/", "documents/HR12/2023-12/"):
        tab = reading(path, f"{year}-02-03T12:00:00Z")
        (said,) = top(tab)
        assert said == (
            "The review of this policy is overdue. It was due by the end of December 2025 and has been "
            "overdue since 1 January 2026, by the date of this device. This page was made on "
            "10 March 2025 and knows of nothing since."
        )
        facts = tab.locator("dl.facts").inner_text()
        assert f"Review overdue, as at 3 February {year}" in " ".join(facts.split())
        paper = tab.locator(".paper").text_content() or ""
        assert paper.count(f"As at 3 February {year}: review overdue") == 1
        assert "In date, state as at 10 March 2025" in paper


@pytest.mark.parametrize("path", LISTS)
def test_every_list_grows_worse(reading: Opener, path: str) -> None:
    """Every list says by the reader's date what is overdue, called for, and under what is overdue."""
    tab = reading(path, "2026-01-01T00:00:00Z")
    assert state_of(tab, "HR12") == "Review overdue, as at 1 January 2026"
    assert state_of(tab, "HR12a") == "In date, policy above it overdue as at 1 January 2026"
    assert state_of(tab, "HR13") == "Review called for, as at 1 January 2026"
    assert state_of(tab, "HR14") == "Review overdue, as at 1 January 2026"
    assert state_of(tab, "HR15") == "Review due soon, as at 1 January 2026"


def test_register_is_worst_first_again(reading: Opener) -> None:
    """The register puts its rows in order by the reader's date, the longest due on top."""
    rows = "table[data-register] tbody th"
    before = reading("review/", "2025-03-10T12:00:00Z").locator(rows).all_inner_texts()
    assert [one.split()[0] for one in before] == ["HR14", "HR12", "HR15", "HR12a", "HR13"]
    after = reading("review/", "2026-03-30T12:00:00Z").locator(rows).all_inner_texts()
    assert [one.split()[0] for one in after] == ["HR14", "HR12", "HR15", "HR13", "HR12a"]


def test_role_page_names_each_document(reading: Opener) -> None:
    """A role's page says of each document by its name that it is overdue, on paper, too."""
    tab = reading("roles/line-manager/", "2026-01-01T00:00:00Z")
    said = " ".join(top(tab))
    for reference in ("HR12", "HR14"):
        assert f"The review of {reference} is overdue." in said
    paper = tab.locator(".paper").text_content() or ""
    assert "As at 1 January 2026: HR12 review overdue" in paper
    assert "As at 1 January 2026: HR13 review called for" in paper


def test_governing_document_becomes_overdue(reading: Opener) -> None:
    """A procedure says at its top when the policy above it has become overdue after the build."""
    assert top(reading("documents/HR12a/", "2025-12-31T23:59:59Z")) == []
    tab = reading("documents/HR12a/", "2026-01-01T00:00:00Z")
    (said,) = top(tab)
    assert said.startswith(
        "The review of HR12, which governs this procedure, is overdue. It was due by the end of December "
        "2025 and has been overdue since 1 January 2026, by the date of this device."
    )
    assert "In date, policy above it overdue" in " ".join(tab.locator("dl.facts").inner_text().split())


def test_event_calls_on_its_day(reading: Opener) -> None:
    """An event that lay ahead at the build calls for a review on its day, and not a second before."""
    assert top(reading("documents/HR13/", "2025-09-14T22:59:59Z")) == []
    (said,) = top(reading("documents/HR13/", "2025-09-14T23:00:00Z"))
    assert said.startswith("A review of this policy is called for.")


OUTCOMES = [
    ("HR12", "2025-05-31T22:59:59Z", "In date"),
    ("HR12", "2025-05-31T23:00:00Z", "Review due soon, as at 1 June 2025"),
    ("HR12", "2025-12-31T23:59:59Z", "Review due this month, as at 31 December 2025"),
    ("HR12", "2026-01-01T00:00:00Z", "Review overdue, as at 1 January 2026"),
    ("HR14", "2025-10-26T23:59:59Z", "Review due this month, as at 26 October 2025"),
    ("HR14", "2025-10-27T00:00:00Z", "Review overdue, as at 27 October 2025"),
    ("HR15", "2026-03-29T22:59:59Z", "Review due this month, as at 29 March 2026"),
    ("HR15", "2026-03-29T23:00:00Z", "Review overdue, as at 30 March 2026"),
]


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_readers_zone_does_not_matter(reading: Opener, zone: str) -> None:
    """The day turns in the library's zone, wherever the reader is, also where summer time changes."""
    tab = reading("documents/", OUTCOMES[0][1], timezone_id=zone)
    for reference, now, said in OUTCOMES:
        tab.clock.set_fixed_time(now)
        tab.reload()
        assert state_of(tab, reference) == said, (now, zone)


@pytest.mark.parametrize("site", ["weekly", "silent"])
@pytest.mark.parametrize("path", ["documents/HR12/", "documents/HR13/", "review/"])
def test_a_clock_in_the_past_changes_nothing(reading: Opener, path: str, site: str) -> None:
    """A device whose clock is wrong and slow shows the page as it was made, to the last element."""
    as_made = reading(path, "2025-03-10T12:00:00Z", site).content()
    for now in ("1970-01-01T00:00:00Z", "2025-03-09T12:00:00Z", "2025-03-10T23:59:59Z"):
        assert reading(path, now, site).content() == as_made


def test_it_never_gets_better(reading: Opener) -> None:
    """A page that said overdue goes on saying so when the clock is set back while it is open."""
    tab = reading("documents/HR12/", "2026-02-03T12:00:00Z")
    before = tab.content()
    tab.clock.set_fixed_time("2025-03-11T12:00:00Z")
    tab.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert tab.content() == before


def test_true_without_script(reading: Opener) -> None:
    """With scripts off, a late reader is told nothing false: each state has its day beside it."""
    for path in (*LISTS, "documents/HR12/"):
        tab = reading(path, "2027-01-01T00:00:00Z", java_script_enabled=False)
        text = " ".join(tab.locator("article").inner_text().split()).casefold()
        assert "overdue since" not in text
        assert "state as at 10 march 2025" in text, path
    assert "its review is due by the end of december 2025." in text


def test_unknown_zone_is_told_by_the_latest_date(reading: Opener) -> None:
    """A browser that does not know the zone calls overdue what may be, and says by which date."""

    def renamed(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("Europe/London", "Mars/Olympus"))

    tab = reading("about/", "2025-12-31T09:59:59Z", "weekly", viewport=PHONE)
    tab.route("**/documents/HR12/", renamed)
    tab.goto("documents/HR12/")
    assert "Mars/Olympus" in (tab.locator("meta[name=policysite-review]").get_attribute("content") or "")
    assert top(tab) == []
    tab.clock.set_fixed_time("2025-12-31T10:00:00Z")  # when it is 1 January on Kiritimati
    tab.reload()
    (said,) = top(tab)
    assert said == (
        "The review of this policy is overdue. It was due by the end of December 2025 and has been "
        "overdue since 1 January 2026, by the latest date that it can be: this browser does not know the "
        "time zone of the library. This page was made on 10 March 2025 and knows of nothing since."
    )
    assert "for about 297 days" in tab.locator(".notice--stale").inner_text()
    tab.get_by_role("button", name="Menu").click()
    assert tab.get_by_role("navigation", name="Main").is_visible()


# --- a site that nobody rebuilds -----------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "documents/HR13/", "review/", "privacy/"])
def test_site_that_is_not_rebuilt_says_so(reading: Opener, path: str) -> None:
    """Past the days after which it was to be rebuilt, every page says for how long it was not."""
    stale = ".notice--stale"
    assert reading(path, "2025-03-17T23:59:59Z", "weekly").locator(stale).count() == 0
    told = reading(path, "2025-03-18T00:00:00Z", "weekly").locator(stale)
    assert " ".join(told.inner_text().split()) == (
        "This site has not been rebuilt for 8 days. It was made on 10 March 2025; what has changed since "
        "is not shown."
    )
    tab = reading(path, "2026-03-10T12:00:00Z", "weekly")
    assert "has not been rebuilt for 365 days" in tab.locator(stale).inner_text()
    assert tab.evaluate("() => document.querySelector('article').firstElementChild.className") == (
        "notice notice--stale"
    )


def test_site_that_does_not_say_is_not_called_stale(reading: Opener) -> None:
    """Where library.yml does not say how often the site is rebuilt, no age is held against it."""
    assert reading("", "2030-01-01T00:00:00Z").locator(".notice--stale").count() == 0


# --- a page that stays open ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "comes_back",
    [
        "document.dispatchEvent(new Event('visibilitychange'))",
        "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
    ],
)
def test_page_that_comes_back_grows_worse(reading: Opener, comes_back: str) -> None:
    """A page left open over midnight is worse when somebody comes back to it, and says it once."""
    tab = reading("documents/HR12/", "2025-12-31T23:59:59Z", "weekly")
    assert top(tab) == []
    for now, days in (("2026-01-01T00:00:00Z", 297), ("2026-01-02T00:00:00Z", 298)):
        tab.clock.set_fixed_time(now)
        tab.evaluate(f"() => {{ {comes_back} }}")
        assert len(top(tab)) == 1
        assert f"for {days} days" in tab.locator(".notice--stale").inner_text()
    paper = tab.locator(".paper").text_content() or ""
    assert paper.count("As at") == paper.count("As at 1 January 2026: review overdue") == 1
    assert tab.locator("dl.facts .state-since").all_inner_texts() == [", as at 1 January 2026"]


def test_page_left_open_grows_worse_by_itself(reading: Opener) -> None:
    """A page that stays open and is looked at all the time grows worse soon after midnight."""
    tab = reading("about/", "2025-12-31T12:00:00Z")
    tab.clock.install(time="2025-12-31T23:55:00Z")
    tab.goto("documents/HR12/")
    assert top(tab) == []
    tab.clock.run_for(20 * 60 * 1000)
    (said,) = top(tab)
    assert said.startswith("The review of this policy is overdue.")


def test_state_below_and_above_grow_worse(reading: Opener) -> None:
    """A state says once as at when it is so, and once that of the document above, for good."""
    tab = reading("documents/", "2026-01-01T00:00:00Z")
    for now, said in (
        ("2026-01-02", "In date"),
        ("2028-06-01", "Review due soon, as at 1 June 2028"),
        ("2028-12-01", "Review overdue, as at 1 December 2028"),
    ):
        tab.clock.set_fixed_time(f"{now}T12:00:00Z")
        tab.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        assert state_of(tab, "HR12a") == f"{said}, policy above it overdue as at 1 January 2026"


def test_open_register_follows(reading: Opener) -> None:
    """A register left open over midnight offers the states that there are now, and keeps the choice."""
    tab = reading("review/", "2025-12-31T23:59:59Z")
    chooser(tab, "Owner").select_option("Head of People")
    options = chooser(tab, "State").locator("option")
    assert "Review due this month" in options.all_inner_texts()
    tab.clock.set_fixed_time("2026-01-01T00:00:00Z")
    tab.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert options.all_inner_texts() == [
        "All", "In date", "Review called for", "Review due soon", "Review overdue"
    ]  # fmt: skip
    assert chooser(tab, "Owner").input_value() == "Head of People"


# --- the register --------------------------------------------------------------------------------


def chooser(tab: Page, name: str) -> Locator:
    """One of the controls of the register, by its name as a screen reader says it."""
    return tab.get_by_role("combobox", name=name, exact=True)


def visible_rows(tab: Page) -> list[str]:
    """The references of the rows that are shown, in order."""
    rows: list[Locator] = tab.locator("table[data-register] tbody tr:visible th").all()
    return [one.inner_text().split()[0] for one in rows]


def test_register_by_keyboard(reading: Opener) -> None:
    """The register is filtered and put in order with the keyboard alone, and says how many it shows."""
    tab = reading("review/", "2026-01-01T00:00:00Z")
    status = tab.locator("table[data-register]").locator("xpath=preceding-sibling::*[@role='status']")
    assert status.inner_text() == ""
    chooser(tab, "Owner").focus()
    tab.keyboard.press("Tab")
    expect(chooser(tab, "Contact point")).to_be_focused()
    tab.keyboard.type("L")
    assert visible_rows(tab) == ["HR14"]
    expect(status).to_have_text("1 of 5 documents shown")
    tab.keyboard.press("Home")
    tab.keyboard.press("Tab")
    expect(chooser(tab, "State")).to_be_focused()
    tab.keyboard.type("Review o")
    assert visible_rows(tab) == ["HR14", "HR12"]
    expect(status).to_have_text("2 of 5 documents shown")
    tab.keyboard.press("Home")
    expect(status).to_have_text("5 of 5 documents shown")
    tab.keyboard.press("Tab")
    expect(chooser(tab, "Order")).to_be_focused()
    tab.keyboard.press("ArrowDown")
    assert visible_rows(tab) == ["HR12", "HR12a", "HR13", "HR14", "HR15"]
    tab.keyboard.press("End")
    assert visible_rows(tab) == ["HR14", "HR12", "HR15", "HR12a", "HR13"]
    tab.keyboard.press("Home")
    assert visible_rows(tab) == ["HR14", "HR12", "HR13", "HR15", "HR12a"]


def test_totals_stay_whole_when_filtered(reading: Opener) -> None:
    """A filter hides rows and never changes how many there are said to be in all."""
    tab = reading("review/", "2026-01-01T00:00:00Z")
    chooser(tab, "State").select_option("In date")
    assert visible_rows(tab) == ["HR12a"]
    assert tab.locator(".lede").inner_text().startswith("5 documents:")


# --- how it looks --------------------------------------------------------------------------------


def test_axe_finds_nothing_on_the_real_review_page(tab: Page) -> None:
    """The page of review dates breaks no rule, in any theme, on phone, tablet and desk."""
    tab.goto("review/")
    tab.locator("details.more summary").click()
    assert faults(tab) == {}


@pytest.mark.parametrize("path", ["documents/HR12/", "documents/HR12a/", "review/"])
def test_axe_finds_nothing_on_a_page_that_grew_worse(reading: Opener, path: str) -> None:
    """What a page says by the reader's date breaks no rule either."""
    tab = reading(path, "2026-02-03T12:00:00Z", "weekly")
    assert tab.locator(".notice--stale").count() == 1
    assert faults(tab) == {}


@pytest.mark.parametrize(
    "path", ["review/", "documents/HR12/", "documents/HR12a/", "roles/line-manager/"]
)
def test_nothing_scrolls_sideways(reading: Opener, path: str) -> None:
    """At 320 px no page that grew worse has to be scrolled sideways, the opened table neither."""
    tab = reading(path, "2026-02-03T12:00:00Z", "weekly", viewport=PHONE)
    for summary in tab.locator("details.more summary").all():
        summary.click()
    assert tab.evaluate(OVERFLOW) <= 0


def test_picture_scrolls_for_itself(tab: Page) -> None:
    """The picture of the cycles can be reached with the keyboard, to be scrolled on a phone."""
    tab.set_viewport_size(PHONE)
    tab.goto("review/")
    picture = tab.get_by_role("region", name="Review cycles").last
    picture.focus()
    expect(picture).to_be_focused()
    tab.keyboard.press("ArrowRight")
    expect(picture).not_to_have_js_property("scrollLeft", 0)


def test_paper_says_what_the_screen_says(reading: Opener) -> None:
    """A late print holds the notices and the line above the page; the register has no controls."""
    tab = reading("documents/HR12/", "2026-02-03T12:00:00Z", "weekly")
    tab.emulate_media(media="print")
    assert tab.locator(".notice--overdue").is_visible()
    assert tab.locator(".notice--stale").is_visible()
    assert "As at 3 February 2026: review overdue" in tab.locator(".paper").inner_text()
    tab = reading("review/", "2026-02-03T12:00:00Z", "weekly")
    tab.emulate_media(media="print")
    assert not tab.locator(".filters").is_visible()
    assert len(visible_rows(tab)) == 5
    assert tab.locator(".timeline").is_visible()
