package com.example.docs.site;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

import com.example.contract.browser.Browser;
import com.example.lab.cli.SiteServer;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/** How pages look on a screen and on paper, and what unfolds. */
class LooksTests {

	private static final String PAGE = "stages/04-alb-ha.html";

	private static final Pattern UNIT_APART = Pattern.compile("\\d (%|(s|ms|min|h|KB|MB|GB|USD)\\b)");

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

	@Test
	void codeAndTablesTakeTheRoomThatThereIs() {
		browser.look(1280, false);
		browser.open(PAGE);
		browser.waitsFor("document.querySelector('.output pre').clientWidth > 880");
		browser.waitsFor("document.querySelector('main table').clientWidth > 880");
		browser.waitsFor("document.querySelector('.paragraph').clientWidth <= 750");
	}

	@Test
	void copyCoversNoCode() {
		browser.look(1280, false);
		browser.open(PAGE);
		browser.waitsFor("""
				[...document.querySelectorAll('.copy')].length > 3
					&& [...document.querySelectorAll('.copy')].every((copy) => copy.getBoundingClientRect().left
						>= copy.parentElement.querySelector('pre').getBoundingClientRect().right)""");
	}

	@Test
	void rowsOfTheListOfStagesAreLow() {
		browser.look(1280, false);
		browser.open("index.html");
		browser.waitsFor("[...document.querySelectorAll('main tbody tr')].every((row) => row.clientHeight < 110)");
		browser.look(375, false);
		browser.waitsFor("[...document.querySelectorAll('main tbody tr')].every((row) => row.clientHeight < 170)");
	}

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void aNumberKeepsItsUnit(String page) {
		Document document = Site.read(page);
		document.select("pre").remove();
		List<String> apart = document.select("main *")
			.stream()
			.flatMap((element) -> element.textNodes().stream())
			.map(TextNode::getWholeText)
			.filter((text) -> UNIT_APART.matcher(text).find())
			.toList();
		assertThat(apart).as(page).isEmpty();
	}

	@Test
	void theButtonNamesTheColoursThatItBrings() {
		browser.look(1280, true);
		browser.open("index.html");
		browser.waitsFor("document.getElementById('theme').textContent === 'Light'");
		browser.look(1280, false);
		browser.waitsFor("document.getElementById('theme').textContent === 'Dark'");
	}

	@Test
	void paperIsWhiteAndShowsWhatIsFolded() {
		browser.open(PAGE);
		browser.waitsFor("document.documentElement.dataset.theme = 'dark'");
		browser.print();
		browser.waitsFor("getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)'");
		browser.waitsFor("document.querySelector('main details:not([open]) .content').checkVisibility()");
		browser.look(1280, false);
		browser.waitsFor("!document.querySelector('main details:not([open]) .content').checkVisibility()");
		browser
			.waitsFor("dispatchEvent(new Event('beforeprint')) && !document.querySelector('main details:not([open])')");
		browser.waitsFor("dispatchEvent(new Event('afterprint')) && !document.querySelector('main details[open]')");
	}

	@Test
	void anAnswerUnfoldsByKeyboard() {
		browser.look(1280, false);
		browser.open(PAGE);
		browser.waitsFor("document.querySelector('main summary.title').focus() || true");
		browser.presses(Keys.ENTER);
		browser.waitsFor("document.querySelector('main details:has(> summary.title)').open");
	}

	@Test
	void theSearchStaysInItsPlaceAndDoesNotFindNonsense() {
		browser.look(1280, false);
		browser.open("index.html");
		browser.waitsFor("!document.getElementById('search').hidden");
		browser.presses("/");
		browser.sees("//dialog[@open]");
		browser.waitsFor("window.before = JSON.stringify(finder.getBoundingClientRect())");
		browser.presses("failover");
		browser.sees("//dialog//li//a[contains(@href, 'stages/04-alb-ha.html#')]");
		browser.waitsFor("JSON.stringify(finder.getBoundingClientRect()) === window.before");
		browser.waitsFor("(finder.querySelector('input').value = '') === ''");
		browser.presses("zebraxylophone");
		browser.sees("//dialog//li[.='Nothing found.']");
	}

}
