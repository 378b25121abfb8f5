package com.example.lab.deploy;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.stream.Stream;

import com.example.lab.stage.WorkshopException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Advice for errors of AWS, and of the network to it. */
final class AwsFailure {

	private static final String SIGN_IN = "Sign in again (aws sso login, or new keys), then run the same command; it resumes.";

	private AwsFailure() {
	}

	/**
	 * Keys that cannot be had.
	 */
	static WorkshopException ofCredentials(SdkException failure, String profile) {
		String words = words(failure);
		if (words.toLowerCase(Locale.ROOT).contains("expired")) {
			return new WorkshopException("The sign-in of profile %s has expired. %s".formatted(profile, SIGN_IN));
		}
		// The words of a chain name each of its providers, and none of them helps.
		return new WorkshopException(
				"There are no AWS credentials for profile %s. Set them up (aws configure sso, or aws configure), or choose another profile with --profile.%s"
					.formatted(profile, words.startsWith("Unable to load credentials from any of the providers") ? ""
							: " The AWS SDK says: " + words));
	}

	/**
	 * A call that failed.
	 * @param doing what it was for, such as {@code looking for the stack}
	 */
	static WorkshopException of(SdkException failure, String doing, String region) {
		if (failure instanceof AwsServiceException answer) {
			return new WorkshopException(
					"AWS refuses %s: %s".formatted(doing, advice(code(answer), words(answer), region)));
		}
		if (lostNetwork(failure)) {
			return new WorkshopException(
					"The network was lost while %s (%s). CloudFormation continues without this computer. Check the connection, then run the same command; it resumes."
						.formatted(doing, words(failure)));
		}
		if (words(failure).toLowerCase(Locale.ROOT).contains("expired")) {
			return new WorkshopException("The sign-in has expired while %s. %s".formatted(doing, SIGN_IN));
		}
		return new WorkshopException("%s failed: %s".formatted(doing, words(failure)));
	}

	static String code(AwsServiceException answer) {
		return (answer.awsErrorDetails() != null && answer.awsErrorDetails().errorCode() != null)
				? answer.awsErrorDetails().errorCode() : "";
	}

	static boolean lostNetwork(Throwable failure) {
		return Stream.<Throwable>iterate(failure, (cause) -> cause != null, Throwable::getCause)
			.anyMatch((cause) -> cause instanceof UnknownHostException || cause instanceof SocketException
					|| cause instanceof SocketTimeoutException);
	}

	private static String advice(String code, String words, String region) {
		return switch (code) {
			// The last is of IAM Identity Center.
			case "ExpiredToken", "ExpiredTokenException", "RequestExpired", "UnauthorizedException" ->
				"the credentials have expired. " + SIGN_IN;
			case "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "AuthFailure",
					"IncompleteSignature" ->
				"it does not recognise these credentials. Check them with aws sts get-caller-identity, then set up new ones or choose another profile with --profile.";
			case "OptInRequired", "RegionDisabledException" ->
				"Region %s is not enabled in this account. Enable it (AWS console, Account, AWS Regions), or choose another with --region."
					.formatted(region);
			case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation" ->
				"these credentials lack the permission. Use a role with administrator access to a sandbox account. %s"
					.formatted(words);
			case "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException" ->
				"there were too many calls. Run the same command again in a minute; it resumes.";
			default -> words;
		};
	}

	private static String words(SdkException failure) {
		String message = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		return message.lines().findFirst().orElse(message).replaceFirst(" \\(SDK Attempt Count: \\d+\\)$", "");
	}

}
