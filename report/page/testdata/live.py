"""Opens a live page and moves its sliders: nothing is asked before one moves; what a move shows is the answer; keys,
drag and touch move; each goes back alone; a link brings a state back. Run as live.py CHROMIUM ADDRESS; AXE in the
environment is the file of axe-core."""

import json
import os
import sys
from xml.etree import ElementTree

from playwright.sync_api import Page, expect, sync_playwright

chromium, address = sys.argv[1:]


def opened(browser, **options):
    page = browser.new_context(**options).new_page()
    heard: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: heard.append(m.text))
    page.on("pageerror", lambda e: heard.append(str(e)))
    page.on("request", lambda r: asked.append(r.method + " " + r.url[len(address) :]))
    page.goto(address)
    page.wait_for_selector("#faults:not([hidden])")
    return page, heard, asked


def at_rest(page: Page) -> None:
    expect(page.locator("#moved-change")).not_to_be_empty()


def kept_and_moved_on(page: Page) -> None:
    """What is kept is a tab, from which the sliders move on; another tab and back brings its state back."""
    tabs = page.get_by_role("tab")
    before = page.locator("#lever-0").get_attribute("aria-valuetext")
    page.click("#keep")
    kept = page.get_by_role("tab", name="Kept 1: ")
    assert kept.get_attribute("aria-selected") == "true"
    assert page.locator("#keep").is_disabled(), "it is kept already"
    assert "move on from it" in page.inner_text("#moved-answer")
    page.locator("#lever-1").press("ArrowRight")
    at_rest(page)
    assert tabs.last.inner_text().endswith("moved on")
    assert "dots the median of “Kept 1" in page.inner_text("#fan-title")
    assert page.locator("#steps rect").count() == 0, "one move since it was kept"
    tabs.first.click()
    at_rest(page)
    expect(page.locator("#steps rect")).to_have_count(2)
    kept.click()
    assert page.locator("#lever-1").get_attribute("aria-valuetext") == "3.5%", "as it was kept"
    assert page.locator("#lever-0").get_attribute("aria-valuetext") == before


def moved(page: Page, asked: list[str]) -> None:
    assert asked == ["GET ", "GET events"], "nothing is asked before a slider moves"
    assert "<b>a fault</b>" in page.inner_text("#faults"), "a fault is text"
    before = page.inner_text("#said")
    drawn = page.locator("#fan svg").inner_html()
    assert page.locator(".lever").count() == 8
    assert page.locator("#reset").is_disabled()

    slider = page.locator("#lever-1")
    assert slider.get_attribute("aria-valuetext") == "3.3%"
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "3.5%"
    at_rest(page)
    answer = page.inner_text("#moved-answer")
    with_it = page.evaluate(
        """async () => (await fetch('run', {method: 'POST', headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({moves: [{place: 'need.real_growth', by: 0.002}]})})).json()"""
    )
    assert answer == with_it["sentence"], "the page says what the engine says"
    assert with_it["hash"][:12] in page.inner_text("#moved-note")
    assert "2,000 futures" in page.inner_text("#moved-note")
    assert "chance of balance by −" in page.inner_text("#moved-change")
    assert page.inner_text("#heard").startswith(answer), "a screen reader hears it"
    assert "as moved" in page.inner_text("#said")
    assert page.locator("#fan svg").inner_html() != drawn

    box = page.locator("#lever-0").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for k in range(20):
        page.mouse.move(box["x"] + box["width"] * (0.5 + k / 100), box["y"] + box["height"] / 2)
    page.mouse.up()
    expect(page.locator("#steps rect")).to_have_count(2)
    assert page.inner_text("#lever-0 >> xpath=../div[1]").startswith("Funding"), "its name stands above it"

    link = page.evaluate("location.hash")
    assert json.loads(page.evaluate("decodeURIComponent(location.hash.slice(4))"))["moves"]["need.real_growth"] == 2
    with page.expect_download() as download:
        page.click("#yaml")
    with open(download.value.path(), encoding="utf-8") as f:
        assert "p10: 3%" in f.read()
    with page.expect_download() as download:
        page.click("#workbook")
    with open(download.value.path(), encoding="utf-8") as f:
        assert f.read() == "a workbook", "the workbook comes from who serves the page"
    kept_and_moved_on(page)

    page.get_by_role("button", name="Find it").click()
    expect(page.locator("#solved")).to_contain_text("is 80% probable")
    with page.expect_download() as download:
        page.click("#pictures")
    with open(download.value.path(), encoding="utf-8") as f:
        drawing = ElementTree.parse(f).getroot()
    assert len(drawing.findall("{http://www.w3.org/2000/svg}svg")) == 3, "the three charts"
    assert with_it["hash"][:12] not in "".join(drawing.itertext()), "of the last move, not of one before"
    page.get_by_role("button", name="Make the table").click()
    expect(page.locator("#two-note")).to_contain_text("2,000 futures", timeout=30_000)
    cells = page.locator("#two-table td").all_inner_texts()
    assert len(cells) == 25 and all("%" in c for c in cells), cells
    as_it_is = page.evaluate(
        """async () => (await fetch('run', {method: 'POST', headers: {'Content-Type': 'application/json'},
        body: '{}'})).json()"""
    )
    assert f" is {cells[12].split()[0]} " in as_it_is["sentence"], "the cell in the middle is the file as it is"
    page.locator(".lever").nth(0).get_by_role("button").click()
    page.locator(".lever").nth(1).get_by_role("button").click()
    assert page.inner_text("#said") == before, "all back is the file as it is"
    assert page.locator("#fan svg").inner_html() == drawn
    assert page.evaluate("location.hash") == ""

    page.get_by_role("tab", name="settlement, improve", exact=True).click()
    assert page.locator("#lever-1").is_disabled(), "the scenario has its own"
    for slider in ("#lever-2", "#lever-3"):
        page.locator(slider).press("ArrowRight")
    at_rest(page)
    expect(page.locator("#steps rect")).to_have_count(2), "its moves are told apart, too"
    return link


with sync_playwright() as p:
    browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for width in (1300, 375):
        page, heard, asked = opened(browser, viewport={"width": width, "height": 900}, reduced_motion="reduce")
        link = moved(page, asked)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"the page is {wide} wide on a screen of {width}"
        assert heard == [], heard
        assert set(asked) <= {"GET ", "GET events", "POST run", "POST compare", "POST moved", "POST solve", "POST workbook"} | {
            a for a in asked if "blob:" in a
        }, asked
        print(f"{width} pixels: sliders answer, no message")

    page, _, _ = opened(browser, viewport={"width": 1300, "height": 900})
    page.goto(address + link)
    page.reload()
    at_rest(page)
    assert page.locator("#lever-1").get_attribute("aria-valuetext") == "3.5%", "a link brings the state back"

    page = browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True).new_page()
    page.goto(address)
    slider = page.locator("#lever-0")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2)
    at_rest(page)
    print("a touch moves a slider")

    if os.environ.get("AXE"):
        page = browser.new_context(bypass_csp=True).new_page()
        page.goto(address)
        page.locator("#lever-1").press("ArrowRight")
        at_rest(page)
        page.add_script_tag(path=os.environ["AXE"])
        found = page.evaluate("axe.run()")["violations"]
        serious = [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in ("serious", "critical")]
        assert not serious, serious
        print(f"axe: {len(found)} findings, none serious")
    browser.close()
