package com.example.postcards.account;

import java.util.function.Supplier;
import java.util.stream.Stream;

import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminInitiateAuthRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminInitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CognitoIdentityProviderException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InternalErrorException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordResetRequiredException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TooManyRequestsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Cognito answers about users in states that cognito-local does not have.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html">AdminInitiateAuth</a>
 */
class UserStateTests {

	static Stream<CognitoIdentityProviderException> wrongPasswords() {
		return Stream.of(because(NotAuthorizedException.builder(), "Incorrect username or password."),
				because(NotAuthorizedException.builder(), "User is disabled."),
				because(UserNotFoundException.builder(), "User does not exist."));
	}

	@ParameterizedTest
	@MethodSource("wrongPasswords")
	void answersThatShowNothingAboutThePasswordCountAsAWrongPassword(CognitoIdentityProviderException answer) {
		assertThat(users(() -> {
			throw answer;
		}).signIn("ada@example.com", "password", null)).isEmpty();
	}

	static Stream<Arguments> refusals() {
		return Stream.of(
				Arguments.of(because(PasswordResetRequiredException.builder(), "Password reset required for the user"),
						Reason.CONFLICT, "must be reset"),
				Arguments.of(because(UserNotConfirmedException.builder(), "User is not confirmed."), Reason.CONFLICT,
						"Follow the link"),
				Arguments.of(because(NotAuthorizedException.builder(), "Password attempts exceeded"),
						Reason.TOO_MANY_ATTEMPTS, "try again later"),
				Arguments.of(because(TooManyRequestsException.builder(), "Too many requests"), Reason.UNAVAILABLE,
						"try again later"),
				Arguments.of(because(InternalErrorException.builder(), "Something"), Reason.UNAVAILABLE,
						"try again later"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void refusalsSayWhatToDo(CognitoIdentityProviderException answer, Reason reason, String message) {
		assertRefused(() -> {
			throw answer;
		}, reason, message);
	}

	@Test
	void challengesAreNotAnswered() {
		assertRefused(() -> challenge(ChallengeNameType.NEW_PASSWORD_REQUIRED), Reason.CONFLICT, "must be reset");
		assertRefused(() -> challenge(ChallengeNameType.SOFTWARE_TOKEN_MFA), Reason.CONFLICT, "second factor");
		assertRefused(() -> AdminInitiateAuthResponse.builder().challengeName("NEWER").build(), Reason.CONFLICT,
				"second factor");
	}

	@Test
	void aTakenAddressWhoseUserIsLockedIsTaken() {
		Users users = users(() -> {
			throw because(NotAuthorizedException.builder(), "Password attempts exceeded");
		});
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> users.create("ada@example.com", "password"))
			.withMessage("email is taken")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CONFLICT));
	}

	private static void assertRefused(Supplier<AdminInitiateAuthResponse> answer, Reason reason, String message) {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> users(answer).signIn("ada@example.com", "password", null))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

	private static AdminInitiateAuthResponse challenge(ChallengeNameType name) {
		return AdminInitiateAuthResponse.builder().challengeName(name).build();
	}

	private static CognitoIdentityProviderException because(CognitoIdentityProviderException.Builder exception,
			String message) {
		return (CognitoIdentityProviderException) exception
			.awsErrorDetails(AwsErrorDetails.builder().errorMessage(message).build())
			.message(message)
			.build();
	}

	private static Users users(Supplier<AdminInitiateAuthResponse> signIn) {
		return new Users(new CognitoIdentityProviderClient() {

			@Override
			public AdminInitiateAuthResponse adminInitiateAuth(AdminInitiateAuthRequest request) {
				return signIn.get();
			}

			@Override
			public AdminCreateUserResponse adminCreateUser(AdminCreateUserRequest request) {
				throw because(UsernameExistsException.builder(), "User account already exists");
			}

			@Override
			public String serviceName() {
				return "cognito-idp";
			}

			@Override
			public void close() {
			}

		}, "pool", "client", "http://127.0.0.1:1/pool", false);
	}

}
