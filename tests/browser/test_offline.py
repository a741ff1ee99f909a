"""The copy of the site that a device keeps: read without a network, never mixed with another build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as BrowserError

from tests.cli.test_serve import Server
from tests.sites import EPOCH, build, until
from tests.small import EDITION, SmallProject
from tests.web_server import Request, serve

from .axe import faults
from .conftest import PHONE

DAY = 86_400
COPY = "Offline copy of 21 November 2026"
MEANS = "The site could not be reached; what has changed since is not shown."
KEPT = """async (least) => {
  const names = (await caches.keys()).filter((name) => name.startsWith("policysite:"));
  if (names.length !== 1 || !navigator.serviceWorker.controller) return false;
  return (await (await caches.open(names[0])).keys()).length >= least;
}"""
VERSIONS = "async () => (await caches.keys()).map((name) => name.split(':').pop())"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
REFUSED = """async () => {
  const registration = await navigator.serviceWorker.register("/sw.js");
  const worker = registration.installing;
  return new Promise((done) => worker.addEventListener("statechange", () => done(worker.state)));
}"""
TAKEN_OVER = """async (version) => {
  const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
  const isAlone = !installing && !waiting && active.state === "activated";
  return isAlone && (await caches.keys()).at(-1).endsWith(`:${version}`);
}"""
"""The worker of the build with this version is the only one."""
PATHS = """async (version) => {
  const name = (await caches.keys()).find((one) => one.endsWith(`:${version}`));
  return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
}"""
"""The paths of all that is kept of the build with this version."""
UPDATED = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  const worker = registration.installing;
  if (worker) await new Promise((done) => worker.addEventListener("statechange", done));
}"""
"""A new worker was fetched, and has ended its installation."""
AT_ONCE = """
const later = window.setTimeout;
window.setTimeout = (then, pause, ...rest) => later(then, Math.min(pause ?? 0, 50), ...rest);
"""
"""Pages wait for nothing, as if somebody had read them for a while."""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"


NOT_CACHED = {"Cache-Control": "no-store"}
"""Nothing comes from the browser's own cache: what is asked for is seen."""


class Host:
    """A web server whose site can be exchanged, and that can be slow, broken or gone."""

    def __init__(self, site: Path, prefix: str = "/") -> None:
        self.site = site
        self.prefix = prefix
        self.asked: list[str] = []
        self.fault = 0
        self.goes_on = Event()
        self.goes_on.set()
        self.url = ""
        self._running = ExitStack()

    def start(self) -> None:
        """Listen, on the same port as before."""
        port = urlsplit(self.url).port or 0
        address = self._running.enter_context(serve(self._answer, port=port))
        self.url = address.removesuffix("/") + self.prefix

    def stop(self) -> None:
        """Be gone: nobody listens any more."""
        self.goes_on.set()
        self._running.close()

    def _answer(self, request: Request) -> None:
        self.asked.append(request.path)
        self.goes_on.wait(30)
        if self.fault:
            request.send(self.fault, headers=NOT_CACHED)
        elif request.path.startswith(self.prefix):
            request.path = "/" + request.path.removeprefix(self.prefix)
            request.send_site(self.site, NOT_CACHED)
        else:
            request.send_error(404)


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Builds the small project with changes, each once."""
    made: dict[tuple[Any, ...], Path] = {}

    def make(settings: str = "", title: str = "Flexible working", days: int = 0) -> Path:
        key = (settings, title, days)
        if key not in made:
            project = SmallProject(tmp_path_factory.mktemp("small") / "project")
            with (project.folder / "policy/library.yml").open("a", encoding="utf-8") as file:
                file.write(settings)
            project.change(EDITION, "title: Flexible working", f"title: {title}")
            built = build(project.folder, SOURCE_DATE_EPOCH=str(EPOCH + days * DAY))
            assert built.returncode == 0, built.stderr
            made[key] = project.folder / "site"
        return made[key]

    return make


@pytest.fixture
def host(small_site: Callable[..., Path]) -> Iterator[Host]:
    """A host of the small project's site."""
    started = Host(small_site())
    started.start()
    yield started
    started.stop()


def fresh(browser: Browser, host: Host, **options: Any) -> BrowserContext:
    """A browser that was nowhere before; its pages begin at once to keep what they keep."""
    context = browser.new_context(base_url=host.url, **options)
    context.add_init_script(AT_ONCE)
    return context


@pytest.fixture
def reader(browser: Browser, host: Host) -> Iterator[BrowserContext]:
    """A browser that was nowhere before."""
    context = fresh(browser, host)
    yield context
    context.close()


def listed(site: Path) -> list[str]:
    """The paths that a site's worker keeps."""
    return re.findall(r'\["([^"]*)","[0-9a-f]{16}"\]', (site / "sw.js").read_text("utf-8"))


def assets_of(site: Path) -> str:
    """The path on a host of the folder with a site's scripts."""
    (folder,) = site.glob("assets/policysite-*")
    return f"/assets/{folder.name}/"


def version(site: Path) -> str:
    """The version of a site's worker."""
    found = re.search(r'"version":"(\w+)"', (site / "sw.js").read_text("utf-8"))
    assert found is not None
    return found[1]


def until_it_is(tab: Page, condition: str, arg: object = None) -> None:
    """Wait for what a page finds out in its own time."""
    until(lambda: tab.evaluate(condition, arg), seconds=20)


def visit(context: BrowserContext, site: Path, path: str = "") -> Page:
    """Open a page for the first time, and wait until everything is kept."""
    tab = context.new_page()
    tab.goto(path)
    until_it_is(tab, KEPT, arg=len(listed(site)))
    return tab


def notice(tab: Page) -> Any:
    """What a page says of being a copy."""
    return tab.locator(".notice--offline[role=status]")


@pytest.mark.parametrize("cut", ["no network", "no server"])
def test_the_real_site_is_read_without_a_network(browser: Browser, built_site: Path, cut: str) -> None:
    """After one visit of one page every current page is there, styled, and says that it is a copy."""
    host = Host(built_site)
    host.start()
    context = fresh(browser, host, viewport=PHONE)
    asked: set[str] = set()
    complaints: list[str] = []
    context.on("request", lambda request: asked.add(request.url))
    tab = visit(context, built_site)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    if cut == "no network":
        context.set_offline(offline=True)
    else:
        host.stop()
    pages = [path for path in listed(built_site) if not path or path.endswith("/")]
    documents = {f"documents/{one.parent.name}/" for one in built_site.glob("documents/*/index.html")}
    checklists = {f"checklists/{one.parent.name}/" for one in built_site.glob("checklists/*/index.html")}
    assert documents | checklists < set(pages)
    of_each_kind = {(path.partition("/")[0], path.count("/")): path for path in reversed(pages)}
    for path in of_each_kind.values():
        tab.goto(path)
        expect(notice(tab)).to_contain_text(COPY)
        assert tab.locator("h1").evaluate("one => getComputedStyle(one).fontWeight") == "700"
        assert tab.evaluate("document.fonts.check('1rem \"Atkinson Hyperlegible Next\"')")
    assert complaints == []
    assert [url for url in asked if not url.startswith((host.url, "data:"))] == []
    context.close()
    host.stop()


def test_the_page_comes_first(browser: Browser, host: Host) -> None:
    """While the reader's page is fresh, the network is left to it: the copy is begun some time later."""
    context = browser.new_context(base_url=host.url)
    tab = context.new_page()
    tab.goto("")
    tab.wait_for_timeout(1000)
    assert "/sw.js" not in host.asked
    until(lambda: "/sw.js" in host.asked)
    context.close()


def test_search_works_without_a_network(browser: Browser, built_site: Path) -> None:
    """A small index is kept: the search page answers offline, to an address with a query, too."""
    host = Host(built_site)
    host.start()
    context = fresh(browser, host)
    tab = visit(context, built_site)
    host.stop()
    tab.goto("search/?q=retention")
    expect(tab.locator(".search-results a").first).to_be_visible()
    expect(notice(tab)).to_have_text(f"{COPY}. {MEANS}")
    tab.goto("documents/")
    tab.get_by_role("searchbox").fill("data")
    expect(tab.locator(".search-result").first).to_be_visible()
    context.close()


def test_a_large_index_is_not_kept(browser: Browser, host: Host, tmp_path: Path) -> None:
    """Where the index was too large to keep, the search page says so offline, and leads on."""
    site = tmp_path / "site"
    shutil.copytree(host.site, site)
    worker = (site / "sw.js").read_text("utf-8").replace('"isSearchKept":true', '"isSearchKept":false')
    worker = re.sub(r',\["assets/[^"/]*/pagefind/[^]]*\]', "", worker)
    (site / "sw.js").write_text(worker, "utf-8")
    host.site = site
    context = fresh(browser, host)
    tab = visit(context, site)
    host.stop()
    tab.goto("search/?q=request")
    expect(notice(tab)).to_contain_text("Searching needs the network.")
    expect(tab.locator(".search-status")).to_contain_text("The search could not be loaded.")
    notice(tab).get_by_role("link", name="All clauses").click()
    expect(tab.locator("h1")).to_have_text("All clauses")
    expect(notice(tab)).to_have_text(f"{COPY}. {MEANS}")
    context.close()


def test_a_page_online_says_nothing(host: Host, reader: BrowserContext) -> None:
    """With the network there is no notice; without it there is; and it goes with the next load."""
    tab = visit(reader, host.site)
    tab.goto("documents/HR12/")
    expect(tab.locator("h1")).to_have_text("Flexible working")
    expect(notice(tab)).to_have_count(0)
    tab.goto("documents/HR12")
    expect(tab).to_have_url(f"{host.url}documents/HR12/")
    host.stop()
    tab.reload()
    expect(notice(tab)).to_contain_text(COPY)
    tab.goto("roles/")
    expect(notice(tab)).to_contain_text(COPY)
    tab.go_back()
    expect(tab).to_have_url(f"{host.url}documents/HR12/")
    expect(notice(tab)).to_contain_text(COPY)
    host.start()
    tab.reload()
    expect(notice(tab)).to_have_count(0)


def test_what_is_not_kept_says_so(host: Host, reader: BrowserContext) -> None:
    """A page that is not kept is told from one that is not there, and leads to what is kept."""
    tab = visit(reader, host.site)
    tab.goto("gone/away/")
    expect(tab.locator("h1")).to_have_text("This page is not here")
    host.stop()
    tab.goto("documents/HR12/2025-11/")
    expect(tab.locator("h1")).to_have_text("This page is not kept on this device")
    expect(notice(tab)).to_contain_text("You are offline")
    tab.locator("article").get_by_role("link", name="documents").click()
    expect(tab.locator("h1")).to_have_text("Documents")
    tab.goto("documents/HR12")
    expect(tab).to_have_url(f"{host.url}documents/HR12/")
    expect(notice(tab)).to_contain_text(COPY)
    host.start()
    tab.goto("documents/HR12/2025-11/")
    expect(tab.locator("h1")).to_have_text("Flexible working")


def test_below_a_path(browser: Browser, small_site: Callable[..., Path]) -> None:
    """Below a path of a host the worker keeps to that path, and so do the links of its pages."""
    host = Host(small_site(), "/policies/")
    host.start()
    context = fresh(browser, host)
    tab = visit(context, host.site)
    assert tab.evaluate("async () => (await navigator.serviceWorker.ready).scope") == host.url
    host.stop()
    tab.goto("documents/HR12/")
    expect(notice(tab)).to_contain_text(COPY)
    tab.goto("gone/")
    expect(tab.locator("h1")).to_have_text("This page is not kept on this device")
    assert tab.get_by_role("link", name="Example policies").get_attribute("href") == "/policies/"
    with pytest.raises(BrowserError, match="ERR_CONNECTION_REFUSED"):
        tab.goto(host.url.replace("/policies/", "/elsewhere/"))
    context.close()


def test_a_slow_server_is_not_waited_for(host: Host, reader: BrowserContext) -> None:
    """A page that does not come within three seconds is shown as kept; what is not kept is waited for."""
    tab = visit(reader, host.site)
    host.goes_on.clear()
    tab.goto("documents/HR12/", timeout=10_000)
    expect(notice(tab)).to_contain_text(COPY)
    took = tab.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    assert 2900 < took < 6000
    host.goes_on.set()


@pytest.mark.parametrize("fault", [500, 503])
def test_a_broken_server(host: Host, reader: BrowserContext, fault: int) -> None:
    """While the server answers with a fault of its own, the kept page is shown."""
    tab = visit(reader, host.site)
    host.fault = fault
    tab.goto("documents/HR12/")
    expect(notice(tab)).to_contain_text(COPY)


def test_a_new_build_takes_over(
    host: Host, reader: BrowserContext, small_site: Callable[..., Path]
) -> None:
    """A build with the same scripts takes over while a page is open; then only its copy is there."""
    tab = visit(reader, host.site)
    old = host.site
    host.site = small_site(title="Working flexibly", days=1)
    tab.goto("documents/HR12/")
    expect(tab.locator("h1")).to_have_text("Working flexibly")
    expect(notice(tab)).to_have_count(0)
    until_it_is(tab, f"async () => String(await ({VERSIONS})()) === '{version(host.site)}'")
    assert version(old) != version(host.site)
    until_it_is(tab, KEPT, arg=len(listed(host.site)))
    host.stop()
    for path in ("documents/HR12/", "roles/line-manager/"):
        tab.goto(path)
        expect(notice(tab)).to_contain_text("Offline copy of 22 November 2026")
    tab.goto("documents/HR12/")
    expect(tab.locator("h1")).to_have_text("Working flexibly")


def test_saving_data(host: Host, reader: BrowserContext, small_site: Callable[..., Path]) -> None:
    """A device that saves data keeps what every page needs, and no more with the next build."""
    reader.add_init_script(
        "Object.defineProperty(NetworkInformation.prototype, 'saveData', {value: true})"
    )
    tab = reader.new_page()
    tab.goto("")
    until_it_is(tab, CONTROLLED)
    host.site = small_site(title="Working flexibly", days=1)
    tab.goto("documents/HR12/")
    until_it_is(tab, f"async () => String(await ({VERSIONS})()) === '{version(host.site)}'")
    assert not tab.evaluate(KEPT, len(listed(host.site)))
    host.stop()
    tab.goto("documents/")
    expect(notice(tab)).to_contain_text("Offline copy of 22 November 2026")
    tab.goto("roles/line-manager/")
    expect(tab.locator("h1")).to_have_text("This page is not kept on this device")


def test_what_has_not_changed_is_not_fetched_again(
    host: Host, reader: BrowserContext, small_site: Callable[..., Path]
) -> None:
    """A new build takes scripts, styles and fonts from the copy before it."""
    tab = visit(reader, host.site)
    host.site = small_site(title="Working flexibly", days=1)
    host.asked.clear()
    tab.goto("documents/")
    until_it_is(tab, f"async () => String(await ({VERSIONS})()) === '{version(host.site)}'")
    fetched = [path for path in host.asked if path.startswith(assets_of(host.site))]
    assert [path for path in fetched if "/pagefind/" not in path] == []


def test_an_open_page_keeps_its_scripts(
    host: Host, reader: BrowserContext, small_site: Callable[..., Path]
) -> None:
    """A build with other files takes over; a page of the one before it goes on with its own."""
    open_page = visit(reader, host.site, "documents/HR12/")
    old = host.site
    host.site = small_site(settings='accent: "#1f4e8c"\n', title="Working flexibly")
    assert assets_of(host.site) != assets_of(old)
    host.asked.clear()

    tab = reader.new_page()
    tab.goto("documents/HR12/")
    expect(tab.locator("h1")).to_have_text("Working flexibly")
    assert f"{assets_of(host.site)}js/main.js" in host.asked
    until_it_is(tab, TAKEN_OVER, version(host.site))
    assert tab.evaluate(VERSIONS) == [version(old), version(host.site)]
    paths = tab.evaluate(PATHS, version(old))
    assert paths
    assert {path for path in paths if not path.startswith(assets_of(old))} <= {
        path for path in paths if path.startswith(("/assets/stylesheets/", "/assets/images/"))
    }

    host.asked.clear()
    open_page.get_by_role("searchbox").fill("request")
    expect(open_page.locator(".search-result").first).to_be_visible()
    entry = f"{assets_of(old)}pagefind/pagefind-entry.json"
    assert [path.partition("?")[0] for path in host.asked if path.startswith("/assets/")] == [entry]

    host.stop()
    for page in (tab, open_page):
        page.reload()
        expect(notice(page)).to_contain_text(COPY)
        expect(page.locator("h1")).to_have_text("Working flexibly")


def test_scripts_of_one_other_build_stay(
    host: Host, reader: BrowserContext, small_site: Callable[..., Path]
) -> None:
    """Of earlier builds, the scripts of the last that had others stay, and nothing of those before it."""
    tab = visit(reader, host.site)
    blue = {"settings": 'accent: "#1f4e8c"\n'}
    sites = [small_site(settings='accent: "#7a1f5c"\n'), small_site(**blue), small_site(**blue, days=1)]
    for site in sites:
        host.site = site
        tab.reload()
        until_it_is(tab, TAKEN_OVER, version(site))
    assert tab.evaluate(VERSIONS) == [version(sites[0]), version(sites[2])]


@pytest.mark.parametrize("late", ["sw.js", "index.html"])
def test_a_half_published_site_is_not_kept(
    host: Host, reader: BrowserContext, small_site: Callable[..., Path], tmp_path: Path, late: str
) -> None:
    """Where files are not those of the worker's build, the copy before it stays as it was."""
    tab = visit(reader, host.site)
    old = version(host.site)
    mixed = tmp_path / "mixed"
    new = small_site(settings='accent: "#1f4e8c"\n')
    before, after = (host.site, new) if late == "sw.js" else (new, host.site)
    shutil.copytree(before, mixed)
    shutil.copy(after / late, mixed)
    host.site = mixed
    tab.goto("documents/")
    tab.evaluate(UPDATED)
    assert tab.evaluate(VERSIONS) == [old]
    host.stop()
    tab.goto("documents/HR12/")
    expect(notice(tab)).to_contain_text(COPY)


def test_a_page_that_was_deleted(
    host: Host, reader: BrowserContext, small_site: Callable[..., Path], tmp_path: Path
) -> None:
    """Online, a kept page that is gone from the site is not there."""
    tab = visit(reader, host.site)
    without = tmp_path / "without"
    shutil.copytree(small_site(), without)
    shutil.rmtree(without / "roles/line-manager")
    host.site = without
    tab.goto("roles/line-manager/")
    expect(tab.locator("h1")).to_have_text("This page is not here")
    expect(notice(tab)).to_have_count(0)


def test_overdue_is_told_offline(host: Host, reader: BrowserContext) -> None:
    """A kept page says by the device's date that a review has become overdue since."""
    tab = visit(reader, host.site)
    host.stop()
    tab.clock.set_fixed_time("2028-01-02T12:00:00Z")
    tab.goto("documents/HR12/")
    expect(notice(tab)).to_contain_text(COPY)
    expect(tab.locator(".notice--overdue")).to_contain_text("is overdue.")
    tab.goto("documents/")
    expect(tab.locator(".state")).to_have_text("Review overdue")


def test_no_room(host: Host, reader: BrowserContext) -> None:
    """Where the device has no room nothing is kept, and the site works as without a worker."""
    tab = reader.new_page()
    tab.goto("robots.txt")
    session = reader.new_cdp_session(tab)
    session.send("Storage.overrideQuotaForOrigin", {"origin": host.url.rstrip("/"), "quotaSize": 1000})
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto("")
    assert tab.evaluate(REFUSED) == "redundant"
    assert tab.evaluate("caches.keys()") == []
    tab.goto("documents/HR12/")
    expect(tab.locator("h1")).to_have_text("Flexible working")
    assert complaints == []


def test_forbidden(host: Host, reader: BrowserContext) -> None:
    """Where the browser has no workers, or forbids them, the page is as it is without."""
    reader.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined})"
    )
    tab = reader.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto("documents/HR12/")
    expect(tab.locator("h1")).to_have_text("Flexible working")
    assert complaints == []
    assert "/sw.js" not in host.asked


def test_turned_off(
    browser: Browser, host: Host, reader: BrowserContext, small_site: Callable[..., Path]
) -> None:
    """Turned off, the site removes what it kept from devices that had it, and others are never asked."""
    tab = visit(reader, host.site)
    host.site = small_site(settings="offline: no\n")
    tab.goto("documents/")
    until_it_is(tab, f"async () => (await ({WORKERS})()) === 0 && !(await caches.keys()).length")
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Documents")

    host.asked.clear()
    context = fresh(browser, host)
    other = context.new_page()
    other.goto("", wait_until="networkidle")
    assert "/sw.js" not in host.asked
    assert other.evaluate(WORKERS) == 0
    context.close()


def test_turned_off_for_a_page_that_never_loads_again(
    host: Host, reader: BrowserContext, small_site: Callable[..., Path]
) -> None:
    """The worker of a site without copies removes them by itself: no script of a page is needed."""
    tab = visit(reader, host.site)
    host.site = small_site(settings="offline: no\n")
    tab.evaluate("async () => { (await navigator.serviceWorker.getRegistration()).update(); }")
    until_it_is(tab, f"async () => (await ({WORKERS})()) === 0 && !(await caches.keys()).length")


def test_the_preview_keeps_nothing(
    reader: BrowserContext,
    small: SmallProject,
    host: Host,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A preview at an address where a site was visited shows what is new, and removes the copy."""
    tab = visit(reader, host.site)
    host.stop()
    small.change(EDITION, "title: Flexible working", "title: In preview")
    monkeypatch.setattr("tests.cli.test_serve.free_port", lambda: urlsplit(host.url).port)
    server = Server(small.folder, tmp_path / "log")
    try:
        until(lambda: server.shows("documents/HR12/", "In preview"))
        tab.goto("documents/HR12/")
        expect(tab.locator("h1")).to_have_text("In preview")
        until_it_is(tab, f"async () => (await ({WORKERS})()) === 0 && !(await caches.keys()).length")
        assert server.shows("sw.js", "registration.unregister()")
    finally:
        server.process.terminate()
        server.process.wait()


def test_what_it_leaves_alone(host: Host, reader: BrowserContext) -> None:
    """Parts of files, forms, sources and files of other kinds go to the network as without a worker."""
    tab = visit(reader, host.site)
    tab.reload()
    assert tab.evaluate(CONTROLLED)
    host.asked.clear()
    script = f"{assets_of(host.site)}js/main.js"
    part = f"fetch('{script}', {{headers: {{Range: 'bytes=0-3'}}}}).then((one) => one.status)"
    assert tab.evaluate(part) == 200  # the server knows no ranges
    tab.evaluate("fetch('/', {method: 'HEAD'})")
    tab.evaluate("fetch('/sources/HR12/2025-11.yml')")
    tab.evaluate("fetch('/review.ics')")
    assert host.asked == [script, "/sources/HR12/2025-11.yml", "/review.ics"]
    kept = tab.evaluate(
        "async () => (await (await caches.open((await caches.keys())[0])).keys()).map(({url}) => url)"
    )
    assert not [url for url in kept if re.search(r"\.(pdf|ics|yml|xml)$|review\.json$", url)]


def test_axe_finds_nothing_beside_the_notice(host: Host, reader: BrowserContext) -> None:
    """The notice breaks no rule of WCAG, in any theme, on phone, tablet and desk."""
    tab = visit(reader, host.site)
    host.stop()
    tab.goto("documents/HR12/")
    expect(notice(tab)).to_contain_text(COPY)
    assert faults(tab) == {}
