package com.example.lab.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.example.lab.event.Events;
import com.example.lab.npm.NpmPackage;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;

/**
 * The CDK's own command line in a pinned version, on one account. Its output is in its
 * log; what happens to the stack is CloudFormation's to say.
 */
public final class CdkCli {

	private final AwsAccount account;

	private final Processes processes;

	private final Path folder;

	private final NpmPackage program;

	/**
	 * Needs Node.js, and npm once.
	 * @param account what it works on
	 * @param cache a folder that outlives runs
	 * @param processes owns the processes
	 * @param events gets the progress of the installation
	 */
	public CdkCli(AwsAccount account, Path cache, Processes processes, Events events) {
		this.account = account;
		this.processes = processes;
		this.folder = cache;
		this.program = new NpmPackage("aws-cdk, which deploys", CdkCli.class, cache, processes, events);
	}

	/**
	 * Makes what the CDK needs in an account and Region: a bucket, and roles.
	 */
	OwnedProcess bootstrap(String account, String region) {
		return start("bootstrap", "aws://%s/%s".formatted(account, region), "--tags",
				"%s=%s".formatted(Target.WORKSHOP_TAG, Target.WORKSHOP));
	}

	/**
	 * Uploads assets and creates or updates all stacks, each after those that it depends
	 * on. Parameters keep their values.
	 */
	OwnedProcess deploy(Path assembly, Map<String, String> tags) {
		List<String> arguments = new ArrayList<>(
				List.of("--all", "--app", assembly.toString(), "--method", "direct", "--require-approval", "never"));
		tags.forEach((name, value) -> arguments.addAll(List.of("--tags", name + "=" + value)));
		return start("deploy", arguments.toArray(String[]::new));
	}

	private OwnedProcess start(String command, String... arguments) {
		List<String> line = new ArrayList<>(
				List.of("node", this.program.modules().resolve("aws-cdk/bin/cdk").toString(), command));
		line.addAll(Arrays.asList(arguments));
		line.addAll(List.of("--no-color", "--no-notices", "--progress", "events"));
		Map<String, String> environment = this.account.environment();
		environment.putAll(Map.of("CDK_DISABLE_VERSION_CHECK", "1", "CDK_DISABLE_CLI_TELEMETRY", "true",
				"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "true"));
		// Not in the folder of a cdk.json, which it would read.
		return this.processes.startIsolated("cdk-" + command, line, environment, this.folder.toAbsolutePath());
	}

}
