package com.example.contract.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.contract.Photo;
import com.example.contract.Postcards;
import com.example.contract.Postcards.Me;
import com.example.contract.Postcards.Where;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must work in the browser at every stage: a postcard reaches its reader, a draft
 * outlives the session, and the footer shows where the answer came from. Needs Chrome or
 * Chromium and its driver on the PATH, in the usual places, or named by
 * {@code CHROME_BINARY} and {@code CHROMEDRIVER}.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class CriticalPath {

	final URI address;

	private @Nullable Browser browser;

	@TempDir
	Path folder = Path.of("target");

	/**
	 * The path.
	 * @param address where Postcards is, without a path
	 */
	protected CriticalPath(URI address) {
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
			bobs.delaysChanges();
			bobs.clicks("Follow");
			bobs.sees("//p[contains(., '1 follower ')]");
			inspect(bobs, "profile");
			bobs.clicks("Timeline");
			bobs.seesHeading("Timeline");
			// What one does shows at once, also when its answer takes a while.
			bobs.sees("//article[contains(., '<b>blue</b>')]//a[.='@" + ada + "']");
			bobs.clicksAt("//article//button[contains(., '0 likes')]");
			bobs.sees("//article//button[contains(., '1 like') and @aria-pressed='true']");
			inspect(bobs, "timeline");
			// The next page waits for the answer to the like.
			bobs.clicksAt("//article//a[.='@" + ada + "']");
			bobs.seesHeading("@" + ada);

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

	/**
	 * Looks at a page closely. The pages are the same at all stages, so that the whole
	 * {@link BrowserJourney} does.
	 */
	void inspect(Browser browser, String page) {
		assertThat(browser.errors()).as(page).isEmpty();
	}

	void signUp(Browser browser, String handle) {
		browser.visit("#/sign-up", "Sign up");
		browser.fills("Handle", handle);
		browser.fills("E-mail", handle + "@example.com");
		browser.fills("Password", Postcards.PASSWORD);
		browser.clicksAt("//form//button[.='Sign up']");
		browser.seesHeading("Timeline");
	}

	void signIn(Browser browser, String handle) {
		browser.visit("#/sign-in", "Welcome back");
		browser.fills("E-mail", handle + "@example.com");
		browser.fills("Password", Postcards.PASSWORD);
		browser.clicksAt("//form//button[.='Sign in']");
		browser.seesHeading("Timeline");
	}

	void writeWithPhoto(Browser browser, String message) {
		browser.clicks("Write");
		browser.fills("Message", message);
		browser.field("Photo").sendKeys(file(Landscape.NOON));
		browser.waitsFor("document.querySelector('figure img').naturalWidth > 0");
		inspect(browser, "write");
		browser.clicks("Send");
		browser.seesHeading("Timeline");
		browser.waitsFor("document.querySelector('article img').naturalWidth > 0");
	}

	String file(Landscape landscape) {
		Photo photo = landscape.paint();
		try {
			return Files.write(this.folder.resolve(photo.fileName()), photo.bytes()).toAbsolutePath().toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A person who was never here, in a Chrome that runs already if one does. */
	Browser browser() {
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
