package com.example.postcards.infra;

import java.util.List;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The AWS Solutions rules of cdk-nag. An error among them already ends the synthesis.
 */
class NagTests {

	@Test
	void onlyServerAccessLogsAreMissing() {
		PostcardsStack stack = Synthesis.stackWithDomain();
		Aspects.of(stack).add(new AwsSolutionsChecks());
		NagSuppressions.addResourceSuppressionsByPath(stack, "/Postcards/Releases/Resource", List.of(suppression(
				"AwsSolutions-S1",
				"One person reads this bucket once a release; a second bucket for its logs costs more care than it gives.")));
		assertThat(Annotations.fromStack(stack).findWarning("*", Match.anyValue())).isEmpty();
		assertThat(Annotations.fromStack(stack).findError("*", Match.anyValue())).isEmpty();
	}

	private static NagPackSuppression suppression(String id, String reason) {
		return NagPackSuppression.builder().id(id).reason(reason).build();
	}

}
