package com.example.postcards.tests;

import java.nio.file.Path;

import com.example.lab.compare.Changes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The list of changes is the lesson: it names every file that differs, and why. */
class ChangesTests {

	@Test
	void everyDifferenceToTheStageBeforeIsListedWithItsReason() {
		assertThat(Changes.around(Path.of("")).faults()).isEmpty();
	}

}
