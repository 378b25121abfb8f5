package com.example.lab.stage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.lab.assembly.Assembly;
import com.example.lab.process.Folders;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Synthesises the CDK application of a stage, without the CDK's command line, unless
 * nothing has changed since the last time.
 */
public final class Synthesis {

	private static final Pattern MAIN_CLASS = Pattern.compile("-Dexec\\.mainClass=(\\S+)");

	private final StageFolder stage;

	private final Processes processes;

	private final Map<String, String> context;

	/**
	 * A synthesis of one stage as it is.
	 * @param stage the stage, built
	 * @param processes owns the processes
	 */
	public Synthesis(StageFolder stage, Processes processes) {
		this(stage, processes, Map.of());
	}

	/**
	 * A synthesis of one stage with other context values.
	 * @param stage the stage, built
	 * @param processes owns the processes
	 * @param context as {@code -c name=value} of the CDK's command line
	 */
	public Synthesis(StageFolder stage, Processes processes, Map<String, String> context) {
		this.stage = stage;
		this.processes = processes;
		this.context = new TreeMap<>(context);
	}

	/**
	 * The assembly of what is built now.
	 * @return an assembly
	 * @throws WorkshopException if the CDK application fails; the message holds its words
	 */
	public Assembly run() {
		Path target = this.stage.infra().resolve("target");
		Path classpath = target.resolve("classpath.txt");
		if (!Files.exists(classpath)) {
			throw new WorkshopException(
					"%s is not built. Run ./mvnw -DskipTests package, then try again.".formatted(this.stage.infra()));
		}
		Fingerprint fingerprint = new Fingerprint().add(target.resolve("classes"))
			.add(classpath)
			.add(this.stage.infra().resolve("cdk.json"))
			.add(lookups());
		// Assets of the CDK application, in stages whose servers have a role.
		this.stage.applications().forEach((application) -> fingerprint.add(application.jar()));
		this.stage.shared("infra").forEach((module) -> fingerprint.add(module.resolve("target/function")));
		// Each choice of context keeps one assembly.
		String prefix = this.context.isEmpty() ? "assembly-" : "assembly-with-%08x-".formatted(this.context.hashCode());
		Path assembly = target.resolve(prefix + fingerprint.value());
		if (!Files.exists(assembly)) {
			synthesise(target, assembly, prefix);
		}
		return Assembly.read(assembly);
	}

	private void synthesise(Path target, Path assembly, String prefix) {
		try {
			Path temporary = this.processes.own(Files.createTempDirectory(target, "synthesis"));
			Path out = temporary.resolve("assembly");
			JsonNode settings = JsonMapper.shared().readTree(this.stage.infra().resolve("cdk.json"));
			Matcher main = MAIN_CLASS.matcher(settings.path("app").asString());
			if (!main.find()) {
				throw new WorkshopException("cdk.json of %s names no main class".formatted(this.stage.name()));
			}
			String classpath = target.resolve("classes") + File.pathSeparator
					+ Files.readString(target.resolve("classpath.txt")).strip();
			OwnedProcess java = this.processes.start("synthesis",
					JavaCommand.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary,
							"-cp", classpath, main.group(1)),
					// The tests of the stage check what the validation reports; without
					// it the template is the same, in a third of the time.
					Map.of("CDK_OUTDIR", out.toString(), "CDK_CONTEXT_JSON", context(settings.path("context")),
							"CDK_VALIDATION", "false", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION",
							Node.find().major() + ""),
					this.stage.infra());
			if (java.exit().join() != 0) {
				throw new WorkshopException(
						"The CDK application of %s failed:\n%s".formatted(this.stage.name(), java.lastLines()));
			}
			forgetOlder(target, prefix, assembly);
			keep(out, assembly);
			Folders.delete(temporary);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write the assembly of " + this.stage.name(), ex);
		}
	}

	/**
	 * Where the CDK's command line keeps what it has looked up in an account.
	 */
	private Path lookups() {
		return this.stage.infra().resolve("cdk.context.json");
	}

	/**
	 * In the order of the CDK's command line: given values override {@code cdk.json},
	 * which overrides what was looked up. Without any of these a stage is a sandbox,
	 * whose data goes with it.
	 */
	private String context(JsonNode settings) {
		ObjectNode all = JsonMapper.shared().createObjectNode().put("retain", "false");
		if (Files.exists(lookups())) {
			JsonMapper.shared().readTree(lookups()).forEachEntry(all::set);
		}
		settings.forEachEntry(all::set);
		this.context.forEach(all::put);
		return all.toString();
	}

	private static void keep(Path out, Path assembly) throws IOException {
		try {
			Files.move(out, assembly);
		}
		catch (IOException ex) {
			// Another run that synthesised the same sources was quicker.
			if (!Files.exists(assembly)) {
				throw ex;
			}
		}
	}

	private static void forgetOlder(Path target, String prefix, Path current) throws IOException {
		try (Stream<Path> files = Files.list(target)) {
			files.filter((file) -> file.getFileName().toString().matches(prefix + "[0-9a-f]{16}"))
				.filter((file) -> !file.equals(current))
				.forEach(Folders::delete);
		}
	}

}
