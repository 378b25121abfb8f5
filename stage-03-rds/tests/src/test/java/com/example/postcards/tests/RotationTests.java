package com.example.postcards.tests;

import java.sql.Connection;
import java.util.List;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.postcards.tests.RotatedStage.Round;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two users take turns: what clients have is good while the other one gets its new
 * password, and after it.
 */
@Stage(context = "rotation=true")
@CountsFailures
class RotationTests {

	// tag::rotation[]
	@Test
	void thePasswordIsRotatedUnderLoadAndNoRequestFailsAndNoConnectionTriesAgain(LocalCloud cloud) throws Exception {
		RotatedStage stage = new RotatedStage(cloud);
		DatabaseSecret first = DatabaseSecret.ofApplication(cloud);
		try (Connection opened = first.connect(first.address(), "sslmode=require&ApplicationName=opened-before")) {
			List<Round> rounds = List.of(stage.rotateUnderLoad(), stage.rotateUnderLoad());

			Evidence.keep("rotation", rounds);
			assertThat(rounds).allSatisfy((round) -> {
				assertThat(round.load().failed()).isZero();
				assertThat(round.acknowledged()).isPositive();
				assertThat(round.lost()).isZero();
				assertThat(round.retries()).isZero();
				assertThat(round.kept()).isPositive();
			});
			assertThat(rounds).extracting(Round::before).containsExactly("postcards_app", "postcards_app_clone");
			assertThat(rounds).extracting(Round::after).containsExactly("postcards_app_clone", "postcards_app");
			// Its password is gone since the second rotation, the connection goes on.
			assertThat(opened.isValid(5)).isTrue();
		}
	}
	// end::rotation[]

}
