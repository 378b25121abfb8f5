package com.example.postcards.account;

import java.util.stream.Stream;

import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeDeliveryFailureException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CognitoIdentityProviderException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ConfirmForgotPasswordRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ConfirmForgotPasswordResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExpiredCodeException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ForgotPasswordRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ForgotPasswordResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InternalErrorException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.LimitExceededException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TooManyFailedAttemptsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What Cognito answers to resets and cognito-local does not.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html">ConfirmForgotPassword</a>
 */
class ResetStateTests {

	static Stream<CognitoIdentityProviderException> reasonsNotToMail() {
		return Stream.of(error(UserNotFoundException.builder()), error(InvalidParameterException.builder()),
				error(NotAuthorizedException.builder()), error(LimitExceededException.builder()),
				error(CodeDeliveryFailureException.builder()));
	}

	@ParameterizedTest
	@MethodSource("reasonsNotToMail")
	void theAnswerDoesNotShowWhetherACodeWasMailed(CognitoIdentityProviderException answer) {
		assertThatNoException().isThrownBy(() -> users(answer).mailResetCode("ada@example.com"));
	}

	@Test
	void aUserPoolThatFailsIsUnavailable() {
		Users users = users(error(InternalErrorException.builder()));
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> users.mailResetCode("ada@example.com"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNAVAILABLE));
		assertRefused(error(InternalErrorException.builder()), Reason.UNAVAILABLE);
	}

	static Stream<Arguments> refusals() {
		return Stream.of(Arguments.of(error(CodeMismatchException.builder()), "code"),
				Arguments.of(error(ExpiredCodeException.builder()), "code"),
				Arguments.of(error(UserNotFoundException.builder()), "code"),
				Arguments.of(error(NotAuthorizedException.builder()), "code"),
				Arguments.of(error(InvalidPasswordException.builder()), "password"),
				Arguments.of(error(InvalidParameterException.builder()), "password"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void theFieldAtFaultIsNamed(CognitoIdentityProviderException answer, String field) {
		assertThatExceptionOfType(FieldException.class)
			.isThrownBy(() -> users(answer).reset("ada@example.com", "123456", "password"))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
	}

	@Test
	void tooManyAttemptsAreRefused() {
		assertRefused(error(TooManyFailedAttemptsException.builder()), Reason.TOO_MANY_ATTEMPTS);
		assertRefused(error(LimitExceededException.builder()), Reason.TOO_MANY_ATTEMPTS);
	}

	private static void assertRefused(CognitoIdentityProviderException answer, Reason reason) {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> users(answer).reset("ada@example.com", "123456", "password"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

	private static CognitoIdentityProviderException error(CognitoIdentityProviderException.Builder exception) {
		return (CognitoIdentityProviderException) exception.message("An answer of Cognito").build();
	}

	private static Users users(CognitoIdentityProviderException answer) {
		return new Users(new CognitoIdentityProviderClient() {

			@Override
			public ForgotPasswordResponse forgotPassword(ForgotPasswordRequest request) {
				throw answer;
			}

			@Override
			public ConfirmForgotPasswordResponse confirmForgotPassword(ConfirmForgotPasswordRequest request) {
				throw answer;
			}

			@Override
			public String serviceName() {
				return "cognito-idp";
			}

			@Override
			public void close() {
			}

		}, "pool", "client", "http://127.0.0.1:1/pool", true);
	}

}
