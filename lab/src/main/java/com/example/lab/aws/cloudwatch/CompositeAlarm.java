package com.example.lab.aws.cloudwatch;

import java.util.Set;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::CloudWatch::CompositeAlarm}: a rule over the states of other alarms of the
 * template, evaluated whenever one of them changes. LocalStack keeps the alarm and
 * notifies its topics.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html">AWS::CloudWatch::CompositeAlarm</a>
 */
public final class CompositeAlarm extends StatefulAlarm {

	private static final String RULE = "AlarmRule";

	private static final Set<String> KNOWN = Set.of("ActionsEnabled", "AlarmActions", "AlarmDescription", "AlarmName",
			RULE, "InsufficientDataActions", "OKActions", "Tags");

	private @Nullable AlarmRule rule;

	/**
	 * An alarm that is not evaluated yet.
	 * @param resource the resource
	 * @param lab its context
	 */
	public CompositeAlarm(Resource resource, LabContext lab) {
		super(resource, lab);
	}

	/** Evaluates the composite alarms again, after an alarm has changed its state. */
	static void reconsider(LabContext lab) {
		lab.standIns()
			.values()
			.stream()
			.filter(CompositeAlarm.class::isInstance)
			.map(CompositeAlarm.class::cast)
			.forEach(CompositeAlarm::evaluate);
	}

	@Override
	public void start(JsonNode properties) {
		AlarmNames.refuseOthers(properties, KNOWN);
		AlarmNames.check(properties, this.alarmName);
		String text = properties.path(RULE).asString("");
		AlarmRule wanted = AlarmRule.of(text);
		wanted.names().forEach(this::find);
		this.lab.metrics()
			.cloudWatch()
			.putCompositeAlarm((request) -> request.alarmName(this.alarmName)
				.alarmDescription(properties.path("AlarmDescription").asString(""))
				.actionsEnabled(properties.path("ActionsEnabled").asBoolean(true))
				.alarmActions(AlarmNames.topics(properties, "AlarmActions"))
				.okActions(AlarmNames.topics(properties, "OKActions"))
				.insufficientDataActions(AlarmNames.topics(properties, "InsufficientDataActions"))
				// LocalStack evaluates rules without brackets itself.
				.alarmRule("(%s)".formatted(text)));
		this.rule = wanted;
		evaluate();
	}

	@Override
	public void close() {
		this.rule = null;
	}

	private synchronized void evaluate() {
		AlarmRule wanted = this.rule;
		if (wanted == null) {
			return;
		}
		AlarmState now = wanted.holds((name) -> find(name).state()) ? AlarmState.ALARM : AlarmState.OK;
		if (now != state()) {
			change(now, "its rule %s".formatted((now == AlarmState.ALARM) ? "holds" : "does not hold"));
		}
	}

	private StatefulAlarm find(String nameOrArn) {
		return this.lab.standIns()
			.values()
			.stream()
			.filter(StatefulAlarm.class::isInstance)
			.map(StatefulAlarm.class::cast)
			.filter((alarm) -> nameOrArn.equals(alarm.ref()) || nameOrArn.equals(alarm.attribute("Arn")))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"AlarmRule has '%s', which is not an alarm of this template.".formatted(nameOrArn)));
	}

}
