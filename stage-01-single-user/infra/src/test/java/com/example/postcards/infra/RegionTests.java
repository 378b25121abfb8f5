package com.example.postcards.infra;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stack fits any Region and account, with all that can be switched on.
 */
class RegionTests {

	private static final Map<String, String> EVERYTHING = Map.of("alarmEmail", "me@example.com", "config", "true",
			"deletionProtection", "true", "email", "me@example.com", "rotation", "true", "verifyEmail", "true");

	private static final Object ANYWHERE = resources(new PostcardsStack(Synthesis.app(EVERYTHING, null), "Postcards"));

	@ParameterizedTest
	@ValueSource(strings = { "arm64", "x86_64" })
	void namesNoRegionZoneOrAccount(String architecture) {
		App app = Synthesis.app(EVERYTHING, null);
		app.getNode().setContext("architecture", architecture);

		assertThat(Template.fromStack(new PostcardsStack(app, "Postcards")).toJSON().toString())
			.doesNotContainPattern("\\b(af|ap|ca|cn|eu|il|me|mx|sa|us)-[a-z]+-\\d")
			.doesNotContainPattern("\\b\\d{12}\\b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "us-east-1", "ap-northeast-2", "eu-central-1" })
	void isTheSameInEachRegion(String region) {
		Stage there = Stage.Builder.create(Synthesis.app(EVERYTHING, null), "There")
			.env(Environment.builder().account("111122223333").region(region).build())
			.build();

		assertThat(resources(new PostcardsStack(there, "Postcards"))).isEqualTo(ANYWHERE);
	}

	@SuppressWarnings("unchecked")
	private static Object resources(PostcardsStack stack) {
		return ((Map<String, Map<String, Object>>) Template.fromStack(stack).toJSON().get("Resources")).values()
			.stream()
			.map((resource) -> resource.get("Type"))
			.sorted()
			.toList();
	}

}
