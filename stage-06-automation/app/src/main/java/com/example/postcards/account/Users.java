package com.example.postcards.account;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import com.example.postcards.refusal.TooManyFailuresException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminInitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeDeliveryFailureException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExpiredCodeException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.LimitExceededException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordHistoryPolicyViolationException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordResetRequiredException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TooManyFailedAttemptsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * The users of the Cognito user pool, which keeps the passwords. Only the server's role
 * creates users and checks passwords: the id of the client alone allows neither.
 */
@Component
class Users {

	private static final Logger log = LoggerFactory.getLogger(Users.class);

	/** The longest time for which Cognito locks a user after wrong passwords. */
	private static final Duration LOCKED = Duration.ofMinutes(15);

	private final CognitoIdentityProviderClient cognito;

	private final String pool;

	private final String client;

	private final boolean verifyEmail;

	private final JwtDecoder tokens;

	Users(CognitoIdentityProviderClient cognito, @Value("${postcards.users.pool}") String pool,
			@Value("${postcards.users.client}") String client, @Value("${postcards.users.issuer}") String issuer,
			@Value("${postcards.users.verify-email}") boolean verifyEmail) {
		this.cognito = cognito;
		this.pool = pool;
		this.client = client;
		this.verifyEmail = verifyEmail;
		this.tokens = tokens(issuer, client);
	}

	/**
	 * Accepts the ID tokens of one issuer for one client, and nothing else.
	 */
	static JwtDecoder tokens(String issuer, String client) {
		// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(issuer + "/.well-known/jwks.json").build();
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(issuer),
				new JwtAudienceValidator(client), new JwtClaimValidator<>("token_use", "id"::equals)));
		return decoder;
	}

	/**
	 * Creates a user who can sign in at once. A user that exists, such as one that was
	 * left behind when its account could not be stored, is adopted if it has the same
	 * password.
	 * @return the id, which is the {@code sub} of its tokens
	 * @throws FieldException if the address is taken, or Cognito does not accept address
	 * or password
	 */
	String create(String email, String password) {
		try {
			UserType user = this.cognito
				.adminCreateUser((request) -> request.userPoolId(this.pool)
					.username(name(email))
					.temporaryPassword(password)
					.messageAction(MessageActionType.SUPPRESS)
					.userAttributes(AttributeType.builder().name("email").value(name(email)).build()))
				.user();
			keepPassword(email, password);
			return user.attributes()
				.stream()
				.filter((attribute) -> attribute.name().equals("sub"))
				.findFirst()
				.orElseThrow()
				.value();
		}
		catch (UsernameExistsException ex) {
			return adopt(email, password);
		}
		catch (InvalidPasswordException | PasswordHistoryPolicyViolationException | InvalidParameterException ex) {
			// Such as a password that begins with a space, or an address that is none.
			boolean forPassword = String.valueOf(ex.getMessage()).contains("assword");
			throw new FieldException(Reason.INVALID, forPassword ? "password" : "email", "is not accepted");
		}
		catch (SdkException ex) {
			throw unavailable(ex);
		}
	}

	private void keepPassword(String email, String password) {
		this.cognito.adminSetUserPassword(
				(request) -> request.userPoolId(this.pool).username(name(email)).password(password).permanent(true));
	}

	private String adopt(String email, String password) {
		FieldException taken = new FieldException(Reason.CONFLICT, "email", "is taken");
		try {
			AdminInitiateAuthResponse response = authenticate(email, password);
			if (response.challengeName() == ChallengeNameType.NEW_PASSWORD_REQUIRED) {
				// The password was still the temporary one of create.
				keepPassword(email, password);
				response = authenticate(email, password);
			}
			return Optional.ofNullable(response.authenticationResult())
				.map((result) -> decode(result).getSubject())
				.orElseThrow(() -> taken);
		}
		catch (NotAuthorizedException | InvalidPasswordException | UserNotFoundException | UserNotConfirmedException
				| PasswordResetRequiredException ex) {
			throw taken;
		}
		catch (SdkException | JwtException ex) {
			throw unavailable(ex);
		}
	}

	/**
	 * Checks a password.
	 * @param code the code that Cognito mailed, if the address is to be verified
	 * @return the id of the user, taken from a verified token
	 * @throws RefusedException if the password is right and the user cannot sign in
	 */
	Optional<String> signIn(String email, String password, @Nullable String code) {
		try {
			AdminInitiateAuthResponse response = authenticate(email, password);
			AuthenticationResultType result = response.authenticationResult();
			if (result == null) {
				throw unfinished(response.challengeName());
			}
			Jwt token = decode(result);
			if (this.verifyEmail && !Boolean.TRUE.equals(token.getClaimAsBoolean("email_verified"))) {
				verifyEmail(result.accessToken(), code);
			}
			return Optional.ofNullable(token.getSubject());
		}
		// InvalidPasswordException is cognito-local's word for a wrong password.
		catch (InvalidPasswordException | UserNotFoundException | InvalidParameterException ex) {
			return Optional.empty();
		}
		catch (NotAuthorizedException ex) {
			// A wrong password, or a disabled user: Cognito has not checked the password
			// of that one, so the answer does not show that it is disabled.
			if (String.valueOf(ex.getMessage()).contains("attempts exceeded")) {
				throw tooManyFailures();
			}
			return Optional.empty();
		}
		catch (UserNotConfirmedException ex) {
			throw new RefusedException(Reason.CONFLICT, "Follow the link in the e-mail that you got, then sign in");
		}
		catch (PasswordResetRequiredException ex) {
			throw unfinished(ChallengeNameType.NEW_PASSWORD_REQUIRED);
		}
		catch (SdkException | JwtException ex) {
			throw unavailable(ex);
		}
	}

	/**
	 * Makes the user of an account that has none. Its password is random, so that it must
	 * be reset. A user that exists already, such as one that was left behind by a
	 * migration, belongs to no account and is taken over: only the owner of the address
	 * gets the code.
	 */
	void prepareReset(String email) {
		String password = UUID.randomUUID().toString();
		try {
			try {
				this.cognito.adminCreateUser((request) -> request.userPoolId(this.pool)
					.username(name(email))
					.temporaryPassword(password)
					.messageAction(MessageActionType.SUPPRESS)
					.userAttributes(verified(email)));
			}
			catch (UsernameExistsException ex) {
				markVerified(email);
			}
			// Cognito resets permanent passwords only.
			keepPassword(email, password);
		}
		catch (InvalidParameterException ex) {
			log.atWarn().setCause(ex).log("No user for the reset of a password");
		}
		catch (SdkException ex) {
			throw unavailable(ex);
		}
	}

	/**
	 * Has Cognito mail the code for a new password. The answer does not show whether it
	 * did: the address may have no user, or not be verified.
	 */
	void mailResetCode(String email) {
		try {
			if (!this.verifyEmail) {
				// Cognito mails verified addresses only, and here no one verifies theirs.
				markVerified(email);
			}
			this.cognito.forgotPassword((request) -> request.clientId(this.client).username(name(email)));
		}
		catch (UserNotFoundException | InvalidParameterException | NotAuthorizedException | LimitExceededException
				| CodeDeliveryFailureException ex) {
			log.atWarn().addKeyValue("reason", ex.getClass().getSimpleName()).log("No reset code was mailed");
		}
		catch (SdkException ex) {
			throw unavailable(ex);
		}
	}

	private void markVerified(String email) {
		this.cognito.adminUpdateUserAttributes(
				(request) -> request.userPoolId(this.pool).username(name(email)).userAttributes(verified(email)));
	}

	private static List<AttributeType> verified(String email) {
		return List.of(AttributeType.builder().name("email").value(name(email)).build(),
				AttributeType.builder().name("email_verified").value("true").build());
	}

	/**
	 * Sets a new password.
	 * @param code the code that Cognito mailed
	 * @throws FieldException if the code is wrong or Cognito does not accept the password
	 */
	void reset(String email, String code, String password) {
		try {
			this.cognito.confirmForgotPassword((request) -> request.clientId(this.client)
				.username(name(email))
				.confirmationCode(code)
				.password(password));
		}
		catch (CodeMismatchException | ExpiredCodeException | UserNotFoundException | NotAuthorizedException ex) {
			throw new FieldException(Reason.INVALID, "code", "is wrong or has expired");
		}
		catch (InvalidPasswordException | PasswordHistoryPolicyViolationException | InvalidParameterException ex) {
			throw new FieldException(Reason.INVALID, "password", "is not accepted");
		}
		catch (LimitExceededException | TooManyFailedAttemptsException ex) {
			throw tooManyFailures();
		}
		catch (SdkException ex) {
			throw unavailable(ex);
		}
	}

	private AdminInitiateAuthResponse authenticate(String email, String password) {
		return this.cognito.adminInitiateAuth((request) -> request.userPoolId(this.pool)
			.clientId(this.client)
			.authFlow(AuthFlowType.ADMIN_USER_PASSWORD_AUTH)
			.authParameters(Map.of("USERNAME", name(email), "PASSWORD", password)));
	}

	private Jwt decode(AuthenticationResultType result) {
		return this.tokens.decode(result.idToken());
	}

	private void verifyEmail(String accessToken, @Nullable String code) {
		try {
			if (code == null) {
				this.cognito.getUserAttributeVerificationCode(
						(request) -> request.accessToken(accessToken).attributeName("email"));
				throw new FieldException(Reason.INVALID, "code",
						"was sent to your e-mail address: enter it to sign in");
			}
			this.cognito
				.verifyUserAttribute((request) -> request.accessToken(accessToken).attributeName("email").code(code));
		}
		catch (CodeMismatchException | ExpiredCodeException ex) {
			throw new FieldException(Reason.INVALID, "code", "is wrong or has expired");
		}
		catch (LimitExceededException ex) {
			throw tooManyFailures();
		}
	}

	private static TooManyFailuresException tooManyFailures() {
		return new TooManyFailuresException("Too many failed attempts, try again later", LOCKED);
	}

	private static RefusedException unfinished(@Nullable ChallengeNameType challenge) {
		if (challenge == ChallengeNameType.NEW_PASSWORD_REQUIRED) {
			return new RefusedException(Reason.CONFLICT, "Your password must be reset before you can sign in");
		}
		return new RefusedException(Reason.CONFLICT,
				"Your account asks for a second factor, which Postcards does not support");
	}

	private static RefusedException unavailable(Exception ex) {
		log.atError().setCause(ex).log("User pool unavailable");
		return new RefusedException(Reason.UNAVAILABLE, "You cannot sign up or sign in now, try again later");
	}

	private static String name(String email) {
		return email.toLowerCase(Locale.ROOT);
	}

}
