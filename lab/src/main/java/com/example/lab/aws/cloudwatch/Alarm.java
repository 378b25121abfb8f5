package com.example.lab.aws.cloudwatch;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::CloudWatch::Alarm}. LocalStack keeps the alarm and notifies its topics when
 * its state changes; the lab evaluates it each minute. LocalStack's own evaluation knows
 * neither expressions nor the clock, and comes once in all evaluation periods.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html">AWS::CloudWatch::Alarm</a>
 */
public final class Alarm extends StatefulAlarm {

	private static final Set<String> KNOWN = Set.of("ActionsEnabled", "AlarmActions", "AlarmDescription", "AlarmName",
			"ComparisonOperator", "DatapointsToAlarm", "Dimensions", "EvaluationPeriods", "ExtendedStatistic",
			"InsufficientDataActions", "MetricName", "Metrics", "Namespace", "OKActions", "Period", "Statistic", "Tags",
			"Threshold", "TreatMissingData");

	private final Runnable follower = this::evaluate;

	private @Nullable Evaluation evaluation;

	private @Nullable DataPoints points;

	private boolean troubled;

	/**
	 * An alarm that is not evaluated yet.
	 * @param resource the resource
	 * @param lab its context
	 */
	public Alarm(Resource resource, LabContext lab) {
		super(resource, lab);
	}

	@Override
	public void start(JsonNode properties) {
		AlarmNames.refuseOthers(properties, KNOWN);
		AlarmNames.check(properties, this.alarmName);
		Evaluation wanted = Evaluation.of(properties);
		Queries queries = Queries.of(properties, this.lab.metrics(), wanted.range());
		this.evaluation = wanted;
		this.points = queries.compared();
		this.lab.metrics()
			.cloudWatch()
			.putMetricAlarm((request) -> request.alarmName(this.alarmName)
				.alarmDescription(properties.path("AlarmDescription").asString(""))
				.actionsEnabled(properties.path("ActionsEnabled").asBoolean(true))
				.alarmActions(AlarmNames.topics(properties, "AlarmActions"))
				.okActions(AlarmNames.topics(properties, "OKActions"))
				.insufficientDataActions(AlarmNames.topics(properties, "InsufficientDataActions"))
				.comparisonOperator(wanted.comparison())
				.threshold(wanted.threshold())
				.evaluationPeriods(wanted.periods())
				.datapointsToAlarm(wanted.breaching())
				.treatMissingData(wanted.missing())
				.metrics(queries.toApi()));
		this.lab.metrics().follow(this.follower);
	}

	@Override
	public void close() {
		this.lab.metrics().unfollow(this.follower);
	}

	private void evaluate() {
		Evaluation wanted = this.evaluation;
		DataPoints watched = this.points;
		if (wanted == null || watched == null) {
			return;
		}
		try {
			List<OptionalDouble> latest = watched.latest(wanted.range());
			AlarmState now = wanted.state(latest, state());
			if (now != state()) {
				change(now, wanted.reason(latest, now));
			}
			this.troubled = false;
		}
		catch (SdkException | IllegalArgumentException ex) {
			if (!this.troubled) {
				this.lab.events()
					.publish(Event.Kind.WARNING, this.resource.name(), "is not evaluated: " + ex.getMessage());
			}
			this.troubled = true;
		}
	}

}
