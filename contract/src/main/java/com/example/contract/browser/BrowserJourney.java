package com.example.contract.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.contract.Postcards;
import com.example.contract.Postcards.Me;
import com.example.contract.Postcards.Postcard;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What two people see of Postcards in their browsers, with a look at every page: nothing
 * for axe to find in light or dark, nothing wider than a phone.
 */
public abstract class BrowserJourney extends CriticalPath {

	/**
	 * A journey.
	 * @param address where Postcards is, without a path
	 */
	protected BrowserJourney(URI address) {
		super(address);
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
	void olderPostcardsAreLoadedOnDemand() {
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
	void anEmptyTimelineShowsTheFirstSteps() {
		Browser browser = browser();
		signIn(browser, Postcards.member(this.address).me().handle());
		browser.sees("//h2[.='No postcards yet']");
		inspect(browser, "empty-timeline");
		browser.clicks("Find a person to follow");
		browser.waitsFor("document.activeElement.name === 'handle'");
		browser.clicks("Write a postcard");
		browser.seesHeading("Write a postcard");
	}

	@Test
	void anUnknownHandleIsNamed() {
		Browser browser = browser();
		signIn(browser, Postcards.member(this.address).me().handle());
		browser.fills("Find a person", "@no_such_handle");
		browser.clicks("Go");
		browser.seesHeading("Nothing here");
		browser.sees("//p[contains(., 'No account has the handle @no_such_handle.')]");
		inspect(browser, "unknown-handle");
	}

	@Test
	void aFileThatIsNoPictureIsRefusedBeforeItIsSent() throws IOException {
		Browser browser = browser();
		signIn(browser, Postcards.member(this.address).me().handle());
		browser.clicks("Write");
		Path text = Files.writeString(this.folder.resolve("text.jpg"), "no picture").toAbsolutePath();
		browser.field("Photo").sendKeys(text.toString());
		browser.sees("//p[@id='photo-error' and starts-with(., 'This file is not a picture')]");
		browser.waitsFor("document.querySelector('figure img').hidden");
		inspect(browser, "write-no-picture");

		browser.clicks("Take the photo off");
		browser.waitsFor("document.getElementById('photo-error').textContent === ''");
		browser.field("Photo").sendKeys(file(Landscape.NOON));
		browser.waitsFor("document.querySelector('figure img').naturalWidth > 0");
	}

	@Test
	void onAPhoneAMessageCoversTheNavigationOnly() {
		Postcards member = Postcards.member(this.address);
		member.post("Here before");
		Browser browser = browser();
		signIn(browser, member.me().handle());
		browser.look(375, false);
		browser.online(false);
		browser.clicksAt("//article//button[contains(., '0 likes')]");
		browser.sees("//*[@role='status' and starts-with(., 'Postcards does not answer.')]");
		browser.waitsFor("document.getElementById('status').getBoundingClientRect().top"
				+ " >= document.querySelector('[aria-label=Main]').getBoundingClientRect().top - 8");
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

	/** Looks at a page on three screens and in both lights, and keeps pictures of it. */
	@Override
	void inspect(Browser browser, String page) {
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

}
