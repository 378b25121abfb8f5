package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.Stats;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * Alarms on a database that reaches its limits. Needs a database.
 */
class Alarms extends Construct {

	private static final MetricOptions AVERAGE = MetricOptions.builder()
		.period(Duration.minutes(5))
		.statistic(Stats.AVERAGE)
		.build();

	private static final MetricOptions MAXIMUM = MetricOptions.builder()
		.period(Duration.minutes(5))
		.statistic(Stats.MAXIMUM)
		.build();

	private final List<IAlarmAction> actions;

	/**
	 * Watches from its deployment on.
	 * @param email where the alarms mail to; without it they only change their state
	 */
	Alarms(Construct scope, String id, @Nullable String email, Database database) {
		super(scope, id);
		this.actions = (email != null) ? List.of(new SnsAction(topic(email))) : List.of();
		watch(database);
	}

	/**
	 * Without data the state is INSUFFICIENT_DATA.
	 */
	private void watch(Database database) {
		DatabaseCluster cluster = database.cluster();
		// At its maximum it grows no more:
		// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
		rises("DatabaseCapacity", cluster.metricACUUtilization(AVERAGE), 90, 3);
		// Those of two servers, while one replaces the other.
		rises("DatabaseConnections", cluster.metricDatabaseConnections(MAXIMUM), 20, 1);
	}

	private void rises(String name, IMetric metric, double threshold, int periods) {
		alarm(name, metric, ComparisonOperator.GREATER_THAN_THRESHOLD, threshold, periods, TreatMissingData.MISSING);
	}

	private void alarm(String name, IMetric metric, ComparisonOperator comparison, double threshold, int periods,
			TreatMissingData missing) {
		Alarm alarm = Alarm.Builder.create(this, name)
			.metric(metric)
			.comparisonOperator(comparison)
			.threshold(threshold)
			.evaluationPeriods(periods)
			.treatMissingData(missing)
			.build();
		this.actions.forEach(alarm::addAlarmAction);
	}

	/**
	 * Its owner has to follow the link in the first e-mail.
	 */
	private Topic topic(String email) {
		Topic topic = Topic.Builder.create(this, "Topic").enforceSsl(true).build();
		topic.addSubscription(new EmailSubscription(email));
		topic.addToResourcePolicy(PolicyStatement.Builder.create()
			.principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
			.actions(List.of("sns:Publish"))
			.resources(List.of(topic.getTopicArn()))
			.conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
			.build());
		return topic;
	}

}
