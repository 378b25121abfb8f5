package com.example.lab.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.compare.StackUpdate.Action;
import com.example.lab.compare.StackUpdate.Step;
import tools.jackson.databind.JsonNode;

/**
 * What users notice when a stack is updated in place, as far as the templates show it:
 * another address, and servers that end.
 */
public final class UserImpact {

	private static final String URL = "Url";

	private static final Set<String> SERVERS = Set.of("AWS::EC2::Instance", "AWS::Lightsail::Instance");

	private UserImpact() {
	}

	/**
	 * Compares two assemblies.
	 * @param before what is deployed
	 * @param after what it is updated with
	 * @param steps what CloudFormation does
	 * @return a sentence or two for each change; empty if users notice nothing
	 */
	public static List<String> of(Assembly before, Assembly after, List<Step> steps) {
		List<String> noticed = new ArrayList<>();
		Address old = Address.of(before);
		Address now = Address.of(after);
		Set<String> ended = steps.stream()
			.filter((step) -> step.action().compareTo(Action.REPLACE) <= 0)
			.map(Step::resource)
			.collect(Collectors.toSet());
		if (!old.from().equals(now.from()) || !old.expression().equals(now.expression())) {
			noticed.add("The address changes from that of %s to that of %s.%s Tell users the new one."
				.formatted(old, now, ended.containsAll(old.from()) && !old.from().isEmpty()
						? " CloudFormation removes %s at the end of the update, and then the old address does not respond."
							.formatted(old)
						: ""));
		}
		else if (old.from().stream().anyMatch(ended::contains)) {
			noticed.add("The address changes, because %s is replaced. Tell users the new one.".formatted(old));
		}
		String servers = steps.stream()
			.filter((step) -> SERVERS.contains(step.type()) && step.action().compareTo(Action.REPLACE) <= 0)
			.map(Step::resource)
			.distinct()
			.collect(Collectors.joining(", "));
		if (!servers.isEmpty()) {
			noticed.add(
					"These servers are replaced: %s. What they have in memory or on their disks is lost, such as sessions."
						.formatted(servers));
		}
		return noticed;
	}

	/**
	 * Where the address of a stage comes from.
	 *
	 * @param from the names of the resources that it is made of; empty for a fixed one
	 * @param expression its value without their ids
	 */
	private record Address(Set<String> from, String expression) {

		static Address of(Assembly assembly) {
			Address found = new Address(Set.of(), "");
			for (StackTemplate stack : assembly.stacks()) {
				JsonNode value = stack.json().path("Outputs").path(URL).path("Value");
				if (!value.isMissingNode()) {
					Map<String, String> names = stack.resources()
						.stream()
						.collect(Collectors.toMap(Resource::logicalId, Resource::name));
					Set<String> from = new TreeSet<>();
					collect(value, names, from);
					found = new Address(from, from.isEmpty() ? value.toString() : "");
				}
			}
			return found;
		}

		private static void collect(JsonNode value, Map<String, String> names, Set<String> from) {
			if (value.isString() && names.containsKey(value.asString())) {
				from.add(names.get(value.asString()));
			}
			value.forEach((inside) -> collect(inside, names, from));
		}

		@Override
		public String toString() {
			return this.from.isEmpty() ? this.expression : String.join(" and ", this.from);
		}

	}

}
