package com.example.lab.cli;

import com.example.lab.cost.Assemblies;
import com.example.lab.cost.Budget;
import com.example.lab.cost.Prices;
import com.example.lab.cost.StageCost;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CostReportTests {

	private static final StageCost BEFORE = cost("stage-01-before", Assemblies.SERVERLESS);

	private static final StageCost AFTER = cost("stage-02-after", Assemblies.BY_THE_HOUR);

	@Test
	void listsResourceTypeQuantityPriceAndDollars() {
		assertThat(new CostReport(AFTER, null, 100).text())
			.containsPattern("stage-02-after in us-east-1 with 100 users, list prices of 20\\d\\d-\\d\\d-\\d\\d")
			.containsPattern("Database +AWS::RDS::DBInstance +instance +730 hour +0\\.016 +11\\.68\\R");
	}

	@Test
	void givesHourDayMonthAndUser() {
		assertThat(new CostReport(AFTER, null, 100).text()).containsPattern("an hour +0\\.02\\R")
			.containsPattern("a workshop day of 8 hours +0\\.13\\R")
			.containsPattern("left running for a month +11\\.68")
			.containsPattern("a month, for each user +0\\.12\\R")
			.doesNotContain("kept awake");
	}

	@Test
	void showsThePriceOfADatabaseThatNeverPauses() {
		assertThat(new CostReport(BEFORE, null, 1).text()).containsPattern("a month, kept awake +43\\.9")
			.contains("1 - exp(-L T)");
	}

	@Test
	void comparesTheBillWithTheStageBeforeForTheSameUsers() {
		assertThat(new CostReport(AFTER, BEFORE, 100).text()).containsPattern("Database +.* 11\\.68 +\\+11\\.68\\R")
			.containsPattern("Writer +.* gone +0\\.00 +-38\\.35\\R")
			.containsPattern(
					"difference to the stage before +-2\\d\\.\\d\\d +stage-01-before costs 3\\d\\.\\d\\d with 100 users too");
	}

	@Test
	void namesWhatHasNoPriceBelowTheSums() {
		StageCost queue = cost("stage-01-stream",
				"\"Stream\": {\"Type\": \"AWS::Kinesis::Stream\"}, " + Assemblies.BY_THE_HOUR);

		assertThat(new CostReport(queue, null, 1).text()).containsPattern("a month +11\\.68")
			.contains("Not included in the totals:",
					"- AWS::Kinesis::Stream (construct Stack/Stream/Resource) has no price.");
	}

	@Test
	void marksUnverifiedPrices() {
		StageCost box = cost("stage-01-box",
				"\"Box\": {\"Type\": \"AWS::Lightsail::Instance\", \"Properties\": {\"BundleId\": \"small_3_0\"}}");

		assertThat(new CostReport(box, null, 1).text()).contains("~12 ").contains("~ not verified");
		assertThat(new CostReport(AFTER, null, 1).text()).doesNotContain("~");
	}

	@Test
	void showsTheUsersWithWhomFreeQuantitiesEnd() {
		StageCost edge = cost("stage-01-edge",
				"\"Edge\": {\"Type\": \"AWS::CloudFront::Distribution\", \"Properties\": {}}");

		assertThat(new CostReport(edge, null, 1).text())
			.containsPattern("1,000 GB +Edge +data out to viewers +10,606 users\\R");
		assertThat(new CostReport(AFTER, null, 1).text()).doesNotContain("FREE IN A MONTH");
	}

	private static StageCost cost(String name, String resources) {
		return new StageCost(name, new Budget(1, 100), Assemblies.of(resources), Prices.of("us-east-1"));
	}

}
