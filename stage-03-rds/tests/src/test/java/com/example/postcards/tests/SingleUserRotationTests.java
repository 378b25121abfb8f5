package com.example.postcards.tests;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.postcards.tests.RotatedStage.Round;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stage before has one user: whoever connects between its new password and the new
 * version of the secret is refused, and has to try again.
 */
@Stage(value = "stage-02-managed-db", context = "rotation=true")
class SingleUserRotationTests {

	@Test
	void connectionsAreRefusedWhileThePasswordIsRotated(LocalCloud cloud) throws Exception {
		Round round = new RotatedStage(cloud).rotateUnderLoad();

		Evidence.keep("rotation-before", round);
		assertThat(round.retries()).isPositive();
		assertThat(round.after()).isEqualTo(round.before());
		assertThat(round.lost()).isZero();
	}

}
