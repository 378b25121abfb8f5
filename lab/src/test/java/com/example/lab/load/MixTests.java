package com.example.lab.load;

import java.util.Collections;
import java.util.List;
import java.util.Set;

import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MixTests {

	private static final Set<String> KINDS = Set.of("read", "write");

	@Test
	void aRoundHasEachKindAsOftenAsItsWeight() {
		List<String> round = Mix.parse("read=90,write=10", KINDS).round();
		assertThat(round).hasSize(100);
		assertThat(Collections.frequency(round, "write")).isEqualTo(10);
	}

	@Test
	void kindsAreSpreadEvenly() {
		assertThat(Mix.parse("read=3, write=1", KINDS).round()).containsExactly("read", "read", "write", "read");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "read", "read=", "read=0", "read=-1", "read=many", "sing=1", "read=1,,", "read=1;write=1" })
	void refusesWhatIsNoMixAndNamesTheKinds(String text) {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> Mix.parse(text, KINDS))
			.withMessageContaining("read, write");
	}

}
