package com.example.lab.standin;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LabClockTests {

	@Test
	void shortensTimes() {
		assertThat(new LabClock(1).shorten(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
		assertThat(new LabClock(1_440).shorten(Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(1));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.5, -1, Double.NaN })
	void neverMakesThemLonger(double speed) {
		assertThatIllegalArgumentException().isThrownBy(() -> new LabClock(speed)).withMessageContaining("1 or more");
	}

}
