package com.example.lab.aws.autoscaling;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * What the template says of a group.
 *
 * @param min the fewest servers
 * @param max the most servers
 * @param desired how many there are to be; empty if the template leaves that alone
 * @param byBalancer whether a server that its load balancer finds unhealthy is replaced
 * @param grace how long a new server may be unhealthy for the load balancer
 * @param warmup how long a new server does not count for scaling; zero if the template
 * has no default
 * @param targetGroups where servers are registered, by ARN
 * @param template the id of the launch template
 * @param version its version
 */
record GroupSettings(int min, int max, OptionalInt desired, boolean byBalancer, Duration grace, Duration warmup,
		List<String> targetGroups, String template, int version) {

	/** Those without effect here are fine, too. */
	private static final Set<String> KNOWN = Set.of("AutoScalingGroupName", "AvailabilityZones", "CapacityRebalance",
			"Cooldown", "DefaultInstanceWarmup", "DesiredCapacity", "HealthCheckGracePeriod", "HealthCheckType",
			"LaunchTemplate", "MaxSize", "MetricsCollection", "MinSize", "NewInstancesProtectedFromScaleIn",
			"NotificationConfigurations", "Tags", "TargetGroupARNs", "TerminationPolicies", "VPCZoneIdentifier");

	/** The only values of these properties that the lab runs. */
	private static final Map<String, String> HERE = Map.of("CapacityRebalance", "false",
			"NewInstancesProtectedFromScaleIn", "false", "TerminationPolicies", "[\"Default\"]");

	static GroupSettings of(JsonNode properties) {
		properties.propertyNames().stream().filter((name) -> !KNOWN.contains(name)).findFirst().ifPresent((name) -> {
			throw new IllegalArgumentException("The lab does not know its %s.".formatted(name));
		});
		HERE.forEach((name, value) -> {
			JsonNode wanted = properties.path(name);
			String text = wanted.isArray() ? wanted.toString() : wanted.asString(value);
			if (!text.equals(value)) {
				throw new IllegalArgumentException("%s is %s; the lab runs %s only.".formatted(name, text, value));
			}
		});
		JsonNode template = properties.path("LaunchTemplate");
		String checks = properties.path("HealthCheckType").asString("EC2");
		OptionalInt desired = properties.has("DesiredCapacity") ? OptionalInt.of(number(properties, "DesiredCapacity"))
				: OptionalInt.empty();
		return new GroupSettings(number(properties, "MinSize"), number(properties, "MaxSize"), desired,
				List.of(checks.split(",")).contains("ELB"),
				Duration.ofSeconds(properties.path("HealthCheckGracePeriod").asInt(0)),
				Duration.ofSeconds(properties.path("DefaultInstanceWarmup").asInt(0)),
				properties.path("TargetGroupARNs").valueStream().map(JsonNode::asString).toList(),
				template.path("LaunchTemplateId").asString(""), number(template, "Version"))
			.checked();
	}

	private static int number(JsonNode properties, String name) {
		String text = properties.path(name).asString("");
		if (!text.matches("\\d{1,6}")) {
			throw new IllegalArgumentException("%s is '%s'; the lab needs a number.".formatted(name, text));
		}
		return Integer.parseInt(text);
	}

	private GroupSettings checked() {
		if (this.min > this.max || this.desired.orElse(this.min) != within(this.desired.orElse(this.min))) {
			throw new IllegalArgumentException(
					"Min size %d, desired capacity %s and max size %d do not fit: each is at most the next."
						.formatted(this.min, this.desired.isPresent() ? this.desired.getAsInt() : "(none)", this.max));
		}
		return this;
	}

	/** The nearest number of servers that is allowed. */
	int within(int wanted) {
		return Math.max(this.min, Math.min(this.max, wanted));
	}

}
