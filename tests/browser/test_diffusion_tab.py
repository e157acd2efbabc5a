"""The diffusion tab in a real browser, as a visitor uses it."""

import json
import re
import shutil
import time
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.driving import PARTS, ROOT, Visitor, engine_digest, serving

pytestmark = pytest.mark.browser
QUICK = {"diffusion_reverse_steps": 6}


def query(visitor) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(visitor.page.url).query).items()}


def opening(part: str) -> str:
    """The beginning of a link that opens a part."""
    stem, name = part.split("-")
    return f"tab={stem}&part={name}"


def test_opens_with_a_finished_trajectory(visit):
    visitor = visit().done(frames=51)
    expect(visitor.page).to_have_title("Generative Playground")
    for name in ("xt", "x0", "eps", "prev", "mu", "eps_uncond", "eps_cond", "difference"):
        assert len(set(visitor.pixels(visitor.stage().locator(f"[data-view={name}]")))) > 1, name
    expect(visitor.stage().locator("[data-strip] button")).to_have_count(15)
    expect(visitor.stage().locator("[data-number=judged] strong")).to_contain_text("%")


def test_generate_makes_another_picture(page_at):
    visitor = page_at(**QUICK)
    before = visitor.film()
    visitor.set_number("diffusion-reverse-seed", 4321)
    after = visitor.press(frames=7).film()
    assert [step for step, _ in after] == list(range(7))
    assert after != before


class TestPlayer:
    def test_buttons(self, page_at):
        visitor = page_at()
        stage, page = visitor.stage(), visitor.page
        stage.locator("[data-player=range]").press("Home")
        expect(visitor.count()).to_have_text(re.compile(r"^0 / 50 · t = 999$"))
        stage.get_by_role("button", name="One step forward").click()
        expect(visitor.count()).to_have_text(re.compile(r"^1 / 50 · t = \d+$"))
        stage.get_by_role("button", name="One step back").click()
        expect(visitor.count()).to_have_text(re.compile("^0 / 50 ·"))
        stage.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_timeout(600)
        stage.get_by_role("button", name="Pause").click()
        stopped = visitor.at()
        assert 0 < stopped < 50
        page.wait_for_timeout(400)
        assert visitor.at() == stopped
        stage.locator("[data-player=speed]").select_option("4")
        stage.get_by_role("button", name="Play", exact=True).click()
        expect(visitor.count()).to_have_text("50 / 50 · done")
        expect(stage.get_by_role("button", name="Play", exact=True)).to_be_visible()

    def test_keyboard(self, page_at):
        visitor = page_at()
        player = visitor.stage().locator(".stage")
        player.focus()
        for key, text in (("End", "50 / 50 · done"), ("Home", "0 / 50 · t = 999"), ("ArrowLeft", "0 / 50 · t = 999")):
            player.press(key)
            expect(visitor.count()).to_have_text(text)
        player.press("ArrowRight")
        player.press("ArrowRight")
        expect(visitor.count()).to_have_text(re.compile("^2 / 50 ·"))
        player.press(" ")
        visitor.page.wait_for_timeout(500)
        player.press(" ")
        stopped = visitor.at()
        assert stopped > 2
        visitor.page.wait_for_timeout(400)
        assert visitor.at() == stopped

    def test_focus_reaches_the_stage(self, page_at):
        visitor = page_at()
        visitor.page.locator("#diffusion-reverse-reset").focus()
        visitor.page.locator("#diffusion-reverse-go").focus()
        for _ in range(12):
            visitor.page.keyboard.press("Tab")
            if visitor.page.evaluate("document.activeElement.classList.contains('stage')"):
                break
        else:
            pytest.fail("twelve times Tab after Generate did not reach the stage")
        visitor.page.keyboard.press("Home")
        visitor.page.keyboard.press("ArrowRight")
        expect(visitor.count()).to_have_text(re.compile("^1 / 50 ·"))

    def test_each_frame_paints_another_picture(self, page_at):
        visitor = page_at(**QUICK)
        canvas, seen = visitor.stage().locator("[data-view=xt]"), set()
        visitor.stage().locator("[data-player=range]").press("Home")
        for _ in range(7):
            seen.add(visitor.pixels(canvas))
            visitor.stage().get_by_role("button", name="One step forward").click()
        assert len(seen) == 7

    def test_the_canvas_shows_the_bytes_that_came(self, page_at):
        visitor = page_at(**QUICK)
        film = visitor.film()
        canvas = visitor.stage().locator("[data-view=xt]")
        for _, arrays in film:
            grey = dict(arrays)["xt"]
            assert visitor.pixels(canvas)[::3] == grey[:1024]
            visitor.stage().get_by_role("button", name="One step forward").click()

    def test_scrubbing_asks_the_server_for_nothing(self, page_at):
        visitor = page_at()
        visitor.page.wait_for_timeout(1500)
        slider = visitor.stage().locator("[data-player=range]")
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        visitor.requests.clear()
        seen = set()
        visitor.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
        visitor.page.mouse.down()
        for k in range(60):
            visitor.page.mouse.move(box["x"] + 8 + (box["width"] - 16) * k / 59, box["y"] + box["height"] / 2)
            seen.add(visitor.count().inner_text())
        visitor.page.mouse.up()
        visitor.page.wait_for_timeout(800)
        assert len(seen) > 30
        assert visitor.requests == []

    def test_a_thumbnail_leads_to_its_frame(self, page_at):
        visitor = page_at()
        visitor.stage().locator("[data-strip] button").last.click()
        expect(visitor.count()).to_have_text("50 / 50 · done")
        visitor.stage().locator("[data-strip] button").first.click()
        expect(visitor.count()).to_have_text("0 / 50 · t = 999")

    def test_the_text_twin_follows(self, page_at):
        visitor = page_at()
        visitor.stage().locator(".stage").press("Home")
        twin = visitor.stage().locator("[data-player=twin][aria-live=polite]")
        expect(twin).to_contain_text("Frame 0 / 50")
        visitor.stage().locator(".stage").press("ArrowRight")
        expect(twin).to_contain_text("Frame 1 / 50")
        expect(twin).to_contain_text("Signal left")


class TestControls:
    def test_a_preset_sets_and_runs(self, page_at):
        visitor = page_at()
        before = visitor.run()
        visitor.page.get_by_role("button", name="Ten steps").click()
        visitor.done(frames=11, after=before)
        expect(visitor.number("diffusion-reverse-steps")).to_have_value("10")
        assert visitor.chosen("diffusion-reverse-sampler") == "DPM-Solver++"
        expect(visitor.page.locator("#diffusion-reverse-look")).to_contain_text("Ten calls")

    def test_every_preset_runs(self, page_at):
        visitor = page_at(**QUICK)
        for name in ("DDPM, 10 steps", "Too much guidance", "No class", "Sixteen at once", "Carve a 7"):
            before = visitor.run()
            visitor.page.get_by_role("button", name=name, exact=True).click()
            visitor.done(after=before)
        expect(visitor.stage()).to_have_attribute("data-frames", "51")

    def test_reset_lights_up_and_restores(self, page_at):
        visitor = page_at()
        reset = visitor.page.locator("#diffusion-reverse-reset")
        expect(reset).not_to_have_class(re.compile(r"\blit\b"))
        visitor.set_number("diffusion-reverse-steps", 20)
        visitor.choose("diffusion-reverse-label", "3")
        expect(reset).to_have_class(re.compile(r"\blit\b"))
        reset.click()
        expect(visitor.number("diffusion-reverse-steps")).to_have_value("50")
        expect(visitor.page.locator("#diffusion-reverse-label label.selected")).to_have_text("7")
        expect(reset).not_to_have_class(re.compile(r"\blit\b"))

    def test_another_picture_of_a_batch_is_taken_apart(self, page_at):
        visitor = page_at(diffusion_reverse_steps=5, diffusion_reverse_batch=4)
        expect(visitor.stage().locator("[data-samples] button")).to_have_count(4)
        before = visitor.run()
        visitor.stage().get_by_role("button", name="Picture 3").click()
        visitor.done(after=before)
        expect(visitor.number("diffusion-reverse-inspect")).to_have_value("3")
        last = dict(visitor.film()[-1][1])
        assert last["xt"][2048:3072] == last["x0"]

    def test_stop_ends_a_long_run(self, page_at):
        visitor = page_at(**QUICK)
        stop = visitor.page.locator("#diffusion-reverse-stop")
        expect(stop).to_be_disabled()
        visitor.choose("diffusion-reverse-sampler", "DDPM")
        visitor.set_number("diffusion-reverse-steps", 1000)
        before = visitor.run()
        visitor.page.locator("#diffusion-reverse-go").click()
        expect(visitor.stage()).not_to_have_attribute("data-run", before)
        expect(visitor.stage()).to_have_attribute("data-state", "running")
        expect(stop).to_be_enabled()
        stop.click()
        visitor.done()
        expect(stop).to_be_disabled()
        assert int(visitor.stage().get_attribute("data-frames")) < 900

    def test_show_the_code_prints_the_engine(self, page_at):
        visitor = page_at(**QUICK)
        visitor.page.get_by_role("button", name="Show the code").first.click()
        expect(visitor.page.locator(".code").first).to_contain_text("def reverse(")

    def test_the_cost_is_shown(self, page_at):
        visitor = page_at(**QUICK)
        cost = visitor.stage().locator("[data-cost]")
        expect(cost).to_contain_text("6 × 2 (with, without class)")
        expect(cost).to_contain_text(re.compile(r"\d+\.\d\d M"))
        expect(cost).to_contain_text(re.compile(r"\d+\.\d ms"))


class TestLinks:
    def test_a_link_reproduces_every_setting_and_every_byte(self, page_at, visit):
        sender = page_at(**QUICK)
        sender.choose("diffusion-reverse-label", "3")
        sender.choose("diffusion-reverse-sampler", "DDIM")
        for control, value in (
            ("batch", 2),
            ("inspect", 2),
            ("seed", 987),
            ("steps", 7),
            ("guidance", 3.5),
            ("eta", 0.5),
        ):
            sender.set_number(f"diffusion-reverse-{control}", value)
        sender.page.locator("#diffusion-reverse-clip input").uncheck()
        sender.press(frames=8)
        expected = {
            "label": "3", "batch": "2", "inspect": "2", "seed": "987", "sampler": "DDIM", "steps": "7",
            "guidance": "3.5", "eta": "0.5", "clip": "false",
        }  # fmt: skip
        found = query(sender)
        assert {name: found.get(f"diffusion.reverse.{name}") for name in expected} == expected
        receiver = visit(sender.link()).done(frames=8)
        for name in ("batch", "inspect", "seed", "steps", "guidance", "eta"):
            expect(receiver.number(f"diffusion-reverse-{name}")).to_have_value(expected[name])
        assert receiver.chosen("diffusion-reverse-label") == "3"
        expect(receiver.page.locator("#diffusion-reverse-clip input")).not_to_be_checked()
        assert receiver.digest() == sender.digest()

    def test_the_page_shows_what_the_engine_computes(self, page_at):
        values = {"label": "5", "seed": 77, "steps": 9}
        visitor = page_at(diffusion_reverse_label="5", diffusion_reverse_seed=77, diffusion_reverse_steps=9)
        assert visitor.digest() == engine_digest(json.dumps(values))

    @pytest.mark.parametrize("part", list(PARTS)[1:])
    def test_the_open_part_travels(self, visit, part):
        sender = visit().done()
        sender.part(part)
        sender.page.wait_for_url(f"**/?{opening(part)}*")
        receiver = visit(sender.link())
        expect(receiver.page.get_by_role("tab", name=PARTS[part], exact=True)).to_have_attribute(
            "aria-selected", "true"
        )
        expect(receiver.page.locator(f"#{part}-go")).to_be_visible()

    def test_settings_of_a_part_that_was_never_opened_stay_in_the_link(self, visit):
        sender = visit("diffusion.forward.T=200&diffusion.forward.schedule=linear").done()
        sender.choose("diffusion-reverse-label", "4")
        sender.page.wait_for_url("**/*diffusion.reverse.label=4*")
        found = query(sender)
        assert found.get("diffusion.forward.T") == "200" and found.get("diffusion.forward.schedule") == "linear"

    def test_the_preset_of_a_part_that_was_never_opened_is_told_when_it_is(self, visit):
        visitor = visit("diffusion.forward.preset=Walk, step by step&diffusion.forward.path=walk").done()
        visitor.part("diffusion-forward")
        expect(visitor.page.locator("#diffusion-forward-look")).to_contain_text("Another path")
        expect(visitor.page.locator("#diffusion-forward-reset")).to_have_class(re.compile(r"\blit\b"))
        assert query(visitor)["diffusion.forward.preset"] == "Walk, step by step"

    @pytest.mark.parametrize(
        "nonsense",
        [
            "diffusion.reverse.steps=abc",
            "diffusion.reverse.steps=1e400",
            "diffusion.reverse.steps=nan",
            "diffusion.reverse.guidance=99",
            "diffusion.reverse.label=kitten",
            "diffusion.reverse.batch=-3",
            "diffusion.reverse.clip=perhaps",
            "diffusion.reverse.seed=99999999999999999999",
            "diffusion.quality.samplers=Nobody",
            "diffusion.forward.strokes=1,2;;x",
            "part=nowhere",
            "tab=nowhere",
        ],
    )
    def test_nonsense_gives_one_sentence_and_the_defaults(self, visit, nonsense):
        visitor = visit(nonsense)
        expect(visitor.toast().first).to_contain_text("In the link")
        visitor.done(frames=51)
        expect(visitor.number("diffusion-reverse-steps")).to_have_value("50")
        assert visitor.chosen("diffusion-reverse-label") == "7"

    def test_an_endless_link_is_refused(self, visit):
        visitor = visit("diffusion.forward.strokes=" + "1,2 " * 5000)
        expect(visitor.toast().first).to_contain_text("too long")
        visitor.done(frames=51)

    def test_a_teacher_hides_and_locks(self, page_at):
        hide, lock = "diffusion.reverse.eta,diffusion.reverse.clip", "diffusion.reverse.steps,diffusion.reverse.label"
        visitor = page_at(f"hide={hide}&lock={lock}", **QUICK)
        for name in ("eta", "clip"):
            expect(visitor.page.locator(f"#diffusion-reverse-{name}")).to_be_hidden()
        expect(visitor.number("diffusion-reverse-steps")).to_be_disabled()
        expect(visitor.page.locator("#diffusion-reverse-label input").first).to_be_disabled()
        expect(visitor.number("diffusion-reverse-guidance")).to_be_enabled()
        visitor.set_number("diffusion-reverse-seed", 5)
        visitor.press(frames=7)
        assert "hide" in query(visitor) and "lock" in query(visitor)

    @pytest.mark.parametrize(
        "text",
        ["<img src=x onerror=alert(1)>", "<img src=x>", "${alert(1)}", "{{constructor}}", "'\"><svg onload=alert(1)>"],
    )
    def test_markup_in_a_link_stays_text(self, visit, text):
        values = ("diffusion.reverse.label", "diffusion.reverse.steps", "diffusion.forward.strokes")
        keys = (*values, "part", "hide", "lock", "tab", "__theme", "x")
        visitor = visit("&".join(f"{key}={quote(text)}" for key in keys)).done()
        expect(visitor.toast().first).to_be_visible()
        visitor.page.wait_for_timeout(500)
        assert visitor.page.locator("img[src='x'], svg[onload]").count() == 0
        assert not [url for url in visitor.requests if url.endswith("/x")]


class TestDestroy:
    @pytest.fixture
    def forward(self, page_at):
        visitor = page_at("part=forward", diffusion_forward_T=100, **QUICK)
        return visitor.done("diffusion-forward", frames=101)

    def changed(self, visitor, act, frames=None):
        before = visitor.run("diffusion-forward")
        act()
        return visitor.done("diffusion-forward", frames=frames, after=before)

    def test_steps_and_schedule(self, forward):
        expect(forward.count("diffusion-forward")).to_have_text(re.compile(r"^t = \d+ / 100$"))
        before = forward.film("diffusion-forward")
        self.changed(forward, lambda: forward.set_number("diffusion-forward-T", 50), 51)
        self.changed(forward, lambda: forward.choose("diffusion-forward-schedule", "linear"), 51)
        assert len(forward.film("diffusion-forward")) == 51 != len(before)
        for chart in ("histogram", "schedule"):
            assert len(set(forward.pixels(forward.stage("diffusion-forward").locator(f"[data-{chart}]")))) > 2

    def test_walk_and_jump_end_in_different_noise(self, forward):
        jump = dict(forward.film("diffusion-forward")[-1][1])["xt"]
        self.changed(forward, lambda: forward.choose("diffusion-forward-path", "walk"))
        walk = dict(forward.film("diffusion-forward")[-1][1])["xt"]
        assert walk != jump
        forward.stage("diffusion-forward").locator(".stage").press("ArrowRight")
        expect(forward.stage("diffusion-forward").locator("[data-maths=walk]")).to_contain_text("εₜ")
        expect(forward.stage("diffusion-forward").locator("[data-number=agreement] strong")).to_contain_text(
            re.compile(r"\d")
        )

    def test_a_photograph_has_colour(self, forward):
        forward.page.get_by_role("button", name="A photograph").click()
        expect(forward.number("diffusion-forward-index")).to_have_value("0")
        forward.page.wait_for_timeout(1500)
        forward.done("diffusion-forward")
        forward.stage("diffusion-forward").locator(".stage").press("Home")
        pixels = forward.pixels(forward.stage("diffusion-forward").locator("[data-view=xt]"))
        assert len(pixels) == 64 * 64 * 3
        assert pixels[0::3] != pixels[1::3]

    def test_a_drawing(self, forward):
        page = forward.page
        forward.choose("diffusion-forward-source", "drawing")
        pad = page.locator("#diffusion-forward-strokes canvas")
        expect(pad).to_be_visible()
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()

        def draw():
            page.mouse.move(box["x"] + 40, box["y"] + 40)
            page.mouse.down()
            for k in range(12):
                page.mouse.move(box["x"] + 40 + 10 * k, box["y"] + 40 + 8 * k)
            page.mouse.up()

        self.changed(forward, draw)
        forward.stage("diffusion-forward").locator(".stage").press("Home")
        drawn = forward.pixels(forward.stage("diffusion-forward").locator("[data-view=xt]"))
        assert 255 in drawn and 0 in drawn
        page.wait_for_url("**/*diffusion.forward.strokes=*")
        assert re.fullmatch(r"(\d+,\d+[ ;]?)+", query(forward)["diffusion.forward.strokes"])

    def test_choosing_the_pad_is_no_mistake(self, forward):
        forward.choose("diffusion-forward-source", "drawing")
        forward.page.wait_for_timeout(1500)
        assert forward.toast().count() == 0

    def test_a_drawing_travels_in_the_link(self, visit):
        drawing = {"source": "drawing", "strokes": "20,20 200,200", "T": 50}
        visitor = visit("part=forward", {f"diffusion_forward_{name}": value for name, value in drawing.items()}).done()
        visitor.done("diffusion-forward", frames=51)
        expect(visitor.page.locator("#diffusion-forward-strokes canvas")).to_be_visible()
        assert 255 in visitor.pixels(visitor.page.locator("#diffusion-forward-strokes canvas"))

    def test_an_upload(self, forward, tmp_path):
        picture = Image.new("RGBA", (120, 80), (255, 0, 0, 128))
        picture.save(tmp_path / "half.png")
        forward.choose("diffusion-forward-source", "upload")
        self.changed(forward, lambda: self.upload(forward, tmp_path / "half.png"))
        expect(forward.page.locator("#diffusion-forward-note")).to_contain_text("120 x 80")
        forward.stage("diffusion-forward").locator(".stage").press("Home")
        pixels = forward.pixels(forward.stage("diffusion-forward").locator("[data-view=xt]"))
        assert len(pixels) == 64 * 64 * 3
        assert abs(pixels[0] - 128) <= 2 and pixels[1] == 0

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [("text.png", "not a picture"), ("dot.png", "1 x 1"), ("wide.png", "20000 x 8")],
    )
    def test_a_bad_upload_ends_in_one_sentence(self, forward, tmp_path, name, sentence):
        (tmp_path / "text.png").write_text("hello")
        Image.new("L", (1, 1)).save(tmp_path / "dot.png")
        Image.new("L", (20_000, 8)).save(tmp_path / "wide.png")
        self.upload(forward, tmp_path / name)
        note = forward.page.locator("#diffusion-forward-note")
        expect(note).to_be_visible()
        expect(note).to_contain_text(sentence)
        expect(forward.toast().filter(has_text=sentence)).to_have_count(0)
        forward.set_number("diffusion-forward-seed", 3)
        self.changed(forward, lambda: forward.choose("diffusion-forward-source", "digit"))

    def test_one_change_is_one_run(self, forward):
        forward.page.wait_for_timeout(1000)
        forward.requests.clear()
        expect(forward.number("diffusion-forward-index")).to_have_value("7")
        self.changed(forward, lambda: forward.choose("diffusion-forward-source", "photograph"))
        forward.page.wait_for_timeout(1500)
        assert forward.toast().count() == 0, "there are three photographs, counted round"
        assert len([url for url in forward.requests if "/queue/join" in url]) == 1

    @staticmethod
    def upload(visitor, path):
        if visitor.page.locator("#diffusion-forward-upload").is_hidden():
            visitor.choose("diffusion-forward-source", "upload")
        with visitor.page.expect_file_chooser() as chooser:
            visitor.page.locator("#diffusion-forward-upload").click()
        chooser.value.set_files(path)


class TestOtherParts:
    def test_guidance_is_measured(self, page_at):
        visitor = page_at("part=guidance", diffusion_guidance_samples=6, diffusion_guidance_steps=5, **QUICK)
        visitor.page.locator("#diffusion-guidance-go").click()
        visitor.done("diffusion-guidance")
        table = visitor.stage("diffusion-guidance").locator("table")
        expect(table.locator("thead th")).to_have_count(7)
        expect(table.locator("tbody tr")).to_have_count(10)
        expect(table.locator("canvas")).to_have_count(36)
        expect(table.locator("td.measure").first).to_contain_text("%")
        expect(table.locator("tbody tr").last).to_contain_text(
            re.compile(r"cost.*\d+ ms, 5 calls.*\d+ ms, 10 calls", re.S)
        )
        expect(visitor.stage("diffusion-guidance").locator(".status")).to_contain_text("6 pictures measured")

    def test_quality_is_measured(self, page_at):
        small = {"diffusion_quality_samplers": "DDIM", "diffusion_quality_samples": 20, "diffusion_quality_most": 2}
        visitor = page_at("part=quality", **small, **QUICK)
        status = visitor.page.locator("#diffusion-quality-status")
        expect(status.locator("[role=status]")).to_contain_text(re.compile("computing|waiting|calls"))
        plot = visitor.page.locator("#diffusion-quality-plot")
        expect(plot.locator(".scatterlayer .point")).to_have_count(8, timeout=90_000)
        expect(plot).to_contain_text("Fréchet distance")
        expect(status).to_contain_text("DDIM at 2 calls: accuracy")
        expect(status).to_contain_text("floor 99.")

    def test_look_inside_fills_the_u(self, page_at):
        visitor = page_at(**QUICK)
        visitor.stage().locator(".stage").press("Home")
        visitor.stage().get_by_role("button", name="Look inside the network at this step").click()
        visitor.done("diffusion-inside")
        network = visitor.stage("diffusion-inside")
        expect(network.locator(".unet .level b")).to_have_text(
            ["input", "output", "down 1", "up 3", "down 2", "up 2", "down 3", "up 1", "middle"]
        )
        maps = network.locator(".unet .maps canvas")
        assert maps.count() > 60
        assert len(set(visitor.pixels(maps.first))) > 1
        expect(network.locator(".status")).to_contain_text("Network call 0")
        expect(network.locator("[data-time] canvas")).to_be_visible()

    def test_a_claim_is_tried(self, page_at):
        visitor = page_at(**QUICK)
        card = visitor.page.locator(".claim").filter(has=visitor.page.locator("#trial-diffusion-jump-to-t"))
        card.get_by_text("false", exact=True).click()
        card.locator("#trial-diffusion-jump-to-t").click()
        verdict = card.locator("#verdict-diffusion-jump-to-t")
        expect(verdict.locator(".verdict b")).to_have_text(
            re.compile("^(confirmed|refuted|inconclusive)$"), timeout=60_000
        )
        expect(verdict).to_contain_text("1000 seeds")
        expect(verdict).to_contain_text("standard errors")
        expect(verdict).to_contain_text("You expected: false")

    def test_every_claim_has_a_card(self, page_at):
        visitor = page_at(**QUICK)
        expect(visitor.page.get_by_role("button", name="Put it on trial")).to_have_count(7)


class TestShell:
    def test_share_copies_the_address(self, visit):
        visitor = visit(settings=QUICK, permissions=["clipboard-read", "clipboard-write"]).done()
        visitor.page.locator("#share").click()
        expect(visitor.page.locator("#share-note")).to_contain_text("Link copied")
        assert visitor.page.evaluate("navigator.clipboard.readText()") == visitor.page.url

    def test_lecture_enlarges(self, page_at):
        visitor = page_at(**QUICK)
        size = "document.querySelector('#topbar .brand b').getBoundingClientRect().height"
        before = visitor.page.evaluate(size)
        visitor.page.locator("#lecture").click()
        expect(visitor.page.locator("#lecture")).to_have_attribute("aria-pressed", "true")
        assert visitor.page.evaluate(size) > before
        visitor.page.locator("#lecture").click()
        assert visitor.page.evaluate(size) == before

    @pytest.mark.parametrize("part", PARTS)
    def test_a_phone_never_scrolls_sideways(self, visit, part):
        visitor = visit(opening(part), QUICK, viewport={"width": 390, "height": 844}, has_touch=True)
        expect(visitor.page.locator(f"#{part}-go")).to_be_visible()
        visitor.page.wait_for_timeout(1500)
        assert visitor.page.evaluate("innerWidth") == 390
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390

    @pytest.mark.parametrize(("scheme", "dark"), [("dark", True), ("light", False)])
    def test_the_visitors_scheme_is_kept(self, visit, scheme, dark):
        visitor = visit(settings=QUICK, color_scheme=scheme).done()
        colour = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
        channels = [float(number) for number in re.findall(r"[\d.]+", colour)[:3]]
        assert (sum(channels) / 3 < 64) == dark
        ink = visitor.page.evaluate("getComputedStyle(document.querySelector('.stage')).color")
        assert (sum(float(number) for number in re.findall(r"[\d.]+", ink)[:3]) / 3 > 128) == dark

    def test_reduced_motion_is_honoured(self, visit):
        visitor = visit(settings=QUICK, reduced_motion="reduce").done()
        shown = visitor.at()
        visitor.page.wait_for_timeout(700)
        assert visitor.at() == shown


class TestMissingWeights:
    @pytest.fixture
    def without(self, tmp_path):
        """A checkout whose denoiser was lost."""
        shutil.copy(ROOT / "app.py", tmp_path)
        shutil.copytree(ROOT / "playground", tmp_path / "playground", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "weights", tmp_path / "weights")
        (tmp_path / "weights/diffusion/digits/model.safetensors").unlink()
        with serving(cwd=tmp_path) as running:
            yield running

    def test_one_sentence_and_the_rest_goes_on(self, without, browser):
        visitor = Visitor(browser, without.url).open("diffusion.forward.T=50")
        expect(visitor.toast().first).to_contain_text("git checkout weights")
        visitor.part("diffusion-forward")
        visitor.done("diffusion-forward", frames=51)
        assert visitor.problems == []
        visitor.close()
        assert "Traceback" not in without.log()


class TestSeveralVisitors:
    def test_two_at_once_never_see_each_other(self, visit):
        visitors = {digit: visit(settings=QUICK).done() for digit in ("1", "8")}
        for digit, visitor in visitors.items():
            visitor.choose("diffusion-reverse-label", digit)
            visitor.set_number("diffusion-reverse-seed", 6000 + int(digit))
            visitor.set_number("diffusion-reverse-steps", 30)
        before = {digit: visitor.run() for digit, visitor in visitors.items()}
        for visitor in visitors.values():
            visitor.page.locator("#diffusion-reverse-go").click(no_wait_after=True)
        for digit, visitor in visitors.items():
            visitor.done(frames=31, after=before[digit])
        for digit, visitor in visitors.items():
            values = {"label": digit, "seed": 6000 + int(digit), "steps": 30}
            assert visitor.digest() == engine_digest(json.dumps(values)), digit
            expect(visitor.stage().locator("[data-number=judged]")).to_contain_text(f"judged a {digit}")

    def test_a_closed_page_frees_the_lane(self, visit):
        staying = visit(settings=QUICK).done()
        leaving = visit(settings=QUICK).done()
        leaving.choose("diffusion-reverse-sampler", "DDPM")
        leaving.set_number("diffusion-reverse-steps", 1000)
        leaving.set_number("diffusion-reverse-batch", 16)
        before = leaving.run()
        leaving.page.locator("#diffusion-reverse-go").click()
        expect(leaving.stage()).not_to_have_attribute("data-run", before, timeout=60_000)
        expect(leaving.stage()).to_have_attribute("data-state", "running")
        leaving.page.close()
        alone, deadline = False, time.monotonic() + 60
        for seed in range(7000, 7100):
            staying.set_number("diffusion-reverse-seed", seed)
            staying.press(frames=7)
            staying.film()
            alone = staying.page.evaluate("window.film.status.sharing") == 1
            if alone or time.monotonic() > deadline:
                break
        assert alone, "the closed page's run still shares the lane after a minute"
