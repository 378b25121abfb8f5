package com.example.lab.deploy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

import com.example.lab.localstack.AwsClients;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * One Region of a real AWS account: clients for it, and the environment of programs that
 * work on it. Nothing of it can end at a local endpoint: see {@link AwsSettings}.
 */
public final class AwsAccount implements AutoCloseable {

	private static final Duration OFTEN_ENOUGH = Duration.ofSeconds(4);

	private static final int TRIES = 5;

	private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

	/** Of the variables of AWS, those that do not say where to go and as whom. */
	private static final Set<String> HARMLESS = Set.of("AWS_CA_BUNDLE", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE");

	private final Map<String, String> inherited;

	private final Region region;

	private final AwsCredentialsProvider credentials;

	private final @Nullable URI endpoint;

	private final SdkHttpClient http;

	private AwsAccount(Map<String, String> inherited, Region region, AwsCredentialsProvider credentials,
			@Nullable URI endpoint) {
		this(inherited, region, credentials, endpoint, http(endpoint));
	}

	private AwsAccount(Map<String, String> inherited, Region region, AwsCredentialsProvider credentials,
			@Nullable URI endpoint, SdkHttpClient http) {
		this.inherited = inherited;
		this.region = region;
		this.credentials = credentials;
		this.endpoint = endpoint;
		this.http = http;
	}

	private static SdkHttpClient http(@Nullable URI endpoint) {
		return UrlConnectionHttpClient.builder()
			.connectionTimeout(Duration.ofSeconds(10))
			.socketTimeout(Duration.ofMinutes(1))
			.proxyConfiguration(ProxyConfiguration.builder()
				// Otherwise HTTP_PROXY would be looked at, and HTTPS_PROXY not.
				.scheme("https")
				.useSystemPropertyValues(endpoint == null)
				.useEnvironmentVariablesValues(endpoint == null)
				.build())
			.build();
	}

	/**
	 * The account that a person has set up.
	 * @param settings what was set up, and asked for on the command line
	 * @return the account; nothing was sent to it yet
	 * @throws WorkshopException if the settings lead to a local endpoint, or keys or
	 * Region are missing; says what to do
	 */
	public static AwsAccount of(AwsSettings settings) {
		settings.refuseEndpoints();
		return new AwsAccount(settings.environment(), settings.findRegion(), settings.findCredentials(), null);
	}

	/**
	 * A local service in place of an account, for tests only.
	 * @param endpoint where the services answer
	 */
	static AwsAccount onThisComputer(URI endpoint) {
		return onThisComputer(endpoint, Region.US_EAST_1);
	}

	static AwsAccount onThisComputer(URI endpoint, Region region) {
		return onThisComputer(endpoint, region, "test");
	}

	/**
	 * One of several accounts of LocalStack.
	 * @param account twelve digits
	 */
	static AwsAccount onThisComputer(URI endpoint, Region region, String account) {
		AwsClients.requireThisComputer(endpoint);
		return new AwsAccount(System.getenv(), region,
				StaticCredentialsProvider.create(AwsBasicCredentials.create(account, account)), endpoint);
	}

	/**
	 * The Region.
	 * @return such as {@code us-east-1}
	 */
	public String region() {
		return this.region.id();
	}

	/**
	 * Another Region of the same account.
	 * @param other such as {@code us-west-2}
	 * @return the account there, which works until this one is closed
	 */
	AwsAccount in(String other) {
		return other.equals(region()) ? this
				: new AwsAccount(this.inherited, Region.of(other), this.credentials, this.endpoint, this.http);
	}

	boolean isReal() {
		return this.endpoint == null;
	}

	/**
	 * How long something takes: what stands for AWS on this computer is 20 times faster.
	 */
	Duration shortened(Duration real) {
		return isReal() ? real : real.dividedBy(20);
	}

	/**
	 * A pause between two looks at a state: AWS slows down who asks all the time.
	 */
	void pause() {
		LockSupport.parkNanos(shortened(OFTEN_ENOUGH).toNanos());
		if (Thread.currentThread().isInterrupted()) {
			throw new WorkshopException("Interrupted while waiting for AWS");
		}
	}

	/**
	 * A client for any service in the Region.
	 * @param builder the client's builder, on which nothing needs to be set
	 * @param <C> the client
	 * @param <B> its builder
	 * @return a client that works until this is closed
	 */
	<C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
		return client(builder, this.region);
	}

	<C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder, Region elsewhere) {
		if (this.endpoint != null) {
			builder.endpointOverride(this.endpoint);
		}
		// The files of profiles could name an endpoint, too.
		return builder.region(elsewhere)
			.credentialsProvider(this.credentials)
			.overrideConfiguration(ClientOverrideConfiguration.builder()
				.defaultProfileFile(NO_PROFILES)
				.retryStrategy((strategy) -> strategy.maxAttempts(isReal() ? TRIES : 1))
				.build())
			.httpClient(this.http)
			.build();
	}

	S3Presigner s3Presigner() {
		S3Presigner.Builder builder = S3Presigner.builder().region(this.region).credentialsProvider(this.credentials);
		return ((this.endpoint != null) ? builder.endpointOverride(this.endpoint) : builder).build();
	}

	/**
	 * The environment of a program that works on this account: the keys that were
	 * checked, and nothing that leads elsewhere.
	 * @return all its variables
	 * @throws WorkshopException if the keys have expired and cannot be renewed
	 */
	Map<String, String> environment() {
		Map<String, String> variables = new TreeMap<>(this.inherited);
		variables.keySet()
			.removeIf((name) -> name.startsWith("AWS_") && !HARMLESS.contains(name) || name.startsWith("LOCALSTACK_"));
		AwsCredentials keys = keys();
		variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
		variables.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
		if (keys instanceof AwsSessionCredentials session) {
			variables.put("AWS_SESSION_TOKEN", Objects.requireNonNull(session.sessionToken()));
		}
		variables.put("AWS_REGION", region());
		variables.put("AWS_DEFAULT_REGION", region());
		variables.put("AWS_EC2_METADATA_DISABLED", "true");
		if (this.endpoint != null) {
			variables.put("AWS_ENDPOINT_URL", this.endpoint.toString());
		}
		else {
			variables.put("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
		}
		return variables;
	}

	private AwsCredentials keys() {
		try {
			return this.credentials.resolveCredentials();
		}
		catch (SdkException ex) {
			throw AwsFailure.of(ex, "looking for the credentials", region());
		}
	}

	@Override
	public void close() {
		this.http.close();
	}

}
