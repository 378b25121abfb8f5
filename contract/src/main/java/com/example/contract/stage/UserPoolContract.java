package com.example.contract.stage;

import java.net.URI;
import java.util.Map;

import com.example.lab.cloud.LocalCloud;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Checks that the user pool's client is of no use without the servers' role: their limits
 * on sign-ups and sign-ins cannot be bypassed by calls to Cognito.
 */
public abstract class UserPoolContract {

	private static final String EMAIL = "stranger@example.com";

	private static final String PASSWORD = "correct horse battery staple";

	private final LocalCloud cloud;

	/**
	 * The contract of a running stage.
	 * @param cloud where it runs
	 */
	protected UserPoolContract(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@Test
	void signUpIsClosed() {
		try (CognitoIdentityProviderClient anyone = anyone()) {
			assertThatExceptionOfType(NotAuthorizedException.class)
				.isThrownBy(
						() -> anyone.signUp((request) -> request.clientId(client()).username(EMAIL).password(PASSWORD)))
				.withMessageContaining("SignUp is not permitted");
		}
	}

	@Test
	void passwordsCannotBeTried() {
		try (CognitoIdentityProviderClient anyone = anyone()) {
			assertThatExceptionOfType(InvalidParameterException.class)
				.isThrownBy(() -> anyone.initiateAuth((request) -> request.clientId(client())
					.authFlow(AuthFlowType.USER_PASSWORD_AUTH)
					.authParameters(Map.of("USERNAME", EMAIL, "PASSWORD", PASSWORD))))
				.withMessageContaining("USER_PASSWORD_AUTH flow not enabled");
		}
	}

	/**
	 * Any client on the internet: both calls take no credentials.
	 */
	private CognitoIdentityProviderClient anyone() {
		return CognitoIdentityProviderClient.builder()
			.endpointOverride(URI.create(this.cloud.detail("Users/Pool")))
			.region(Region.US_EAST_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.build();
	}

	private String client() {
		return this.cloud.detail("Users/Client").replace("client ", "");
	}

}
