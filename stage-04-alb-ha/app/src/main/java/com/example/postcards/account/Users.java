package com.example.postcards.account;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.example.postcards.web.FieldProblem;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * The users of the Cognito user pool, which keeps the passwords. One signs in with the
 * e-mail address; its id is the {@code sub} of its tokens.
 */
@Component
class Users {

	private final CognitoIdentityProviderClient cognito = CognitoIdentityProviderClient.builder()
		.overrideConfiguration((configuration) -> configuration.apiCallTimeout(Duration.ofSeconds(10)))
		.build();

	private final String pool;

	private final String client;

	private final boolean verifyEmail;

	private final JwtDecoder tokens;

	Users(@Value("${postcards.users.pool}") String pool, @Value("${postcards.users.client}") String client,
			@Value("${postcards.users.issuer}") String issuer,
			@Value("${postcards.users.verify-email}") boolean verifyEmail) {
		this.pool = pool;
		this.client = client;
		this.verifyEmail = verifyEmail;
		this.tokens = tokens(issuer, client);
	}

	/**
	 * Takes the ID tokens of one issuer for one client, and nothing else.
	 */
	static JwtDecoder tokens(String issuer, String client) {
		// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(issuer + "/.well-known/jwks.json").build();
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(issuer),
				new JwtAudienceValidator(client), new JwtClaimValidator<>("token_use", "id"::equals)));
		return decoder;
	}

	/**
	 * Makes a user, who can sign in at once, or after a link in an e-mail from Cognito.
	 * @return the id
	 * @throws UsernameExistsException if the address has one
	 * @throws FieldProblem 400 if Cognito does not take the address or the password
	 */
	String create(String email, String password) {
		try {
			String user = this.cognito
				.signUp((request) -> request.clientId(this.client)
					.username(name(email))
					.password(password)
					.userAttributes((attribute) -> attribute.name("email").value(name(email))))
				.userSub();
			if (!this.verifyEmail) {
				this.cognito.adminConfirmSignUp((request) -> request.userPoolId(this.pool).username(name(email)));
			}
			return user;
		}
		catch (InvalidPasswordException | InvalidParameterException ex) {
			// Such as a password that begins with a space, or an address that is none.
			boolean forPassword = String.valueOf(ex.getMessage()).contains("assword");
			throw new FieldProblem(HttpStatus.BAD_REQUEST, forPassword ? "password" : "email", "is not accepted");
		}
	}

	/**
	 * Checks a password.
	 * @return the id of the user, taken from a verified token
	 */
	Optional<String> signIn(String email, String password) {
		try {
			AuthenticationResultType result = this.cognito
				.initiateAuth((request) -> request.clientId(this.client)
					.authFlow(AuthFlowType.USER_PASSWORD_AUTH)
					.authParameters(Map.of("USERNAME", name(email), "PASSWORD", password)))
				.authenticationResult();
			return Optional.ofNullable(result).map((tokens) -> this.tokens.decode(tokens.idToken()).getSubject());
		}
		// InvalidPasswordException is cognito-local's word for a wrong password.
		catch (NotAuthorizedException | UserNotFoundException | UserNotConfirmedException | InvalidPasswordException
				| InvalidParameterException ex) {
			return Optional.empty();
		}
	}

	String id(String email) {
		return this.cognito.adminGetUser((request) -> request.userPoolId(this.pool).username(name(email)))
			.userAttributes()
			.stream()
			.filter((attribute) -> attribute.name().equals("sub"))
			.findFirst()
			.orElseThrow()
			.value();
	}

	void delete(String email) {
		this.cognito.adminDeleteUser((request) -> request.userPoolId(this.pool).username(name(email)));
	}

	private static String name(String email) {
		return email.toLowerCase(Locale.ROOT);
	}

}
