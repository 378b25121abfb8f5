package com.example.docs;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExerciseTests {

	private static final String TEXT = """
			Task: Turn it off.
			Hint: Look there.
			Run: ./workshop cost 4
			Expect: a month 1
			Expect: a day 2
			Result: It is cheaper.

			diff --git a/Box.java b/Box.java
			--- a/Box.java
			+++ b/Box.java
			@@ -1 +1 @@
			-on
			+off
			""";

	@Test
	void thePartsAreFoldedBelowTheTask() {
		assertThat(Exercise.parse("04-off", TEXT).block()).containsSubsequence("Turn it off.", "reason=",
				"./workshop cost 4", ".Hint\n[%collapsible]", "Look there.", ".Result\n[%collapsible]",
				"a month 1\na day 2", "It is cheaper.", ".Solution\n[%collapsible]", "...\n-on\n+off\n");
	}

	@Test
	void aPartThatIsMissingIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> Exercise.parse("04-off", TEXT.replace("Hint:", "")))
			.withMessage("04-off.patch has no line Hint:");
		assertThatIllegalArgumentException().isThrownBy(() -> Exercise.parse("04-off", "Task: Nothing"))
			.withMessage("04-off.patch changes nothing");
	}

}
