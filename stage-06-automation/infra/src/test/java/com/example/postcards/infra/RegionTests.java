package com.example.postcards.infra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stack fits any Region and account, with all that can be switched on.
 */
class RegionTests {

	private static final Map<String, String> EVERYTHING = Map.of("alarmEmail", "me@example.com", "config", "true",
			"email", "me@example.com", "rotation", "true", "verifyEmail", "true");

	private static final Object ANYWHERE = resources(Synthesis.stack(EVERYTHING));

	@ParameterizedTest
	@ValueSource(strings = { "arm64", "x86_64" })
	void namesNoRegionZoneOrAccountExceptInMappings(String architecture) {
		App app = Synthesis.app(EVERYTHING, null);
		app.getNode().setContext("architecture", architecture);

		Map<String, Object> template = new HashMap<>(Template.fromStack(PostcardsApp.stack(app)).toJSON());
		template.remove("Mappings");
		assertThat(template.toString()).doesNotContainPattern("\\b(af|ap|ca|cn|eu|il|me|mx|sa|us)-[a-z]+-\\d")
			.doesNotContainPattern("\\b\\d{12}\\b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "us-east-1", "ap-northeast-2", "eu-central-1" })
	void isTheSameInEachRegion(String region) {
		Map<String, String> there = new HashMap<>(EVERYTHING);
		there.putAll(Map.of("account", "111122223333", "region", region));

		PostcardsStack stack = Synthesis.stack(there);

		assertThat(List.of(stack.getAccount(), stack.getRegion())).containsExactly("111122223333", region);
		assertThat(resources(stack)).isEqualTo(ANYWHERE);
	}

	private static Object resources(PostcardsStack stack) {
		return Synthesis.resources(Template.fromStack(stack))
			.values()
			.stream()
			.map((resource) -> resource.get("Type"))
			.sorted()
			.toList();
	}

}
