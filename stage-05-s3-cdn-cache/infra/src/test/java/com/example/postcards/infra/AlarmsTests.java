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
		TEMPLATE.resourceCountIs("AWS::CloudWatch::Alarm", 7);
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
