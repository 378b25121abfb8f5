package com.example.lab.aws.cloudfront;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.example.lab.assembly.Split;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The configuration of a distribution.
 *
 * @param enabled whether it answers
 * @param aliases other names of it
 * @param rootObject what a request for {@code /} gets; empty without one
 * @param origins by id
 * @param groups origin groups by id
 * @param behaviors in the order in which they are tried; the default is the last
 * @param errors custom error responses by status
 * @param log its standard log; null for none
 * @param bucketPolicies of the template, by the name of the bucket
 */
record DistributionSettings(boolean enabled, List<String> aliases, String rootObject,
		Map<String, OriginSettings> origins, Map<String, OriginGroup> groups, List<Behavior> behaviors,
		Map<Integer, ErrorRule> errors, @Nullable LogSettings log, Map<String, JsonNode> bucketPolicies) {

	static final String TYPE = "AWS::CloudFront::Distribution";

	static DistributionSettings read(JsonNode properties, Policies policies) {
		Map<String, JsonNode> bucketPolicies = new HashMap<>();
		properties.path(Split.BUCKET_POLICIES)
			.forEach((policy) -> bucketPolicies.put(policy.path("Bucket").asString(""), policy.path("PolicyDocument")));
		return Settings.read(TYPE, properties, (all) -> {
			all.ignore("Tags", Split.BUCKET_POLICIES);
			return all.inside("DistributionConfig", (config) -> read(config, policies, bucketPolicies));
		});
	}

	private static DistributionSettings read(Settings config, Policies policies, Map<String, JsonNode> bucketPolicies) {
		// The differences from AWS name what these do there.
		config.ignore("Comment", "HttpVersion", "IPV6Enabled", "PriceClass", "ViewerCertificate");
		for (String name : List.of("AnycastIpListId", "CNAMEs", "CacheTagConfig", "ConnectionFunctionAssociation",
				"ConnectionMode", "ContinuousDeploymentPolicyId", "CustomOrigin", "S3Origin", "Staging", "TenantConfig",
				"ViewerMtlsConfig", "WebACLId")) {
			config.refuse(name, "the lab does not do this. Take it out of the CDK code");
		}
		config.inside("Restrictions", (each) -> each.inside("GeoRestriction", (geo) -> {
			geo.ignore("Locations");
			return geo.choice("RestrictionType", "none", "none");
		}));
		List<Behavior> behaviors = new ArrayList<>(
				config.each("CacheBehaviors", (each) -> Behavior.read(each, policies)));
		behaviors.add(config.inside("DefaultCacheBehavior", (each) -> Behavior.read(each, policies)));
		Map<String, OriginGroup> groups = config.inside("OriginGroups", (each) -> {
			each.ignore("Quantity");
			return byKey(each.each("Items", OriginGroup::read), OriginGroup::id);
		});
		DistributionSettings settings = new DistributionSettings(config.flag("Enabled", true), config.texts("Aliases"),
				config.text("DefaultRootObject", ""),
				byKey(config.each("Origins", OriginSettings::read), OriginSettings::id), groups, List.copyOf(behaviors),
				byKey(config.each("CustomErrorResponses", ErrorRule::read), ErrorRule::code), LogSettings.read(config),
				bucketPolicies);
		behaviors.forEach((each) -> settings.check(config, each));
		return settings;
	}

	private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
		return values.stream()
			.collect(Collectors.toMap(key, Function.identity(), (first, second) -> second, LinkedHashMap::new));
	}

	private void check(Settings config, Behavior behavior) {
		OriginGroup group = this.groups.get(behavior.origin());
		if (group == null && !this.origins.containsKey(behavior.origin())) {
			throw config.wrong("Origins",
					"a behavior names %s, and there is no such origin".formatted(behavior.origin()));
		}
		if (group != null && !behavior.allowed().stream().allMatch(OriginGroup.METHODS::contains)) {
			throw config.wrong("OriginGroups",
					"CloudFront sends only GET, HEAD and OPTIONS to an origin group; a behavior allows "
							+ String.join(", ", behavior.allowed()));
		}
	}

	/** The first behavior whose pattern matches a path. */
	Behavior behavior(String path) {
		String normal = Paths.normal(path);
		return this.behaviors.stream()
			.filter((each) -> each.matches(normal))
			.findFirst()
			.orElse(this.behaviors.get(this.behaviors.size() - 1));
	}

	/** The origins that are tried, the first one first. */
	List<OriginSettings> originsOf(Behavior behavior) {
		OriginGroup group = this.groups.get(behavior.origin());
		return ((group != null) ? group.members() : List.of(behavior.origin())).stream()
			.map((id) -> Objects.requireNonNull(this.origins.get(id), id))
			.toList();
	}

	/** Whether another origin of the group is tried after a status. */
	boolean failsOver(Behavior behavior, int status) {
		OriginGroup group = this.groups.get(behavior.origin());
		return group != null && group.statuses().contains(status);
	}

	@Nullable ErrorRule error(int status) {
		return this.errors.get(status);
	}

}
