package com.example.lab.localstack;

import java.net.URI;
import java.time.Duration;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * AWS clients for one endpoint and Region, with keys that are none. Closing it closes
 * the clients that it gave out.
 */
final class AwsClients implements AutoCloseable {

	static final String KEY = "test";

	private final URI endpoint;

	private final Region region;

	private final StaticCredentialsProvider credentials = StaticCredentialsProvider
		.create(AwsBasicCredentials.create(KEY, KEY));

	// Straight to this computer: a proxy that is set for the way out would not know it.
	private final SdkHttpClient http = UrlConnectionHttpClient.builder()
		.connectionTimeout(Duration.ofSeconds(2))
		.socketTimeout(Duration.ofSeconds(30))
		.proxyConfiguration(ProxyConfiguration.builder()
			.useSystemPropertyValues(false)
			.useEnvironmentVariablesValues(false)
			.build())
		.build();

	AwsClients(URI endpoint) {
		this(endpoint, Region.US_EAST_1);
	}

	AwsClients(URI endpoint, Region region) {
		this.endpoint = endpoint;
		this.region = region;
	}

	<C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(B builder) {
		return builder.endpointOverride(this.endpoint)
			.region(this.region)
			.credentialsProvider(this.credentials)
			.httpClient(this.http)
			.build();
	}

	CloudFormationClient cloudFormation() {
		return build(CloudFormationClient.builder());
	}

	S3Client s3() {
		return build(S3Client.builder().forcePathStyle(true));
	}

	S3Presigner s3Presigner() {
		return S3Presigner.builder()
			.endpointOverride(this.endpoint)
			.region(this.region)
			.credentialsProvider(this.credentials)
			.serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
			.build();
	}

	SsmClient ssm() {
		return build(SsmClient.builder());
	}

	@Override
	public void close() {
		this.http.close();
	}

}
