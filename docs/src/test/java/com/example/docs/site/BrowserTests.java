package com.example.docs.site;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import com.example.contract.browser.Browser;
import com.example.lab.cli.SiteServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages in a browser: accessibility, light and dark, keyboard, phone. */
@Order(3)
class BrowserTests {

	private static final int WIDE = 1280;

	private static final int PHONE = 375;

	private static SiteServer server;

	private static Browser browser;

	@BeforeAll
	static void start() throws IOException {
		Browser.require();
		server = new SiteServer(Site.FOLDER, 0);
		browser = new Browser(URI.create(server.url()));
	}

	@AfterAll
	static void end() {
		if (browser != null) {
			browser.close();
			server.close();
		}
	}

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void axeFindsNothingInLightAndDark(String page) {
		inspect(page, WIDE, false);
		assertThat(browser.violations()).as(page).isEmpty();
		inspect(page, WIDE, true);
		assertThat(browser.colourViolations()).as(page + " in the dark").isEmpty();
		inspect(page, PHONE, false);
		assertThat(page.startsWith("diffs/") ? browser.layoutViolations() : browser.violations())
			.as(page + " on a phone")
			.isEmpty();
		assertThat(browser.errors()).as(page).isEmpty();
	}

	@Test
	void navigationWorksByKeyboard() {
		browser.look(WIDE, false);
		browser.open("index.html");
		assertThat(browser.presses(Keys.TAB).getText()).isEqualTo("Skip to content");
		browser.tabsTo("//nav[@aria-label='All pages']//a[.='Glossary']");
		browser.presses(Keys.ENTER);
		browser.sees("//h1[.='Glossary']");
		browser.clicksAt("//nav//a[@rel='prev']");
		browser.sees("//h1[.='From users to requests']");
	}

	@Test
	void tabsWorkByKeyboard() {
		browser.look(WIDE, false);
		browser.open("prerequisites.html");
		assertThat(browser.presses(Keys.TAB).getText()).isEqualTo("Skip to content");
		browser.presses(Keys.ENTER);
		browser.tabsTo("//*[@role='tab'][@aria-selected='true']");
		assertThat(browser.presses(Keys.ARROW_RIGHT).getText()).isEqualTo("macOS");
		assertThat(browser.sees("//*[@role='tabpanel']//code")).startsWith("brew install");
		assertThat(browser.presses(Keys.END).getText()).isEqualTo("Windows");
		assertThat(browser.presses(Keys.ARROW_RIGHT).getText()).isEqualTo("Debian, Ubuntu");
		assertThat(browser.sees("//*[@role='tabpanel']//code")).startsWith("sudo apt install");
	}

	@Test
	void searchFindsASectionAndGoesThere() {
		browser.look(WIDE, false);
		browser.open("index.html");
		browser.waitsFor("!document.getElementById('search').hidden");
		browser.presses("/");
		browser.sees("//dialog[@open]");
		browser.presses("snapshot");
		browser.sees("//dialog//li//a[contains(@href, 'stages/01-single-user.html#')]");
		assertThat(browser.violations()).isEmpty();
		browser.tabsTo("//dialog//li[1]//a");
		browser.presses(Keys.ENTER);
		browser.waitsFor("location.pathname !== '/index.html' && document.querySelector('h1')");
	}

	@Test
	void escapeClosesTheSearch() {
		browser.open("index.html");
		browser.waitsFor("!document.getElementById('search').hidden");
		browser.presses("/");
		browser.sees("//dialog[@open]");
		browser.presses(Keys.ESCAPE);
		browser.waitsFor("!document.getElementById('finder').open");
	}

	@Test
	void copyTakesTheCommandAlone() {
		browser.open("stages/01-single-user.html");
		browser.waitsFor("""
				[...document.querySelectorAll('.output')].length > 3
					&& [...document.querySelectorAll('.output')].every((block) => !block.querySelector('.copy'))""");
		browser.waitsFor("""
				(navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); })""");
		browser.clicksAt("(//button[.='Copy'])[1]");
		browser.waitsFor("window.copied === './workshop up 1'");
	}

	@Test
	void darkModeIsRememberedAcrossPages() {
		browser.look(WIDE, false);
		browser.open("index.html");
		browser.clicks("Dark");
		browser.open("background/lab.html");
		browser.waitsFor("document.documentElement.dataset.theme === 'dark'");
		browser.clicks("Light");
		browser.waitsFor("document.documentElement.dataset.theme === 'light'");
	}

	@Test
	void theCalculatorAgreesWithTheTable() {
		browser.look(WIDE, false);
		browser.open("background/capacity.html");
		List<List<String>> rows = Site.read("background/capacity.html")
			.select("table tbody tr")
			.stream()
			.map((row) -> row.select("td").eachText())
			.toList();
		assertThat(rows).hasSize(9);
		rows.forEach((row) -> {
			browser.fills("Registered users", row.get(0).replace(",", ""));
			browser.waitsFor("""
					['mean', 'peakrate', 'writerate', 'data'].map((name) => calculator.elements[name].value).join(' ')
						=== '%s'""".formatted(String.join(" ", row.subList(1, 5))));
		});
	}

	private static void inspect(String page, int width, boolean dark) {
		browser.look(width, dark);
		browser.open(page);
		String look = "%s-%d-%s".formatted(page.replace('/', '-').replace(".html", ""), width, dark ? "dark" : "light");
		browser.screenshot(look);
		assertThat(browser.width()).as("width of " + look).isEqualTo((long) width);
		List.of("ins", "del").forEach(browser::thins);
	}

}
