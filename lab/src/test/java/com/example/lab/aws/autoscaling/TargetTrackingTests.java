package com.example.lab.aws.autoscaling;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTrackingTests {

	private final TargetTracking tracking = new TargetTracking(100, true);

	@Test
	void growsInProportionOnceThreeMinutesAreAboveTheTarget() {
		assertThat(this.tracking.wanted(minutes(0, 250, 250), 2, 0)).isEmpty();
		assertThat(this.tracking.wanted(minutes(150, 200, 250), 2, 0)).isEqualTo(OptionalInt.of(5));
		assertThat(this.tracking.wanted(minutes(101, 101, 100), 2, 0)).isEmpty();
	}

	@Test
	void serversThatWarmUpArePartOfWhatIsWanted() {
		assertThat(this.tracking.wanted(minutes(200, 200, 200), 2, 2)).isEmpty();
		assertThat(this.tracking.wanted(minutes(200, 200, 300), 2, 2)).isEqualTo(OptionalInt.of(6));
	}

	@Test
	void withoutWarmupItGrowsAgainFromServersThatDoNotHelpYet() {
		assertThat(this.tracking.wanted(minutes(200, 200, 200), 4, 0)).isEqualTo(OptionalInt.of(8));
	}

	@Test
	void shrinksByOneOnceFifteenMinutesAreFarBelowTheTarget() {
		assertThat(this.tracking.wanted(same(14, 69), 4, 0)).isEmpty();
		assertThat(this.tracking.wanted(same(15, 70), 4, 0)).isEmpty();
		assertThat(this.tracking.wanted(same(15, 69), 4, 0)).isEqualTo(OptionalInt.of(3));
		assertThat(this.tracking.wanted(same(15, 69), 3, 1)).as("one warms up").isEmpty();
	}

	@Test
	void withoutScaleInItNeverShrinks() {
		assertThat(new TargetTracking(100, false).wanted(same(15, 0), 4, 0)).isEmpty();
	}

	@Test
	void minutesWithoutFiguresAreNoReasonToChange() {
		assertThat(this.tracking.wanted(Collections.nCopies(15, OptionalDouble.empty()), 4, 0)).isEmpty();
	}

	private static List<OptionalDouble> minutes(double... values) {
		return Arrays.stream(values).mapToObj(OptionalDouble::of).toList();
	}

	private static List<OptionalDouble> same(int number, double value) {
		return Collections.nCopies(number, OptionalDouble.of(value));
	}

}
