package com.example.lab.localstack;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

import com.example.lab.stage.WorkshopException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * How AWS clients talk to a service on this computer: its address, a Region, and keys
 * that open nothing. The settings of the user for real AWS accounts are ignored.
 */
public final class AwsClients implements AutoCloseable {

	private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

	private final URI endpoint;

	private final StaticCredentialsProvider credentials;

	private final Region region;

	// Straight there: a proxy for the way out would not know this computer.
	private final SdkHttpClient http = UrlConnectionHttpClient.builder()
		.connectionTimeout(Duration.ofSeconds(2))
		.socketTimeout(Duration.ofSeconds(30))
		.proxyConfiguration(ProxyConfiguration.builder()
			.useSystemPropertyValues(false)
			.useEnvironmentVariablesValues(false)
			.build())
		.build();

	/**
	 * Clients of one address, in us-east-1.
	 * @param endpoint where the services answer
	 * @throws WorkshopException if that is not on this computer
	 */
	public AwsClients(URI endpoint) {
		this(endpoint, "test", Region.US_EAST_1);
	}

	/**
	 * Clients of one address.
	 * @param endpoint where the services answer
	 * @param key the access key and its secret
	 * @param region the Region of all clients
	 * @throws WorkshopException if that is not on this computer
	 */
	AwsClients(URI endpoint, String key, Region region) {
		this.region = region;
		this.endpoint = requireThisComputer(endpoint);
		this.credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(key, key));
	}

	/**
	 * Makes sure that nothing leaves this computer.
	 * @param endpoint where services answer
	 * @return the same
	 * @throws WorkshopException if its host is another computer, or none
	 */
	public static URI requireThisComputer(URI endpoint) {
		try {
			if (endpoint.getHost() != null && InetAddress.getByName(endpoint.getHost()).isLoopbackAddress()) {
				return endpoint;
			}
		}
		catch (UnknownHostException ex) {
			// Said below.
		}
		throw new WorkshopException(
				"%s is not on this computer, and the lab works nowhere else. Unset LOCALSTACK_ENDPOINT, or give it an address of 127.0.0.1."
					.formatted(endpoint));
	}

	/**
	 * A client for any service.
	 * @param builder the client's builder, on which nothing needs to be set
	 * @param <C> the client
	 * @param <B> its builder
	 * @return a client that works until this is closed
	 */
	public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
		return builder.endpointOverride(this.endpoint)
			.region(this.region)
			.credentialsProvider(this.credentials)
			.overrideConfiguration(ClientOverrideConfiguration.builder().defaultProfileFile(NO_PROFILES).build())
			.httpClient(this.http)
			.build();
	}

	S3Presigner s3Presigner() {
		return S3Presigner.builder()
			.endpointOverride(this.endpoint)
			.region(this.region)
			.credentialsProvider(this.credentials)
			.serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
			.build();
	}

	@Override
	public void close() {
		this.http.close();
	}

}
