"""Pictures and attachments on a built site: whole, at a permanent address, and shown with the edition."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html

from policysite.publishing import MANIFEST_FILE
from tests.attached import CONTENTS, FOLDER, FORM, PLAN, attach
from tests.sites import MKDOCS, POLICYSITE, PROPERDOCS, build, environment
from tests.small import EDITION, SmallProject


@pytest.fixture
def attached(small: SmallProject) -> SmallProject:
    """The small project with attachments and a figure."""
    return attach(small)


def page(small: SmallProject, path: str) -> html.HtmlElement:
    """A page of the built site."""
    return html.fromstring((small.folder / "site" / path / "index.html").read_bytes())


@pytest.mark.parametrize(
    "command", [(*POLICYSITE, "build"), (*MKDOCS, "build"), (*PROPERDOCS, "build")], ids=lambda c: c[-2]
)
def test_every_engine_publishes_them(command: tuple[str, ...], attached: SmallProject) -> None:
    """Each file lies beside its edition as it was, and the mark of the site names it."""
    result = build(attached.folder, command)
    assert result.returncode == 0, result.stderr
    named = json.loads((attached.folder / "site" / MANIFEST_FILE).read_bytes())["files"]
    for file, content in CONTENTS.items():
        path = f"{FOLDER}/{Path(file).name}"
        assert (attached.folder / "site" / path).read_bytes() == content
        assert named[path] == sha256(content).hexdigest()[:16]


def test_two_pages_show_one_copy(attached: SmallProject) -> None:
    """The pages of the document and of its edition lead to the same file, and say what it is."""
    assert build(attached.folder).returncode == 0
    for path in ("documents/HR12", "documents/HR12/2025-11"):
        shown = page(attached, path)
        (link,) = shown.xpath("//ul[@id='list:_attachments']//a[contains(@href, 'files/')]")
        assert link.get("href").endswith("documents/HR12/2025-11/files/form.pdf")
        assert " ".join(link.text_content().split()) == "Request form & notes (PDF, 120 kB)"
        assert link.get("type") == "application/pdf"
        (about,) = shown.xpath("//ul[@id='list:_attachments']//p")
        assert about.text_content() == "To ask, as in HR12 1.1."
        (rates,) = shown.xpath("//section[h2[@id='1']]//ul[@id='list:_attachments-1']//a")
        assert rates.text_content() == "Rates (CSV, 4 bytes)"
        contents = shown.xpath("//nav[@class='contents']//a[contains(@href, '_attachments')]")
        assert [(link.get("href"), link.text_content()) for link in contents] == [
            ("#_attachments-1", "Attachments: Requests"),
            ("#_attachments", "Attachments"),
        ]
        (picture,) = shown.xpath("//figure/img")
        assert dict(picture.attrib) == {
            "src": picture.get("src"),
            "alt": 'From "request" to answer.',
            "width": "20",
            "height": "10",
            "loading": "lazy",
            "decoding": "async",
        }
        assert picture.get("src").endswith("documents/HR12/2025-11/files/plan.svg")
        assert shown.xpath("string(//figure/figcaption)") == "The way of a request"
        assert "A request is made." in shown.xpath("string(//div[@class='figure-text'])")


def test_devices_keep_pictures_of_pages_that_they_keep(attached: SmallProject) -> None:
    """A picture belongs to the page that is kept; an attachment is read online."""
    assert build(attached.folder).returncode == 0
    worker = (attached.folder / "site" / "sw.js").read_text()
    kept = json.loads(worker.partition("\n")[0].removeprefix("const BUILD = ").removesuffix(";"))
    files = [path for path, _ in kept["rest"] if "/files/" in path]
    assert files == [f"{FOLDER}/plan.svg"]
    assert dict(kept["rest"])[files[0]] == sha256(CONTENTS[PLAN]).hexdigest()[:16]


def test_a_translation_has_files_of_its_own(attached: SmallProject) -> None:
    """What a translation names lies below its own address, and devices keep its pictures, too."""
    text = attached.read(EDITION)
    for english, welsh in (("form.pdf", "ffurflen.pdf"), ("plan.svg", "cynllun.svg")):
        text = text.replace(english, welsh)
        attached.write(f"policy/HR12/files/{welsh}", CONTENTS[f"policy/HR12/files/{english}"])
    attached.write("policy/HR12/2025-11.cy.yml", f"language: cy\n{text}")
    result = build(attached.folder)
    assert result.returncode == 0, result.stderr
    folder = attached.folder / "site" / "documents/HR12/2025-11/cy/files"
    assert (folder / "ffurflen.pdf").read_bytes() == CONTENTS[FORM]
    assert not (folder / "form.pdf").exists()
    assert '"documents/HR12/2025-11/cy/files/cynllun.svg"' in (folder.parents[4] / "sw.js").read_text()


HOOKS = {
    "a file that is changed": (
        "on_pre_build",
        f"open('{FORM}', 'ab').write(b'more')",
        f"{FOLDER}/form.pdf: the file is not as it was to be written",
    ),
    "a file that vanishes": (
        "on_pre_build",
        f"os.unlink('{FORM}')",
        "the last one was left in place: No such file or directory",
    ),
    "a file that becomes a link to another": (
        "on_pre_build",
        f"os.unlink('{FORM}'); os.symlink('../../roles.yml', '{FORM}')",
        f"{FOLDER}/form.pdf: the file is not as it was to be written",
    ),
    "a copy that is cut off": (
        "on_post_build",
        f"os.truncate(config.site_dir + '/{FOLDER}/form.pdf', 10)",
        f"{FOLDER}/form.pdf: the file is not as it was to be written",
    ),
    "a copy that is lost": (
        "on_post_build",
        f"os.unlink(config.site_dir + '/{FOLDER}/plan.svg')",
        f"{FOLDER}/plan.svg: the file is not there",
    ),
}


@pytest.mark.parametrize(("event", "action", "reason"), HOOKS.values(), ids=HOOKS)
def test_what_is_not_as_it_was_checked_is_not_published(
    event: str, action: str, reason: str, attached: SmallProject
) -> None:
    """What happens to a file between the check and the end of a build leaves the last site in place."""
    attached.write("hook.py", f"import os\ndef {event}(config, **more):\n    {action}\n")
    attached.change("mkdocs.yml", "plugins:", "hooks: [hook.py]\nplugins:")
    result = build(attached.folder)
    assert result.returncode == 1
    assert reason in result.stderr
    assert "Traceback" not in result.stderr
    assert not (attached.folder / "site").exists()


def test_a_full_disk_leaves_the_last_site(attached: SmallProject) -> None:
    """Where a file finds no room, the build says so and the last site stays."""
    assert build(attached.folder).returncode == 0
    before = (attached.folder / "site" / MANIFEST_FILE).read_bytes()
    attached.write(FORM, b"%PDF-1.7\n" + b"x" * 9_000_000)
    result = subprocess.run(
        ["bash", "-c", 'ulimit -f 8000; exec "$@"', "bash", *POLICYSITE, "build"],
        cwd=attached.folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 1
    assert "the last one was left in place: File too large" in result.stderr
    assert (attached.folder / "site" / MANIFEST_FILE).read_bytes() == before


def test_a_page_by_hand_does_not_take_its_address(attached: SmallProject) -> None:
    """A file in pages/ at the address of an attachment is refused by its name."""
    attached.write(f"pages/{FOLDER}/form.pdf", CONTENTS[FORM])
    result = build(attached.folder)
    assert result.returncode == 1
    assert f"{FOLDER}/form.pdf: the address '{FOLDER}/form.pdf' belongs to a file of" in result.stderr


def test_no_configuration_leaves_them_out(attached: SmallProject) -> None:
    """What MkDocs is told to leave out of pages/ is not meant for the files of documents."""
    attached.change("mkdocs.yml", "plugins:", 'exclude_docs: "*.pdf"\nplugins:')
    assert build(attached.folder).returncode == 0
    assert (attached.folder / "site" / FOLDER / "form.pdf").is_file()


def test_only_what_an_edition_names_is_published(attached: SmallProject) -> None:
    """A file that no edition names stays where it is."""
    attached.write("policy/HR12/files/notes.txt", "Not yet.")
    assert build(attached.folder).returncode == 0
    assert not list((attached.folder / "site").rglob("notes.txt"))
