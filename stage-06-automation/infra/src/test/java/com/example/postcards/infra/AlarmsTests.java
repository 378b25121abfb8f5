package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class AlarmsTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	private static final Template BY_MAIL = Template
		.fromStack(Synthesis.stack(Map.of("alarmEmail", "ops@example.com")));

	@Test
	void watchWhatUsersSee() {
		hasAlarm("UnHealthyHostCount", "Maximum", 1, 3);
		hasAlarm("HTTPCode_ELB_5XX_Count", "Sum", 10, 1);
		hasAlarm("HTTPCode_Target_5XX_Count", "Sum", 10, 1);
	}

	@Test
	void watchTheLimitsOfTheDatabase() {
		hasDatabaseAlarm("FreeStorageSpace", "Average", "LessThanThreshold", 2_147_483_648L, 6);
		hasDatabaseAlarm("DatabaseConnections", "Maximum", "GreaterThanThreshold", 60, 1);
		hasDatabaseAlarm("CPUCreditBalance", "Average", "LessThanThreshold", 6, 24);
		hasDatabaseAlarm("FreeableMemory", "Average", "LessThanThreshold", 67_108_864, 3);
	}

	@Test
	void watchWhatTheReplicaHasNotReceivedAndNotTheAgeOfTheLastWrite() {
		hasDatabaseAlarm("OldestReplicationSlotLag", "Maximum", "GreaterThanThreshold", 16_777_216, 2);
		TEMPLATE.resourcePropertiesCountIs("AWS::CloudWatch::Alarm", Map.of("MetricName", "ReplicaLag"), 0);
	}

	@Test
	void watchTheLimitsOfTheCache() {
		Object cache = Map.of("Name", "clusterId", "Value",
				Map.of("Ref", Synthesis.logicalId("AWS::ElastiCache::ServerlessCache", "")));
		hasCacheAlarm(cache, "BytesUsedForCache", "Maximum", "GreaterThanThreshold", 858_993_459.2);
		hasCacheAlarm(cache, "ThrottledCmds", "Sum", "GreaterThanOrEqualToThreshold", 1);
	}

	private static void hasCacheAlarm(Object cache, String metric, String statistic, String comparison,
			Number threshold) {
		TEMPLATE.hasResourceProperties("AWS::CloudWatch::Alarm",
				Map.of("Namespace", "AWS/ElastiCache", "MetricName", metric, "Dimensions", List.of(cache), "Statistic",
						statistic, "Period", 300, "Threshold", threshold, "EvaluationPeriods", 1, "ComparisonOperator",
						comparison));
	}

	@Test
	void watchErrorsAtTheEdge() {
		TEMPLATE.hasResourceProperties("AWS::CloudWatch::Alarm",
				Map.of("Namespace", "AWS/CloudFront", "MetricName", "5xxErrorRate", "Dimensions",
						List.of(Map.of("Name", "DistributionId", "Value",
								Map.of("Ref", Synthesis.logicalId("AWS::CloudFront::Distribution", ""))),
								Map.of("Name", "Region", "Value", "Global")),
						"Statistic", "Average", "Period", 60, "Threshold", 5, "EvaluationPeriods", 3,
						"TreatMissingData", "notBreaching"));
	}

	@Test
	void areEleven() {
		TEMPLATE.resourceCountIs("AWS::CloudWatch::Alarm", 11);
	}

	@Test
	void haveNoRecipientByDefault() {
		TEMPLATE.allResourcesProperties("AWS::CloudWatch::Alarm", Map.of("AlarmActions", Match.absent()));
		TEMPLATE.resourceCountIs("AWS::SNS::Topic", 0);
	}

	@Test
	void mailIfAskedTo() {
		Object topic = Map.of("Ref", BY_MAIL.findResources("AWS::SNS::Topic").keySet().iterator().next());
		BY_MAIL.allResourcesProperties("AWS::CloudWatch::Alarm", Map.of("AlarmActions", List.of(topic)));
		BY_MAIL.hasResourceProperties("AWS::SNS::Subscription",
				Map.of("Protocol", "email", "Endpoint", "ops@example.com", "TopicArn", topic));
		BY_MAIL.hasResourceProperties("AWS::SNS::TopicPolicy", Map.of("PolicyDocument", Match.objectLike(Map.of(
				"Statement",
				Match.arrayWith(List.of(Match.objectLike(Map.of("Action", "sns:Publish", "Effect", "Allow", "Principal",
						Map.of("Service", "cloudwatch.amazonaws.com"), "Condition",
						Map.of("StringEquals", Map.of("aws:SourceAccount", Map.of("Ref", "AWS::AccountId")))))))))));
	}

	private static void hasAlarm(String metric, String statistic, int threshold, int minutes) {
		TEMPLATE.hasResourceProperties("AWS::CloudWatch::Alarm",
				Map.of("Namespace", "AWS/ApplicationELB", "MetricName", metric, "Statistic", statistic, "Period", 60,
						"Threshold", threshold, "EvaluationPeriods", minutes, "ComparisonOperator",
						"GreaterThanOrEqualToThreshold", "TreatMissingData", "notBreaching"));
	}

	private static void hasDatabaseAlarm(String metric, String statistic, String comparison, long threshold,
			int periods) {
		Object database = Map.of("Name", "DBInstanceIdentifier", "Value",
				Map.of("Ref", Synthesis.logicalId("AWS::RDS::DBInstance", "Database")));
		TEMPLATE.hasResourceProperties("AWS::CloudWatch::Alarm",
				Map.of("Namespace", "AWS/RDS", "MetricName", metric, "Dimensions", List.of(database), "Statistic",
						statistic, "Period", 300, "Threshold", threshold, "EvaluationPeriods", periods,
						"ComparisonOperator", comparison, "TreatMissingData", "missing"));
	}

}
