package com.example.docs.architecture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PartTests {

	@Test
	void escapesWhatPlantUmlReads() {
		assertThat(Part.escape("\"**$f()<b>~\\"))
			.isEqualTo("<U+0022><U+002A><U+002A><U+0024>f<U+0028><U+0029><U+003C>b<U+003E><U+007E><U+005C>");
	}

	@Test
	void keepsWordsAsTheyAre() {
		assertThat(Part.escape("Box/Instance 1, 상자")).isEqualTo("Box/Instance 1, 상자");
	}

}
