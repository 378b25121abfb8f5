package com.example.lab.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.lab.assembly.Assembly;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.process.Folders;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stage with a changed template, as a change of its CDK code would leave it.
 */
public final class Variant implements AutoCloseable {

	private static final String STACK = "Postcards";

	private static final Path LAB = Path.of("target", "lab").toAbsolutePath();

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final StageFolder stage;

	private final Processes processes = new Processes(LAB.resolve("logs").resolve("variant"));

	private final Path home = this.processes.own(LAB.resolve("variant-" + System.nanoTime()));

	private final Path assembly = this.home.resolve("assembly");

	private @Nullable LocalCloud cloud;

	private @Nullable LabContext lab;

	/**
	 * Synthesises the stage whose tests these are.
	 */
	public Variant() throws IOException {
		this(Map.of());
	}

	/**
	 * Synthesises the stage whose tests these are, with other context.
	 * @param context values for the CDK application beside those of {@code cdk.json}
	 */
	public Variant(Map<String, String> context) throws IOException {
		this.stage = Workshop.find().around(Path.of(""));
		Files.createDirectories(this.home);
		Folders.copy(new Synthesis(this.stage, this.processes, context).run().folder(), this.assembly);
		ObjectNode manifest = read("manifest.json");
		manifest.withObject("/artifacts/%s/properties".formatted(STACK))
			.put("stackName", "Variant" + COUNT.incrementAndGet());
		write("manifest.json", manifest);
	}

	/**
	 * Changes the text of the template.
	 * @param text which must be in the template
	 * @param replacement what it becomes, at each place
	 * @return this
	 */
	public Variant replace(String text, String replacement) throws IOException {
		Path template = this.assembly.resolve(STACK + ".template.json");
		String before = Files.readString(template);
		if (!before.contains(text)) {
			throw new IllegalArgumentException("%s does not contain %s".formatted(template, text));
		}
		Files.writeString(template, before.replace(text, replacement));
		return this;
	}

	/**
	 * Adds a resource to the template, its construct to the tree, and an output with its
	 * {@code Ref}.
	 * @param id its logical id
	 * @param type such as {@code AWS::SQS::Queue}
	 * @param properties as in the template
	 * @return this
	 */
	public Variant add(String id, String type, Map<String, ?> properties) {
		ObjectNode template = read(STACK + ".template.json");
		template.withObject("/Resources/" + id).put("Type", type).putPOJO("Properties", properties);
		template.withObject("/Outputs/" + id).putObject("Value").put("Ref", id);
		write(STACK + ".template.json", template);
		ObjectNode tree = read("tree.json");
		ObjectNode construct = tree.withObject("/tree/children/%s/children/Extra/children/%s".formatted(STACK, id));
		construct.put("path", "%s/Extra/%s".formatted(STACK, id))
			.putObject("attributes")
			.put("aws:cdk:cloudformation:logicalId", id);
		write("tree.json", tree);
		return this;
	}

	/**
	 * The changed template.
	 * @return as read from its files
	 */
	public Assembly assembly() {
		return Assembly.read(this.assembly);
	}

	/**
	 * Starts it, at the true clock.
	 * @param localStack which runs already
	 * @return the running stage, which {@link #close} ends
	 */
	public LocalCloud start(LocalStack localStack) {
		return start(localStack, 1);
	}

	/**
	 * Starts it.
	 * @param localStack which runs already
	 * @param clock the speed-up factor for the template's long delays
	 * @return the running stage, which {@link #close} ends
	 */
	public LocalCloud start(LocalStack localStack, double clock) {
		LabContext lab = new LabContext(this.home.resolve("run"), this.stage.workshop().cache(), this.processes,
				new Events(), new LabClock(clock), Map.of(), true);
		this.lab = lab;
		LocalCloud started = LocalCloud.start(assembly(), List.of(this.stage.jar()), lab, localStack);
		this.cloud = started;
		started.awaitFirstPage();
		return started;
	}

	/**
	 * Starts another server of the running stage, on the same database.
	 * @param port where it listens
	 * @return its process
	 */
	public OwnedProcess startAnotherServer(int port) {
		LabContext lab = Objects.requireNonNull(this.lab);
		Map<String, String> environment = lab.awsEnvironment(true);
		environment.putAll(Map.of("POSTCARDS_PARAMETERS", "/%s/".formatted(stackName()),
				"SPRING_DATASOURCE_HIKARI_DATASOURCEPROPERTIES_SSLROOTCERT",
				lab.certificateAuthority().certificate().toString(), "SERVER_ADDRESS", "127.0.0.1", "SERVER_PORT",
				Integer.toString(port)));
		List<String> command = JavaCommand.of("-XX:TieredStopAtLevel=1");
		command.addAll(lab.certificateAuthority().javaOptions());
		command.addAll(List.of("-jar", this.stage.jar().toString()));
		return this.processes.startIsolated("another-server", command, environment, this.home);
	}

	/**
	 * The name of the stack.
	 * @return another one for each variant
	 */
	public String stackName() {
		return read("manifest.json").at("/artifacts/%s/properties/stackName".formatted(STACK)).asString();
	}

	@Override
	public void close() {
		if (this.cloud != null) {
			this.cloud.close();
		}
		this.processes.close();
	}

	private ObjectNode read(String file) {
		return (ObjectNode) JsonMapper.shared().readTree(this.assembly.resolve(file));
	}

	private void write(String file, ObjectNode json) {
		JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(this.assembly.resolve(file), json);
	}

}
