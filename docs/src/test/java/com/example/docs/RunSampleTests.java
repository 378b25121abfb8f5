package com.example.docs;

import java.util.List;

import com.example.lab.load.Timeline;
import com.example.lab.load.Timeline.Second;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunSampleTests {

	@Test
	void showsHowItWasBeforeAtWorstAndAfterwards() {
		Timeline run = new Timeline(2.4, List.of(new Second(0, 40, 0, 0, 12.0), new Second(1, 40, 0, 0, 14.4),
				new Second(2, 40, 20, 4, 900.0), new Second(3, 40, 38, 2, null), new Second(4, 40, 0, 1, 20.0)));

		assertThat(new RunSample(run, 1_870).lines()).isEqualTo("""
				...
				  2 s    40 requests,   0 failed, p99   14 ms...
				...
				  4 s    40 requests,  38 failed, p99 ...
				...
				  5 s    40 requests,   0 failed, p99   20 ms...
				...
				longest gap without success  1870.0 ms
				...
				""");
	}

	@Test
	void aRunWithoutFailuresShowsHowItWas() {
		assertThat(new RunSample(new Timeline(1.0, List.of(new Second(0, 40, 0, 0, 12.0))), 90).lines()).isEqualTo("""
				...
				  1 s    40 requests,   0 failed, p99   12 ms...
				...
				longest gap without success  90.0 ms
				...
				""");
	}

}
