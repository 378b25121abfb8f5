package com.example.contract.stage;

import java.nio.file.Path;

import com.example.lab.compare.Changes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that a stage's {@code changes.yaml} names every file that differs from the stage
 * before, with the reason.
 */
public abstract class ChangesContract {

	@Test
	void everyDifferenceToTheStageBeforeIsListedWithItsReason() {
		assertThat(Changes.around(Path.of("")).faults()).isEmpty();
	}

}
