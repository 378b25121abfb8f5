package com.example.docs;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CapacityTests {

	@Test
	void tenMillionUsersMakeSomeFiveThousandRequestsASecondAtPeak() {
		Capacity capacity = new Capacity(10_000_000);

		assertThat(Capacity.rounded(capacity.mean())).isEqualTo("1,160");
		assertThat(Capacity.rounded(capacity.peak())).isEqualTo("5,790");
		assertThat(Capacity.rounded(capacity.writes())).isEqualTo("579");
		assertThat(Capacity.rounded(capacity.gigabytes())).isEqualTo("7,300");
	}

	@Test
	void oneUserCausesAlmostNoLoad() {
		assertThat(Capacity.rounded(new Capacity(1).peak())).isEqualTo("0.000579");
	}

}
