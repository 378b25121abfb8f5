package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page that shows a few lines of a file by their numbers names the first and the last,
 * so that a change of the file is noticed.
 */
class ListingTests {

	private static final Pattern BY_NUMBERS = Pattern.compile("(?m)^include::(\\S+)\\[lines=([^]]*)]$");

	private static final Pattern LINES = Pattern.compile("(\\d+)\\.\\.(\\d+),first=\"([^\"]+)\",last=\"([^\"]+)\"");

	private static final Pattern ATTRIBUTE = Pattern.compile("(?m)^:(\\w+): (.*)$");

	@Test
	void linesByNumbersAreThoseThatThePageNames() throws IOException {
		for (GuidePage page : Guide.pages()) {
			String text = Files.readString(page.file());
			Map<String, String> attributes = new HashMap<>(Map.of("root", Guide.ROOT.toString()));
			ATTRIBUTE.matcher(text)
				.results()
				.forEach((match) -> attributes.put(match.group(1), resolve(match.group(2), attributes)));
			for (MatchResult include : BY_NUMBERS.matcher(text).results().toList()) {
				MatchResult lines = LINES.matcher(include.group(2))
					.results()
					.findFirst()
					.orElseThrow(() -> new AssertionError(
							"%s: %s has no first=\"...\",last=\"...\"".formatted(page.name(), include.group())));
				List<String> file = Files.readAllLines(Path.of(resolve(include.group(1), attributes)));
				assertThat(line(file, lines.group(1))).as("%s: %s", page.name(), include.group())
					.isEqualTo(lines.group(3));
				assertThat(line(file, lines.group(2))).as("%s: %s", page.name(), include.group())
					.isEqualTo(lines.group(4));
			}
		}
	}

	private static String line(List<String> file, String number) {
		return file.get(Integer.parseInt(number) - 1).strip();
	}

	private static String resolve(String value, Map<String, String> attributes) {
		String resolved = value;
		for (Map.Entry<String, String> attribute : attributes.entrySet()) {
			resolved = resolved.replace("{%s}".formatted(attribute.getKey()), attribute.getValue());
		}
		return resolved;
	}

}
