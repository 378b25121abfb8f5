package com.example.lab.cloud;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.Split;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.DynamicReferences;
import com.example.lab.localstack.LocalStack;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * One stack: LocalStack has deployed its part of the template, stand-ins run the rest.
 */
final class RunningStack implements AutoCloseable {

	private final LabContext lab;

	private final LocalStack localStack;

	private final Deployment deployment;

	/** The assets that are an application's jar, with that jar. */
	private final Map<Assets.Asset, Path> releases = new LinkedHashMap<>();

	private volatile StackState state;

	private long release;

	/** By logical id, in the order in which they were started. */
	private final Map<String, StandIn> running = Collections.synchronizedMap(new LinkedHashMap<>());

	/**
	 * A stack that is not deployed yet.
	 * @param cloud the context of all stacks
	 * @param localStack a running LocalStack, in any Region
	 */
	RunningStack(StackTemplate template, LabContext cloud, LocalStack localStack) {
		this.lab = cloud.in(template);
		this.lab.connect(localStack);
		this.localStack = this.lab.localStack();
		this.deployment = new Deployment(this.localStack.cloudFormation(), template.name(), cloud.events());
		this.state = StackState.empty(template, new DynamicReferences(() -> this.localStack));
	}

	/**
	 * Deploys it and starts what the lab runs.
	 * @param jars the applications' jars; a stack that takes its release as a parameter
	 * gets the first
	 */
	void start(List<Path> jars) {
		StackTemplate template = this.state.template();
		Map<String, Runner> runners = Split.runners(template, StandIns::runnerOf);
		for (Resource resource : template.resources()) {
			if (runners.get(resource.logicalId()) == Runner.STAND_IN) {
				this.lab.add(resource.logicalId(), StandIns.reserve(resource, this.lab));
			}
		}
		Split split = StackState.split(template, runners, this.lab.standIns());
		publish(template, jars);
		Map<String, String> parameters = Map.of();
		Map<String, String> outputs = this.deployment.create(split.template());
		if (Release.wantedBy(template)) {
			String bucket = Objects.requireNonNull(outputs.get(Release.BUCKET));
			try (S3Presigner presigner = this.localStack.s3Presigner()) {
				parameters = Release.publish(jars.get(0), bucket, presigner);
			}
			this.release = Release.checksum(jars.get(0));
			outputs = this.deployment.update(split.template(), parameters);
		}
		this.state = new StackState(template, runners, split, parameters, outputs, this.lab.standIns(),
				this.state.references())
			.checked();
		for (Resource resource : this.state.inStartOrder()) {
			start(resource, this.state);
		}
	}

	/**
	 * Updates it, as CloudFormation updates a stack.
	 * @param template of the same name and Region
	 * @param jars as for {@link #start}
	 * @throws DeploymentException if it cannot be updated; it then runs on as it was
	 */
	void update(StackTemplate template, List<Path> jars) {
		StackChange change = new StackChange(this, this.state);
		try {
			this.state = change.to(template, jars);
		}
		catch (DeploymentException ex) {
			this.state = change.before();
			throw ex;
		}
		if (Release.wantedBy(template) && Release.checksum(jars.get(0)) != this.release) {
			this.lab.events()
				.publish(Event.Kind.WARNING, Events.LAB,
						"a server keeps the release that it got at its first boot, as on AWS: up --fresh makes a new one, with an empty disk");
		}
	}

	/** Starts a stand-in, unless its condition is false. */
	void start(Resource resource, StackState wanted) {
		String id = resource.logicalId();
		if (!wanted.exists(id)) {
			return;
		}
		StandIn standIn = Objects.requireNonNull(wanted.standIns().get(id));
		try {
			standIn.metadata(wanted.metadata(id));
			standIn.start(wanted.properties(id));
			this.running.put(id, standIn);
		}
		catch (Exception ex) {
			throw new IllegalStateException("%s did not start. %s".formatted(resource.path(), ex.getMessage()), ex);
		}
	}

	/** Uploads the assets of a template. */
	void publish(StackTemplate template, List<Path> jars) {
		releases(RollingDeploy.releases(Assets.publish(template, this.localStack, this.lab.home()), jars));
	}

	void releases(Map<Assets.Asset, Path> found) {
		synchronized (this.releases) {
			this.releases.clear();
			this.releases.putAll(found);
		}
	}

	LabContext lab() {
		return this.lab;
	}

	Deployment deployment() {
		return this.deployment;
	}

	StackTemplate template() {
		return this.state.template();
	}

	/** What runs, by logical id; changes of the map change what runs. */
	Map<String, StandIn> running() {
		return this.running;
	}

	Map<Assets.Asset, Path> releases() {
		synchronized (this.releases) {
			return Map.copyOf(this.releases);
		}
	}

	/** Its outputs, without those that the lab has added. */
	Map<String, String> outputs() {
		Map<String, String> own = new LinkedHashMap<>(this.state.outputs());
		own.keySet().removeIf((key) -> !template().json().path("Outputs").has(key));
		return own;
	}

	/** The running stand-ins, by the name of their resource. */
	Map<String, StandIn> parts() {
		Map<String, StandIn> now;
		synchronized (this.running) {
			now = new LinkedHashMap<>(this.running);
		}
		Map<String, String> names = this.state.names();
		Map<String, StandIn> parts = new LinkedHashMap<>();
		now.forEach((id, standIn) -> parts.put(names.getOrDefault(id, id), standIn));
		return parts;
	}

	/** A line for each resource, in template order. */
	List<LedgerEntry> ledger() {
		StackState now = this.state;
		List<LedgerEntry> lines = new ArrayList<>();
		for (Resource resource : now.template().resources()) {
			Runner runner = Objects.requireNonNull(now.runners().get(resource.logicalId()));
			String detail = switch (runner) {
				case LOCALSTACK -> this.localStack.endpoint().toString();
				case STAND_IN -> Objects.requireNonNull(now.standIns().get(resource.logicalId())).address();
				case RECORDED, INERT -> StandIns.reason(resource.type());
			};
			lines.add(new LedgerEntry(resource.name(), resource.type(), runner, detail));
		}
		return lines;
	}

	void tell(String message) {
		this.lab.events().publish(Event.Kind.PROGRESS, Events.LAB, message);
	}

	@Override
	public void close() {
		List<StandIn> backwards = new ArrayList<>(this.lab.standIns().values());
		Collections.reverse(backwards);
		backwards.forEach(StandIn::close);
	}

}
