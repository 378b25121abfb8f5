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
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.Stats;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.rds.DatabaseInstance;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * Alarms on what users see, or soon will: a server that is not ready, answers that are
 * errors, and a database, a replica or a cache that reaches its limits. Needs the edge, a
 * load balancer, a database and a cache.
 */
class Alarms extends Construct {

	private static final double MEGABYTE = 1024 * 1024;

	private static final MetricOptions A_MINUTE = MetricOptions.builder().period(Duration.minutes(1)).build();

	/** Each node of the load balancer counts for itself. */
	private static final MetricOptions MOST_IN_A_MINUTE = MetricOptions.builder()
		.period(Duration.minutes(1))
		.statistic(Stats.MAXIMUM)
		.build();

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
	Alarms(Construct scope, String id, @Nullable String email, Edge edge, LoadBalancer balancer, Database database,
			Cache cache) {
		super(scope, id);
		this.actions = (email != null) ? List.of(new SnsAction(topic(email))) : List.of();
		watch(edge);
		watch(balancer);
		watch(database);
		watchReplicaOf(database);
		watch(cache);
	}

	/**
	 * CloudFront has its metrics in us-east-1 alone: a stack in another Region gets no
	 * data for this alarm, and has those of the load balancer.
	 */
	private void watch(Edge edge) {
		IMetric errors = Metric.Builder.create()
			.namespace("AWS/CloudFront")
			.metricName("5xxErrorRate")
			.dimensionsMap(Map.of("DistributionId", edge.distributionId(), "Region", "Global"))
			.period(Duration.minutes(1))
			.statistic(Stats.AVERAGE)
			.build();
		// Percent of the requests.
		reaches("ErrorsOfEdge", errors, 5, 3);
	}

	private void watch(LoadBalancer balancer) {
		// A deployment removes a server for a shorter time.
		reaches("UnhealthyServers", balancer.servers().getMetrics().unhealthyHostCount(MOST_IN_A_MINUTE), 1, 3);
		reaches("ErrorsOfBalancer", balancer.balancer().getMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, A_MINUTE),
				10, 1);
		reaches("ErrorsOfServers",
				balancer.servers().getMetrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, A_MINUTE), 10, 1);
	}

	/**
	 * Goes off when the metric has reached the count for the given periods in a row.
	 * Periods without data count as healthy.
	 */
	private void reaches(String name, IMetric metric, int count, int periods) {
		alarm(name, metric, ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, count, periods,
				TreatMissingData.NOT_BREACHING);
	}

	/**
	 * Without data the state is INSUFFICIENT_DATA.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#RDS">Recommended
	 * alarms</a>
	 */
	private void watch(Database database) {
		DatabaseInstance instance = database.instance();
		// RDS adds storage once less than a tenth is free, which takes minutes:
		// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
		falls("DatabaseStorage", instance.metricFreeStorageSpace(AVERAGE), 0.1 * database.storage(), 6);
		// The pools of all servers have no more together; the rest is a reserve.
		rises("DatabaseConnections", instance.metricDatabaseConnections(MAXIMUM), database.pooledConnections(), 1);
		// It earns 12 an hour, has none when it is new, and more than it has is charged:
		// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
		falls("DatabaseCredits", instance.metric("CPUCreditBalance", AVERAGE), 6, 24);
		// 1 GB is all it has; with a sixteenth of it left, the database soon swaps.
		falls("DatabaseMemory", instance.metricFreeableMemory(AVERAGE), MEGABYTE * 64, 3);
	}

	/**
	 * By bytes of the log that a replica has not received. {@code ReplicaLag} is an age,
	 * which grows while nothing is written.
	 */
	private void watchReplicaOf(Database database) {
		rises("ReplicaLag", database.instance().metric("OldestReplicationSlotLag", MAXIMUM), MEGABYTE * 16, 2);
	}

	private void watch(Cache cache) {
		// Above its limit a cache removes keys that expire, and those are the sessions.
		rises("CacheStorage", metric(cache, "BytesUsedForCache", Stats.MAXIMUM), 0.8 * cache.storage(), 1);
		reaches("CacheThrottled", metric(cache, "ThrottledCmds", Stats.SUM), 1, 1);
	}

	/**
	 * The CDK has no metrics of serverless caches.
	 */
	private static IMetric metric(Cache cache, String name, String statistic) {
		return Metric.Builder.create()
			.namespace("AWS/ElastiCache")
			.metricName(name)
			.dimensionsMap(Map.of("clusterId", cache.metricName()))
			.period(Duration.minutes(5))
			.statistic(statistic)
			.build();
	}

	private void falls(String name, IMetric metric, double threshold, int periods) {
		alarm(name, metric, ComparisonOperator.LESS_THAN_THRESHOLD, threshold, periods, TreatMissingData.MISSING);
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
