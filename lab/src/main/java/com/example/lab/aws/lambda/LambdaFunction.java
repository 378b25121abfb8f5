package com.example.lab.aws.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.process.Folders;
import com.example.lab.process.OwnedProcess;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::Lambda::Function} with a handler in Java: its code from the asset, in a
 * process that starts with the first call and takes one call at a time. A call that takes
 * longer than {@code Timeout} ends with its process. The role, the architecture and the
 * kind of log have no effect.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html">AWS::Lambda::Function</a>
 */
public final class LambdaFunction implements StandIn {

	private static final Duration GRACE = Duration.ofSeconds(2);

	private static final int DEFAULT_TIMEOUT = 3;

	private static final int DEFAULT_MEMORY = 128;

	private final Resource resource;

	private final LabContext lab;

	private final String name;

	private final Map<String, String> environment = new HashMap<>();

	private Duration timeout = Duration.ofSeconds(DEFAULT_TIMEOUT);

	private int memory = DEFAULT_MEMORY;

	private @Nullable Path code;

	private @Nullable RuntimeApi runtime;

	/** Read while a call is going on, which keeps the lock. */
	private volatile @Nullable OwnedProcess process;

	/**
	 * A function without code yet.
	 * @param resource the resource
	 * @param lab its context
	 */
	public LambdaFunction(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.name = resource.name().replace('/', '-');
		lab.clients().add(resource, this::processes);
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		if (!name.equals("Arn")) {
			throw this.resource.lacks(name);
		}
		return "arn:aws:lambda:%s:000000000000:function:%s".formatted(this.lab.region(), ref());
	}

	@Override
	public String address() {
		return "a process of this computer, from its first call on";
	}

	@Override
	public void start(JsonNode properties) throws IOException {
		String engine = properties.path("Runtime").asString("");
		if (!engine.startsWith("java")) {
			throw new IllegalArgumentException("Its runtime is '%s'; the lab runs handlers in Java.".formatted(engine));
		}
		this.timeout = Duration.ofSeconds(properties.path("Timeout").asInt(DEFAULT_TIMEOUT));
		this.memory = properties.path("MemorySize").asInt(DEFAULT_MEMORY);
		Path folder = this.lab.folder("lambda", this.name);
		unpack(properties.path("Code"), folder);
		this.code = folder;
		this.environment.clear();
		properties.path("Environment")
			.path("Variables")
			.forEachEntry((variable, value) -> this.environment.put(variable, value.asString()));
		this.environment.putAll(Map.of("_HANDLER", properties.path("Handler").asString(), "LAMBDA_TASK_ROOT",
				folder.toString(), "AWS_LAMBDA_FUNCTION_NAME", ref(), "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
				Integer.toString(this.memory)));
		this.environment.putAll(this.lab.awsEnvironment(true));
	}

	@Override
	public boolean canChange(String property) {
		return !property.equals("FunctionName") && !property.equals("PackageType");
	}

	/** A call that goes on may finish. */
	@Override
	public synchronized void update(JsonNode properties) throws IOException {
		end();
		start(properties);
	}

	@Override
	public synchronized void delete() {
		end();
		this.lab.clients().remove(this.resource);
		Path folder = this.code;
		if (folder != null) {
			Folders.delete(folder);
		}
	}

	/**
	 * Calls the function and waits for its answer.
	 * @param event in JSON
	 * @return the answer, in JSON
	 * @throws FunctionException if the function failed, ended or took too long
	 */
	public synchronized String invoke(String event) throws FunctionException {
		RuntimeApi running = this.runtime;
		if (running == null || processes().stream().noneMatch(OwnedProcess::alive)) {
			end();
			running = begin();
		}
		try {
			return running.invoke(event, this.timeout);
		}
		catch (FunctionException ex) {
			if (running.isBusy()) {
				end();
			}
			throw ex;
		}
	}

	@Override
	public synchronized void close() {
		end();
	}

	private List<OwnedProcess> processes() {
		return Stream.ofNullable(this.process).toList();
	}

	private RuntimeApi begin() {
		RuntimeApi api = new RuntimeApi();
		this.environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
		Path folder = this.code;
		if (folder == null) {
			throw new IllegalStateException("%s has not started yet".formatted(this.resource.path()));
		}
		Path trusted = folder.resolveSibling(this.name + ".trust");
		this.lab.certificateAuthority().writeTrustStore(trusted);
		OwnedProcess started = this.lab.processes()
			.startIsolated(this.name, FunctionRuntime.command(this.memory, trusted), this.environment, folder);
		started.exit().thenAccept((code) -> api.fail("the process ended with %d: %s".formatted(code, started.log())));
		this.process = started;
		this.runtime = api;
		this.lab.events()
			.publish(Event.Kind.STARTED, this.resource.name(),
					"runs with %d MB; its log is %s".formatted(this.memory, started.log().getFileName()));
		return api;
	}

	private void end() {
		processes().forEach((running) -> running.stop(GRACE));
		if (this.runtime != null) {
			this.runtime.close();
		}
		this.process = null;
		this.runtime = null;
	}

	private void unpack(JsonNode code, Path folder) throws IOException {
		String bucket = code.path("S3Bucket").asString("");
		String key = code.path("S3Key").asString("");
		if (bucket.isEmpty() || key.isEmpty()) {
			throw new IllegalArgumentException("Its code is not in S3; make it an asset of the CDK application.");
		}
		try (InputStream in = this.lab.localStack().s3().getObject((request) -> request.bucket(bucket).key(key));
				ZipInputStream zip = new ZipInputStream(in)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				Path file = folder.resolve(entry.getName()).normalize();
				if (!entry.isDirectory() && file.startsWith(folder)) {
					Files.createDirectories(file.getParent());
					Files.copy(zip, file);
				}
			}
		}
	}

}
