package com.example.lab.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Events;
import com.example.lab.npm.NpmPackage;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What CloudFormation does with each resource when the stack of one stage is updated in
 * place with the template of another, according to the CDK's data about resource types.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html">Update
 * behaviors of stack resources</a>
 */
public final class StackUpdate {

	private static final Set<String> HOLD_DATA = Set.of("AWS::Cognito::UserPool", "AWS::DynamoDB::GlobalTable",
			"AWS::DynamoDB::Table", "AWS::ElastiCache::ServerlessCache", "AWS::KMS::Key", "AWS::Lightsail::Instance",
			"AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::S3::Bucket", "AWS::SecretsManager::Secret");

	private final Path cache;

	private final Processes processes;

	private final Events events;

	/**
	 * Needs Node.js, and npm once.
	 * @param cache a folder that outlives runs
	 * @param processes owns the processes
	 * @param events gets the progress
	 */
	public StackUpdate(Path cache, Processes processes, Events events) {
		this.cache = cache;
		this.processes = processes;
		this.events = events;
	}

	/**
	 * Compares the stacks of two assemblies that have the same name and Region.
	 * @param before what is deployed
	 * @param after what it is updated with
	 * @return what is replaced or removed first, then by construct path
	 * @throws WorkshopException if Node.js cannot compare them
	 */
	public List<Step> of(Assembly before, Assembly after) {
		NpmPackage program = new NpmPackage("@aws-cdk/cloudformation-diff, which knows how types are updated",
				StackUpdate.class, this.cache, this.processes, this.events);
		Path modules = program.modules();
		Map<String, StackTemplate> old = byName(before);
		Map<String, StackTemplate> now = byName(after);
		return Stream.concat(old.keySet().stream(), now.keySet().stream())
			.distinct()
			.flatMap((name) -> steps(program.resource("update.js"), modules, old.get(name), now.get(name)))
			.sorted(Comparator.comparing(Step::action).thenComparing(Step::resource))
			.toList();
	}

	private static Map<String, StackTemplate> byName(Assembly assembly) {
		return assembly.stacks()
			.stream()
			.collect(Collectors.toMap((stack) -> stack.region() + "/" + stack.name(), Function.identity(), (a, b) -> a,
					LinkedHashMap::new));
	}

	private Stream<Step> steps(String script, Path modules, @Nullable StackTemplate before,
			@Nullable StackTemplate after) {
		Map<String, Resource> resources = new HashMap<>();
		Stream.of(before, after)
			.filter(Objects::nonNull)
			.flatMap((stack) -> stack.resources().stream())
			.forEach((resource) -> resources.put(resource.logicalId(), resource));
		return compare(script, modules, before, after).valueStream()
			.map((step) -> Step.of(step, Objects.requireNonNull(resources.get(step.path("logicalId").asString()))));
	}

	private JsonNode compare(String script, Path modules, @Nullable StackTemplate before,
			@Nullable StackTemplate after) {
		try {
			Path folder = this.processes.own(Files.createTempDirectory("stack-update"));
			Path program = Files.writeString(folder.resolve("update.js"), script);
			Path old = Files.writeString(folder.resolve("before.json"), json(before));
			Path now = Files.writeString(folder.resolve("after.json"), json(after));
			Path steps = folder.resolve("steps.json");
			OwnedProcess node = this.processes.start("stack-update",
					List.of("node", program.toString(), old.toString(), now.toString(), steps.toString()),
					Map.of("NODE_PATH", modules.toString()), folder);
			if (node.exit().join() != 0) {
				throw new WorkshopException("Node.js could not compare the templates:\n" + node.lastLines());
			}
			return JsonMapper.shared().readTree(steps);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String json(@Nullable StackTemplate stack) {
		return (stack != null) ? stack.json().toString() : "{}";
	}

	/** What happens to a resource, the largest loss first. */
	public enum Action {

		/** It is deleted. */
		REMOVE,

		/** A new one takes its place. */
		REPLACE,

		/**
		 * Changed in place or replaced: it depends on the values, as the documentation of
		 * the property says.
		 */
		MAY_REPLACE,

		/** It is taken out of the stack and stays. */
		KEEP,

		/** It is changed in place. */
		CHANGE,

		/** It is made. */
		ADD;

		private static Action of(String impact) {
			return switch (impact) {
				case "WILL_CREATE", "WILL_IMPORT" -> ADD;
				case "WILL_UPDATE" -> CHANGE;
				case "WILL_REPLACE" -> REPLACE;
				case "MAY_REPLACE" -> MAY_REPLACE;
				case "WILL_ORPHAN" -> KEEP;
				case "WILL_DESTROY" -> REMOVE;
				default -> throw new IllegalArgumentException("unknown impact: " + impact);
			};
		}

	}

	/**
	 * What happens to one resource.
	 *
	 * @param action what happens
	 * @param resource its construct path
	 * @param type its type
	 * @param properties which of its properties change
	 */
	public record Step(Action action, String resource, String type, List<String> properties) {

		private static Step of(JsonNode step, Resource resource) {
			return new Step(Action.of(step.path("impact").asString()), resource.name(), resource.type(),
					step.path("properties").valueStream().map(JsonNode::asString).toList());
		}

		/**
		 * The same with another action.
		 * @param other what happens instead
		 * @return a new step
		 */
		public Step with(Action other) {
			return new Step(other, this.resource, this.type, this.properties);
		}

		/**
		 * Whether user data is lost with the resource.
		 * @return true if it holds some and is replaced or removed for certain
		 */
		public boolean losesData() {
			return HOLD_DATA.contains(this.type) && this.action.compareTo(Action.REPLACE) <= 0;
		}

	}

}
