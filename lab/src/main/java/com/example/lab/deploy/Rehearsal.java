package com.example.lab.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.Split;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.DeployedTypes;
import com.example.lab.localstack.LocalStack;
import com.example.lab.process.Folders;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deploys a stage as the commands do, but to LocalStack, for tests: everything but the
 * resources of types that LocalStack does not have.
 */
public final class Rehearsal implements AutoCloseable {

	/** Beside a stack of the stage that is up. */
	private static final String STACK = "Rehearsal";

	/**
	 * Another one than that of a stage that is up: its assets have the same keys, and go
	 * when the rehearsal ends.
	 */
	private static final Region REGION = Region.EU_CENTRAL_1;

	private final StageFolder stage;

	private final Processes processes;

	private final AwsAccount account;

	private final Target target;

	private final Events events = new Events();

	private final Identity identity = new Identity("000000000000", "arn:aws:iam::000000000000:user/rehearsal");

	private final Assembly assembly;

	/**
	 * A stage that is built, and not deployed yet.
	 * @param stage the stage
	 * @param localStack what stands for AWS
	 * @param home a folder for copies and logs
	 */
	public Rehearsal(StageFolder stage, LocalStack localStack, Path home) {
		this.stage = stage;
		this.processes = new Processes(home.resolve("logs"));
		this.account = AwsAccount.onThisComputer(localStack.endpoint(), REGION);
		this.target = new Target(stage.number(), stage.name(), this.account.region(), null);
		this.assembly = reduced(new Synthesis(stage, this.processes).run(), home.resolve("assembly"));
		this.assembly.stacks()
			.stream()
			.map((template) -> template.region(this.account.region()))
			.distinct()
			.forEach((region) -> bootstrap(this.account.in(region)));
	}

	/**
	 * Deploys.
	 * @return the events of the stack, one line each
	 */
	public List<String> deploy() {
		long before = this.events.position();
		CdkCli cdk = new CdkCli(this.account, this.stage.workshop().cache(), this.processes, this.events);
		new Deploy(this.account, this.identity, this.target, this.assembly, cdk, this.events).run(this.stage.jar());
		return since(before);
	}

	/**
	 * Destroys all but the bootstrap of the CDK.
	 * @return what is left, and what LocalStack does not support
	 */
	public List<Leftover> destroy() {
		return new Destroy(this.account, this.identity, this.target, this.events).run(true, false);
	}

	/**
	 * What a rehearsal leaves out, because LocalStack does not have it.
	 * @param assembly what the CDK synthesised
	 * @return types in alphabetical order
	 */
	public static Set<String> leftOut(Assembly assembly) {
		return assembly.resources()
			.map(Resource::type)
			.filter((type) -> !DeployedTypes.deploys(type))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** What deploying needs of it: the whole takes as long as the rest of a test. */
	private void bootstrap(AwsAccount there) {
		String bucket = new Bootstrap(there, this.identity, this.events).bucket();
		there.client(S3Client.builder()).createBucket((request) -> request.bucket(bucket));
		there.client(SsmClient.builder())
			.putParameter((request) -> request.name(Bootstrap.VERSION_PARAMETER)
				.type(ParameterType.STRING)
				.value("30")
				.overwrite(true));
	}

	private List<String> since(long position) {
		return this.events.since(position)
			.stream()
			.filter((event) -> event.kind() == Event.Kind.DEPLOYED)
			.map((event) -> event.subject() + " " + event.message())
			.toList();
	}

	private static Assembly reduced(Assembly whole, Path folder) {
		Folders.copy(whole.folder(), folder);
		try {
			for (StackTemplate stack : whole.stacks()) {
				Map<String, Runner> runners = Split.runners(stack,
						(type) -> DeployedTypes.deploys(type) ? Runner.LOCALSTACK : Runner.INERT);
				Files.writeString(folder.resolve(stack.file().getFileName()),
						new Split(stack, runners, Rehearsal::nothing).template());
			}
			rename(folder.resolve("manifest.json"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Assembly.read(folder);
	}

	/** Each stack has a name of its own beside the stack of a stage that is up. */
	private static void rename(Path manifest) throws IOException {
		JsonNode json = JsonMapper.shared().readTree(manifest);
		json.path("artifacts").forEachEntry((id, artifact) -> {
			if (artifact.path("type").asString("").equals("aws:cloudformation:stack")) {
				((ObjectNode) artifact).withObjectProperty("properties").put("stackName", STACK + "-" + id);
			}
		});
		Files.writeString(manifest, json.toString());
	}

	/** The value for a resource that does not exist; templates split it. */
	private static String nothing(String logicalId, @Nullable String attribute) {
		String value = logicalId + "/1/2/3";
		return (attribute != null && attribute.endsWith("Arn")) ? "arn:aws:none:us-east-1:000000000000:" + value
				: value;
	}

	@Override
	public void close() {
		this.account.close();
		this.processes.close();
	}

}
