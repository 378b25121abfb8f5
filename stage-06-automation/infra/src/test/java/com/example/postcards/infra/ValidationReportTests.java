package com.example.postcards.infra;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the CDK library itself finds in the template, without what is acknowledged.
 */
class ValidationReportTests {

	@TempDir
	Path output;

	@Test
	void isEmpty() throws IOException {
		assertThat(violations(Map.of())).isEmpty();
	}

	@Test
	void isEmptyWithDomain() throws IOException {
		assertThat(violations(Synthesis.DOMAIN)).isEmpty();
	}

	@Test
	void isEmptyWithConfig() throws IOException {
		assertThat(violations(withDomain("config"))).isEmpty();
	}

	@Test
	void isEmptyWithRotation() throws IOException {
		assertThat(violations(withDomain("rotation"))).isEmpty();
	}

	@Test
	void isEmptyWithAlarmsByMail() throws IOException {
		assertThat(violations(withDomain("alarmEmail"))).isEmpty();
	}

	private static Map<String, String> withDomain(String property) {
		Map<String, String> context = new HashMap<>(Synthesis.DOMAIN);
		context.put(property, "true");
		return context;
	}

	private List<JsonNode> violations(Map<String, String> context) throws IOException {
		App app = Synthesis.app(context, this.output);
		PostcardsApp.stack(app);
		app.synth();
		JsonNode report = new ObjectMapper().readTree(this.output.resolve("validation-report.json").toFile());
		return report.findValues("violations").stream().flatMap((list) -> list.valueStream()).toList();
	}

}
