package com.example.docs.chart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AxisTests {

	@Test
	void powersOfTenAreEquallyFarApart() {
		Axis axis = new Axis(1, 10_000, 0, 400, true);

		assertThat(axis.ticks()).containsExactly(1.0, 10.0, 100.0, 1_000.0, 10_000.0);
		assertThat(axis.ticks().stream().map(axis::pixel)).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0);
	}

	@Test
	void stepsAreRound() {
		assertThat(new Axis(0, 42, 100, 0, false).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0);
	}

	@ParameterizedTest
	@CsvSource({ "40, 40", "41, 50", "233, 250", "900, 1000", "0.3, 1" })
	void theEndOfAnAxisIsRound(double value, double end) {
		assertThat(Axis.roundUp(value)).isEqualTo(end);
	}

}
