package com.example.lab.aws.autoscaling;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.lab.assembly.Resource;
import com.example.lab.metric.Metric;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::AutoScaling::ScalingPolicy} that tracks a target: the requests of a target
 * group per target and minute.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html">AWS::AutoScaling::ScalingPolicy</a>
 */
public final class ScalingPolicy implements StandIn {

	private static final Set<String> KNOWN = Set.of("AutoScalingGroupName", "Cooldown", "EstimatedInstanceWarmup",
			"PolicyType", "TargetTrackingConfiguration");

	private static final Pattern LABEL = Pattern.compile("app/[^/]+/[^/]+/(targetgroup/[^/]+/[^/]+)");

	private final Resource resource;

	private final LabContext lab;

	private @Nullable AutoScalingGroup group;

	private volatile @Nullable TargetTracking tracking;

	private volatile @Nullable Metric metric;

	/**
	 * A policy without effect yet.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public ScalingPolicy(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
	}

	@Override
	public String ref() {
		return "arn:aws:autoscaling:%s:%s:scalingPolicy:%s".formatted(this.lab.region(),
				this.lab.localStack().account(), this.resource.logicalId());
	}

	@Override
	public String attribute(String name) {
		if (name.equals("Arn")) {
			return ref();
		}
		throw this.resource.lacks(name);
	}

	@Override
	public String address() {
		return "grows and shrinks its group";
	}

	@Override
	public void start(JsonNode properties) {
		properties.propertyNames().stream().filter((name) -> !KNOWN.contains(name)).findFirst().ifPresent((name) -> {
			throw new IllegalArgumentException("The lab does not know its %s.".formatted(name));
		});
		JsonNode configuration = properties.path("TargetTrackingConfiguration");
		JsonNode predefined = configuration.path("PredefinedMetricSpecification");
		String type = predefined.path("PredefinedMetricType").asString("");
		Matcher label = LABEL.matcher(predefined.path("ResourceLabel").asString(""));
		if (!type.equals("ALBRequestCountPerTarget") || !label.matches()) {
			throw new IllegalArgumentException(
					"The lab tracks ALBRequestCountPerTarget of a target group, not '%s' of '%s'.".formatted(type,
							predefined.path("ResourceLabel").asString("")));
		}
		this.metric = new Metric("AWS/ApplicationELB", "RequestCountPerTarget", Map.of("TargetGroup", label.group(1)));
		this.tracking = new TargetTracking(configuration.path("TargetValue").asDouble(),
				!configuration.path("DisableScaleIn").asBoolean(false));
		this.group = AutoScalingGroup.find(this.lab, properties.path("AutoScalingGroupName").asString(""));
		this.group.add(this);
	}

	/**
	 * How many servers it wants now.
	 * @return empty if it wants no change
	 */
	OptionalInt wanted(int warm, int warming) {
		List<OptionalDouble> latest = this.lab.metrics()
			.latest(Objects.requireNonNull(this.metric), 1, TargetTracking.MINUTES)
			.stream()
			.map((minute) -> minute.map((values) -> OptionalDouble.of(values.value("Sum")))
				.orElse(OptionalDouble.empty()))
			.toList();
		return Objects.requireNonNull(this.tracking).wanted(latest, warm, warming);
	}

	String name() {
		return this.resource.name();
	}

	@Override
	public boolean canChange(String property) {
		return !property.equals("AutoScalingGroupName");
	}

	@Override
	public void close() {
		AutoScalingGroup tracked = this.group;
		if (tracked != null) {
			tracked.remove(this);
		}
	}

}
