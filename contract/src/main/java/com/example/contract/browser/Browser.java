package com.example.contract.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import com.deque.html.axecore.selenium.AxeBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One person's Chrome on a site: without a window, with cookies of its own, and with a
 * profile that is deleted on close. Whatever it looks for may take ten seconds to appear.
 */
public final class Browser implements AutoCloseable {

	private static final List<String> PLACES = List.of("/usr/bin", "/usr/local/bin", "/usr/lib/chromium", "/snap/bin",
			"/opt/homebrew/bin", "/Applications/Google Chrome.app/Contents/MacOS",
			"/Applications/Chromium.app/Contents/MacOS", "C:/Program Files/Google/Chrome/Application",
			"C:/Program Files (x86)/Google/Chrome/Application");

	/** It warns of each new Chrome that its own DevTools adapters are older. */
	private static final Logger NOISE = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

	private final URI address;

	private final Path profile;

	private final ChromeDriver driver;

	private final WebDriverWait wait;

	/**
	 * Starts Chrome, which needs {@link #chrome()} and {@link #chromeDriver()}.
	 * @param address where the site is
	 */
	public Browser(URI address) {
		NOISE.setLevel(Level.OFF);
		this.address = address;
		this.profile = newProfile();
		// Selenium downloads the programs that are not named.
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(new File(Objects.requireNonNull(chromeDriver())))
			// Chrome leaves files of its own there.
			.withEnvironment(Map.of("TMPDIR", this.profile.toString()))
			.build();
		ChromeOptions options = new ChromeOptions().setBinary(Objects.requireNonNull(chrome()))
			.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
					"--disable-background-networking", "--disable-component-update", "--disable-sync",
					"--hide-scrollbars", "--user-data-dir=" + this.profile);
		options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "SEVERE"));
		this.driver = new ChromeDriver(service, options);
		this.wait = new WebDriverWait(this.driver, Duration.ofSeconds(10), Duration.ofMillis(100));
		this.wait.ignoring(StaleElementReferenceException.class);
		look(1280, false);
	}

	/**
	 * Ends the calling tests when there is no Chrome: they are skipped, on a build server
	 * they fail.
	 */
	public static void require() {
		if (chrome() == null || chromeDriver() == null) {
			String reason = "No browser test: install Chrome or Chromium and its chromedriver, "
					+ "or name them in CHROME_BINARY and CHROMEDRIVER.";
			System.out.println(reason);
			assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
			Assumptions.abort(reason);
		}
	}

	/**
	 * Chrome or Chromium on this computer.
	 * @return the path of its program; null if there is none
	 */
	public static @Nullable String chrome() {
		return find("CHROME_BINARY", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
				"Google Chrome", "Chromium", "chrome.exe");
	}

	static @Nullable String chromeDriver() {
		return find("CHROMEDRIVER", "chromedriver", "chromedriver.exe");
	}

	private static @Nullable String find(String variable, String... names) {
		String given = System.getenv(variable);
		if (given != null) {
			return given;
		}
		Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
		return Stream.concat(path, PLACES.stream())
			.flatMap((place) -> Stream.of(names).map((name) -> new File(place, name)))
			.filter((file) -> file.isFile() && file.canExecute())
			.map(File::getPath)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Opens a page.
	 * @param page its address below the site's
	 */
	public void open(String page) {
		this.driver.get(this.address.resolve("/" + page).toString());
	}

	/**
	 * Opens a page by its address, such as {@code #/write}, and waits for its heading.
	 */
	void visit(String page, String heading) {
		open(page);
		seesHeading(heading);
	}

	void seesHeading(String text) {
		sees("//h1[normalize-space()='" + text + "']");
	}

	/**
	 * Waits until the element at the XPath is visible, and returns its text.
	 */
	public String sees(String xpath) {
		return with(xpath, WebElement::getText);
	}

	/**
	 * Clicks on the button or link with the text.
	 */
	public void clicks(String text) {
		clicksAt("//*[self::button or self::a][normalize-space()='" + text + "']");
	}

	public void clicksAt(String xpath) {
		with(xpath, (element) -> {
			element.click();
			return true;
		});
	}

	/**
	 * The field with the label.
	 */
	WebElement field(String label) {
		String id = with("//label[normalize-space()='" + label + "']", (element) -> element.getDomAttribute("for"));
		return this.driver.findElement(By.id(id));
	}

	/**
	 * Replaces what is in the field with the label.
	 */
	public void fills(String label, String text) {
		WebElement field = field(label);
		field.clear();
		field.sendKeys(text);
	}

	private <T> T with(String xpath, Function<WebElement, @Nullable T> use) {
		return this.wait.withMessage("not seen: " + xpath).until((driver) -> {
			Stream<WebElement> found = driver.findElements(By.xpath(xpath)).stream().filter(WebElement::isDisplayed);
			return found.findFirst().map(use).orElse(null);
		});
	}

	/**
	 * Waits until the JavaScript expression is true.
	 */
	public void waitsFor(String expression) {
		this.wait.withMessage("not true: " + expression)
			.until((driver) -> Boolean.TRUE.equals(this.driver.executeScript("return Boolean(" + expression + ")")));
	}

	/**
	 * Presses keys on whatever has the focus, and returns what has it then.
	 */
	public WebElement presses(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
		return this.driver.switchTo().activeElement();
	}

	/**
	 * Goes on with the tab key until the element at the XPath has the focus.
	 */
	public void tabsTo(String xpath) {
		WebElement wanted = this.driver.findElement(By.xpath(xpath));
		for (int stops = 0; stops < 40; stops++) {
			if (presses(Keys.TAB).equals(wanted)) {
				return;
			}
		}
		throw new AssertionError("not reached with the tab key: " + xpath);
	}

	/**
	 * Changes the width in pixels and whether the person prefers dark colours.
	 */
	public void look(int width, boolean dark) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", (width < 600) ? 812 : 960, "deviceScaleFactor", 1, "mobile", false));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "", "features",
				List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
	}

	/**
	 * Shows the page as it is printed by a person who prefers dark colours; ends with
	 * {@link #look}.
	 */
	public void print() {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("media", "print", "features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
	}

	/**
	 * Cuts or restores the connection.
	 */
	void online(boolean online) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.emulateNetworkConditions",
				Map.of("offline", !online, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
	}

	/**
	 * Becomes as new: without cookies, storage, cache and page.
	 */
	void forgets() {
		this.driver.get("about:blank");
		this.driver.executeCdpCommand("Storage.clearDataForOrigin",
				Map.of("origin", this.address.resolve("/").toString(), "storageTypes", "all"));
		this.driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
		online(true);
		look(1280, false);
		errors();
	}

	/**
	 * Loses the session, as if it had run out.
	 */
	void forgetsSession() {
		this.driver.manage().deleteCookieNamed("SESSION");
	}

	/**
	 * Delays each change that the page sends, by a second.
	 */
	void delaysChanges() {
		this.driver.executeScript("""
				const original = window.fetch;
				window.fetch = async (path, options) => {
					if (options?.method) await new Promise((resolve) => setTimeout(resolve, 1000));
					return original(path, options);
				};""");
	}

	/**
	 * How wide the page is, in pixels, if need be by scrolling.
	 */
	public Object width() {
		return Objects.requireNonNull(this.driver.executeScript("return document.scrollingElement.scrollWidth"));
	}

	/**
	 * Removes all but the three longest of each parent's elements of a kind, for axe,
	 * which takes seconds for a thousand lines that are marked up alike.
	 * @param kind the name of the elements
	 */
	public void thins(String kind) {
		this.driver.executeScript(
				"""
						const parents = new Set([...document.querySelectorAll(arguments[0])].map((child) => child.parentElement));
						for (const parent of parents) {
							[...parent.querySelectorAll(':scope > ' + arguments[0])]
								.sort((one, other) => other.textContent.length - one.textContent.length)
								.slice(3)
								.forEach((child) => child.remove());
						}""",
				kind);
	}

	/**
	 * What axe finds wrong on the page: each rule with the elements that break it.
	 */
	public List<String> violations() {
		return violations("");
	}

	/**
	 * The same for colours alone, which are all that another light changes.
	 */
	public List<String> colourViolations() {
		return violations(", \"runOnly\": {\"type\": \"rule\", \"values\": [\"color-contrast\"]}");
	}

	/**
	 * The same for all but colours, which another width leaves alone and which take most
	 * of the time.
	 */
	public List<String> layoutViolations() {
		return violations(", \"rules\": {\"color-contrast\": {\"enabled\": false}}");
	}

	private List<String> violations(String options) {
		AxeBuilder axe = new AxeBuilder();
		// Else it opens a window for each analysis, which only pages with frames need.
		axe.setLegacyMode(true);
		// No rule that is on reads the style sheets, which it would load once more.
		axe.setOptions("{\"resultTypes\": [\"violations\"], \"preload\": false%s}".formatted(options));
		return axe.analyze(this.driver)
			.getViolations()
			.stream()
			.flatMap((rule) -> rule.getNodes()
				.stream()
				.map((node) -> rule.getId() + ": " + node.getHtml() + "\n" + node.getFailureSummary()))
			.toList();
	}

	/**
	 * Errors of scripts and of the content security policy since the last call; not
	 * answers that are refusals.
	 */
	public List<String> errors() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.map(LogEntry::getMessage)
			.filter((message) -> !message.contains("Failed to load resource"))
			.toList();
	}

	/**
	 * Writes what is seen to {@code target/screenshots/<name>.png}.
	 */
	public void screenshot(String name) {
		Path file = Path.of("target", "screenshots", name + ".png");
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
		try (Stream<Path> files = Files.walk(this.profile)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path newProfile() {
		try {
			return Files.createTempDirectory("postcards-browser");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
