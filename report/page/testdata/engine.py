"""Opens a page with its engine inside, offline, from a file: its slider moves, and the figures are those of the
processor that wrote it; where no engine can run, the page is as it was sent and says why. Run as engine.py CHROMIUM
PAGE HASH."""

import os
import sys

from playwright.sync_api import expect, sync_playwright

chromium, page_file, hash_of_figures = sys.argv[1:]
address = "file://" + os.path.abspath(page_file)

with sync_playwright() as p:
    browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_context(offline=True).new_page()
    heard: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: heard.append(m.text))
    page.on("pageerror", lambda e: heard.append(str(e)))
    page.on("request", lambda r: asked.append(r.url))
    page.goto(address)
    before = page.inner_text("#said")
    slider = page.locator("#lever-1")
    expect(slider).to_be_enabled(timeout=60_000)
    assert "Nothing leaves this page" in page.inner_text("#private")
    assert page.inner_text("#said") == before, "until a slider moves the page is as it was sent"
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(page.locator("#moved-note")).to_contain_text(hash_of_figures, timeout=60_000)
    expect(page.locator("#moved-change")).not_to_be_empty(timeout=60_000)
    with page.expect_download() as download:
        page.click("#manifest")
    with open(download.value.path(), encoding="utf-8") as f:
        assert hash_of_figures in f.read()
    assert heard == [], heard
    assert [a for a in asked if not a.startswith("blob:")] == [address], asked
    print("offline, from a file: the engine answers with the same figures")

    with open(page_file, encoding="utf-8") as f:
        text = f.read()
    for allowed, what in (("wasm-unsafe-eval", "WebAssembly"), ("worker-src blob:", "workers")):
        assert allowed in text
        with open(page_file + ".html", "w", encoding="utf-8") as f:
            f.write(text.replace(allowed, "report-sample", 1))
        page = browser.new_context(offline=True).new_page()
        page.goto(address + ".html")
        expect(page.locator("#private")).to_contain_text("does not let the engine run here")
        assert page.locator("#lever-1").is_disabled()
        assert page.inner_text("#said") == before
        print(f"where {what} may not run the page is as it was sent")
    browser.close()
