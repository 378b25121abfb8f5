package com.example.lab.aws.ec2;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The prefix lists in rules of security groups. Those of the template count as the rules
 * that their entries would be. Of AWS's own the lab knows that of CloudFront's
 * origin-facing servers, by its id or by the resource that looks it up.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html#managed-prefix-list">The
 * CloudFront managed prefix list</a>
 */
final class PrefixLists {

	private static final String SOURCE = "SourcePrefixListId";

	private static final String DESTINATION = "DestinationPrefixListId";

	/** {@code com.amazonaws.global.cloudfront.origin-facing}, Region by Region. */
	private static final Set<String> CLOUDFRONT = Set.of("pl-3b927c52", // us-east-1
			"pl-b6a144df", // us-east-2
			"pl-82a045eb", // us-west-2
			"pl-22a6434b", // ap-northeast-2
			"pl-58a04531", // ap-northeast-1
			"pl-31a34658", // ap-southeast-1
			"pl-b8a742d1", // ap-southeast-2
			"pl-a3a144ca", // eu-central-1
			"pl-4fa04526", // eu-west-1
			"pl-93a247fa"); // eu-west-2

	/** The list, and the group of VPC origins, by the names that a look-up needs. */
	private static final Pattern CLOUDFRONT_NAME = Pattern
		.compile("cloudfront\\.origin-facing|CloudFront-VPCOrigins-Service-SG");

	private final Map<String, Resource> resources;

	private final StackTemplate template;

	/**
	 * The lists of a template.
	 * @param template of one stack
	 */
	PrefixLists(StackTemplate template) {
		this.resources = template.byLogicalId();
		this.template = template;
	}

	/**
	 * The rules that stand for one: one for each entry of a list of the template, else
	 * the rule itself.
	 */
	Stream<Rule> expand(Rule rule) {
		Resource list = this.resources.get(Rule.id(list(rule)));
		if (list == null || !list.type().equals("AWS::EC2::PrefixList")) {
			return Stream.of(rule);
		}
		return StreamSupport.stream(list.properties().path("Entries").spliterator(), false).map((entry) -> {
			JsonNode range = entry.path("Cidr");
			ObjectNode expanded = (ObjectNode) rule.json().deepCopy();
			expanded.remove(List.of(SOURCE, DESTINATION));
			expanded.set(range.asString("").contains(":") ? "CidrIpv6" : "CidrIp", range);
			return new Rule(rule.group(), expanded);
		});
	}

	/**
	 * Whether a rule lets CloudFront in.
	 */
	boolean isForCloudFront(Rule rule) {
		return Stream.of(list(rule), rule.json().path("SourceSecurityGroupId"))
			.map(this.template::mapped)
			.map(Rule::id)
			.anyMatch((id) -> CLOUDFRONT.contains(id) || looksUpCloudFront(this.resources.get(id)));
	}

	private static boolean looksUpCloudFront(@Nullable Resource resource) {
		return resource != null && !resource.type().equals(SecurityGroups.GROUP)
				&& CLOUDFRONT_NAME.matcher(resource.json().toString()).find();
	}

	/**
	 * Whether a rule has a list of which the lab does not know what it holds.
	 */
	boolean isUnknown(Rule rule) {
		return !list(rule).isMissingNode() && !isForCloudFront(rule);
	}

	/**
	 * The list of a rule, for a message.
	 */
	static String name(Rule rule) {
		return Rule.id(list(rule));
	}

	private static JsonNode list(Rule rule) {
		JsonNode source = rule.json().path(SOURCE);
		return source.isMissingNode() ? rule.json().path(DESTINATION) : source;
	}

}
