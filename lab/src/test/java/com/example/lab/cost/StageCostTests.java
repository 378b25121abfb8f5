package com.example.lab.cost;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class StageCostTests {

	private static final StageCost PAY_PER_USE = cost(Assemblies.SERVERLESS);

	private static final StageCost BY_THE_HOUR = cost(Assemblies.BY_THE_HOUR);

	@Test
	void findsTheUsersFromWhichPayingByTheHourIsCheaper() {
		assertThat(PAY_PER_USE.crossing(BY_THE_HOUR)).hasValue(15);
		assertThat(BY_THE_HOUR.crossing(PAY_PER_USE)).hasValue(15);
		assertThat(PAY_PER_USE.month(14)).isLessThan(BY_THE_HOUR.month(14));
		assertThat(PAY_PER_USE.month(15)).isGreaterThan(BY_THE_HOUR.month(15));
	}

	@Test
	void hasNoCrossingIfOneStageIsAlwaysCheaper() {
		StageCost two = cost(Assemblies.BY_THE_HOUR + ", " + Assemblies.BY_THE_HOUR.replace("Database\"", "Other\""));

		assertThat(BY_THE_HOUR.crossing(two)).isEmpty();
	}

	@Test
	void onAWorkshopDayADatabaseNeverPauses() {
		// 8 hours of 0.5 ACU, and a third of a day's storage
		assertThat(PAY_PER_USE.day(1)).isEqualTo(8 * 0.5 * 0.12 + 0.1 * 8 / 730, Offset.offset(0.001));
	}

	@Test
	void findsTheUsersWithWhomFreeQuantitiesEnd() {
		StageCost edge = cost("""
				"Pool": {"Type": "AWS::Cognito::UserPool"},
				"Edge": {"Type": "AWS::CloudFront::Distribution", "Properties": {}},
				"Key": {"Type": "AWS::KMS::Key"},
				"Upload": {"Type": "AWS::Lambda::Function"}""");

		// 10,000 users; 1,000 GB of 94.29 MB a user; 10 million of 669.2 requests; 1,000
		// of 0.0435 paths; 20,000 of 60.8 requests
		assertThat(edge.freeEnds()).extracting((end) -> end.charge().billed(), StageCost.FreeEnd::users)
			.containsExactly(tuple("monthly active users", 10_001L), tuple("data out to viewers", 10_606L),
					tuple("HTTPS requests", 14_944L), tuple("invalidated paths", 23_014L), tuple("requests", 329L));
		assertThat(BY_THE_HOUR.freeEnds()).isEmpty();
	}

	private static StageCost cost(String resources) {
		return new StageCost("stage-01-tried", new Budget(1, 100), Assemblies.of(resources), Prices.of("us-east-1"));
	}

}
