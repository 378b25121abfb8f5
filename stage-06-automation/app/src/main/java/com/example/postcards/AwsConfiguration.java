package com.example.postcards;

import java.time.Duration;

import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The clients of AWS services, which are closed when the application stops.
 */
@Configuration(proxyBeanMethods = false)
class AwsConfiguration {

	/** For a call with all its retries, because a request that waits holds a thread. */
	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

	/** Where one answer is quick, so that a lost one leaves time for another try. */
	private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

	@Bean
	CognitoIdentityProviderClient cognito() {
		return CognitoIdentityProviderClient.builder().overrideConfiguration(AwsConfiguration::limit).build();
	}

	// Static, because the pool of database connections needs it before other beans.
	@Bean
	static SecretsManagerClient secretsManager() {
		return SecretsManagerClient.builder().overrideConfiguration(AwsConfiguration::limit).build();
	}

	@Bean
	S3Client s3() {
		return S3Client.builder().overrideConfiguration(AwsConfiguration::limitAttempts).build();
	}

	@Bean
	DynamoDbClient dynamoDb() {
		return DynamoDbClient.builder().overrideConfiguration(AwsConfiguration::limitAttempts).build();
	}

	@Bean
	CloudFrontClient cloudFront() {
		return CloudFrontClient.builder().overrideConfiguration(AwsConfiguration::limitAttempts).build();
	}

	private static void limitAttempts(ClientOverrideConfiguration.Builder configuration) {
		configuration.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT);
	}

	private static void limit(ClientOverrideConfiguration.Builder configuration) {
		configuration.apiCallTimeout(CALL_TIMEOUT);
	}

}
