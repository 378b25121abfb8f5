package com.example.lab.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.event.Events;
import com.example.lab.npm.NpmPackage;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What CloudFormation does with each resource when the stack of one stage is updated in
 * place with the template of another, by the CDK's own knowledge of resource types.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html">Update
 * behaviors of stack resources</a>
 */
public final class StackUpdate {

	private static final Set<String> HOLD_DATA = Set.of("AWS::Cognito::UserPool", "AWS::DynamoDB::Table",
			"AWS::KMS::Key", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::S3::Bucket",
			"AWS::SecretsManager::Secret");

	private final Path cache;

	private final Processes processes;

	private final Events events;

	/**
	 * Needs Node.js, and npm once.
	 * @param cache a folder that outlives runs
	 * @param processes who owns the processes
	 * @param events where the progress is told
	 */
	public StackUpdate(Path cache, Processes processes, Events events) {
		this.cache = cache;
		this.processes = processes;
		this.events = events;
	}

	/**
	 * Compares assemblies of one stack each.
	 * @param before what is deployed
	 * @param after what it is updated with
	 * @return what is replaced or removed first, then by construct path
	 * @throws WorkshopException if Node.js cannot compare them
	 */
	public List<Step> of(Assembly before, Assembly after) {
		NpmPackage program = new NpmPackage("@aws-cdk/cloudformation-diff, which knows how types are updated",
				StackUpdate.class, this.cache, this.processes, this.events);
		Path modules = program.modules();
		Map<String, Resource> resources = new HashMap<>();
		Stream.of(before, after)
			.flatMap((assembly) -> assembly.stacks().get(0).resources().stream())
			.forEach((resource) -> resources.put(resource.logicalId(), resource));
		return compare(program.resource("update.js"), modules, before, after).valueStream()
			.map((step) -> Step.of(step, Objects.requireNonNull(resources.get(step.path("logicalId").asString()))))
			.sorted(Comparator.comparing(Step::action).thenComparing(Step::resource))
			.toList();
	}

	private JsonNode compare(String script, Path modules, Assembly before, Assembly after) {
		try {
			Path folder = this.processes.own(Files.createTempDirectory("stack-update"));
			Path program = Files.writeString(folder.resolve("update.js"), script);
			Path steps = folder.resolve("steps.json");
			OwnedProcess node = this.processes.start("stack-update",
					List.of("node", program.toString(), before.stacks().get(0).file().toString(),
							after.stacks().get(0).file().toString(), steps.toString()),
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

	/** What happens to a resource; what loses most comes first. */
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
		 * Whether data of people goes with the resource.
		 * @return true if it holds some and is replaced or removed for certain
		 */
		public boolean losesData() {
			return HOLD_DATA.contains(this.type) && this.action.compareTo(Action.REPLACE) <= 0;
		}

	}

}
