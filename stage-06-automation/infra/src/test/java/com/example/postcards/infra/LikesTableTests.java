package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class LikesTableTests {

	private static final String TABLE = "AWS::DynamoDB::GlobalTable";

	@Test
	void hasAKeyOfTwoStringsAndNoIndex() {
		hasProperty("AttributeDefinitions", List.of(Map.of("AttributeName", "pk", "AttributeType", "S"),
				Map.of("AttributeName", "sk", "AttributeType", "S")));
		hasProperty("KeySchema", List.of(Map.of("AttributeName", "pk", "KeyType", "HASH"),
				Map.of("AttributeName", "sk", "KeyType", "RANGE")));
		hasProperty("GlobalSecondaryIndexes", Match.absent());
	}

	@Test
	void isPaidByTheRequest() {
		hasProperty("BillingMode", "PAY_PER_REQUEST");
	}

	@Test
	void isInTheRegionOfTheStackAloneAndCanBeRestored() {
		hasProperty("Replicas", List.of(Match.objectLike(Map.of("PointInTimeRecoverySpecification",
				Map.of("PointInTimeRecoveryEnabled", true), "Region", Map.of("Ref", "AWS::Region")))));
	}

	@Test
	void refusesToBeDeletedUnlessTheDataMayGo() {
		hasProperty("Replicas", List.of(Match.objectLike(Map.of("DeletionProtectionEnabled", true))));
		Template.fromStack(Synthesis.stack(Map.of("retain", "false")))
			.hasResourceProperties(TABLE,
					Map.of("Replicas", List.of(Match.objectLike(Map.of("DeletionProtectionEnabled", false)))));
	}

	private static void hasProperty(String name, Object value) {
		Synthesis.TEMPLATE.hasResourceProperties(TABLE, Map.of(name, value));
	}

}
