"""Opens a page without a network, with scripts and without: no message, one request, every chart drawn, clicks, keys
and pointer do what they say. Run as browser.py CHROMIUM PAGE; AXE in the environment is the file of axe-core."""

import math
import os
import sys

from playwright.sync_api import Page, sync_playwright

chromium, page_file = sys.argv[1:]
address = "file://" + os.path.abspath(page_file)


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def scripted(page: Page) -> None:
    for chart in ("fan", "chances", "uses"):
        assert page.locator(f"#{chart} svg path, #{chart} svg rect").count() > 3, chart
    said = page.locator("#said")
    before, drawn = said.inner_text(), page.locator("#fan svg").inner_html()
    assert before.startswith("2022/23, 3.4% a year: balance "), before
    assert not page.locator("#body").is_visible(), "there is one body, and nothing to choose"

    tabs = page.get_by_role("tab")
    tabs.nth(1).click()
    assert 'onclick="x()"' in said.inner_text(), "a name is shown as it is"
    assert page.locator("#fan svg").inner_html() != drawn
    page.keyboard.press("ArrowRight")  # to what one is minus the other
    assert tabs.nth(2).evaluate("e => e === document.activeElement && e.ariaSelected") == "true", "keys lead on"
    assert not page.locator("#chances-figure").is_visible(), "a difference has no chance of its own"
    page.keyboard.press("Home")
    assert [t.get_attribute("tabindex") for t in tabs.all()] == ["0", "-1", "-1"], "one stop for Tab"
    assert said.inner_text() == before, "the same state, the same words"
    assert page.locator("#fan svg").inner_html() == drawn, "the same state, the same picture"

    own, middle = page.locator("#unit option").first.inner_text(), said.inner_text().split()[5]
    page.select_option("#unit", label={"£bn": "£m", "£m": "£bn", "£000": "£m"}[own])
    moved = said.inner_text().split()[5]
    assert round(abs(math.log10(number(moved) / number(middle))), 6) == 3, (middle, moved)
    page.select_option("#unit", index=0)
    assert said.inner_text() == before

    page.select_option("#basis", index=1)
    assert "in prices of 2018/19" in said.inner_text()
    page.select_option("#line", "0")
    assert ": funding " in said.inner_text(), said.inner_text()

    page.locator("#fan").focus()
    page.keyboard.press("Home")
    assert said.inner_text().startswith("2018/19"), said.inner_text()
    page.keyboard.press("ArrowRight")
    assert said.inner_text().startswith("2019/20"), said.inner_text()
    box = page.locator("#fan svg").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] / 2)
    assert not said.inner_text().startswith("2019/20"), "the pointer chooses a year"
    assert page.locator("#year").evaluate("e => e.selectedOptions[0].textContent") == said.inner_text()[:7]
    page.locator("summary", has_text="The figures of this choice").click()
    assert page.locator("#figures tr.chosen th").inner_text() == said.inner_text()[:7]
    assert page.locator("#uses-table tr.chosen td").count() == 3, "planned, spent, taken"
    assert said.inner_text().endswith(" futures."), "how many futures stands beside the figures"


def unscripted(page: Page) -> None:
    assert not page.locator("#explore").is_visible(), "what needs scripts is not shown without"
    assert page.locator("svg[role=img]").count() == 3
    assert page.locator("#ledger table").first.is_visible()


def audited(page: Page, axe: str) -> str:
    page.add_script_tag(path=axe)
    found = page.evaluate("axe.run()")["violations"]
    serious = [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in ("serious", "critical")]
    assert not serious, serious
    return f"axe: {len(found)} findings, none serious"


with sync_playwright() as p:
    browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for width, scripts in ((1200, True), (375, True), (1200, False)):
        context = browser.new_context(
            offline=True, java_script_enabled=scripts, viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        heard: list[str] = []
        asked: list[str] = []
        page.on("console", lambda m: heard.append(m.text))
        page.on("pageerror", lambda e: heard.append(str(e)))
        page.on("request", lambda r: asked.append(r.url))
        page.goto(address)
        (scripted if scripts else unscripted)(page)
        if scripts:
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"the page is {wide} wide on a screen of {width}"
        assert heard == [], heard
        assert asked == [address], asked
        print(f"{width} pixels, scripts {'on' if scripts else 'off'}: no message, one request")
    if os.environ.get("AXE"):
        page = browser.new_context(offline=True, bypass_csp=True).new_page()
        page.goto(address)
        print(audited(page, os.environ["AXE"]))
    else:
        print("axe-core: skipped, AXE does not name its file")
    browser.close()
