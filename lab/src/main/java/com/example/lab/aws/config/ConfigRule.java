package com.example.lab.aws.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.config.Evaluation.Compliance;
import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::Config::ConfigRule}: a managed rule, evaluated once against the template
 * that deploys it. Its result is its address in the ledger, and an event for each
 * resource. Rules of one's own, parameters, scopes and modes are refused.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configrule.html">AWS::Config::ConfigRule</a>
 */
public final class ConfigRule implements StandIn {

	private final Resource resource;

	private final LabContext lab;

	private final String identifier;

	private final ManagedRules rule;

	private volatile List<Evaluation> evaluations;

	/**
	 * Evaluates the rule.
	 * @param resource the resource
	 * @param lab its context
	 * @throws IllegalArgumentException if the lab does not know the rule, or a property
	 * of it
	 */
	public ConfigRule(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		JsonNode source = resource.properties().path("Source");
		this.identifier = source.path("SourceIdentifier").asString("");
		ManagedRules wanted = source.path("Owner").asString("").equals("AWS") ? ManagedRules.of(this.identifier) : null;
		if (wanted == null) {
			throw new IllegalArgumentException(
					"%s is the rule '%s', which the lab cannot evaluate. It knows %s; add it in aws/config/ManagedRules."
						.formatted(resource.path(), this.identifier,
								Arrays.stream(ManagedRules.values())
									.map(Enum::name)
									.collect(Collectors.joining(", "))));
		}
		for (String property : List.of("InputParameters", "Scope", "EvaluationModes")) {
			if (!resource.properties().path(property).isEmpty()) {
				throw new IllegalArgumentException(
						"%s has %s, which the lab does not support. Remove it.".formatted(resource.path(), property));
			}
		}
		this.rule = wanted;
		this.evaluations = wanted.evaluate(lab.template());
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "Compliance.Type" -> result().name();
			case "ConfigRuleId" -> this.resource.logicalId();
			default -> throw this.resource.lacks(name);
		};
	}

	/**
	 * The result, with the resources that do not comply.
	 */
	@Override
	public String address() {
		String failed = this.evaluations.stream()
			.filter((evaluation) -> evaluation.compliance() == Compliance.NON_COMPLIANT)
			.map(Evaluation::resource)
			.collect(Collectors.joining(", "));
		return failed.isEmpty() ? result().name() : "%s: %s".formatted(result(), failed);
	}

	@Override
	public void start(JsonNode properties) {
		publish();
	}

	private void publish() {
		this.evaluations.forEach((evaluation) -> this.lab.events()
			.publish((evaluation.compliance() == Compliance.NON_COMPLIANT) ? Event.Kind.WARNING : Event.Kind.EVALUATED,
					this.resource.name(),
					"%s is %s with %s".formatted(evaluation.resource(), evaluation.compliance(), this.identifier)));
	}

	@Override
	public void templateChanged() {
		List<Evaluation> now = this.rule.evaluate(this.lab.template());
		if (!now.equals(this.evaluations)) {
			this.evaluations = now;
			publish();
		}
	}

	@Override
	public void close() {
		// Nothing runs.
	}

	/**
	 * One resource that does not comply is enough.
	 */
	private Compliance result() {
		return this.evaluations.stream()
			.map(Evaluation::compliance)
			.min(Comparator.naturalOrder())
			.orElse(Compliance.NOT_APPLICABLE);
	}

}
