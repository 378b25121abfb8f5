package com.example.lab.aws.elb;

import java.security.SecureRandom;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::ListenerRule}: conditions and an action, which its
 * listener tries in the order of priorities.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html">AWS::ElasticLoadBalancingV2::ListenerRule</a>
 */
public final class ListenerRule implements StandIn {

	private static final String LISTENER = "ListenerArn";

	private static final int LAST_PRIORITY = 50_000;

	private final Resource resource;

	private final LabContext lab;

	private final String id = "%016x".formatted(new SecureRandom().nextLong());

	private @Nullable Runnable removal;

	/**
	 * A rule that is not in use yet.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public ListenerRule(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
	}

	@Override
	public String ref() {
		String listener = this.resource.properties().path(LISTENER).path("Ref").asString("");
		StandIn owner = this.lab.standIns().get(listener);
		if (owner == null) {
			throw new IllegalArgumentException(
					"%s: ListenerArn is no reference to a listener of its template".formatted(this.resource.path()));
		}
		return owner.ref().replace(":listener/", ":listener-rule/") + "/" + this.id;
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "IsDefault" -> "false";
			case "RuleArn" -> ref();
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		return "a rule of its listener";
	}

	@Override
	public void start(JsonNode properties) {
		if (properties.has("Transforms")) {
			throw new IllegalArgumentException("The lab does not rewrite requests: take Transforms out.");
		}
		int priority = properties.path("Priority").asInt(0);
		if (priority < 1 || priority > LAST_PRIORITY) {
			throw new IllegalArgumentException("Priority is '%s'; it is a number from 1 to %d."
				.formatted(properties.path("Priority").asString(""), LAST_PRIORITY));
		}
		Listener listener = Actions.standIn(this.lab, Listener.class, properties.path(LISTENER).asString(""));
		this.removal = listener.add(new Rules.Rule(priority, this.resource.path(),
				Conditions.of(properties.path("Conditions")), listener.action("Actions", properties.path("Actions"))));
	}

	@Override
	public boolean canChange(String property) {
		return !property.equals(LISTENER);
	}

	@Override
	public void close() {
		Runnable wanted = this.removal;
		if (wanted != null) {
			wanted.run();
		}
	}

}
