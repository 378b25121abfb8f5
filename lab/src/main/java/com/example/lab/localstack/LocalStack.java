package com.example.lab.localstack;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * A running LocalStack: the one whose address is in {@code LOCALSTACK_ENDPOINT}, else a
 * Docker container, else a process on this computer.
 */
public final class LocalStack implements AutoCloseable {

	/** The only version that the lab is tried with. */
	public static final String VERSION = "4.9.2";

	private final URI endpoint;

	private final String way;

	private final Runnable end;

	private final AwsClients clients;

	LocalStack(URI endpoint, String way, Runnable end) {
		this.endpoint = endpoint;
		this.way = way;
		this.end = end;
		this.clients = new AwsClients(endpoint, Region.US_EAST_1);
	}

	/**
	 * Starts LocalStack in the first way that is possible here. The first start as a
	 * process installs it, which takes about a minute.
	 * @param workshop the repository's {@code .workshop} folder, which holds the
	 * installation
	 * @param processes the owner of what is started
	 * @param home a folder of this run alone, for all files that LocalStack writes
	 * @param events is told what goes on
	 * @return a LocalStack that answers
	 * @throws LocalStackUnavailableException if no way is possible
	 */
	public static LocalStack start(Path workshop, Processes processes, Path home, Events events) {
		return start(workshop, processes, home, events, System.getenv());
	}

	static LocalStack start(Path workshop, Processes processes, Path home, Events events,
			Map<String, String> environment) {
		Python python = Python.find(environment.getOrDefault("PATH", ""));
		if (python.program() == null) {
			throw new LocalStackUnavailableException(
					"LocalStack needs Docker, or Python 3.9 to 3.13; found neither. Install one, then run ./workshop doctor");
		}
		LocalStack localStack = new HostProcess(new Installation(workshop), processes, events).start(home, python);
		events.publish(Event.Kind.HEALTHY, Events.LAB,
				"%s answers at %s".formatted(localStack.describe(), localStack.endpoint()));
		return localStack;
	}

	/**
	 * Where it answers.
	 * @return an address that is used for all services
	 */
	public URI endpoint() {
		return this.endpoint;
	}

	/**
	 * What it is, for a person.
	 * @return name, version and the way it runs
	 */
	public String describe() {
		return "LocalStack %s (%s)".formatted(VERSION, this.way);
	}

	/**
	 * A client for CloudFormation in us-east-1, as all clients given out here.
	 * @return a client that works until this is closed
	 */
	public CloudFormationClient cloudFormation() {
		return this.clients.cloudFormation();
	}

	/**
	 * A client for S3.
	 * @return a client that works until this is closed
	 */
	public S3Client s3() {
		return this.clients.s3();
	}

	/**
	 * What makes presigned S3 addresses.
	 * @return a presigner that works until this is closed
	 */
	public S3Presigner s3Presigner() {
		return this.clients.s3Presigner();
	}

	/**
	 * A client for Systems Manager.
	 * @return a client that works until this is closed
	 */
	public SsmClient ssm() {
		return this.clients.ssm();
	}

	@Override
	public void close() {
		this.clients.close();
		this.end.run();
	}

}
