package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.Stats;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * Alarms on what users feel, or soon will: a server that is not ready, and answers that
 * are errors. Needs a load balancer.
 */
class Alarms extends Construct {

	private static final MetricOptions A_MINUTE = MetricOptions.builder().period(Duration.minutes(1)).build();

	/** Each machine of the load balancer counts for itself. */
	private static final MetricOptions MOST_IN_A_MINUTE = MetricOptions.builder()
		.period(Duration.minutes(1))
		.statistic(Stats.MAXIMUM)
		.build();

	private final List<IAlarmAction> actions;

	/**
	 * Watches what users see.
	 * @param email where the alarms mail to; without it they only change their state
	 */
	Alarms(Construct scope, String id, @Nullable String email, LoadBalancer balancer) {
		super(scope, id);
		this.actions = (email != null) ? List.of(new SnsAction(topic(email))) : List.of();
		// A deployment takes a server away for less.
		alarm("UnhealthyServers", balancer.servers().getMetrics().unhealthyHostCount(MOST_IN_A_MINUTE), 1, 3);
		alarm("ErrorsOfBalancer", balancer.balancer().getMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, A_MINUTE), 10,
				1);
		alarm("ErrorsOfServers",
				balancer.servers().getMetrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, A_MINUTE), 10, 1);
	}

	/**
	 * Goes off after so many minutes in a row with at least so many.
	 */
	private void alarm(String name, IMetric metric, int count, int minutes) {
		Alarm alarm = Alarm.Builder.create(this, name)
			.metric(metric)
			.threshold(count)
			.evaluationPeriods(minutes)
			// Nobody counts errors while there are none.
			.treatMissingData(TreatMissingData.NOT_BREACHING)
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
