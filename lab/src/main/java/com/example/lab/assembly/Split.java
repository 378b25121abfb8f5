package com.example.lab.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A template split between LocalStack and the lab. LocalStack gets a copy without the
 * resources that the lab runs itself; references to those are replaced by their local
 * addresses, and an output is added for each value that the lab needs, so that
 * CloudFormation evaluates every expression and the lab none.
 */
public final class Split {

	private static final Pattern SUB_REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9]+)(?:\\.([A-Za-z0-9.]+))?}");

	private static final String ATTACHMENT = "AWS::SecretsManager::SecretTargetAttachment";

	private static final String DISTRIBUTION = "AWS::CloudFront::Distribution";

	private static final String BUCKET_POLICY = "AWS::S3::BucketPolicy";

	/**
	 * A property that the lab adds to a distribution: the policies of buckets, which
	 * LocalStack keeps as they were when they were made.
	 */
	public static final String BUCKET_POLICIES = "BucketPolicies";

	private static final List<String> ZONES = List.of("a", "b", "c");

	private final StackTemplate stack;

	private final Map<String, Runner> runners;

	private final BiFunction<String, @Nullable String, String> addresses;

	private final ObjectNode template;

	/** By the logical id of the attachment to them, which gives the secret's own id. */
	private final Map<String, JsonNode> secrets;

	/** The template's own conditions. */
	private final Set<String> own;

	private final Map<String, JsonNode> properties = new HashMap<>();

	private final Map<String, JsonNode> metadata = new HashMap<>();

	/** The output that exists if a resource's condition is true. */
	private final Map<String, String> conditions = new HashMap<>();

	private final Evaluation evaluation;

	/**
	 * Splits a template.
	 * @param stack the stack
	 * @param runners what runs each resource, by logical id
	 * @param addresses what stands for a reference to a resource that LocalStack does not
	 * run: logical id and attribute (null for {@code Ref}) to a local value
	 */
	public Split(StackTemplate stack, Map<String, Runner> runners,
			BiFunction<String, @Nullable String, String> addresses) {
		this.stack = stack;
		this.runners = runners;
		this.addresses = addresses;
		this.secrets = stack.resources()
			.stream()
			.filter((resource) -> resource.type().equals(ATTACHMENT))
			.collect(Collectors.toMap(Resource::logicalId, (resource) -> resource.properties().path("SecretId")));
		this.template = (ObjectNode) replaceReferences(stack.json().deepCopy());
		dropBootstrapCheck();
		this.evaluation = new Evaluation(this.template);
		this.own = Set.copyOf(this.template.path("Conditions").propertyNames());
		this.own.stream().sorted().forEach(this.evaluation::truth);
		ObjectNode resources = (ObjectNode) this.template.path("Resources");
		for (Resource resource : stack.resources()) {
			if (runsInLocalStack(resource.logicalId())) {
				dropDependencies((ObjectNode) resources.path(resource.logicalId()));
			}
			else {
				takeOut(resource, resources);
			}
		}
	}

	/**
	 * Determines what runs each resource.
	 * @param stack the stack
	 * @param byType what runs a type; null for an unsupported type
	 * @return by logical id
	 * @throws UnsupportedResourceException if nothing runs one of them
	 */
	public static Map<String, Runner> runners(StackTemplate stack, Function<String, @Nullable Runner> byType) {
		Map<String, Runner> runners = new HashMap<>();
		List<Resource> unsupported = new ArrayList<>();
		for (Resource resource : stack.resources()) {
			Runner runner = byType.apply(resource.type());
			if (runner == null) {
				unsupported.add(resource);
			}
			else {
				runners.put(resource.logicalId(), runner);
			}
		}
		if (!unsupported.isEmpty()) {
			throw new UnsupportedResourceException(unsupported);
		}
		return runners;
	}

	/**
	 * The copy for LocalStack.
	 * @return a template in JSON
	 */
	public String template() {
		return this.template.toString();
	}

	/**
	 * Whether a resource of the lab exists at all, given the outputs of the deployed
	 * copy: its condition may be false.
	 * @param logicalId the resource
	 * @param outputs the stack's outputs
	 * @return true without a condition
	 */
	public boolean exists(String logicalId, Map<String, String> outputs) {
		String output = this.conditions.get(logicalId);
		return output == null || outputs.containsKey(output);
	}

	/**
	 * Whether a condition of the template is true.
	 * @param condition its name
	 * @param outputs the stack's outputs
	 * @return false too if there is no such condition
	 */
	public boolean holds(String condition, Map<String, String> outputs) {
		return this.own.contains(condition) && outputs.containsKey(this.evaluation.truth(condition));
	}

	/**
	 * The evaluated properties of a resource of the lab.
	 * @param logicalId the resource
	 * @param outputs the stack's outputs
	 * @return its properties; every expression is replaced by its value
	 */
	public JsonNode properties(String logicalId, Map<String, String> outputs) {
		return evaluated(this.properties.get(logicalId), logicalId, outputs);
	}

	/**
	 * The evaluated metadata of a resource of the lab.
	 * @param logicalId the resource
	 * @param outputs the stack's outputs
	 * @return its metadata; a missing node if it has none
	 */
	public JsonNode metadata(String logicalId, Map<String, String> outputs) {
		return evaluated(this.metadata.get(logicalId), logicalId, outputs);
	}

	private static JsonNode evaluated(@Nullable JsonNode wanted, String logicalId, Map<String, String> outputs) {
		if (wanted == null) {
			throw new IllegalArgumentException(logicalId + " is not a resource of the lab");
		}
		return Evaluation.fill(wanted.deepCopy(), outputs);
	}

	private boolean runsInLocalStack(String logicalId) {
		Runner runner = this.runners.get(logicalId);
		return runner != null && runner.deployed();
	}

	private void takeOut(Resource resource, ObjectNode resources) {
		JsonNode removed = resources.remove(resource.logicalId());
		String condition = removed.path("Condition").asString("");
		if (resource.type().equals(DISTRIBUTION)) {
			addBucketPolicies((ObjectNode) removed, resources);
		}
		this.properties.put(resource.logicalId(), this.evaluation.ask(removed.path("Properties"), condition));
		this.metadata.put(resource.logicalId(), this.evaluation.ask(removed.path("Metadata"), condition));
		if (!condition.isEmpty()) {
			this.conditions.put(resource.logicalId(), this.evaluation.truth(condition));
		}
	}

	private static void addBucketPolicies(ObjectNode distribution, ObjectNode resources) {
		ArrayNode policies = distribution.withObjectProperty("Properties").putArray(BUCKET_POLICIES);
		resources.forEach((resource) -> {
			JsonNode policy = resource.path("Properties");
			if (resource.path("Type").asString("").equals(BUCKET_POLICY) && resource.has("Condition")) {
				ArrayNode choice = policies.addObject().putArray("Fn::If").add(resource.path("Condition"));
				choice.add(policy.deepCopy()).addObject().put("Ref", "AWS::NoValue");
			}
			else if (resource.path("Type").asString("").equals(BUCKET_POLICY)) {
				policies.add(policy.deepCopy());
			}
		});
	}

	private JsonNode replaceReferences(JsonNode node) {
		if (Evaluation.isExpression(node)) {
			JsonNode secret = this.secrets.get(node.path("Ref").asString(""));
			if (secret != null) {
				return replaceReferences(secret.deepCopy());
			}
			String replaced = replacement(node);
			if (replaced != null) {
				return StringNode.valueOf(replaced);
			}
			if (node.has("Fn::GetAZs")) {
				return zones();
			}
			if (node.has("Fn::FindInMap")) {
				// LocalStack makes a stack that has one, and cannot update it.
				return this.stack.mapped(node).deepCopy();
			}
			JsonNode sub = node.path("Fn::Sub");
			if (sub.isString()) {
				((ObjectNode) node).put("Fn::Sub", replaceInSub(sub.asString(), Set.of()));
			}
			else if (sub instanceof ArrayNode array) {
				array.set(0, StringNode
					.valueOf(replaceInSub(array.path(0).asString(), Set.copyOf(array.path(1).propertyNames()))));
			}
		}
		return Evaluation.mapChildren(node, this::replaceReferences);
	}

	private @Nullable String replacement(JsonNode expression) {
		JsonNode ref = expression.path("Ref");
		if (ref.isString()) {
			return address(ref.asString(), null);
		}
		JsonNode attribute = expression.path("Fn::GetAtt");
		if (attribute.isArray()) {
			return address(attribute.path(0).asString(), attribute.path(1).asString());
		}
		if (attribute.isString()) {
			String[] parts = attribute.asString().split("\\.", 2);
			return (parts.length == 2) ? address(parts[0], parts[1]) : null;
		}
		return null;
	}

	/**
	 * LocalStack would load all of EC2 to answer, which takes a second.
	 */
	private static ArrayNode zones() {
		ArrayNode zones = JsonMapper.shared().createArrayNode();
		ZONES.forEach((letter) -> zones.addObject().put("Fn::Sub", "${AWS::Region}" + letter));
		return zones;
	}

	/**
	 * Names that the expression defines itself are no references.
	 */
	private String replaceInSub(String text, Set<String> own) {
		return SUB_REFERENCE.matcher(text).replaceAll((match) -> {
			String address = own.contains(match.group(1)) ? null : address(match.group(1), match.group(2));
			return Matcher.quoteReplacement((address != null) ? address : match.group());
		});
	}

	private @Nullable String address(String logicalId, @Nullable String attribute) {
		JsonNode secret = this.secrets.get(logicalId);
		if (secret != null && attribute == null) {
			return secret.isString() ? secret.asString() : "${%s}".formatted(secret.path("Ref").asString());
		}
		Runner runner = this.runners.get(logicalId);
		return (runner == null || runner.deployed()) ? null : this.addresses.apply(logicalId, attribute);
	}

	private void dropDependencies(ObjectNode resource) {
		JsonNode dependencies = resource.path("DependsOn");
		if (dependencies.isString() && !runsInLocalStack(dependencies.asString())) {
			resource.remove("DependsOn");
		}
		if (dependencies instanceof ArrayNode array) {
			ArrayNode kept = array.arrayNode();
			array.forEach((id) -> {
				if (runsInLocalStack(id.asString())) {
					kept.add(id);
				}
			});
			resource.set("DependsOn", kept);
			if (kept.isEmpty()) {
				resource.remove("DependsOn");
			}
		}
		// Nothing signals CloudFormation here.
		resource.remove("CreationPolicy");
	}

	/**
	 * There is no bootstrap stack to check in LocalStack.
	 */
	private void dropBootstrapCheck() {
		if (this.template.get("Parameters") instanceof ObjectNode parameters) {
			parameters.remove("BootstrapVersion");
		}
		if (this.template.get("Rules") instanceof ObjectNode rules) {
			rules.remove("CheckBootstrapVersion");
		}
	}

}
