package com.example.docs.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.example.contract.browser.Browser;
import com.example.lab.cli.SiteServer;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Lighthouse gives full marks; in speed a little less on a busy computer. */
@Isolated("measures how quick pages are")
class LighthouseTests {

	private static final Map<String, Double> LEAST = Map.of("performance", 0.95, "accessibility", 1.0, "best-practices",
			1.0, "seo", 1.0);

	@ParameterizedTest
	@ValueSource(strings = { "index.html", "stages/01-single-user.html" })
	void givesFullMarks(String page) throws IOException, InterruptedException {
		Browser.require();
		Path report = Path.of("target", "lighthouse-" + page.replace('/', '-') + ".json").toAbsolutePath();
		try (SiteServer server = new SiteServer(Site.FOLDER, 0)) {
			ProcessBuilder lighthouse = new ProcessBuilder(List.of("node",
					"lighthouse/node_modules/lighthouse/cli/index.js", server.url() + page, "--output=json",
					"--output-path=" + report, "--quiet", "--no-enable-error-reporting",
					// A phone's network; a computer that builds is slow enough as it is.
					"--throttling.cpuSlowdownMultiplier=1",
					"--chrome-flags=--headless=new --no-sandbox --disable-background-networking --disable-component-update"));
			// Chrome leaves files of its own there.
			lighthouse.environment().put("TMPDIR", Path.of("target").toAbsolutePath().toString());
			lighthouse.environment().put("CHROME_PATH", String.valueOf(Browser.chrome()));
			Process process = lighthouse.redirectErrorStream(true)
				.redirectOutput(Path.of("target", "lighthouse.log").toFile())
				.start();
			try {
				assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("Lighthouse ends").isTrue();
			}
			finally {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly();
			}
			assertThat(process.exitValue()).as(Files.readString(Path.of("target", "lighthouse.log"))).isZero();
		}
		JsonNode categories = JsonMapper.shared().readTree(report).path("categories");
		LEAST.forEach((category, least) -> {
			double score = categories.path(category).path("score").asDouble();
			System.out.printf("Lighthouse %s of %s: %.0f%n", category, page, 100 * score);
			assertThat(score).as("%s of %s, see %s", category, page, report).isGreaterThanOrEqualTo(least);
		});
	}

}
