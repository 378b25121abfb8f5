package com.example.contract.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.contract.Photo;
import com.example.contract.Postcards;
import com.example.contract.Postcards.Me;
import com.example.contract.Postcards.Postcard;
import com.example.contract.Postcards.Where;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What two people see of Postcards in their browsers, with a look at every page: nothing
 * for axe to find in light or dark, nothing wider than a phone. Needs Chrome or Chromium
 * and its driver on the PATH, in the usual places, or named by {@code CHROME_BINARY} and
 * {@code CHROMEDRIVER}.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class BrowserJourney {

	private final URI address;

	private @Nullable Browser browser;

	@TempDir
	Path folder = Path.of("target");

	/**
	 * A journey.
	 * @param address where Postcards is, without a path
	 */
	protected BrowserJourney(URI address) {
		this.address = address;
	}

	@BeforeAll
	void needsChrome() {
		Browser.require();
	}

	@AfterAll
	void closeChrome() {
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@Test
	void postcardReachesAFollowerAndTheLikeComesBack() {
		String ada = Postcards.uniqueHandle();
		String bob = Postcards.uniqueHandle();
		Browser adas = browser();
		try (Browser bobs = new Browser(this.address)) {
			signUp(adas, ada);
			writeWithPhoto(adas, "Greetings from the lake!\nThe water is warm & <b>blue</b>.");

			bobs.visit("#/", "A picture says hello");
			signUp(bobs, bob);
			bobs.fills("Find a person", "@" + ada);
			bobs.clicks("Go");
			bobs.seesHeading("@" + ada);
			bobs.clicks("Follow");
			bobs.sees("//p[contains(., '1 follower ')]");
			inspect(bobs, "profile");
			bobs.clicks("Timeline");
			bobs.seesHeading("Timeline");
			bobs.sees("//article[contains(., '<b>blue</b>')]//a[.='@" + ada + "']");
			bobs.clicksAt("//article//button[contains(., '0 likes')]");
			bobs.sees("//article//button[contains(., '1 like') and @aria-pressed='true']");
			inspect(bobs, "timeline");

			adas.clicks("Notifications");
			adas.sees("//li[contains(., '@" + bob + " follows you')]");
			adas.sees("//li[contains(., '@" + bob + " likes your postcard')]");
			inspect(adas, "notifications");
			adas.clicks("your postcard");
			adas.seesHeading("A postcard from @" + ada);
			adas.sees("//article//button[contains(., '1 like') and @aria-pressed='false']");
			inspect(adas, "postcard");
		}
	}

	@Test
	void deletesAPostcardOnlyAfterAsking() {
		Postcards member = Postcards.member(this.address);
		String author = member.me().handle();
		member.post("Not for long");
		Browser browser = browser();
		signIn(browser, author);
		browser.clicks("Delete");
		browser.sees("//dialog[@open]//h2[.='Delete this postcard?']");
		inspect(browser, "delete");
		browser.clicks("Keep it");
		assertThat(member.postcards(author).items()).hasSize(1);

		browser.clicks("Delete");
		browser.clicksAt("//dialog[@open]//button[.='Delete']");
		browser.sees("//*[@role='status' and .='Your postcard is deleted.']");
		browser.waitsFor("!document.querySelector('article')");
		assertThat(member.postcards(author).items()).isEmpty();
	}

	@Test
	void olderPostcardsComeOnDemand() {
		Postcards member = Postcards.member(this.address);
		member.post("The oldest");
		for (int newer = 0; newer < 20; newer++) {
			member.post("A newer one");
		}
		Browser browser = browser();
		signIn(browser, member.me().handle());
		browser.waitsFor("document.querySelectorAll('article').length === 20");
		browser.clicks("Show older");
		browser.sees("//article[contains(., 'The oldest')]");
		browser.waitsFor("document.activeElement.closest('article')?.textContent.includes('The oldest')");
		browser.waitsFor("document.querySelector('.older button').hidden");
	}

	@Test
	void signsInByKeyboardAlone() {
		Me me = new Postcards(this.address).signUp(Postcards.uniqueHandle());
		Browser browser = browser();
		assertThat(browser.presses(Keys.TAB).getText()).isEqualTo("Skip to content");
		browser.presses(Keys.ENTER);
		browser.tabsTo("//main//a[.='Sign in']");
		browser.presses(Keys.ENTER);
		browser.seesHeading("Welcome back");
		browser.waitsFor("document.activeElement.matches('h1')");
		browser.tabsTo("//input[@type='email']");
		browser.presses(me.email(), Keys.TAB, Postcards.PASSWORD, Keys.ENTER);
		browser.seesHeading("Timeline");
		browser.waitsFor("document.activeElement.matches('h1')");
	}

	@Test
	void mistakesAreNamedAtTheirFields() {
		Browser browser = browser();
		inspect(browser, "welcome");
		browser.visit("#/sign-up", "Sign up");
		browser.fills("Handle", "Not A Handle");
		browser.fills("E-mail", "nowhere");
		browser.fills("Password", "short");
		browser.clicksAt("//form//button[.='Sign up']");
		for (String field : List.of("Handle", "E-mail", "Password")) {
			browser.sees("//p[@id='" + browser.field(field).getDomAttribute("id") + "-error' and text()]");
			assertThat(browser.field(field).getDomAttribute("aria-invalid")).isEqualTo("true");
		}
		browser.waitsFor("document.activeElement.id === 'handle'");
		inspect(browser, "sign-up-mistakes");
		assertThat(browser.field("Handle").getDomProperty("value")).isEqualTo("Not A Handle");

		browser.visit("#/sign-in", "Welcome back");
		browser.fills("E-mail", Postcards.uniqueHandle() + "@example.com");
		browser.fills("Password", "not the password");
		browser.clicksAt("//form//button[.='Sign in']");
		browser.sees("//p[@role='alert' and text()]");
		inspect(browser, "sign-in-refused");
		browser.visit("#/nowhere", "Nothing here");
		inspect(browser, "nothing-here");
	}

	@Test
	void nothingIsLostWhenTheServerDoesNotAnswer() {
		Postcards member = Postcards.member(this.address);
		String author = member.me().handle();
		member.post("Here before");
		Browser browser = browser();
		signIn(browser, author);
		browser.online(false);
		browser.clicksAt("//article//button[contains(., '0 likes')]");
		browser.sees("//*[@role='status' and starts-with(., 'Postcards does not answer.')]");
		browser.sees("//article//button[contains(., '0 likes') and @aria-pressed='false']");

		browser.online(true);
		browser.clicks("Write");
		browser.seesHeading("Write a postcard");
		browser.online(false);
		browser.fills("Message", "Written in a tunnel");
		browser.field("Photo").sendKeys(file(Landscape.NIGHT));
		browser.clicks("Send");
		browser.sees("//p[@role='alert' and starts-with(., 'Postcards does not answer.')]");
		inspect(browser, "write-offline");
		browser.online(true);
		browser.clicks("Send");
		browser.sees("//article[contains(., 'Written in a tunnel')][.//img]");
	}

	@Test
	void draftOutlivesTheSession() {
		Me me = Postcards.member(this.address).me();
		Browser browser = browser();
		signIn(browser, me.handle());
		browser.clicks("Write");
		browser.fills("Message", "A long story");
		browser.forgetsSession();
		browser.clicks("Send");
		browser.seesHeading("Welcome back");
		browser.fills("E-mail", me.email());
		browser.fills("Password", Postcards.PASSWORD);
		browser.clicksAt("//form//button[.='Sign in']");
		browser.seesHeading("Write a postcard");
		assertThat(browser.field("Message").getDomProperty("value")).isEqualTo("A long story");
	}

	@Test
	void footerShowsWhereTheAnswerCameFrom() {
		Where where = new Postcards(this.address).where();
		Browser browser = browser();
		assertThat(browser.sees("//footer//dt[.='instance']/../dd")).isNotBlank();
		assertThat(browser.sees("//footer//dt[.='database node']/../dd")).isNotBlank();
		assertThat(browser.sees("//footer//dt[.='database role']/../dd")).isEqualTo(where.database().role());
	}

	@Test
	void timelineShowsThePhotosOfEveryoneFollowed() {
		Postcards mina = person("mina");
		person("leo").post("The kettle was up before me. The hills were not.", Landscape.MORNING.paint());
		Postcard evening = person("nuri").post("Last bus gone, best seat of the house. Wish you were here!",
				Landscape.EVENING.paint());
		List.of("leo", "nuri").forEach(mina::follow);
		List.of("leo", "mina").forEach((handle) -> person(handle).like(evening.id()));
		Browser browser = browser();
		signIn(browser, "mina");
		for (int place = 1; place <= 2; place++) {
			browser.waitsFor("document.querySelector('li:nth-child(" + place + ") img').naturalWidth > 0");
		}
		browser.screenshot("postcards");
	}

	/** Signs in with a name that may be there from an earlier run. */
	private Postcards person(String handle) {
		Postcards person = new Postcards(this.address);
		String email = handle + "@example.com";
		person.send("POST", "/api/accounts", Map.of("handle", handle, "email", email, "password", Postcards.PASSWORD));
		person.signIn(email, Postcards.PASSWORD);
		return person;
	}

	private void signUp(Browser browser, String handle) {
		browser.visit("#/sign-up", "Sign up");
		browser.fills("Handle", handle);
		browser.fills("E-mail", handle + "@example.com");
		browser.fills("Password", Postcards.PASSWORD);
		browser.clicksAt("//form//button[.='Sign up']");
		browser.seesHeading("Timeline");
	}

	private void signIn(Browser browser, String handle) {
		browser.visit("#/sign-in", "Welcome back");
		browser.fills("E-mail", handle + "@example.com");
		browser.fills("Password", Postcards.PASSWORD);
		browser.clicksAt("//form//button[.='Sign in']");
		browser.seesHeading("Timeline");
	}

	private void writeWithPhoto(Browser browser, String message) {
		browser.clicks("Write");
		browser.fills("Message", message);
		browser.field("Photo").sendKeys(file(Landscape.NOON));
		browser.waitsFor("document.querySelector('figure img').naturalWidth > 0");
		inspect(browser, "write");
		browser.clicks("Send");
		browser.seesHeading("Timeline");
		browser.waitsFor("document.querySelector('article img').naturalWidth > 0");
	}

	private String file(Landscape landscape) {
		Photo photo = landscape.paint();
		try {
			return Files.write(this.folder.resolve(photo.fileName()), photo.bytes()).toAbsolutePath().toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Looks at a page on three screens and in both lights, and keeps pictures of it. */
	private void inspect(Browser browser, String page) {
		look(browser, page + "-phone", 375, false);
		for (boolean dark : List.of(true, false)) {
			look(browser, dark ? page + "-small-dark" : page, dark ? 320 : 1280, dark);
			assertThat(browser.violations()).as(page).isEmpty();
		}
		assertThat(browser.errors()).as(page).isEmpty();
	}

	private static void look(Browser browser, String look, int width, boolean dark) {
		browser.look(width, dark);
		browser.screenshot(look);
		assertThat(browser.width()).as(look).isEqualTo((long) width);
	}

	/** A person who was never here, in a Chrome that runs already if one does. */
	private Browser browser() {
		Browser chrome = this.browser;
		if (chrome == null) {
			chrome = new Browser(this.address);
			this.browser = chrome;
		}
		chrome.forgets();
		chrome.visit("#/", "A picture says hello");
		return chrome;
	}

}
