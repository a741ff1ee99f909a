"""Checklists in use: ticked, kept on the device, true to what the items say now, saved as a record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from policysite.project import Project
from tests import LIBRARY
from tests.small import NOW

from .axe import faults
from .conftest import DESK, PHONE

OFFICER = "checklists/nominated-watchkeeper/"
"""Three items to tick, and one that is missing from the copy."""
QUESTIONS = "checklists/owner-questions/"
"""The longest."""
COUNT = len(list(Project.open(LIBRARY, NOW).library.checklists["owner-questions"].items))
SECOND = "make-regular-rounds"
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("forbidden", "SecurityError"); },
});"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };"""
UNSAFE = """Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined });"""


@pytest.fixture
def device(browser: Browser, served_site: str) -> Iterator[BrowserContext]:
    """A browser that remembers nothing of other tests."""
    context = browser.new_context(base_url=served_site, viewport=DESK, service_workers="block")
    yield context
    context.close()


@pytest.fixture
def tab(device: BrowserContext) -> Page:
    """A tab of it with a short checklist, ready to be ticked."""
    opened = device.new_page()
    opened.goto(OFFICER)
    expect(opened.locator(".tools [role=status]")).to_be_attached()
    return opened


def boxes(tab: Page) -> Locator:
    """The boxes to tick."""
    return tab.locator("form.checklist input[type=checkbox]")


def told(tab: Page) -> Locator:
    """What the checklist says of itself."""
    return tab.locator(".tools [role=status]")


def press(tab: Page, name: str) -> None:
    """Press the button with this name."""
    tab.get_by_role("button", name=name, exact=True).click()


def changed(device: BrowserContext, change: Callable[[str], str], page: str = OFFICER) -> None:
    """From now on the page of a checklist is another, as if the policy had changed."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=change(response.text()))

    device.route(f"**/{page}", answer)


def other_policy(text: str) -> str:
    """The first item says something else, the second is gone, and a new one stands in its place."""
    first, second = re.findall(r'data-digest="(v1:\w+)"', text.partition("<fieldset>")[2])[:2]
    text = text.replace(first, f"v1:{'0' * 64}").replace(second, f"v1:{'1' * 64}")
    return text.replace(f'data-name="{SECOND}"', 'data-name="another"')


# --- ticking -------------------------------------------------------------------------------------


def test_progress_is_told_in_words(tab: Page) -> None:
    """Ticks and what does not apply are counted, and told in a region that speaks politely."""
    expect(told(tab)).to_have_text("0 of 3 done.")
    boxes(tab).nth(0).check()
    tab.locator("button.aside").nth(1).click()
    expect(told(tab)).to_have_text("1 of 3 done, 1 does not apply.")
    boxes(tab).nth(2).check()
    expect(told(tab)).to_have_text("2 of 3 done, 1 does not apply, nothing is left.")


def test_quick_ticks_are_told_once(tab: Page) -> None:
    """While somebody ticks quickly nothing is announced; then the sum is, once."""
    tab.evaluate(
        """() => {
          window.said = [];
          const region = document.querySelector(".tools [role=status]");
          new MutationObserver(() => said.push(region.textContent))
            .observe(region, {childList: true, subtree: true});
          for (const box of document.querySelectorAll("form.checklist input[type=checkbox]")) box.click();
        }"""
    )
    expect(told(tab)).to_have_text("3 of 3 done, nothing is left.")
    assert tab.evaluate("said.length") == 1


def test_a_tick_and_does_not_apply_exclude_each_other(tab: Page) -> None:
    """An item is done, does not apply or is left: one takes the other away."""
    box, aside = boxes(tab).first, tab.locator("button.aside").first
    box.check()
    aside.click()
    expect(box).not_to_be_checked()
    expect(aside).to_have_attribute("aria-pressed", "true")
    box.check()
    expect(aside).to_have_attribute("aria-pressed", "false")


def test_ticks_are_kept_over_a_reload(tab: Page) -> None:
    """What was ticked and what does not apply is there again after a reload."""
    boxes(tab).nth(0).check()
    tab.locator("button.aside").nth(1).click()
    tab.reload()
    expect(told(tab)).to_have_text("1 of 3 done, 1 does not apply.")
    expect(boxes(tab).nth(0)).to_be_checked()
    expect(tab.locator("button.aside").nth(1)).to_have_attribute("aria-pressed", "true")


def test_nothing_is_kept_without_a_tick(tab: Page) -> None:
    """Looking at a checklist leaves nothing behind, nor does one from which all ticks are taken back."""
    assert tab.evaluate("localStorage.length") == 0
    boxes(tab).first.check()
    assert tab.evaluate("localStorage.length") == 1
    boxes(tab).first.uncheck()
    assert tab.evaluate("localStorage.length") == 0


def test_checklists_are_kept_apart(tab: Page) -> None:
    """A tick of one checklist is none of another."""
    boxes(tab).first.check()
    tab.goto(QUESTIONS)
    expect(told(tab)).to_have_text(f"0 of {COUNT} done.")


@pytest.mark.parametrize("refusal", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_storage_that_refuses_is_told(device: BrowserContext, refusal: str) -> None:
    """Where the device keeps nothing, ticking works all the same, and the page says that it is lost."""
    device.add_init_script(refusal)
    tab = device.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(OFFICER)
    boxes(tab).nth(0).check()
    boxes(tab).nth(1).check()
    expect(told(tab)).to_have_text("2 of 3 done. Ticks are not kept on this device.")
    expect(tab.locator(".kept")).to_contain_text("Ticks are not kept on this device")
    press(tab, "Clear")
    press(tab, "Undo")
    expect(boxes(tab).nth(1)).to_be_checked()
    assert complaints == []


@pytest.mark.parametrize(
    "text", ["", "null", "{", "[]", '{"format":"1"}', '{"format":"1","marks":7,"known":{}}']
)
def test_what_somebody_else_kept_is_nothing(tab: Page, text: str) -> None:
    """What stands under the key and was not written by this page does no harm, and is replaced."""
    boxes(tab).first.check()
    tab.evaluate("text => localStorage.setItem(localStorage.key(0), text)", text)
    tab.reload()
    expect(told(tab)).to_have_text("0 of 3 done.")
    boxes(tab).first.check()
    tab.reload()
    expect(boxes(tab).first).to_be_checked()


def test_two_tabs_are_in_step(device: BrowserContext, tab: Page) -> None:
    """What is ticked in one tab is ticked in the other, and neither loses the other's ticks."""
    other = device.new_page()
    other.goto(OFFICER)
    boxes(tab).nth(0).check()
    expect(boxes(other).nth(0)).to_be_checked()
    boxes(other).nth(1).check()
    expect(told(tab)).to_have_text("2 of 3 done.")
    press(other, "Clear")
    expect(boxes(tab).nth(0)).not_to_be_checked()
    press(other, "Undo")
    expect(told(tab)).to_have_text("2 of 3 done.")


# --- the policy has changed since ----------------------------------------------------------------


def test_changed_items_lose_their_ticks(device: BrowserContext, tab: Page) -> None:
    """What changed since is no longer ticked, what is new or gone is told, and other ticks are kept."""
    for box in boxes(tab).all():
        box.check()
    changed(device, other_policy)
    tab.reload()
    expect(told(tab)).to_have_text("1 of 3 done.")
    labels = tab.locator("form.checklist label")
    expect(labels.nth(0)).to_contain_text("Changed since you ticked it")
    expect(labels.nth(1)).to_contain_text("New")
    expect(boxes(tab).nth(2)).to_be_checked()
    notice = tab.locator(".notice--changed")
    expect(notice).to_contain_text("1 item says something else now")
    expect(notice.get_by_role("listitem")).to_contain_text(["Make regular rounds"])
    expect(notice.get_by_role("listitem")).to_contain_text(["(you had ticked it)"])
    boxes(tab).nth(0).check()
    expect(labels.nth(0)).not_to_contain_text("Changed since")


def test_unchanged_checklist_tells_nothing(tab: Page) -> None:
    """Where nothing has changed, nothing is said to have."""
    boxes(tab).first.check()
    tab.reload()
    expect(boxes(tab).first).to_be_checked()
    expect(tab.locator(".notice--changed")).to_be_hidden()
    expect(tab.locator(".flag")).to_have_count(0)


# --- what is left, clear and undo ------------------------------------------------------------------


def test_only_what_is_left(tab: Page) -> None:
    """What is done goes out of sight, what is ticked then only at the next tick: it may be a slip."""
    boxes(tab).nth(0).check()
    press(tab, "Only what is left")
    expect(boxes(tab).nth(0)).to_be_hidden()
    boxes(tab).nth(1).check()
    expect(boxes(tab).nth(1)).to_be_visible()
    expect(boxes(tab).nth(1)).to_be_focused()
    boxes(tab).nth(2).check()
    expect(boxes(tab).nth(1)).to_be_hidden()
    expect(tab.locator(".item--missing")).to_be_visible()
    press(tab, "Only what is left")
    expect(boxes(tab).nth(0)).to_be_visible()


def test_clear_can_be_undone(tab: Page) -> None:
    """Clear takes all ticks away and leads to Undo, which brings them back and leads to Clear."""
    boxes(tab).nth(0).check()
    tab.locator("button.aside").nth(1).click()
    press(tab, "Clear")
    expect(told(tab)).to_contain_text("Cleared.")
    expect(boxes(tab).nth(0)).not_to_be_checked()
    expect(tab.get_by_role("button", name="Undo")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(told(tab)).to_have_text("1 of 3 done, 1 does not apply.")
    expect(tab.get_by_role("button", name="Clear")).to_be_focused()
    tab.reload()
    expect(boxes(tab).nth(0)).to_be_checked()


def test_what_is_ticked_after_a_clear_is_not_undone(tab: Page) -> None:
    """Once somebody has begun anew, there is nothing to undo."""
    boxes(tab).nth(0).check()
    press(tab, "Clear")
    boxes(tab).nth(1).check()
    expect(tab.get_by_role("button", name="Undo")).to_have_count(0)
    expect(told(tab)).to_have_text("1 of 3 done.")


# --- a record of use -------------------------------------------------------------------------------


def saved(tab: Page, name: str) -> str:
    """What a button of the panel saves."""
    with tab.expect_download() as downloading:
        press(tab, name)
    return Path(downloading.value.path()).read_text(encoding="utf-8")


def check_of(record: dict[str, Any]) -> str:
    """The check of a record, as another program makes it."""
    rest = {key: value for key, value in record.items() if key != "check"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"v1:{sha256(text.encode()).hexdigest()}"


def test_record_holds_what_was_done(tab: Page) -> None:
    """The saved record says of each item how it stands and since when, and its check can be made anew."""
    boxes(tab).nth(0).check()
    tab.locator("button.aside").nth(1).click()
    press(tab, "Save a record")
    expect(tab.get_by_label("Reference number (no names)")).to_be_focused()
    tab.keyboard.insert_text('É-1 \\ "two" \u2028 𝄞')
    record = json.loads(saved(tab, "Save for programs (JSON)"))
    resolved = Project.open(LIBRARY, NOW).traceability.resolved_checklists["nominated-watchkeeper"]
    assert record["check"] == check_of(record)
    assert record["reference"] == 'É-1 \\ "two" \u2028 𝄞'
    assert [*record] == [
        "format", "library", "checklist", "title", "digest", "editions",
        "site", "reference", "saved", "items", "check",
    ]  # fmt: skip
    assert (record["format"], record["digest"]) == ("policysite-record/1", resolved.digest)
    assert [one["state"] for one in record["items"]] == ["done", "not applicable", "left"]
    assert {one["name"]: one["digest"] for one in record["items"]} == dict(resolved.digests)
    instant = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
    assert instant.fullmatch(record["saved"])
    assert [bool(one["at"] and instant.fullmatch(one["at"])) for one in record["items"]] == [
        True,
        True,
        False,
    ]


def test_record_belongs_to_its_library(tab: Page) -> None:
    """What the page saves is a record that the library knows as its own."""
    boxes(tab).nth(0).check()
    press(tab, "Save a record")
    raw = saved(tab, "Save for programs (JSON)").encode()
    now = datetime.now(UTC)  # the tab has the clock of this machine
    found = Project.open(LIBRARY, now).verify_record(raw)
    assert not hasattr(found, "code"), found
    assert found.is_same_checklist


def test_text_says_the_same(tab: Page) -> None:
    """The file for people holds the same record, and says that it proves nothing about who did it."""
    boxes(tab).nth(0).check()
    press(tab, "Save a record")
    record = json.loads(saved(tab, "Save for programs (JSON)"))
    text = saved(tab, "Save to read (text)")
    for part in (record["check"], record["saved"], record["digest"], *record["editions"].values()):
        assert part in text
    for item in record["items"]:
        box = "[x]" if item["state"] == "done" else "[ ]"
        assert f"{box} {item['do']}" in text
    assert "It does not prove who did it." in text


def test_nothing_leaves_the_device(tab: Page) -> None:
    """Ticking and saving ask no server for anything."""
    tab.wait_for_load_state("networkidle")
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    boxes(tab).nth(0).check()
    press(tab, "Save a record")
    saved(tab, "Save to read (text)")
    assert [url for url in asked if not url.startswith("blob:")] == []


def test_without_a_safe_connection_there_is_the_text(device: BrowserContext) -> None:
    """Where the browser makes no digests, the page says so and offers the text alone."""
    device.add_init_script(UNSAFE)
    tab = device.new_page()
    tab.goto(OFFICER)
    press(tab, "Save a record")
    expect(tab.locator(".record-said")).to_contain_text("only on pages that are fetched over https")
    expect(tab.get_by_role("button", name="Save for programs (JSON)")).to_have_count(0)
    assert "Check: none" in saved(tab, "Save to read (text)")


def test_escape_closes_the_panel(tab: Page) -> None:
    """Escape closes the panel of the record, and leads back to its button."""
    press(tab, "Save a record")
    tab.keyboard.press("Escape")
    expect(tab.locator(".record")).to_be_hidden()
    expect(tab.get_by_role("button", name="Save a record")).to_be_focused()


# --- for everybody ---------------------------------------------------------------------------------


def test_keyboard_alone_does_it_all(tab: Page) -> None:
    """With Tab, Space and Enter a checklist is ticked, narrowed, cleared, restored and saved."""

    def go(words: str) -> None:
        for _ in range(60):
            tab.keyboard.press("Tab")
            here = tab.evaluate(
                """() => {
                  const one = document.activeElement;
                  return one.labels?.length ? one.labels[0].textContent : one.textContent;
                }"""
            )
            if words in here:
                return
        pytest.fail(f"{words} cannot be reached")

    tab.locator("h1").click()
    go("Keep watch over craft")
    tab.keyboard.press("Space")
    go("Does not apply")
    go("Does not apply")
    tab.keyboard.press("Enter")
    expect(told(tab)).to_have_text("1 of 3 done, 1 does not apply.")
    go("Only what is left")
    tab.keyboard.press("Enter")
    expect(boxes(tab).nth(0)).to_be_hidden()
    go("Clear")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    expect(told(tab)).to_have_text("1 of 3 done, 1 does not apply.")
    go("Save a record")
    tab.keyboard.press("Enter")
    go("Save to read")
    with tab.expect_download():
        tab.keyboard.press("Enter")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_keys_on_a_box_send_nothing(tab: Page, key: str) -> None:
    """Neither key loads the page anew: there is nowhere to send a checklist to."""
    tab.evaluate("window.isSame = true")
    boxes(tab).first.focus()
    tab.keyboard.press(key)
    expect(boxes(tab).first).to_be_checked(checked=key == "Space")
    assert tab.evaluate("window.isSame") is True


def test_what_has_the_focus_is_in_view(tab: Page) -> None:
    """On a phone, the tools at the foot of the screen hide nothing that has the focus."""
    tab.set_viewport_size(PHONE)
    tab.goto(QUESTIONS)
    boxes(tab).first.focus()
    for _ in range(40):
        tab.keyboard.press("Tab")
        hidden = tab.evaluate(
            """() => {
              const one = document.activeElement, box = one.getBoundingClientRect();
              const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return there && (one.contains(there) || there.contains(one)) ? "" : one.outerHTML;
            }"""
        )
        assert hidden == ""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_targets_are_large(tab: Page, size: Any) -> None:
    """Whatever is pressed in a checklist is at least 44 pixels wide and high."""
    tab.set_viewport_size(size)
    tab.goto(OFFICER)
    boxes(tab).first.check()
    press(tab, "Save a record")
    for one in tab.locator(
        "form.checklist :is(label:has(input[type=checkbox]), button, .source a)"
    ).all():
        box = one.bounding_box()
        assert box is not None and box["height"] >= 44 and box["width"] >= 44, one.inner_text()


@pytest.mark.parametrize(
    "state", ["empty", "half ticked", "done", "changed since", "left", "record", "cleared"]
)
def test_axe_finds_nothing_in_any_state(device: BrowserContext, tab: Page, state: str) -> None:
    """No rule of WCAG is broken, whatever has been ticked and opened, in any theme and width."""
    if state != "empty":
        boxes(tab).nth(0).check()
        tab.locator("button.aside").nth(1).click()
    if state in ("done", "changed since"):
        boxes(tab).nth(2).check()
    if state == "changed since":
        changed(device, other_policy)
        tab.reload()
    buttons = {"left": "Only what is left", "record": "Save a record", "cleared": "Clear"}
    if state in buttons:
        press(tab, buttons[state])
    assert faults(tab) == {}


def test_without_script_it_is_a_whole_list(browser: Browser, served_site: str) -> None:
    """With scripts off every item is there and can be ticked, Enter loses nothing, no button is shown."""
    context = browser.new_context(base_url=served_site, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(QUESTIONS)
    assert boxes(tab).count() == COUNT
    boxes(tab).nth(3).check()
    tab.keyboard.press("Enter")
    expect(boxes(tab).nth(3)).to_be_checked()
    for item in tab.locator("form.checklist li").all():
        assert item.is_visible()
    assert not tab.locator("form.checklist button").count()
    context.close()


def test_paper_shows_the_ticks(tab: Page) -> None:
    """In print every item is there, ticked as it is; buttons are not; the day of printing is."""
    boxes(tab).nth(0).check()
    tab.locator("button.aside").nth(1).click()
    press(tab, "Only what is left")
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    for item in tab.locator("form.checklist li").all():
        assert item.is_visible()
    for button in tab.locator("button:not(.opener)").all():
        assert not button.is_visible()
    expect(boxes(tab).nth(0)).to_be_checked()
    assert "Does not apply" in tab.locator(".words").nth(1).evaluate(
        "one => getComputedStyle(one, '::after').content"
    )
    expect(tab.locator(".paper")).to_contain_text("B07a, edition of November 2025")
    expect(tab.locator(".paper")).to_contain_text("Printed on")
