package com.example.postcards.infra;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.s3.Bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The AWS Solutions rules of cdk-nag, on the stack with every option.
 */
class NagTests {

	private static final PostcardsStack STACK = Synthesis.stack(everything());

	@Test
	void findNothingThatIsNotAccepted() {
		assertThat(Annotations.fromStack(STACK).findWarning("*", Match.anyValue())).isEmpty();
		assertThat(Annotations.fromStack(STACK).findError("*", Match.anyValue())).isEmpty();
	}

	@Test
	void acceptNothingOfAConstructThatIsGone() {
		assertThat(SecurityChecks.ACCEPTED)
			.allSatisfy((accepted) -> assertThat(accepted.in(STACK)).as(accepted.path()).isNotNull());
	}

	@Test
	void endTheSynthesisWithAFinding() {
		App app = Synthesis.app(Map.of(), null);
		new Bucket(PostcardsApp.stack(app), "Unencrypted");

		assertThatThrownBy(app::synth).hasMessageContaining("Validation failed");
	}

	private static Map<String, String> everything() {
		Map<String, String> everything = new HashMap<>(Synthesis.DOMAIN);
		everything.putAll(
				Map.of("alarmEmail", "ops@example.com", "cacheSnapshots", "1", "config", "true", "rotation", "true"));
		return everything;
	}

}
