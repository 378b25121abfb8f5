package com.example.lab.localstack;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
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

	/** The version that is started. */
	public static final String VERSION = "4.9.2";

	/** The environment variable that names a LocalStack which runs already. */
	public static final String ENDPOINT_VARIABLE = "LOCALSTACK_ENDPOINT";

	private static final String ACCOUNT = "000000000000";

	private final URI endpoint;

	private final String version;

	private final String way;

	private final Runnable end;

	private final String account;

	private final Region region;

	private final AwsClients clients;

	private final CloudFormationClient cloudFormation;

	private final S3Client s3;

	LocalStack(URI endpoint, String version, String way, Runnable end) {
		this(endpoint, version, way, end, ACCOUNT, Region.US_EAST_1);
	}

	private LocalStack(URI endpoint, String version, String way, Runnable end, String account, Region region) {
		this.endpoint = endpoint;
		this.version = version;
		this.way = way;
		this.end = end;
		this.account = account;
		this.region = region;
		this.clients = new AwsClients(endpoint, account, region);
		this.cloudFormation = client(CloudFormationClient.builder());
		this.s3 = client(S3Client.builder().forcePathStyle(true));
	}

	/**
	 * Starts LocalStack in the first way that is possible here. The first start as a
	 * process installs it, which takes about a minute.
	 * @param workshop the repository's {@code .workshop} folder, which holds the
	 * installation
	 * @param processes the owner of what is started
	 * @param home a folder of this run alone; LocalStack writes below it only
	 * @param events gets the progress
	 * @return a LocalStack whose CloudFormation and S3 answer
	 * @throws LocalStackUnavailableException if no way is possible
	 * @throws com.example.lab.stage.WorkshopException if it is there but does not work
	 */
	public static LocalStack start(Path workshop, Processes processes, Path home, Events events) {
		String given = System.getenv(ENDPOINT_VARIABLE);
		LocalStack localStack = (given != null && !given.isBlank()) ? at(given.strip(), events) : start(Docker.find(),
				new HostProcess(workshop, processes, events), home.resolve("localstack"), events);
		events.publish(Event.Kind.HEALTHY, Events.LAB,
				"%s answers at %s".formatted(localStack.describe(), localStack.endpoint()));
		return localStack;
	}

	static LocalStack start(Docker docker, HostProcess hostProcess, Path home, Events events) {
		// What is there already is not fetched in another way.
		if (docker.image() || (docker.running() && !hostProcess.installed())) {
			try {
				return docker.start(events);
			}
			// Whatever is wrong with a container or its image: there is another way.
			catch (RuntimeException ex) {
				events.publish(Event.Kind.WARNING, Events.LAB,
						"Docker cannot start %s (%s); trying without Docker".formatted(Docker.IMAGE, ex.getMessage()));
			}
		}
		String missing = hostProcess.missing();
		if (missing != null) {
			throw new LocalStackUnavailableException(
					"LocalStack needs Docker, or Python 3.9 to 3.13 with venv; found %s and %s. Install one of them, then run ./workshop doctor."
						.formatted(docker.finding(), missing));
		}
		return hostProcess.start(home);
	}

	static LocalStack at(String address, Events events) {
		try {
			URI endpoint = new URI(address);
			if (endpoint.getHost() != null) {
				AwsClients.requireThisComputer(endpoint);
			}
			Health health = Health.of(endpoint);
			if (!health.version().startsWith(VERSION.substring(0, VERSION.lastIndexOf('.') + 1))) {
				events.publish(Event.Kind.WARNING, Events.LAB, "%s is LocalStack %s; the workshop is tried with %s"
					.formatted(address, health.version(), VERSION));
			}
			return new LocalStack(endpoint, health.version(), ENDPOINT_VARIABLE, () -> {
			});
		}
		catch (URISyntaxException | IllegalArgumentException | IOException ex) {
			throw new LocalStackUnavailableException(
					"%s is %s, where no LocalStack answers (%s). Start one there, or unset the variable."
						.formatted(ENDPOINT_VARIABLE, address, ex.getMessage()),
					ex);
		}
	}

	/**
	 * Makes the services that every stage uses answer once: LocalStack loads them at the
	 * first call, which takes a second.
	 */
	void warmUp() {
		this.cloudFormation.listStacks();
		this.s3.listBuckets();
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
		return "LocalStack %s (%s)".formatted(this.version, this.way);
	}

	/**
	 * The same LocalStack with another account, which has nothing of the others but the
	 * namespace of the buckets.
	 * @param account twelve digits
	 * @return what leaves LocalStack running when it is closed
	 */
	public LocalStack account(String account) {
		return new LocalStack(this.endpoint, this.version, this.way, () -> {
		}, account, this.region);
	}

	/**
	 * The same LocalStack and account in another Region, which has nothing of the others
	 * but what AWS has once, such as roles and the names of buckets.
	 * @param region such as {@code ap-northeast-2}
	 * @return what leaves LocalStack running when it is closed
	 */
	public LocalStack region(String region) {
		return new LocalStack(this.endpoint, this.version, this.way, () -> {
		}, this.account, Region.of(region));
	}

	/**
	 * The Region that clients work in.
	 * @return {@code us-east-1} unless another was asked for
	 */
	public String region() {
		return this.region.id();
	}

	/**
	 * The account that clients work in, and their access key and secret: LocalStack takes
	 * <a href=
	 * "https://docs.localstack.cloud/aws/capabilities/config/multi-account-setups/">a key
	 * of twelve digits</a> for an account.
	 * @return twelve digits, which open nothing elsewhere
	 */
	public String account() {
		return this.account;
	}

	/**
	 * A client for any service, in this Region.
	 * @param builder the client's builder, on which nothing needs to be set
	 * @param <C> the client
	 * @param <B> its builder
	 * @return a client that works until this is closed
	 */
	public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
		return this.clients.client(builder);
	}

	/**
	 * The client for CloudFormation.
	 * @return the same each time; it works until this is closed
	 */
	public CloudFormationClient cloudFormation() {
		return this.cloudFormation;
	}

	/**
	 * The client for S3.
	 * @return the same each time; it works until this is closed
	 */
	public S3Client s3() {
		return this.s3;
	}

	/**
	 * What makes presigned S3 addresses.
	 * @return a presigner, to be closed by the caller
	 */
	public S3Presigner s3Presigner() {
		return this.clients.s3Presigner();
	}

	/**
	 * A client for Systems Manager.
	 * @return a client that works until this is closed
	 */
	public SsmClient ssm() {
		return client(SsmClient.builder());
	}

	@Override
	public void close() {
		this.clients.close();
		this.end.run();
	}

}
